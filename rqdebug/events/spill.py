# SPDX-License-Identifier: GPL-3.0-or-later
"""Moves batches from memory into a temporary file."""

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
"""SCHEMA, with the indices of dictionary columns instead of the texts."""


class Spill:
    """An Arrow IPC stream in an unnamed file, whose space is freed with its last reader.

    The file is not in the usual folder for temporary files, because that is
    often in memory.

    Args:
        directory: Where to create the file; by default, in the user's cache folder.

    Raises:
        OSError: The file cannot be created.
    """

    def __init__(self, directory: Path | None = None) -> None:
        directory = directory or platformdirs.user_cache_path("rqdebug", ensure_exists=True)
        self.size = 0
        """The number of bytes in the file."""
        self._file = tempfile.TemporaryFile(dir=directory)  # noqa: SIM115  # closed with this object
        self._writer = pa.ipc.new_stream(self._file, SCHEMA)
        self.close = weakref.finalize(self, self._file.close)
        """Closes the file. Batches that were written stay readable."""

    def write(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """Write a batch in SCHEMA, and return the same rows memory-mapped; their dictionaries stay in memory.

        Raises:
            OSError: The file cannot be written.
        """
        start = self._file.tell()
        self._writer.write_batch(batch)
        self._file.flush()
        self.size = self._file.tell()
        return _with_dictionaries(self._read(start, self._file.tell()), batch)

    def _read(self, start: int, end: int) -> pa.RecordBatch:
        first = start - start % mmap.ALLOCATIONGRANULARITY
        mapped = mmap.mmap(self._file.fileno(), end - first, access=mmap.ACCESS_READ, offset=first)
        written = pa.py_buffer(mapped).slice(start - first)
        *_, message = pa.ipc.MessageReader.open_stream(
            written
        )  # the messages before it are the schema and the dictionaries
        return pa.ipc.read_record_batch(message, _INDICES)


def _with_dictionaries(indices: pa.RecordBatch, batch: pa.RecordBatch) -> pa.RecordBatch:
    columns = [
        pa.DictionaryArray.from_arrays(column, of.dictionary, safe=False)
        if pa.types.is_dictionary(of.type)
        else column
        for column, of in zip(indices.columns, batch.columns, strict=True)
    ]
    return pa.RecordBatch.from_arrays(columns, schema=SCHEMA)
