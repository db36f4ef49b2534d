# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import json
from collections import deque

import numpy as np
import pytest

from rqdebug.events.marks import Marks, load_marks


def notes_in(path):
    marked = load_marks(path)
    return {int(row): marked.note(row) for row in marked.rows}


def run(steps):
    deque(steps, maxlen=0)


def test_marked_rows_with_notes_are_found_in_order():
    marks = Marks()
    for row, note in ((9, "late"), (2, ""), (5, "mid"), (5, "middle")):
        marks.set(row, note)
    assert (list(marks), len(marks), 2 in marks, 3 in marks) == ([2, 5, 9], 3, True, False)
    assert (marks.note(5), marks.note(2), marks.note(3)) == ("middle", "", "")
    marks.remove(5)
    marks.remove(77)
    assert list(marks) == [2, 9]


def test_changes_are_signalled():
    marks, told = Marks(), []
    marks.changed.connect(lambda: told.append(list(marks)))
    marks.set(1)
    marks.remove(1)
    assert told == [[1], []]


def test_every_change_is_saved_and_an_empty_file_removed(tmp_path):
    path = tmp_path / "night.arrows.marks"
    marks = Marks(load_marks(path), path)
    marks.set(3, "größe\n2")
    assert notes_in(path) == {3: "größe\n2"}
    marks.remove(3)
    assert list(tmp_path.iterdir()) == []


def test_mark_that_cannot_be_saved_is_not_set(tmp_path):
    marks = Marks(path=tmp_path / "missing" / "marks")
    with pytest.raises(OSError, match="No such file"):
        marks.set(1)
    assert 1 not in marks


def test_marks_of_another_window_are_kept(tmp_path):
    path = tmp_path / "night.arrows.marks"
    one, other = Marks(path=path), Marks(path=path)
    one.set(3, "first")
    other.set(5, "second")
    one.remove(3)
    assert (list(one), list(other), notes_in(path)) == ([5], [3, 5], {5: "second"})


def test_file_that_became_unreadable_is_not_overwritten(tmp_path):
    path = tmp_path / "night.arrows.marks"
    marks = Marks(path=path)
    path.write_text("{")
    with pytest.raises(OSError, match="is not a file of marks"):
        marks.set(1)
    assert (1 in marks, path.read_text()) == (False, "{")


def test_three_million_marks_are_one_entry_of_the_file(tmp_path):
    path = tmp_path / "night.arrows.marks"
    marks = Marks(path=path)
    marks.set(7, "kept")
    run(marks.toggle(np.arange(3_000_000)))
    assert json.loads(path.read_text()) == {"0-6": "", "7": "kept", "8-2999999": ""}
    opened = load_marks(path)
    assert (len(opened), opened.note(7), opened.note(8)) == (3_000_000, "kept", "")
    run(marks.toggle(np.arange(3_000_000)))
    assert (len(marks), path.exists()) == (0, False)


def test_cancelled_change_leaves_marks_and_file_as_they_were(tmp_path):
    path = tmp_path / "night.arrows.marks"
    marks = Marks(path=path)
    marks.set(5, "five")
    steps = marks.toggle(np.arange(0, 100_000, 2))
    next(steps)
    steps.close()
    assert (list(marks), notes_in(path), list(tmp_path.iterdir())) == ([5], {5: "five"}, [path])
    marks.set(6)
    assert list(marks) == [5, 6]


def test_one_note_on_many_rows_replaces_theirs():
    marks = Marks({1: "one", 9: "nine"})
    run(marks.write_note(np.array([1, 2]), "both"))
    assert {row: marks.note(row) for row in marks} == {1: "both", 2: "both", 9: "nine"}


@pytest.mark.parametrize(
    "text", ['{"a": ""}', '{"5-3": ""}', '{"-3": ""}', '{"0-99999999999": ""}', '{"1": 2}']
)
def test_file_with_other_entries_is_no_file_of_marks(tmp_path, text):
    path = tmp_path / "marks"
    path.write_text(text)
    with pytest.raises(ValueError):
        load_marks(path)
