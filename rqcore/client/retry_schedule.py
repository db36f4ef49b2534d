# SPDX-License-Identifier: MIT
"""When a client tries again to resume its session, and when it gives up."""

from __future__ import annotations

import math
from time import monotonic

FIRST_PAUSE = 0.01
"""Seconds until a call is tried again; doubled each time."""
LONGEST_PAUSE = 0.5
"""Maximum seconds between two attempts. A connection that lasts longer has ended an outage."""

RESUMED_PAUSE = 0.01
"""Seconds until the next attempt if the session was resumed and cut again: a large reply may need many."""
LONGEST_RECALL = 1.0
"""Maximum seconds in which a call that was interrupted and cut is resumed, so that Ctrl+C ends soon."""
BACKGROUND_PATIENCE = 5.0
"""Seconds that the background tries to resume one session before it looks after the other connections."""


class RetrySchedule:
    """The attempts to resume a session after its connection was lost, perhaps several times during a call.

    Each outage may last for ``patience`` seconds. All of them together may not prolong a call by more: a link
    that is cut after each attempt would never let it end. Only a call without a timeout that waits at the
    controller continues for as long as its session can be resumed.

    Args:
        patience: Maximum seconds of an outage.
        left: The seconds that the call itself has left; None means no limit.
    """

    def __init__(self, patience: float, left: float | None) -> None:
        """Begin when a connection was lost. The first attempt follows immediately."""
        self.is_last: bool = False
        """The next attempt is the last one."""
        self._patience = patience
        self._is_unlimited = left is None
        self._deadline = monotonic() + patience
        self._end = self._deadline + (left or 0.0)
        self._pause = 0.0
        self._resumed = 0.0
        """When the session was resumed; 0.0 during an outage."""

    def resumed(self, is_received: bool) -> None:
        """Record that the session was resumed, and whether the controller has received the request."""
        self._resumed = monotonic()
        if is_received and self._is_unlimited:
            self._end = math.inf
        self.is_last = self._resumed >= self._end

    def next_pause(self) -> float:
        """Return the seconds until the next attempt."""
        now = monotonic()
        if self._resumed:
            is_over = now - self._resumed > LONGEST_PAUSE
            self._pause = 0.0 if is_over else min(self._pause, RESUMED_PAUSE)
            self._resumed, self._deadline = 0.0, min(now + self._patience, self._end)
        pause, self._pause = self._pause, min(max(2 * self._pause, FIRST_PAUSE), LONGEST_PAUSE)
        self.is_last = now + pause >= self._deadline
        return pause
