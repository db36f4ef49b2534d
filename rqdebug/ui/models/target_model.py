# SPDX-License-Identifier: GPL-3.0-or-later
"""The targets and their queues as a tree model."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PyQt5.QtCore import QModelIndex, QObject, Qt
from PyQt5.QtGui import QStandardItem, QStandardItemModel

from rqdebug.session import Attachment, QueueRow, State
from rqdebug.ui.models import formats
from rqdebug.ui.models.intervention_texts import describe_interventions, frozen_sentence
from rqdebug.ui.services.losses import UnseenLosses
from rqdebug.ui.style.engine_messages import translate_message
from rqdebug.ui.style.theme import Theme
from rqdebug.ui.style.tr import counted, later, tr

ATTACHMENT_ROLE = int(Qt.UserRole)
"""Data role: the attachment of a row, or of the target that a queue belongs to."""
NAMESPACE_ROLE = ATTACHMENT_ROLE + 1
"""Data role: the namespace of a queue; None for a target."""
NOTE_ROLE = NAMESPACE_ROLE + 1
"""Data role: the short text at the right end of a row."""
COLOR_ROLE = NOTE_ROLE + 1
"""Data role: the colour of the dot or note of a row."""
TARGET_COLOR_ROLE = COLOR_ROLE + 1
"""Data role: the colour of a target that the user has chosen; empty for none."""


STATES = {
    State.LIVE: later("connected"),
    State.CONNECTING: later("connecting"),
    State.LOST: later("disconnected"),
    State.DISCONNECTED: later("offline"),
}
"""Names of the states."""


def state_color(theme: Theme, state: State) -> str:
    """Return the colour of a state."""
    palette = theme.palette
    return {
        State.LIVE: palette.ok,
        State.CONNECTING: palette.blocked,
        State.LOST: palette.error,
        State.DISCONNECTED: palette.muted,
    }[state]


class TargetModel(QStandardItemModel):
    """Shows attachments with their queues below them."""

    def __init__(
        self,
        theme: Theme,
        losses: UnseenLosses,
        parent: QObject | None = None,
        *,
        target_color: Callable[[Attachment], str] = lambda _: "",
    ) -> None:
        """``target_color`` returns the colour of a target that the user has chosen, or an empty text."""
        super().__init__(parent)
        self._target_color = target_color
        self._theme = theme
        self._losses = losses
        losses.seen.connect(self.refresh)
        theme.changed.connect(self._repaint)

    def add(self, attachment: Attachment) -> None:
        item = QStandardItem(attachment.name)
        item.setEditable(False)
        item.setData(attachment, ATTACHMENT_ROLE)
        self.appendRow(item)
        self.refresh(attachment)

    def remove(self, attachment: Attachment) -> None:
        item = self._item(attachment)
        if item is not None:
            self.removeRow(item.row())

    def refresh(self, attachment: Attachment) -> None:
        """Update the state and the queues of an attachment."""
        item = self._item(attachment)
        if item is None:
            return
        item.setText(attachment.name)
        self._show_state(item, attachment)
        self._show_queues(item, attachment.queues)

    def attachment_at(self, index: QModelIndex) -> Attachment | None:
        value = index.data(ATTACHMENT_ROLE)
        return value if isinstance(value, Attachment) else None

    def namespace_at(self, index: QModelIndex) -> str | None:
        """Return the namespace of a queue; None for a target."""
        value = index.data(NAMESPACE_ROLE)
        return value if isinstance(value, str) else None

    def index_of(self, attachment: Attachment, namespace: str | None) -> QModelIndex:
        """Return the index of a queue, or of the target without a namespace; invalid if it is not listed."""
        item = self._item(attachment)
        if item is None or namespace is None:
            return self.indexFromItem(item) if item else QModelIndex()
        queues = (item.child(row) for row in range(item.rowCount()))
        found = next((queue for queue in queues if queue.data(NAMESPACE_ROLE) == namespace), None)
        return self.indexFromItem(found) if found else QModelIndex()

    def _item(self, attachment: Attachment) -> QStandardItem | None:
        items = (self.item(row) for row in range(self.rowCount()))
        return next((item for item in items if item.data(ATTACHMENT_ROLE) is attachment), None)

    def _show_state(self, item: QStandardItem, attachment: Attachment) -> None:
        item.setData(self._target_color(attachment), TARGET_COLOR_ROLE)
        acts = bool(attachment.interventions)
        color = self._theme.palette.held if acts else state_color(self._theme, attachment.state)
        item.setData(color, COLOR_ROLE)
        item.setData(_note(attachment, self._losses.unseen(attachment)), NOTE_ROLE)
        lost = (
            counted(attachment.log.lost, "{n} event lost", "{n} events lost") if attachment.log.lost else ""
        )
        late = counted(
            attachment.late,
            "{n} event arrived late, behind later ones",
            "{n} events arrived late, behind later ones",
        )
        lines = filter(
            None,
            (
                attachment.url,
                translate_message(attachment.reason),
                describe_interventions(attachment.interventions),
                lost,
                late if attachment.late else "",
            ),
        )
        item.setToolTip(formats.tip("\n".join(lines)))

    def _show_queues(self, parent: QStandardItem, rows: Sequence[QueueRow]) -> None:
        wanted = sorted(rows, key=lambda row: (row.stat.label.lower(), row.stat.namespace))
        kept = {row.stat.namespace for row in wanted}
        for number in reversed(range(parent.rowCount())):
            if parent.child(number).data(NAMESPACE_ROLE) not in kept:
                parent.removeRow(number)
        for number, row in enumerate(wanted):
            if number >= parent.rowCount() or parent.child(number).data(NAMESPACE_ROLE) != row.stat.namespace:
                parent.insertRow(number, _queue_item(parent, row))
            self._show_queue(parent.child(number), row)

    def _show_queue(self, item: QStandardItem, row: QueueRow) -> None:
        stat = row.stat
        palette = self._theme.palette
        size = formats.count(stat.size)
        note = f"{size}/{formats.count(stat.maxsize)}" if stat.maxsize else size
        item.setData(tr("frozen, {size}", size=note) if stat.frozen else note, NOTE_ROLE)
        puts, gets = formats.rate(row.put_rate), formats.rate(row.get_rate)
        rates = tr("{puts} puts/s, {gets} gets/s", puts=puts, gets=gets)
        blocked = tr("{n} blocked", n=row.blocked) if row.blocked else tr("no blocked calls")
        namespace = f"{tr('Namespace:')} {stat.namespace}"
        lines = (f"{stat.kind}, {rates}, {blocked}", frozen_sentence(stat.frozen), namespace)
        item.setToolTip(formats.tip("\n".join(filter(None, lines))))
        color = palette.held if stat.frozen else palette.blocked if row.blocked else palette.muted
        item.setData(color, COLOR_ROLE)

    def _repaint(self) -> None:
        for row in range(self.rowCount()):
            self.refresh(self.item(row).data(ATTACHMENT_ROLE))


def _queue_item(parent: QStandardItem, row: QueueRow) -> QStandardItem:
    item = QStandardItem(row.stat.label)
    item.setEditable(False)
    item.setData(parent.data(ATTACHMENT_ROLE), ATTACHMENT_ROLE)
    item.setData(row.stat.namespace, NAMESPACE_ROLE)
    return item


def _note(attachment: Attachment, unseen: int) -> str:
    """Return the problem of an attachment in a few letters, or its rate of calls."""
    if attachment.state is not State.LIVE:
        return tr(STATES[attachment.state])
    if unseen:
        return tr("⚠ {n} lost", n=formats.count(unseen))
    rate = sum((row.put_rate or 0.0) + (row.get_rate or 0.0) for row in attachment.queues)
    return f"{formats.count(round(rate))}/s" if rate >= 1 else ""
