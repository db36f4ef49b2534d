# SPDX-License-Identifier: GPL-3.0-or-later
"""Marked rows with their notes, as immutable arrays: millions of marks cost little memory and time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from rqdebug.events.row_index import RowNumbers, as_array

CHUNK = 131_072
"""The number of rows that are looked up together. More would make other threads wait for the GIL."""
MARKED_COLUMN, NOTE_COLUMN = "marked", "note"
"""Columns of batches for filters: whether the row is marked, and its note."""
Numbers = npt.NDArray[np.int64]
Codes = npt.NDArray[np.uint32]


def _no_rows() -> Numbers:
    return np.array([], np.int64)


def _no_codes() -> Codes:
    return np.array([], np.uint32)


@dataclass(frozen=True, slots=True, eq=False)
class MarkedRows:
    """Row numbers, each with a note, which can be empty."""

    rows: Numbers = field(default_factory=_no_rows)
    """The row numbers, ascending."""
    codes: Codes = field(default_factory=_no_codes)
    """For each row, the index of its note in ``notes``."""
    notes: tuple[str, ...] = ("",)
    """The different notes. The first one is the empty note."""

    @classmethod
    def from_notes(cls, notes: Mapping[int, str]) -> MarkedRows:
        """Return marks from row number → note."""
        return cls.from_runs({range(row, row + 1): note for row, note in notes.items()})

    @classmethod
    def from_runs(cls, runs: Mapping[range, str]) -> MarkedRows:
        """Return marks from ranges of rows → note; of ranges that overlap, the last one counts."""
        notes = dict.fromkeys(("", *runs.values()))
        code_of = {note: code for code, note in enumerate(notes)}
        rows = np.concatenate([_no_rows(), *(np.arange(run.start, run.stop) for run in runs)])
        lengths = [len(run) for run in runs]
        codes = np.repeat(np.array([code_of[note] for note in runs.values()], np.uint32), lengths)
        _, last = np.unique(rows[::-1], return_index=True)
        at = len(rows) - 1 - last
        return cls(rows[at], codes[at], tuple(notes))

    def __len__(self) -> int:
        return len(self.rows)

    def __contains__(self, row: int) -> bool:
        return self._index(row) is not None

    def note(self, row: int) -> str:
        """Return the note of a row; empty if the row has no note or no mark."""
        index = self._index(row)
        return "" if index is None else self.notes[self.codes[index]]

    def contains_all(self, rows: Numbers) -> bool:
        """Return whether all these rows are marked."""
        return bool(_are_in(rows, self.rows).all())

    def with_rows(self, rows: Numbers, note: str | None = None) -> MarkedRows:
        """Return these marks and marks on more rows.

        Args:
            rows: Ascending row numbers.
            note: The note of each of the rows; None keeps the notes that exist.
        """
        kept = self if note is None else self.without(rows)
        added = rows[~_are_in(rows, kept.rows)]
        notes = kept.notes if (note or "") in kept.notes else (*kept.notes, note or "")
        code = np.full(len(added), notes.index(note or ""), np.uint32)
        marked, codes = np.concatenate((kept.rows, added)), np.concatenate((kept.codes, code))
        order = np.argsort(marked, kind="stable")
        return MarkedRows(marked[order], codes[order], notes)

    def without(self, rows: Numbers) -> MarkedRows:
        """Return these marks except those on some rows."""
        kept = ~_are_in(self.rows, rows)
        return replace(self, rows=self.rows[kept], codes=self.codes[kept])

    def renumbered(self, rows: RowNumbers, first: int) -> MarkedRows:
        """Return the marks on some ascending rows, numbered by place among these from ``first``."""
        if not len(rows):
            return MarkedRows()
        start, stop = np.searchsorted(self.rows, (int(rows[0]), int(rows[-1]) + 1))
        marked, codes = self.rows[start:stop], self.codes[start:stop]
        if isinstance(rows, range) and rows.step == 1:
            return MarkedRows(marked - (rows.start - first), codes, self.notes)
        places = np.searchsorted(rows, marked)
        found = as_array(rows)[places] == marked
        return MarkedRows(places[found] + first, codes[found], self.notes)

    def shifted(self, start: int, stop: int) -> MarkedRows:
        """Return the marks from row ``start`` to before ``stop``, numbered from 0."""
        return self.renumbered(range(start, stop), 0)

    def add_columns(self, batch: pa.RecordBatch, rows: RowNumbers) -> pa.RecordBatch:
        """Return a batch with the columns for filters: whether each row is marked, and its note.

        Args:
            batch: Events in SCHEMA.
            rows: The ascending row number of each.
        """
        marked = batch.append_column(MARKED_COLUMN, self.flags(rows))
        return marked.append_column(NOTE_COLUMN, self.notes_of(rows))

    def changed_rows(self, other: MarkedRows) -> Numbers:
        """Return the rows that are marked in only one of both, or have different notes."""
        rows: Numbers = np.union1d(self.rows, other.rows)
        changed = _are_in(rows, self.rows) != _are_in(rows, other.rows)
        texts = {text: number for number, text in enumerate({*self.notes, *other.notes})}
        mine, others = (
            np.array([texts[note] for note in each.notes])[each.notes_of(rows).indices.to_numpy()]
            for each in (self, other)
        )
        differing: Numbers = rows[changed | (mine != others)]
        return differing

    def flags(self, rows: RowNumbers) -> pa.BooleanArray:
        """Return for each of some rows whether it is marked."""
        return pa.array(_are_in(as_array(rows), self.rows))

    def notes_of(self, rows: RowNumbers) -> pa.DictionaryArray:
        """Return the note of each of some rows; empty for rows without a note or a mark."""
        codes = np.zeros(len(rows), np.int64)
        if len(self.rows):
            numbers = as_array(rows)
            places = np.minimum(np.searchsorted(self.rows, numbers), len(self.rows) - 1)
            codes = np.where(self.rows[places] == numbers, self.codes[places], 0).astype(np.int64)
        return pa.DictionaryArray.from_arrays(codes, list(self.notes))

    def runs(self) -> Iterator[tuple[range, str]]:
        """Yield ranges of adjacent rows that have the same note, with the note."""
        breaks = np.flatnonzero((np.diff(self.rows) != 1) | (np.diff(self.codes) != 0)) + 1
        for start, stop in pairwise((0, *breaks.tolist(), len(self.rows)) if len(self.rows) else ()):
            run = range(int(self.rows[start]), int(self.rows[stop - 1]) + 1)
            yield run, self.notes[self.codes[start]]

    def _index(self, row: int) -> int | None:
        index = int(np.searchsorted(self.rows, row))
        return index if index < len(self.rows) and self.rows[index] == row else None


def join_marks(parts: list[MarkedRows]) -> MarkedRows:
    """Return marks of one log as one; each part has later rows than the part before."""
    if not parts:
        return MarkedRows()
    longest = max(parts, key=lambda part: len(part.notes))  # all parts share the notes of their log
    return MarkedRows(
        np.concatenate([part.rows for part in parts]),
        np.concatenate([part.codes for part in parts]),
        longest.notes,
    )


def _are_in(rows: Numbers, others: Numbers) -> npt.NDArray[np.bool_]:
    """Return for each of some rows whether it is among others, which are ascending."""
    found = np.zeros(len(rows), np.bool_)
    for start in range(0, len(rows) if len(others) else 0, CHUNK):
        chunk = rows[start : start + CHUNK]
        places = np.minimum(np.searchsorted(others, chunk), len(others) - 1)
        found[start : start + CHUNK] = others[places] == chunk
    return found
