# SPDX-License-Identifier: GPL-3.0-or-later
"""The report of one run: how it goes or went, and a table of its results."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from time import localtime, strftime

from PyQt5.QtCore import QEvent, QModelIndex, QObject, QPoint, QSize, Qt, pyqtSignal
from PyQt5.QtGui import QKeyEvent, QKeySequence
from PyQt5.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from rqdebug.scripts.baseline import BaselineComparison
from rqdebug.scripts.report import Report, RunStatus, VectorResult, Verdict
from rqdebug.support.characters import escape_unsafe
from rqdebug.ui.models import formats
from rqdebug.ui.models.report_model import (
    LANE,
    LOOP,
    STATUS_WORDS,
    TARGET,
    WORDS,
    ReportModel,
    texts_of,
    verdict_color,
)
from rqdebug.ui.models.shown_results import ShownResults
from rqdebug.ui.scripts.result_columns import ResultColumns
from rqdebug.ui.style.engine_messages import translate_message
from rqdebug.ui.style.theme import Theme
from rqdebug.ui.style.tr import counted, tr
from rqdebug.ui.widgets.elided import ElidedLabel
from rqdebug.ui.widgets.filter_menu import add_copy_action
from rqdebug.ui.widgets.mnemonics import ContextMenu
from rqdebug.ui.widgets.table_style import LargeTable, apply_table_style, monospace

MAX_COPIED = 20_000
"""The number of results that can be copied: all that are kept."""


@dataclass(frozen=True, slots=True)
class RunFacts:
    """What is known of a run when it begins."""

    title: str
    targets: Sequence[str]
    path: str = ""
    """The file of the script; empty if it was never saved."""
    seed: int = 0
    loops: int = 1
    """The number of passes; 0 for no limit."""
    began: float = field(default=0.0)
    """When it began, in seconds since 1970; 0 if unknown."""


class ReportPanel(QWidget):
    """A table of results below a summary line."""

    line_chosen = pyqtSignal(int, int)
    """The user clicked a result; this is the line of its vector or error, and the column, 1 for the whole."""
    events_wanted = pyqtSignal(object)
    """Show the events of this VectorResult."""
    result_selected = pyqtSignal(object)
    """Another VectorResult is the current one, or None."""

    def __init__(self, theme: Theme, model: ReportModel | None = None, parent: QWidget | None = None) -> None:
        """``model``: the results to show; a new model by default."""
        super().__init__(parent)
        self._theme = theme
        self._facts = RunFacts("", ())
        self._state, self._is_attention = "", False
        self._status: RunStatus | None = None
        """How the run ended; None while it is in progress."""
        self._reasons: list[str] = []
        self._loop = 1
        self._changes = ""
        self.model = model or ReportModel(theme, self)
        self.shown = ShownResults(self.model, self)
        self.only_failures = QPushButton(tr("Only failures"))
        self.filter_line = QLineEdit()
        self.summary = QLabel()
        self.summary.setTextFormat(Qt.RichText)
        self.facts = ElidedLabel()
        self.controls = QHBoxLayout()
        """A place for the buttons that control the run."""
        self.table = LargeTable()
        self.splitter = QSplitter(Qt.Horizontal)
        """The table; beside it is a place for details of the current result."""
        self._lay_out()
        self.only_failures.toggled.connect(self.shown.show_only_failures)
        self.filter_line.textChanged.connect(self.shown.show_matching)
        theme.changed.connect(self._repaint)
        self.table.clicked.connect(self._choose)
        self.table.activated.connect(self._choose)
        self.table.setContextMenuPolicy(Qt.CustomContextMenu)
        self.table.customContextMenuRequested.connect(self._show_menu)
        self.table.installEventFilter(self)
        self.table.selectionModel().currentRowChanged.connect(self._report_current)
        self.shown.modelReset.connect(lambda: self.result_selected.emit(None))
        self.setFocusProxy(self.table)

    def sizeHint(self) -> QSize:
        return QSize(600, 200)

    def minimumSizeHint(self) -> QSize:
        return QSize(200, 160)

    def begin(self, facts: RunFacts) -> None:
        """Show the start of a run."""
        self._facts = facts
        self._columns.show(TARGET, len(facts.targets) > 1)
        self._columns.show(LOOP, facts.loops != 1)
        self._columns.show(LANE, False)
        self.show_state(tr("running"))

    def add(self, results: Sequence[VectorResult]) -> None:
        """Follow results that the model has received."""
        at_end = self.table.verticalScrollBar().value() == self.table.verticalScrollBar().maximum()
        self.model.add(results)
        if any(result.lane not in ("", "main") for result in results):
            self._columns.show(LANE, True)
        if any(result.target not in self._facts.targets for result in results):
            self._columns.show(TARGET, True)
        if at_end and not self._columns.is_sorted:
            self.table.scrollToBottom()
        self._show()

    def end(self, report: Report) -> None:
        """Show how a run ended, as all reports of it do, with a row for each unreachable target."""
        self.model.add_unreachable(report.unreachable)
        self.table.setCurrentIndex(self.shown.first_failure())
        self._status = report.status
        self._loop = report.loops
        says_all = report.status is RunStatus.STOPPED  # by the user, who needs no reason
        self._reasons = [] if says_all else [*map(translate_message, report.reasons)]
        self.show_state(formats.duration(report.duration_ns))

    def show_state(self, state: str, *, is_attention: bool = False, loop: int = 0) -> None:
        """Show a few words on what the run does now; ``is_attention`` if it waits for the user."""
        self._state, self._is_attention = state, is_attention
        self._loop = max(loop, self._loop)
        self._show()

    def show_changes(self, comparison: BaselineComparison) -> None:
        """Show what has changed since the run before, if anything has."""
        failing, passing = len(comparison.newly_failing), len(comparison.newly_passing)
        changes = [tr("{n} newly failing", n=formats.count(failing))] if failing else []
        changes += [tr("{n} newly passing", n=formats.count(passing))] if passing else []
        self._changes = tr("since the last run: {changes}", changes=", ".join(changes)) if changes else ""
        self._show()

    def _repaint(self) -> None:
        self._show()

    def _show(self) -> None:
        palette = self._theme.palette
        parts = []
        if self._status is not None:
            color = palette.ok if self._status is RunStatus.PASSED else palette.error
            parts = [f'<b style="color:{color}">{escape(tr(STATUS_WORDS[self._status]))}</b>']
        if self._is_attention:
            parts = [f'<b style="color:{palette.blocked}">{escape(escape_unsafe(self._state))}</b>']
        parts += [
            f'<span style="color:{verdict_color(palette, verdict)}">{_count_of(verdict, times)}</span>'
            for verdict in Verdict
            if (times := self.model.tally[verdict])
        ]
        parts += [] if self._is_attention else [escape(self._state)]
        parts += [
            f'<span style="color:{palette.error}">{escape(escape_unsafe(reason))}</span>'
            for reason in self._reasons
        ]
        title = tr("{script} on {targets}", script=self._facts.title, targets=", ".join(self._facts.targets))
        self.summary.setText(" &nbsp;·&nbsp; ".join([f"<b>{escape(escape_unsafe(title))}</b>", *parts]))
        self.facts.setText(" · ".join(self._facts_shown()))
        self.facts.setVisible(bool(self.facts.text()))

    def _facts_shown(self) -> list[str]:
        facts = self._facts
        shown = [facts.path] if facts.path else []
        if facts.began:
            shown.append(tr("started {time}", time=strftime("%H:%M:%S", localtime(facts.began))))
        if facts.loops == 0:
            shown.append(tr("loop {n}", n=formats.count(self._loop)))
        elif facts.loops > 1:
            shown.append(
                tr("loop {n} of {total}", n=formats.count(self._loop), total=formats.count(facts.loops))
            )
        shown += [tr("seed {seed}", seed=facts.seed)] if facts.began else []
        return [*shown, self._changes] if self._changes else shown

    def copy(self) -> None:
        """Copy the selected results as lines of texts with tabs between them."""
        rows = sorted(index.row() for index in self.table.selectionModel().selectedRows())
        results = [self.shown.result_at(self.shown.index(row, 0)) for row in rows[:MAX_COPIED]]
        lines = (
            "\t".join(" ".join(text.split()) for text in texts_of(result, self.model.files))
            for result in results
        )
        QApplication.clipboard().setText("\n".join(lines))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Copy with Ctrl+C, and find with Ctrl+F, while the table has the keyboard."""
        if isinstance(event, QKeyEvent):
            is_copy, is_find = event.matches(QKeySequence.Copy), event.matches(QKeySequence.Find)
            if event.type() == QEvent.ShortcutOverride and (is_copy or is_find):
                event.accept()
            elif event.type() == QEvent.KeyPress and is_copy:
                self.copy()
                return True
            elif event.type() == QEvent.KeyPress and is_find:
                self.filter_line.setFocus()
                self.filter_line.selectAll()
                return True
        return bool(super().eventFilter(watched, event))

    def _report_current(self, current: QModelIndex) -> None:
        self.result_selected.emit(self.shown.result_at(current) if current.isValid() else None)

    def _show_menu(self, position: QPoint) -> None:
        index = self.table.indexAt(position)
        if index.isValid():
            menu = ContextMenu(self)
            result = self.shown.result_at(index)
            go_to = menu.addAction(tr("Go to Line"), lambda: self._go_to(result))
            go_to.setEnabled(bool(result.line))
            action = menu.addAction(tr("Show Events"), lambda: self.events_wanted.emit(result))
            action.setEnabled(bool(result.ended))
            menu.addSeparator()
            menu.addAction(tr("Copy"), self.copy, QKeySequence(QKeySequence.Copy))
            cell = texts_of(result, self.model.files)[index.column()]
            add_copy_action(menu, tr("Copy Cell"), cell)
            if result.values is not None:
                expected, got = result.values.texts
                add_copy_action(menu, tr("Copy Whole Expected Value"), expected)
                add_copy_action(menu, tr("Copy Whole Actual Value"), got)
            menu.popup(self.table.viewport().mapToGlobal(position))

    def _choose(self, index: QModelIndex) -> None:
        self._go_to(self.shown.result_at(index))

    def _go_to(self, result: VectorResult) -> None:
        line, column = result.place
        if line:
            self.line_chosen.emit(line, max(column, 1))

    def _lay_out(self) -> None:
        strip = QFrame()
        strip.setObjectName("strip")
        row = QHBoxLayout()
        row.addWidget(self.summary, 1)
        row.addLayout(self.controls)
        row.addWidget(self.filter_line)
        row.addWidget(self.only_failures)
        head = QVBoxLayout(strip)
        head.setContentsMargins(12, 5, 12, 5)
        head.setSpacing(1)
        head.addLayout(row)
        head.addWidget(self.facts)
        self.summary.setWordWrap(True)
        self.facts.setObjectName("muted")
        self.facts.hide()
        self.filter_line.setPlaceholderText(tr("Filter results"))
        self.filter_line.setAccessibleName(tr("Filter results"))
        self.filter_line.setClearButtonEnabled(True)
        self.filter_line.setFixedWidth(150)
        self.only_failures.setObjectName("chip")
        self.only_failures.setCheckable(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(strip)
        column.addWidget(self.splitter, 1)
        self.splitter.setHandleWidth(1)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(self.table)
        self._lay_out_table()

    def _lay_out_table(self) -> None:
        table = self.table
        table.setModel(self.shown)
        table.setAccessibleName(tr("Results"))
        monospace(table, self._theme)
        apply_table_style(table, self._theme)
        table.setSelectionMode(QAbstractItemView.ExtendedSelection)
        widest = max((f"✓ {tr(word)}" for word in WORDS.values()), key=len)
        self._columns = ResultColumns(table, self.shown, widest)


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
