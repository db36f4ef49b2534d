# SPDX-License-Identifier: GPL-3.0-or-later
"""The rows that the user has marked, each with a note, and the file in which a capture keeps them.

The marks of ``night.arrows`` are in ``night.arrows.marks``, as JSON: row number → note.
"""

from __future__ import annotations

import json
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from pathlib import Path

from rqdebug.events.source_file import FileChange, SourceFile
from rqdebug.support.atomic_files import write_json
from rqdebug.support.signals import Signal


def marks_path(capture: Path) -> Path:
    """Return the path of the file with the marks of a capture."""
    return capture.with_name(capture.name + ".marks")


class Marks:
    """Marked rows, with a note for each.

    Args:
        notes: Row number → note.
        path: The file in which every change is saved, for a capture; None for a live log, whose
            marks are saved when it is recorded.
        source: The capture. Once it is another file, new marks stay in memory, because the file at
            ``path`` belongs to the new capture.
    """

    def __init__(
        self,
        notes: Mapping[int, str] | None = None,
        path: Path | None = None,
        source: SourceFile | None = None,
    ) -> None:
        self.changed: Signal[[]] = Signal()
        """Emitted after a mark was set, changed or removed."""
        self._notes = dict(sorted((notes or {}).items()))
        self._path = path
        self._source = source

    def __len__(self) -> int:
        return len(self._notes)

    def __iter__(self) -> Iterator[int]:
        """The marked rows, in order."""
        # A snapshot: the caller may remove marks while it iterates.
        return iter(tuple(self._notes))

    def __contains__(self, row: int) -> bool:
        return row in self._notes

    def note(self, row: int) -> str:
        """Return the note of a row; empty if the row has no note or no mark."""
        return self._notes.get(row, "")

    def set(self, row: int, note: str = "") -> None:
        """Mark a row, or change its note. Raises OSError if the file cannot be written."""
        self._replace({**self._read(), row: note})

    def remove(self, row: int) -> None:
        """Remove the mark of a row, if it has one. Raises OSError if the file cannot be written."""
        self._replace({remaining: note for remaining, note in self._read().items() if remaining != row})

    def next(self, row: int) -> int | None:
        """Return the next marked row after this one, or None if there is none."""
        rows = tuple(self._notes)
        index = bisect_right(rows, row)
        return rows[index] if index < len(rows) else None

    def previous(self, row: int) -> int | None:
        """Return the previous marked row before this one, or None if there is none."""
        rows = tuple(self._notes)
        index = bisect_left(rows, row)
        return rows[index - 1] if index else None

    def _replace(self, notes: dict[int, str]) -> None:
        notes = dict(sorted(notes.items()))
        if self._path is not None and self._is_source_kept():
            save_notes(self._path, notes)
        self._notes = notes
        self.changed.emit()

    def _read(self) -> dict[int, str]:
        """Return the notes, with what another window has saved. Raises OSError if they are unreadable."""
        if self._path is None or not self._is_source_kept():
            return self._notes
        try:
            return load_notes(self._path)
        except ValueError as error:
            raise OSError(f"{self._path} is not a file of marks: {error}") from error

    def _is_source_kept(self) -> bool:
        return self._source is None or self._source.find_change() in (None, FileChange.GROWN)


def save_notes(path: Path, notes: Mapping[int, str]) -> None:
    """Write a file of marks atomically; if there are no notes, remove it. Raises OSError."""
    if not notes:
        path.unlink(missing_ok=True)
        return
    write_json(path, notes)


def load_notes(path: Path) -> dict[int, str]:
    """Read a file of marks. A missing file has no marks.

    Raises:
        OSError: The file cannot be read.
        ValueError: It is not a file of marks.
    """
    if not path.exists():
        return {}
    notes = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(notes, dict) or not all(isinstance(note, str) for note in notes.values()):
        raise ValueError("it is not a JSON object with row numbers and notes")
    return {int(row): note for row, note in notes.items()}
