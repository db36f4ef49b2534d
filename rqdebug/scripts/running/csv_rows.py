# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads the rows of a file beside a script, one at a time."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from rqdebug.scripts.language.vocabulary import MAX_SIZE

JSON_LINES = {".jsonl", ".ndjson"}


def read_rows(folder: Path | None, name: object) -> Iterator[Any]:
    """Yield the rows of a file: of JSON lines any value, otherwise, of CSV, a dict of texts.

    Raises ValueError where there is no such file in the folder, or a row cannot be read.
    """
    path = _path(folder, name)
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            yield from (_json_rows(file) if path.suffix in JSON_LINES else _csv_rows(file))
    except UnicodeDecodeError as error:
        raise ValueError(f"{name} is no text in UTF-8") from error
    except OSError as error:
        raise ValueError(f"cannot read {name}: {error.strerror}") from error


def _path(folder: Path | None, name: object) -> Path:
    """Return the path of a file. A script is not trusted: it can read only files of its folder."""
    if folder is None:
        raise ValueError("a script that was not saved has no folder in which its files could be")
    if not isinstance(name, str) or not name or "\0" in name:
        raise ValueError(f'rows takes the name of a file, as in rows("orders.csv"), not {name!r}')
    home = folder.resolve()
    path = (home / name).resolve()
    if not path.is_relative_to(home):
        raise ValueError(f"{name} is outside the folder of the script")
    if not path.is_file():
        raise ValueError(f"there is no file {name} beside the script")
    return path


def _lines(file: IO[str]) -> Iterator[str]:
    """Yield lines. Read with a limit, because a line can be as long as the file."""
    while line := file.readline(MAX_SIZE):
        if len(line) == MAX_SIZE:
            raise ValueError(f"a row of {MAX_SIZE:,} characters or more")
        yield line


def _json_rows(file: IO[str]) -> Iterator[Any]:
    for number, line in enumerate(_lines(file), 1):
        if not line.strip():
            continue
        try:
            yield json.loads(line)
        except (ValueError, RecursionError) as error:
            raise ValueError(f"line {number} of the file is no JSON: {error}") from error


def _csv_rows(file: IO[str]) -> Iterator[dict[str, str]]:
    """Yield rows by the names in the first line. A row with more or fewer cells is an error."""
    reader = csv.reader(_lines(file), strict=True)
    try:
        head = next(reader, [])
        for cells in reader:
            if not cells:
                continue
            if len(cells) != len(head):
                line = f"line {reader.line_num} of the file"
                raise ValueError(f"{line} has {len(cells)} cells, the head {len(head)}")
            yield dict(zip(head, cells, strict=True))
    except csv.Error as error:
        raise ValueError(f"line {reader.line_num} of the file is no CSV: {error}") from error
