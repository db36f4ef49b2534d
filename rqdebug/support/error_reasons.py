# SPDX-License-Identifier: GPL-3.0-or-later
"""The reason for an exception of foreign code, or of code that read what a foreign server sent."""

from __future__ import annotations

from rqcore.errors import RqError, one_line


def reason_of(error: BaseException) -> str:
    """Return why something failed, in one line.

    The message of an exception that no rule foresees, such as a KeyError, says little without its class.
    """
    if isinstance(error, RqError):
        return str(error)
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    text = one_line(str(error))
    return f"{type(error).__name__}: {text}" if text else type(error).__name__
