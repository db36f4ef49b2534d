# SPDX-License-Identifier: GPL-3.0-or-later
"""The rows of a dialog that show the options of the chosen kind of target."""

from __future__ import annotations

from PyQt5.QtCore import QObject, pyqtSignal
from PyQt5.QtWidgets import QFormLayout, QWidget

from rqdebug.targets.target_form import FormField, TargetForm
from rqdebug.ui.dialogs.option_editors import EDITORS, OptionEditor


class OptionRows(QObject):
    """Inserts an editor for each field of a form into a layout, below another row.

    The rows follow the URL: other fields replace them, and a field that the URL
    states shows that value and is disabled.
    """

    changed = pyqtSignal()
    """The user has changed a value."""
    replaced = pyqtSignal()
    """Other fields are shown, which can need another height."""

    def __init__(self, layout: QFormLayout, above: QWidget) -> None:
        super().__init__(layout)
        self._layout = layout
        self._above = above
        self._fields: tuple[FormField, ...] = ()
        self.editors: dict[str, OptionEditor] = {}
        """By the name of the field."""

    def show_form(self, form: TargetForm, url: str) -> None:
        """Show the fields of a form that apply to this URL."""
        fields = tuple(form.fields_for(url))
        if fields != self._fields:
            self._replace(fields)
        stated = form.stated(url)
        for name, editor in self.editors.items():
            if name in stated:
                editor.blockSignals(True)
                editor.set_value(stated[name])
                editor.blockSignals(False)
            editor.fix(name in stated)

    def values(self) -> dict[str, str]:
        """What the user has chosen, by the name of the field."""
        return {name: editor.value() for name, editor in self.editors.items()}

    def _replace(self, fields: tuple[FormField, ...]) -> None:
        for editor in self.editors.values():
            self._layout.removeRow(editor)
        self._fields = fields
        self.editors = {field.name: EDITORS[field.type](field) for field in fields}
        row, _ = self._layout.getWidgetPosition(self._above)
        for number, editor in enumerate(self.editors.values(), row + 1):
            self._layout.insertRow(number, editor.label, editor)
            editor.changed.connect(self.changed)
            editor.show()  # otherwise it has no height before the next event
        self.replaced.emit()
