# SPDX-License-Identifier: GPL-3.0-or-later
"""Events without MONITOR, from the changes of counters and lengths between two polls."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pyarrow as pa

from rqcore.protocol.event_batch import Method
from rqcore.protocol.queue_values import QueueStat
from rqdebug.events.event_builder import EventBuilder


class CounterPolling:
    """Compares each poll with the one before. The duration of an event is the time between the two.

    The client of each event is empty, because counters do not show which client made the calls.
    """

    def __init__(self) -> None:
        self._previous: dict[str, QueueStat] = {}
        self._polled_ns = 0
        self._builder = EventBuilder()

    def compare(self, stats: Sequence[QueueStat], now_ns: int) -> pa.RecordBatch | None:
        """Compare with the last poll.

        Args:
            stats: The current state of all queues.
            now_ns: The time of the server's clock, in nanoseconds since 1970.

        Returns:
            The events since the last poll, with the columns of ``events.schema.SCHEMA``; None if there are
            no events, as after the first poll.
        """
        since_ns, self._polled_ns = self._polled_ns or now_ns, now_ns
        previous, self._previous = self._previous, {stat.namespace: stat for stat in stats}
        for stat in stats:
            before = previous.get(stat.namespace)
            for method, items in _moves(before, stat) if before else ():
                self._builder.add(
                    time_ns=now_ns,
                    waited_ns=now_ns - since_ns,
                    method=method,
                    queue=stat.namespace,
                    items=items,
                    depth=stat.size,
                )
        return self._builder.build()


def _moves(before: QueueStat, after: QueueStat) -> Iterator[tuple[Method, int]]:
    """Yield method and number of items. A pressure queue has counters; other keys only their length."""
    puts, gets = after.puts - before.puts, after.gets - before.gets
    if not after.is_counted:
        growth = after.size - before.size
        puts, gets = max(growth, 0), max(-growth, 0)
    if puts > 0:
        yield Method.PUT_MANY, puts
    if gets > 0:
        yield Method.GET_MANY, gets
