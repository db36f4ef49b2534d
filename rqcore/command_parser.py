# SPDX-License-Identifier: MIT
"""The parser of rqcore's command line, and what its commands have in common."""

from __future__ import annotations

import argparse
import getpass
import os
import re
import sys
from collections.abc import Sequence
from contextlib import suppress
from difflib import get_close_matches
from math import inf
from typing import NoReturn

from rqcore.errors import BadSetting, BadUrl, one_line
from rqcore.url import DEFAULT_URL, UNENCRYPTED, Url, hide_password, with_password

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
        is_url = re.search("//|@", unknown[0])
        self.error(
            f"{self.prog} has no argument {hide_password(unknown[0]) if is_url else unknown[0]}{advice}"
        )


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
    command.add_argument(
        "--password-file",
        metavar="FILE",
        help="file whose first line is the password, if the URL has none (default: the environment variable "
        "RQ_PASSWORD)",
    )
    command.add_argument(
        "--ask-password",
        action="store_true",
        help="ask for the password on the terminal, or else read it from the first line of the input",
    )


def url_of(options: argparse.Namespace) -> str | None:
    """Return the URL of ``add_url`` with the password, which the list of processes does not show.

    Raises:
        BadSetting: The password cannot be read.
    """
    password = _read_file(options.password_file) if options.password_file else ""
    if options.ask_password:
        password = read_password()
    password = password or os.environ.get("RQ_PASSWORD", "")
    url = options.url or os.environ.get("RQ_URL") or DEFAULT_URL
    warn_if_unencrypted(url)
    return with_password(url, password) if password else options.url


def warn_if_unencrypted(url: str) -> None:
    """Print a line about a plain connection to a controller on another machine."""
    with suppress(BadUrl):  # the command itself reports it
        if url.startswith("rq://") and (parsed := Url.parse(url)).is_exposed:
            print(one_line(f"rqcore: {parsed} {UNENCRYPTED}"), file=sys.stderr)


def _read_file(path: str) -> str:
    try:
        with open(path, encoding="utf-8") as file:
            password = file.readline().rstrip("\r\n")
    except (OSError, UnicodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not text in UTF-8"
        raise BadSetting(f"cannot read the password in {path}: {reason}") from error
    if not password:
        raise BadSetting(f"the first line of {path} is empty; write the password there")
    return password


def read_password() -> str:
    """Ask for a password, or read it from the first line of the input. Return "" if there is none.

    Raises:
        BadSetting: It is not text.
    """
    if sys.stdin is None:  # it was closed before the program started
        return ""
    try:
        password = getpass.getpass() if sys.stdin.isatty() else _first_line()
        password.encode()
    except EOFError:
        return ""
    except UnicodeError as error:
        raise BadSetting(f"the password is not text in UTF-8: {error}") from error
    return password


def _first_line() -> str:
    """Read the first line of the input, and nothing behind it, which may be the lines to put."""
    line = bytearray()
    while (byte := os.read(sys.stdin.fileno(), 1)) not in (b"", b"\n"):
        line += byte
    return line.decode().rstrip("\r")


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
