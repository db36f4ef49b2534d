# SPDX-License-Identifier: GPL-3.0-or-later
"""Exports events to files for other programs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO, Protocol

import pyarrow as pa

from rqdebug.errors import CaptureError
from rqdebug.events.captures.capture_reader import check_replaceable
from rqdebug.events.captures.capture_writer import (
    EMPTY_BATCH,
    EXTENSION,
    CaptureWriter,
    capture_errors,
    encode_changes,
)
from rqdebug.events.captures.recording_lock import refuse_recorded
from rqdebug.events.captures.text_export import CsvWriter, JsonWriter, plain_name
from rqdebug.events.captures.trace import TraceWriter
from rqdebug.events.marks import marks_path, save_marks
from rqdebug.events.row_batches import coalesce
from rqdebug.events.schema import SCHEMA
from rqdebug.events.views.view import FilteredRows
from rqdebug.support.atomic_files import write_atomically


class Writer(Protocol):
    """Writes batches to a file. Both methods raise OSError if the file cannot be written."""

    def write(self, batch: pa.RecordBatch) -> None:
        """Append rows in SCHEMA."""

    def close(self) -> None:
        """Write the end of the format, if it has one."""


@dataclass(frozen=True, slots=True)
class Format:
    """A file format that events can be exported to."""

    name: str
    """The name on the command line."""
    extension: str
    help: str
    """A noun phrase."""
    open: Callable[[BinaryIO, FilteredRows], Writer]
    """Returns a writer for a file and the rows that will be written."""


def export(rows: FilteredRows, path: Path, format: str) -> Iterator[float]:
    """Write the rows of a view to a file, batch by batch.

    The file appears when it is complete. To cancel, close the iterator: then
    no file remains.

    Args:
        rows: The rows to write.
        path: The file to write; an existing one is replaced.
        format: A key of FORMATS.

    Yields:
        After each batch, the fraction of the rows that was written.

    Raises:
        CaptureError: The format does not exist, or the file cannot be written.
    """
    if format not in FORMATS:
        raise CaptureError(f"there is no format {format!r}; the formats are {', '.join(FORMATS)}")
    refuse_recorded(path)
    with (
        capture_errors(path),
        write_atomically(path) as file,
        closing(FORMATS[format].open(file, rows)) as writer,
    ):
        written = 0
        for batch in coalesce(rows.batches()):
            writer.write(batch)
            written += batch.num_rows
            yield written / rows.num_rows


def save_capture(rows: FilteredRows, path: Path) -> Iterator[float]:
    """Export to a capture, and save the marks of its rows beside it.

    Args:
        rows: The rows to write.
        path: The capture to write; an existing one is replaced.

    Yields:
        After each batch, the fraction of the rows that was written.

    Raises:
        CaptureError: A file cannot be written, or it is a capture that would lose columns.
    """
    check_replaceable(path)
    yield from export(rows, path, "capture")
    with capture_errors(marks_path(path)):
        save_marks(marks_path(path), rows.find_marks())


class _Parquet:
    """Writes Parquet, with a row group for each full batch.

    Parquet has no durations: they are numbers of ns, and the names of these columns end in ``_ns``.
    """

    def __init__(self, file: BinaryIO) -> None:
        from pyarrow.parquet import ParquetWriter

        fields = [
            pa.field(plain_name(field), pa.int64() if pa.types.is_duration(field.type) else field.type)
            for field in SCHEMA
        ]
        self._schema = pa.schema(fields)
        self._writer = ParquetWriter(file, self._schema, compression="zstd")

    def write(self, batch: pa.RecordBatch) -> None:
        columns = [column.cast(field.type) for column, field in zip(batch.columns, self._schema, strict=True)]
        self._writer.write_batch(pa.RecordBatch.from_arrays(columns, schema=self._schema))

    def close(self) -> None:
        self._writer.close()


def _capture(file: BinaryIO, rows: FilteredRows) -> CaptureWriter:
    """Return a writer that has already written the targets, gaps, losses and clocks of the log."""
    log, position = rows.log, rows.position
    writer = CaptureWriter(file, log.origins)
    gaps = [replace(gap, row=position(gap.row)) for gap in log.gaps]
    losses = [replace(loss, row=position(loss.row)) for loss in log.losses]
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
"""The formats that ``export`` can write, by name."""
