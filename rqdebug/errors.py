# SPDX-License-Identifier: GPL-3.0-or-later
"""The errors of the debugger.

::

    DebugError
    ├── CallInterrupted  a call that still waited when its run was stopped
    ├── CaptureError     a capture or export that cannot be read or written
    ├── EvaluationError  an expression of a script without a value, with line and column
    ├── ExpectationFailed  an expectation of a script about other programs that was not met
    ├── FilterError      a malformed filter, with the column of the error
    ├── ItemError        a text that is not an item of the chosen codec
    ├── ObservationError events that were lost, or recorded too little of
    ├── ScriptError      a malformed script, with line and column of the error
    └── SettingsError    settings from which no script can be generated

Errors of targets are in ``rqcore.errors``.
"""

from __future__ import annotations

from pathlib import Path


class DebugError(Exception):
    """The base class. ``str(error)`` is one sentence for the user."""


class CaptureError(DebugError):
    """A file is not a capture, or a capture or export cannot be read or written."""


class EvaluationError(DebugError, ValueError):
    """An expression of a script has no value, or one that its statement cannot use.

    Args:
        message: Why, in one sentence.
        line: The line of the expression, counted from 1.
        column: The column of the expression, counted from 1.
    """

    def __init__(self, message: str, line: int, column: int) -> None:
        super().__init__(message)
        self.position = line, column
        """The line and column of the expression."""


class ExpectationFailed(DebugError):
    """Other programs did not do what a script expects.

    Args:
        expected: What the script expects.
        got: What happened.
    """

    def __init__(self, expected: str, got: str) -> None:
        super().__init__(f"expected {expected}, got {got}")
        self.expected = expected
        self.got = got


class FilterError(DebugError):
    """A filter is malformed, or cannot be saved.

    Args:
        message: What is wrong, in one sentence without a full stop.
        column: Where the error begins in the filter.
    """

    def __init__(self, message: str, column: int) -> None:
        super().__init__(message)
        self.message = message
        self.column = column
        """Where the error begins in the filter, counted from 1; 0 if it has no position in it."""

    def __str__(self) -> str:
        return f"column {self.column}: {self.message}" if self.column else self.message


class ItemError(DebugError):
    """A text cannot be converted to an item of the chosen codec."""


class ObservationError(DebugError):
    """It is not known what happened: events were lost, or too little of them was recorded."""


class ScriptError(DebugError):
    """A script is malformed.

    Args:
        message: What is wrong, in one sentence without a full stop.
        line: The line of the error, counted from 1.
        column: The column of the error, counted from 1.
        filename: The name of the script, for the message.
        cause: The error in an included file; this one is at its ``include``.
    """

    def __init__(
        self,
        message: str,
        line: int,
        column: int,
        filename: str = "<script>",
        cause: ScriptError | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.line = line
        """Counted from 1, as is ``column``."""
        self.column = column
        self.filename = filename
        self.cause = cause
        self.path: Path | None = None
        """The included file that has the error; None for an error of the script itself."""

    @property
    def origin(self) -> ScriptError:
        """The error itself, in the innermost included file."""
        return self if self.cause is None else self.cause.origin

    def __str__(self) -> str:
        if self.cause is not None:
            return f"{self.cause} (included by {self.filename}, line {self.line})"
        return f"{self.filename}, line {self.line}, column {self.column}: {self.message}"


class SettingsError(DebugError):
    """No script can be generated from the settings."""


class CallInterrupted(DebugError):
    """The run was stopped while a call of the script waited."""
