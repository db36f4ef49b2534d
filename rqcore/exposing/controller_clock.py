# SPDX-License-Identifier: MIT
"""The clock of a controller, compared with the clock of this machine.

Events of several machines have one order only by one clock: that of the controller. A board may have no
clock at all, and then begins in 1970.
"""

from __future__ import annotations

import time

from rqcore.client.connection import Connection
from rqcore.client.exchange import Exchange
from rqcore.errors import CallerError
from rqcore.protocol.resp import Value, command

READINGS = 3
"""Readings for one comparison; the fastest counts."""
MAX_AGE = 10.0
"""Seconds until the clocks are compared again."""
RESOLUTION_NS = 1000
"""The steps in which a controller reports its time."""


class ControllerClock:
    """Measures how far the clock of a controller is ahead of the clock of this machine."""

    def __init__(self) -> None:
        self.offset_ns: int = 0
        """In ns; 0 if the clocks show the same, as far as can be measured."""
        self._compared = 0.0

    def update(self, connection: Connection, now: float) -> None:
        """Compare the clocks if the last comparison is too old.

        Args:
            connection: A connection to the controller.
            now: The time of the monotonic clock, in seconds.

        Raises:
            RqError: The controller does not answer.
        """
        if self._compared and now - self._compared < MAX_AGE:
            return
        self._compared = now
        error_ns, offset_ns = min(_read(connection) for _ in range(READINGS))
        self.offset_ns = offset_ns if abs(offset_ns) > error_ns else 0


def _read(connection: Connection) -> tuple[int, int]:
    """Return the maximum error of a reading, and the offset."""
    sent = time.time_ns()
    try:
        shown = connection.run(Exchange(command(["TIME"]), _to_ns))
    except CallerError:  # this user may not ask
        return 0, 0
    received = time.time_ns()
    return (received - sent + RESOLUTION_NS) // 2 + 1, shown + RESOLUTION_NS // 2 - (sent + received) // 2


def _to_ns(reply: Value) -> int:
    seconds, micros = reply
    return int(seconds) * 10**9 + int(micros) * 1000
