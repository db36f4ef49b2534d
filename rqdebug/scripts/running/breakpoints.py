# SPDX-License-Identifier: GPL-3.0-or-later
"""The breakpoints of a run, and whether a lane pauses at them."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from rqdebug.errors import ScriptError
from rqdebug.scripts.language.evaluation import Evaluator
from rqdebug.scripts.language.expression_nodes import Expression
from rqdebug.scripts.language.expression_nodes import variables as used_variables
from rqdebug.scripts.language.functions import SeededRandom
from rqdebug.scripts.language.parser import parse_condition
from rqdebug.scripts.running.target_pool import ConnectedTarget, ScriptQueue

MAX_SKIP = 1_000_000
"""The maximum number of hits that a breakpoint skips."""


@dataclass(frozen=True, order=True, slots=True)
class Breakpoint:
    """A line before which a run pauses."""

    line: int
    condition: str = ""
    """An expression of the script language that must be true; empty for always."""
    skip: int = 0
    """How many hits that meet the condition are skipped, counted over all lanes of a run."""

    @property
    def is_plain(self) -> bool:
        """Whether every lane pauses there each time."""
        return not self.condition and not self.skip


class Breakpoints:
    """The breakpoints of a run with their hits. Thread-safe."""

    def __init__(self) -> None:
        self._at: dict[int, tuple[Breakpoint, Expression | str | None]] = {}
        """By line: each breakpoint with its condition, or with the error in it."""
        self._hits: Counter[Breakpoint] = Counter()
        self._lock = threading.Lock()

    def __bool__(self) -> bool:
        return bool(self._at)

    def replace(self, breakpoints: Iterable[Breakpoint]) -> None:
        """Replace all breakpoints; those that stay go on counting their hits."""
        at = {each.line: (each, _read(each.condition)) for each in breakpoints}
        with self._lock:
            self._at = at
            kept = {each for each, _ in at.values()}
            self._hits = Counter({each: hits for each, hits in self._hits.items() if each in kept})

    def hit(self, line: int, variables: Mapping[str, Any]) -> str | None:
        """Count that a lane has reached a line.

        Args:
            line: The line of its next statement.
            variables: Its variables.

        Returns:
            None if it does not pause there. Otherwise, why its condition has no value; empty if it has one.
        """
        found = self._at.get(line)
        if found is None:
            return None
        breakpoint, condition = found
        if isinstance(condition, str):
            return condition
        if condition is not None:
            try:
                if not _value(condition, variables):
                    return None
            except ValueError as error:
                return str(error)
        with self._lock:
            self._hits[breakpoint] += 1
            return "" if self._hits[breakpoint] > breakpoint.skip else None


def _value(condition: Expression, variables: Mapping[str, Any]) -> Any:
    for each in used_variables(condition):
        if isinstance(variables.get(each.name), (ScriptQueue, ConnectedTarget)):
            raise ValueError(f"{each.name!r} is a queue or a target, not a value")
    # A generator of its own: a condition does not change the random values of the lane.
    return Evaluator(variables, SeededRandom(0, "breakpoint"))(condition)


def _read(condition: str) -> Expression | str | None:
    try:
        return parse_condition(condition) if condition else None
    except ScriptError as error:
        return error.message
