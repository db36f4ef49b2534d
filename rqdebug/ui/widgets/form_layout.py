# SPDX-License-Identifier: GPL-3.0-or-later
"""The layout of a small dialog: fields, a note, what is wrong with them, and buttons."""

from __future__ import annotations

from collections.abc import Mapping

from PyQt5.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QLabel, QVBoxLayout, QWidget


def lay_out_form(
    dialog: QDialog, fields: Mapping[str, QWidget], note: QLabel, problem: QLabel, buttons: QDialogButtonBox
) -> None:
    """Fill a dialog, and let its Cancel button reject it.

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
    form = QFormLayout()
    for label, field in fields.items():
        form.addRow(label, field)
    column = QVBoxLayout(dialog)  # a form would not give a label the height of its lines
    column.setContentsMargins(18, 18, 18, 14)
    column.setSpacing(10)
    column.addLayout(form)
    for widget in (note, problem, buttons):
        column.addWidget(widget)
