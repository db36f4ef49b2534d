# SPDX-License-Identifier: GPL-3.0-or-later
"""The dialog that answers a held call with an error."""

from __future__ import annotations

import time

import pytest
from PyQt5.QtWidgets import QLabel

from rqdebug.ui.debugging.answer_dialog import AnswerDialog
from rqdebug.ui.models.held_call_model import HeldRow


@pytest.fixture
def open_dialog(qtbot, make_attachment):
    def open_dialog(call):
        dialog = AnswerDialog(HeldRow(make_attachment(), call, time.monotonic()))
        qtbot.addWidget(dialog)
        dialog.show()
        return dialog

    return open_dialog


@pytest.mark.parametrize(("method", "code"), [("put", "FULL"), ("get", "EMPTY"), ("join", "EMPTY")])
def test_usual_error_is_proposed(qtbot, open_dialog, held_call, method, code):
    dialog = open_dialog(held_call(7, method=method))
    with qtbot.waitSignal(dialog.chosen) as chosen:
        dialog.accept()
    assert chosen.args == [code, ""]


def test_code_and_message_can_be_chosen(qtbot, open_dialog, held_call):
    dialog = open_dialog(held_call(7))
    dialog.code.setCurrentText("TOOMANY")
    dialog.message.setText("no space today")
    with qtbot.waitSignal(dialog.chosen) as chosen:
        dialog.accept()
    assert chosen.args == ["TOOMANY", "no space today"]


@pytest.mark.parametrize(("at", "is_warned"), [("start", False), ("end", True)])
def test_dialog_warns_that_taken_items_are_lost(open_dialog, held_call, at, is_warned):
    dialog = open_dialog(held_call(7, b"abc", method="get", at=at))
    assert any("lost" in label.text() for label in dialog.findChildren(QLabel)) == is_warned
