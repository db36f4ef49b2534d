# SPDX-License-Identifier: GPL-3.0-or-later
"""The style sheet is complete for each palette, and Qt draws it accordingly."""

from __future__ import annotations

import re
from dataclasses import asdict
from pathlib import Path

import pytest
from PyQt5.QtCore import QRect, Qt
from PyQt5.QtGui import QFontInfo
from PyQt5.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFrame,
    QLabel,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
    QSpinBox,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from rqdebug.ui.style.colors import PALETTES
from rqdebug.ui.style.stylesheet import style_sheet

COLOR = re.compile(r"#[0-9a-fA-F]{6}\b")


@pytest.fixture(params=sorted(PALETTES))
def palette(request, theme):
    """The palette of the theme, dark and then light."""
    theme.use(request.param)
    return theme.palette


@pytest.fixture
def shown(qtbot):
    """Show a widget within a dialog."""
    dialogs = []

    def shown(widget, name=""):
        widget.setObjectName(name)
        dialog = QDialog()
        dialogs.append(dialog)
        QVBoxLayout(dialog).addWidget(widget)
        other = QLineEdit()
        dialog.layout().addWidget(other)
        dialog.resize(300, 120)
        with qtbot.waitExposed(dialog):
            dialog.show()
        other.setFocus()
        return widget

    yield shown
    for dialog in dialogs:
        dialog.close()


@pytest.mark.parametrize("name", sorted(PALETTES))
def test_every_placeholder_is_filled_in(name):
    sheet = style_sheet(PALETTES[name], "DejaVu Sans Mono")
    assert "$" not in sheet
    assert sheet.count('font-family: "DejaVu Sans Mono"') == 2
    assert sheet.count("{") == sheet.count("}")


@pytest.mark.parametrize("name", sorted(PALETTES))
def test_sheet_uses_only_colors_of_its_palette(name):
    sheet = style_sheet(PALETTES[name], "mono")
    known = {value for value in asdict(PALETTES[name]).values() if value.startswith("#")}
    assert set(COLOR.findall(sheet)) <= known


@pytest.mark.parametrize("name", sorted(PALETTES))
def test_icons_belong_to_the_palette_and_exist(name):
    files = set(re.findall(r"url\((.*?)\)", style_sheet(PALETTES[name], "mono")))
    assert {Path(file).parent.name for file in files} == {name}
    assert len(files) == 7
    assert all(Path(file).is_file() for file in files)


def test_palettes_differ_only_in_colors_and_icons():
    sheets = [style_sheet(palette, "mono") for palette in PALETTES.values()]
    bare = {re.sub(r"icons/\w+/", "", COLOR.sub("#", sheet)) for sheet in sheets}
    assert len(bare) == 1


def test_dialog_has_the_color_of_panels(palette, shown, colors_of):
    label = shown(QLabel())
    assert palette.panel in colors_of(label.window(), QRect(0, 0, 300, 3))


@pytest.mark.parametrize("kind", ["muted", "url", "error", "ok", "blocked"])
def test_label_has_the_color_of_its_kind(palette, shown, colors_of, kind):
    color = palette.muted if kind == "url" else getattr(palette, kind)
    assert color in colors_of(shown(QLabel("HHHH"), kind))


def test_plain_label_has_the_color_of_text(palette, shown, colors_of):
    colors = colors_of(shown(QLabel("HHHH")))
    assert palette.text in colors
    assert not {palette.error, palette.muted} & colors


@pytest.mark.parametrize("kind", [QLabel, QLineEdit, QPlainTextEdit])
def test_object_name_mono_makes_the_font_monospaced(palette, shown, kind):
    assert QFontInfo(shown(kind("a"), "mono").font()).fixedPitch()
    assert not QFontInfo(shown(kind("a")).font()).fixedPitch()


def test_invalid_field_has_the_error_background(palette, shown, colors_of):
    line = shown(QLineEdit("size >"))
    assert {palette.ground, palette.line} <= colors_of(line)
    line.setProperty("wrong", True)
    line.style().unpolish(line)
    line.style().polish(line)
    assert {palette.error_ground, palette.error} <= colors_of(line)


def test_focused_field_has_an_accent_border(qtbot, palette, shown, colors_of):
    line = shown(QLineEdit("a"))
    assert palette.accent not in colors_of(line)
    line.window().activateWindow()
    line.setFocus()
    qtbot.waitUntil(line.hasFocus)
    assert palette.accent in colors_of(line)


def test_default_button_is_highlighted_unless_disabled(palette, shown, colors_of):
    button = QPushButton("HHHH")
    button.setAutoDefault(False)
    shown(button)
    assert palette.raised in colors_of(button)
    button.setDefault(True)
    assert {palette.accent, palette.on_accent} <= colors_of(button)
    button.setEnabled(False)
    assert colors_of(button, QRect(4, button.height() // 2, 2, 1)) == {palette.panel}
    assert palette.muted in colors_of(button)


@pytest.mark.parametrize(
    ("name", "checked", "unchecked"), [("chip", "selection", "panel"), ("", "selection", "raised")]
)
def test_checked_button_is_selected(palette, shown, colors_of, name, checked, unchecked):
    button = QPushButton("HHHH")
    button.setCheckable(True)
    button.setAutoDefault(False)
    shown(button, name)
    assert getattr(palette, unchecked) in colors_of(button)
    button.setChecked(True)
    assert getattr(palette, checked) in colors_of(button)


def test_checked_box_is_filled_with_the_accent(palette, shown, colors_of):
    box = shown(QCheckBox("a"))
    assert palette.accent not in colors_of(box)
    box.setChecked(True)
    assert palette.accent in colors_of(box)


def test_selected_list_row_has_readable_text(palette, shown, colors_of):
    rows = QListWidget()
    rows.addItems(["HHHH", "IIII"])
    shown(rows)
    assert palette.selection not in colors_of(rows)
    rows.setCurrentRow(0)
    assert {palette.selection, palette.text, palette.panel} <= colors_of(rows)


def test_selected_tab_is_underlined(palette, shown, colors_of):
    tabs = QTabBar()
    tabs.addTab("first")
    tabs.addTab("second")
    shown(tabs)
    assert palette.accent in colors_of(tabs, tabs.tabRect(0))
    assert palette.accent not in colors_of(tabs, tabs.tabRect(1))
    tabs.setCurrentIndex(1)
    assert palette.accent in colors_of(tabs, tabs.tabRect(1))


@pytest.mark.parametrize("kind", [QSpinBox, QComboBox])
def test_arrows_of_a_field_are_drawn(palette, shown, colors_of, kind):
    field = shown(kind())
    right = field.rect().adjusted(field.width() - 20, 0, 0, 0)
    inside = colors_of(field, right) - {palette.ground, palette.line, palette.panel}
    assert inside, "there is no arrow"


@pytest.mark.parametrize("name", ["strip", "foot"])
def test_strip_is_a_panel_with_a_line(palette, shown, colors_of, name):
    frame = QFrame()
    frame.setMinimumHeight(20)
    assert {palette.panel, palette.line} <= colors_of(shown(frame, name))


def test_page_has_the_color_of_content(palette, shown, colors_of):
    page = QWidget()
    page.setAttribute(Qt.WA_StyledBackground)
    page.setMinimumHeight(20)
    assert colors_of(shown(page, "page")) == {palette.ground}


def test_no_rule_applies_to_each_widget():
    """Such a rule takes a quarter of the time of a change of the theme."""
    assert not [line for line in style_sheet(PALETTES["dark"], "Mono").splitlines() if line.startswith("*")]
