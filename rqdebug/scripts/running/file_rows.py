# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads the rows of a file in the folder of a script, one after the other."""

from __future__ import annotations

import csv
import json
import math
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from io import TextIOWrapper
from itertools import chain
from pathlib import Path
from typing import IO, Any

from rqdebug.scripts.language.named_files import find_file
from rqdebug.scripts.language.vocabulary import MAX_SIZE
from rqdebug.support.regular_files import open_regular

JSON_LINES = {".jsonl", ".ndjson"}
"""Suffixes of JSON Lines files."""
JSON = ".json"
"""The suffix of a file with a JSON array; every other file is read as CSV."""
MAX_ARRAY = 64 * 2**20
"""The maximum size of a file with a JSON array in bytes, because it is read whole."""
SEPARATORS = ",;\t|"
"""What can be detected between the cells of CSV; the first wins if several occur equally often."""

_EXCEL_SEPARATOR = re.compile(r"sep=(.)\s*")
_QUOTED = re.compile(r'"[^"]*"')
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,18})(\.[0-9]+)?(?:[eE][+-]?[0-9]{1,3})?")
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True)
class RowFormat:
    """How to read the rows of a CSV file."""

    separator: str | None = None
    """The character between cells; None detects it in the first line."""
    numbers: bool = False
    """Whether cells that are numbers become numbers; other cells stay texts."""


def read_format(separator: object, numbers: object) -> RowFormat:
    """Return the format that a script asks for.

    Args:
        separator: One character, or None.
        numbers: Whether cells become numbers.

    Raises:
        ValueError: If a value is neither.
    """
    if separator is not None and (
        not isinstance(separator, str) or len(separator) != 1 or separator in '"\r\n\0'
    ):
        raise ValueError(f"the separator of rows is one character, such as ';', not {separator!r}")
    if not isinstance(numbers, bool):
        raise ValueError(f"numbers of rows is True or False, not {numbers!r}")
    return RowFormat(separator, numbers)


def read_rows(folder: Path | None, name: object, format: RowFormat | None = None) -> Iterator[Any]:
    """Yield the rows of a file.

    Args:
        folder: The folder of the script; None if the script is not saved.
        name: The name of the file, which comes from the script and may be of any type.
        format: How to read a CSV file; None detects the separator and reads texts.

    Yields:
        For JSON each value; for CSV a dict with the cells of the first line as keys. Empty lines are skipped.

    Raises:
        ValueError: If the file is not in the folder, has no rows, or when the next row cannot be read.
    """
    path = find_file(folder, name, 'rows("orders.csv")')
    count = 0
    try:
        for row in _rows(path, format or RowFormat()):
            count += 1
            yield row
    except UnicodeError as error:
        raise ValueError(f"{name} is not valid UTF-8; save it in this encoding") from error
    except OSError as error:
        raise ValueError(f"cannot read {name}: {error.strerror}") from error
    if not count:
        raise ValueError(f"{name} has no rows, so the block would check nothing")


def _rows(path: Path, format: RowFormat) -> Iterator[Any]:
    suffix = path.suffix.lower()
    with ExitStack() as stack:
        content = stack.enter_context(open_regular(path))
        # The byte order marks that spreadsheets write: utf-8-sig drops that of UTF-8.
        encoding = "utf-16" if content.read(2) in _UTF_16 else "utf-8-sig"
        content.seek(0)
        file = stack.enter_context(TextIOWrapper(content, encoding, newline=""))
        if suffix == JSON:
            yield from _array_rows(path, file)
        else:
            read = _json_rows(path.name, file) if suffix in JSON_LINES else _csv_rows(path.name, file, format)
            yield from read


def _lines(file: IO[str]) -> Iterator[str]:
    """Yield lines. Each is read with a limit, because one line can be as long as the file."""
    while line := file.readline(MAX_SIZE):
        if len(line) == MAX_SIZE:
            raise ValueError(f"a line of the file has {MAX_SIZE:,} characters or more, which is too long")
        yield line


def _array_rows(path: Path, file: IO[str]) -> Iterator[Any]:
    if path.stat().st_size > MAX_ARRAY:
        raise ValueError(
            f"{path.name} is larger than {MAX_ARRAY:,} bytes; write one value a line in a .jsonl file"
        )
    try:
        values = _read_json(file.read())
    except UnicodeError:
        raise
    except (ValueError, RecursionError) as error:
        hint = "; name a file with one value a line .jsonl" if "Extra data" in str(error) else ""
        raise ValueError(f"{path.name} is not valid JSON: {error}{hint}") from error
    if not isinstance(values, list):
        raise ValueError(
            f"{path.name} contains one JSON {_NAMES.get(type(values), 'value')}, not an array of rows"
        )
    yield from values


_NAMES = {dict: "object", str: "text", int: "number", float: "number"}


def _read_json(text: str) -> Any:
    """Return the value of a text. Raises ValueError if it is not valid JSON, or has a key twice."""
    return json.loads(text, object_pairs_hook=_unique_keys, parse_constant=_refuse_constant)


def _unique_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) < len(pairs):
        twice = next(key for key, times in Counter(key for key, _ in pairs).items() if times > 1)
        raise ValueError(f"an object has the key {twice!r} twice")
    return members


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not a value of JSON")


def _json_rows(name: str, file: IO[str]) -> Iterator[Any]:
    for number, line in enumerate(_lines(file), 1):
        if not line.strip():
            continue
        try:
            yield _read_json(line)
        except json.JSONDecodeError as error:  # its own text says "line 1", which is not the line of the file
            message = f"line {number} of {name} is not valid JSON: {error.msg} in column {error.colno}"
            raise ValueError(message) from error
        except (ValueError, RecursionError) as error:
            raise ValueError(f"line {number} of {name} is not valid JSON: {error}") from error


def _csv_rows(name: str, file: IO[str], format: RowFormat) -> Iterator[dict[str, Any]]:
    """Yield rows as dicts with the cells of the first line as keys. Every row must have as many cells."""
    lines = _lines(file)
    first = next(lines, "")
    skipped = 0
    if format.separator is None and (said := _EXCEL_SEPARATOR.fullmatch(first)):
        format, first, skipped = RowFormat(said[1], format.numbers), next(lines, ""), 1
    separator = format.separator or _detect_separator(first)
    reader = csv.reader(chain([first], lines), strict=True, delimiter=separator)
    try:
        head = next(reader, [])
        _check_head(name, head)
        for cells in reader:
            if not cells:
                continue
            if len(cells) != len(head):
                raise ValueError(
                    f"line {reader.line_num + skipped} of {name} has another number of cells than the first "
                    f"line: {len(cells)}, not {len(head)}"
                )
            values = map(_number_or_text, cells) if format.numbers else cells
            yield dict(zip(head, values, strict=True))
    except csv.Error as error:
        raise ValueError(f"line {reader.line_num + skipped} of {name} is not valid CSV: {error}") from error


def _detect_separator(line: str) -> str:
    outside = _QUOTED.sub("", line)
    return max(SEPARATORS, key=outside.count)


def _check_head(name: str, head: list[str]) -> None:
    if not head:
        raise ValueError(f"{name} is empty; its first line names the columns")
    for column, times in Counter(head).items():
        if times > 1 and column.strip():
            raise ValueError(f"{name} has {times} columns with the name {column!r}; give each its own")
    if not all(column.strip() for column in head):
        number = next(index for index, column in enumerate(head, 1) if not column.strip())
        raise ValueError(f"column {number} of {name} has no name in the first line")


def _number_or_text(cell: str) -> int | float | str:
    if _NUMBER.fullmatch(cell) is None:
        return cell
    number = int(cell) if cell.lstrip("-").isdigit() else float(cell)
    return cell if math.isinf(number) else number
