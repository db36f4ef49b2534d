# SPDX-License-Identifier: GPL-3.0-or-later
"""Asks for a breakpoint or a fault: which calls it concerns, and what it does with them."""

from __future__ import annotations

from PyQt5.QtCore import Qt, pyqtSignal
from PyQt5.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QLineEdit,
    QWidget,
)

from rqcore.debug.call_conditions import Parser
from rqcore.errors import BadCall
from rqdebug.debug.rule_definition import RuleDefinition
from rqdebug.errors import FilterError
from rqdebug.ui.debugging.rule_inputs import RuleInput, make_box, make_double_box
from rqdebug.ui.log.filter_line import Complete, FilterLine
from rqdebug.ui.models.rule_texts import ACTIONS, PLACES, TRIGGERS
from rqdebug.ui.style.engine_messages import translate_message
from rqdebug.ui.style.tr import tr
from rqdebug.ui.widgets.focus_order import order_focus
from rqdebug.ui.widgets.form_layout import lay_out_form
from rqdebug.ui.widgets.plain_label import PlainLabel


class RuleDialog(QDialog):
    """A rule that a controller would refuse is not accepted."""

    chosen = pyqtSignal(object)
    """The RuleDefinition."""

    def __init__(
        self,
        title: str,
        target: str,
        before: RuleDefinition,
        complete: Complete,
        parse: Parser,
        parent: QWidget | None = None,
    ) -> None:
        """``target``: the name of the target. ``parse`` makes a condition of a filter."""
        super().__init__(parent)
        self.setAttribute(Qt.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.setMinimumWidth(600)
        self._parse = parse
        self.filter = FilterLine(complete)
        self.filter.setObjectName("mono")
        self.filter.setText(before.filter)
        self.filter.setPlaceholderText(tr("such as queue == jobs and method == put; empty: all calls"))
        self.action = RuleInput(ACTIONS, before.action, tr("Action"))
        self.at = QComboBox()
        for value, text in PLACES.items():
            self.at.addItem(tr(text), value)
        self.at.setCurrentIndex(list(PLACES).index(before.at))
        self.trigger = RuleInput(TRIGGERS, before.trigger, tr("Calls"))
        self.seed = make_box(1, 2**31 - 1, before.seed)
        self.max_hold = make_double_box(0.001, 86_400, before.max_hold)
        self.max_hold.setSuffix(f" {tr('s')}")
        self.max_held = make_box(1, 1_000_000, before.max_held)
        self.name = QLineEdit(before.name)
        self.name.setMaxLength(200)
        self.problem = PlainLabel()
        self._lay_out(target)
        self._check()

    @property
    def definition(self) -> RuleDefinition:
        """The rule as it is written now."""
        return RuleDefinition(
            self.filter.text().strip(),
            self.action.values(),
            self.at.currentData(),
            self.trigger.values(),
            self.seed.value(),
            self.name.text().strip(),
            self.max_hold.value(),
            self.max_held.value(),
        )

    def _lay_out(self, target: str) -> None:
        note = PlainLabel(
            tr("Everything that is held continues when the rule is removed, or the window is closed.")
        )
        note.setObjectName("muted")
        buttons = QDialogButtonBox(QDialogButtonBox.Ok | QDialogButtonBox.Cancel)
        self.ok = buttons.button(QDialogButtonBox.Ok)
        buttons.accepted.connect(self._accept)
        fields = {
            tr("Target"): PlainLabel(target),
            tr("Filter"): self.filter,
            tr("Action"): self.action,
            tr("When"): self.at,
            tr("Calls"): self.trigger,
            tr("Seed"): self.seed,
            tr("Longest hold"): self.max_hold,
            tr("Most held calls"): self.max_held,
            tr("Name"): self.name,
        }
        lay_out_form(self, fields, note, self.problem, buttons)
        for each in (self.action, self.trigger):
            each.changed.connect(lambda: order_focus([*list(fields.values())[1:], buttons]))
        self.filter.textChanged.connect(lambda _: self._check())
        self.action.changed.connect(self._check)
        self.trigger.changed.connect(self._check)

    def _check(self) -> None:
        """Show why a controller would refuse the rule, and which inputs have a meaning."""
        problem = problem_of(self.definition, self._parse)
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))
        self.ok.setEnabled(not problem)
        self.seed.setEnabled(self.action.form.is_random or self.trigger.form.is_random)
        holds = self.action.form.kind == "hold"
        self.max_hold.setEnabled(holds)
        self.max_held.setEnabled(holds)

    def _accept(self) -> None:
        self.chosen.emit(self.definition)
        self.accept()


def problem_of(definition: RuleDefinition, parse: Parser) -> str:
    """Return why a controller would refuse a rule, in one sentence; an empty text if it would not."""
    try:
        definition.check(parse)
    except (FilterError, BadCall) as error:
        return translate_message(str(error))
    return ""
