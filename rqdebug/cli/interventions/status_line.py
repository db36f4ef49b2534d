# SPDX-License-Identifier: GPL-3.0-or-later
"""A line on a terminal that is replaced again and again."""

from __future__ import annotations

import sys

import click

from rqdebug.cli.messages import is_plain, sanitize


class StatusLine:
    """The last line of stderr, which changes. Without a terminal, nothing is shown."""

    def __init__(self) -> None:
        self._is_shown = sys.stderr.isatty() and not is_plain()
        self._text = ""

    def show(self, text: str) -> None:
        """Replace the line."""
        if self._is_shown and text != self._text:
            click.echo(f"\r\033[K{sanitize(text)}", nl=False, err=True)
            self._text = text

    def clear(self) -> None:
        """Remove the line, before something else is printed."""
        if self._text:
            click.echo("\r\033[K", nl=False, err=True)
            self._text = ""
