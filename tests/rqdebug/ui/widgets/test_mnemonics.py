# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

from pathlib import Path

import pytest
from PyQt5.QtWidgets import QCheckBox, QDialog, QFormLayout, QGroupBox, QLabel, QLineEdit, QMenu, QPushButton

from rqdebug.ui.models.formats import with_mnemonics
from rqdebug.ui.widgets.mnemonics import ContextMenu, mark_dialog, mark_menu, retitle

UI = Path(__file__).resolve().parents[4] / "rqdebug" / "ui"


def test_entries_of_a_menu_and_its_submenus_get_letters(qtbot):
    menu = QMenu()
    qtbot.addWidget(menu)
    for title in ("Copy as Text", "Copy as JSON", "R&&D", "&Note"):
        menu.addAction(title)
    inner = menu.addMenu("Apply")
    inner.addAction("Copy")
    mark_menu(menu)
    titles = [action.text() for action in menu.actions()]
    assert titles == ["&Copy as Text", "Copy &as JSON", "&R&&D", "&Note", "A&pply"]
    assert inner.actions()[0].text() == "&Copy"
    mark_menu(menu)
    assert [action.text() for action in menu.actions()] == titles


def test_context_menu_gets_letters_when_it_is_shown(qtbot):
    menu = ContextMenu()
    action = menu.addAction("Go to Line")
    menu.aboutToShow.emit()
    assert action.text() == "&Go to Line"


def test_fields_buttons_and_groups_of_a_dialog_get_letters(qtbot):
    dialog = QDialog()
    qtbot.addWidget(dialog)
    form = QFormLayout(dialog)
    line, switch, button, group = QLineEdit(), QCheckBox("Keep"), QPushButton("+"), QGroupBox("Fields")
    form.addRow("Name", line)
    for widget in (switch, button, group, QLabel("Note")):
        form.addRow(widget)
    mark_dialog(dialog)
    label = form.labelForField(line)
    assert (label.text(), label.buddy()) == ("&Name", line)
    assert (switch.text(), button.text(), group.title()) == ("&Keep", "+", "&Fields")
    assert [each.text() for each in dialog.findChildren(QLabel)] == ["&Name", "Note"]


@pytest.mark.parametrize("title", ["To", "Time limit", "AVATAR", "Tyre"])
def test_label_with_a_letter_has_space_for_all_of_its_letters(qtbot, title):
    dialog = QDialog()
    qtbot.addWidget(dialog)
    label = QLabel(title, dialog)
    label.setBuddy(QLineEdit(dialog))
    mark_dialog(dialog)
    images = []
    for more in (0, 40):
        label.resize(label.sizeHint().width() + more, 30)
        images.append(label.grab().toImage())
    assert images[1].copy(images[0].rect()) == images[0]
    rest = images[1].copy(images[0].width(), 0, 40, 30)
    assert rest == rest.copy(39, 0, 1, 30).scaled(40, 30)


def test_first_letter_is_marked_although_it_occurs_again():
    assert with_mnemonics(["Save", "Discard", "Cancel"]) == ["&Save", "&Discard", "&Cancel"]


def test_button_with_another_title_gets_a_letter_that_is_free(qtbot):
    dialog = QDialog()
    qtbot.addWidget(dialog)
    form = QFormLayout(dialog)
    put, close = QPushButton("Put"), QPushButton("Close")
    form.addRow(put, close)
    with qtbot.waitExposed(dialog):
        dialog.show()
    mark_dialog(dialog)
    retitle(put, "Put")
    assert (put.text(), close.text()) == ("&Put", "&Close")
    retitle(put, "Cancel")
    assert (put.text(), close.text()) == ("C&ancel", "&Close")
    assert put.shortcut().toString() == "Alt+A"


def test_each_context_menu_of_the_window_has_letters():
    others = {"mnemonics.py", "filter_bar.py", "recent_captures.py"}  # they mark menus when they fill them
    made = [
        path.name for path in UI.rglob("*.py") if "QMenu(" in path.read_text() and path.name not in others
    ]
    assert made == []
