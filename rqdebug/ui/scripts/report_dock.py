# SPDX-License-Identifier: GPL-3.0-or-later
"""The panel with the results of the last run."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from PyQt5.QtCore import QModelIndex, QPoint, QSize, Qt, pyqtSignal
from PyQt5.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from rqdebug.scripts.report import Report, RunStatus, VectorResult, Verdict
from rqdebug.ui.models import formats
from rqdebug.ui.models.report_model import STATUS_WORDS, WORDS, Failures, ReportModel, verdict_color
from rqdebug.ui.style.engine_messages import translate_message
from rqdebug.ui.style.theme import Theme
from rqdebug.ui.style.tr import counted, tr
from rqdebug.ui.widgets.mnemonics import ContextMenu
from rqdebug.ui.widgets.plain_label import PlainLabel
from rqdebug.ui.widgets.table_style import LargeTable, apply_table_style, monospace, titled_width

_WIDTHS = (92, 54, 0, 0, 0, 116, 92, 58, 88)
"""Minimum width of each column in pixels; columns with 0 share the remaining width."""
PADDING = 24
"""Pixels that a cell needs besides its text."""


class ReportPanel(QWidget):
    """A table of results below a summary line."""

    line_chosen = pyqtSignal(int)
    """The user clicked a result; this is the line of its vector."""
    events_wanted = pyqtSignal(object)
    """Show the events of this VectorResult."""

    def __init__(self, theme: Theme, model: ReportModel | None = None, parent: QWidget | None = None) -> None:
        """``model``: the results to show; a new model by default."""
        super().__init__(parent)
        self._theme = theme
        self._state = ""
        self._status: RunStatus | None = None
        """How the run ended; None while it is in progress."""
        self._reasons: list[str] = []
        self.model = model or ReportModel(theme, self)
        self.shown = Failures(self.model, self)
        self.only_failures = QPushButton(tr("Only failures"))
        self.summary = QLabel()
        self.summary.setTextFormat(Qt.RichText)
        self.table = LargeTable()
        self._layout = QStackedLayout(self)
        self._lay_out()
        self.only_failures.toggled.connect(self.shown.show_only_failures)
        theme.changed.connect(self._repaint)
        self.table.clicked.connect(self._choose)
        self.table.activated.connect(self._choose)
        self.table.setContextMenuPolicy(Qt.CustomContextMenu)
        self.table.customContextMenuRequested.connect(self._show_menu)
        self.setFocusProxy(self.table)

    def sizeHint(self) -> QSize:
        return QSize(600, 200)

    def minimumSizeHint(self) -> QSize:
        return QSize(200, 160)

    def begin(self, title: str, targets: Sequence[str]) -> None:
        """Show the start of a run and clear the results of the last one."""
        self.model.clear()
        self._title = tr("{script} on {targets}", script=title, targets=", ".join(targets))
        self._status, self._reasons = None, []
        self._show_state(tr("running"))
        self._layout.setCurrentIndex(1)

    def add(self, results: Sequence[VectorResult]) -> None:
        at_end = self.table.verticalScrollBar().value() == self.table.verticalScrollBar().maximum()
        self.model.add(results)
        if at_end:
            self.table.scrollToBottom()
        self._show_state(self._state)

    def end(self, report: Report) -> None:
        """Show how a run ended, as all reports of it do, with a row for each unreachable target."""
        self.model.add_unreachable(report.unreachable)
        self.table.setCurrentIndex(self.shown.first_failure())
        self._status = report.status
        says_all = report.status is RunStatus.STOPPED  # by the user, who needs no reason
        self._reasons = [] if says_all else [*map(translate_message, report.reasons)]
        self._show_state(formats.duration(report.duration_ns))

    def _repaint(self) -> None:
        self._show_state(self._state)

    def _show_state(self, state: str) -> None:
        self._state = state
        palette = self._theme.palette
        parts = []
        if self._status is not None:
            color = palette.ok if self._status is RunStatus.PASSED else palette.error
            parts = [f'<b style="color:{color}">{escape(tr(STATUS_WORDS[self._status]))}</b>']
        parts += [
            f'<span style="color:{verdict_color(palette, verdict)}">{_count_of(verdict, times)}</span>'
            for verdict in Verdict
            if (times := self.model.tally[verdict])
        ]
        parts += [escape(state)]
        parts += [f'<span style="color:{palette.error}">{escape(reason)}</span>' for reason in self._reasons]
        self.summary.setText(" &nbsp;·&nbsp; ".join([f"<b>{escape(self._title)}</b>", *parts]))

    def _show_menu(self, position: QPoint) -> None:
        index = self.table.indexAt(position)
        if index.isValid():
            menu = ContextMenu(self)
            result = self.shown.result_at(index)
            go_to = menu.addAction(tr("Go to Line"), lambda: self.line_chosen.emit(result.line))
            go_to.setEnabled(bool(result.line))
            action = menu.addAction(tr("Show Events"), lambda: self.events_wanted.emit(result))
            action.setEnabled(bool(result.ended))
            menu.popup(self.table.viewport().mapToGlobal(position))

    def _choose(self, index: QModelIndex) -> None:
        if line := self.shown.result_at(index).line:
            self.line_chosen.emit(line)

    def _lay_out(self) -> None:
        self._title = ""
        empty = PlainLabel(tr("No results yet. Open a script and press F5 to run it."))
        empty.setObjectName("muted")
        empty.setIndent(14)
        strip = QFrame()
        strip.setObjectName("strip")
        row = QHBoxLayout(strip)
        row.setContentsMargins(12, 5, 12, 5)
        self.summary.setWordWrap(True)
        row.addWidget(self.summary, 1)
        row.addWidget(self.only_failures)
        self.only_failures.setObjectName("chip")
        self.only_failures.setCheckable(True)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(strip)
        column.addWidget(self.table)
        self._lay_out_table()
        self._layout.addWidget(empty)
        self._layout.addWidget(page)

    def _lay_out_table(self) -> None:
        table = self.table
        table.setModel(self.shown)
        table.setAccessibleName(tr("Results"))
        monospace(table, self._theme)
        apply_table_style(table, self._theme)
        header = table.horizontalHeader()
        for section, width in enumerate(_WIDTHS):
            header.resizeSection(section, titled_width(table, section, width))
            if not width:
                header.setSectionResizeMode(section, QHeaderView.Stretch)
        widest = max((f"✓ {tr(word)}" for word in WORDS.values()), key=len)
        header.resizeSection(0, table.fontMetrics().horizontalAdvance(widest) + PADDING)


def _count_of(verdict: Verdict, times: int) -> str:
    if verdict is Verdict.PASSED:
        return tr("{n} passed", n=formats.count(times))
    if verdict is Verdict.FAILED:
        return tr("{n} failed", n=formats.count(times))
    if verdict is Verdict.INTERRUPTED:
        return tr("{n} interrupted", n=formats.count(times))
    if verdict is Verdict.NOT_RUN:
        return tr("{n} not run", n=formats.count(times))
    return counted(times, "{n} error", "{n} errors")
