# SPDX-License-Identifier: GPL-3.0-or-later
"""What the commands of the debugger do with breakpoints and faults."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from PyQt5.QtCore import QObject, pyqtSignal
from PyQt5.QtWidgets import QWidget

from rqdebug.debug.filter_conditions import FilterConditions
from rqdebug.debug.rule_definition import RuleDefinition
from rqdebug.errors import FilterError
from rqdebug.events.event_log import Event
from rqdebug.events.filters.filter_completion import Completion, complete
from rqdebug.events.filters.saved_filters import SavedFilters
from rqdebug.session import Attachment
from rqdebug.ui.debugging.breakpoints_view import BreakpointsView
from rqdebug.ui.debugging.rule_dialog import RuleDialog
from rqdebug.ui.log.log_tab import LogTab
from rqdebug.ui.log.merged_tab import MergedTab
from rqdebug.ui.log.second_view import SecondView
from rqdebug.ui.models.rule_model import RuleRow
from rqdebug.ui.services.attachment_service import AttachmentControl
from rqdebug.ui.services.debugger_service import DebuggerControl
from rqdebug.ui.style.tr import tr

HOLD: Mapping[str, Any] = {"kind": "hold"}
DELAY: Mapping[str, Any] = {"kind": "delay", "seconds": 0.2}
ACTIONS = {"hold": HOLD, "delay": DELAY}


class RuleActions(QObject):
    """Asks for rules, and changes them."""

    done = pyqtSignal(str)
    """Something was done: a sentence for the status bar."""
    failed = pyqtSignal(str)
    """Something is not possible: why, in one sentence."""
    added = pyqtSignal()
    """The user has added a rule."""
    changed = pyqtSignal()
    """Other rules exist, or another one is selected."""

    def __init__(
        self,
        debuggers: DebuggerControl,
        attachments: AttachmentControl,
        saved_filters: SavedFilters,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._debuggers = debuggers
        self._attachments = attachments
        self._saved_filters = saved_filters
        self._window = window
        self._view: BreakpointsView | None = None
        self.parse = FilterConditions(saved_filters)
        debuggers.rules_changed.connect(lambda _: self._show())
        attachments.detached.connect(lambda _: self._show())
        attachments.edited.connect(lambda _: self._show())

    # The panel

    def serve(self, view: BreakpointsView) -> None:
        """Show the rules in a view, and do there what the user wants."""
        self._view = view
        view.edit_wanted.connect(self.ask_edit)
        view.removal_wanted.connect(self.remove)
        view.model.switched.connect(self.switch)
        view.model.filter_changed.connect(self._change_filter)
        view.selection_changed.connect(self.changed)
        self._show()

    @property
    def rows(self) -> list[RuleRow]:
        """The rules of all targets, and the rules of other debuggers that are known."""
        return [
            RuleRow(attachment, rule)
            for attachment in self._attachments.active
            for rule in self._debuggers.rules(attachment)
        ]

    @property
    def selected(self) -> RuleRow | None:
        """The selected rule of this window; None if there is none."""
        row = self._view.selected if self._view is not None else None
        return row if row is not None and row.rule.is_own else None

    def _show(self) -> None:
        if self._view is not None:
            self._view.show_rows(self.rows)
        self.changed.emit()

    def complete(self, text: str, position: int) -> Completion:
        """Return what can complete the filter of a rule."""
        try:
            named = self._saved_filters.load()
        except FilterError:  # the next use of a saved filter reports it
            named = {}
        return complete(text, position, named=named, is_at_source=True)

    # New rules

    def ask_new(self, attachment: Attachment, title: str, definition: RuleDefinition) -> None:
        """Ask for a new rule of a target, and set it."""

        def add(chosen: RuleDefinition) -> None:
            if not self._may_change(attachment):
                return
            key = self._debuggers.add_rule(attachment, chosen)
            self.added.emit()
            if self._view is not None:
                self._view.select(attachment, key)

        self._ask(title, attachment, definition).chosen.connect(add)

    def ask_breakpoint(self, attachment: Attachment) -> None:
        """Ask for a new breakpoint of a target."""
        self.ask_new(attachment, tr("New Breakpoint"), RuleDefinition(action=HOLD))

    def ask_fault(self, attachment: Attachment) -> None:
        """Ask for a new fault of a target."""
        self.ask_new(attachment, tr("New Fault"), RuleDefinition(action=DELAY))

    def attachment_of(self, tab: LogTab, event: Event) -> Attachment | None:
        """Return the target of an event in a tab; None if it is not attached, or not known for certain."""
        merged = tab.first if isinstance(tab, SecondView) else tab
        if isinstance(merged, MergedTab):
            found = [each for each in merged.attachments if event.target in each.names]
        else:
            found = [each for each in self._attachments.active if each.log is tab.source]
        return found[0] if len(found) == 1 and found[0] in self._attachments.active else None

    def ask_like(self, kind: str, condition: str, tab: LogTab, event: Event) -> None:
        """Ask for a rule on calls like that of an event.

        Args:
            kind: A key of ``ACTIONS``.
            condition: What the calls have in common.
            tab: The tab with the event.
            event: The event.
        """
        attachment = self.attachment_of(tab, event)
        if attachment is None:
            self.failed.emit(tr("Only calls of a target that is attached can be stopped or delayed"))
        elif not attachment.target.capabilities.can_debug:
            self.failed.emit(
                tr(
                    "Only calls of a controller can be stopped or delayed; {target} is none",
                    target=event.target,
                )
            )
        elif self._may_change(attachment):
            title = tr("New Breakpoint") if kind == "hold" else tr("New Fault")
            self.ask_new(attachment, title, RuleDefinition(condition, ACTIONS[kind]))

    # Existing rules

    def ask_edit(self, row: RuleRow) -> None:
        """Ask for another definition of a rule."""
        dialog = self._ask(tr("Edit Breakpoint or Fault"), row.attachment, row.rule.definition)
        dialog.chosen.connect(partial(self._change, row))

    def switch(self, row: RuleRow, is_enabled: bool) -> None:
        """Switch a rule on or off."""
        if not is_enabled or self._may_change(row.attachment):
            self._debuggers.enable(row.attachment, row.rule.key, is_enabled)

    def remove(self, row: RuleRow) -> None:
        """Remove a rule."""
        self._debuggers.remove(row.attachment, row.rule.key)

    def switch_all(self, is_enabled: bool) -> None:
        """Switch all rules of this window on or off."""
        for row in self.rows:
            if row.rule.is_own:
                self.switch(row, is_enabled)

    def stop_all(self) -> None:
        """End all sessions: everything that they hold continues."""
        ending = self._debuggers.describe_end()
        self._debuggers.stop_all()
        self.done.emit(ending or tr("Nothing was stopped or disturbed"))

    def _change_filter(self, row: RuleRow, text: str) -> None:
        self._change(row, replace(row.rule.definition, filter=text))

    def _change(self, row: RuleRow, definition: RuleDefinition) -> None:
        known = [rule.key for rule in self._debuggers.rules(row.attachment)]
        if row.rule.key in known and self._may_change(row.attachment):
            self._debuggers.change_rule(row.attachment, row.rule.key, definition)

    def _ask(self, title: str, attachment: Attachment, definition: RuleDefinition) -> RuleDialog:
        dialog = RuleDialog(title, attachment.name, definition, self.complete, self.parse, self._window)
        dialog.open()
        return dialog

    def _may_change(self, attachment: Attachment) -> bool:
        """Whether calls of a target may be disturbed; if not, say why."""
        problem = self._attachments.problem_of_change(attachment)
        if problem:
            self.failed.emit(problem)
        return not problem
