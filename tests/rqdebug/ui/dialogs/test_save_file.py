# SPDX-License-Identifier: GPL-3.0-or-later
"""The name of a file to save to is completed, and no file is replaced without a question."""

from __future__ import annotations

import pytest
from PyQt5.QtWidgets import QApplication, QFileDialog, QMessageBox, QWidget

from rqdebug.events.captures.recording_lock import lock_recording
from rqdebug.ui.dialogs.save_file import ask_save_file

TABLES = "Parquet (*.parquet);;Table (*.csv)"
CAPTURES = "Captures (*.arrows);;All files (*)"
WORKSPACES = "Workspaces (*.rqw)"


@pytest.fixture
def save(qtbot, monkeypatch, tmp_path):
    """Type a name in the file dialog; returns the name of the file, and the questions that were asked."""
    parent = QWidget()
    qtbot.addWidget(parent)

    def save(name, types, chosen="", answer=QMessageBox.Cancel):
        questions = []
        typed = str(tmp_path / name) if name else ""
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (typed, chosen))
        monkeypatch.setattr(QMessageBox, "question", lambda *asked: questions.append(asked[2]) or answer)
        extension = types.partition("(*")[2].partition(")")[0]
        path = ask_save_file("Save", "proposal", types, extension, parent)
        return path.name if path else None, questions

    return save


@pytest.mark.parametrize(
    ("typed", "types", "chosen", "file"),
    [
        ("events", TABLES, "", "events.parquet"),
        ("events", TABLES, "Table (*.csv)", "events.csv"),
        ("events.csv", TABLES, "Parquet (*.parquet)", "events.csv"),
        ("board 1.2", CAPTURES, "All files (*)", "board 1.2.arrows"),
        ("events.bin", CAPTURES, "All files (*)", "events.bin"),
        ("board-1.2", WORKSPACES, WORKSPACES, "board-1.2.rqw"),
        ("night.shift", WORKSPACES, WORKSPACES, "night.shift.rqw"),
        ("work.rqw", WORKSPACES, WORKSPACES, "work.rqw"),
        ("", WORKSPACES, "", None),
    ],
)
def test_name_without_an_extension_is_completed(save, typed, types, chosen, file):
    assert save(typed, types, chosen) == (file, [])


@pytest.mark.parametrize(
    ("answer", "file"), [(QMessageBox.Cancel, None), (QMessageBox.Save, "events.arrows")]
)
def test_file_of_the_completed_name_is_replaced_only_after_a_question(save, tmp_path, answer, file):
    (tmp_path / "events.arrows").write_text("a long recording")
    saved, questions = save("events", CAPTURES, answer=answer)
    assert saved == file
    assert ["events.arrows" in question for question in questions] == [True]


def test_file_dialog_alone_asks_about_the_name_that_was_typed(save, tmp_path):
    (tmp_path / "events.arrows").write_text("a long recording")
    assert save("events.arrows", CAPTURES) == ("events.arrows", [])


def test_file_that_is_being_recorded_is_not_chosen(qtbot, save, tmp_path):
    with (tmp_path / "live.arrows").open("wb") as file:
        lock_recording(file)
        assert save("live.arrows", CAPTURES) == (None, [])
        assert save("live", CAPTURES, answer=QMessageBox.Save)[0] is None
    boxes = [box for box in QApplication.topLevelWidgets() if isinstance(box, QMessageBox)]
    assert "is being recorded" in boxes[0].text()
    for box in boxes:
        box.close()
