# SPDX-License-Identifier: MIT
"""Rules: a predicate, a trigger and an action; and the table in which a call finds the rules for it.

A call meets a rule at its start, before anything happened, or at its end, when its items are taken and the
reply is not sent. Rules act in the order in which they were added. Numbers are never used again.

The table costs a call that no rule concerns two look-ups: rules are found by the stage and the method, and a
rule whose predicate names its queues is passed over for all others.
"""

from __future__ import annotations

import enum
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from rqcore.controller.debugging.actions import (
    FAMILIES,
    GETS,
    ON_GETS,
    ON_ITEMS,
    ON_PUTS,
    PUTS,
    SECOND,
    Action,
    ActionKind,
)
from rqcore.controller.debugging.facts import CallFacts
from rqcore.controller.debugging.predicates import Predicate, compile_predicate
from rqcore.controller.debugging.rule_fields import RuleFields
from rqcore.controller.debugging.triggers import Trigger
from rqcore.errors import BadCall, TooMany
from rqcore.protocol.event_values import Method
from rqcore.protocol.memory import RULE_COST, Memory

MAX_HOLD = 300
"""Seconds after which a held call continues, unless its rule says otherwise."""
MAX_HELD = 10_000
"""The calls that a rule holds together, unless it says otherwise."""
LONGEST_HOLD = 86_400
"""The longest time in seconds that a call can be held. A freeze holds its calls as long."""
MOST_HELD = 1_000_000
"""The most calls that a rule can hold together. A freeze holds as many."""
EVERY_CALL: dict[str, Any] = {"and": []}
"""The predicate that every call matches."""
MAX_RULES = 1000
"""The most rules of all debuggers together."""
LONGEST_RULE = 64 * 1024
"""The most bytes of a rule: to read it takes 1 ms."""
MOST_EFFORT = 30_000
"""The effort, about 5 ms, after which the rest of a call is not compared with rules."""
REORDER_SECONDS = 1
"""Seconds after which puts that are put into another order continue, unless the rule says otherwise."""


class Stage(enum.Enum):
    """When a call meets a rule."""

    START = "start"
    """Before anything happened."""
    END = "end"
    """Its items are taken, and the reply is not sent."""


@dataclass(slots=True)
class Effort:
    """What may still be done to compare one call with rules, in units of about 150 ns."""

    left: int = MOST_EFFORT
    """The last comparison may need more."""


@dataclass(slots=True, eq=False)
class CallRule:
    """A rule, with what it has done."""

    number: int
    owner: int
    """The number of the debugger session to which it belongs."""
    predicate: Predicate
    stage: Stage | None
    """When it acts, unless its action concerns items. None: at the start; but gets, which have no item then,
    at the end if its predicate looks at the item."""
    trigger: Trigger
    action: Action
    random: Random
    seed: int
    size: int = 0
    """The bytes of its text."""
    name: str = ""
    max_hold_ns: int = MAX_HOLD * SECOND
    max_held: int = MAX_HELD
    is_enabled: bool = True
    hits: int = 0
    """The calls that matched its predicate."""
    acted: int = 0
    """The calls on which it acted."""
    unknown: int = 0
    """The calls of which the predicate did not know whether they match, for example because of their size."""
    overflowed: int = 0
    """The calls that it let pass because it held ``max_held`` already."""
    held: dict[int, Any] = field(default_factory=dict)
    """The calls that it holds now, by number."""
    next_free_ns: int = 0
    """When the next item may pass, if it throttles."""

    @property
    def cost(self) -> int:
        """The bytes that it uses in memory."""
        return RULE_COST + 3 * self.size

    def meets(self, method: Method, stage: Stage) -> bool:
        """Return whether the rule can act on calls of a command with this method at a stage."""
        methods, kind = self.predicate.methods, self.action.kind
        if methods is not None and methods.isdisjoint(FAMILIES.get(method, (method,))):
            return False
        if kind in ON_ITEMS:
            return method in (PUTS if stage is Stage.START else GETS)
        if kind in ON_PUTS:
            return stage is Stage.START and method in PUTS
        if kind in ON_GETS:
            return stage is Stage.START and method in GETS
        return stage is self._stage_for(method)

    def _stage_for(self, method: Method) -> Stage:
        if self.stage is not None:
            return self.stage
        return Stage.END if method in GETS and self.predicate.reads_item else Stage.START

    def concerns(self, labels: Sequence[str]) -> bool:
        """Return whether the rule may match a call on the queues with these labels."""
        queues = self.predicate.queues
        return queues is None or not queues.isdisjoint(labels)

    def fires(self, facts: Sequence[CallFacts], effort: Effort) -> bool:
        """Count a call, and return whether the rule acts on it: one of its items matches, and the trigger.

        Items for which no effort is left are not compared, so that it is unknown whether they match.
        """
        is_unknown = effort.left <= 0
        for each in facts:
            if effort.left <= 0:
                is_unknown = True
                break
            effort.left -= self.predicate.effort(each)
            answer = self.predicate.matches(each)
            if answer:
                self.hits += 1
                return self.trigger.fires(self.hits)
            is_unknown = is_unknown or answer is None
        self.unknown += is_unknown
        return False

    def describe(self) -> dict[str, Any]:
        """Return the rule as debuggers see it."""
        return {
            "rule": self.number,
            "name": self.name,
            "when": self.predicate.tree,
            "at": None if self.stage is None else self.stage.value,
            "trigger": self.trigger.description,
            "action": self.action.description,
            "seed": self.seed,
            "max_hold": self.max_hold_ns / SECOND,
            "max_held": self.max_held,
            "enabled": self.is_enabled,
            "owner": self.owner,
            "hits": self.hits,
            "acted": self.acted,
            "unknown": self.unknown,
            "passed": self.overflowed,
            "held": len(self.held),
        }


def make_rule(number: int, owner: int, text: bytes) -> CallRule:
    """Make a rule from the JSON text of a client.

    Args:
        number: The number of the rule.
        owner: The number of the debugger session.
        text: An object with ``when`` (the predicate; everything if it is missing), ``action``, and possibly
            ``at``, ``trigger``, ``seed``, ``name``, ``max_hold`` (seconds) and ``max_held``.

    Raises:
        BadCall: Something of it is invalid.
    """
    if len(text) > LONGEST_RULE:
        raise BadCall(f"the rule has {len(text)} bytes; use at most {LONGEST_RULE}")
    try:
        words = json.loads(text)
    except (ValueError, RecursionError):
        raise BadCall("the rule is no valid JSON") from None
    fields = RuleFields("rule", words)
    seed = fields.count("seed", default=1, most=2**63)
    random = Random(seed)  # noqa: S311  the faults must be repeatable
    action = Action(fields.any("action") or {}, random)
    hold = REORDER_SECONDS if action.kind is ActionKind.REORDER else MAX_HOLD
    rule = CallRule(
        number,
        owner,
        compile_predicate(fields.any("when") or EVERY_CALL),
        Stage(fields.choice("at", [each.value for each in Stage])) if fields.has("at") else None,
        Trigger(fields.any("trigger") if fields.has("trigger") else {}, random),
        action,
        random,
        seed,
        len(text),
        fields.text("name", "", 200),
        round(fields.number("max_hold", 0.001, LONGEST_HOLD, hold) * SECOND),
        fields.count("max_held", MAX_HELD, MOST_HELD),
    )
    fields.finish()
    _check_stage(rule)
    return rule


def _check_stage(rule: CallRule) -> None:
    """Check that an action that acts at one end of calls only is not wanted at the other. Raises BadCall."""
    kind, methods = rule.action.kind, rule.predicate.methods
    if rule.stage is None:
        return
    if kind in ON_ITEMS:
        missed = PUTS if rule.stage is Stage.END else GETS
        if methods is None or not methods.isdisjoint(missed):
            raise BadCall(
                f"{kind.value} acts on a put at its start and on a get at its end; remove the field at"
            )
    elif kind in ON_PUTS | ON_GETS and rule.stage is Stage.END:
        raise BadCall(f"{kind.value} acts at the start of a call; remove the field at")


class RuleTable:
    """The rules of a controller, in the order in which they were added.

    Args:
        memory: Counts them.
    """

    def __init__(self, memory: Memory) -> None:
        """Start without rules."""
        self._memory = memory
        self._rules: dict[int, CallRule] = {}
        self._found: dict[tuple[Method, Stage], tuple[CallRule, ...]] = {}
        self._found_of: dict[Method | None, tuple[tuple[CallRule, Stage], ...]] = {}

    def __iter__(self) -> Iterator[CallRule]:
        return iter(self._rules.values())

    def __len__(self) -> int:
        return len(self._rules)

    def add(self, rule: CallRule) -> None:
        """Add a rule behind all others.

        Raises:
            TooMany: There are too many, or the controller has no memory for it.
        """
        if len(self) >= MAX_RULES:
            raise TooMany(f"the controller has {MAX_RULES} rules of debuggers; remove some")
        self._memory.admit(rule.cost, 0)
        self._memory.held += rule.cost
        self._rules[rule.number] = rule
        self.refresh()

    def remove(self, rule: CallRule) -> None:
        """Remove a rule."""
        del self._rules[rule.number]
        self._memory.held -= rule.cost
        self.refresh()

    def get(self, number: int) -> CallRule:
        """Return the rule with a number. Raises BadCall if there is none."""
        rule = self._rules.get(number)
        if rule is None:
            raise BadCall(f"there is no rule {number}; RQ.DEBUG LIST shows them")
        return rule

    def refresh(self) -> None:
        """Find the rules again, because one was added, removed, enabled or disabled."""
        self._found = {}
        self._found_of = {}

    def rules_of(self, method: Method | None) -> tuple[tuple[CallRule, Stage], ...]:
        """Return the enabled rules that can act on calls of a method, with the stage at which they do.

        Args:
            method: The method; None for commands that no rule concerns.
        """
        found = self._found_of.get(method)
        if found is None:
            found = ()
            if method is not None:
                found = tuple((rule, stage) for stage in Stage for rule in self.rules_for(method, stage))
            self._found_of[method] = found
        return found

    def rules_for(self, method: Method, stage: Stage) -> tuple[CallRule, ...]:
        """Return the enabled rules that can act on calls of a method at a stage, in their order."""
        found = self._found.get((method, stage))
        if found is None:
            found = tuple(each for each in self if each.is_enabled and each.meets(method, stage))
            self._found[method, stage] = found
        return found

    @property
    def has_ends(self) -> bool:
        """Whether a rule can act at the end of calls."""
        return any(self.rules_for(method, Stage.END) for method in Method)
