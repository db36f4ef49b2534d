# SPDX-License-Identifier: GPL-3.0-or-later
"""The calls by script that wait, as far as MONITOR shows them.

A client that waits comes again every few seconds. A call that did not is over, as it is for the server, and
its outcome is not known. So the number of calls is bounded by what clients send in that time, and by
MAX_WAITING.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from rqcore.protocol.event_batch import Method
from rqcore.redis.script_parts import LIFE
from rqcore.redis.stored_items import StoredItem

LIFE_NS = 3 * LIFE * 1_000_000
"""Nanoseconds after which a call is forgotten that did not come again: longer than the server needs to forget
its waiter, because a large payload may be under way."""
MAX_WAITING = 100_000
"""Maximum number of calls that are remembered; with more, the oldest are forgotten."""


@dataclass(slots=True)
class ScriptedCall:
    """A call by script, of which commands may follow, or which waits."""

    method: Method | None
    """None for a script that only ends a call which waits."""
    script: Any
    base: bytes
    """The key of the queue."""
    client: str
    began_ns: int
    number: int
    words: Sequence[bytes]
    """The arguments of its last script."""
    timeout_ns: int | None = 0
    steps: list[list[bytes]] = field(default_factory=list)
    """The commands of its last script."""
    items: list[StoredItem] = field(default_factory=list)
    """The items that earlier scripts of a put of many have put."""
    made: list[bytes] = field(default_factory=list)
    """The keys of the queues that its last script has created."""
    size: int | None = None
    """The bytes of the payload, if the items have only its beginning."""
    reported: bool = False
    """Whether it was reported as blocked."""
    seen_ns: int = 0
    """When its last script came, by the server's clock."""

    @property
    def caller(self) -> bytes:
        """The name of the caller on the server."""
        return self.words[0] if self.words else b""


class WaitingCalls:
    """The calls that wait, by their callers."""

    def __init__(self) -> None:
        self._calls: dict[bytes, ScriptedCall] = {}
        """In the order in which they came last."""
        self._unreported: deque[tuple[bytes, ScriptedCall]] = deque()
        """Calls that may still have to be reported as blocked, in the order in which they began to wait."""

    def __len__(self) -> int:
        return len(self._calls)

    def get(self, caller: bytes) -> ScriptedCall | None:
        """Return the call of a caller; None if it does not wait."""
        return self._calls.get(caller)

    def add(self, call: ScriptedCall, now_ns: int) -> None:
        """Note that a call waits, or that it came again.

        Args:
            call: The call.
            now_ns: The time of its last script.
        """
        if self._calls.pop(call.caller, None) is not call:
            self._unreported.append((call.caller, call))
        call.seen_ns = now_ns
        self._calls[call.caller] = call

    def pop(self, caller: bytes) -> ScriptedCall | None:
        """Forget the call of a caller, and return it; None if it did not wait."""
        return self._calls.pop(caller, None)

    def take_blocked(self, before_ns: int) -> Iterator[ScriptedCall]:
        """Yield each call once that waits since ``before_ns`` or earlier."""
        while self._unreported and self._unreported[0][1].began_ns <= before_ns:
            caller, call = self._unreported.popleft()
            if self._calls.get(caller) is call and not call.reported:
                call.reported = True
                yield call

    def take_unseen(self, now_ns: int) -> Iterator[ScriptedCall]:
        """Forget the calls that did not come again in time, and those that are too many, and yield them.

        Args:
            now_ns: The time of the last command, by the server's clock.
        """
        while self._calls:
            caller, call = next(iter(self._calls.items()))
            if now_ns - call.seen_ns < LIFE_NS and len(self._calls) <= MAX_WAITING:
                return
            del self._calls[caller]
            yield call

    def take_lost(self, names: frozenset[str]) -> list[ScriptedCall]:
        """Forget the calls whose clients are not connected, and return them. ``names``: of all clients."""
        lost = [
            caller
            for caller in self._calls
            if caller.rpartition(b".")[0].decode(errors="replace") not in names
        ]
        return [self._calls.pop(caller) for caller in lost]
