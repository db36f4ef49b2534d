# SPDX-License-Identifier: GPL-3.0-or-later
"""A question before something is lost."""

from __future__ import annotations

from collections.abc import Callable

from PyQt5.QtCore import Qt
from PyQt5.QtWidgets import QMessageBox, QWidget

from rqdebug.support.characters import escape_lines


def ask(title: str, question: str, verb: str, act: Callable[[], object], parent: QWidget) -> None:
    """Ask a question with two buttons: Cancel, the default, and ``verb``, which calls ``act``."""
    box = QMessageBox(QMessageBox.NoIcon, title, escape_lines(question), QMessageBox.Cancel, parent)
    box.setTextFormat(Qt.PlainText)
    box.setAttribute(Qt.WA_DeleteOnClose)
    button = box.addButton(verb, QMessageBox.DestructiveRole)
    button.clicked.connect(lambda: act())
    box.setDefaultButton(QMessageBox.Cancel)
    box.open()
