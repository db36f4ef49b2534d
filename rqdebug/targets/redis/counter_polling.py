# SPDX-License-Identifier: GPL-3.0-or-later
"""Events without MONITOR: what the counters and lengths of queues say between two looks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rqcore.protocol.event_batch import (
    EventBatch,
    Method,
    NameKind,
    NameRecord,
    Outcome,
    Phase,
    encode_record,
)
from rqcore.protocol.queue_values import QueueStat

CLIENT = 1
"""All of them: nobody knows who it was."""


class CounterPolling:
    """Remembers the last look. The duration of an event is the time between the looks."""

    def __init__(self) -> None:
        self._last: dict[str, QueueStat] = {}
        self._when = 0
        self._numbers: dict[str, int] = {}
        self._sequence = 0

    def look(self, stats: Sequence[QueueStat], now: int) -> EventBatch | None:
        """The events since the last look; none at the first. ``now`` in ns since 1970."""
        since, self._when = self._when or now, now
        last, self._last = self._last, {stat.namespace: stat for stat in stats}
        changes = [
            (stat, method, items)
            for stat in stats
            if (before := last.get(stat.namespace)) is not None
            for method, items in _changes(before, stat)
        ]
        if not changes:
            return None
        fresh = [stat.namespace for stat, _, _ in changes if stat.namespace not in self._numbers]
        names = [NameRecord(NameKind.CLIENT, CLIENT, "")]
        for namespace in dict.fromkeys(fresh):
            self._numbers[namespace] = len(self._numbers) + 1
            names.append(NameRecord(NameKind.QUEUE, self._numbers[namespace], namespace))
        records = [self._record(*change, now, now - since) for change in changes]
        return EventBatch(tuple(names), len(records), memoryview(b"".join(records)), memoryview(b""))

    def _record(self, stat: QueueStat, method: Method, items: int, now: int, duration: int) -> bytes:
        self._sequence += 1
        return encode_record(
            sequence=self._sequence,
            time=now,
            duration=duration,
            call=self._sequence,
            queue=self._numbers[stat.namespace],
            client=CLIENT,
            depth=stat.size,
            items=items,
            method=method,
            phase=Phase.END,
            outcome=Outcome.OK,
        )


def _changes(before: QueueStat, after: QueueStat) -> Iterator[tuple[Method, int]]:
    """A queue counts what was put and taken; of a list only the length is known."""
    puts, gets = after.puts - before.puts, after.gets - before.gets
    if after.kind in ("list", "stream"):
        grown = after.size - before.size
        puts, gets = max(grown, 0), max(-grown, 0)
    if puts > 0:
        yield Method.PUT_MANY, puts
    if gets > 0:
        yield Method.GET_MANY, gets
