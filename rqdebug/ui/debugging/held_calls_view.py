# SPDX-License-Identifier: GPL-3.0-or-later
"""The panel of held calls: which calls are stopped, and what becomes of each."""

from __future__ import annotations

from collections.abc import Callable

from PyQt5.QtCore import QModelIndex, QSize, Qt, pyqtSignal
from PyQt5.QtGui import QResizeEvent
from PyQt5.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSplitter, QVBoxLayout, QWidget

from rqcore.debug import HeldCall
from rqdebug.errors import ItemError
from rqdebug.session import Attachment
from rqdebug.ui.debugging.evaluation_line import EvaluationLine
from rqdebug.ui.debugging.payload_editing import PayloadDraft, PayloadEditor
from rqdebug.ui.models import formats
from rqdebug.ui.models.held_call_model import TARGET, CallKey, HeldCallModel, HeldRow
from rqdebug.ui.services.timers import every
from rqdebug.ui.style.engine_messages import translate_message
from rqdebug.ui.style.theme import Theme
from rqdebug.ui.style.tr import counted, tr
from rqdebug.ui.widgets.elided import ElidedLabel
from rqdebug.ui.widgets.empty_note import EmptyNote
from rqdebug.ui.widgets.plain_label import PlainLabel
from rqdebug.ui.widgets.styled_name import rename_for_style
from rqdebug.ui.widgets.table_style import LargeTable, apply_table_style, monospace, titled_width
from rqdebug.ui.widgets.vanishing_rows import select_none_if_removed

TICK = 500
"""Milliseconds between two updates of the times."""
LEAST_HEIGHT = 250
"""Height in pixels in which some calls and some lines of a payload are visible."""
WIDTHS = (64, 72, 92, 92, 74, 88, 68, 50, 70, 110)
"""Widths of the columns in pixels; the last one has the rest."""


class HeldCallsView(QWidget):
    """Every signal names the call that was selected when the user acted, as a HeldRow."""

    released = pyqtSignal(object, object)
    """Let the call continue; with these bytes as its payload, or with None unchanged."""
    stepped = pyqtSignal(object, object)
    """Let the call happen, and hold it before its reply; the payload as for ``released``."""
    duplicated = pyqtSignal(object, object)
    """Let the call continue, with its item twice; the payload as for ``released``."""
    discarded = pyqtSignal(object)
    """Let the call continue without its items."""
    answer_wanted = pyqtSignal(object)
    """Ask for an error, and answer the call with it."""
    all_released = pyqtSignal()
    """Let all calls continue."""
    evaluation_wanted = pyqtSignal(object, object, str)
    """Evaluate an expression on the call; the payload as for ``released``."""
    comparison_wanted = pyqtSignal(bytes, bytes)
    """Show where the original and the edited payload differ."""
    first_held = pyqtSignal()
    """A call is held, and none was before."""
    selection_changed = pyqtSignal()
    """Another call is selected, or none, or it is not held any more."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = HeldCallModel(theme, self)
        self._row: HeldRow | None = None
        self._problem = ""
        """Why the last action has failed; empty before the next one."""
        self._drafts: dict[CallKey, PayloadDraft] = {}
        self.calls = LargeTable()
        self.editor = PayloadEditor(theme)
        self.evaluation = EvaluationLine(theme)
        self.notice = PlainLabel()
        self.summary = ElidedLabel()
        self.release_button = _button(tr("Release"), tr("Let the call continue unchanged"))
        self.change_button = _button(
            tr("Release Changed"), tr("Let the call continue with the edited payload")
        )
        self.step_button = _button(tr("Step"), tr("Let the call happen, and hold it again before its reply"))
        self.duplicate_button = _button(tr("Duplicate"), tr("Let the call continue, with its item twice"))
        self.discard_button = _button(tr("Discard"), tr("Let the call continue without its items"))
        self.answer_button = _button(tr("Answer With Error…"), tr("Let the call fail with an error"))
        self.all_button = _button(tr("Release All"), tr("Let all calls of all targets continue unchanged"))
        self._splitter = QSplitter(Qt.Horizontal)
        self._lay_out(theme)
        self._connect()
        self._timer = every(TICK, self._tick, self)
        self._show_columns()
        self._update()

    def sizeHint(self) -> QSize:
        return QSize(900, 240)

    def minimumSizeHint(self) -> QSize:
        return QSize(320, LEAST_HEIGHT)

    # Calls come and go

    def add_call(self, attachment: Attachment, call: HeldCall) -> None:
        """Show a call that is held from now on."""
        is_first = not self.model.held_count
        self.model.add(attachment, call)
        if is_first:
            self.first_held.emit()

    def remove_call(self, attachment: Attachment, number: int, reason: str) -> None:
        """Remove a call that is not held any more; ``reason`` as in ``HeldCallModel``."""
        self.model.remove(attachment, number, reason)

    def remove_all(self, attachment: Attachment) -> None:
        """Remove the calls of a target whose debugger session has ended."""
        self.model.remove_all(attachment)

    def show_sent(self, row: HeldRow) -> None:
        """Forget what was edited, because it was sent."""
        self._drafts.pop(row.key, None)
        self.model.mark_edited(row.key, is_edited=False)

    def show_problem(self, row: HeldRow, problem: str) -> None:
        """Show why something was not done with a call."""
        self._problem = tr("Call {n}: {problem}", n=row.call.number, problem=translate_message(problem))
        self._update()

    @property
    def selected(self) -> HeldRow | None:
        """The selected call, if it is still held."""
        return self._row if self._row is not None and not self.model.why_ended(self._row.key) else None

    def release_selected(self) -> None:
        """Let the selected call continue, with what was edited."""
        self._act(self.released.emit)

    def step_selected(self) -> None:
        """Step the selected call, with what was edited."""
        self._act(self.stepped.emit)

    # What the user does

    def _act(self, emit: Callable[[HeldRow, bytes | None], object]) -> None:
        """Report the selected call and what was edited, unless that is not valid."""
        row = self.selected
        if row is None:
            return
        try:
            payload = self.editor.edited()
        except ItemError as error:
            self.show_problem(row, str(error))
            return
        self._problem = ""
        emit(row, payload)
        self._update()
        self._select_next(row)

    def _act_without_payload(self, emit: Callable[[HeldRow], object]) -> None:
        row = self.selected
        if row is not None:
            self._problem = ""
            emit(row)
            self._update()

    def _select_next(self, row: HeldRow) -> None:
        """Select the call behind one that continues, so that the user can go through all of them."""
        number = self.model.row_of(row.key)
        if number is not None and number + 1 < self.model.rowCount():
            self.calls.selectRow(number + 1)

    def _evaluate(self, expression: str) -> None:
        if self._row is None:
            self.evaluation.show_problem(tr("Select a held call first"))
            return
        try:
            self.evaluation_wanted.emit(self._row, self.editor.edited(), expression)
        except ItemError as error:
            self.evaluation.show_problem(str(error))

    def _keep_draft(self) -> None:
        if self._row is None:
            return
        draft = self.editor.draft
        if draft is None:
            self._drafts.pop(self._row.key, None)
        else:
            self._drafts[self._row.key] = draft
        self.model.mark_edited(self._row.key, draft is not None)
        self.evaluation.clear()
        self._update()

    # What is shown

    def _select(self, current: QModelIndex) -> None:
        row = self.model.row_at(current.row()) if current.isValid() else None
        if row is not None and self._row is not None and row.key == self._row.key:
            return
        self._row = row
        self.evaluation.clear()
        if row is None:
            self.editor.show_nothing()
        else:
            self.editor.show_call(row.call, self._drafts.get(row.key))
        self._update()

    def _select_first(self, parent: QModelIndex, first: int) -> None:
        """Select the call that comes into an empty list: no other call can be meant by the next key."""
        if not first:
            self.calls.selectRow(0)

    def _restore(self) -> None:
        """Select the same call after the model was reset."""
        number = None if self._row is None else self.model.row_of(self._row.key)
        if number is None:
            self._select(QModelIndex())
        else:
            self.calls.selectRow(number)

    def _show_columns(self) -> None:
        """Show the targets only if there are several."""
        self.calls.setColumnHidden(TARGET, not self.model.has_several_targets)

    def _update(self) -> None:
        """Enable what is possible with the selected call, and say what happens."""
        row, ended = self._row, self.model.why_ended(self._row.key) if self._row else ""
        call = row.call if row is not None and not ended else None
        can_change = call is not None and not call.is_at_end
        self.release_button.setEnabled(call is not None)
        self.step_button.setEnabled(call is not None)
        self.answer_button.setEnabled(call is not None)
        self.change_button.setEnabled(call is not None and self.editor.is_changed)
        self.duplicate_button.setEnabled(can_change and call is not None and bool(call.payloads))
        self.discard_button.setEnabled(call is not None and (can_change or bool(call.payloads)))
        self.all_button.setEnabled(self.model.held_count > 0)
        count = self.model.held_count
        self.summary.setText(counted(count, "{n} call is held", "{n} calls are held") if count else "")
        kept = ""
        if row is not None and ended:
            kept = tr(
                "Call {n} continues: {why}. This text was not sent; “Revert” removes it.",
                n=row.call.number,
                why=ended,
            )
        self._say(self._problem or kept, "error" if self._problem else "blocked")
        self.selection_changed.emit()

    def _say(self, sentence: str, name: str) -> None:
        self.notice.setText(sentence)
        self.notice.setVisible(bool(sentence))
        rename_for_style(self.notice, name)

    def _tick(self) -> None:
        if self.isVisible():
            self.model.tick()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the payload beside the calls, or below them if there is more height."""
        super().resizeEvent(event)
        is_wide = self.width() > self.height()
        self._splitter.setOrientation(Qt.Horizontal if is_wide else Qt.Vertical)

    def _connect(self) -> None:
        self.calls.selectionModel().currentRowChanged.connect(lambda current, _: self._select(current))
        self.model.modelReset.connect(self._restore)
        self.model.changed.connect(self._update)
        self.model.changed.connect(self._show_columns)
        self.model.rowsInserted.connect(self._select_first)
        self.editor.changed.connect(self._keep_draft)
        self.editor.comparison_wanted.connect(self.comparison_wanted)
        self.evaluation.wanted.connect(self._evaluate)
        self.release_button.clicked.connect(lambda _: self._act_without_payload(self._release_unchanged))
        self.change_button.clicked.connect(lambda _: self._act(self.released.emit))
        self.step_button.clicked.connect(lambda _: self._act(self.stepped.emit))
        self.duplicate_button.clicked.connect(lambda _: self._act(self.duplicated.emit))
        self.discard_button.clicked.connect(lambda _: self._act_without_payload(self.discarded.emit))
        self.answer_button.clicked.connect(lambda _: self._act_without_payload(self.answer_wanted.emit))
        self.all_button.clicked.connect(lambda _: self.all_released.emit())

    def _release_unchanged(self, row: HeldRow) -> None:
        self.released.emit(row, None)
        self._select_next(row)

    def _lay_out(self, theme: Theme) -> None:
        monospace(self.calls, theme)
        select_none_if_removed(self.calls, self.model)
        self.calls.setModel(self.model)
        apply_table_style(self.calls, theme)
        self.calls.horizontalHeader().setStretchLastSection(True)
        for number, width in enumerate(WIDTHS):
            self.calls.setColumnWidth(number, titled_width(self.calls, number, width))
        self.calls.setAccessibleName(tr("Held calls"))
        self.setFocusProxy(self.calls)
        EmptyNote(
            self.calls,
            tr("This window holds no calls.")
            + "\n"
            + tr("Add a breakpoint, or freeze a queue, to stop calls of other programs here.")
            + "\n"
            + tr("If other debuggers hold calls, click on their number in the status bar to list them."),
        )
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.notice)
        column.addWidget(self.editor, 1)
        column.addWidget(self.evaluation)
        self.notice.setWordWrap(True)
        self.notice.setContentsMargins(10, 4, 10, 4)
        self._splitter.setHandleWidth(1)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.addWidget(self.calls)
        self._splitter.addWidget(right)
        self._splitter.setSizes([600, 480])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._splitter, 1)
        whole.addWidget(self._foot())

    def _foot(self) -> QFrame:
        foot = QFrame()
        foot.setObjectName("foot")
        row = QHBoxLayout(foot)
        row.setContentsMargins(10, 4, 10, 4)
        row.setSpacing(6)
        for button in (
            self.release_button,
            self.change_button,
            self.step_button,
            self.duplicate_button,
            self.discard_button,
            self.answer_button,
        ):
            row.addWidget(button)
        row.addWidget(self.summary)
        row.addStretch(1)
        row.addWidget(self.all_button)
        return foot


def _button(title: str, help: str) -> QPushButton:
    button = QPushButton(title)
    button.setToolTip(formats.tip(help))
    return button
