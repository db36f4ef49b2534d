# SPDX-License-Identifier: GPL-3.0-or-later
"""The rows of the connect dialog with the options of the chosen kind of target."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from types import MappingProxyType

from PyQt5.QtCore import QObject, pyqtSignal
from PyQt5.QtWidgets import QFormLayout, QWidget

from rqdebug.targets.target_form import FormField, TargetForm
from rqdebug.ui.dialogs.option_editors import EDITORS, OptionEditor
from rqdebug.ui.widgets.focus_order import order_focus


class OptionRows(QObject):
    """Inserts an editor for each field of a form into a layout, below another row.

    When the URL changes, the editors change to the fields that apply to it. An editor whose value is in the
    URL shows that value and is disabled.
    """

    changed = pyqtSignal()
    """The user changed a value."""
    replaced = pyqtSignal()
    """Other fields are shown, so the dialog may need another size."""

    def __init__(self, layout: QFormLayout, above: QWidget) -> None:
        super().__init__(layout)
        self._layout = layout
        self._above = above
        self._fields: tuple[FormField, ...] = ()
        self.editors: dict[str, OptionEditor] = {}
        """Editors by the name of their field."""
        self._edited: set[str] = set()
        """The fields that the user has changed."""

    def show_form(
        self, form: TargetForm, url: str, defaults: Mapping[str, str] = MappingProxyType({})
    ) -> None:
        """Show the fields of a form that apply to this URL.

        ``defaults`` replaces the defaults of fields, by name, that the user has not changed.
        """
        fields = tuple(form.fields_for(url))
        if fields != self._fields:
            self._replace(fields)
        stated = form.stated(url)
        for name, editor in self.editors.items():
            value = stated.get(name, None if name in self._edited else defaults.get(name))
            if value is not None:
                editor.blockSignals(True)
                editor.set_value(value)
                editor.blockSignals(False)
            editor.fix(name in stated)

    def values(self) -> dict[str, str]:
        """The values of all editors, by the name of their field."""
        return {name: editor.value() for name, editor in self.editors.items()}

    def _replace(self, fields: tuple[FormField, ...]) -> None:
        for editor in self.editors.values():
            self._layout.removeRow(editor)
        self._fields = fields
        self._edited.clear()
        self.editors = {field.name: EDITORS[field.type](field) for field in fields}
        row, _ = self._layout.getWidgetPosition(self._above)
        for number, editor in enumerate(self.editors.values(), row + 1):
            self._layout.insertRow(number, editor.label, editor)
            editor.changed.connect(partial(self._edited.add, editor.field.name))
            editor.changed.connect(self.changed)
            editor.show()  # otherwise the layout gives it no height until the next event
        below = self._layout.itemAt(row + len(self.editors) + 1, QFormLayout.FieldRole)
        order_focus([self._above, *self.editors.values(), *([below.widget()] if below is not None else [])])
        self.replaced.emit()
