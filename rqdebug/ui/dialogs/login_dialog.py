# SPDX-License-Identifier: GPL-3.0-or-later
"""Asks for user and password of a target that has refused the log-in."""

from __future__ import annotations

from PyQt5.QtCore import Qt, pyqtSignal
from PyQt5.QtWidgets import QCheckBox, QDialog, QLineEdit, QWidget

from rqdebug.support.characters import escape_unsafe
from rqdebug.ui.style.tr import tr
from rqdebug.ui.widgets.form_layout import add_buttons, make_form
from rqdebug.ui.widgets.plain_label import PlainLabel


class LoginDialog(QDialog):
    """Names the target, and says why it has refused the log-in."""

    chosen = pyqtSignal(str, str, bool)
    """User, password, and whether to save the password in the keyring."""

    def __init__(self, target: str, reason: str, user: str, parent: QWidget | None = None) -> None:
        """``user``: the user of the log-in that was refused."""
        super().__init__(parent)
        self.setAttribute(Qt.WA_DeleteOnClose)
        self.setWindowTitle(escape_unsafe(tr("Log In to {target}", target=target)))
        self.setMinimumWidth(420)
        self.user, self.password = QLineEdit(user), QLineEdit()
        self.keep = QCheckBox(tr("Save in keyring"))
        label = PlainLabel(reason)
        label.setWordWrap(True)
        self.password.setEchoMode(QLineEdit.Password)
        self.user.setAccessibleName(tr("User"))
        self.password.setAccessibleName(tr("Password"))
        form = make_form(self)
        form.addRow(label)
        form.addRow(tr("User"), self.user)
        form.addRow(tr("Password"), self.password)
        form.addRow("", self.keep)
        add_buttons(self, form, tr("Log In"))
        (self.password if user else self.user).setFocus()

    def accept(self) -> None:
        self.chosen.emit(self.user.text().strip(), self.password.text(), self.keep.isChecked())
        super().accept()

    def offer_keyring(self, available: bool) -> None:
        """Enable saving the password if the system has a keyring."""
        self.keep.setEnabled(available)
