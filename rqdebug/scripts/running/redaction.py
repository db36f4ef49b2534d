# SPDX-License-Identifier: GPL-3.0-or-later
"""Keeps secrets out of results and notes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from operator import itemgetter
from types import MappingProxyType

from rqdebug.scripts.report import SkippedVector, VectorResult
from rqdebug.support.secret_forms import common_part, secret_forms

_CUT = "…"


class Redaction:
    """Replaces secrets in texts by their names.

    Args:
        secrets: The secrets by name; by default, there are none.
    """

    def __init__(self, secrets: Mapping[str, str] = MappingProxyType({})) -> None:
        forms = [
            (form, f"<secret {name}>") for name, secret in secrets.items() for form in secret_forms(secret)
        ]
        # The longest first: one can contain another.
        self._forms = sorted(forms, key=lambda pair: len(pair[0]), reverse=True)

    def hide(self, text: str) -> str:
        """Return a text without secrets, also where an ellipsis replaced a part of one."""
        for form, name in self._forms:
            text = text.replace(form, name)
        if _CUT not in text or not self._forms:
            return text
        first, *others = text.split(_CUT)
        parts = [self._hide_end(first), *(self._hide_start(self._hide_end(part)) for part in others[:-1])]
        return _CUT.join([*parts, self._hide_start(others[-1])])

    def hide_in(self, result: VectorResult) -> VectorResult:
        """Return a result without secrets."""
        if not self._forms:
            return result
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

    def hide_in_skipped(self, vector: SkippedVector) -> SkippedVector:
        """Return a vector that is off without secrets."""
        return replace(vector, text=self.hide(vector.text), reason=self.hide(vector.reason))

    def _hide_bytes(self, data: bytes) -> bytes:
        for form, name in self._forms:
            data = data.replace(form.encode(errors="replace"), name.encode())
        return data

    def _hide_end(self, text: str) -> str:
        parts = ((common_part(text, form), name) for form, name in self._forms)
        length, name = max(parts, key=itemgetter(0), default=(0, ""))
        return text[: len(text) - length] + name if length else text

    def _hide_start(self, text: str) -> str:
        parts = ((common_part(form, text), name) for form, name in self._forms)
        length, name = max(parts, key=itemgetter(0), default=(0, ""))
        return name + text[length:] if length else text
