# SPDX-License-Identifier: GPL-3.0-or-later
"""Tab of one target: its state, its queues and its log."""

from __future__ import annotations

from PyQt5.QtCore import Qt, pyqtSignal
from PyQt5.QtGui import QResizeEvent
from PyQt5.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSplitter, QVBoxLayout, QWidget

from rqdebug.events.filters.literals import quote
from rqdebug.events.filters.saved_filters import SavedFilters
from rqdebug.session import Attachment, QueueRow, State
from rqdebug.targets.base import Coverage
from rqdebug.ui.log.intervention_bar import InterventionBar
from rqdebug.ui.log.log_tab import LogTab
from rqdebug.ui.log.queue_table import QueueTable
from rqdebug.ui.models import formats
from rqdebug.ui.models.queue_table_model import QueueTableModel
from rqdebug.ui.models.target_model import STATES, state_color
from rqdebug.ui.services.background_tasks import BackgroundTasks
from rqdebug.ui.services.saved_targets import SavedTarget
from rqdebug.ui.services.signal_bridge import SignalBridge
from rqdebug.ui.services.window_settings import WindowSettings
from rqdebug.ui.style.engine_messages import translate_message
from rqdebug.ui.style.theme import Theme
from rqdebug.ui.style.tr import counted, tr
from rqdebug.ui.widgets.elided import ElidedLabel
from rqdebug.ui.widgets.plain_label import PlainLabel

MAX_QUEUES_PERCENT = 38
"""Largest initial share of the queue table in the height below the header."""
WANTED_ROWS, LEAST_ROWS = 15, 8
"""Numbers of rows of the log for which the queue table leaves space, if three queues, or one, still fit."""


class TargetHeader(QFrame):
    """Shows name, address and state of a target, and why the connection was lost."""

    def __init__(
        self, attachment: Attachment, saved_target: SavedTarget, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._attachment = attachment
        self._theme = theme
        self._line = QFrame()
        self._name = ElidedLabel()
        self._read_only = _muted(tr("read-only"))
        self.coverage = _muted("")
        self.state = QLabel()
        self.state.setTextFormat(Qt.RichText)
        self.queue = ElidedLabel()
        self.reason = PlainLabel()
        self.retry_button = QPushButton(tr("Reconnect"))
        self._problem = QFrame()
        self._lay_out()
        self.show_settings(saved_target)
        theme.changed.connect(self.refresh)

    def refresh(self) -> None:
        """Show the current state of the attachment."""
        attachment = self._attachment
        color = state_color(self._theme, attachment.state)
        self.state.setText(f'<span style="color:{color}">●</span>&nbsp; {tr(STATES[attachment.state])}')
        self.reason.setText(lost_sentence(attachment))
        self._problem.setVisible(attachment.state in (State.LOST, State.DISCONNECTED))

    def show_settings(self, saved: SavedTarget) -> None:
        """Show the name of the target, its colour, and whether it is read-only."""
        self._name.setText(self._attachment.name)
        self._line.setStyleSheet(f"background: {saved.color or 'transparent'}")
        self._line.setVisible(bool(saved.color))
        self._read_only.setVisible(saved.read_only)

    def show_coverage(self) -> None:
        """Show how much of the target the table of queues leaves out; nothing if it has all queues."""
        coverage = self._attachment.coverage
        text = "" if coverage is None or self._attachment.state is not State.LIVE else _omission(coverage)
        if text != self.coverage.text():
            self.coverage.setText(text)

    def show_queue(self, row: QueueRow | None) -> None:
        """Show the current queue, on which the commands for queues work; None if there is none."""
        self.queue.setText(f"›  {row.stat.label}" if row else "")

    def _lay_out(self) -> None:
        strip = QFrame()
        strip.setObjectName("strip")
        url = ElidedLabel(self._attachment.url)
        self._name.setObjectName("title")
        self.queue.setObjectName("title")
        url.setObjectName("url")
        row = QHBoxLayout(strip)
        row.setContentsMargins(12, 6, 12, 6)
        row.setSpacing(12)
        row.addWidget(self._name)
        row.addWidget(self.queue)
        row.addWidget(url)
        row.addWidget(self._read_only)
        row.addWidget(self.coverage)
        row.addStretch(1)
        row.addWidget(self.state)
        self._problem.setObjectName("problem")
        self.reason.setWordWrap(True)
        reason_row = QHBoxLayout(self._problem)
        reason_row.setContentsMargins(12, 5, 12, 5)
        reason_row.addWidget(self.reason, 1)
        reason_row.addWidget(self.retry_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._line.setFixedHeight(4)
        column.addWidget(self._line)
        column.addWidget(strip)
        column.addWidget(self._problem)


def _muted(text: str) -> QLabel:
    label = PlainLabel(text)
    label.setObjectName("muted")
    return label


def _omission(coverage: Coverage) -> str:
    if not coverage.is_complete:
        return tr("{n} keys not examined yet", n=formats.count(coverage.unexamined_keys))
    if coverage.hidden_queues:
        return counted(coverage.hidden_queues, "{n} more queue not listed", "{n} more queues not listed")
    return ""


def lost_sentence(attachment: Attachment) -> str:
    """Return why the connection was lost, and when the next attempt starts."""
    if attachment.state is State.DISCONNECTED:
        return tr("Disconnected. The log is kept; “Reconnect” in the menu Target continues it.")
    if not attachment.reason:
        return ""
    reason = translate_message(attachment.reason)
    if attachment.is_refused:
        return tr("{reason} – “Reconnect” in the menu Target asks for user and password", reason=reason)
    if not attachment.retry_delay:
        return tr("{reason} – reconnecting", reason=reason)
    return tr("{reason} – reconnecting in {n} s", reason=reason, n=f"{attachment.retry_delay:g}")


class TargetTab(LogTab):
    """Shows the state, the queues and the log of one attachment."""

    reconnect_wanted = pyqtSignal()
    """The user wants to connect to the lost target now."""
    stop_wanted = pyqtSignal()
    """The user wants everything that debuggers have stopped to continue."""

    def __init__(
        self,
        attachment: Attachment,
        saved_target: SavedTarget,
        bridge: SignalBridge,
        tasks: BackgroundTasks,
        theme: Theme,
        settings: WindowSettings,
        saved: SavedFilters,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(attachment.log, bridge, tasks, theme, settings, saved, parent=parent)
        self.attachment = attachment
        self._height_divided = False
        self._is_divided_by_user = False
        self._queue_model = QueueTableModel(theme, self)
        self.header = TargetHeader(attachment, saved_target, theme)
        self.interventions = InterventionBar(theme)
        self.queues = QueueTable(self._queue_model, theme)
        self.queues.choose_columns(settings.queue_columns)
        self._lay_out()
        self.header.retry_button.clicked.connect(lambda: self.reconnect_wanted.emit())
        self.interventions.stop_wanted.connect(self.stop_wanted)
        self.queues.queue_opened.connect(self.only_queue)
        self.queues.current_changed.connect(lambda: self.header.show_queue(self.queues.selected()))
        self.queues.columns_chosen.connect(self._keep_columns)
        self.queues.menu_wanted.connect(lambda place: self.menu_wanted.emit("queue", place))
        self._carriers += (
            bridge.carry_change(attachment.state_changed, self._show_state),
            bridge.carry_change(attachment.queues_changed, self._show_queues),
        )
        self._show_state()  # the state may have changed before the signals were connected
        self._show_queues()

    def _keep_columns(self, chosen: dict[str, bool]) -> None:
        self._settings.queue_columns = chosen

    def _show_state(self) -> None:
        self.header.refresh()
        self._show_whether_listed()

    def _show_whether_listed(self) -> None:
        self.queues.show_state(self.attachment.state is State.LIVE, self.attachment.has_listed_all)
        self.header.show_coverage()

    def only_queue(self, row: QueueRow) -> None:
        """Filter the log by this queue."""
        self.filter_bar.set_filter(f"queue == {quote(row.stat.label)}")

    def choose_queue(self, namespace: str) -> None:
        self.queues.select_queue(namespace)
        self.queues.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._divide_height()

    def refresh_queues(self) -> None:
        """Show the queues again, after closed ones were switched on or off."""
        self._show_queues()

    def _show_queues(self) -> None:
        closed = self.attachment.closed_queues if self._settings.shows_closed_queues else ()
        self._queue_model.show_queues(self.attachment.queues, closed)
        self.interventions.show_interventions(self.attachment.interventions)
        self._show_whether_listed()
        if not self._height_divided:
            self._divide_height()

    def _divide_height(self) -> None:
        """Give the queue table the height it needs, and most to the log, until the user moves the border."""
        if self._is_divided_by_user or not self.attachment.queues or not self.isVisible():
            return
        self._height_divided = True
        height = self._splitter.height()
        rest = height - self._log_area.sizeHint().height() + self.log.sizeHint().height()
        three = min(self.queues.height_of(3), rest - self.log.height_of(LEAST_ROWS))
        most = max(rest - self.log.height_of(WANTED_ROWS), three, self.queues.height_of(1))
        wanted = min(self.queues.wanted_height(), most, height * MAX_QUEUES_PERCENT // 100)
        self._splitter.setSizes([wanted, height - wanted])

    def _divide_by_user(self) -> None:
        self._is_divided_by_user = True

    def _lay_out(self) -> None:
        splitter = self._splitter = QSplitter(Qt.Vertical)
        splitter.setHandleWidth(1)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self.queues)
        self._log_area = self.log_area()
        splitter.addWidget(self._log_area)
        splitter.splitterMoved.connect(self._divide_by_user)
        splitter.setStretchFactor(1, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.header)
        whole.addWidget(self.interventions)
        whole.addWidget(splitter, 1)
