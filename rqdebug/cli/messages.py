# SPDX-License-Identifier: GPL-3.0-or-later
"""Messages on stderr, and formats that all subcommands share."""

from __future__ import annotations

import os
from typing import IO, Any

import click

from rqdebug.support.characters import escape_unsafe

INTERRUPTED = 130
"""The exit code of a command that was stopped with Ctrl+C or SIGTERM: 128 + SIGINT, as in shells."""


class CommandFailed(click.ClickException):
    """A command failed: prints one sentence on stderr, and exits with code 2."""

    exit_code = 2

    def show(self, file: IO[Any] | None = None) -> None:
        """Print the message on stderr, with the prefix of all messages."""
        print_message(self.message)


class ScriptRefused(CommandFailed):
    """A script is not run, because it or its inputs have an error.

    Args:
        message: What is wrong, in one sentence.
        filename: The name of the script in reports.
    """

    def __init__(self, message: str, filename: str) -> None:
        super().__init__(message)
        self.filename = filename


def is_plain() -> bool:
    """Whether the user wants no colors: NO_COLOR is set, or the terminal is dumb."""
    return bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") in ("dumb", "unknown")


def print_message(sentence: str) -> None:
    """Print a sentence on stderr, so that it does not mix with the output."""
    click.echo(f"rqdebug: {sanitize(sentence)}", err=True)


def sanitize(text: str) -> str:
    """Escape characters that control a terminal: the text can come from any client."""
    return escape_unsafe(text)


def plural(number: int, one: str, many: str) -> str:
    """Return a number with its noun, such as ``1 event`` and ``2,000 events``."""
    return f"{number:,} {one if number == 1 else many}"


def format_duration(ns: int) -> str:
    """Format a duration in ns: ``12 µs``, ``0.3 ms``, ``4.12 s`` or ``3 min 20 s``."""
    if ns < 10**5:
        return f"{ns / 10**3:.0f} µs"
    if ns < 10**9:
        return f"{ns / 10**6:.1f} ms"
    if ns < 100 * 10**9:
        return f"{ns / 10**9:.2f} s"
    minutes, rest = divmod(ns // 10**9, 60)
    return f"{minutes} min {rest} s"
