# SPDX-License-Identifier: GPL-3.0-or-later
"""Rules of a debugger as a user writes them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

from rqcore.controller.debugging.rules import MAX_HELD, MAX_HOLD, make_rule
from rqcore.debug import Debugger, Rule
from rqcore.debug.call_conditions import Parser
from rqcore.errors import BadCall
from rqdebug.debug.filter_conditions import FilterConditions


@dataclass(frozen=True, slots=True)
class RuleDefinition:
    """A breakpoint or a fault, as a user writes it."""

    filter: str = ""
    """The calls that it concerns; empty for all."""
    action: Mapping[str, Any] = field(default_factory=lambda: {"kind": "hold"})
    """``kind`` and its fields, as for ``Debugger.add``."""
    at: str | None = None
    """``start`` or ``end``; None for the usual one."""
    trigger: Mapping[str, Any] = field(default_factory=lambda: {"kind": "every"})
    """On which of the calls that match it acts."""
    seed: int = 1
    name: str = ""
    max_hold: float = MAX_HOLD
    """Seconds after which a held call continues."""
    max_held: int = MAX_HELD
    """The calls that it holds together."""

    @property
    def kind(self) -> str:
        """The kind of its action."""
        return str(self.action["kind"])

    def add_to(self, debugger: Debugger) -> Rule:
        """Add the rule to a debugger whose conditions are filters. Raises FilterError, RqError."""
        holds = self.kind == "hold"
        return debugger.add(
            self.action,
            self.filter or None,
            at=self.at,
            name=self.name,
            seed=self.seed,
            trigger=self.trigger,
            max_hold=self.max_hold if holds else None,
            max_held=self.max_held if holds else None,
        )

    def check(self, parse: Parser) -> None:
        """Check the rule as a controller does.

        Args:
            parse: Makes a condition of the filter.

        Raises:
            FilterError: The filter is malformed, or cannot be used on calls that have not happened yet.
            BadCall: Another part is invalid.
        """
        words: dict[str, Any] = {
            "action": dict(self.action),
            "trigger": dict(self.trigger),
            "seed": self.seed,
            "name": self.name,
            "max_hold": self.max_hold,
            "max_held": self.max_held,
        }
        if self.at is not None:
            words["at"] = self.at
        if self.filter:
            words["when"] = parse(self.filter).tree
        make_rule(0, 0, json.dumps(words).encode())


def read_definition(row: Mapping[str, Any]) -> RuleDefinition | None:
    """Return the definition whose fields are in parsed JSON, as ``dataclasses.asdict`` writes them.

    Its filter is not checked, because it can need saved filters, and neither is whether ``at`` fits to it.
    None if another field is invalid or missing.
    """
    try:
        definition = RuleDefinition(**{each.name: row[each.name] for each in fields(RuleDefinition)})
        replace(definition, filter="", at=None).check(FilterConditions())
    except (BadCall, LookupError, TypeError, ValueError):
        return None
    is_valid = isinstance(definition.filter, str) and definition.at in (None, "start", "end")
    return definition if is_valid else None
