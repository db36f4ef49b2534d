# SPDX-License-Identifier: GPL-3.0-or-later
"""Inputs for the action and the trigger of a rule: a choice, and the fields of what is chosen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PyQt5.QtCore import pyqtSignal
from PyQt5.QtWidgets import QComboBox, QDoubleSpinBox, QFormLayout, QLineEdit, QSpinBox, QWidget

from rqdebug.ui.models.rule_texts import RuleField, RuleForm, form_of
from rqdebug.ui.style.tr import tr

DECIMALS = 6
"""Digits behind the point of numbers that are not whole."""


class RuleInput(QWidget):
    """Chooses one of some forms, and shows inputs for its fields."""

    changed = pyqtSignal()
    """Another form is chosen, or a field has another value."""

    def __init__(self, forms: tuple[RuleForm, ...], values: Mapping[str, Any], title: str) -> None:
        super().__init__()
        self._forms = forms
        self._values = dict(values)
        self.choice = QComboBox()
        self.choice.setAccessibleName(title)
        self.choice.addItems([tr(form.title) for form in forms])
        self.inputs: dict[str, QWidget] = {}
        self._layout = QFormLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.addRow(self.choice)
        self.choice.setCurrentIndex(forms.index(form_of(forms, values)))
        self.choice.currentIndexChanged.connect(self._show_form)
        self.setFocusProxy(self.choice)
        self._show_form()

    @property
    def form(self) -> RuleForm:
        """What is chosen."""
        return self._forms[self.choice.currentIndex()]

    def values(self) -> dict[str, Any]:
        """The kind and the fields."""
        values = {name: _value(each) for name, each in self.inputs.items()}
        return {"kind": self.form.kind, **{name: value for name, value in values.items() if value != ""}}

    def _show_form(self) -> None:
        for each in self.inputs.values():
            self._layout.removeRow(each)
        self.inputs = {field.name: self._make(field) for field in self.form.fields}
        for field in self.form.fields:
            self._layout.addRow(tr(field.title), self.inputs[field.name])
        self.changed.emit()

    def _make(self, field: RuleField) -> QWidget:
        value = self._values.get(field.name, field.default)
        if field.choices:
            choice = QComboBox()
            choice.addItems(field.choices)
            choice.setCurrentText(str(value))
            choice.currentIndexChanged.connect(lambda _: self.changed.emit())
            return choice
        if isinstance(field.default, str):
            line = QLineEdit(str(value))
            line.textChanged.connect(lambda _: self.changed.emit())
            return line
        box: QDoubleSpinBox | QSpinBox
        if isinstance(field.default, float):
            box = make_double_box(field.least, field.most, float(value))
        else:
            box = make_box(int(field.least), int(field.most), int(value))
        box.setSuffix(f" {tr(field.unit)}" if field.unit else "")
        box.valueChanged.connect(lambda _: self.changed.emit())
        return box


def make_box(least: int, most: int, value: int) -> QSpinBox:
    """Return an input for a whole number."""
    box = QSpinBox()
    box.setRange(least, most)
    box.setGroupSeparatorShown(True)
    box.setValue(value)
    return box


class NumberBox(QDoubleSpinBox):
    """Shows no zeros behind the last digit."""

    def textFromValue(self, value: float) -> str:
        return self.locale().toString(value, "g", 10)


def make_double_box(least: float, most: float, value: float) -> QDoubleSpinBox:
    """Return an input for a number."""
    box = NumberBox()
    box.setDecimals(DECIMALS)
    box.setStepType(QDoubleSpinBox.AdaptiveDecimalStepType)
    box.setRange(least, most)
    box.setGroupSeparatorShown(True)
    box.setValue(value)
    return box


def _value(widget: QWidget) -> Any:
    if isinstance(widget, QComboBox):
        return widget.currentText()
    if isinstance(widget, QSpinBox | QDoubleSpinBox):
        return widget.value()
    assert isinstance(widget, QLineEdit)
    return widget.text()
