# SPDX-License-Identifier: GPL-3.0-or-later
r"""Writes events as text for other programs: CSV and JSON lines.

Both have the columns of SCHEMA. Durations and timeouts are in ns. A payload is
text; bytes that are not UTF-8 become escapes such as ``\x00``.
"""

from __future__ import annotations

import json
from typing import BinaryIO

import pyarrow as pa
from pyarrow.csv import CSVWriter

from rqdebug.events.event_log import to_python
from rqdebug.events.schema import SCHEMA


def _plain_type(type: pa.DataType) -> pa.DataType:
    """Return the type that a column has in a text file."""
    if pa.types.is_dictionary(type) or pa.types.is_large_binary(type):
        return pa.string()
    return pa.int64() if pa.types.is_duration(type) else type


_PLAIN = pa.schema([(field.name, _plain_type(field.type)) for field in SCHEMA])


class CsvWriter:
    """Writes CSV with a header. Times are written as ``2023-11-14 22:13:20.123456789Z``.

    Args:
        file: The file to write.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._writer = CSVWriter(file, _PLAIN)

    def write(self, batch: pa.RecordBatch) -> None:
        """Append a line for each row in SCHEMA."""
        *columns, payloads, target = batch.columns
        plain = [column.cast(field.type) for column, field in zip(columns, _PLAIN, strict=False)]
        plain += decode_payloads(payloads), target.cast(pa.string())
        self._writer.write_batch(pa.RecordBatch.from_arrays(plain, schema=_PLAIN))

    def close(self) -> None:
        """Write buffered lines."""
        self._writer.close()


class JsonWriter:
    """Writes a JSON object on each line, as ``rqdebug tail --json`` does. Times are in ns since 1970.

    Args:
        file: The file to write.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def write(self, batch: pa.RecordBatch) -> None:
        """Append a line for each row in SCHEMA."""
        *columns, payloads, target = batch.columns
        values = map(to_python, (*columns, decode_payloads(payloads), target))
        for row in zip(*values, strict=True):
            line = json.dumps(dict(zip(SCHEMA.names, row, strict=True)), ensure_ascii=False)
            self._file.write(line.encode() + b"\n")

    def close(self) -> None:
        """Do nothing: the format has no end."""


def decode_payloads(payloads: pa.LargeBinaryArray) -> pa.StringArray:
    """Return a binary column as text. Bytes that are not UTF-8 are escaped."""
    try:
        return payloads.cast(pa.string())
    except pa.ArrowInvalid:
        return pa.array(
            [payload.decode(errors="backslashreplace") for payload in payloads.to_pylist()], pa.string()
        )
