# SPDX-License-Identifier: GPL-3.0-or-later
"""Keeps secrets out of results and notes."""

from __future__ import annotations

import base64
import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import replace
from urllib.parse import quote, quote_plus

from rqdebug.scripts.report import VectorResult

MIN_PART = 3
"""The minimum length of a part of a secret, beside an ellipsis, that is replaced."""
_CUT = "…"


class Redaction:
    """Replaces secrets in texts by their names.

    Args:
        secrets: The secrets by name.
    """

    def __init__(self, secrets: Mapping[str, str]) -> None:
        forms = [(form, f"<secret {name}>") for name, secret in secrets.items() for form in _forms(secret)]
        # The longest first: one can contain another.
        self._forms = sorted(forms, key=lambda pair: len(pair[0]), reverse=True)

    def hide(self, text: str) -> str:
        """Return a text without secrets, also where an ellipsis replaced a part of one."""
        for form, name in self._forms:
            text = text.replace(form, name)
        if _CUT not in text:
            return text
        first, *others = text.split(_CUT)
        parts = [self._hide_end(first), *(self._hide_start(self._hide_end(part)) for part in others[:-1])]
        return _CUT.join([*parts, self._hide_start(others[-1])])

    def hide_in(self, result: VectorResult) -> VectorResult:
        """Return a result without secrets."""
        values = result.values
        if values is not None:
            values = replace(
                values, expected=self._hide_bytes(values.expected), got=self._hide_bytes(values.got)
            )
        return replace(
            result,
            text=self.hide(result.text),
            expected=self.hide(result.expected),
            got=self.hide(result.got),
            values=values,
        )

    def _hide_bytes(self, data: bytes) -> bytes:
        for form, name in self._forms:
            data = data.replace(form.encode(errors="replace"), name.encode())
        return data

    def _hide_end(self, text: str) -> str:
        for form, name in self._forms:
            for length in range(min(len(form) - 1, len(text)), MIN_PART - 1, -1):
                if text.endswith(form[:length]):
                    return text[:-length] + name
        return text

    def _hide_start(self, text: str) -> str:
        for form, name in self._forms:
            for length in range(min(len(form) - 1, len(text)), MIN_PART - 1, -1):
                if text.startswith(form[-length:]):
                    return name + text[length:]
        return text


def _forms(secret: str) -> set[str]:
    """Return how a secret looks in texts: in Python, as bytes, in JSON, in one line, and encoded."""
    plain = {secret, json.dumps(secret)[1:-1], json.dumps(secret, ensure_ascii=False)[1:-1]}
    quoted = {form for text in plain for form in _quoted_forms(text)}
    return {*plain, *quoted, " ".join(secret.splitlines()), *_encoded_forms(secret.encode(errors="replace"))}


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
