# SPDX-License-Identifier: GPL-3.0-or-later
"""A JSON value as a tree of names and values."""

from __future__ import annotations

import json
from typing import Any

from PyQt5.QtCore import QModelIndex, QObject, Qt
from PyQt5.QtGui import QStandardItem, QStandardItemModel

from rqdebug.inspection.json_layout import JsonNumber, JsonObject, write_json
from rqdebug.ui.models import formats
from rqdebug.ui.style.tr import counted, tr

MAX_ROWS = 20_000
"""Larger trees are cut off: they are too long to read and would freeze the window."""
_STEP, _VALUE = Qt.UserRole, Qt.UserRole + 1
"""Of an item in the first column: its name or number in its parent, and a list with its value."""


class JsonTree(QStandardItemModel):
    """Shows a JSON value in two columns: name and value."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._remaining = 0
        self.show_value(None)

    @property
    def cut(self) -> bool:
        """Whether the tree was cut off."""
        return self._remaining < 0

    def path(self, index: QModelIndex) -> tuple[str | int, ...]:
        """Return the names and numbers that lead to a row.

        It is empty for a member whose name comes again later: a path leads to the last one.
        """
        steps: list[str | int] = []
        index = index.siblingAtColumn(0)
        while index.isValid():
            step = index.data(_STEP)
            if step is None:
                return ()
            steps.append(step)
            index = index.parent()
        return tuple(reversed(steps))

    def value(self, index: QModelIndex) -> object:
        """Return the value of a row as ``parse_document`` returned it."""
        (value,) = index.siblingAtColumn(0).data(_VALUE)
        return value

    def show_value(self, value: Any) -> None:
        """Show a value as returned by ``parse_document``."""
        self.clear()
        self.setHorizontalHeaderLabels([tr("Name"), tr("Value")])
        self._remaining = MAX_ROWS
        pending = [(self.invisibleRootItem(), _members(value) or [(None, value)])]
        while pending:  # no recursion: received values may be nested deeply
            parent, members = pending.pop()
            last = {step: number for number, (step, _) in enumerate(members)}
            for number, (step, member) in enumerate(members):
                self._remaining -= 1
                if self._remaining < 0:
                    return
                item = _item(f"[{step}]" if isinstance(step, int) else step or "")
                item.setData(step if last[step] == number else None, _STEP)
                item.setData([member], _VALUE)
                parent.appendRow([item, _item(_summary(member))])
                if inner := _members(member):
                    pending.append((item, inner))


def text_of(value: object) -> str:
    """Return a value to copy: a text without quotes, anything else as JSON."""
    return value if isinstance(value, str) else write_json(value)


def _members(value: Any) -> list[tuple[str | int | None, Any]]:
    """Return the names or numbers, and the values, in an object or array."""
    if isinstance(value, JsonObject):
        return list(value.members)
    if isinstance(value, list):
        return list(enumerate(value))
    return []


def _summary(value: Any) -> str:
    if isinstance(value, JsonObject):
        return f"{{{_entry_count(len(value.members))}}}"
    if isinstance(value, list):
        return f"[{_entry_count(len(value))}]"
    if isinstance(value, JsonNumber):
        return value
    return json.dumps(value, ensure_ascii=False)


def _entry_count(count: int) -> str:
    return counted(count, "{n} entry", "{n} entries")


def _item(text: str) -> QStandardItem:
    item = QStandardItem(text)
    item.setEditable(False)
    item.setToolTip(formats.tip(text))
    return item
