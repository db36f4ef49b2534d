# SPDX-License-Identifier: GPL-3.0-or-later
"""A simple model of a queue: a list of items and a list of waiting calls.

The generator uses it to predict the result of each call. The model is simple
instead of fast, so that it is easy to check. It uses no clock: ``advance`` lets
time pass.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from math import inf
from typing import Any

from rqcore.client.priorities import natural_priority
from rqcore.errors import NotComparable, RqError
from rqcore.protocol.priority_keys import check_comparable, priority_key

Value = Any
"""An item, or the result of a call."""


@dataclass(frozen=True, slots=True)
class ModelAnswer:
    """The result of a call: a value, or an error."""

    caller: Hashable
    value: Value = None
    error: str = ""
    """The name of an error, for example ``Full``; empty if there is none."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An item in a queue."""

    priority: bytes
    """Its key. The lowest key is taken first; used only by priority queues."""
    value: Value


@dataclass(slots=True, eq=False)
class WaitingCall:
    """A call that waits."""

    caller: Hashable
    deadline: float
    """In seconds of the model's time; infinite without a timeout."""
    items_to_put: list[Entry] = field(default_factory=list)
    """The items that this put still has to put."""
    wanted_count: int = 0
    """The maximum number of items that this get takes; 0 if it is not a get."""
    many: bool = False
    """Whether the result is a list or a number of items, not one item or None."""
    joins: bool = False
    """Whether it is a join."""
    moved: int = 0
    """The number of items that this put has already put."""


class QueueModel:
    """One queue.

    ``call`` and ``advance`` return the answers of all calls that end because of them. The caller must not
    depend on the order of these answers.

    Args:
        kind: ``fifo``, ``lifo`` or ``priority``.
        maxsize: The maximum number of items; 0 for no limit.
    """

    def __init__(self, kind: str = "fifo", maxsize: int = 0) -> None:
        self.kind, self.maxsize = kind, maxsize
        self.now = 0.0
        """The model's time in seconds."""
        self.entries: list[Entry] = []
        """The items in the order in which they were put."""
        self.waiting: list[WaitingCall] = []
        """Waiting calls in the order of their arrival."""
        self.unfinished = 0
        """The number of items that were put but not yet marked with ``task_done``."""
        self.shut = self.closed = False
        self._answers: list[ModelAnswer] = []

    @property
    def size(self) -> int:
        """The number of items."""
        return len(self.entries)

    @property
    def full(self) -> bool:
        """Whether the queue holds ``maxsize`` items; never true without a limit."""
        return 0 < self.maxsize <= self.size

    def in_order(self) -> list[Value]:
        """Return the items in the order in which calls will take them."""
        match self.kind:
            case "fifo":
                entries = self.entries
            case "lifo":
                entries = self.entries[::-1]
            case _:
                entries = sorted(self.entries, key=lambda entry: entry.priority)
        return [entry.value for entry in entries]

    def would_block(self, method: str, arguments: dict[str, Any]) -> bool:
        """Return whether a call cannot complete now, so that it would wait if it may.

        Args:
            method: The name of the method.
            arguments: Values by parameter name.
        """
        if self.closed or self.shut:
            return method == "join" and not self.closed and self.unfinished > 0
        match method:
            case "put" | "put_nowait":
                return self.full
            case "put_many":
                return 0 < self.maxsize < self.size + len(arguments["items"])
            case "get" | "get_nowait" | "get_many":
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
        """Let seconds pass and return the answers of calls that time out, earliest deadline first."""
        self.now += seconds
        for call in sorted(self.waiting, key=lambda call: call.deadline):
            if call.deadline <= self.now:
                # Serves no other call: a put waits while the queue is full, a get while it is empty.
                self.waiting.remove(call)
                self._give_up(call)
        return self._take_answers()

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
    ) -> None:
        try:
            entries = [self._entry(item, priority)]
        except RqError as error:
            self._answer(caller, error=type(error).__name__)
        else:
            self._begin(WaitingCall(caller, self._deadline(block, timeout), entries))

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
            free = max(to.maxsize - to.size, 0) if to.maxsize else self.size
            moving = min(self.size, free, self.size if count is None else count - total)
            to.entries += [self._take_entry() for _ in range(moving)]
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
        if not self.unfinished:
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
        for call in [call for call in self.waiting if not call.joins]:
            self.waiting.remove(call)
            self._answer(call.caller, call.moved or None, "" if call.moved else "ShutDown")
        self._serve_waiting()

    def _close(self, caller: Hashable) -> None:
        self.closed = True
        self._answer(caller, self.size)
        for call in self.waiting:
            self._answer(call.caller, error="Closed")
        self.waiting.clear()

    # Waiting calls

    def _deadline(self, block: bool, timeout: float | None) -> float:
        return self.now if not block else inf if timeout is None else self.now + timeout

    def _begin(self, call: WaitingCall) -> None:
        if self.shut and not call.joins and not (call.wanted_count and self.entries):
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
        free = max(self.maxsize - self.size, 0) if self.maxsize else len(call.items_to_put)
        moving = call.items_to_put[:free]
        if error := self._order_error(moving):
            self.waiting.remove(call)
            self._answer(call.caller, call.moved or None, "" if call.moved else error)
            return True
        call.items_to_put = call.items_to_put[free:]
        self.entries += moving
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
                at = min(range(self.size), key=lambda index: self.entries[index].priority)
        return self.entries.pop(at)

    def _remove_all(self) -> int:
        """Remove all items; they no longer count as unfinished."""
        count = self.size
        self.entries.clear()
        # At least 0: `task_done` can be called for an item that is still in the queue.
        self.unfinished = max(self.unfinished - count, 0)
        return count

    def _entry(self, item: Value, priority: Value = None) -> Entry:
        """Return an item with the key of its priority, which is the item itself if there is no other."""
        if priority is None:
            priority = natural_priority(item) if self.kind == "priority" else 0
        return Entry(priority_key(priority), item)

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


_METHODS: dict[str, Callable[..., None]] = {
    "put": QueueModel._put,
    "get": QueueModel._get,
    "put_nowait": lambda queue, caller, item: queue._put(caller, item, block=False),
    "get_nowait": lambda queue, caller: queue._get(caller, block=False),
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
