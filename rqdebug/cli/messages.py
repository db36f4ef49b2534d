# SPDX-License-Identifier: GPL-3.0-or-later
"""What all subcommands say in the same way."""

from __future__ import annotations

from typing import IO, Any

import click


class CommandFailed(click.ClickException):
    """What was asked for cannot be done: one sentence on stderr, and exit code 2."""

    exit_code = 2

    def show(self, file: IO[Any] | None = None) -> None:
        say(self.message)


def say(sentence: str) -> None:
    """Tell the user something beside the output."""
    click.echo(f"rqdebug: {printable(sentence)}", err=True)


def printable(text: str) -> str:
    """The text without what could steer a terminal: it may come from anybody's queue."""
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in text)


def seconds(ns: int) -> str:
    """A duration for people: ``12 µs``, ``0.3 ms``, ``4.12 s``, ``3 min 20 s``."""
    if ns < 10**5:
        return f"{ns / 10**3:.0f} µs"
    if ns < 10**9:
        return f"{ns / 10**6:.1f} ms"
    if ns < 100 * 10**9:
        return f"{ns / 10**9:.2f} s"
    minutes, rest = divmod(ns // 10**9, 60)
    return f"{minutes} min {rest} s"
