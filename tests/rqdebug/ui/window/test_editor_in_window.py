# SPDX-License-Identifier: GPL-3.0-or-later
"""The editor in a window: its keys shadow no command, and keys and files arrive where they belong."""

from __future__ import annotations

import pytest
from PyQt5.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PyQt5.QtGui import QDragEnterEvent, QDropEvent, QKeySequence, QWheelEvent
from PyQt5.QtWidgets import QApplication, QInputDialog, QMessageBox

from rqdebug.ui.scripts.editor_keys import bound_keys
from rqdebug.ui.window.commands import COMMANDS
from rqdebug.ui.window.commands.needs import LOG

TEXT = "jobs = create()\njobs.put(1)\njobs.close()\n"
OF_BOTH = {"Ctrl+C", "Ctrl+Home", "Ctrl+End"}
"""Keys that do the same in a log and in the editor."""


WHEEL_BUTTONS = (Qt.NoButton, Qt.ControlModifier, Qt.NoScrollPhase)


@pytest.fixture
def tab(qtbot, window):
    tab = window.context.scripts.open_text(TEXT)
    window.activateWindow()
    qtbot.waitUntil(tab.editor.hasFocus)
    tab.editor.setModified(False)
    return tab


def press(qtbot, widget, shortcut):
    key = QKeySequence(shortcut)[0]
    modifiers = Qt.KeyboardModifiers(key & int(Qt.KeyboardModifierMask))
    qtbot.keyClick(widget, Qt.Key(key & ~int(Qt.KeyboardModifierMask)), modifiers)


def test_no_key_of_the_editor_is_the_shortcut_of_another_command(tab):
    bound = {QKeySequence(key).toString(): what for key, what in bound_keys(tab.editor).items()}
    shortcuts = {command.shortcut: command for command in COMMANDS if command.shortcut}
    shadowed = bound.keys() & {QKeySequence(shortcut).toString() for shortcut in shortcuts}
    assert shadowed == OF_BOTH
    assert all(shortcuts[shortcut].need is LOG for shortcut in OF_BOTH)


@pytest.mark.parametrize(
    "key",
    ["Ctrl+L", "Ctrl+T", "Ctrl+U", "Ctrl+Shift+U", "Ctrl+Shift+L", "Ctrl+\\", "Ctrl+[", "Ctrl+]", "Ins"],
)
def test_key_that_other_editors_do_not_have_changes_no_text(qtbot, tab, key):
    tab.editor.setCursorPosition(1, 2)
    press(qtbot, tab.editor, key)
    assert tab.editor.text() == TEXT
    assert tab.editor.getCursorPosition() == (1, 2)


def test_outline_is_shown_by_its_key(qtbot, tab):
    press(qtbot, tab.editor, "Ctrl+Shift+L")
    assert tab.outline.isVisible()
    assert tab.editor.text() == TEXT


def test_lines_move_and_comments_toggle_by_key(qtbot, tab):
    tab.editor.setCursorPosition(1, 0)
    press(qtbot, tab.editor, "Alt+Down")
    assert tab.editor.text() == "jobs = create()\njobs.close()\njobs.put(1)\n"
    press(qtbot, tab.editor, "Alt+Up")
    press(qtbot, tab.editor, "Ctrl+/")
    assert tab.editor.text() == "jobs = create()\n# jobs.put(1)\njobs.close()\n"


def test_find_keys_search_in_the_script(qtbot, tab):
    press(qtbot, tab.editor, "Ctrl+F")
    assert tab.replace_bar.line.hasFocus()
    qtbot.keyClicks(tab.replace_bar.line, "jobs.")
    assert tab.replace_bar.message.text() == "2 matches"
    press(qtbot, tab.replace_bar.line, "F3")
    assert tab.editor.getSelection() == (1, 0, 1, 5)
    press(qtbot, tab.replace_bar.line, "Shift+F3")
    assert tab.editor.getSelection() == (2, 0, 2, 5)


def test_cursor_goes_to_the_line_with_a_number(qtbot, tab, monkeypatch):
    monkeypatch.setattr(QInputDialog, "getInt", lambda *_: (3, True))
    press(qtbot, tab.editor, "Ctrl+G")
    assert tab.editor.line == 3


def test_file_dropped_on_the_editor_is_opened(qtbot, window, tab, tmp_path):
    path = tmp_path / "dropped.rqs"
    path.write_text("note(1)\n")
    files = QMimeData()
    files.setUrls([QUrl.fromLocalFile(str(path))])
    files.setText(str(path))  # as file managers offer it too
    place, viewport = QPoint(50, 50), tab.editor.viewport()
    arguments = Qt.CopyAction, files, Qt.LeftButton, Qt.NoModifier
    enter, drop = QDragEnterEvent(place, *arguments), QDropEvent(place, *arguments)
    QApplication.sendEvent(viewport, enter)
    QApplication.sendEvent(viewport, drop)
    qtbot.waitUntil(lambda: any(each.path == path for each in window.context.scripts.script_tabs()))
    assert tab.editor.text() == TEXT


def test_keyboard_stays_in_the_documents_when_a_tab_is_closed(qtbot, window, tab, make_attachment):
    other = window.context.scripts.open_text(TEXT)
    other.editor.setModified(False)
    window.run_targets.show_attachments([make_attachment("edge-1"), make_attachment("edge-2")])
    qtbot.waitUntil(other.editor.hasFocus)
    press(qtbot, other.editor, "Ctrl+W")
    assert QApplication.focusWidget() is tab.editor


def test_keyboard_never_reaches_the_box_of_run_targets_by_itself(qtbot, window, tab, make_attachment):
    box = window.run_targets
    box.show_attachments([make_attachment("edge-1"), make_attachment("edge-2")])
    press(qtbot, tab.editor, "Ctrl+W")
    for _ in range(40):
        assert not box.hasFocus()
        qtbot.keyClick(QApplication.focusWidget() or window, Qt.Key_Tab)
    chosen = box.selected()
    qtbot.keyClick(QApplication.focusWidget() or window, Qt.Key_Down)
    assert box.selected() == chosen


def test_targets_of_runs_are_chosen_with_the_keyboard(qtbot, window, tab, attached, url):
    other = window.context.attachments.attach(url, "edge-2")
    window.context.tabs.setCurrentWidget(tab)
    press(qtbot, tab.editor, "Ctrl+Shift+T")
    rows = window.run_targets.list.rows
    assert rows.isVisible() and rows.hasFocus()
    for key in (Qt.Key_End, Qt.Key_Space, Qt.Key_Escape):
        qtbot.keyClick(rows, key)
    assert window.run_targets.selected() == (attached, other)
    assert not rows.isVisible()


def test_run_without_a_chosen_target_says_so(qtbot, window, tab, opened):
    with qtbot.waitSignal(window.context.tools.runner.failed) as failed:
        window.context.tools.runner.run_once(tab)
    assert "No target is chosen" in failed.args[0]
    opened(QMessageBox).close()


def test_f5_with_an_error_goes_to_it_and_says_it(qtbot, window, tab, attached):
    tab.editor.setText("jobs = create()\njobs.nonsense()\njobs.close(\n")
    window.context.tabs.setCurrentWidget(tab)
    qtbot.waitUntil(lambda: window.context.commands["script.run"].isEnabled())
    tab.editor.setFocus()
    press(qtbot, tab.editor, "F5")
    qtbot.waitUntil(tab.problems.isVisible)
    assert tab.editor.line == 2
    assert "error in line 2" in window.context.status.notice.text()
    tab.editor.setModified(False)


def test_keys_in_the_edit_menu_are_those_of_the_editor(tab):
    bound = {QKeySequence(key) for key in bound_keys(tab.editor)}
    shown = [command for command in COMMANDS if command.widget_keys]
    assert [command.name for command in shown if QKeySequence(command.widget_keys) not in bound] == []


def test_lines_are_duplicated_and_moved_from_the_menu(window, tab):
    tab.editor.setCursorPosition(1, 0)
    window.context.commands["script.duplicate"].trigger()
    assert tab.editor.text() == "jobs = create()\njobs.put(1)\njobs.put(1)\njobs.close()\n"
    window.context.commands["script.move_up"].trigger()
    window.context.commands["script.move_down"].trigger()
    assert tab.editor.text() == "jobs = create()\njobs.put(1)\njobs.put(1)\njobs.close()\n"
    tab.editor.setModified(False)


def test_editor_has_the_text_size_of_the_window(qtbot, window, tab):
    size = tab.editor.lexer().font(0).pointSizeF()
    press(qtbot, tab.editor, "Ctrl++")
    assert tab.editor.lexer().font(0).pointSizeF() == size + 1
    wheel = QWheelEvent(QPointF(9, 9), QPointF(9, 9), QPoint(), QPoint(0, -120), *WHEEL_BUTTONS, False)
    QApplication.sendEvent(tab.editor.viewport(), wheel)
    assert tab.editor.lexer().font(0).pointSizeF() == size
    press(qtbot, tab.editor, "Ctrl+-")
    press(qtbot, tab.editor, "Ctrl+0")
    assert tab.editor.lexer().font(0).pointSizeF() == size
    assert tab.editor.SendScintilla(tab.editor.SCI_GETZOOM) == 0


def test_f12_goes_to_the_definition_of_the_name_at_the_cursor(qtbot, window, tab):
    tab.editor.setCursorPosition(2, 2)
    press(qtbot, tab.editor, "F12")
    qtbot.waitUntil(lambda: tab.editor.line == 1)
    tab.editor.setCursorPosition(1, 7)
    press(qtbot, tab.editor, "F12")
    qtbot.waitUntil(lambda: "is not defined" in window.context.status.notice.text())
    assert tab.editor.line == 2
