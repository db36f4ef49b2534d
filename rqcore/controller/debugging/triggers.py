# SPDX-License-Identifier: MIT
"""Triggers: on which of the calls that match its predicate a rule acts.

The deterministic ones depend on nothing but the number of such calls. A probability is drawn for each call,
never for each connection, from a generator with a seed: the same calls in the same order meet the same
faults.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random
from typing import Any

from rqcore.controller.debugging.rule_fields import RuleFields

Fires = Callable[[int], bool]
"""Whether a rule acts on the n-th call that matches its predicate, from 1."""


class Trigger:
    """Chooses among the calls that match.

    Args:
        words: ``kind`` and its numbers, as ``KINDS`` describes them.
        random: Makes the decisions of a probability.

    Raises:
        BadCall: The kind is unknown, or a number is missing or out of its range.
    """

    __slots__ = ("_fires", "description")

    def __init__(self, words: Mapping[str, Any], random: Random) -> None:
        """Check the numbers."""
        fields = RuleFields("trigger", words)
        kind = fields.choice("kind", KINDS, "every")
        self._fires = KINDS[kind](fields, random)
        fields.finish()
        self.description: dict[str, Any] = {"kind": kind, **fields.given}

    def fires(self, number: int) -> bool:
        """Return whether the rule acts on the call with this number among those that match, from 1."""
        return self._fires(number)


def _every(fields: RuleFields, random: Random) -> Fires:
    return lambda number: True


def _once(fields: RuleFields, random: Random) -> Fires:
    return lambda number: number == 1


def _on(fields: RuleFields, random: Random) -> Fires:
    wanted = fields.count("n")
    return lambda number: number == wanted


def _first(fields: RuleFields, random: Random) -> Fires:
    most = fields.count("n")
    return lambda number: number <= most


def _after(fields: RuleFields, random: Random) -> Fires:
    skipped = fields.count("n")
    return lambda number: number > skipped


def _probability(fields: RuleFields, random: Random) -> Fires:
    probability = fields.number("p", 0, 1)
    return lambda number: random.random() < probability


KINDS: dict[str, Callable[[RuleFields, Random], Fires]] = {
    "every": _every,
    "once": _once,
    "on": _on,
    "first": _first,
    "after": _after,
    "probability": _probability,
}
"""The kinds: ``every`` call, ``once``, ``on`` call n, the ``first`` n, all ``after`` the first n, or with a
``probability`` p."""
