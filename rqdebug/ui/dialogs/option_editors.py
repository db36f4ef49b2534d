# SPDX-License-Identifier: GPL-3.0-or-later
"""Widgets for the fields of a TargetForm: one editor for each type of field."""

from __future__ import annotations

from PyQt5.QtCore import pyqtSignal
from PyQt5.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from rqdebug.targets.target_form import FieldType, FormField
from rqdebug.ui.style.tr import tr
from rqdebug.ui.widgets.plain_label import PlainLabel


class OptionEditor(QWidget):
    """Base class: a widget that edits the value of one field."""

    changed = pyqtSignal()
    """The user changed the value."""

    def __init__(self, field: FormField, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field

    @property
    def label(self) -> str:
        """Label in front of the editor; empty for an editor that shows its own label."""
        return tr(self.field.label)

    def value(self) -> str:
        """The value as it appears in the URL."""
        raise NotImplementedError

    def set_value(self, value: str) -> None:
        """Show this value; ignore a value that the field does not allow."""
        raise NotImplementedError

    def fix(self, fixed: bool) -> None:
        """Disable the editor while the URL contains the value."""
        self.setEnabled(not fixed)
        self.setToolTip(tr("Already set in the URL") if fixed else "")


class TextEditor(OptionEditor):
    """A line of text."""

    def __init__(self, field: FormField, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self.text = QLineEdit(field.default)
        self.text.setPlaceholderText(tr(field.help) if field.help else "")
        self.text.setAccessibleName(tr(field.label))
        self.text.textChanged.connect(self.changed)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.addWidget(self.text)
        self.setFocusProxy(self.text)

    def value(self) -> str:
        return self.text.text().strip()

    def set_value(self, value: str) -> None:
        self.text.setText(value)


class FileEditor(TextEditor):
    """The path of a file, and a button to choose one."""

    def __init__(self, field: FormField, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        button = QPushButton(tr("Browse…"))
        button.setAutoDefault(False)
        button.clicked.connect(self._choose)
        self.row.addWidget(button)

    def _choose(self) -> None:
        label, pattern = tr(self.field.label), self.field.file_pattern or "*"
        path, _ = QFileDialog.getOpenFileName(self, label, "", f"{label} ({pattern})")
        if path:
            self.text.setText(path)


class ChoiceEditor(OptionEditor):
    """A choice of several values, with an explanation of the chosen one below."""

    def __init__(self, field: FormField, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self.choice = QComboBox()
        self.help = PlainLabel()
        for choice in field.choices:
            self.choice.addItem(tr(choice.label), choice.value)
        self.choice.setAccessibleName(tr(field.label))
        self.choice.currentIndexChanged.connect(self._show_help)
        self.choice.currentIndexChanged.connect(self.changed)
        self.help.setObjectName("muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.choice)
        column.addWidget(self.help)
        self.help.setVisible(any(choice.help for choice in field.choices))
        self.set_value(field.default)
        self._show_help()
        self.setFocusProxy(self.choice)

    def value(self) -> str:
        return str(self.choice.currentData())

    def set_value(self, value: str) -> None:
        index = self.choice.findData(value)
        if index >= 0:
            self.choice.setCurrentIndex(index)

    def _show_help(self) -> None:
        help = self.field.choices[self.choice.currentIndex()].help
        self.help.setText(tr(help) if help else "")


class SwitchEditor(OptionEditor):
    """A check box, which shows its own label."""

    def __init__(self, field: FormField, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self.switch = QCheckBox(tr(field.label))
        self.switch.setToolTip(tr(field.help) if field.help else "")
        self.switch.toggled.connect(self.changed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.switch)
        self.set_value(field.default)
        self.setFocusProxy(self.switch)

    @property
    def label(self) -> str:
        return ""

    def value(self) -> str:
        return "yes" if self.switch.isChecked() else "no"

    def set_value(self, value: str) -> None:
        self.switch.setChecked(value == "yes")


EDITORS: dict[FieldType, type[OptionEditor]] = {
    FieldType.TEXT: TextEditor,
    FieldType.FILE: FileEditor,
    FieldType.CHOICE: ChoiceEditor,
    FieldType.SWITCH: SwitchEditor,
}
"""The widget for each type of field."""
