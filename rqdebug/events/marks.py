# SPDX-License-Identifier: GPL-3.0-or-later
"""The rows that the user has marked, each with a note, and the file in which a capture keeps them.

The marks of ``night.arrows`` are in ``night.arrows.marks``, as JSON: row number → note. Adjacent rows with
the same note are one entry: ``"0-2999999": ""`` are three million marks.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterator, Mapping
from pathlib import Path
from threading import Lock

import numpy as np

from rqdebug.events.marked_rows import MarkedRows, Numbers
from rqdebug.events.source_file import FileChange, SourceFile
from rqdebug.support.atomic_files import write_atomically
from rqdebug.support.json_text import parse_json
from rqdebug.support.regular_files import read_text
from rqdebug.support.signals import Signal

MAX_MARKS = 100_000_000
"""The maximum number of marks of a log: they take 12 bytes each."""
USUAL_MARKS = 1_000_000
"""The number of marks that a capture can have even if it has less events, because it was truncated."""
STEP = 10_000
"""The number of entries of a file that are written between two steps of progress."""


def marks_path(capture: Path) -> Path:
    """Return the path of the file with the marks of a capture."""
    return capture.with_name(capture.name + ".marks")


class Marks:
    """Marked rows, with a note for each. Any thread reads and changes them.

    Args:
        marked: The marks so far.
        path: The file in which every change is saved, for a capture; None for a live log, whose
            marks are saved when it is recorded.
        source: The capture. Once it is another file, new marks stay in memory, because the file at
            ``path`` belongs to the new capture.
    """

    def __init__(
        self,
        marked: MarkedRows | Mapping[int, str] | None = None,
        path: Path | None = None,
        source: SourceFile | None = None,
    ) -> None:
        self.changed: Signal[[]] = Signal()
        """Emitted after marks were set, changed or removed."""
        self.marked = marked if isinstance(marked, MarkedRows) else MarkedRows.from_notes(marked or {})
        """All marks at this moment: an immutable value, which a change replaces."""
        self._path = path
        self._source = source
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self.marked)

    def __iter__(self) -> Iterator[int]:
        """The marked rows, in order, at this moment."""
        return iter(self.marked.rows.tolist())

    def __contains__(self, row: int) -> bool:
        return row in self.marked

    def note(self, row: int) -> str:
        """Return the note of a row; empty if the row has no note or no mark."""
        return self.marked.note(row)

    def set(self, row: int, note: str = "") -> None:
        """Mark a row, or change its note. Raises OSError if the file cannot be written."""
        deque(self.write_note(np.array([row], np.int64), note), maxlen=0)

    def remove(self, row: int) -> None:
        """Remove the mark of a row, if it has one. Raises OSError if the file cannot be written."""
        with self._lock:
            deque(self._replace(self._read().without(np.array([row], np.int64))), maxlen=0)

    def write_note(self, rows: Numbers, note: str) -> Iterator[float]:
        """Mark rows and give each of them a note.

        Args:
            rows: Ascending row numbers.
            note: The note, which can be empty.

        Yields:
            The progress, from 0 to 1. If the iterator is closed before its end, nothing is changed.

        Raises:
            OSError: The file cannot be written.
        """
        with self._lock:
            yield from self._replace(self._read().with_rows(rows, note))

    def toggle(self, rows: Numbers) -> Iterator[float]:
        """Mark rows, and keep their notes; if all are marked already, remove their marks.

        Args:
            rows: Ascending row numbers.

        Yields:
            The progress, from 0 to 1. If the iterator is closed before its end, nothing is changed.

        Raises:
            OSError: The file cannot be written.
        """
        with self._lock:
            marked = self._read()
            change = marked.without if marked.contains_all(rows) else marked.with_rows
            yield from self._replace(change(rows))

    def _replace(self, marked: MarkedRows) -> Iterator[float]:
        if self._path is not None and self._is_source_kept():
            yield from _write(self._path, marked)
        self.marked = marked
        self.changed.emit()

    def _read(self) -> MarkedRows:
        """Return the marks, with what another window has saved. Raises OSError if they are unreadable."""
        if self._path is None or not self._is_source_kept():
            return self.marked
        try:
            return load_marks(self._path)
        except ValueError as error:
            raise OSError(f"{self._path} is not a file of marks: {error}") from error

    def _is_source_kept(self) -> bool:
        return self._source is None or self._source.find_change() in (None, FileChange.GROWN)


def save_marks(path: Path, marked: MarkedRows) -> None:
    """Write a file of marks atomically; if there are no marks, remove it. Raises OSError."""
    deque(_write(path, marked), maxlen=0)


def _write(path: Path, marked: MarkedRows) -> Iterator[float]:
    """Write a file of marks as ``save_marks`` does, and yield the progress."""
    if not len(marked):
        path.unlink(missing_ok=True)
        return
    with write_atomically(path) as file:
        before = b"{\n "
        for number, (run, note) in enumerate(marked.runs()):
            rows = str(run.start) if len(run) == 1 else f"{run.start}-{run.stop - 1}"
            file.write(before + f'"{rows}": {json.dumps(note, ensure_ascii=False)}'.encode())
            before = b",\n "
            if number % STEP == STEP - 1:
                yield float(np.searchsorted(marked.rows, run.start) / len(marked))
        file.write(b"\n}")


def load_marks(path: Path, most: int = MAX_MARKS) -> MarkedRows:
    """Read a file of marks. A missing file has no marks.

    Args:
        path: The file.
        most: The maximum number of marks: a short file can have any number.

    Raises:
        OSError: The file cannot be read.
        ValueError: It is not a file of marks.
    """
    if not path.exists():
        return MarkedRows()
    notes = parse_json(read_text(path))
    if not isinstance(notes, dict) or not all(isinstance(note, str) for note in notes.values()):
        raise ValueError("it is not a JSON object with row numbers and notes")
    runs = {_read_run(rows): note for rows, note in notes.items()}
    if sum(map(len, runs)) > (most := min(most, MAX_MARKS)):
        raise ValueError(f"it has more than {most:,} marks")
    return MarkedRows.from_runs(runs)


def _read_run(text: str) -> range:
    """Return the rows of an entry such as ``7`` or ``7-20``. Raises ValueError for other texts."""
    first, dash, last = text.partition("-")
    run = range(int(first), int(last if dash else first) + 1)
    if not (first + last).isdecimal() or not 0 <= run.start < run.stop <= 2**62:
        raise ValueError(f"{text!r} is neither a row number nor a range of rows")
    return run
