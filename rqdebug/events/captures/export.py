# SPDX-License-Identifier: GPL-3.0-or-later
"""Exports events to files of other programs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO, Protocol

import pyarrow as pa

from rqdebug.errors import CaptureError
from rqdebug.events.captures.capture_writer import (
    EMPTY_BATCH,
    EXTENSION,
    CaptureWriter,
    capture_errors,
    encode_changes,
)
from rqdebug.events.captures.text_export import CsvWriter, JsonWriter
from rqdebug.events.captures.trace import TraceWriter
from rqdebug.events.marks import marks_path, save_notes
from rqdebug.events.row_batches import coalesce
from rqdebug.events.schema import SCHEMA
from rqdebug.events.views.view import FilteredRows
from rqdebug.support.atomic_files import write_atomically


class Writer(Protocol):
    """Writes batches, one after the other."""

    def write(self, batch: pa.RecordBatch) -> None: ...

    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Format:
    """A file format that events can be exported to."""

    name: str
    extension: str
    help: str
    open: Callable[[BinaryIO, FilteredRows], Writer]


def export(found: FilteredRows, path: Path, format: str) -> Iterator[float]:
    """Write what a view has found, batch by batch: after each, the fraction that is written.

    The file is there when all is written, and not before. Stop iterating and
    close the iterator to give up; nothing is left behind then. Raises
    CaptureError where the file cannot be written, or there is no such format.
    """
    if format not in FORMATS:
        raise CaptureError(f"there is no format {format!r}, only {', '.join(FORMATS)}")
    with (
        capture_errors(path),
        write_atomically(path) as file,
        closing(FORMATS[format].open(file, found)) as writer,
    ):
        written = 0
        for batch in coalesce(found.batches()):
            writer.write(batch)
            written += batch.num_rows
            yield written / found.num_rows


def save_capture(found: FilteredRows, path: Path) -> Iterator[float]:
    """Export to a capture, with a file of the marks of its rows beside it."""
    yield from export(found, path, "capture")
    marks = found.log.marks
    with capture_errors(marks_path(path)):
        save_notes(marks_path(path), {n: marks.note(row) for row, n in found.positions(marks).items()})


class _Parquet:
    """A row group for each full batch."""

    def __init__(self, file: BinaryIO) -> None:
        from pyarrow.parquet import ParquetWriter

        self._writer = ParquetWriter(file, SCHEMA, compression="zstd")

    def write(self, batch: pa.RecordBatch) -> None:
        self._writer.write_batch(batch)

    def close(self) -> None:
        self._writer.close()


def _capture(file: BinaryIO, found: FilteredRows) -> CaptureWriter:
    """Return a writer that has written everything the log knows before the first event."""
    log, place = found.log, found.position
    writer = CaptureWriter(file, log.origins)
    gaps = [replace(gap, row=place(gap.row)) for gap in log.gaps]
    losses = [replace(loss, row=place(loss.row)) for loss in log.losses]
    writer.write(EMPTY_BATCH, encode_changes(gaps, losses, log.origins))
    return writer


FORMATS: dict[str, Format] = {
    each.name: each
    for each in (
        Format("capture", EXTENSION, "an Arrow stream, as rqdebug records it", _capture),
        Format(
            "parquet", ".parquet", "Parquet, for pandas, DuckDB and others", lambda file, _: _Parquet(file)
        ),
        Format("csv", ".csv", "comma-separated values, for spreadsheets", lambda file, _: CsvWriter(file)),
        Format("jsonl", ".jsonl", "a JSON object on each line", lambda file, _: JsonWriter(file)),
        Format("trace", ".json", "a trace for Perfetto and chrome://tracing", TraceWriter),
    )
}
"""What ``export`` can write, by name."""
