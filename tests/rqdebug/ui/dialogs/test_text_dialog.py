# SPDX-License-Identifier: GPL-3.0-or-later
"""Dialogs with a text, a warning, or an unexpected error."""

from __future__ import annotations

import pytest
from PyQt5 import sip
from PyQt5.QtCore import Qt
from PyQt5.QtGui import QFontInfo, QGuiApplication
from PyQt5.QtWidgets import QLabel, QMessageBox, QPlainTextEdit, QWidget

from rqdebug.ui.dialogs.text_dialog import TextDialog, error_dialog, warn

TEXT = "first\n  <b>second</b> größe\n" + "x" * 500


@pytest.fixture
def dialog(shown, theme):
    return shown(TextDialog("A Report", TEXT, theme))


def sentences(dialog):
    return [label.text() for label in dialog.findChildren(QLabel) if label.text()]


def test_text_is_shown_as_it_is_and_cannot_be_changed(qtbot, dialog):
    assert dialog.windowTitle() == "A Report"
    qtbot.keyClicks(dialog.text, "no")
    assert dialog.text.toPlainText() == TEXT
    assert dialog.text.lineWrapMode() == QPlainTextEdit.NoWrap
    assert QFontInfo(dialog.text.font()).fixedPitch()


def test_copy_puts_the_whole_text_into_the_clipboard(dialog, click):
    click(dialog.copy_button)
    assert QGuiApplication.clipboard().text() == TEXT


def test_sentence_is_shown_above_the_text(shown, theme, dialog):
    assert sentences(dialog) == []
    assert sentences(shown(TextDialog("t", TEXT, theme, sentence="What this is."))) == ["What this is."]


def test_close_button_and_escape_end_the_dialog(qtbot, shown, theme, dialog, button, click):
    click(button(dialog, "Close"))
    assert not dialog.isVisible()
    again = shown(TextDialog("t", TEXT, theme))
    qtbot.keyClick(again, Qt.Key_Escape)
    assert not again.isVisible()


def test_closed_dialog_is_deleted(qtbot, dialog):
    dialog.close()
    qtbot.waitUntil(lambda: sip.isdeleted(dialog))


@pytest.mark.parametrize("name", ["dark", "light"])
def test_text_is_drawn_in_the_colors_of_the_theme(theme, dialog, colors_of, name):
    theme.use(name)
    assert {theme.palette.ground, theme.palette.text} <= colors_of(dialog.text)


def test_dialog_with_a_long_text_fits_the_screen(shown, theme, fits):
    assert fits(shown(TextDialog("t", "x" * 100_000, theme, sentence="What became of it. " * 50)))


def raise_error():
    raise ValueError("no <queue> called 'größe'")


def test_unexpected_error_shows_the_whole_traceback(shown, theme):
    try:
        raise_error()
    except ValueError as error:
        dialog = shown(error_dialog(ValueError, error, error.__traceback__, theme, None))
    assert "in raise_error" in dialog.text.toPlainText()
    assert dialog.text.toPlainText().rstrip().endswith("ValueError: no <queue> called 'größe'")
    (sentence,) = sentences(dialog)
    assert "ValueError" in sentence


def test_warning_shows_a_sentence_as_plain_text(qtbot, click):
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.show()
    warn("queue <b>jobs</b> is closed", parent)
    (box,) = parent.findChildren(QMessageBox)
    assert box.text() == "queue <b>jobs</b> is closed"
    assert box.textFormat() == Qt.PlainText
    assert box.icon() == QMessageBox.Warning
    click(box.button(QMessageBox.Ok))
    qtbot.waitUntil(lambda: sip.isdeleted(box))
