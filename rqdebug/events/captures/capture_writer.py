# SPDX-License-Identifier: GPL-3.0-or-later
"""The format of captures, and how one is written.

A capture is an Arrow IPC stream, so pandas, polars and DuckDB read it as well.
Its schema carries ``rqdebug`` → JSON: the version of the format and the targets.
A batch may carry ``rqdebug`` → JSON too: what became known of the log by then,
namely gaps, losses, and how the targets' clocks stand. Each part of the file is
final once written, so a capture that was cut off ends with its last whole batch.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO

import pyarrow as pa

from rqdebug.errors import CaptureError
from rqdebug.events.provenance import EventLoss, Gap, Origin, hide_secret
from rqdebug.events.schema import SCHEMA

EXTENSION = ".arrows"
VERSION = 1
"""Of the format; a capture of a higher one is refused."""
KEY = b"rqdebug"
"""Of the metadata."""
EMPTY_BATCH = pa.RecordBatch.from_pylist([], schema=SCHEMA)
"""A batch without rows, for metadata alone."""


class CaptureWriter:
    """Writes batches and metadata into a capture. Used by one thread.

    Raises OSError where the file cannot be written. What ``write`` was given
    has left this process when it returns: it survives the end of the process,
    though not that of the machine.
    """

    def __init__(self, file: BinaryIO, origins: Iterable[Origin] = ()) -> None:
        self._file = file
        targets = [{"name": origin.name, "url": hide_secret(origin.url)} for origin in origins]
        header = json.dumps({"version": VERSION, "targets": targets})
        self._writer = pa.ipc.new_stream(file, SCHEMA.with_metadata({KEY: header}))
        self.rows = 0
        self.batches = 0
        self.size = 0
        """The size of the file in bytes, as far as it was flushed."""

    def write(self, batch: pa.RecordBatch, changes: dict[str, Any] | None = None) -> None:
        """Append rows, perhaps none, with what ``encode_changes`` returned."""
        self._writer.write_batch(batch, custom_metadata={KEY: json.dumps(changes)} if changes else None)
        self._file.flush()
        self.rows += batch.num_rows
        self.batches += 1
        self.size = self._file.tell()

    def close(self) -> None:
        """End the stream and close the file."""
        with self._file:
            self._writer.close()

    def abandon(self) -> None:
        """Close the file as it is, after an error. The capture is truncated."""
        with suppress(OSError):  # the trouble itself, which was told before
            self._file.close()


def encode_changes(
    gaps: Iterable[Gap], losses: Iterable[EventLoss], origins: Iterable[Origin]
) -> dict[str, Any]:
    """Return gaps, losses and targets as metadata for ``write``; rows are numbered as in the capture."""
    parts = {
        "gaps": [[gap.row, gap.start_ns, gap.end_ns, gap.target] for gap in gaps],
        "losses": [[loss.row, loss.count, loss.target] for loss in losses],
        "clocks": [[origin.name, origin.clock.offset_ns, origin.clock.error_ns] for origin in origins],
    }
    return {name: part for name, part in parts.items() if part}


@contextmanager
def capture_errors(path: Path) -> Iterator[None]:
    """Raise a CaptureError that names the file in place of an OSError."""
    try:
        yield
    except OSError as error:
        raise CaptureError(f"{path} cannot be written: {error.strerror or error}") from error
