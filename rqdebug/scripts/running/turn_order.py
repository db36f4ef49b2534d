# SPDX-License-Identifier: GPL-3.0-or-later
"""The order of the turns of all lanes in one pass.

``turn(name, n)`` begins when ``turn(name, n - 1)`` has ended, in whichever lane that is. If all lanes that
run wait for turns, none of these turns can begin: then the order is broken, and every wait for a turn fails.
"""

from __future__ import annotations

import threading
from collections import defaultdict


class TurnOrder:
    """Lets turns begin in their order. Thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._next: defaultdict[str, int] = defaultdict(lambda: 1)
        """The number of the turn that can begin, by name."""
        self._waiting: dict[tuple[str, int], list[threading.Event]] = {}
        self._waiting_lanes = 0
        self._running_lanes = 0
        self._is_broken = False

    def enter_lane(self) -> None:
        """Count a lane that begins. Its parent calls this before its thread starts."""
        with self._lock:
            self._running_lanes += 1

    def leave_lane(self) -> None:
        """Count a lane that has ended, or that waits for the lanes that it started."""
        with self._lock:
            self._running_lanes -= 1
            self._check()

    def begin(self, name: str, number: int) -> bool:
        """Wait until a turn can begin. Return whether it can; False if the order is broken."""
        with self._lock:
            # Not only equal: in a loop, a turn that has ended begins again.
            if self._is_broken or self._next[name] >= number:
                return not self._is_broken
            event = threading.Event()
            self._waiting.setdefault((name, number), []).append(event)
            self._waiting_lanes += 1
            self._check()
        event.wait()
        return not self._is_broken

    def end(self, name: str, number: int) -> None:
        """Let the turn after this one begin."""
        with self._lock:
            self._next[name] = max(self._next[name], number + 1)
            self._wake(self._waiting.pop((name, number + 1), []))

    def break_off(self) -> None:
        """Let no turn begin any more, and end all waits: the run stops."""
        with self._lock:
            self._break()

    def _check(self) -> None:
        # No running lane is left that could end the turn for which the others wait.
        if self._waiting_lanes and self._waiting_lanes == self._running_lanes:
            self._break()

    def _break(self) -> None:
        self._is_broken = True
        for events in self._waiting.values():
            self._wake(events)
        self._waiting.clear()

    def _wake(self, events: list[threading.Event]) -> None:
        self._waiting_lanes -= len(events)
        for event in events:
            event.set()
