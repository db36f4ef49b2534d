# SPDX-License-Identifier: GPL-3.0-or-later
"""Write the man pages of both programs from the source of their --help.

.venv/bin/python scripts/man_pages.py [--check]

The pages are in ``man``, and the wheel installs them as ``share/man/man1``. With ``--check``, nothing is
written, and the exit code is 1 if a page is not up to date.
"""

from __future__ import annotations

import argparse
import inspect
import re
import sys
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import click

from rqcore.__main__ import _parser as rqcore_parser
from rqcore.version import VERSION
from rqdebug.cli.documented_command import DocumentedArgument, DocumentedCommand
from rqdebug.program import commands

ROOT = Path(__file__).resolve().parents[1]
DATE = "2026-11-28"
"""The date of the pages. It is constant, so that the same help gives the same page."""
RELATED = {"rqcore": "rqdebug", "rqdebug": "rqcore"}
WIDTH = 10_000
"""For click: its lines must not be wrapped, because man wraps them."""

LINE = 78
"""Maximum length of a line of text."""

Rows = Sequence[tuple[str, str]]
"""Terms with their descriptions."""


@dataclass(frozen=True)
class CommandHelp:
    """The help of a program or of one of its commands."""

    name: str
    """The words to call it, such as ``rqcore serve``."""
    synopsis: str
    """The arguments, as in the usage line."""
    description: str
    """Paragraphs, with empty lines between them; indented ones are examples."""
    rows: Mapping[str, Rows]
    """Title of a group of arguments or options → its rows."""
    examples: Rows
    """What an example does, or nothing, and the line to type."""
    exit_codes: Rows
    commands: tuple[CommandHelp, ...] = field(default=())


def main(arguments: Sequence[str] | None = None) -> int:
    """Write or check the pages.

    Args:
        arguments: The command line without the name of the program; None takes that of the process.

    Returns:
        The exit code.
    """
    parser = argparse.ArgumentParser(
        description="Write the man pages of rqcore and rqdebug.",
        epilog="example: scripts/man_pages.py --check",
    )
    parser.add_argument("--check", action="store_true", help="write nothing; exit with 1 if a page is stale")
    options = parser.parse_args(arguments)
    stale = [path for path, text in pages().items() if not path.exists() or path.read_text() != text]
    if options.check:
        for path in stale:
            print(f"{path.relative_to(ROOT)} is not up to date; run scripts/man_pages.py")
        return int(bool(stale))
    for path in stale:
        path.write_text(pages()[path])
    return 0


def pages() -> dict[Path, str]:
    """Return the text of each page by its path."""
    programs = (read_parser(rqcore_parser()), read_command(commands, "rqdebug"))
    return {ROOT / "man" / f"{each.name}.1": "\n".join(format_page(each)) + "\n" for each in programs}


# From the command lines


def read_parser(parser: argparse.ArgumentParser) -> CommandHelp:
    """Return the help of a parser of argparse, made by ``rqcore.command_parser``."""
    formatter = parser._get_formatter()
    subparsers = [each for each in parser._actions if isinstance(each, argparse._SubParsersAction)]
    rows: dict[str, Rows] = {}
    for group in parser._action_groups:
        actions = [each for each in group._group_actions if each not in subparsers]
        if actions:
            title = {"positional arguments": "Arguments", "options": "Options"}.get(
                group.title or "", (group.title or "").capitalize()
            )
            rows[title] = [(_term(each), formatter._expand_help(each)) for each in actions]
    examples, codes = _read_epilog(parser.epilog or "")
    return CommandHelp(
        parser.prog,
        " ".join(parser.format_usage().split()[1 + len(parser.prog.split()) :]),
        parser.description or "",
        rows,
        [("", line) for line in examples],
        codes,
        tuple(read_parser(each) for action in subparsers for each in action.choices.values()),
    )


def _term(action: argparse.Action) -> str:
    """Return how an argument is written. The form of argparse itself depends on the version of Python."""
    value = action.metavar or ("|".join(map(str, action.choices)) if action.choices else action.dest)
    takes_value = action.nargs != 0
    return " ".join(filter(None, (", ".join(action.option_strings), str(value) if takes_value else "")))


def _read_epilog(epilog: str) -> tuple[list[str], Rows]:
    """Split the end of a help into example lines, and exit codes with their meanings."""
    examples, _, codes = epilog.partition("exit codes:\n")
    lines = [line.strip() for line in examples.splitlines()[1:] if line.strip()]
    return lines, [tuple(line.split(None, 1)) for line in codes.splitlines()]  # type: ignore[misc]


def read_command(command: click.Command, name: str) -> CommandHelp:
    """Return the help of a command of click."""
    assert isinstance(command, DocumentedCommand)
    context = click.Context(
        command, info_name=name, terminal_width=WIDTH, max_content_width=WIDTH, **command.context_settings
    )
    parameters = command.get_params(context)
    arguments = [
        (each.make_metavar(context), each.description)
        for each in parameters
        if isinstance(each, DocumentedArgument)
    ]
    options = [each.get_help_record(context) for each in parameters if isinstance(each, click.Option)]
    group = command if isinstance(command, click.Group) else None
    found = (
        ((each, group.get_command(context, each)) for each in group.list_commands(context)) if group else ()
    )
    return CommandHelp(
        name,
        " ".join(command.collect_usage_pieces(context)),
        inspect.cleandoc(command.help or ""),
        {"Arguments": arguments, "Options": [each for each in options if each]},
        [*command.examples.items()],
        [(str(code), meaning) for code, meaning in command.exit_codes.items()],
        tuple(read_command(each, f"{name} {word}") for word, each in found if each and not each.hidden),
    )


# To roff


def format_page(program: CommandHelp) -> Iterator[str]:
    """Yield the lines of the page of a program."""
    summary, _, description = program.description.partition("\n\n")
    summary = f"{summary[0].lower()}{summary[1:]}".replace("\n", " ").rstrip(".")
    yield '.\\" Made by scripts/man_pages.py from the help of the program. Do not edit.'
    yield f'.TH {program.name.upper()} 1 "{DATE}" "{program.name} {VERSION}" "User Commands"'
    yield from (".SH NAME", f"{program.name} \\- {escape(summary)}", ".SH SYNOPSIS")
    yield from (f".B {program.name}", escape(program.synopsis, is_literal=True))
    if description:
        yield from (".SH DESCRIPTION", *_paragraphs(description))
    for title, rows in program.rows.items():
        yield from _section(".SH", title.upper(), _terms(rows))
    yield ".SH COMMANDS"
    for command in program.commands:
        yield from _format_command(command)
    yield from _section(".SH", "EXIT STATUS", _terms(program.exit_codes))
    yield from _section(".SH", "EXAMPLES", _examples(program.examples))
    yield from (".SH SEE ALSO", f".BR {RELATED[program.name]} (1)")


def _format_command(command: CommandHelp) -> Iterator[str]:
    yield f'.SS "{command.name}"'
    yield from (f".B {command.name}", escape(command.synopsis, is_literal=True), ".PP")
    yield from _paragraphs(command.description)
    for title, rows in command.rows.items():
        yield from _section("", "" if title == "Arguments" else f"{title}:", _terms(rows))
    yield from _section("", "Examples:", _examples(command.examples))
    yield from _section("", "Exit status:", _terms(command.exit_codes))


def _section(macro: str, title: str, lines: Iterable[str]) -> Iterator[str]:
    """Yield a title and lines; nothing if there are none."""
    content = list(lines)
    if content:
        heading = [f"{macro} {title}"] if macro else [".PP", title] if title else []
        yield from (*heading, *content[content[0] == ".PP" and bool(macro) :])


def _paragraphs(text: str) -> Iterator[str]:
    for number, paragraph in enumerate(re.split(r"\n\s*\n", text.replace("\b\n", ""))):
        if paragraph.startswith("  "):
            yield from (".EX", *(escape(line, is_literal=True) for line in paragraph.splitlines()), ".EE")
        else:
            yield from ([".PP"] if number else [])
            yield from _fill(paragraph)


def _terms(rows: Rows) -> Iterator[str]:
    for term, description in rows:
        yield from (".TP", f"\\fB{escape(term, is_literal=True)}\\fR", *_fill(description))


def _examples(rows: Rows) -> Iterator[str]:
    for purpose, line in rows:
        yield from ([".PP", *_fill(purpose)] if purpose else [])
        yield from (".RS 4", ".EX", escape(line, is_literal=True), ".EE", ".RE")


def _fill(text: str) -> list[str]:
    """Return the lines of a paragraph, which man fills again; short ones are easier to compare."""
    lines = textwrap.wrap(" ".join(text.split()), LINE, break_on_hyphens=False, break_long_words=False)
    return [escape(line) for line in lines]


def escape(text: str, is_literal: bool = False) -> str:
    """Return a text for roff.

    Args:
        text: A line.
        is_literal: Whether the text is typed: a hyphen is then a minus.
    """
    text = text.replace("\\", "\\e")
    if is_literal:
        text = text.replace("-", "\\-").replace("'", "\\(aq").replace("`", "\\(ga")
    return f"\\&{text}" if text[:1] in (".", "'") else text


if __name__ == "__main__":
    sys.exit(main())
