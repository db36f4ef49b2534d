# SPDX-License-Identifier: GPL-3.0-or-later
"""Masks the secrets of scripts in the payloads of events, before they enter a log.

A masked payload keeps its size, so that it is still known whether it is truncated, and JSON stays JSON.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from rqdebug.events.schema import SCHEMA
from rqdebug.support.secret_forms import MIN_PART, secret_forms

MASK = b"*"
"""What each byte of a secret becomes."""
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
    """What is looked for."""

    beginning: str
    """A regular expression of RE2 on bytes, which matches wherever a form of a secret can begin."""
    whole: re.Pattern[bytes]
    """Matches each form of a secret, the longest first."""
    parts: frozenset[bytes]
    """The beginnings of all forms."""
    max_part: int

    def mask(self, data: bytes, is_truncated: bool) -> bytes:
        data = self.whole.sub(lambda found: MASK * len(found[0]), data)
        if is_truncated:
            for length in range(min(self.max_part, len(data)), MIN_PART - 1, -1):
                if data[-length:] in self.parts:
                    return data[:-length] + MASK * length
        return data


def _compile(secrets: Iterable[str]) -> _Patterns:
    forms = {form.encode(errors="replace") for secret in secrets for form in secret_forms(secret)}
    beginnings = sorted({form[:MIN_PART] for form in forms})
    longest_first = sorted(forms, key=len, reverse=True)
    parts = frozenset(form[:length] for form in forms for length in range(MIN_PART, len(form)))
    return _Patterns(
        "|".join("".join(f"\\x{byte:02x}" for byte in each) for each in beginnings),
        re.compile(b"|".join(map(re.escape, longest_first)), re.DOTALL),
        parts,
        max(map(len, parts), default=0),
    )
