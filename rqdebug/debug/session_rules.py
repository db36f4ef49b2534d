# SPDX-License-Identifier: GPL-3.0-or-later
"""The rules that a debugger session has set."""

from __future__ import annotations

from typing import Any

from rqcore.debug import Debugger
from rqdebug.debug.rule_definition import RuleDefinition


class SessionRules:
    """Sets, switches and removes rules of one debugger session, by keys that its owner chooses.

    All methods raise RqError if the controller refuses, or the session has ended; ``switch_on`` and
    ``change`` raise FilterError too.
    """

    def __init__(self) -> None:
        self._numbers: dict[int, int] = {}

    def switch_on(self, debugger: Debugger, key: int, definition: RuleDefinition) -> tuple[int, int]:
        """Set a rule, or enable it. Returns its number, and the calls that wait already and pass."""
        if key in self._numbers:
            debugger.run("ENABLE", self._numbers[key])
            return self._numbers[key], 0
        rule = definition.add_to(debugger)
        self._numbers[key] = rule.number
        return rule.number, rule.waiting

    def switch_off(self, debugger: Debugger, key: int) -> None:
        """Disable a rule, if it is set. It keeps its counts, and what it holds."""
        if key in self._numbers:
            debugger.run("DISABLE", self._numbers[key])

    def change(self, debugger: Debugger, key: int, definition: RuleDefinition) -> tuple[int, int]:
        """Replace a rule. If the new one is refused, the old one stays. Returns as ``switch_on``."""
        rule = definition.add_to(debugger)
        self.remove(debugger, key)
        self._numbers[key] = rule.number
        return rule.number, rule.waiting

    def remove(self, debugger: Debugger, key: int) -> None:
        """Remove a rule, if it is set: what it holds continues."""
        number = self._numbers.pop(key, None)
        if number is not None:
            debugger.run("REMOVE", number)

    def look(self, debugger: Debugger) -> list[dict[str, Any]]:
        """Return all rules of all debuggers, and forget those that another debugger has removed."""
        rules = debugger.rules()
        numbers = {rule["rule"] for rule in rules}
        self._numbers = {key: number for key, number in self._numbers.items() if number in numbers}
        return rules
