# SPDX-License-Identifier: GPL-3.0-or-later
"""Commands for the script editor, and when they are enabled."""

from __future__ import annotations

from PyQt5.QtCore import Qt
from PyQt5.QtWidgets import QApplication


def test_outline_shows_statements_and_their_results(qtbot, window, script, trigger):
    script.editor.setText("jobs = create()\nfor i in range(2):\n    jobs.put(i)\nassert jobs.get() == 7\n")
    trigger("script.outline")
    qtbot.waitUntil(lambda: script.outline.topLevelItemCount() == 3)
    loop, check = script.outline.topLevelItem(1), script.outline.topLevelItem(2)
    assert loop.child(0).text(0) == "jobs.put(i)"
    with qtbot.waitSignal(window.context.runs.finished):
        trigger("script.run")
    assert loop.child(0).text(1) == "✓ 2×"
    assert check.text(1) == "✗" and "expected 7, got 0" in check.toolTip(1)
    script.outline.itemClicked.emit(check, 0)
    assert script.editor.line == 4
    trigger("script.outline")
    assert script.outline.isHidden()


def test_text_is_found_and_replaced(qtbot, window, script, trigger):
    text = script.editor.text()
    trigger("script.find")
    bar = script.replace_bar
    qtbot.keyClicks(bar.line, "JOBS.PUT")
    qtbot.keyClick(bar.line, Qt.Key_Return)
    assert script.editor.selectedText() == "jobs.put"
    bar.replacement.setText("jobs.put_nowait")
    bar.replace_all()
    assert script.editor.text().count("jobs.put_nowait") == 2
    assert bar.message.text() == "2 matches replaced"
    script.editor.undo()
    assert script.editor.text() == text
    qtbot.keyClick(bar.line, Qt.Key_Escape)
    assert bar.isHidden()


def test_words_of_the_language_are_completed(qtbot, window, script):
    script.editor.setText("")
    script.editor.setFocus()
    qtbot.keyClicks(script.editor, "jobs.task_d")
    qtbot.waitUntil(script.editor.isListActive)
    QApplication.processEvents()
    qtbot.keyClick(script.editor, Qt.Key_Return)
    assert script.editor.text() == "jobs.task_done"
