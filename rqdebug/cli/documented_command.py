# SPDX-License-Identifier: GPL-3.0-or-later
"""Commands with complete help: summary, arguments, options, examples and exit codes.

A command declares all of its help where its function is: the docstring is the
summary and the description, each ``argument`` and option has its own help, and
``command`` takes the examples and the exit codes::

    @command(examples={"Show slow calls only:": 'rqdebug tail --filter "waited > 5ms"'})
    @argument("urls", nargs=-1, metavar="[URL]...", help="The targets.")
    def tail(urls: tuple[str, ...]) -> None:
        \"\"\"Print calls on queues as they happen.\"\"\"
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any, TypeVar

import click

from rqcore.server.stdout import give_up_output
from rqdebug.cli.messages import INTERRUPTED, CommandFailed, is_plain

F = TypeVar("F", bound=Callable[..., Any])

EXIT_CODES: Mapping[int, str] = {
    0: "The command succeeded.",
    2: "The command failed, or its arguments are wrong. One sentence on stderr says why.",
    INTERRUPTED: "The command was stopped with Ctrl+C or SIGTERM.",
}
"""The exit codes of a command that declares no others."""
PARTLY_READ = 3
"""The exit code of a command that has read only a part of a capture, and has done everything else."""
DAMAGED = "rqdebug.damaged"
"""The key in the context of click: true if a capture is damaged."""
CAPTURE_EXIT_CODES: Mapping[int, str] = {
    0: EXIT_CODES[0],
    2: EXIT_CODES[2],
    PARTLY_READ: "A capture is truncated or damaged: the command has read only the part before the damage.",
    INTERRUPTED: EXIT_CODES[INTERRUPTED],
}
"""The exit codes of a command that reads captures."""
HELP_OPTIONS = ["-h", "--help"]


class DocumentedArgument(click.Argument):
    """An argument with a help text, in any version of click.

    Args:
        declarations: The name of the parameter, as click takes it.
        help: What the argument means, and what is used without it.
        attributes: Everything else that ``click.Argument`` takes.
    """

    def __init__(self, declarations: list[str], *, help: str, **attributes: Any) -> None:
        super().__init__(declarations, **attributes)
        self.description = help  # not "help": the newest versions of click would show it a second time


def argument(name: str, *, help: str, **attributes: Any) -> Callable[[F], F]:
    """Add an argument with a help text to a command.

    Args:
        name: The name of the function's parameter.
        help: What the argument means, and what is used without it.
        attributes: Everything else that ``click.Argument`` takes.
    """
    return click.argument(name, cls=DocumentedArgument, help=help, **attributes)


def number(kind: type[int] | type[float], least: float) -> Callable[[Any], int | float]:
    """Return the type of an option whose value is a number. NaN is refused.

    In place of ``click.FloatRange`` and ``click.IntRange``, whose help and errors are written for
    programmers: "'x' is not a valid float range", "-1.0 is not in the range x>=0".

    Args:
        kind: int or float.
        least: The lowest value that is valid.
    """

    def convert(value: Any) -> int | float:
        with suppress(ValueError):
            if (result := kind(value)) >= least:
                return result
        what = "a whole number" if kind is int else "a number"
        raise click.BadParameter(f"{value!r} is not {what} of at least {least:g}")

    return convert


class DocumentedCommand(click.Command):
    """A command whose help has sections for its arguments, examples and exit codes.

    Wrong usage is reported in one sentence, as every other failure of a command.

    Args:
        examples: What an example does, as a phrase that ends with a colon → the line to type.
        exit_codes: Exit code → when the command ends with it.
    """

    def __init__(
        self,
        *arguments: Any,
        examples: Mapping[str, str],
        exit_codes: Mapping[int, str] = EXIT_CODES,
        **attributes: Any,
    ) -> None:
        super().__init__(*arguments, **attributes)
        self.examples = examples
        self.exit_codes = exit_codes

    def get_help_option_names(self, ctx: click.Context) -> list[str]:
        """Return the options that show the help, in any context: click keeps what it got first."""
        return HELP_OPTIONS

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """Parse the arguments.

        Args:
            info_name: The name of the command in the usage line.
            args: The arguments to parse.
            parent: The context of the group.
            extra: Passed to click.

        Raises:
            CommandFailed: They are wrong. click itself raises UsageError.
        """
        if parent is None and is_plain():
            extra.setdefault("color", False)
        try:
            return super().make_context(info_name, args, parent, **extra)
        except click.UsageError as error:
            path = f"{parent.command_path} {info_name}" if parent else f"{info_name}"
            raise CommandFailed(f"{describe_usage_error(error)} see {path} --help") from error

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the arguments, then the options."""
        rows = [
            (parameter.make_metavar(ctx), parameter.description)
            for parameter in self.get_params(ctx)
            if isinstance(parameter, DocumentedArgument)
        ]
        if rows:
            with formatter.section("Arguments"):
                formatter.write_dl(rows)
        super().format_options(ctx, formatter)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples and the exit codes."""
        with formatter.section("Examples"):
            for purpose, line in self.examples.items():
                formatter.write_text(purpose)
                # Not write_text: a line for copying must not be wrapped.
                formatter.write(f"{'':{formatter.current_indent + 2}}{line}\n")
        with formatter.section("Exit codes"):
            formatter.write_dl([(str(code), meaning) for code, meaning in self.exit_codes.items()])
        super().format_epilog(ctx, formatter)


@contextmanager
def exit_quietly() -> Iterator[None]:
    """End a command without a message on Ctrl+C, and when the reader of its output (such as ``head``) exits.

    Raises:
        SystemExit: The command was interrupted, or the reader of its output has left.
    """
    try:
        yield
    except KeyboardInterrupt:
        raise SystemExit(INTERRUPTED) from None
    except BrokenPipeError as error:
        give_up_output(error)
        raise SystemExit(0) from None


def command(
    name: str | None = None, *, examples: Mapping[str, str], exit_codes: Mapping[int, str] = EXIT_CODES
) -> Callable[[Callable[..., Any]], DocumentedCommand]:
    """Make a function a command, with its docstring as summary and description.

    Args:
        name: The name of the command; None takes that of the function.
        examples: What an example does, as a phrase that ends with a colon → the line to type.
        exit_codes: Exit code → when the command ends with it.
    """
    return click.command(name, cls=DocumentedCommand, examples=examples, exit_codes=exit_codes)


def describe_usage_error(error: click.UsageError) -> str:
    """Return what is wrong with the arguments of a command, as the first half of a sentence."""
    if isinstance(error, click.NoSuchOption):
        hint = f"; did you mean {' or '.join(error.possibilities)}?" if error.possibilities else ";"
        return f"there is no option {error.option_name}{hint}"
    message = " ".join(error.format_message().replace(". Choose", "; choose").split()).rstrip(".")
    return f"{message[:1].lower()}{message[1:]};"
