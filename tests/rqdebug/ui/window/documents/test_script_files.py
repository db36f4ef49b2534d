# SPDX-License-Identifier: GPL-3.0-or-later
"""Files of scripts in a window: nothing of a file is lost or overwritten unseen."""

from __future__ import annotations

import os
import stat

import pytest
from PyQt5.QtCore import Qt
from PyQt5.QtWidgets import QFileDialog, QMessageBox

from rqdebug.ui.services.recovery import RecoveredScript

TEXT = b"jobs = create()\njobs.put(1)\n"


@pytest.fixture
def scripts(window):
    return window.context.scripts


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "night.rqs"
    path.write_bytes(TEXT)
    return path


@pytest.fixture
def open_file(qtbot, scripts):
    """Open a file and wait until it is read."""

    def open_file(path):
        tab = scripts.open(path)
        size = len(path.read_text("utf-8-sig"))
        qtbot.waitUntil(lambda: len(tab.editor.text()) >= size and not tab.editor.isReadOnly())
        return tab

    return open_file


@pytest.fixture
def answer(monkeypatch):
    """Answer the next questions; returns their texts."""

    def answer(*choices):
        asked, remaining = [], list(choices)

        def ask(parent, title, question, *_):
            asked.append(question)
            return remaining.pop(0)

        monkeypatch.setattr(QMessageBox, "question", ask)
        return asked

    return answer


@pytest.fixture
def save(qtbot, window):
    """Press Ctrl+S in the editor and wait until the file is written."""

    def save(tab):
        with qtbot.waitSignal(tab.saved):
            window.context.commands["script.save"].trigger()

    return save


@pytest.mark.parametrize("content", [b'note("gr\xfc\xdfe")\n', b"note(1)\0note(2)\n", b"\xff\xfen\0"])
def test_file_that_is_no_utf_8_text_leaves_no_tab_that_could_overwrite_it(
    qtbot, window, scripts, path, content, opened
):
    path.write_bytes(content)
    with qtbot.waitSignal(scripts.failed) as failed:
        scripts.open(path)
    assert failed.args == [f"{path} is not UTF-8 text"]
    assert scripts.script_tabs() == []
    assert path.read_bytes() == content
    opened(QMessageBox).close()


def test_deleted_file_leaves_no_tab(qtbot, scripts, path, opened):
    path.unlink()
    with qtbot.waitSignal(scripts.failed) as failed:
        scripts.open(path)
    assert "No such file" in failed.args[0]
    assert scripts.script_tabs() == []
    opened(QMessageBox).close()


def test_file_that_is_still_being_read_is_not_saved(qtbot, scripts, path, opened):
    tab = scripts.open(path)
    with qtbot.waitSignal(scripts.failed) as failed:
        scripts.save(tab)
    assert "was not read to its end" in failed.args[0]
    assert path.read_bytes() == TEXT
    opened(QMessageBox).close()


@pytest.mark.parametrize(
    ("content", "saved"),
    [
        (b"note(1)\r\nnote(2)\r\n", b"#\r\nnote(1)\r\nnote(2)\r\n"),
        (b"note(1)\nnote(2)\r\nnote(3)\n", b"#\nnote(1)\nnote(2)\r\nnote(3)\n"),
        (b"\xef\xbb\xbfnote(1)\n", b"\xef\xbb\xbf#\nnote(1)\n"),
        (b"\xef\xbb\xbfnote(1)\r\n", b"\xef\xbb\xbf#\r\nnote(1)\r\n"),
        (b"note(1)", b"#\nnote(1)"),
        ("note('ß€😀')\n".encode(), "#\nnote('ß€😀')\n".encode()),
    ],
    ids=["CRLF", "mixed", "BOM", "BOM and CRLF", "no end of line", "Unicode"],
)
def test_saving_keeps_line_ends_and_byte_order_mark(qtbot, open_file, save, path, content, saved):
    path.write_bytes(content)
    tab = open_file(path)
    qtbot.keyClicks(tab.editor, "#")
    qtbot.keyClick(tab.editor, Qt.Key_Return)
    save(tab)
    assert path.read_bytes() == saved
    assert tab.problems.summary.first.isHidden()


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o755, 0o666])
def test_saving_keeps_the_permissions(qtbot, open_file, save, path, mode):
    path.chmod(mode)
    tab = open_file(path)
    qtbot.keyClicks(tab.editor, "#")
    save(tab)
    assert stat.S_IMODE(path.stat().st_mode) == mode


def test_unchanged_script_follows_its_file_and_keeps_its_breakpoints(qtbot, open_file, path):
    tab = open_file(path)
    tab.editor.toggle_breakpoint(2)
    path.write_bytes(b"# by another program\n" + TEXT)
    qtbot.waitUntil(lambda: tab.editor.text().startswith("# by"))
    assert not tab.modified
    assert tab.editor.breakpoints == {3}
    tab.editor.undo()
    assert tab.editor.text().encode() == TEXT


def test_replaced_file_is_noticed_again_and_again(qtbot, open_file, path, tmp_path):
    tab = open_file(path)
    for number in range(3):
        other = tmp_path / "other"
        other.write_text(f"note({number})\n")
        os.replace(other, path)
        qtbot.waitUntil(lambda number=number: tab.editor.text() == f"note({number})\n")


def test_changed_script_shows_that_another_program_changed_the_file(qtbot, open_file, path):
    tab = open_file(path)
    qtbot.keyClicks(tab.editor, "#")
    path.write_bytes(b"note(9)\n")
    qtbot.waitUntil(tab.disk_notice.isVisible)
    assert tab.editor.text().startswith("#jobs")
    tab.disk_notice.reload.click()
    qtbot.waitUntil(lambda: tab.editor.text() == "note(9)\n")
    assert not tab.modified and tab.disk_notice.isHidden()
    tab.editor.undo()
    assert tab.editor.text().startswith("#jobs")


def test_dismissed_notice_stays_away(qtbot, open_file, path):
    tab = open_file(path)
    qtbot.keyClicks(tab.editor, "#")
    path.write_bytes(b"note(9)\n")
    qtbot.waitUntil(tab.disk_notice.isVisible)
    tab.disk_notice.keep.click()
    with qtbot.waitSignal(tab.edited):
        tab._watcher.stirred.emit()
    assert tab.disk_notice.isHidden()


def test_file_that_another_program_wrote_is_overwritten_only_after_a_question(
    qtbot, window, open_file, path, answer
):
    tab = open_file(path)
    qtbot.keyClicks(tab.editor, "#")
    path.write_bytes(b"precious\n")
    asked = answer(QMessageBox.Cancel)
    window.context.commands["script.save"].trigger()
    qtbot.waitUntil(lambda: len(asked) == 1)
    assert path.read_bytes() == b"precious\n" and tab.modified
    asked = answer(QMessageBox.Save)
    with qtbot.waitSignal(tab.saved):
        window.context.commands["script.save"].trigger()
    assert path.read_bytes() == b"#" + TEXT
    assert len(asked) == 1 and "night.rqs" in asked[0]


def test_closing_the_window_keeps_a_file_that_another_program_wrote(qtbot, window, open_file, path, answer):
    tab = open_file(path)
    qtbot.keyClicks(tab.editor, "#")
    path.write_bytes(b"precious\n")
    asked = answer(QMessageBox.Save, QMessageBox.Cancel)
    window.close()
    qtbot.waitUntil(lambda: len(asked) == 2)
    assert path.read_bytes() == b"precious\n"
    assert window.isVisible() and tab.modified


def test_text_of_a_deleted_file_is_not_lost(qtbot, scripts, open_file, path, answer, save):
    tab = open_file(path)
    path.unlink()
    qtbot.waitUntil(tab.disk_notice.isVisible)
    assert tab.modified and tab.disk_notice.reload.isHidden()
    asked = answer(QMessageBox.Cancel)
    scripts.close(tab)
    assert len(asked) == 1 and scripts.script_tabs() == [tab]
    save(tab)
    assert path.read_bytes() == TEXT
    assert not tab.modified and tab.disk_notice.isHidden()


def test_changed_file_that_is_no_text_leaves_the_script_as_it_was(qtbot, open_file, path):
    tab = open_file(path)
    path.write_bytes(b"\xff")
    qtbot.waitUntil(tab.disk_notice.isVisible)
    assert "is not UTF-8 text" in tab.disk_notice.message.text()
    assert tab.editor.text().encode() == TEXT


def test_restored_script_does_not_overwrite_a_file_that_changed_meanwhile(
    qtbot, window, scripts, path, answer
):
    tab = scripts.open_draft(RecoveredScript(path, "note(1)\n", known="another content"))
    qtbot.waitUntil(tab.disk_notice.isVisible)
    asked = answer(QMessageBox.Cancel)
    scripts.save(tab)
    qtbot.waitUntil(lambda: len(asked) == 1)
    assert path.read_bytes() == TEXT


def test_saves_are_written_in_their_order(qtbot, open_file, path):
    tab, done = open_file(path), []
    for number in range(5):
        tab.editor.setText(f"note({number})\n")
        tab.save(path, lambda number=number: done.append(number))
    qtbot.waitUntil(lambda: len(done) == 5)
    assert done == [0, 1, 2, 3, 4]
    assert path.read_text() == "note(4)\n"


def test_script_is_not_saved_under_the_name_of_another_tab(
    qtbot, scripts, open_file, path, monkeypatch, opened
):
    open_file(path)
    other = scripts.open_text("note(1)\n")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    with qtbot.waitSignal(scripts.failed) as failed:
        scripts.save_as(other)
    assert "is open in another tab" in failed.args[0]
    assert path.read_bytes() == TEXT
    opened(QMessageBox).close()
