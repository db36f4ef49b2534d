# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads the rows of a file in the folder of a script, one at a time."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from rqdebug.scripts.language.vocabulary import MAX_SIZE

JSON_LINES = {".jsonl", ".ndjson"}
"""Suffixes of JSON Lines files; every other file is read as CSV."""


def read_rows(folder: Path | None, name: object) -> Iterator[Any]:
    """Yield the rows of a file.

    Args:
        folder: The folder of the script; None if the script is not saved.
        name: The name of the file, which comes from the script and may be of any type.

    Yields:
        For a JSON Lines file the value of each line; for a CSV file a dict of texts, with the cells of the
        first line as keys. Empty lines are skipped.

    Raises:
        ValueError: If the file is not in the folder, or when the next row cannot be read.
    """
    path = _path(folder, name)
    try:
        # utf-8-sig drops the byte order mark that spreadsheets write.
        with path.open(encoding="utf-8-sig", newline="") as file:
            yield from (_json_rows(file) if path.suffix in JSON_LINES else _csv_rows(file))
    except UnicodeDecodeError as error:
        raise ValueError(f"{name} is not valid UTF-8; save it in this encoding") from error
    except OSError as error:
        raise ValueError(f"cannot read {name}: {error.strerror}") from error


def _path(folder: Path | None, name: object) -> Path:
    """Return the path of a file. Scripts are not trusted, so they can read only files in their folder."""
    if folder is None:
        raise ValueError("the script is not saved, so it has no folder with files; save it first")
    if not isinstance(name, str) or not name or "\0" in name:
        raise ValueError(f'rows takes the name of a file, as in rows("orders.csv"), not {name!r}')
    home = folder.resolve()
    path = (home / name).resolve()
    if not path.is_relative_to(home):
        raise ValueError(f"{name} is outside the folder of the script; move it into this folder")
    if not path.is_file():
        raise ValueError(f"there is no file {name} in the folder of the script")
    return path


def _lines(file: IO[str]) -> Iterator[str]:
    """Yield lines. Each is read with a limit, because one line can be as long as the file."""
    while line := file.readline(MAX_SIZE):
        if len(line) == MAX_SIZE:
            raise ValueError(f"a line of the file has {MAX_SIZE:,} characters or more, which is too long")
        yield line


def _json_rows(file: IO[str]) -> Iterator[Any]:
    for number, line in enumerate(_lines(file), 1):
        if not line.strip():
            continue
        try:
            yield json.loads(line)
        except (ValueError, RecursionError) as error:
            raise ValueError(f"line {number} of the file is not valid JSON: {error}") from error


def _csv_rows(file: IO[str]) -> Iterator[dict[str, str]]:
    """Yield rows as dicts with the cells of the first line as keys. Every row must have as many cells."""
    reader = csv.reader(_lines(file), strict=True)
    try:
        head = next(reader, [])
        for cells in reader:
            if not cells:
                continue
            if len(cells) != len(head):
                line = f"line {reader.line_num} of the file"
                raise ValueError(f"{line} has {len(cells)} cells, but the first line has {len(head)}")
            yield dict(zip(head, cells, strict=True))
    except csv.Error as error:
        raise ValueError(f"line {reader.line_num} of the file is not valid CSV: {error}") from error
