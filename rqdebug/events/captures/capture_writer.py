# SPDX-License-Identifier: GPL-3.0-or-later
"""The format of captures, and its writer.

A capture is an Arrow IPC stream, so pandas, polars and DuckDB can read it. Its
format is described at https://arrow.apache.org/docs/format/Columnar.html. The
metadata of its schema has ``rqdebug`` → JSON with the version of the format and
the targets. The metadata of a batch can have ``rqdebug`` → JSON with the gaps,
losses and clocks that were added to the log since the batch before. Nothing is
changed once it is written, so a truncated capture ends with its last whole batch.
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
VERSION = 2
"""The version of the format. Captures with a higher one are refused. A new column does not raise it, because
earlier versions can leave it out."""
KEY = b"rqdebug"
"""The key in the metadata."""
EMPTY_BATCH = pa.RecordBatch.from_pylist([], schema=SCHEMA)
"""A batch without rows, for metadata alone."""


class CaptureWriter:
    """Writes batches and metadata to a capture. Use it from one thread.

    When ``write`` returns, its data is with the operating system: it survives a
    crash of the process, but not of the machine. All methods but ``abandon``
    raise OSError if the file cannot be written.

    Args:
        file: The file to write. The writer closes it.
        origins: The targets of the events.
    """

    def __init__(self, file: BinaryIO, origins: Iterable[Origin] = ()) -> None:
        self._file = file
        targets = [{"name": origin.name, "url": hide_secret(origin.url)} for origin in origins]
        header = json.dumps({"version": VERSION, "targets": targets})
        self._writer = pa.ipc.new_stream(file, SCHEMA.with_metadata({KEY: header}))
        self.rows = 0
        """The number of rows that were written."""
        self.batches = 0
        """The number of batches that were written."""
        self.size = 0
        """The size of the file in bytes."""

    def write(self, batch: pa.RecordBatch, changes: dict[str, Any] | None = None) -> None:
        """Append a batch.

        Args:
            batch: Rows in SCHEMA; there can be none.
            changes: Metadata from ``encode_changes``.
        """
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
        """Close the file after an error, without ending the stream."""
        with suppress(OSError):  # the caller has already reported why the file cannot be written
            self._file.close()


def encode_changes(
    gaps: Iterable[Gap], losses: Iterable[EventLoss], origins: Iterable[Origin]
) -> dict[str, Any]:
    """Return metadata for ``write``.

    Args:
        gaps: Gaps, with row numbers of the capture.
        losses: Losses, with row numbers of the capture.
        origins: Targets, for their clocks.
    """
    parts = {
        "gaps": [[gap.row, gap.start_ns, gap.end_ns, gap.target] for gap in gaps],
        "losses": [[loss.row, loss.count, loss.target] for loss in losses],
        "clocks": [[origin.name, origin.clock.offset_ns, origin.clock.error_ns] for origin in origins],
    }
    return {name: part for name, part in parts.items() if part}


@contextmanager
def capture_errors(path: Path) -> Iterator[None]:
    """Turn an OSError of the block into an error that names the file.

    Raises:
        CaptureError: The block raised OSError.
    """
    try:
        yield
    except OSError as error:
        raise CaptureError(f"{path} cannot be written: {error.strerror or error}") from error
