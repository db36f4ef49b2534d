# SPDX-License-Identifier: GPL-3.0-or-later
"""What the lanes of a run do to its targets, and the observation of these targets."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import TypeVar

from rqcore.debug import Debugger
from rqcore.errors import ConnectionLost, NotAllowed, RqError
from rqdebug.scripts.interventions.lane_interventions import Effect, LaneInterventions
from rqdebug.scripts.interventions.target_access import EventWatch, TargetAccess

T = TypeVar("T", Debugger, EventWatch)
MAX_SEED = 2**62
"""The controller takes seeds from 1 to 2**63."""


class RunInterventions:
    """The debugger sessions and observations of a run on one target, or on those that it names. Thread-safe.

    A debugger session begins at the first function that needs it, and ends with the run. The observation
    of a target begins before the first call of each pass, so that no event of it is missed.

    Args:
        targets: How to debug and observe each target.
        seed: The seed of the run.
        main: The name of the main lane. Other lanes do not see the events that were returned to it.
    """

    def __init__(self, targets: Mapping[str, TargetAccess], seed: int, main: str) -> None:
        self.seed = seed % MAX_SEED + 1
        self._targets = targets
        self._main = main
        self._lock = threading.Lock()
        self._debuggers: dict[str, Debugger] = {}
        self._watches: dict[str, EventWatch | RqError] = {}
        self._since: dict[str, int] = {}
        self._lanes: dict[tuple[str, str], LaneInterventions] = {}
        self._effects: list[Effect] = []
        self._is_observing = self._is_closed = False

    def lane(self, target: str, lane: str, line: int) -> LaneInterventions:
        """Return what a lane does to a target, from now on in a line."""
        if (target, lane) not in self._lanes:
            main = self._lanes.get((target, self._main))
            returned = set(main.returned) if main else set()
            self._lanes[target, lane] = LaneInterventions(self, target, lane, returned)
        self._lanes[target, lane].line = line
        return self._lanes[target, lane]

    def debugger(self, target: str) -> Debugger:
        """Return the debugger session with a target. Raises RqError."""
        with self._lock:
            if target not in self._debuggers:
                self._debuggers[target] = self._opened(self._target(target).debug)
            return self._debuggers[target]

    def begin_pass(self, target: str) -> None:
        """Begin to observe the target of the run, and those that it names; none if it is empty."""
        self._is_observing = bool(target)
        self.observe(target)

    def observe(self, target: str) -> None:
        """Begin to observe a target, if that has not begun in this pass. ``watch`` reports if it fails."""
        with self._lock:
            if self._is_observing and target not in self._watches:
                try:
                    self._watches[target] = self._opened(self._target(target).watch)
                except RqError as error:
                    self._watches[target] = error

    def watch(self, target: str) -> EventWatch:
        """Return the events of a target in this pass. Raises RqError."""
        self.observe(target)
        watch = self._watches[target]
        if isinstance(watch, RqError):
            raise watch
        return watch

    def since(self, target: str) -> int:
        """Return the number of the first event of the current test, or else of the pass."""
        return self._since.get(target, 0)

    def begin_test(self) -> None:
        """Let ``since`` be the present."""
        for target, watch in list(self._watches.items()):
            with suppress(ConnectionLost):  # the next function on this target reports it
                self._since[target] = 0 if isinstance(watch, RqError) else watch.mark()

    def end_test(self) -> None:
        """Let ``since`` be the beginning of the pass."""
        self._since.clear()

    def keep(self, effect: Effect) -> Effect:
        """Remember an effect, and return it."""
        with self._lock:
            self._effects = [*(each for each in self._effects if each.is_active), effect]
        return effect

    def find_freeze(self, target: str, namespace: str) -> Effect | None:
        """Return the effect that freezes a queue; None if there is none."""
        with self._lock:
            for each in self._effects:
                if each.is_active and (each.target, each.frozen) == (target, namespace):
                    return each
        return None

    def end_lane(self, lane: str) -> list[Effect]:
        """End what a lane has set and has not ended itself, and return it."""
        with self._lock:
            ended = [each for each in self._effects if each.lane == lane and each.is_active]
        for effect in ended:
            with suppress(RqError):  # its queue or call is gone, or the session: then it has ended
                effect.end()
        return ended

    def end_pass(self) -> None:
        """End the observations, and forget which events were returned."""
        with self._lock:
            watches, self._watches = self._watches, {}
        self._lanes.clear()
        self._since.clear()
        for watch in watches.values():
            if not isinstance(watch, RqError):
                watch.close()

    def disconnect(self) -> None:
        """End all sessions and observations: everything that was set ends, and functions that wait fail."""
        with self._lock:
            self._is_closed = True
            debuggers = list(self._debuggers.values())
        self._end_waits()
        for debugger in debuggers:
            debugger.close()

    def _end_waits(self) -> None:
        for watch in list(self._watches.values()):
            if not isinstance(watch, RqError):
                watch.close()

    def _target(self, name: str) -> TargetAccess:
        if name not in self._targets:
            raise NotAllowed(f"{name} can be neither debugged nor observed")
        return self._targets[name]

    def _opened(self, open: Callable[[], T]) -> T:
        """Open a session or an observation; close it if the run was stopped meanwhile."""
        opened = open()
        if self._is_closed:
            opened.close()
        return opened
