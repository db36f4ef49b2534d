# SPDX-License-Identifier: GPL-3.0-or-later
"""A JSON value as a tree of names and values."""

from __future__ import annotations

import json
from typing import Any

from PyQt5.QtCore import QObject
from PyQt5.QtGui import QStandardItem, QStandardItemModel

from rqdebug.ui.models import formats
from rqdebug.ui.style.tr import counted, tr

MOST_ROWS = 20_000
"""A larger tree is cut off: it is too long to read, and would freeze the window."""


class JsonTree(QStandardItemModel):
    """Two columns: where a value stands, and what it is."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._room = 0
        self.show_value(None)

    @property
    def cut(self) -> bool:
        """Whether there was more than is shown."""
        return self._room < 0

    def show_value(self, value: Any) -> None:
        """Show what ``json.loads`` gave."""
        self.clear()
        self.setHorizontalHeaderLabels([tr("Name"), tr("Value")])
        self._room = MOST_ROWS
        waiting = [(self.invisibleRootItem(), _members(value) or [("", value)])]
        while waiting:  # no recursion: what came from elsewhere may be nested deeply
            parent, members = waiting.pop()
            for name, member in members:
                self._room -= 1
                if self._room < 0:
                    return
                item = _item(name)
                parent.appendRow([item, _item(_summary(member))])
                if inner := _members(member):
                    waiting.append((item, inner))


def _members(value: Any) -> list[tuple[str, Any]]:
    """What an object or array holds."""
    if isinstance(value, dict):
        return [(str(name), member) for name, member in value.items()]
    if isinstance(value, list):
        return [(f"[{number}]", member) for number, member in enumerate(value)]
    return []


def _summary(value: Any) -> str:
    if isinstance(value, dict):
        return f"{{{_members_of(value)}}}"
    if isinstance(value, list):
        return f"[{_members_of(value)}]"
    return json.dumps(value, ensure_ascii=False)


def _members_of(value: dict[str, Any] | list[Any]) -> str:
    return counted(len(value), "{n} member", "{n} members")


def _item(text: str) -> QStandardItem:
    item = QStandardItem(text)
    item.setEditable(False)
    item.setToolTip(formats.tip(text))
    return item
