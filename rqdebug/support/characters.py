# SPDX-License-Identifier: GPL-3.0-or-later
"""Which characters of a text from another program can be shown as they are."""

from __future__ import annotations

import re

_CONTROLS = "\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x9f"
"""Control characters, except tab, line feed and carriage return."""
_UNSAFE = re.compile(f"[{_CONTROLS}\\t\\n\\r\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069\\ud800-\\udfff]")
"""Characters that control a terminal, break a line, or show the text after them in another order."""


def is_readable(text: str) -> bool:
    """Whether a text has no control characters except tabs and ends of lines.

    Spaces of any width, joiners of emoji and characters that Python does not know yet are text.
    """
    return re.search(f"[{_CONTROLS}]", text) is None


def replace_unsafe(text: str) -> str:
    """Return a text on one line, with U+FFFD for characters that a terminal or a reader could misread."""
    return _UNSAFE.sub("\N{REPLACEMENT CHARACTER}", text)


def escape_unsafe(text: str) -> str:
    r"""Return a text on one line, with escapes such as ``\n`` and ``\u202e`` for the same characters."""
    return _UNSAFE.sub(lambda found: found[0].encode("unicode_escape").decode(), text)
