# SPDX-License-Identifier: GPL-3.0-or-later
"""A value that can be selected and copied."""

from __future__ import annotations

import pytest

from rqdebug.ui.widgets.value_line import ValueLine


@pytest.fixture
def line(qtbot, theme):
    line = ValueLine("image-loader")
    qtbot.addWidget(line)
    line.show()
    return line


def test_line_is_as_wide_as_its_text(line):
    assert line.sizeHint().width() >= line.fontMetrics().horizontalAdvance("image-loader")
    narrow = line.sizeHint().width()
    line.setText("image-loader-of-the-second-hall")
    assert line.sizeHint().width() > narrow
    assert line.minimumSizeHint().width() < narrow


def test_selection_stays_while_the_value_is_the_same(line):
    line.setSelection(0, 5)
    line.setText("image-loader")
    assert line.selectedText() == "image"
    line.setText("other")
    assert line.selectedText() == ""
