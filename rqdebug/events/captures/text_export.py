# SPDX-License-Identifier: GPL-3.0-or-later
r"""Writes events as text for other programs: CSV and JSON lines.

Both have the columns of SCHEMA. Durations and timeouts are in ns; the names of
these columns in CSV end in ``_ns``. A payload is text; bytes that are not UTF-8
become escapes such as ``\xff``.
"""

from __future__ import annotations

from typing import BinaryIO

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow.csv import CSVWriter

from rqdebug.events.captures.event_json import to_json_fields
from rqdebug.events.event_log import to_python
from rqdebug.events.schema import SCHEMA
from rqdebug.support.characters import to_json


def _plain_type(type: pa.DataType) -> pa.DataType:
    """Return the type that a column has in a text file."""
    if pa.types.is_dictionary(type) or pa.types.is_large_binary(type):
        return pa.string()
    return pa.int64() if pa.types.is_duration(type) else type


def plain_name(field: pa.Field) -> str:
    """Return the name of a column in a file without duration types: it ends with the unit."""
    return f"{field.name}_ns" if pa.types.is_duration(field.type) else str(field.name)


_PLAIN = pa.schema([(plain_name(field), _plain_type(field.type)) for field in SCHEMA])
_FORMULA = r"^[=+\-@\t\r\n＝＋－＠]"
_NUMBER = r"^[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?$"


class CsvWriter:
    r"""Writes CSV with a header. Times are written as ``2023-11-14 22:13:20.123456789Z``.

    A spreadsheet would execute a text such as ``=1+1`` as a formula, so that an apostrophe is put before it.
    NUL becomes the escape ``\x00``, because many programs end a text there.

    Args:
        file: The file to write.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._writer = CSVWriter(file, _PLAIN)

    def write(self, batch: pa.RecordBatch) -> None:
        """Append a line for each row in SCHEMA."""
        plain = [
            decode_payloads(column) if pa.types.is_large_binary(column.type) else column.cast(field.type)
            for column, field in zip(batch.columns, _PLAIN, strict=True)
        ]
        safe = [_make_safe(column) if pa.types.is_string(column.type) else column for column in plain]
        self._writer.write_batch(pa.RecordBatch.from_arrays(safe, schema=_PLAIN))

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
        values = map(to_python, batch.columns)
        for row in zip(*values, strict=True):
            fields = to_json_fields(dict(zip(SCHEMA.names, row, strict=True)))
            line = to_json(fields)
            self._file.write(line.encode() + b"\n")

    def close(self) -> None:
        """Do nothing: the format has no end."""


def _make_safe(texts: pa.StringArray) -> pa.StringArray:
    texts = pc.replace_substring(texts, "\0", r"\x00")
    is_formula = pc.and_not(
        pc.match_substring_regex(texts, _FORMULA), pc.match_substring_regex(texts, _NUMBER)
    )
    return pc.if_else(is_formula, pc.binary_join_element_wise("'", texts, ""), texts)


def decode_payloads(payloads: pa.LargeBinaryArray) -> pa.StringArray:
    """Return a binary column as text. Bytes that are not UTF-8 are escaped."""
    try:
        return payloads.cast(pa.string())
    except pa.ArrowInvalid:
        return pa.array(
            [payload.decode(errors="backslashreplace") for payload in payloads.to_pylist()], pa.string()
        )
