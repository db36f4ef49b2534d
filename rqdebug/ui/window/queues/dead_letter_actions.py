# SPDX-License-Identifier: GPL-3.0-or-later
"""Sends items of a dead-letter queue back. Items are read and filtered in other threads."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PyQt5.QtCore import QObject, pyqtSignal
from PyQt5.QtWidgets import QWidget

from rqcore.protocol.queue_values import QueueStat
from rqdebug.errors import FilterError
from rqdebug.events.filters.fields import FIELDS
from rqdebug.events.filters.filter import Filter, parse
from rqdebug.events.filters.filter_completion import Completion, complete
from rqdebug.events.filters.saved_filters import SavedFilters
from rqdebug.inspection.dead_letters import (
    ITEM_FIELDS,
    QueuedItems,
    check_item_filter,
    destinations_of,
    match_items,
    read_items,
    send_back,
)
from rqdebug.session import Attachment
from rqdebug.ui.dialogs.question import ask
from rqdebug.ui.log.send_back_dialog import ItemsToSend, SendBackDialog
from rqdebug.ui.services.background_tasks import BackgroundTasks
from rqdebug.ui.services.manual_calls import CallControl
from rqdebug.ui.services.window_settings import WindowSettings
from rqdebug.ui.style.tr import counted, tr
from rqdebug.ui.window.queues.queue_sentences import place_of


class DeadLetterActions(QObject):
    """Asks what to send back, and moves it."""

    done = pyqtSignal(str)
    """Items were moved: a sentence for the status bar."""
    failed = pyqtSignal(str)
    """Items could not be moved: why, in one sentence."""

    def __init__(
        self,
        tasks: BackgroundTasks,
        settings: WindowSettings,
        saved: SavedFilters,
        window: QWidget,
        problem_of_change: Callable[[Attachment], str],
    ) -> None:
        """``problem_of_change``: why a target cannot be changed, which can begin while a dialog is open."""
        super().__init__(window)
        self._tasks = tasks
        self._calls = CallControl(tasks, self)
        self._settings = settings
        self._saved = saved
        self._window = window
        self._problem_of_change = problem_of_change

    def ask_send_back(self, attachment: Attachment, queue: QueueStat) -> None:
        """Open the dialog for a dead-letter queue."""
        dialog = SendBackDialog(
            place_of(attachment, queue),
            destinations_of(queue, [row.stat for row in attachment.queues]),
            self._settings.filters,
            self._complete,
            self._read,
            self._window,
        )
        dialog.match_wanted.connect(partial(self._match, dialog))
        dialog.chosen.connect(partial(self._confirm, dialog, attachment, queue))
        read = partial(read_items, reference=queue.namespace)
        self._calls.begin(dialog, attachment, read, dialog.show_items, dialog.show_failed)
        dialog.open()

    def _read(self, text: str) -> Filter:
        return check_item_filter(parse(text, self._saved.load()))

    def _complete(self, text: str, place: int) -> Completion:
        """Return what can complete a filter of items."""
        try:
            saved = self._saved.load()
        except FilterError:
            saved = {}
        found = complete(text, place, {}, saved)
        words = [each for each in found.candidates if each.text not in FIELDS or each.text in ITEM_FIELDS]
        return Completion(found.start, found.stop, tuple(words))

    def _match(self, dialog: SendBackDialog, filter: Filter, items: QueuedItems) -> None:
        self._tasks.run(dialog, partial(match_items, items, filter), partial(dialog.show_match, filter))

    def _confirm(
        self, dialog: SendBackDialog, attachment: Attachment, queue: QueueStat, chosen: ItemsToSend
    ) -> None:
        question = counted(
            chosen.count,
            "Move {n} item from {source} to {destination} on {target}?",
            "Move {n} items from {source} to {destination} on {target}?",
            source=queue.label,
            destination=chosen.destination.label,
            target=attachment.name,
        )
        send = partial(self._send, dialog, attachment, queue, chosen)
        ask(tr("Send Back"), question, tr("Send Back"), send, dialog)

    def _send(
        self, dialog: SendBackDialog, attachment: Attachment, queue: QueueStat, chosen: ItemsToSend
    ) -> None:
        if problem := self._problem_of_change(attachment):
            dialog.show_failed(problem)
            return
        if dialog.filter_text:
            self._settings.remember_filter(dialog.filter_text)
        dialog.accept()
        work = partial(
            send_back,
            source=queue.namespace,
            destination=chosen.destination.namespace,
            count=chosen.count,
            numbers=chosen.numbers,
        )
        tell = partial(self._tell, attachment, queue, chosen)
        self._calls.begin(self, attachment, work, tell, self.failed.emit)

    def _tell(self, attachment: Attachment, queue: QueueStat, chosen: ItemsToSend, moved: int) -> None:
        """Report how many items were moved, and why not all."""
        names = {"source": queue.label, "destination": place_of(attachment, chosen.destination)}
        sentence = counted(
            moved,
            "{n} item moved from {source} to {destination}",
            "{n} items moved from {source} to {destination}",
            **names,
        )
        if missing := chosen.count - moved:
            reason = counted(
                missing,
                "{n} item was not: it has left {source}, or {destination} is full",
                "{n} items were not: they have left {source}, or {destination} is full",
                **names,
            )
            sentence = f"{sentence}; {reason}"
        self.done.emit(sentence)
