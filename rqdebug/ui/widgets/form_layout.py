# SPDX-License-Identifier: GPL-3.0-or-later
"""The layout of dialogs that consist of fields and buttons."""

from __future__ import annotations

from collections.abc import Mapping

from PyQt5.QtCore import QEvent, QObject
from PyQt5.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)


def make_form(dialog: QDialog) -> QFormLayout:
    """Return a form that fills a dialog."""
    form = QFormLayout(dialog)
    form.setContentsMargins(18, 18, 18, 14)
    form.setHorizontalSpacing(14)
    form.setVerticalSpacing(8)
    return form


def add_buttons(dialog: QDialog, form: QFormLayout, title: str) -> QPushButton:
    """Add the last row to the form of a dialog: a Cancel button, and one that accepts the dialog.

    Args:
        dialog: The dialog.
        form: Its form.
        title: The title of the button that accepts the dialog, also with the key Enter.

    Returns:
        That button.
    """
    buttons = QDialogButtonBox(QDialogButtonBox.Cancel)
    button = buttons.addButton(title, QDialogButtonBox.AcceptRole)
    buttons.accepted.connect(dialog.accept)
    buttons.rejected.connect(dialog.reject)
    form.addRow(buttons)
    button.setDefault(True)  # must follow addRow: before it, the button is not in the dialog
    return button


def lay_out_form(
    dialog: QDialog, fields: Mapping[str, QWidget], note: QLabel, problem: QLabel, buttons: QDialogButtonBox
) -> None:
    """Fill a dialog with fields, a note, what is wrong with them, and buttons; Cancel rejects it.

    Args:
        dialog: The dialog, which has no layout yet.
        fields: The fields by their labels, in order.
        note: What the dialog does.
        problem: What is wrong with the fields.
        buttons: The buttons.
    """
    problem.setObjectName("error")
    for each in (note, problem):
        each.setWordWrap(True)
    buttons.rejected.connect(dialog.reject)
    dialog.installEventFilter(_HeightFilter(dialog))
    form = QFormLayout()
    for label, field in fields.items():
        form.addRow(label, field)
    column = QVBoxLayout(dialog)  # a form would not give a label the height of its lines
    column.setContentsMargins(18, 18, 18, 14)
    column.setSpacing(10)
    column.addLayout(form)
    for widget in (note, problem, buttons):
        column.addWidget(widget)


class _HeightFilter(QObject):
    """Makes a dialog higher when a text needs more lines; otherwise its fields would become lower."""

    def eventFilter(self, dialog: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.LayoutRequest and isinstance(dialog, QDialog):
            width, height = dialog.width(), dialog.height()
            dialog.resize(width, max(dialog.heightForWidth(width), height))
        return super().eventFilter(dialog, event)
