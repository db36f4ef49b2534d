# SPDX-License-Identifier: GPL-3.0-or-later
"""Figures change without a new layout of the window."""

from __future__ import annotations

import pytest
from PyQt5.QtCore import QEvent, QObject
from PyQt5.QtWidgets import QHBoxLayout, QWidget

from rqdebug.ui.widgets.steady_label import SteadyLabel


class Layouts(QObject):
    """Counts how often a widget is laid out again."""

    def __init__(self):
        super().__init__()
        self.count = 0

    def eventFilter(self, watched, event):
        self.count += event.type() == QEvent.LayoutRequest
        return False


@pytest.fixture
def label(qtbot):
    window = QWidget()
    row = QHBoxLayout(window)
    label = SteadyLabel("10,000 events")
    row.addWidget(label)
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    yield label  # the window lives as long as the test


def test_text_of_the_same_width_or_less_lays_out_nothing(qtbot, label):
    layouts = Layouts()
    label.window().installEventFilter(layouts)
    for text in ("10,000 events", "1 event", "9 events"):
        label.setText(text)
        qtbot.wait(1)
    assert layouts.count == 0


def test_longer_text_gets_its_width(qtbot, label):
    label.setText("123,456,789 of 999,999,999 events")
    qtbot.wait(1)
    assert label.width() >= label.sizeHint().width()
    label.setText("1")
    assert label.width() <= label.sizeHint().width() + 120
