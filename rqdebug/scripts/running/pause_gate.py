# SPDX-License-Identifier: GPL-3.0-or-later
"""Pauses the lanes of a run before their next statement, never during a call."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

from rqdebug.scripts.running.breakpoints import Breakpoint, Breakpoints
from rqdebug.support.signals import Signal

Place: TypeAlias = "tuple[str, str]"
"""Target and name of a lane."""
ANY: Place = ("", "")
"""The lane that comes first."""


class PauseGate:
    """A gate that each lane passes before a statement. Thread-safe."""

    def __init__(self) -> None:
        self.paused: Signal[str, str, int] = Signal()
        """Emitted with target, lane and line when a lane stops here, in the thread of the lane."""
        self.condition_failed: Signal[str, str, int, str] = Signal()
        """Emitted before ``paused``, with the reason too, if the condition of the breakpoint has no value."""
        self._changed = threading.Condition()
        self._breakpoints = Breakpoints()
        self._shut = False
        self._shut_since_ns = 0
        self._paused_ns = 0
        self._is_open_permanently = False
        self._steps: Counter[Place] = Counter()
        """The statements that each lane, or ANY lane, can still execute while the gate is shut."""
        self._variables: dict[Place, Mapping[str, Any]] = {}
        """The variables of each lane that waits."""
        self._armed = False
        """Whether lanes must take the lock. While it is False, they read only this flag."""

    @property
    def is_shut(self) -> bool:
        """Whether lanes stop here."""
        return self._shut

    @property
    def paused_ns(self) -> int:
        """For how long the gate was shut until now, in ns."""
        with self._changed:
            return self._paused_ns + (time.perf_counter_ns() - self._shut_since_ns if self._shut else 0)

    def pause(self) -> None:
        """Stop every lane before its next statement."""
        with self._changed:
            self._set_shut(True)
            self._arm()

    def resume(self) -> None:
        """Let all lanes pass, until the next pause or breakpoint."""
        with self._changed:
            self._set_shut(False)
            self._steps.clear()
            self._arm()

    def step(self, place: Place = ANY) -> None:
        """Let one lane execute one statement.

        Args:
            place: Target and name of the lane. ANY is a stopped lane, or the next one that arrives.
        """
        with self._changed:
            self._set_shut(True)
            self._steps[place] += 1
            self._arm()

    def set_breakpoints(self, breakpoints: Iterable[Breakpoint]) -> None:
        """Replace the breakpoints: pause before statements that begin in their lines."""
        self._breakpoints.replace(breakpoints)
        with self._changed:
            self._arm()

    def open_permanently(self) -> None:
        """Let every lane pass from now on, because the run is stopping."""
        with self._changed:
            self._is_open_permanently = True
            self._set_shut(False)
            self._arm()

    def variables(self, place: Place) -> dict[str, Any] | None:
        """Return a copy of the variables of a lane that waits here; None if it does not wait."""
        with self._changed:
            variables = self._variables.get(place)
            return None if variables is None else dict(variables)

    def wait_to_pass(
        self, target: str, lane: str, line: int, variables: Mapping[str, Any] | None = None
    ) -> None:
        """Block until a lane can execute its next statement.

        Args:
            target: The target of the lane.
            lane: The name of the lane.
            line: The line of the statement; the gate shuts first if a breakpoint there is hit.
            variables: The variables of the lane, which can be looked at while it waits.
        """
        if not self._armed:
            return
        problem = self._breakpoints.hit(line, variables or {})
        with self._changed:
            if problem is not None and not self._steps:
                self._set_shut(True)
            if self._take_permission((target, lane)):
                return
            self._variables[target, lane] = variables or {}
        # Not under the lock: a slot may wait for a thread that calls resume() or step().
        if problem:
            self.condition_failed.emit(target, lane, line, problem)
        self.paused.emit(target, lane, line)
        with self._changed:
            self._changed.wait_for(lambda: self._take_permission((target, lane)))
            self._variables.pop((target, lane), None)  # another lane can have the same name

    def _take_permission(self, place: Place) -> bool:
        if not self._shut:
            return True
        for each in (place, ANY):
            if self._steps[each]:
                self._steps -= Counter([each])
                return True
        return False

    def _set_shut(self, shut: bool) -> None:
        now, shut = time.perf_counter_ns(), shut and not self._is_open_permanently
        if self._shut and not shut:
            self._paused_ns += now - self._shut_since_ns
        elif shut and not self._shut:
            self._shut_since_ns = now
        self._shut = shut

    def _arm(self) -> None:
        self._armed = not self._is_open_permanently and (self._shut or bool(self._breakpoints))
        self._changed.notify_all()
