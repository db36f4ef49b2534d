# SPDX-License-Identifier: GPL-3.0-or-later
"""Does with held calls what the user wants, and shows calls in the panel while they are held."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from PyQt5.QtCore import QObject, pyqtSignal
from PyQt5.QtWidgets import QWidget

from rqcore.debug import Debugger
from rqcore.errors import RqError
from rqdebug.debug.call_actions import duplicate_call, step_call
from rqdebug.debug.call_evaluation import evaluate
from rqdebug.errors import FilterError
from rqdebug.events.filters.saved_filters import SavedFilters
from rqdebug.inspection.payload_difference import compare_payloads
from rqdebug.session import Attachment
from rqdebug.ui.debugging.answer_dialog import AnswerDialog
from rqdebug.ui.debugging.held_calls_view import HeldCallsView
from rqdebug.ui.inspection.difference_view import DifferenceWindow
from rqdebug.ui.models.held_call_model import HeldRow
from rqdebug.ui.services.background_tasks import BackgroundTasks
from rqdebug.ui.services.debugger_service import DebuggerControl
from rqdebug.ui.style.theme import Theme
from rqdebug.ui.style.tr import tr


class HeldCallActions(QObject):
    """Connects the view of held calls with the debuggers of the targets."""

    done = pyqtSignal(str)
    """Something was done with a call: a sentence for the status bar."""
    first_held = pyqtSignal()
    """A call is held, and none was before."""
    selection_changed = pyqtSignal()
    """A held call was selected, or none is any more."""

    def __init__(
        self,
        debuggers: DebuggerControl,
        tasks: BackgroundTasks,
        saved_filters: SavedFilters,
        theme: Theme,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._debuggers = debuggers
        self._tasks = tasks
        self._saved = saved_filters
        self._theme = theme
        self._window = window
        self._view: HeldCallsView | None = None
        self._has_selected = False

    @property
    def view(self) -> HeldCallsView | None:
        """The view, if a held call is selected in it."""
        return self._view if self._view is not None and self._view.selected is not None else None

    def serve(self, view: HeldCallsView) -> None:
        """Show held calls in a view, and do what the user wants there."""
        self._view = view
        self._debuggers.held.connect(view.add_call)
        self._debuggers.continued.connect(view.remove_call)
        self._debuggers.ended.connect(lambda attachment, _: view.remove_all(attachment))
        view.first_held.connect(self.first_held)
        view.selection_changed.connect(self._report_selection)
        view.released.connect(self._release)
        view.stepped.connect(self._step)
        view.duplicated.connect(self._duplicate)
        view.discarded.connect(self._discard)
        view.answer_wanted.connect(self._ask_answer)
        view.all_released.connect(self.release_all)
        view.evaluation_wanted.connect(self._evaluate)
        view.comparison_wanted.connect(self._compare)

    def look(self, attachments: Iterable[Attachment]) -> None:
        """Begin a session with each target on which only other debuggers hold calls, to show these."""
        for attachment in attachments:
            if attachment.interventions.held_calls and not self._debuggers.is_debugging(attachment):
                self._debuggers.run(attachment, lambda debugger: debugger.session)

    def release_all(self) -> None:
        """Let all held calls of all targets continue."""
        rows = self._view.model.held_rows() if self._view is not None else []
        for attachment in dict.fromkeys(row.attachment for row in rows):
            self._debuggers.run(attachment, lambda debugger: debugger.release_all())

    def _report_selection(self) -> None:
        has_selected = self.view is not None
        if has_selected != self._has_selected:
            self._has_selected = has_selected
            self.selection_changed.emit()

    def _do(
        self, row: HeldRow, payload: bytes | None, work: Callable[[Debugger], object], sentence: str
    ) -> None:
        """Do something with a call in another thread, and report it, or show why it was not possible."""

        def attempt(debugger: Debugger) -> str:
            try:
                work(debugger)
            except RqError as error:
                return str(error)
            return ""

        def report(problem: str) -> None:
            if self._view is None:
                return
            if problem:
                self._view.show_problem(row, problem)
                return
            if payload is not None:
                self._view.show_sent(row)
            self.done.emit(sentence)

        self._debuggers.run(row.attachment, attempt, report)

    def _release(self, row: HeldRow, payload: bytes | None) -> None:
        sentence = tr("Call {n} continues", n=row.call.number)
        if payload is not None:
            sentence = tr("Call {n} continues with the edited payload", n=row.call.number)
        self._do(row, payload, lambda _: row.call.release(payload=payload), sentence)

    def _step(self, row: HeldRow, payload: bytes | None) -> None:
        work = partial(step_call, call=row.call, payload=payload)
        self._do(row, payload, work, tr("Call {n} was stepped", n=row.call.number))

    def _duplicate(self, row: HeldRow, payload: bytes | None) -> None:
        work = partial(duplicate_call, call=row.call, payload=payload)
        self._do(row, payload, work, tr("The item of call {n} exists twice", n=row.call.number))

    def _discard(self, row: HeldRow) -> None:
        sentence = tr("Call {n} continues without its items", n=row.call.number)
        self._do(row, None, lambda _: row.call.discard(), sentence)

    def _ask_answer(self, row: HeldRow) -> None:
        dialog = AnswerDialog(row, self._window)
        dialog.chosen.connect(partial(self._answer, row))
        dialog.open()

    def _answer(self, row: HeldRow, code: str, message: str) -> None:
        sentence = tr("Call {n} fails with {code}", n=row.call.number, code=code)
        self._do(row, None, lambda _: row.call.fail(code, message), sentence)

    def _evaluate(self, row: HeldRow, payload: bytes | None, expression: str) -> None:
        if self._view is None:
            return
        line = self._view.evaluation

        def work() -> str:
            return evaluate(expression, row.call, payload, self._saved.load())

        def explain(error: Exception) -> None:
            if not isinstance(error, FilterError):
                raise error
            line.show_problem(str(error))

        self._tasks.run(line, work, line.show_value, explain)

    def _compare(self, before: bytes, after: bytes) -> None:
        note = tr("The original payload, and the edited one")
        names = tr("Original"), tr("Edited")
        self._tasks.run(
            self,
            partial(compare_payloads, before, after),
            lambda found: DifferenceWindow(found, note, self._theme, self._window, names=names).show(),
        )
