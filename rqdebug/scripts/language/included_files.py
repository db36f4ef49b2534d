# SPDX-License-Identifier: GPL-3.0-or-later
"""Which file a line belongs to: the lines of included files are counted from the end of the script."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class IncludedFile:
    """A file that a script includes."""

    path: Path
    offset: int
    """The number of lines before its first."""
    name: str
    """Its name beside the name of the script, such as ``tests/common.rqs`` for the script ``tests/a.rqs``."""


def name_beside(script: str, folder: Path, path: Path) -> str:
    """Return the name of an included file.

    Args:
        script: The name of the script.
        folder: The folder of the script.
        path: The file, which is in this folder or in one inside it.
    """
    return str(Path(script).parent / path.relative_to(folder.resolve()))


def file_at(files: Sequence[IncludedFile], line: int) -> IncludedFile | None:
    """Return the file that a line belongs to; None for the script itself.

    Args:
        files: The files that the script includes, in the order of their lines.
        line: The line of a statement.
    """
    number = bisect_left(files, line, key=lambda file: file.offset)
    return files[number - 1] if number else None


def place_in(files: Sequence[IncludedFile], line: int) -> tuple[Path | None, int]:
    """Return the included file that a line belongs to, and its line there; None for the script itself."""
    file = file_at(files, line)
    return (None, line) if file is None else (file.path, line - file.offset)


def named_place(script: str, files: Sequence[IncludedFile], line: int) -> tuple[str, int]:
    """Return the name of the file that a line belongs to, and its line there.

    Args:
        script: The name of the script.
        files: The files that it includes.
        line: The line of a statement.
    """
    file = file_at(files, line)
    return (script, line) if file is None else (file.name, line - file.offset)


def short_place(files: Sequence[IncludedFile], line: int, column: int = 0) -> str:
    """Return a line as text: ``3`` in the script itself, ``common.rqs:3`` in an included file.

    Args:
        files: The files that the script includes.
        line: The line.
        column: The column, which follows the line: ``3:7``; 0 for none.
    """
    file = file_at(files, line)
    name, own = ("", line) if file is None else (f"{file.name}:", line - file.offset)
    return f"{name}{own}:{column}" if column else f"{name}{own}"


def full_place(script: str, files: Sequence[IncludedFile], line: int, column: int = 0) -> str:
    """Return a line with the name of its file as text: ``orders.rqs:3``, or ``orders.rqs:3:7``.

    Args:
        script: The name of the script.
        files: The files that it includes.
        line: The line.
        column: The column, which follows the line; 0 for none.
    """
    file, own = named_place(script, files, line)
    return f"{file}:{own}:{column}" if column else f"{file}:{own}"


def describe_line(files: Sequence[IncludedFile], line: int) -> str:
    """Return a line for a sentence: ``line 3``, or ``line 3 of common.rqs`` in an included file."""
    file = file_at(files, line)
    return f"line {line}" if file is None else f"line {line - file.offset} of {file.name}"
