# SPDX-License-Identifier: GPL-3.0-or-later
"""Freezes queues, lets items through, and changes the items in frozen queues."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PyQt5.QtCore import QObject, pyqtSignal
from PyQt5.QtWidgets import QWidget

from rqcore import ControllerHandle
from rqcore.codec import Payload
from rqcore.debug import Debugger
from rqcore.protocol.queue_values import Preview, QueueStat
from rqdebug.inspection.payload_reader import read_payload
from rqdebug.session import Attachment
from rqdebug.ui.debugging.edit_item_dialog import EditItemDialog
from rqdebug.ui.debugging.freeze_dialogs import FreezeDialog, StepDialog
from rqdebug.ui.dialogs.question import ask
from rqdebug.ui.inspection.content_window import ContentWindow
from rqdebug.ui.services.background_tasks import BackgroundTasks
from rqdebug.ui.services.debugger_service import DebuggerControl
from rqdebug.ui.services.manual_calls import CallControl
from rqdebug.ui.style.theme import Theme
from rqdebug.ui.style.tr import counted, tr
from rqdebug.ui.window.queues.queue_sentences import place_of

LARGEST = 64 * 1024
"""Bytes of the largest item that can be edited."""


class FreezeActions(QObject):
    """Every method names the queue on which it acts, which may not be the current one any more."""

    done = pyqtSignal(str)
    """Something was done: a sentence for the status bar."""
    failed = pyqtSignal(str)
    """Something is not possible: why, in one sentence."""

    def __init__(
        self,
        debuggers: DebuggerControl,
        tasks: BackgroundTasks,
        theme: Theme,
        window: QWidget,
        problem_of_change: Callable[[Attachment], str],
    ) -> None:
        """``problem_of_change``: why a target cannot be changed, which can begin while a dialog is open."""
        super().__init__(window)
        self._debuggers = debuggers
        self._calls = CallControl(tasks, self)
        self._theme = theme
        self._window = window
        self._problem_of_change = problem_of_change

    def _run(
        self, attachment: Attachment, work: Callable[[Debugger], int | None], sentence: Callable[[int], str]
    ) -> None:
        """Do something with the debugger of a target, unless the target is read-only here."""
        if problem := self._problem_of_change(attachment):
            self.failed.emit(problem)
        else:
            self._debuggers.run(attachment, work, lambda result: self.done.emit(sentence(result or 0)))

    def ask_freeze(self, attachment: Attachment, queue: QueueStat) -> None:
        """Ask what is frozen, and freeze it."""
        dialog = FreezeDialog(place_of(attachment, queue), self._window)
        dialog.chosen.connect(partial(self._freeze, attachment, queue))
        dialog.open()

    def _freeze(self, attachment: Attachment, queue: QueueStat, side: str, fails: bool) -> None:
        def freeze(debugger: Debugger) -> None:
            debugger.freeze(queue.namespace, side, fails=fails)

        self._run(attachment, freeze, lambda _: tr("Froze {queue}", queue=place_of(attachment, queue)))

    def ask_step(self, attachment: Attachment, queue: QueueStat) -> None:
        """Ask how many items pass, and let them pass."""
        dialog = StepDialog(place_of(attachment, queue), queue.frozen, self._window)
        dialog.chosen.connect(partial(self.step, attachment, queue))
        dialog.open()

    def step(self, attachment: Attachment, queue: QueueStat, side: str, count: int = 1) -> None:
        """Let some items enter or leave a frozen queue, in the order in which their calls came."""

        def sentence(passed: int) -> str:
            place = place_of(attachment, queue)
            if side == "gets":
                return counted(passed, "{n} item left {queue}", "{n} items left {queue}", queue=place)
            return counted(passed, "{n} item entered {queue}", "{n} items entered {queue}", queue=place)

        self._run(
            attachment, lambda debugger: int(debugger.run("STEP", queue.namespace, side, count)), sentence
        )

    def thaw(self, attachment: Attachment, queue: QueueStat) -> None:
        """End the freeze of a queue."""

        def sentence(count: int) -> str:
            return counted(
                count,
                "{queue} is not frozen any more; {n} call continues",
                "{queue} is not frozen any more; {n} calls continue",
                queue=place_of(attachment, queue),
            )

        self._run(attachment, lambda debugger: int(debugger.run("THAW", queue.namespace)), sentence)

    # Items of frozen queues

    def serve(self, content: ContentWindow, attachment: Attachment, queue: QueueStat) -> None:
        """Let the user change the items of a frozen queue in the window with its content."""
        content.edit_wanted.connect(partial(self._ask_edit, content, attachment, queue))
        content.removal_wanted.connect(partial(self._ask_removal, content, attachment, queue))
        content.front_wanted.connect(partial(self._move_to_front, attachment, queue))

    def _ask_edit(self, content: QWidget, attachment: Attachment, queue: QueueStat, item: Preview) -> None:
        if item.size > LARGEST:
            self.failed.emit(tr("Items of more than 64 KiB cannot be edited"))
            return

        def read(controller: ControllerHandle) -> Payload:
            return read_payload(controller, queue=queue.namespace, item=item)

        def show(payload: Payload) -> None:
            dialog = EditItemDialog(
                item.number or 0, place_of(attachment, queue), payload, self._theme, content
            )
            dialog.chosen.connect(partial(self._edit, attachment, queue, item))
            dialog.open()

        self._calls.begin(content, attachment, read, show, self.failed.emit)

    def _edit(self, attachment: Attachment, queue: QueueStat, item: Preview, payload: bytes) -> None:
        number = item.number or 0
        sentence = tr("Item {n} of {queue} was changed", n=number, queue=place_of(attachment, queue))
        self._run(
            attachment, lambda debugger: debugger.edit(queue.namespace, number, payload), lambda _: sentence
        )

    def _ask_removal(self, content: QWidget, attachment: Attachment, queue: QueueStat, item: Preview) -> None:
        number, place = item.number or 0, place_of(attachment, queue)
        question = tr("Delete item {n} from {queue}? No consumer will receive it.", n=number, queue=place)
        sentence = tr("Item {n} of {queue} was deleted", n=number, queue=place)
        remove = partial(
            self._run, attachment, lambda debugger: debugger.drop(queue.namespace, number), lambda _: sentence
        )
        ask(tr("Delete Item"), question, tr("Delete"), remove, content)

    def _move_to_front(self, attachment: Attachment, queue: QueueStat, item: Preview) -> None:
        number = item.number or 0
        sentence = tr("Item {n} of {queue} is the next one", n=number, queue=place_of(attachment, queue))
        self._run(
            attachment, lambda debugger: debugger.move_to_front(queue.namespace, number), lambda _: sentence
        )
