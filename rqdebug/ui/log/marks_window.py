# SPDX-License-Identifier: GPL-3.0-or-later
"""The list of marks and notes of a log. A click goes to the event."""

from __future__ import annotations

from PyQt5.QtCore import QModelIndex, Qt, pyqtSignal
from PyQt5.QtGui import QKeySequence
from PyQt5.QtWidgets import QAbstractItemView, QDialog, QShortcut, QVBoxLayout, QWidget

from rqdebug.events.event_log import EventLog
from rqdebug.support.characters import escape_unsafe
from rqdebug.ui.models.mark_model import MarkModel
from rqdebug.ui.services.signal_bridge import SignalBridge
from rqdebug.ui.style.command_keys import COMMAND_KEYS, TextWithKeys
from rqdebug.ui.style.theme import Theme
from rqdebug.ui.style.tr import counted, tr
from rqdebug.ui.widgets.empty_note import EmptyNote
from rqdebug.ui.widgets.plain_label import PlainLabel
from rqdebug.ui.widgets.table_style import LargeTable, apply_table_style, monospace

WIDTHS = (130, 90, 140, 140)
"""Widths of the columns before the note, in pixels."""


class MarksWindow(QDialog):
    """Lists the marks while the user works in the main window. Delete removes the selected mark."""

    row_chosen = pyqtSignal(int)
    """Go to this row of the log."""
    removal_wanted = pyqtSignal(int)
    """Remove the mark of this row of the log."""

    def __init__(
        self, log: EventLog, title: str, bridge: SignalBridge, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WA_DeleteOnClose)
        self.setWindowTitle(escape_unsafe(tr("Marks and Notes – {log}", log=title)))
        self.resize(760, 360)
        self.model = MarkModel(log, self)
        self.table = LargeTable()
        self.count = PlainLabel()
        self._lay_out(theme)
        self._carrier = bridge.carry_change(log.marks.changed, self._refresh)
        self.destroyed.connect(self._carrier.close)
        self.table.clicked.connect(self._choose)
        self.table.activated.connect(self._choose)
        QShortcut(QKeySequence.Delete, self, self._remove)
        self._show_count()
        self.table.setCurrentIndex(self.model.index(0, 0))

    def _choose(self, index: QModelIndex) -> None:
        self.row_chosen.emit(self.model.log_row(index))

    def _remove(self) -> None:
        index = self.table.currentIndex()
        if index.isValid():
            self.removal_wanted.emit(self.model.log_row(index))

    def _refresh(self) -> None:
        """Show the marks as they are now, with the same mark selected, or the next one."""
        index = self.table.currentIndex()
        row = self.model.log_row(index) if index.isValid() else 0
        self.model.refresh()
        self._show_count()
        self.table.setCurrentIndex(self.model.index_of(row))

    def _show_count(self) -> None:
        hidden, shown = self.model.hidden_count, self.model.rowCount()
        texts = [counted(shown + hidden, "{n} mark", "{n} marks"), tr("Delete removes the selected mark")]
        if hidden:
            texts.append(tr("only the first ones are listed; the filter “marked” shows all"))
        self.count.setText("  ·  ".join(texts))

    def _lay_out(self, theme: Theme) -> None:
        monospace(self.table, theme)
        apply_table_style(self.table, theme)
        self.table.setFrameShape(QAbstractItemView.NoFrame)
        self.table.setAccessibleName(tr("Marks and Notes"))
        self.table.setModel(self.model)
        for place, width in enumerate(WIDTHS):
            self.table.setColumnWidth(place, width)
        self.table.horizontalHeader().setStretchLastSection(True)
        self.table.horizontalHeader().setDefaultAlignment(Qt.AlignLeft | Qt.AlignVCenter)
        TextWithKeys(EmptyNote(self.table, ""), _empty_text)
        self.count.setObjectName("muted")
        self.count.setContentsMargins(10, 8, 10, 8)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.table, 1)
        column.addWidget(self.count)


def _empty_text() -> str:
    return tr(
        "No marks. {mark} marks the selected events, {note} writes a note.",
        mark=COMMAND_KEYS["log.mark"],
        note=COMMAND_KEYS["log.note"],
    )
