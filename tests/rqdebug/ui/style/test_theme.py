# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import re

import pytest
from PyQt5.QtCore import QEvent, QObject
from PyQt5.QtGui import QColor, QFontInfo, QPalette
from PyQt5.QtWidgets import QLabel

from rqdebug.support.paths import resources
from rqdebug.ui.style.colors import DARK, LIGHT, PALETTES
from rqdebug.ui.style.stylesheet import style_sheet
from rqdebug.ui.style.theme import Theme, system_theme


def test_theme_follows_the_desktop_unless_one_is_named(qapp, theme):
    plain = QPalette()
    plain.setColor(QPalette.Window, QColor("white"))
    plain.setColor(QPalette.WindowText, QColor("black"))
    qapp.setPalette(plain)
    assert system_theme(qapp) == "light"
    assert Theme(qapp).palette is LIGHT


def test_change_of_theme_is_signalled_once(qtbot, theme):
    with qtbot.waitSignal(theme.changed):
        theme.use("light")
    assert not theme.dark
    with qtbot.assertNotEmitted(theme.changed):
        theme.use("light")


def test_monospace_font_has_a_fixed_pitch(theme):
    assert QFontInfo(theme.mono).fixedPitch()


@pytest.mark.parametrize("name", PALETTES)
def test_style_sheet_names_only_icons_that_exist(name):
    sheet = style_sheet(PALETTES[name], "Mono")
    icons = re.findall(r"url\((.*?)\)", sheet)
    assert icons
    assert all((resources() / "icons" / icon).is_file() for icon in icons)
    assert "$" not in sheet


def test_palettes_have_different_colors():
    assert DARK.text != LIGHT.text


def test_each_widget_is_styled_a_few_times_however_deep_it_is(qtbot, theme):
    widgets = [QLabel()]
    qtbot.addWidget(widgets[0])
    for _ in range(20):
        widgets.append(QLabel(parent=widgets[-1]))
    widgets[0].show()
    counter = StyleCounter()
    widgets[-1].installEventFilter(counter)
    theme.use("light")
    assert 0 < counter.count <= 4


class StyleCounter(QObject):
    """Counts how often a widget gets another style."""

    count = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.count += event.type() == QEvent.StyleChange
        return False
