# SPDX-License-Identifier: GPL-3.0-or-later
"""The window that shows the items, blocked calls and leases of a queue, without taking items."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from functools import partial

from PyQt5.QtCore import QModelIndex, Qt, pyqtBoundSignal, pyqtSignal
from PyQt5.QtGui import QShowEvent
from PyQt5.QtWidgets import (
    QCheckBox,
    QDialog,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QSplitter,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from rqcore.protocol.queue_values import Preview, QueueStat
from rqdebug.inspection.queue_snapshot import MOST_LEASES, QueueSnapshot
from rqdebug.support.characters import escape_unsafe
from rqdebug.ui.inspection.payload_view import PayloadView
from rqdebug.ui.models import formats
from rqdebug.ui.models.content_model import ContentModel
from rqdebug.ui.models.lease_model import LeaseModel
from rqdebug.ui.models.waiter_model import WaiterModel
from rqdebug.ui.services.timers import every
from rqdebug.ui.style.engine_messages import translate_message
from rqdebug.ui.style.theme import Theme
from rqdebug.ui.style.tr import counted, tr
from rqdebug.ui.widgets.elided import ElidedLabel
from rqdebug.ui.widgets.empty_note import EmptyNote
from rqdebug.ui.widgets.styled_name import rename_for_style
from rqdebug.ui.widgets.table_style import LargeTable, apply_table_style, monospace

INTERVAL = 1000
"""Milliseconds between two refreshes."""
REST = 4
"""The pause after a refresh, as a multiple of its duration. It is never shorter than the interval."""


class ContentWindow(QDialog):
    """Requests snapshots of a queue while it is open, and shows them."""

    refresh_wanted = pyqtSignal()
    """Fetch a snapshot and pass it to ``show_snapshot``, or an error to ``show_failed``."""
    put_again_wanted = pyqtSignal(object)
    """Put a copy of this item, a Preview, into the queue."""
    move_wanted = pyqtSignal(object)
    """Move the item with this number to another queue."""
    edit_wanted = pyqtSignal(object)
    """Change this item, a Preview, of the frozen queue."""
    removal_wanted = pyqtSignal(object)
    """Delete this item of the frozen queue."""
    front_wanted = pyqtSignal(object)
    """Let this item of the frozen queue become the next one."""

    def __init__(self, queue: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WA_DeleteOnClose)
        self.setWindowFlag(Qt.WindowMaximizeButtonHint)
        self.setWindowTitle(escape_unsafe(tr("Content of {queue}", queue=queue)))
        self.resize(900, 560)
        self._model = ContentModel(theme, self)
        self._waiters = WaiterModel(self)
        self._leases = LeaseModel(self)
        self._refreshing = False
        self._asked = self._rests_until = 0.0
        self._snapshot: QueueSnapshot | None = None
        self._shown: Preview | None = None
        self.items = LargeTable()
        self.waiting = LargeTable()
        self.leased = LargeTable()
        self.payload = PayloadView(theme)
        self.tabs = QTabWidget()
        self.compare = QPushButton(tr("Track Changes"))
        self.live = QCheckBox(tr("Refresh every second"))
        self.again = QPushButton(tr("Put Again"))
        self.move_button = QPushButton(tr("Move to Queue…"))
        self.edit_button = QPushButton(tr("Edit…"))
        self.remove_button = QPushButton(tr("Delete…"))
        self.front_button = QPushButton(tr("Move to Front"))
        self._frozen = QFrame()
        self.summary = ElidedLabel(tr("Loading…"))
        self._lay_out_frozen()
        self._lay_out(theme)
        self._no_leases = EmptyNote(self.leased, tr("Loading…"))
        self._no_leases.setTextFormat(Qt.PlainText)
        self.items.selectionModel().currentRowChanged.connect(self._select)
        self._model.modelReset.connect(self._update_controls)
        self.compare.toggled.connect(self._compare)
        self.again.clicked.connect(self._put_again)
        self.move_button.clicked.connect(self._move)
        for button, wanted in self._changes():
            button.clicked.connect(partial(self._change, wanted))
        self.tabs.currentChanged.connect(self._list_leases_now)
        self._timer = every(INTERVAL, self._tick, self)
        self._update_controls()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._refresh()

    def show_snapshot(self, snapshot: QueueSnapshot) -> None:
        self._end_refresh()
        if self._snapshot is None and snapshot.content_error:
            self.tabs.setCurrentWidget(self.waiting)
        if self._snapshot is None or snapshot.content != self._snapshot.content:
            self._show_content(snapshot.content)
        self._snapshot = snapshot
        self._waiters.show_waiters(snapshot.waiters)
        self.tabs.setTabText(1, tr("Blocked Calls ({n})", n=len(snapshot.waiters)))
        self._show_leases(snapshot)
        self._show_summary(_cut_leases(snapshot) or _summary(snapshot), "muted")
        self._update_controls()

    def show_failed(self, message: str) -> None:
        self._end_refresh()
        self._show_summary(translate_message(message), "error")

    @property
    def shows_leases(self) -> bool:
        """Whether the next snapshot needs the leases: they can be many, so they are listed only if seen."""
        return self.tabs.currentWidget() is self.leased

    def _show_leases(self, snapshot: QueueSnapshot) -> None:
        is_known = "leased" not in snapshot.stat.unknown
        count = formats.count(snapshot.stat.leased) if is_known else "–"
        self.tabs.setTabText(2, tr("Leases ({n})", n=count))
        if snapshot.leases is None:
            self._list_leases_now()
        else:
            self._leases.show_leases(snapshot.leases, time.time_ns(), snapshot.stat.max_deliveries)
            self._no_leases.setText(translate_message(snapshot.leases_error) or tr("No item is leased."))

    def _list_leases_now(self) -> None:
        if self.shows_leases and self.isVisible() and not self._refreshing:
            self._refresh()

    def _show_content(self, content: Sequence[Preview]) -> None:
        """Show the items; keep the scroll position."""
        scrolled = self.items.verticalScrollBar().value()
        self._keep_selection(lambda: self._model.show_content(content))
        self.items.verticalScrollBar().setValue(scrolled)

    def _compare(self, comparing: bool) -> None:
        self._keep_selection(lambda: self._model.compare(comparing))

    def _keep_selection(self, change: Callable[[], object]) -> None:
        """Change the rows. The selected item stays selected, wherever it is; if it is gone, none is."""
        before = self.items.currentIndex()
        item = self._current_item()
        change()
        row = None if item is None else self._model.row_of(item, before.row())
        if row is not None:
            self.items.selectRow(row)

    def _current_item(self) -> Preview | None:
        index = self.items.currentIndex()
        return self._model.item_at(index.row()) if index.isValid() else None

    def _tick(self) -> None:
        is_due = time.monotonic() >= self._rests_until
        if is_due and self.live.isChecked() and self.isVisible() and not self._refreshing:
            self._refresh()

    def _refresh(self) -> None:
        self._refreshing, self._asked = True, time.monotonic()
        self.refresh_wanted.emit()

    def _end_refresh(self) -> None:
        now = time.monotonic()
        self._refreshing, self._rests_until = False, now + REST * (now - self._asked)

    def _select(self, current: QModelIndex) -> None:
        if current.isValid():
            self._show_item(self._model.item_at(current.row()))
        self._update_controls()

    def _show_item(self, item: Preview) -> None:
        """Show an item and request the rest of a large one, but only once, not at every refresh."""
        if item != self._shown:
            self._shown = item
            self.payload.show_payload(item.beginning, str(item.codec), item.size, item)
            if len(item.beginning) < item.size:
                self.payload.piece_wanted.emit(item, 0)

    def _put_again(self) -> None:
        self.put_again_wanted.emit(self._current_item())

    def _changes(self) -> tuple[tuple[QPushButton, pyqtBoundSignal], ...]:
        """The buttons that change items of a frozen queue, with their signals."""
        return (
            (self.edit_button, self.edit_wanted),
            (self.remove_button, self.removal_wanted),
            (self.front_button, self.front_wanted),
        )

    def _change(self, wanted: pyqtBoundSignal) -> None:
        if (item := self._current_item()) is not None:
            wanted.emit(item)

    def _move(self) -> None:
        if (item := self._current_item()) is not None:
            self.move_wanted.emit(item.number)

    def _update_controls(self) -> None:
        item, row = self._current_item(), self.items.currentIndex().row()
        self.again.setEnabled(item is not None)
        can_move = item is not None and item.number is not None and self._model.is_present(row)
        self.move_button.setEnabled(can_move)
        is_frozen = self._snapshot is not None and bool(self._snapshot.stat.frozen)
        self._frozen.setVisible(is_frozen)
        for button, _ in self._changes():
            button.setEnabled(can_move)
        self.items.setColumnHidden(1, not self._model.comparing)

    def _show_summary(self, text: str, kind: str) -> None:
        self.summary.setText(text)
        rename_for_style(self.summary, kind)

    def _lay_out(self, theme: Theme) -> None:
        for table, model, name in (
            (self.items, self._model, tr("Items")),
            (self.waiting, self._waiters, tr("Blocked calls")),
            (self.leased, self._leases, tr("Leases")),
        ):
            monospace(table, theme)
            table.setModel(model)
            apply_table_style(table, theme)
            table.horizontalHeader().setStretchLastSection(True)
            table.setAccessibleName(name)
        for number, width in enumerate((70, 32, 70, 90)):
            self.items.setColumnWidth(number, width)
        self.waiting.setColumnWidth(0, 360)
        for number, width in enumerate((90, 300, 90, 90, 90, 100)):
            self.leased.setColumnWidth(number, width)
        for button in (self.compare, self.again, self.move_button):
            button.setAutoDefault(False)
        self.compare.setCheckable(True)
        self.compare.setToolTip(tr("Mark the items that are added or removed from now on"))
        self.live.setChecked(True)
        splitter = QSplitter(Qt.Vertical)
        splitter.addWidget(self.items)
        splitter.addWidget(self.payload)
        splitter.setSizes([320, 180])
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(splitter, tr("Items"))
        self.tabs.addTab(self.waiting, tr("Blocked Calls"))
        self.tabs.addTab(self.leased, tr("Leases"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._frozen)
        column.addWidget(self.tabs)
        column.addLayout(self._foot())

    def _lay_out_frozen(self) -> None:
        """Lay out the bar that is only visible while the queue is frozen."""
        self._frozen.setObjectName("held")
        row = QHBoxLayout(self._frozen)
        row.setContentsMargins(14, 5, 14, 5)
        row.addWidget(ElidedLabel(tr("The queue is frozen. You can change its items.")))
        row.addStretch(1)
        for button, _ in self._changes():
            button.setAutoDefault(False)
            row.addWidget(button)

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(14, 8, 14, 10)
        row.setSpacing(12)
        row.addWidget(self.summary)
        row.addStretch(1)
        row.addWidget(self.live)
        row.addWidget(self.compare)
        row.addWidget(self.again)
        row.addWidget(self.move_button)
        return row


def _summary(snapshot: QueueSnapshot) -> str:
    stat = snapshot.stat
    if snapshot.content_error:
        return translate_message(snapshot.content_error)
    absent = _absent(stat)
    if not stat.size:
        return " ".join(filter(None, (tr("The queue is empty."), absent)))
    whole = counted(stat.size, "{n} item", "{n} items")
    if "bytes" not in stat.unknown:
        whole = f"{whole}, {formats.size(stat.bytes)}"
    shown = len(snapshot.content)
    if shown < stat.size:
        whole = tr("The first {n} of {all}", n=formats.count(shown), all=whole)
    return f"{whole}, {absent}" if absent else whole


def _cut_leases(snapshot: QueueSnapshot) -> str:
    """How many leases are listed; nothing if all are, or if none were wanted."""
    shown, leased = len(snapshot.leases or ()), snapshot.stat.leased
    if shown < MOST_LEASES or shown >= leased:
        return ""
    whole = counted(leased, "{n} lease", "{n} leases")
    return tr("The first {n} of {all}", n=formats.count(shown), all=whole)


def _absent(stat: QueueStat) -> str:
    """How many items belong to the queue, but are not in it."""
    counts = (
        (stat.leased, counted(stat.leased, "{n} leased", "{n} leased")),
        (stat.delayed, counted(stat.delayed, "{n} delayed", "{n} delayed")),
    )
    return ", ".join(text for count, text in counts if count)
