# SPDX-License-Identifier: GPL-3.0-or-later
"""What the queue commands do. Before a command deletes items, it asks and shows what will be lost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PyQt5.QtCore import QObject, pyqtSignal
from PyQt5.QtWidgets import QWidget

from rqcore import ControllerHandle
from rqcore.codec import Codec, Payload
from rqcore.protocol.queue_values import Preview, QueueStat
from rqdebug.errors import ItemError
from rqdebug.events.event_log import Event
from rqdebug.events.filters.literals import quote
from rqdebug.inspection.durable_storage import storage_problem
from rqdebug.inspection.item_text import ItemDraft, read_file_item, read_item, write_item
from rqdebug.inspection.parallel_progress import fetch_parallel_stat
from rqdebug.inspection.payload_reader import read_payload
from rqdebug.inspection.queue_snapshot import take_snapshot
from rqdebug.inspection.roles import find_holders, free_role
from rqdebug.session import Attachment
from rqdebug.ui.dialogs.create_dialog import CreateDialog, NewQueue
from rqdebug.ui.dialogs.item_dialog import ItemDialog
from rqdebug.ui.dialogs.put_dialog import PutDialog
from rqdebug.ui.dialogs.question import ask
from rqdebug.ui.inspection.content_window import ContentWindow
from rqdebug.ui.inspection.move_dialog import MoveDialog
from rqdebug.ui.inspection.workers_window import WorkersWindow
from rqdebug.ui.models import formats
from rqdebug.ui.services.background_tasks import BackgroundTasks
from rqdebug.ui.services.item_drafts import ItemDrafts
from rqdebug.ui.services.manual_calls import CallControl, KeptConnection, connect_unseen
from rqdebug.ui.style.theme import Theme
from rqdebug.ui.style.tr import tr
from rqdebug.ui.window.documents.log_documents import LogDocuments
from rqdebug.ui.window.payload_fetching import PayloadFetching
from rqdebug.ui.window.queues.calls_by_hand import (
    PutResult,
    close_queue,
    move_item,
    purge,
    put_item,
    shut_down,
    take_item,
)
from rqdebug.ui.window.queues.queue_sentences import (
    at_target,
    deleted_sentence,
    holder_sentence,
    loss_sentence,
    missing_sentence,
    partly_put_sentence,
    place_of,
    put_sentence,
)

if TYPE_CHECKING:  # redis-py may be missing
    from rqcore.pressure.key_protocol.status import Holder

T = TypeVar("T")


class QueueActions(QObject):
    """Opens dialogs and windows for a queue, and makes the calls that the user asks for."""

    done = pyqtSignal(str)
    """A call succeeded: a sentence for the status bar."""
    failed = pyqtSignal(str)
    """A call failed: why, in one sentence."""
    content_opened = pyqtSignal(object, object, object)
    """The user looks at the content of a queue: the ContentWindow, the Attachment and the QueueStat."""

    def __init__(
        self,
        tasks: BackgroundTasks,
        drafts: ItemDrafts,
        logs: LogDocuments,
        payloads: PayloadFetching,
        theme: Theme,
        window: QWidget,
        problem_of_change: Callable[[Attachment], str],
    ) -> None:
        """``problem_of_change``: why a target cannot be changed, which can begin while a dialog is open."""
        super().__init__(window)
        self._problem_of_change = problem_of_change
        self._tasks = tasks
        self._calls = CallControl(tasks, self)
        self._drafts = drafts
        self._logs = logs
        self._payloads = payloads
        self._theme = theme
        self._window = window

    def _call(
        self, attachment: Attachment, work: Callable[[ControllerHandle], T], sentence: Callable[[T], str]
    ) -> None:
        """Make a call that changes the target, then emit ``done`` with a sentence, or ``failed``."""
        self._change(attachment, work, lambda result: self.done.emit(sentence(result)))

    def _change(
        self, attachment: Attachment, work: Callable[[ControllerHandle], T], done: Callable[[T], object]
    ) -> None:
        """Make a call that changes the target in another thread, unless that is not permitted any more."""
        if problem := self._problem_of_change(attachment):
            self.failed.emit(problem)
        else:
            self._calls.begin(self, attachment, work, done, self.failed.emit)

    def ask_create(self, attachment: Attachment) -> None:
        """Ask for the settings of a queue, and create it."""
        taken = {row.stat.label for row in attachment.queues}
        able = attachment.target.capabilities
        dialog = CreateDialog(
            attachment.name, taken, self._window, kinds=able.queue_kinds, has_leases=able.has_leases
        )
        dialog.chosen.connect(partial(self._create, attachment))
        if able.has_durable_queues:
            show = dialog.show_storage
            self._calls.begin(dialog, attachment, storage_problem, show, show)
        else:
            dialog.show_storage(tr("The target itself decides what it saves"))
        dialog.open()

    def _create(self, attachment: Attachment, wanted: NewQueue) -> None:
        def create(controller: ControllerHandle) -> tuple[str, str]:
            settings = {name: value for name, value in asdict(wanted).items() if value}
            queue = controller.create(**settings)
            return queue.namespace, queue.name or queue.namespace

        def show_created(created: tuple[str, str]) -> None:
            namespace, label = created
            if (tab := self._logs.show_target(attachment)) is not None:
                tab.queues.select_queue(namespace)
            self.done.emit(tr("Created queue {queue}", queue=at_target(attachment, label)))

        self._change(attachment, create, show_created)

    def ask_put(self, attachment: Attachment, queue: QueueStat, draft: ItemDraft | None = None) -> None:
        """Open a dialog that puts items into a queue; at first it shows the draft."""
        dialog = PutDialog(queue, self._drafts, self._theme, self._window, where=place_of(attachment, queue))
        if draft is not None:
            dialog.show_draft(draft)

        def begin(payload: Payload, wait: float, priority: float | None) -> None:
            if problem := self._problem_of_change(attachment):
                dialog.show_failed(problem)
                return
            work = partial(put_item, queue.namespace, payload, wait, priority, dialog.times.value())
            call = self._calls.begin(dialog, attachment, work, show_done, dialog.show_failed)
            dialog.show_waiting(call.cancel)

        def show_done(result: PutResult) -> None:
            if result.error:
                dialog.show_failed(partly_put_sentence(result))
            else:
                dialog.show_done(put_sentence(attachment, queue, result))

        def read_file(path: Path) -> None:
            self._tasks.run(dialog, partial(read_file_item, path), dialog.show_file, show_unread)

        def show_unread(error: Exception) -> None:
            if not isinstance(error, ItemError):
                raise error
            dialog.show_failed(str(error))

        dialog.put_wanted.connect(begin)
        dialog.file_wanted.connect(read_file)
        dialog.show()

    def ask_put_item_of(self, event: Event, attachment: Attachment | None) -> None:
        """Open the dialog with the item of an event, for the queue of the event.

        Args:
            event: Any event of a log.
            attachment: The target of the event; None if it is not attached.
        """
        rows = attachment.queues if attachment is not None else ()
        queue = next((row.stat for row in rows if row.stat.label == event.queue), None)
        if not event.size and event.item is None:
            self.failed.emit(tr("This event has no item"))
        elif attachment is None or queue is None:
            self.failed.emit(missing_sentence(attachment, event.queue or "–"))
        elif len(event.payload) < event.size:
            self.failed.emit(
                tr(
                    "Only the first {n} of {size} bytes of this item were recorded. The option “Payloads in "
                    "events” of the target records whole payloads.",
                    n=formats.count(len(event.payload)),
                    size=formats.count(event.size),
                )
            )
        else:
            payload = Payload(Codec.parse(event.codec), event.payload)
            self.ask_put(attachment, queue, ItemDraft("", *write_item(payload)))

    def put_last_item(self, attachment: Attachment, queue: QueueStat) -> None:
        """Put the most recent item of the put dialog again."""
        drafts = self._drafts.recent
        if not drafts:
            self.failed.emit(tr("There is no item to put again. Put one with “Put Item…” first."))
            return
        try:
            payload = read_item(drafts[0].text, drafts[0].codec)
        except ItemError as error:
            self.failed.emit(str(error))
        else:
            self._put_again(attachment, queue, lambda _: payload)

    def _put_again(
        self, attachment: Attachment, queue: QueueStat, read: Callable[[ControllerHandle], Payload]
    ) -> None:
        """Put the item that ``read`` returns in the other thread."""
        priority = 0.0 if queue.kind == "priority" else None

        def put(controller: ControllerHandle) -> PutResult:
            return put_item(queue.namespace, read(controller), 0.0, priority, 1, controller)

        self._call(attachment, put, partial(put_sentence, attachment, queue))

    def _put_same(self, attachment: Attachment, queue: QueueStat, item: Preview) -> None:
        """Put a copy of an item that is in the queue."""
        self._put_again(attachment, queue, partial(read_payload, queue=queue.namespace, item=item))

    def ask_take(self, attachment: Attachment, queue: QueueStat) -> None:
        """Take the next item and show it, if the user confirms."""
        question = tr(
            "Take the next item from {queue}? No consumer will receive it.", queue=place_of(attachment, queue)
        )
        self._ask(tr("Take Item"), question, tr("Take"), partial(self._take, attachment, queue))

    def _take(self, attachment: Attachment, queue: QueueStat) -> None:
        def show(payload: Payload) -> None:
            taken = tr("Taken from {queue}", queue=place_of(attachment, queue))
            sentence = f"{taken}: {formats.size(len(payload.data))}, {payload.codec}"
            ItemDialog(tr("Taken Item"), sentence, payload, self._theme, self._window).show()

        self._change(attachment, partial(take_item, queue.namespace), show)

    def show_content(self, attachment: Attachment, queue: QueueStat) -> None:
        """Open a window with the items, the waiting calls and the leases of a queue."""
        window, kept = (
            ContentWindow(place_of(attachment, queue), self._theme, self._window),
            KeptConnection(partial(connect_unseen, attachment)),
        )

        def ask() -> None:
            work = partial(take_snapshot, reference=queue.namespace, with_leases=window.shows_leases)
            self._calls.repeat(window, kept, work, window.show_snapshot, window.show_failed)

        window.destroyed.connect(kept.close)
        window.refresh_wanted.connect(ask)
        window.put_again_wanted.connect(partial(self._put_same, attachment, queue))
        window.move_wanted.connect(partial(self._ask_move, window, attachment, queue))
        self._payloads.serve(window.payload, attachment, queue.namespace)
        self.content_opened.emit(window, attachment, queue)
        window.show()

    def _ask_move(self, window: ContentWindow, attachment: Attachment, queue: QueueStat, number: int) -> None:
        """Move the item with a number to another queue of its target, which the user chooses."""
        others = [row.stat for row in attachment.queues if row.stat.namespace != queue.namespace]
        if not others:
            self.failed.emit(tr("{target} has no other queue", target=attachment.name))
            return
        dialog = MoveDialog(number, place_of(attachment, queue), others, window)
        dialog.chosen.connect(partial(self._move, attachment, queue, number))
        dialog.open()

    def _move(self, attachment: Attachment, queue: QueueStat, number: int, destination: QueueStat) -> None:
        names = {"source": queue.label, "destination": place_of(attachment, destination)}

        def report(count: int) -> None:
            if count:
                self.done.emit(
                    tr("Item {number} moved from {source} to {destination}", number=number, **names)
                )
            else:
                self.failed.emit(
                    tr("The item was not moved: it has left {source}, or {destination} is full", **names)
                )

        self._change(attachment, partial(move_item, queue.namespace, destination.namespace, number), report)

    def show_workers(self, attachment: Attachment, queue: QueueStat) -> None:
        """Open a window with the workers of a queue and their tasks."""
        window, kept = (
            WorkersWindow(place_of(attachment, queue), self._theme, self._window),
            KeptConnection(partial(connect_unseen, attachment)),
        )

        def ask() -> None:
            work = partial(fetch_parallel_stat, reference=queue.namespace)
            self._calls.repeat(window, kept, work, window.show_stat, window.show_failed)

        window.destroyed.connect(kept.close)
        window.refresh_wanted.connect(ask)
        window.worker_opened.connect(partial(self._show_calls, attachment))
        window.show()

    def _show_calls(self, attachment: Attachment, worker: str) -> None:
        """Filter the log by the client of a worker."""
        if (tab := self._logs.show_target(attachment)) is not None:
            tab.filter_bar.set_filter(f"client contains {quote(worker + '@')}")

    def ask_purge(self, attachment: Attachment, queue: QueueStat) -> None:
        """Delete all items, if the user confirms."""
        place = place_of(attachment, queue)
        question = f"{tr('Delete all items from {queue}?', queue=place)} {loss_sentence(queue)}"
        work, sentence = partial(purge, queue.namespace), tr("Purged {queue}", queue=place)
        act = partial(self._call, attachment, work, partial(deleted_sentence, sentence))
        self._ask(tr("Purge Queue"), question, tr("Purge"), act)

    def ask_shutdown(self, attachment: Attachment, queue: QueueStat) -> None:
        """Make the queue refuse new items, if the user confirms."""
        place = place_of(attachment, queue)
        question = tr(
            "Shut down {queue}? It will refuse new items; consumers can still take the items in it. "
            "This cannot be undone.",
            queue=place,
        )
        work, sentence = partial(shut_down, queue.namespace), tr("Shut down {queue}", queue=place)
        act = partial(self._call, attachment, work, lambda _: sentence)
        self._ask(tr("Shut Down Queue"), question, tr("Shut Down"), act)

    def ask_close(self, attachment: Attachment, queue: QueueStat) -> None:
        """Delete a queue, if the user confirms."""
        place = place_of(attachment, queue)
        question = tr(
            "Close {queue} for all clients? The queue is deleted, and further calls on it fail.", queue=place
        )
        work, sentence = partial(close_queue, queue.namespace), tr("Closed {queue}", queue=place)
        act = partial(self._call, attachment, work, partial(deleted_sentence, sentence))
        self._ask(tr("Close Queue"), f"{question} {loss_sentence(queue)}", tr("Close Queue"), act)

    def ask_free(self, attachment: Attachment, queue: QueueStat) -> None:
        """Show the holder of each role that is taken, and free the role that the user chooses."""
        place = place_of(attachment, queue)

        def show(holders: tuple[Holder, ...]) -> None:
            if not holders:
                self.done.emit(tr("No client holds a role of {queue}", queue=place))
            for holder in holders:
                self._ask_free_role(attachment, queue, holder)

        find = partial(find_holders, queue=queue.namespace)
        self._calls.begin(self, attachment, find, show, self.failed.emit)

    def _ask_free_role(self, attachment: Attachment, queue: QueueStat, holder: Holder) -> None:
        place = place_of(attachment, queue)
        role = tr("producer") if holder.role == "producer" else tr("consumer")
        question = tr("Free the {role} role of {queue}?", role=role, queue=place)

        def sentence(is_freed: bool) -> str:
            if is_freed:
                return tr("Freed the {role} role of {queue}", role=role, queue=place)
            return tr("Another client holds the {role} role of {queue} now", role=role, queue=place)

        work = partial(free_role, queue=queue.namespace, holder=holder)
        act = partial(self._call, attachment, work, sentence)
        self._ask(tr("Free Role"), f"{question} {holder_sentence(holder)}", tr("Free Role"), act)

    def _ask(self, title: str, question: str, verb: str, act: Callable[[], object]) -> None:
        ask(title, question, verb, act, self._window)
