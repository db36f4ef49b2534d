# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests of dialogs share."""

from __future__ import annotations

import pytest
from PyQt5 import sip
from PyQt5.QtWidgets import QAbstractButton, QFileDialog, QInputDialog


@pytest.fixture
def shown(qtbot):
    """Show a dialog, and close it after the test unless the test did."""
    dialogs = []

    def shown(dialog):
        dialogs.append(dialog)
        with qtbot.waitExposed(dialog):
            dialog.show()
        return dialog

    yield shown
    for dialog in dialogs:
        if not sip.isdeleted(dialog):
            dialog.close()


@pytest.fixture(scope="session")
def button():
    """The button of a dialog with this text."""

    def button(dialog, text):
        (found,) = (each for each in dialog.findChildren(QAbstractButton) if each.text() == text)
        return found

    return button


@pytest.fixture
def answer_name(monkeypatch):
    """What the user writes into the next question for a text; None: the question is cancelled."""

    def answer_name(text):
        monkeypatch.setattr(QInputDialog, "getText", lambda *_: (text or "", text is not None))

    return answer_name


@pytest.fixture
def answer_file(monkeypatch):
    """Which file the user chooses to open or to save; None: none."""

    def answer_file(path):
        for question in ("getOpenFileName", "getSaveFileName"):
            monkeypatch.setattr(QFileDialog, question, lambda *_: (str(path or ""), ""))

    return answer_file
