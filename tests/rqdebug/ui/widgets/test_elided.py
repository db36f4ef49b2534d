# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest
from PyQt5.QtWidgets import QHBoxLayout, QLabel, QWidget

from rqdebug.ui.widgets.elided import MIN_LETTERS, ElidedLabel


@pytest.fixture
def label(qtbot, theme):
    label = ElidedLabel("a name of some length")
    qtbot.addWidget(label)
    label.show()
    return label


def test_tooltip_shows_the_whole_text_unchanged(label):
    label.setText("<b>edge</b> & more")
    assert label.text() == "<b>edge</b> & more"
    assert "&lt;b&gt;edge&lt;/b&gt; &amp; more" in label.toolTip()
    label.setText("")
    assert label.toolTip() == ""


def test_label_can_shrink_to_a_few_letters(label, long_name):
    label.setText(long_name)
    least = label.minimumSizeHint().width()
    assert least == label.fontMetrics().averageCharWidth() * MIN_LETTERS
    label.setText("ab")
    assert label.minimumSizeHint().width() == QLabel("ab").minimumSizeHint().width() < least


def test_label_is_never_wider_than_its_text(qtbot, theme):
    row, label = QWidget(), ElidedLabel("a name of some length")
    qtbot.addWidget(row)
    layout = QHBoxLayout(row)
    layout.addWidget(label)
    layout.addStretch(1)
    row.resize(900, 40)
    with qtbot.waitExposed(row):
        row.show()
    assert label.width() == label.sizeHint().width()


@pytest.mark.parametrize("name", ["dark", "light"])
def test_text_is_drawn_in_the_color_of_its_kind(theme, label, colors_of, name):
    theme.use(name)
    label.setObjectName("error")
    label.style().unpolish(label)
    label.style().polish(label)
    assert theme.palette.error in colors_of(label)


def test_long_text_is_drawn_with_both_its_ends(label, colors_of):
    label.resize(200, 20)
    label.setText("H" * 300)
    whole = label.grab().toImage()
    label.setText("H" * 299 + " ")
    assert label.grab().toImage() != whole, "the end of the text is not in the picture"
    label.setText(" " + "H" * 299)
    assert label.grab().toImage() != whole, "nor is its beginning"
    label.setText("H" * 150 + "i" * 3 + "H" * 150)
    assert label.grab().toImage() == whole, "its middle is"
