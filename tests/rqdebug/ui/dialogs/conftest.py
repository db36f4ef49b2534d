# SPDX-License-Identifier: GPL-3.0-or-later
"""Fixtures for the tests of dialogs."""

from __future__ import annotations

import pytest
from PyQt5 import sip
from PyQt5.QtWidgets import QAbstractButton, QFileDialog, QInputDialog


@pytest.fixture
def shown(qtbot):
    """Show a dialog, and close it after the test if necessary."""
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
    """Set the answer of the next text question; None cancels it."""

    def answer_name(text):
        monkeypatch.setattr(QInputDialog, "getText", lambda *_: (text or "", text is not None))

    return answer_name


@pytest.fixture
def answer_file(monkeypatch):
    """Set the file that the next file dialog returns; None cancels it."""

    def answer_file(path):
        for question in ("getOpenFileName", "getSaveFileName"):
            monkeypatch.setattr(QFileDialog, question, lambda *_: (str(path or ""), ""))

    return answer_file
