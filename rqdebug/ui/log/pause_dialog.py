# SPDX-License-Identifier: GPL-3.0-or-later
"""Asks for the filter of the events that pause a log."""

from __future__ import annotations

from collections.abc import Callable

from PyQt5.QtCore import Qt, pyqtSignal
from PyQt5.QtWidgets import QDialog, QDialogButtonBox, QWidget

from rqdebug.errors import FilterError
from rqdebug.events.filters.filter import Filter
from rqdebug.ui.log.filter_line import Complete, FilterLine
from rqdebug.ui.style.engine_messages import translate_message
from rqdebug.ui.style.tr import tr
from rqdebug.ui.widgets.form_layout import lay_out_form
from rqdebug.ui.widgets.plain_label import PlainLabel


class PauseDialog(QDialog):
    """A wrong filter is not accepted, and neither is an empty one."""

    chosen = pyqtSignal(str, object)
    """The text of the filter, and the Filter."""

    def __init__(
        self,
        before: str,
        earlier: list[str],
        complete: Complete,
        read: Callable[[str], Filter],
        parent: QWidget | None = None,
    ) -> None:
        """``read`` parses a filter, and raises FilterError."""
        super().__init__(parent)
        self.setAttribute(Qt.WA_DeleteOnClose)
        self.setWindowTitle(tr("Pause When"))
        self.setMinimumWidth(560)
        self._read = read
        self.line = FilterLine(complete)
        self.line.setObjectName("mono")
        self.line.setAccessibleName(tr("Filter"))
        self.line.remember(earlier)
        self.line.setText(before)
        self.line.selectAll()
        self.line.setPlaceholderText(tr("such as outcome == full"))
        note = PlainLabel(
            tr(
                "At the next event that matches, the log stops and shows it, and new events are still "
                "collected. Programs are not stopped."
            )
        )
        note.setObjectName("muted")
        self.problem = PlainLabel()
        buttons = QDialogButtonBox(QDialogButtonBox.Ok | QDialogButtonBox.Cancel)
        self.ok = buttons.button(QDialogButtonBox.Ok)
        buttons.accepted.connect(self._accept)
        lay_out_form(self, {tr("Filter"): self.line}, note, self.problem, buttons)
        self.line.textChanged.connect(lambda _: self._check())
        self._check()

    def _check(self) -> Filter | None:
        """Show why the filter is wrong; return it if it is not."""
        text, found, problem = self.line.text().strip(), None, ""
        try:
            found = self._read(text) if text else None
        except FilterError as error:
            problem = translate_message(str(error))
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))
        self.ok.setEnabled(found is not None)
        return found

    def _accept(self) -> None:
        if (found := self._check()) is not None:
            self.chosen.emit(self.line.text().strip(), found)
            self.accept()
