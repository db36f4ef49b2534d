# SPDX-License-Identifier: GPL-3.0-or-later
"""What is to be decided before a Redis server is attached to."""

from __future__ import annotations

from PyQt5.QtCore import Qt
from PyQt5.QtWidgets import QCheckBox, QComboBox, QFormLayout, QLabel, QWidget

from rqdebug.targets.registry import changeable, with_events
from rqdebug.ui.style.tr import later, tr

_EVENTS = (
    (
        "monitor",
        later("Calls on queues, by MONITOR"),
        later("MONITOR can cost a busy server half of what it can do."),
    ),
    (
        "all",
        later("Every command, by MONITOR"),
        later("MONITOR can cost a busy server half of what it can do."),
    ),
    (
        "count",
        later("Counters only, without MONITOR"),
        later("Costs little; tells how many items moved, not whose."),
    ),
)


class RedisOptions(QWidget):
    """Where the events come from and what that costs, and whether anything may be changed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.events = QComboBox()
        self.warning = QLabel()
        self.changes = QCheckBox(tr("Allow changes: put, take, create and delete"))
        for word, title, _ in _EVENTS:
            self.events.addItem(tr(title), word)
        self.events.setAccessibleName(tr("Events"))
        self.events.currentIndexChanged.connect(self._warn)
        self.warning.setObjectName("muted")
        self.warning.setTextFormat(Qt.PlainText)
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setHorizontalSpacing(14)
        form.addRow(tr("Events"), self.events)
        form.addRow("", self.warning)
        form.addRow("", self.changes)
        self._warn(0)

    def applied(self, url: str) -> str:
        """The URL with what was chosen; what it says by itself stays."""
        url = with_events(url, self.events.currentData())
        return changeable(url) if self.changes.isChecked() else url

    def _warn(self, index: int) -> None:
        self.warning.setText(tr(_EVENTS[index][2]))
