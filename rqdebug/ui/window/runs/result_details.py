# SPDX-License-Identifier: GPL-3.0-or-later
"""Shows, beside a table of results, where the values of the current result differ."""

from __future__ import annotations

from functools import partial

from PyQt5.QtCore import Qt
from PyQt5.QtWidgets import QLabel, QStackedWidget

from rqdebug.inspection.payload_difference import PayloadDifference
from rqdebug.scripts.compared_values import describe_difference
from rqdebug.scripts.report import VectorResult
from rqdebug.ui.inspection.difference_view import DifferenceView
from rqdebug.ui.models import formats
from rqdebug.ui.scripts.report_dock import ReportPanel
from rqdebug.ui.services.background_tasks import BackgroundTasks
from rqdebug.ui.style.theme import Theme
from rqdebug.ui.style.tr import tr

MAX_SHOWN = 2**19
"""Larger values, in bytes, are not laid out: the window would stop for a moment."""


class ResultDetails(QStackedWidget):
    """Is hidden while the current result compares no values, or short ones, which the table shows.

    Values are compared in another thread.
    """

    def __init__(self, panel: ReportPanel, tasks: BackgroundTasks, theme: Theme) -> None:
        super().__init__(panel)
        self._tasks = tasks
        self._result: VectorResult | None = None
        self.view = DifferenceView(theme, (tr("Expected"), tr("Got")))
        self.note = QLabel()
        self.note.setTextFormat(Qt.PlainText)
        self.note.setWordWrap(True)
        self.note.setMargin(12)
        self.addWidget(self.view)
        self.addWidget(self.note)
        self.hide()
        panel.splitter.addWidget(self)
        panel.splitter.setStretchFactor(0, 3)
        panel.splitter.setStretchFactor(1, 2)
        panel.result_selected.connect(self.show_result)

    def show_result(self, result: VectorResult | None) -> None:
        """Compare the values of a result, or hide if it has none."""
        self._result = result
        if result is None or result.values is None or result.values.is_short:
            self.hide()
        elif result.values.size > MAX_SHOWN:
            self.note.setText(
                tr(
                    "The values are too large to be shown here ({size}). A JSON report has them whole.",
                    size=formats.size(result.values.size),
                )
            )
            values = result.values
            self._tasks.run(self, lambda: next(describe_difference(values)), partial(self._add_place, result))
            self._show(self.note)
        else:
            self._tasks.run(
                self, result.values.difference, lambda difference: self._show_difference(result, difference)
            )

    def _add_place(self, result: VectorResult, place: str) -> None:
        if result is self._result:
            self.note.setText(f"{self.note.text()}\n\n{place}")

    def _show_difference(self, result: VectorResult, difference: PayloadDifference) -> None:
        if result is self._result:
            self.view.show_difference(difference)
            self._show(self.view)

    def _show(self, page: QLabel | DifferenceView) -> None:
        self.setCurrentWidget(page)
        self.show()
