# SPDX-License-Identifier: GPL-3.0-or-later
"""Which characters of a text from another program can be shown as they are."""

from __future__ import annotations

import json
import re
from typing import Any

_CONTROLS = "\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x9f"
"""Control characters, except tab, line feed and carriage return."""
_UNSAFE = re.compile(
    f"[{_CONTROLS}\\t\\n\\r\\u061c\\u200e\\u200f\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069\\ud800-\\udfff]"
)
"""Characters that control a terminal, break a line, or show the text after them in another order."""
_UNSAFE_IN_JSON = re.compile(
    "[\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
"""The same characters, except the ones that JSON itself escapes, and the line ends between its members."""


def is_readable(text: str) -> bool:
    """Whether a text has no control characters except tabs and ends of lines.

    Spaces of any width, joiners of emoji and characters that Python does not know yet are text.
    """
    return re.search(f"[{_CONTROLS}]", text) is None


def replace_unsafe(text: str) -> str:
    """Return a text on one line, with U+FFFD for characters that a terminal or a reader could misread."""
    return _UNSAFE.sub("\N{REPLACEMENT CHARACTER}", text)


def to_json(value: Any, **options: Any) -> str:
    """Return a value as JSON: text in any language, with escapes for what a terminal could misread."""
    text = json.dumps(value, ensure_ascii=False, **options)
    return _UNSAFE_IN_JSON.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def escape_unsafe(text: str) -> str:
    r"""Return a text on one line, with escapes such as ``\n`` and ``\u202e`` for the same characters."""
    if text.isprintable():  # most texts, and three times as fast: none of these characters is printable
        return text
    return _UNSAFE.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


def escape_lines(text: str) -> str:
    """Return a text with the same escapes, but with its line feeds."""
    return "\n".join(map(escape_unsafe, text.split("\n")))
