# SPDX-License-Identifier: GPL-3.0-or-later
"""The monospace font can be changed while the window is open."""

from __future__ import annotations

from PyQt5 import sip
from PyQt5.QtWidgets import QPlainTextEdit


def test_widget_follows_the_font(qtbot, theme):
    text = QPlainTextEdit()
    qtbot.addWidget(text)
    theme.follow_mono(text)
    size = theme.mono.pointSizeF()
    with qtbot.waitSignal(theme.changed):
        theme.use_mono("", size + 4)
    assert text.font().pointSizeF() == size + 4
    theme.use_mono()
    assert text.font().pointSizeF() == size
    with qtbot.assertNotEmitted(theme.changed):
        theme.use_mono()


def test_deleted_widget_does_not_follow_the_font(qtbot, theme):
    text = QPlainTextEdit()
    theme.follow_mono(text)
    text.deleteLater()
    qtbot.waitUntil(lambda: sip.isdeleted(text))
    theme.use_mono("", 20)  # an exception would fail the test


def test_unknown_family_is_replaced_by_the_usual_one(theme):
    usual = theme.mono.family()
    theme.use_mono("No Such Font", 12)
    assert (theme.mono.family(), theme.mono.pointSizeF()) == (usual, 12)
