# SPDX-License-Identifier: GPL-3.0-or-later
"""What the window knows of the debugging of one target."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from rqcore.debug import HeldCall
from rqdebug.debug.debugger_thread import DebuggerThread
from rqdebug.debug.rule_definition import RuleDefinition
from rqdebug.debug.session_rules import SessionRules
from rqdebug.events.filters.predicate_texts import filter_of
from rqdebug.ui.style.tr import tr


@dataclass(frozen=True, slots=True)
class DebugRule:
    """A rule, with what it has done. The rules of other debuggers cannot be changed here."""

    key: int
    """Identifies the rule in the window; 0 for the rules of other debuggers."""
    definition: RuleDefinition
    is_enabled: bool = False
    number: int | None = None
    """Its number at the controller, as events show it; None while it is not set."""
    waiting: int = 0
    """The calls that waited already when it was set, and pass."""
    hits: int = 0
    acted: int = 0
    held: int = 0
    unknown: int = 0
    passed: int = 0
    """The calls that it let pass because it held ``max_held`` already."""
    error: str = ""
    """Why it is not set, in one sentence."""

    @property
    def is_own(self) -> bool:
        """Whether this window has set the rule."""
        return self.key > 0

    def off(self, error: str = "") -> DebugRule:
        """The rule, not set."""
        return replace(self, is_enabled=False, number=None, held=0, error=error)

    def counted(self, facts: Mapping[str, Any]) -> DebugRule:
        """The rule with the counts that the controller reports."""
        counts = {name: facts[name] for name in ("hits", "acted", "held", "unknown", "passed")}
        return replace(self, **counts)


@dataclass(frozen=True, slots=True)
class QueueFreeze:
    """A frozen queue."""

    number: int
    """The number of the freeze, as events show it."""
    queue: str
    side: str
    """``puts``, ``gets`` or ``both``."""
    held: int
    """The calls that it holds."""
    fails: bool
    """Whether calls fail instead of being held."""
    is_own: bool
    """Whether this window has set it."""


@dataclass(eq=False)
class DebuggedTarget:
    """The rules, held calls and freezes of one target; and its session, if there is one."""

    rules: dict[int, DebugRule] = field(default_factory=dict)
    """The rules of this window, by key."""
    thread: DebuggerThread | None = None
    """Does what concerns the session; None while there is none."""
    set_rules: SessionRules = field(default_factory=SessionRules)
    held: dict[int, HeldCall] = field(default_factory=dict)
    others: tuple[DebugRule, ...] = ()
    freezes: tuple[QueueFreeze, ...] = ()
    running: int = 0
    """The jobs of the session that have not ended; while there are some, what it reports may be old."""
    session: int = 0
    """The number of the session at the controller; 0 while it is unknown."""

    def end(self, reason: str) -> None:
        """Forget the session: nothing of it is in force any more. ``reason``: why, for enabled rules."""
        self.rules = {
            key: rule.off(reason) if rule.is_enabled else rule.off(rule.error)
            for key, rule in self.rules.items()
        }
        self.thread, self.set_rules, self.held = None, SessionRules(), {}
        self.others, self.freezes, self.running, self.session = (), (), 0, 0

    def take(self, reported: list[dict[str, Any]]) -> None:
        """Use what the controller reports of all rules and freezes."""
        by_number = {facts["rule"]: facts for facts in reported}
        self.others = tuple(
            _foreign(facts)
            for facts in reported
            if facts["owner"] != self.session and "freeze" not in facts  # a step of a call sets rules too
        )
        self.freezes = tuple(self._freeze(facts) for facts in reported if "freeze" in facts)
        for key, rule in self.rules.items():
            if rule.number in by_number:
                facts = by_number[rule.number]
                self.rules[key] = replace(rule.counted(facts), is_enabled=facts["enabled"])
            elif rule.number is not None:
                self.rules[key] = rule.off(tr("another debugger has removed it"))

    def _freeze(self, facts: Mapping[str, Any]) -> QueueFreeze:
        return QueueFreeze(
            facts["rule"],
            facts["freeze"],
            facts["side"],
            facts["held"],
            facts["action"]["kind"] == "fail",
            facts["owner"] == self.session,
        )


def _foreign(facts: Mapping[str, Any]) -> DebugRule:
    """Return a rule of another debugger."""
    definition = RuleDefinition(
        filter_of(facts["when"]),
        facts["action"],
        facts["at"],
        facts["trigger"],
        facts["seed"],
        facts["name"],
        facts["max_hold"],
        facts["max_held"],
    )
    return DebugRule(0, definition, facts["enabled"], facts["rule"]).counted(facts)
