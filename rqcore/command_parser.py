# SPDX-License-Identifier: MIT
"""The parser of rqcore's command line, and what its commands have in common."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from contextlib import suppress
from difflib import get_close_matches
from math import inf
from typing import NoReturn

from rqcore.url import DEFAULT_URL

USAGE_ERROR = 2
"""The exit code if a command could not be carried out as it was written."""


class CommandParser(argparse.ArgumentParser):
    """Reports a wrong command line in one sentence, with exit code 2."""

    def error(self, message: str) -> NoReturn:
        """Print what was wrong and where to find help, and exit."""
        self.exit(USAGE_ERROR, f"rqcore: {message}; see {self.prog} --help\n")

    def refuse(self, unknown: Sequence[str]) -> NoReturn:
        """Report arguments that this command does not have."""
        options = [each for action in self._actions for each in action.option_strings]
        close = get_close_matches(unknown[0].partition("=")[0], options, 1, cutoff=0.7)
        advice = f", did you mean {close[0]}?" if close else ""
        self.error(f"{self.prog} has no argument {unknown[0]}{advice}")


Commands = argparse._SubParsersAction


def add_command(
    commands: Commands[CommandParser],
    name: str,
    summary: str,
    details: str,
    examples: Sequence[str],
    exit_codes: str,
) -> CommandParser:
    """Add a command with its help.

    Args:
        commands: The commands of the program.
        name: The name of the command.
        summary: What it does, in one line without a full stop.
        details: What a user must know, with line breaks.
        examples: Command lines.
        exit_codes: Each exit code with its meaning, indented, one on each line.
    """
    command = commands.add_parser(
        name,
        help=summary,
        description=f"{summary[0].upper()}{summary[1:]}.\n\n{details}",
        epilog="\n".join(["examples:", *(f"  {line}" for line in examples), "", "exit codes:", exit_codes]),
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    command.set_defaults(parser=command)
    return command


def add_url(command: CommandParser, what: str) -> None:
    """Add the optional URL of a server; ``what`` is its help."""
    help = f"{what} (default: the environment variable RQ_URL, or {DEFAULT_URL})"
    command.add_argument("url", metavar="URL", nargs="?", help=help)


def count(text: str) -> int:
    """Parse a whole number from 0. Raises ArgumentTypeError."""
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 0")
    return int(text)


def seconds(text: str) -> float:
    """Parse a number of seconds from 0. Raises ArgumentTypeError."""
    with suppress(ValueError):
        if 0 <= (number := float(text)) < inf:
            return number
    raise argparse.ArgumentTypeError(f"{text!r} is not a number of seconds from 0")
