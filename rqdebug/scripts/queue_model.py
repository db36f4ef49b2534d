# SPDX-License-Identifier: GPL-3.0-or-later
"""A simple model of a queue: a list of items and a list of waiting calls.

The generator uses it to predict the result of each call; tests compare it with
the controller. The model is simple instead of fast, so that it is easy to check.
It uses no clock: ``advance`` lets time pass.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Hashable, Sequence
from dataclasses import replace
from itertools import count
from math import inf
from typing import Any

from rqcore.client.priorities import natural_priority
from rqcore.errors import NotComparable, RqError
from rqcore.protocol.priority_keys import check_comparable, priority_key
from rqdebug.scripts.model_entries import AbsentEntries, Entry, LeasedEntry, ModelAnswer, WaitingCall

Value = Any
"""An item, or the result of a call."""

_NUMBERS = count(1)
"""The numbers of the items of all models."""


class QueueModel:
    """One queue.

    ``call`` and ``advance`` return the answers of all calls that end because of them. The caller must not
    depend on the order of these answers.

    Args:
        kind: ``fifo``, ``lifo`` or ``priority``.
        maxsize: The maximum number of items; 0 for no limit.
        max_deliveries: The most leases of an item, before it goes to ``dead_letter``; 0 for no limit.
        dead_letter: The model of the dead-letter queue.
    """

    def __init__(
        self,
        kind: str = "fifo",
        maxsize: int = 0,
        max_deliveries: int = 0,
        dead_letter: QueueModel | None = None,
    ) -> None:
        self.kind, self.maxsize = kind, maxsize
        self.max_deliveries, self.dead_letter = max_deliveries, dead_letter
        self.now = 0.0
        """The model's time in seconds."""
        self.entries: list[Entry] = []
        """The items in the order in which they were put, or came back."""
        self.absent = AbsentEntries()
        """The leased and the delayed items."""
        self.dead = 0
        """The number of items that went to the dead-letter queue."""
        self.waiting: list[WaitingCall] = []
        """Waiting calls in the order of their arrival."""
        self.unfinished = 0
        """The number of items that were put but not yet marked with ``task_done``."""
        self.shut = self.closed = False
        self._orders = count(1)
        self._answers: list[ModelAnswer] = []

    @property
    def size(self) -> int:
        """The number of items."""
        return len(self.entries)

    @property
    def full(self) -> bool:
        """Whether the queue holds ``maxsize`` items; never true without a limit."""
        return 0 < self.maxsize <= self.size

    @property
    def room(self) -> int:
        """How many more items fit. Delayed items count; leased items do not."""
        if not self.maxsize:
            return 1 << 62
        return max(self.maxsize - self.size - len(self.absent.delayed), 0)

    def in_order(self) -> list[Value]:
        """Return the items in the order in which calls will take them."""
        match self.kind:
            case "fifo":
                entries = self.entries
            case "lifo":
                entries = self.entries[::-1]
            case _:
                entries = sorted(self.entries, key=_by_priority)
        return [entry.value for entry in entries]

    def would_block(self, method: str, arguments: dict[str, Any]) -> bool:
        """Return whether a call cannot complete now, so that it would wait if it may.

        Args:
            method: The name of the method.
            arguments: Values by parameter name.
        """
        is_get = method in ("get", "get_nowait", "get_many", "lease")
        if self.closed or (self.shut and not (is_get and self.absent.count)):
            return method == "join" and not self.closed and self.unfinished > 0
        match method:
            case "put" | "put_nowait":
                return not self.room
            case "put_many":
                return self.room < len(arguments["items"])
            case _ if is_get:
                return not self.entries
            case "join":
                return self.unfinished > 0
        return False

    def call(self, caller: Hashable, method: str, arguments: dict[str, Any]) -> list[ModelAnswer]:
        """Call a method and return the answers of all calls that end because of it.

        Args:
            caller: Identifies the call in its answer.
            method: One of MODELLED.
            arguments: Values by parameter name.

        Returns:
            The answers. If the call itself waits, its answer comes from a later ``call`` or ``advance``.
        """
        if self.closed and not self._needs_no_queue(method, arguments):
            return [ModelAnswer(caller, error="Closed")]
        _METHODS[method](self, caller, **arguments)
        return self._take_answers()

    def advance(self, seconds: float) -> list[ModelAnswer]:
        """Let seconds pass, and return the answers of the calls that end: what is due first ends first."""
        until = self.now + seconds
        while (due := self._next_due()) <= until:
            self.now = max(self.now, due)
            self._end_absent()
            for call in [call for call in self.waiting if call.deadline <= self.now]:
                # Serves no other call: a put waits while the queue is full, a get while it is empty.
                self.waiting.remove(call)
                self._give_up(call)
        self.now = until
        return self._take_answers()

    def _next_due(self) -> float:
        """Return when the next lease, delay or wait ends."""
        return min([self.absent.next_end, *(call.deadline for call in self.waiting)])

    def _end_absent(self) -> None:
        """End the leases whose time is over, and put the delayed items that are due."""
        while ended := self.absent.pop_ended(self.now):
            if isinstance(ended, LeasedEntry):
                self._return(ended)
            else:
                self._restore(ended)
            self._serve_waiting()

    def _needs_no_queue(self, method: str, arguments: dict[str, Any]) -> bool:
        """Return whether the client answers the call without the controller, even for a closed queue."""
        match method:
            case "maxsize":
                return True
            case "full":
                return not self.maxsize
            case "put" | "put_nowait":
                return self._is_unordered(arguments["item"], arguments.get("priority"))
            case "put_many":
                return any(map(self._is_unordered, arguments["items"])) or not arguments["items"]
            case "move":
                return (arguments.get("count") or 0) < 0
        return False

    def _take_answers(self) -> list[ModelAnswer]:
        answers, self._answers = self._answers, []
        return answers

    def _answer(self, caller: Hashable, value: Value = None, error: str = "") -> None:
        self._answers.append(ModelAnswer(caller, value, error))

    def _give_up(self, call: WaitingCall) -> None:
        if call.joins:
            self._answer(call.caller, False)
        elif call.moved:
            self._answer(call.caller, call.moved)
        else:
            self._answer(call.caller, error="Empty" if call.wanted_count else "Full")

    # Methods of the queue

    def _put(
        self,
        caller: Hashable,
        item: Value,
        block: bool = True,
        timeout: float | None = None,
        codec: str | None = None,
        priority: Value = None,
        delay: float = 0.0,
    ) -> None:
        try:
            entries = [self._entry(item, priority)]
        except RqError as error:
            self._answer(caller, error=type(error).__name__)
        else:
            enters = self.now + delay if delay else 0.0
            self._begin(WaitingCall(caller, self._deadline(block, timeout), entries, enters=enters))

    def _put_many(
        self, caller: Hashable, items: Sequence[Value], timeout: float | None = None, codec: str | None = None
    ) -> None:
        if not items:
            self._answer(caller, 0)
            return
        try:
            items_to_put = [self._entry(item) for item in items]
        except RqError as error:
            self._answer(caller, error=type(error).__name__)
        else:
            self._begin(WaitingCall(caller, self._deadline(True, timeout), items_to_put, many=True))

    def _get(self, caller: Hashable, block: bool = True, timeout: float | None = None) -> None:
        self._begin(WaitingCall(caller, self._deadline(block, timeout), wanted_count=1))

    def _get_many(self, caller: Hashable, count: int, timeout: float | None = None) -> None:
        if count < 1:
            self._answer(caller, error="BadCall")
            return
        self._begin(WaitingCall(caller, self._deadline(True, timeout), wanted_count=count, many=True))

    def _lease(
        self, caller: Hashable, block: bool = True, timeout: float | None = None, seconds: float = 30.0
    ) -> None:
        deadline = self._deadline(block, timeout)
        self._begin(WaitingCall(caller, deadline, wanted_count=1, lease_seconds=seconds))

    def _ack(self, caller: Hashable, lease: LeasedEntry) -> None:
        if not self.absent.end_lease(lease):
            self._answer(caller, error="LeaseLost")
            return
        self.unfinished = max(self.unfinished - 1, 0)
        self._answer(caller)
        self._serve_waiting()

    def _nack(self, caller: Hashable, lease: LeasedEntry, delay: float = 0.0) -> None:
        if lease.number not in self.absent.leases:
            self._answer(caller, error="LeaseLost")
            return
        self._answer(caller)
        self._return(lease, delay)
        self._serve_waiting()

    def _extend(self, caller: Hashable, lease: LeasedEntry, seconds: float | None = None) -> None:
        if lease.number not in self.absent.leases:
            self._answer(caller, error="LeaseLost")
            return
        end = self.now + (lease.seconds if seconds is None else seconds)
        self.absent.leases[lease.number] = end, lease
        self._answer(caller)

    def _return(self, lease: LeasedEntry, delay: float = 0.0) -> None:
        """End a lease without an acknowledgement."""
        self.absent.end_lease(lease)
        entry, dead = lease.entry, self.dead_letter
        if dead is not None and entry.deliveries >= self.max_deliveries and not (dead.shut or dead.closed):
            self.unfinished = max(self.unfinished - 1, 0)
            self.dead += 1
            dead.unfinished += 1
            dead.enter([replace(entry, deliveries=0)])
            dead._serve_waiting()
            self._answers += dead._take_answers()
        elif delay:
            self.absent.delay(entry, self.now + delay)
        else:
            self._restore(entry)

    def _restore(self, entry: Entry) -> None:
        """Put an item back: to its place in the order of numbers, or on top of a LIFO queue."""
        at = len(self.entries)
        if self.kind == "fifo":
            at = bisect_left(self.entries, entry.number, key=lambda each: each.number)
        self.entries.insert(at, entry)

    def enter(self, entries: Sequence[Entry]) -> None:
        """Add new items behind the others."""
        self.entries += [replace(entry, order=next(self._orders)) for entry in entries]

    def _join(self, caller: Hashable, timeout: float | None = None) -> None:
        self._begin(WaitingCall(caller, self._deadline(True, timeout), joins=True))

    def _peek(self, caller: Hashable, start: int = 0, stop: int = -1) -> None:
        first = max(start + self.size if start < 0 else start, 0)
        last = stop + self.size if stop < 0 else stop
        # `stop` is included, as in LRANGE of Redis.
        self._answer(caller, self.in_order()[first : max(last + 1, first)])

    def _purge(self, caller: Hashable) -> None:
        self._answer(caller, self._remove_all())
        self._serve_waiting()

    def _move(self, caller: Hashable, to: QueueModel, count: int | None = None) -> None:
        error = self._move_error(to, count)
        if error:
            self._answer(caller, error=error)
            return
        total, moving = 0, 1
        # Waiting calls of both queues are served after each round, which can make more space.
        while moving:
            moving = min(self.size, to.room, self.size if count is None else count - total)
            to.enter([self._take_entry() for _ in range(moving)])
            to.unfinished += moving
            self.unfinished = max(self.unfinished - moving, 0)
            total += moving
            to._serve_waiting()
            self._serve_waiting()
        self._answers += to._take_answers()
        self._answer(caller, total)

    def _move_error(self, to: QueueModel, count: int | None) -> str:
        if (count or 0) < 0 or to is self:
            return "BadCall"
        return "Closed" if to.closed else "ShutDown" if to.shut else ""

    def _task_done(self, caller: Hashable) -> None:
        if self.unfinished <= len(self.absent.leases):  # a leased item is acknowledged instead
            self._answer(caller, error="BadCall")
            return
        self.unfinished -= 1
        self._answer(caller)
        self._serve_waiting()

    def _shutdown(self, caller: Hashable, immediate: bool = False) -> None:
        self.shut = True
        if immediate:
            self._remove_all()
        self._answer(caller)
        # Joins go on waiting: the remaining items can still be taken and finished.
        for call in [call for call in self.waiting if call.items_to_put]:
            self._refuse(call)
        self._serve_waiting()

    def _refuse(self, call: WaitingCall) -> None:
        """End a waiting call of a queue that was shut down."""
        self.waiting.remove(call)
        self._answer(call.caller, call.moved or None, "" if call.moved else "ShutDown")

    def _close(self, caller: Hashable) -> None:
        self.closed = True
        self._answer(caller, self.size + self.absent.count)
        self.absent.clear()
        for call in self.waiting:
            self._answer(call.caller, error="Closed")
        self.waiting.clear()

    # Waiting calls

    def _deadline(self, block: bool, timeout: float | None) -> float:
        return self.now if not block else inf if timeout is None else self.now + timeout

    def _begin(self, call: WaitingCall) -> None:
        may_get = call.wanted_count and (self.entries or self.absent.count)
        if self.shut and not call.joins and not may_get:
            self._answer(call.caller, error="ShutDown")
            return
        # A call that must not wait is appended, too, so that it cannot overtake a call that waits.
        self.waiting.append(call)
        self._serve_waiting()
        if call.deadline <= self.now and call in self.waiting:
            self.waiting.remove(call)
            self._give_up(call)

    def _serve_waiting(self) -> None:
        while any(self._step(call) for call in self._next_calls()):
            pass
        if self.shut and not self.entries and not self.absent.count:
            for call in [call for call in self.waiting if call.wanted_count]:
                self._refuse(call)

    def _next_calls(self) -> list[WaitingCall]:
        """Return the calls that may be served next: the first get, the first put, and every join."""
        gets = [call for call in self.waiting if call.wanted_count][:1]
        puts = [call for call in self.waiting if call.items_to_put][:1]
        return [*gets, *puts, *(call for call in self.waiting if call.joins)]

    def _step(self, call: WaitingCall) -> bool:
        """Serve a call as far as possible; return whether anything changed."""
        if call.joins:
            return not self.unfinished and self._end(call, True)
        if call.wanted_count:
            return bool(self.entries) and self._end(call, self._take_items(call))
        # A put_many puts what fits and waits for the rest.
        moving = call.items_to_put[: self.room]
        if error := self._order_error(moving):
            self.waiting.remove(call)
            self._answer(call.caller, call.moved or None, "" if call.moved else error)
            return True
        call.items_to_put = call.items_to_put[len(moving) :]
        if call.enters:
            for entry in moving:
                self.absent.delay(replace(entry, order=next(self._orders)), call.enters)
        else:
            self.enter(moving)
        self.unfinished += len(moving)
        call.moved += len(moving)
        if not call.items_to_put:
            self._end(call, call.moved if call.many else None)
        return bool(moving)

    def _end(self, call: WaitingCall, value: Value) -> bool:
        self.waiting.remove(call)
        self._answer(call.caller, value)
        return True

    def _take_items(self, call: WaitingCall) -> Value:
        if call.lease_seconds:
            return self.absent.lease(self._take_entry(), self.now, call.lease_seconds)
        taken = [self._take() for _ in range(min(call.wanted_count, self.size))]
        return taken if call.many else taken[0]

    def _take(self) -> Value:
        return self._take_entry().value

    def _take_entry(self) -> Entry:
        match self.kind:
            case "fifo":
                at = 0
            case "lifo":
                at = -1
            case _:
                at = min(range(self.size), key=lambda index: _by_priority(self.entries[index]))
        return self.entries.pop(at)

    def _remove_all(self) -> int:
        """Remove all items, also leased and delayed ones; they no longer count as unfinished."""
        count = self.size + self.absent.count
        self.entries.clear()
        self.absent.clear()
        # At least 0: `task_done` can be called for an item that is still in the queue.
        self.unfinished = max(self.unfinished - count, 0)
        return count

    def _entry(self, item: Value, priority: Value = None) -> Entry:
        """Return an item with the key of its priority, which is the item itself if there is no other."""
        if priority is None:
            priority = natural_priority(item) if self.kind == "priority" else 0
        return Entry(priority_key(priority), item, next(_NUMBERS))

    def _is_unordered(self, item: Value, priority: Value = None) -> bool:
        """Return whether the client rejects an item, because it has no priority."""
        try:
            self._entry(item, priority)
        except RqError:
            return True
        return False

    def _order_error(self, entries: Sequence[Entry]) -> str:
        """Return the name of the error of entries that cannot be ordered with the entries in the queue."""
        if self.kind != "priority" or not entries:
            return ""
        earlier = [*self.entries, *entries]
        try:
            for at, entry in enumerate(entries, len(self.entries)):
                for other in earlier[:at]:
                    check_comparable(entry.priority, other.priority)
        except NotComparable as error:
            return type(error).__name__
        return ""


def _by_priority(entry: Entry) -> tuple[bytes, int]:
    return entry.priority, entry.order


_METHODS: dict[str, Callable[..., None]] = {
    "put": QueueModel._put,
    "get": QueueModel._get,
    "put_nowait": lambda queue, caller, item: queue._put(caller, item, block=False),
    "get_nowait": lambda queue, caller: queue._get(caller, block=False),
    "lease": QueueModel._lease,
    "ack": QueueModel._ack,
    "nack": QueueModel._nack,
    "extend": QueueModel._extend,
    "put_many": QueueModel._put_many,
    "get_many": QueueModel._get_many,
    "peek": QueueModel._peek,
    "purge": QueueModel._purge,
    "move": QueueModel._move,
    "task_done": QueueModel._task_done,
    "join": QueueModel._join,
    "shutdown": QueueModel._shutdown,
    "close": QueueModel._close,
    "qsize": lambda queue, caller: queue._answer(caller, queue.size),
    "empty": lambda queue, caller: queue._answer(caller, not queue.size),
    "full": lambda queue, caller: queue._answer(caller, queue.full),
    "maxsize": lambda queue, caller: queue._answer(caller, queue.maxsize),
    "waiters": lambda queue, caller: queue._answer(caller, list(queue.waiting)),
}
MODELLED = tuple(_METHODS)
"""The methods whose results the model can predict."""
