# SPDX-License-Identifier: GPL-3.0-or-later
"""Asks which items of a dead-letter queue go back, and to which queue."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PyQt5.QtCore import Qt, pyqtSignal
from PyQt5.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QWidget

from rqcore.protocol.queue_values import QueueStat
from rqdebug.errors import FilterError
from rqdebug.events.filters.filter import Filter
from rqdebug.inspection.dead_letters import MatchedItems, QueuedItems
from rqdebug.support.characters import escape_unsafe
from rqdebug.ui.log.filter_line import Complete, FilterLine
from rqdebug.ui.models import formats
from rqdebug.ui.services.timers import after_pause
from rqdebug.ui.style.engine_messages import translate_message
from rqdebug.ui.style.tr import counted, tr
from rqdebug.ui.widgets.form_layout import lay_out_form
from rqdebug.ui.widgets.plain_label import PlainLabel

TYPING_PAUSE = 300
"""Milliseconds after the last key until the filter is applied."""


@dataclass(frozen=True, slots=True)
class ItemsToSend:
    """What the user chose."""

    destination: QueueStat
    count: int
    numbers: tuple[int, ...] | None
    """The numbers of the items; None for the next ones."""


class SendBackDialog(QDialog):
    """Shows how many items match a filter before anything is moved."""

    match_wanted = pyqtSignal(object, object)
    """Apply this Filter to these QueuedItems, and pass the result to ``show_match``."""
    chosen = pyqtSignal(object)
    """The user wants to move the ItemsToSend."""

    def __init__(
        self,
        source: str,
        destinations: Sequence[QueueStat],
        earlier: list[str],
        complete: Complete,
        read: Callable[[str], Filter],
        parent: QWidget | None = None,
    ) -> None:
        """Create the dialog.

        Args:
            source: The name of the dead-letter queue with that of its target.
            destinations: The queues to choose from; the first is chosen at first.
            earlier: The history of filters.
            complete: Returns the completions of a filter.
            read: Parses a filter. Raises FilterError.
            parent: The window.
        """
        super().__init__(parent)
        self.setAttribute(Qt.WA_DeleteOnClose)
        self.setWindowTitle(escape_unsafe(tr("Send Back from {queue}", queue=source)))
        self.setMinimumWidth(560)
        self._destinations = destinations
        self._read = read
        self._items: QueuedItems | None = None
        self._wanted: Filter | None = None
        self._match: MatchedItems | None = None
        self.to = QComboBox()
        self.to.setAccessibleName(tr("To"))
        self.to.setSizeAdjustPolicy(QComboBox.AdjustToMinimumContentsLengthWithIcon)
        self.to.addItems([escape_unsafe(each.label) for each in destinations])
        self.line = FilterLine(complete)
        self.line.setObjectName("mono")
        self.line.setAccessibleName(tr("Filter"))
        self.line.remember(earlier)
        self.line.setPlaceholderText(tr("all items; or such as payload.order > 17"))
        self.note = PlainLabel(tr("Loading…"))
        self.note.setObjectName("muted")
        self.problem = PlainLabel()
        buttons = QDialogButtonBox(QDialogButtonBox.Cancel)
        self.send_button = buttons.addButton(tr("Send Back…"), QDialogButtonBox.ActionRole)
        self.send_button.clicked.connect(self._choose)
        lay_out_form(self, {tr("To"): self.to, tr("Filter"): self.line}, self.note, self.problem, buttons)
        self.send_button.setDefault(True)
        self._pause = after_pause(TYPING_PAUSE, self._apply, self)
        self.line.textChanged.connect(self._typed)
        self._update()

    @property
    def filter_text(self) -> str:
        """The filter."""
        return self.line.text().strip()

    def show_items(self, items: QueuedItems) -> None:
        """Show the items of the queue."""
        self._items = items
        self._apply()

    def show_match(self, filter: Filter, match: MatchedItems) -> None:
        """Show what matches, unless the filter was changed since."""
        if filter is self._wanted:
            self._match = match
            self._update()

    def show_failed(self, message: str) -> None:
        """Show why the items cannot be read or moved."""
        self._show_problem(translate_message(message))
        if self._items is None:
            self.note.setText("")

    def _typed(self) -> None:
        self._wanted = self._match = None
        self._update()
        self._pause.start()

    def _apply(self) -> None:
        """Request the items that match the text, or show why it is wrong, as soon as there are items."""
        self._wanted = self._match = None
        if self._items is None:
            return
        problem = ""
        try:
            self._wanted = self._read(self.filter_text)
        except FilterError as error:
            problem = translate_message(str(error))
        self._show_problem(problem)
        self._update()
        if self._wanted is not None:
            self.match_wanted.emit(self._wanted, self._items)

    def _show_problem(self, problem: str) -> None:
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))

    @property
    def _count(self) -> int:
        """How many items would be moved; 0 while that is unknown."""
        if self._items is None or self._match is None:
            return 0
        return len(self._match.numbers) if self.filter_text else self._items.total

    def _update(self) -> None:
        self.send_button.setEnabled(self._count > 0 and self.to.count() > 0)
        if self._items is not None:
            self.note.setText(self._sentence(self._items))

    def _sentence(self, items: QueuedItems) -> str:
        if self._match is None:
            return "" if self.problem.text() else tr("Filtering…")
        if not self.filter_text:
            return counted(items.total, "{n} item", "{n} items")
        sentences = [
            tr(
                "{n} of {all} items match.",
                n=formats.count(len(self._match.numbers)),
                all=formats.count(items.listed),
            )
        ]
        if self._match.unknown:
            sentences.append(
                counted(
                    self._match.unknown,
                    "{n} item is unknown: only its first 4 KiB were read.",
                    "{n} items are unknown: only their first 4 KiB were read.",
                )
            )
        if items.listed < items.total:
            sentences.append(
                counted(
                    items.total - items.listed,
                    "{n} more item behind them was not examined.",
                    "{n} more items behind them were not examined.",
                )
            )
        return " ".join(sentences)

    def _choose(self) -> None:
        if self._count and self._match is not None:
            numbers = self._match.numbers if self.filter_text else None
            destination = self._destinations[self.to.currentIndex()]
            self.chosen.emit(ItemsToSend(destination, self._count, numbers))
