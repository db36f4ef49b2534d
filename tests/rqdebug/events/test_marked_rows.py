# SPDX-License-Identifier: GPL-3.0-or-later
"""Arrays of marked rows answer as a dictionary of row and note would."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from rqdebug.events.marked_rows import MarkedRows


def as_dictionary(marked):
    return {int(row): marked.note(row) for row in marked.rows}


def test_marks_are_looked_up_as_in_a_dictionary():
    notes = {row: f"note {row % 3}" for row in range(0, 200, 7)} | {50: ""}
    marked, rows = MarkedRows.from_notes(notes), np.arange(200)
    assert marked.flags(rows).to_pylist() == [row in notes for row in range(200)]
    assert marked.notes_of(range(200)).to_pylist() == [notes.get(row, "") for row in range(200)]
    assert {row: note for run, note in marked.runs() for row in run} == notes
    odd = rows[1::2]
    expected = {place + 5: notes[row] for place, row in enumerate(odd.tolist()) if row in notes}
    found = marked.renumbered(odd, 5)
    assert {int(row): found.note(row) for row in found.rows} == expected


@given(
    notes=st.dictionaries(st.integers(0, 60), st.sampled_from(["", "a", "b"])),
    rows=st.sets(st.integers(0, 60)),
    note=st.sampled_from([None, "", "b", "c"]),
)
def test_changes_are_those_of_a_dictionary(notes, rows, note):
    marked, changed = MarkedRows.from_notes(notes), np.array(sorted(rows), np.int64)
    kept = {row: notes.get(row, "") for row in rows} if note is None else dict.fromkeys(rows, note)
    assert as_dictionary(marked.with_rows(changed, note)) == notes | kept
    assert as_dictionary(marked.without(changed)) == {
        row: text for row, text in notes.items() if row not in rows
    }
    assert marked.contains_all(changed) == (rows <= set(notes))
