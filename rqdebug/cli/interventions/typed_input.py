# SPDX-License-Identifier: GPL-3.0-or-later
"""What a user types while a command runs: single keys on a terminal, and lines from a pipe."""

from __future__ import annotations

import os
import re
import select
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

LONGEST_LINE = 1000
"""The bytes after which a line is cut."""
ARROWS = {"\x1b[A": "k", "\x1b[B": "j", "\x1bOA": "k", "\x1bOB": "j"}
"""What arrow keys send, and the keys that mean the same."""
_OTHER_KEYS = re.compile(r"\x1b(\[[0-?]*[ -/]*[@-~]|O?.)?")
"""What all other special keys send. Without it, Left would be an ``[`` and a ``D``."""


class TypedInput:
    """Reads what is typed, without waiting. Use it with ``with``: it changes the mode of the terminal."""

    def __init__(self) -> None:
        self._number = _standard_input()
        self.is_terminal = self._number is not None and os.isatty(self._number)
        """Whether single keys are read."""
        self.has_ended = self._number is None
        """Whether nothing more will be typed."""
        self._mode: list[Any] | None = None
        self._rest = b""

    def __enter__(self) -> TypedInput:
        self._listen()
        return self

    def __exit__(self, *_: object) -> None:
        self._restore()

    def _listen(self) -> None:
        if self.is_terminal:
            import termios  # noqa: PLC0415  not on Windows
            import tty  # noqa: PLC0415  not on Windows

            assert self._number is not None
            self._mode = termios.tcgetattr(self._number)
            tty.setcbreak(self._number, termios.TCSADRAIN)  # it keeps what was typed meanwhile

    def _restore(self) -> None:
        if self._mode is not None:
            import termios  # noqa: PLC0415  not on Windows

            assert self._number is not None
            termios.tcsetattr(self._number, termios.TCSADRAIN, self._mode)
            self._mode = None

    @contextmanager
    def lent(self) -> Iterator[None]:
        """Let another program use the terminal in this block."""
        self._restore()
        try:
            yield
        finally:
            self._listen()

    def read(self) -> list[str]:
        """Return the keys or lines that were typed since the last call. Very long lines are cut."""
        if self.has_ended or self._number is None or not select.select([self._number], [], [], 0)[0]:
            return []
        try:
            data = os.read(self._number, 4096)
        except OSError:
            data = b""
        self.has_ended = not data
        if self.is_terminal:
            text = data.decode(errors="replace")
            for sequence, key in ARROWS.items():
                text = text.replace(sequence, key)
            return list(_OTHER_KEYS.sub("", text))
        *lines, self._rest = (self._rest + data + b"\n" * (not data and bool(self._rest))).split(b"\n")
        if len(self._rest) > LONGEST_LINE:
            lines, self._rest = [*lines, self._rest], b""
        return [line.decode(errors="replace") for line in lines]


def _standard_input() -> int | None:
    try:
        return sys.stdin.fileno()
    except (AttributeError, OSError, ValueError):
        return None
