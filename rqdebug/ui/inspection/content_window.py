# SPDX-License-Identifier: GPL-3.0-or-later
"""What is in a queue, and who waits for it. Looking takes nothing."""

from __future__ import annotations

from collections.abc import Sequence

from PyQt5.QtCore import QModelIndex, Qt, pyqtSignal
from PyQt5.QtGui import QShowEvent
from PyQt5.QtWidgets import (
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QPushButton,
    QSplitter,
    QTableView,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from rqcore.protocol.queue_values import Preview
from rqdebug.inspection.queue_snapshot import QueueSnapshot
from rqdebug.ui.inspection.payload_view import PayloadView
from rqdebug.ui.models import formats
from rqdebug.ui.models.content_model import ContentModel
from rqdebug.ui.models.waiter_model import WaiterModel
from rqdebug.ui.services.timers import every
from rqdebug.ui.style.theme import Theme
from rqdebug.ui.style.tr import counted, tr
from rqdebug.ui.widgets.elided import ElidedLabel
from rqdebug.ui.widgets.table_style import calm, monospace

INTERVAL = 1000
"""Milliseconds between two looks."""


class ContentWindow(QDialog):
    """Asks for a look as long as it is open, and shows what it is given."""

    look_wanted = pyqtSignal()
    put_again_wanted = pyqtSignal(object)
    """Put a copy of this item, a Preview."""

    def __init__(self, queue: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WA_DeleteOnClose)
        self.setWindowFlag(Qt.WindowMaximizeButtonHint)
        self.setWindowTitle(tr("Content of {queue}", queue=queue))
        self.resize(900, 560)
        self._model = ContentModel(theme, self)
        self._waiters = WaiterModel(self)
        self._looking = False
        self._seen: QueueSnapshot | None = None
        self._shown: Preview | None = None
        self.items = QTableView()
        self.waiting = QTableView()
        self.payload = PayloadView(theme)
        self.tabs = QTabWidget()
        self.compare = QPushButton(tr("Compare from Now"))
        self.live = QCheckBox(tr("Look again every second"))
        self.again = QPushButton(tr("Put Again"))
        self.summary = ElidedLabel(tr("Looking…"))
        self._lay_out(theme)
        self.items.selectionModel().currentRowChanged.connect(self._choose)
        self._model.modelReset.connect(self._adapt)
        self.compare.toggled.connect(self._model.compare)
        self.again.clicked.connect(self._put_again)
        self._timer = every(INTERVAL, self._tick, self)
        self._adapt()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._ask()

    def show_look(self, look: QueueSnapshot) -> None:
        self._looking = False
        if self._seen is None and look.content_error:
            self.tabs.setCurrentWidget(self.waiting)
        if self._seen is None or look.content != self._seen.content:
            self._show_content(look.content)
        self._seen = look
        self._waiters.show_waiters(look.waiters)
        self.tabs.setTabText(1, tr("Waiting Calls ({n})", n=len(look.waiters)))
        self._say(_summary(look), "muted")

    def show_failed(self, sentence: str) -> None:
        self._looking = False
        self._say(sentence, "error")

    def _show_content(self, content: Sequence[Preview]) -> None:
        """What is selected stays so, as far as it is still in its place."""
        row, scrolled = self.items.currentIndex().row(), self.items.verticalScrollBar().value()
        self._model.show_content(content)
        if 0 <= row < self._model.rowCount():
            self.items.selectRow(row)
        self.items.verticalScrollBar().setValue(scrolled)

    def _tick(self) -> None:
        if self.live.isChecked() and self.isVisible() and not self._looking:
            self._ask()

    def _ask(self) -> None:
        self._looking = True
        self.look_wanted.emit()

    def _choose(self, current: QModelIndex) -> None:
        if current.isValid():
            self._show_item(self._model.item_at(current.row()))
        self._adapt()

    def _show_item(self, item: Preview) -> None:
        """A large one is asked for; but not once more with each look."""
        if item != self._shown:
            self._shown = item
            self.payload.show_payload(item.beginning, str(item.codec), item.size, item)
            if len(item.beginning) < item.size:
                self.payload.piece_wanted.emit(item, 0)

    def _put_again(self) -> None:
        self.put_again_wanted.emit(self._model.item_at(self.items.currentIndex().row()))

    def _adapt(self) -> None:
        self.again.setEnabled(self.items.currentIndex().isValid())
        self.items.setColumnHidden(1, not self._model.comparing)

    def _say(self, sentence: str, kind: str) -> None:
        self.summary.setObjectName(kind)
        self.summary.setText(sentence)
        self.summary.style().unpolish(self.summary)
        self.summary.style().polish(self.summary)

    def _lay_out(self, theme: Theme) -> None:
        for table, model, name in (
            (self.items, self._model, tr("Items")),
            (self.waiting, self._waiters, tr("Waiting calls")),
        ):
            monospace(table, theme)
            table.setModel(model)
            calm(table, theme)
            table.horizontalHeader().setStretchLastSection(True)
            table.setAccessibleName(name)
        for number, width in enumerate((70, 32, 70, 90)):
            self.items.setColumnWidth(number, width)
        self.waiting.setColumnWidth(0, 360)
        for button in (self.compare, self.again):
            button.setAutoDefault(False)
        self.compare.setCheckable(True)
        self.compare.setToolTip(tr("Show which items are added and removed from now on"))
        self.live.setChecked(True)
        splitter = QSplitter(Qt.Vertical)
        splitter.addWidget(self.items)
        splitter.addWidget(self.payload)
        splitter.setSizes([320, 180])
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(splitter, tr("Items"))
        self.tabs.addTab(self.waiting, tr("Waiting Calls"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.tabs)
        column.addLayout(self._foot())

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(14, 8, 14, 10)
        row.setSpacing(12)
        row.addWidget(self.summary)
        row.addStretch(1)
        row.addWidget(self.live)
        row.addWidget(self.compare)
        row.addWidget(self.again)
        return row


def _summary(look: QueueSnapshot) -> str:
    stat = look.stat
    if look.content_error:
        return look.content_error
    if not stat.size:
        return tr("It is empty.")
    whole = f"{counted(stat.size, '{n} item', '{n} items')}, {formats.size(stat.bytes)}"
    shown = len(look.content)
    return tr("The first {n} of {all}", n=formats.count(shown), all=whole) if shown < stat.size else whole
