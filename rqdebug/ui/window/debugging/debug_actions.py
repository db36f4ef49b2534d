# SPDX-License-Identifier: GPL-3.0-or-later
"""What the user does with the debuggers of the targets."""

from __future__ import annotations

from functools import partial

from PyQt5.QtCore import QObject, pyqtSignal
from PyQt5.QtWidgets import QWidget

from rqcore.debug import Debugger
from rqdebug.events.filters.saved_filters import SavedFilters
from rqdebug.session import Attachment
from rqdebug.ui.dialogs.question import ask
from rqdebug.ui.models.intervention_texts import describe_interventions
from rqdebug.ui.services.attachment_service import AttachmentControl
from rqdebug.ui.services.background_tasks import BackgroundTasks
from rqdebug.ui.services.debugger_service import DebuggerControl
from rqdebug.ui.style.theme import Theme
from rqdebug.ui.style.tr import tr
from rqdebug.ui.window.debugging.freeze_actions import FreezeActions
from rqdebug.ui.window.debugging.held_call_actions import HeldCallActions


class DebugActions(QObject):
    """Has the actions on held calls and on queues, and stops everything."""

    done = pyqtSignal(str)
    """Something was done: a sentence for the status bar."""
    failed = pyqtSignal(str)
    """Something is not possible: why, in one sentence."""

    def __init__(
        self,
        debuggers: DebuggerControl,
        attachments: AttachmentControl,
        tasks: BackgroundTasks,
        saved_filters: SavedFilters,
        theme: Theme,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._debuggers = debuggers
        self._window = window
        self.held_calls = HeldCallActions(debuggers, tasks, saved_filters, theme, window)
        self.freezes = FreezeActions(debuggers, tasks, theme, window, attachments.problem_of_change)
        self.held_calls.done.connect(self.done)
        self.freezes.done.connect(self.done)
        self.freezes.failed.connect(self.failed)

    def stop(self, attachment: Attachment) -> None:
        """End what this window has set on a target; if that is nothing, ask to end what others have set."""
        if self._has_set_something(attachment):
            self._debuggers.stop_all(attachment)
            self.done.emit(
                tr("Everything on {target} continues that this window has stopped", target=attachment.name)
            )
            return
        what = describe_interventions(attachment.interventions)
        question = tr(
            "Other debuggers have stopped or disturbed calls of {target}: {what}. End all of it?",
            target=attachment.name,
            what=what,
        )
        ask(tr("Stop All"), question, tr("Stop All"), partial(self._stop_others, attachment), self._window)

    def _has_set_something(self, attachment: Attachment) -> bool:
        rules, freezes = self._debuggers.rules(attachment), self._debuggers.freezes(attachment)
        return any(rule.is_own and rule.number for rule in rules) or any(each.is_own for each in freezes)

    def _stop_others(self, attachment: Attachment) -> None:
        def remove_all(debugger: Debugger) -> int:
            return int(debugger.run("REMOVE", "ALL"))

        def report(count: int) -> None:
            self._debuggers.stop_all(attachment)
            self.done.emit(tr("Everything on {target} continues", target=attachment.name))

        self._debuggers.run(attachment, remove_all, report)
