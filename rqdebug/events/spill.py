# SPDX-License-Identifier: GPL-3.0-or-later
"""Batches in a temporary file instead of memory."""

from __future__ import annotations

import mmap
import tempfile
import weakref
from pathlib import Path

import platformdirs
import pyarrow as pa

from rqdebug.events.schema import SCHEMA

_INDICES = pa.schema(
    [
        (field.name, field.type.index_type if pa.types.is_dictionary(field.type) else field.type)
        for field in SCHEMA
    ]
)
"""SCHEMA with the plain indices of dictionary columns."""


class Spill:
    """An Arrow IPC stream in an unnamed file, which is freed with its last reader.

    It does not lie where temporary files usually do, since that is often memory.
    Raises OSError where the file cannot be made or written.
    """

    def __init__(self, directory: Path | None = None) -> None:
        directory = directory or platformdirs.user_cache_path("rqdebug", ensure_exists=True)
        self._file = tempfile.TemporaryFile(dir=directory)  # noqa: SIM115  # it lives as long as this
        self._writer = pa.ipc.new_stream(self._file, SCHEMA)
        self.close = weakref.finalize(self, self._file.close)
        """Close the file. Batches that were written stay readable."""

    def write(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """Return the same rows as read from the file; only dictionaries stay in memory."""
        start = self._file.tell()
        self._writer.write_batch(batch)
        self._file.flush()
        return _with_dictionaries(self._read(start, self._file.tell()), batch)

    def _read(self, start: int, end: int) -> pa.RecordBatch:
        first = start - start % mmap.ALLOCATIONGRANULARITY
        mapped = mmap.mmap(self._file.fileno(), end - first, access=mmap.ACCESS_READ, offset=first)
        written = pa.py_buffer(mapped).slice(start - first)
        *_, message = pa.ipc.MessageReader.open_stream(written)  # before it: schema and dictionaries
        return pa.ipc.read_record_batch(message, _INDICES)


def _with_dictionaries(indices: pa.RecordBatch, batch: pa.RecordBatch) -> pa.RecordBatch:
    columns = [
        pa.DictionaryArray.from_arrays(column, of.dictionary, safe=False)
        if pa.types.is_dictionary(of.type)
        else column
        for column, of in zip(indices.columns, batch.columns, strict=True)
    ]
    return pa.RecordBatch.from_arrays(columns, schema=SCHEMA)
