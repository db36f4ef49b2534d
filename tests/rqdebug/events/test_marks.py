# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest

from rqdebug.events.marks import Marks, load_notes


def test_marked_rows_with_notes_are_found_in_order():
    marks = Marks()
    for row, note in ((9, "late"), (2, ""), (5, "mid"), (5, "middle")):
        marks.set(row, note)
    assert (list(marks), len(marks), 2 in marks, 3 in marks) == ([2, 5, 9], 3, True, False)
    assert (marks.note(5), marks.note(2), marks.note(3)) == ("middle", "", "")
    marks.remove(5)
    marks.remove(77)
    assert list(marks) == [2, 9]


@pytest.mark.parametrize(
    ("row", "previous", "next"), [(0, None, 2), (2, None, 5), (3, 2, 5), (5, 2, None), (8, 5, None)]
)
def test_next_and_previous_marks_are_found(row, previous, next):
    marks = Marks({5: "", 2: ""})
    assert (marks.previous(row), marks.next(row)) == (previous, next)


def test_changes_are_signalled():
    marks, told = Marks(), []
    marks.changed.connect(lambda: told.append(list(marks)))
    marks.set(1)
    marks.remove(1)
    assert told == [[1], []]


def test_every_change_is_saved_and_an_empty_file_removed(tmp_path):
    path = tmp_path / "night.arrows.marks"
    marks = Marks(load_notes(path), path)
    marks.set(3, "größe\n2")
    assert load_notes(path) == {3: "größe\n2"}
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
    assert (list(one), list(other), load_notes(path)) == ([5], [3, 5], {5: "second"})


def test_file_that_became_unreadable_is_not_overwritten(tmp_path):
    path = tmp_path / "night.arrows.marks"
    marks = Marks(path=path)
    path.write_text("{")
    with pytest.raises(OSError, match="is not a file of marks"):
        marks.set(1)
    assert (1 in marks, path.read_text()) == (False, "{")
