# SPDX-License-Identifier: GPL-3.0-or-later
"""Masks the secrets of scripts in the payloads of events, before they enter a log.

A masked payload keeps its size, so that it is still known whether it is truncated, and JSON stays JSON.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from rqdebug.events.schema import SCHEMA
from rqdebug.support.secret_forms import MIN_PART, common_part, secret_forms

MASK = b"*"
"""What each byte of a secret becomes."""
MAX_BEGINNINGS = 5_000
"""The maximum number of texts in one search; if there are more, each payload is examined."""
_PAYLOAD = SCHEMA.get_field_index("payload")


class SecretMask:
    """The secrets that the logs of a session never show. Thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._secrets: frozenset[str] = frozenset()
        self._patterns: _Patterns | None = None
        """None while there are no secrets: then events are not looked at."""

    def add(self, secrets: Iterable[str]) -> None:
        """Mask these secrets, too, in all events from now on."""
        with self._lock:
            secrets = self._secrets.union(secrets)
            if secrets != self._secrets:
                self._secrets, self._patterns = secrets, _compile(secrets)

    def mask(self, data: bytes, is_truncated: bool = False) -> bytes:
        """Return a payload without the secrets; of a truncated one, without their beginning at its end."""
        return data if self._patterns is None else self._patterns.mask(data, is_truncated)

    def mask_events(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """Return events without the secrets in their payloads."""
        patterns = self._patterns
        if patterns is None:
            return batch
        payloads = batch.column(_PAYLOAD)
        rows = np.flatnonzero(pc.match_substring_regex(payloads, patterns.beginning))
        if not len(rows):
            return batch
        values, sizes = payloads.to_pylist(), batch.column("size").to_numpy()
        for row in rows:
            values[row] = patterns.mask(values[row], bool(sizes[row] > len(values[row])))
        return batch.set_column(_PAYLOAD, SCHEMA.field(_PAYLOAD), pa.array(values, pa.large_binary()))


@dataclass(frozen=True, slots=True)
class _Patterns:
    """What is looked for. Takes as much memory as the forms of the secrets, however long these are."""

    beginning: str
    """A regular expression of RE2 on bytes, which matches wherever a form of a secret can begin."""
    forms: tuple[bytes, ...]
    """The forms of all secrets, the longest first."""

    def mask(self, data: bytes, is_truncated: bool) -> bytes:
        cut = max((common_part(data, form) for form in self.forms), default=0) if is_truncated else 0
        for form in self.forms:
            data = data.replace(form, MASK * len(form))
        return data[: len(data) - cut] + MASK * cut


def _compile(secrets: Iterable[str]) -> _Patterns:
    forms = {form.encode(errors="replace") for secret in secrets for form in secret_forms(secret)}
    beginnings = sorted({form[:MIN_PART] for form in forms})
    pattern = "|".join("".join(f"\\x{byte:02x}" for byte in each) for each in beginnings)
    # RE2 has a limit of memory for a pattern. An empty one matches every payload.
    return _Patterns(
        pattern if len(beginnings) <= MAX_BEGINNINGS else "", tuple(sorted(forms, key=len, reverse=True))
    )
