# SPDX-License-Identifier: GPL-3.0-or-later
"""How a secret looks where it is written down: as it is, quoted, and encoded."""

from __future__ import annotations

import base64
import json
import math
from collections.abc import Iterator
from typing import AnyStr
from urllib.parse import quote, quote_plus

MAX_SECRET = 32 * 1024
"""The maximum length of a secret in bytes: all its forms together take up to 90 times as much memory."""
MIN_PART = 3
"""The minimum length of a form of a secret, or of a part of one at an end, that is looked for."""

MAX_TRIES = 1_000
"""The maximum number of comparisons of the same two texts."""


def secret_forms(secret: str) -> set[str]:
    """Return how a secret looks in texts: in Python, as bytes, in JSON, in one line, and encoded."""
    plain = {secret, json.dumps(secret)[1:-1], json.dumps(secret, ensure_ascii=False)[1:-1]}
    quoted = {form for text in plain for form in _quoted_forms(text)}
    one_line = " ".join(secret.splitlines())
    forms = {*plain, *quoted, one_line, *_encoded_forms(secret.encode(errors="replace"))}
    return {form for form in forms if len(form) >= MIN_PART}


def common_part(before: AnyStr, after: AnyStr) -> int:
    """Return the length of the longest end of one text with which another begins; 0 if below MIN_PART.

    If a text that repeats itself is compared more than MAX_TRIES times, the result may be too long.
    """
    end, start = before[-len(after) :], after[:MIN_PART]
    tries, at = 0, end.find(start)
    while 0 <= at <= len(end) - MIN_PART:
        length = len(end) - at
        if after.startswith(end[-MIN_PART:], length - MIN_PART):
            tries += 1
            if tries > MAX_TRIES or after.startswith(end[at:]):
                return length
        at = end.find(start, at + 1)
    return 0


def _quoted_forms(text: str) -> Iterator[str]:
    """Yield how a text looks inside quotes. Which quotes are escaped depends on the rest of the value."""
    for value in (text, text.encode(errors="replace")):
        yield repr(value).lstrip("b")[1:-1]
        both = b"\"'" if isinstance(value, bytes) else "\"'"
        yield repr(both + value).partition("\\'")[2][:-1]  # type: ignore[operator]
    yield json.dumps(text)[1:-1]


def _encoded_forms(secret: bytes) -> Iterator[str]:
    """Yield how a secret looks in hexadecimal, in URLs, and in Base64, also inside a longer text."""
    yield secret.hex()
    yield secret.hex().upper()
    yield quote(secret, safe="")
    yield quote_plus(secret)
    yield from (encode(secret).decode() for encode in (base64.b64encode, base64.urlsafe_b64encode))
    for offset in range(3):
        # Its place among the groups of 3 bytes decides which letters depend on the secret alone.
        letters = slice(math.ceil(offset * 8 / 6), (offset + len(secret)) * 8 // 6)
        for encode in (base64.b64encode, base64.urlsafe_b64encode):
            yield encode(bytes(offset) + secret).decode()[letters]
