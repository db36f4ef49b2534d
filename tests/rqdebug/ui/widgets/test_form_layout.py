# SPDX-License-Identifier: GPL-3.0-or-later
"""The layout of dialogs that consist of fields and buttons."""

from __future__ import annotations

import pytest
from PyQt5.QtCore import Qt
from PyQt5.QtWidgets import QDialog, QDialogButtonBox, QLineEdit

from rqdebug.ui.widgets.form_layout import add_buttons, lay_out_form, make_form
from rqdebug.ui.widgets.plain_label import PlainLabel


@pytest.fixture
def dialog(qtbot):
    dialog = QDialog()
    dialog.setMinimumWidth(300)
    qtbot.addWidget(dialog)
    return dialog


def test_dialog_becomes_higher_when_its_problem_needs_more_lines(qtbot, dialog):
    line, problem = QLineEdit(), PlainLabel()
    lay_out_form(dialog, {"Filter": line}, PlainLabel(), problem, QDialogButtonBox(QDialogButtonBox.Cancel))
    with qtbot.waitExposed(dialog):
        dialog.show()
    before = dialog.height()
    problem.setText("the filter is incomplete; expected a value " * 6)
    qtbot.waitUntil(lambda: dialog.height() > before)
    qtbot.waitUntil(lambda: problem.height() >= problem.heightForWidth(problem.width()))
    assert line.height() >= line.sizeHint().height()


def test_enter_accepts_and_escape_rejects(qtbot, dialog):
    form = make_form(dialog)
    line = QLineEdit()
    form.addRow("Name", line)
    button = add_buttons(dialog, form, "Create")
    dialog.show()
    assert button.isDefault()
    with qtbot.waitSignal(dialog.accepted):
        qtbot.keyClick(line, Qt.Key_Return)
    dialog.show()
    with qtbot.waitSignal(dialog.rejected):
        qtbot.keyClick(line, Qt.Key_Escape)
