# SPDX-License-Identifier: GPL-3.0-or-later
"""Every error that the debugger raises by itself.

::

    DebugError
    ├── CaptureError   a file that is no capture, or cannot be read as one
    ├── FilterError    a filter that cannot be understood, with its column
    ├── ItemError      an item that cannot be put as it was written
    ├── ScriptError    a script that cannot be understood, with line and column
    └── SettingsError  settings of which no script can be made

What targets raise is in ``rqcore.errors``.
"""

from __future__ import annotations


class DebugError(Exception):
    """The root of the tree; the text is one sentence for the user."""


class CaptureError(DebugError):
    """A file that is no capture, or cannot be read or written as one."""


class FilterError(DebugError):
    """A filter expression that cannot be understood."""

    def __init__(self, message: str, column: int) -> None:
        super().__init__(message)
        self.message = message
        self.column = column
        """Where the trouble begins, counted from 1; 0 where it is none of the expression's."""

    def __str__(self) -> str:
        return f"column {self.column}: {self.message}" if self.column else self.message


class ItemError(DebugError):
    """An item that cannot be put as it was written."""


class ScriptError(DebugError):
    """A script that cannot be understood."""

    def __init__(self, message: str, line: int, column: int, filename: str = "<script>") -> None:
        super().__init__(message)
        self.message = message
        self.line = line
        """Counted from 1, as is ``column``."""
        self.column = column
        self.filename = filename

    def __str__(self) -> str:
        return f"{self.filename}, line {self.line}, column {self.column}: {self.message}"


class SettingsError(DebugError):
    """Settings of which no script can be made."""
