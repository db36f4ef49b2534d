# SPDX-License-Identifier: GPL-3.0-or-later
"""Faults that ``rqdebug fault`` has set, and what they have done."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from rqcore.controller.debugging.rules import make_rule
from rqcore.debug import CallCondition, Debugger
from rqcore.debug.debugger_replies import read_added
from rqdebug.cli.messages import plural

_DEFINITION = ("name", "when", "at", "trigger", "action", "seed")
"""What makes a fault: another one with the same values is the same."""


@dataclass(frozen=True)
class Fault:
    """A fault as a user has written it.

    Args:
        name: Its name; empty if it has none.
        kind: What happens to the calls.
        fields: The numbers of that.
        condition: Which calls it concerns.
        at: ``start`` or ``end``; None for the usual one.
        probability: How many of these calls it disturbs; None for all.
        seed: Makes the choice repeatable.
    """

    name: str
    kind: str
    fields: Mapping[str, Any]
    condition: CallCondition
    at: str | None = None
    probability: float | None = None
    seed: int = 1

    @property
    def rule(self) -> bytes:
        """The fault as ``RQ.DEBUG ADD`` takes it."""
        trigger = {} if self.probability is None else {"kind": "probability", "p": self.probability}
        rule: dict[str, Any] = {"name": self.name, "trigger": trigger, "seed": self.seed}
        rule |= {"when": self.condition.tree, "action": {"kind": self.kind, **self.fields}}
        return json.dumps(rule if self.at is None else {**rule, "at": self.at}).encode()

    @cached_property
    def definition(self) -> dict[str, Any]:
        """The fault as controllers list it. Raises BadCall if it is none."""
        return _definition_of(make_rule(0, 0, self.rule).describe())


class FaultChanges(NamedTuple):
    """How many faults were added, removed, and left as they were."""

    added: int
    removed: int
    unchanged: int


class SetFaults:
    """The faults of this command at a controller.

    A fault that the controller has already, because another ``rqdebug fault`` with the same file has set it,
    is not added again.

    Args:
        debugger: The debugger.
    """

    def __init__(self, debugger: Debugger) -> None:
        self._debugger = debugger
        self._own: set[int] = set()
        self._numbers: dict[str, int] = {}
        self._counts: dict[str, dict[str, Any]] = {}

    def __len__(self) -> int:
        return len(self._numbers)

    def replace(self, faults: Mapping[str, Fault]) -> FaultChanges:
        """Add and remove what differs from these faults. All others stay with their counts."""
        listed = {each["rule"]: _definition_of(each) for each in self._debugger.rules()}
        unchanged = {
            name
            for name, fault in faults.items()
            if listed.get(self._numbers.get(name, 0)) == fault.definition
        }
        removed = [name for name in self._numbers if name not in unchanged]
        for name in removed:
            self._remove(name)
        for name, fault in faults.items():
            if name not in unchanged:
                self._add(fault, listed)
        self.update()
        return FaultChanges(len(faults) - len(unchanged), len(removed), len(unchanged))

    def _add(self, fault: Fault, listed: Mapping[int, dict[str, Any]]) -> None:
        same = [number for number, each in listed.items() if each == fault.definition] if fault.name else []
        if same:
            self._numbers[fault.name] = same[0]
        else:
            self._numbers[fault.name] = number = self._debugger.ask(read_added, "ADD", fault.rule)[0]
            self._own.add(number)

    def _remove(self, name: str) -> None:
        number = self._numbers.pop(name)
        self._counts.pop(name, None)
        if number in self._own:
            self._own.discard(number)
            self._debugger.run("REMOVE", number)

    def update(self) -> dict[str, str]:
        """Ask the controller for the counts.

        Returns:
            The faults that exist no more, with what they have done: by name.
        """
        rules = {each["rule"]: each for each in self._debugger.rules()}
        gone = {name: number for name, number in self._numbers.items() if number not in rules}
        ended = {name: _describe(self._counts.pop(name, None)) for name in gone}
        for name in gone:
            self._own.discard(self._numbers.pop(name))
        for name, number in self._numbers.items():
            self._counts[name] = rules[number]
        return ended

    def describe(self, *, only_own: bool = False) -> dict[str, str]:
        """Return what the faults have done, by name.

        Args:
            only_own: Leave out the faults that another debugger has set.
        """
        return {
            name: _describe(counts)
            for name, counts in self._counts.items()
            if not only_own or self._numbers[name] in self._own
        }


def _definition_of(rule: Mapping[str, Any]) -> dict[str, Any]:
    return {name: rule[name] for name in _DEFINITION}


def _describe(counts: Mapping[str, Any] | None) -> str:
    """Return what a rule has done, as a phrase."""
    if counts is None:
        return "no call matched"
    parts = [f"{plural(counts['hits'], 'call', 'calls')} matched", f"{counts['acted']:,} disturbed"]
    if counts["held"]:
        parts.append(plural(counts["held"], "waits", "wait"))
    if counts["unknown"]:
        parts.append(f"{counts['unknown']:,} unknown, because their payloads are too large")
    return ", ".join(parts)
