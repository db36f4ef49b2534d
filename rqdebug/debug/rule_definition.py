# SPDX-License-Identifier: GPL-3.0-or-later
"""Rules of a debugger as a user writes them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from rqcore.controller.debugging.rules import MAX_HELD, MAX_HOLD
from rqcore.debug import Debugger, Rule


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
