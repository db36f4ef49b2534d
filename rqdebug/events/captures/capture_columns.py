# SPDX-License-Identifier: GPL-3.0-or-later
"""Brings the columns of a capture to SCHEMA.

Columns are found by their names. What an earlier format lacks is absent; what a
later format has in addition is left in the file, and its name is reported.

Format 1 had one row for each call. Its column ``client`` had the name and the
address of the client in one text, and ``waited`` was called ``duration``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import pyarrow as pa

from rqdebug.events.client_addresses import split_clients
from rqdebug.events.schema import NULLABLE, SCHEMA, absent_column

_EARLIER_NAMES = {"waited": "duration"}
"""Column → its name in format 1."""
_WORDS = ("method", "outcome", "phase", "codec")
"""The columns whose texts are words of rqdebug."""
_WORD = re.compile("(?:[a-z][a-z0-9_]{0,30})?")
_ADDED = ("took", "address", "part", "deliveries", "rule", "unknown")
"""The columns that format 1 does not have."""


@dataclass(frozen=True, slots=True)
class CaptureColumns:
    """The columns of one capture."""

    unknown: tuple[str, ...]
    """The columns that this version does not know."""
    _sources: dict[str, str | None]
    """Column of SCHEMA → column of the capture; None if the capture lacks it."""
    _is_whole: bool
    """Whether the capture has exactly the columns of SCHEMA, in their order."""

    @classmethod
    def of(cls, schema: pa.Schema) -> CaptureColumns:
        """Return the columns of a capture. Raises ValueError if it lacks one, or one has another type."""
        if len(set(schema.names)) < len(schema.names):
            raise ValueError("it has two columns of one name")
        sources = {field.name: _source(field, schema) for field in SCHEMA}
        used = set(sources.values())
        unknown = tuple(name for name in schema.names if name not in used)
        return cls(unknown, sources, schema.equals(SCHEMA))

    def has_wrong_nulls(self, batch: pa.RecordBatch) -> bool:
        """Whether a column has nulls that it must not have."""
        return any(
            _has_wrong_nulls(name, batch.column(source)) for name, source in self._sources.items() if source
        )

    def has_wrong_words(self, batch: pa.RecordBatch) -> bool:
        """Whether a column of words has other texts. They could be made to be shown or run."""
        columns = [batch.column(self._sources[name]) for name in _WORDS if self._sources[name]]
        return not all(_WORD.fullmatch(word) for column in columns for word in column.dictionary.to_pylist())

    def convert(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """Return the rows of a batch of the capture in SCHEMA."""
        if self._is_whole:
            return batch
        columns = {name: batch.column(source) for name, source in self._sources.items() if source}
        if "address" not in columns:
            columns["client"], columns["address"] = split_clients(columns["client"])
        whole = [
            columns[name] if name in columns else absent_column(name, batch.num_rows) for name in SCHEMA.names
        ]
        return pa.RecordBatch.from_arrays(whole, schema=SCHEMA)


def _source(field: pa.Field, schema: pa.Schema) -> str | None:
    names: tuple[str, ...] = (field.name, _EARLIER_NAMES.get(field.name, field.name))
    found: str | None = next((name for name in names if name in schema.names), None)
    if found is None:
        if field.name in _ADDED or field.name in NULLABLE:
            return None
        raise ValueError(f"it has no column {field.name}")
    kind = schema.field(found).type
    if kind != field.type:
        raise ValueError(f"its column {found} has the type {kind} instead of {field.type}")
    return found


def _has_wrong_nulls(name: str, column: pa.Array) -> bool:
    has_no_text = pa.types.is_dictionary(column.type) and column.dictionary.null_count
    return bool(has_no_text or (column.null_count and name not in NULLABLE))
