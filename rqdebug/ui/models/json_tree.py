# SPDX-License-Identifier: GPL-3.0-or-later
"""A JSON value as a tree of names and values."""

from __future__ import annotations

import json
from typing import Any

from PyQt5.QtCore import QObject
from PyQt5.QtGui import QStandardItem, QStandardItemModel

from rqdebug.inspection.json_layout import JsonNumber, JsonObject
from rqdebug.ui.models import formats
from rqdebug.ui.style.tr import counted, tr

MAX_ROWS = 20_000
"""Larger trees are cut off: they are too long to read and would freeze the window."""


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

    def show_value(self, value: Any) -> None:
        """Show a value as returned by ``parse_document``."""
        self.clear()
        self.setHorizontalHeaderLabels([tr("Name"), tr("Value")])
        self._remaining = MAX_ROWS
        pending = [(self.invisibleRootItem(), _members(value) or [("", value)])]
        while pending:  # no recursion: received values may be nested deeply
            parent, members = pending.pop()
            for name, member in members:
                self._remaining -= 1
                if self._remaining < 0:
                    return
                item = _item(name)
                parent.appendRow([item, _item(_summary(member))])
                if inner := _members(member):
                    pending.append((item, inner))


def _members(value: Any) -> list[tuple[str, Any]]:
    """Return the names and values in an object or array."""
    if isinstance(value, JsonObject):
        return list(value.members)
    if isinstance(value, list):
        return [(f"[{number}]", member) for number, member in enumerate(value)]
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
