# SPDX-License-Identifier: MIT
"""What each call of a queue does, as a generator of steps, which a connection carries out.

A call that does not have to wait is one script. A call that waits repeats its script whenever it is woken,
and every ``SLICE`` seconds. A script that is sent again because the connection was lost does its work once.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, NamedTuple, NoReturn

from rqcore.errors import (
    BadCall,
    Empty,
    Full,
    LeaseLost,
    NotAllowed,
    NotComparable,
    ProtocolError,
    RqError,
    ShutDown,
    TooMany,
)
from rqcore.pressure.errors import Missing, already_exists
from rqcore.pressure.key_protocol.lua_scripts import LuaScript
from rqcore.pressure.key_protocol.protocol_steps import RunScript, Steps, WaitForElement
from rqcore.protocol.request_limits import MANY
from rqcore.redis import lease_scripts, queue_scripts
from rqcore.redis.lease_scripts import MOST_LEASES, MOST_READ
from rqcore.redis.queue_keys import CallSlot, QueueKeys
from rqcore.redis.script_parts import SLICE

SMALL = 4096
"""Bytes of items that a waiting put sends each time, instead of asking first whether there is space."""
MOST_LEFT = 200
"""The most leases that one script ends for a client that leaves."""
MOST_AWAY = 10_000_000
"""The most leases and delays that are read: a server that reports more is none of ours."""
MOST_ROUNDS = 10_000
"""How often a call repeats a script, each run of which reads or ends some hundred leases or delays."""
_ENDLESS = "none"
"""The timeout of a call that waits without a limit."""


class QueueCall(NamedTuple):
    """A call of a queue by a caller."""

    keys: QueueKeys
    caller: CallSlot
    timeout: float | None = 0.0
    """Seconds to wait; None waits without a limit."""

    def run(self, script: LuaScript, *arguments: bytes | str | int) -> RunScript:
        """Return the step that runs a script on the queue."""
        caller = self.caller
        return RunScript(script, (self.keys.base,), (caller.name, caller.next_call(), *arguments))


class _Waiting:
    """How long a call still waits, and its place among the others.

    Args:
        call: The call, which begins now.
    """

    __slots__ = ("_call", "_end", "due", "ticket")

    def __init__(self, call: QueueCall) -> None:
        self._call = call
        self._end = None if call.timeout is None else time.monotonic() + call.timeout
        self.ticket: bytes = b""
        """The place; empty if the call does not wait yet."""
        self.due: float = SLICE
        """Seconds until an item can return that is away."""

    @property
    def seconds(self) -> float:
        """Seconds to the next try; 0 or less if there is none."""
        return self.due if self._end is None else min(self._end - time.monotonic(), self.due)

    def words(self, seconds: float) -> tuple[bytes | str, bytes]:
        """Return the arguments of a script: whether the call waits if it must, and its place."""
        if seconds <= 0:
            return "", self.ticket
        return _ENDLESS if self._call.timeout is None else repr(self._call.timeout), self.ticket

    def element(self, seconds: float) -> WaitForElement:
        """Return the step that waits until the caller is woken."""
        return WaitForElement(self._call.keys.wake(self._call.caller.name), seconds)

    def leave(self) -> Steps:
        """End the registration at the server, because the call was interrupted."""
        if self.ticket:
            with suppress(RqError):
                yield self._call.run(queue_scripts.LEAVE)


def _repeat(call: QueueCall, script: LuaScript, words: Callable[[], Sequence[bytes | str | int]]) -> Steps:
    """Run a script until it does not have to wait, or the time is over. The result is its last reply.

    Args:
        call: The call.
        script: The script.
        words: Returns its further arguments.
    """
    waiting, seconds = _Waiting(call), call.timeout
    seconds = SLICE if seconds is None else seconds
    try:
        while True:
            reply = yield call.run(script, *waiting.words(seconds), *words())
            if seconds <= 0 or type(reply) is not list or reply[0] not in (b"EMPTY", b"WAIT", b"FULL"):
                return reply
            waiting.ticket = reply[1]
            waiting.due = min(reply[2] / 1000 or SLICE, SLICE) if len(reply) == 3 else SLICE
            if (seconds := waiting.seconds) > 0:
                yield waiting.element(seconds)
                seconds = waiting.seconds
    except BaseException:
        yield from waiting.leave()
        raise


def viewed(steps: Steps, view: Callable[[Any], Any]) -> Steps:
    """Carry out the steps of a call; ``view`` makes the result from theirs."""
    return view((yield from steps))


def create(
    call: QueueCall, kind: str, maxsize: int, max_deliveries: int, dead_letter: QueueKeys | None
) -> Steps:
    """Create a queue, and its dead-letter queue if that does not exist.

    Args:
        call: The call.
        kind: The kind.
        maxsize: Maximum number of items; 0 means no limit.
        max_deliveries: The most leases of an item, if there is a dead-letter queue.
        dead_letter: The dead-letter queue.

    Raises:
        Exists: The queue exists.
        BadCall: The two queues are on different servers of a cluster.
    """
    words = (call.caller.name, call.caller.next_call(), kind, maxsize, max_deliveries)
    keys = (call.keys.base,) if dead_letter is None else (call.keys.base, dead_letter.base)
    reply = yield RunScript(queue_scripts.CREATE, keys, words)
    if reply[0] == b"EXISTS":
        raise already_exists(call.keys.name)
    expect_ok(call.keys, reply)


def put(call: QueueCall, bodies: Sequence[bytes], keys: Sequence[bytes]) -> Steps:
    """Put items in order; the result is how many were put in time.

    Args:
        call: The call.
        bodies: The items, as ``stored_items.body`` makes them.
        keys: The key of the priority of each; none if the queue has no priorities.

    Raises:
        Full: There was no space in time, even for the first.
        ShutDown: The queue was shut down before the first.
        NotComparable: The queue cannot order them; none of the rest is put.
        Missing: The queue does not exist.
    """
    form, width = ("keys", 2) if keys else ("", 1)
    words = [word for pair in zip(keys, bodies, strict=True) for word in pair] if keys else bodies
    waiting, done, seconds = _Waiting(call), 0, call.timeout
    seconds = SLICE if seconds is None else seconds
    try:
        while True:
            rest = words[done * width : (done + MANY) * width]
            reply = yield call.run(queue_scripts.PUT, *waiting.words(seconds), form, *rest)
            if reply == 1:
                return done + 1
            if reply[0] == b"OK":
                if not 0 <= reply[1] * width <= len(rest):
                    raise ValueError(reply[1])
                done += reply[1]
                if done == len(bodies):
                    return done
                waiting.ticket = reply[2]
                if reply[1] * width == len(rest):
                    continue
            elif reply[0] == b"FULL":
                waiting.ticket = reply[1]
            else:
                break
            if seconds <= 0:
                break
            seconds = yield from _wait_for_space(call, waiting, sum(map(len, rest)) > SMALL)
    except BaseException:
        yield from waiting.leave()
        raise
    return done or expect_ok(call.keys, reply)


def _wait_for_space(call: QueueCall, waiting: _Waiting, is_large: bool) -> Steps:
    """Wait until a put should try again; the result is how many seconds it can wait then."""
    while (seconds := waiting.seconds) > 0:
        yield waiting.element(seconds)
        seconds = waiting.seconds
        if not is_large or seconds <= 0:
            break
        reply = yield call.run(queue_scripts.RENEW, *waiting.words(seconds))
        if reply[0] != b"FULL":
            break
        waiting.ticket = reply[1]
    return seconds


def get(call: QueueCall, count: int) -> Steps:
    """Take up to ``count`` items, as soon as there is one; the result is them, and whether they have keys.

    Raises:
        Empty: No item came in time.
        ShutDown: The queue was shut down and is empty.
        Missing: The queue does not exist.
    """
    reply = yield from _repeat(call, queue_scripts.GET, lambda: (count,))
    if type(reply) is bytes:
        return [reply], False
    taken, kind = expect_ok(call.keys, reply)
    if not 0 < len(taken) <= count or set(map(type, taken)) != {bytes}:
        raise TypeError(taken)
    return taken, kind == b"priority"


def put_later(call: QueueCall, body: bytes, keys: Sequence[bytes], delay_ms: int) -> Steps:
    """Put an item that enters the queue later.

    Args:
        call: The call.
        body: The item, as ``stored_items.body`` makes it.
        keys: The key of its priority, if the queue has priorities.
        delay_ms: Milliseconds from now until it enters the queue.

    Raises:
        Full: There was no space in time.
        ShutDown: The queue was shut down.
        NotComparable: The queue cannot order it among its items.
        Missing: The queue does not exist.
    """
    enters = time.monotonic() + delay_ms / 1000

    def words() -> Sequence[bytes | str | int]:
        left = max(round((enters - time.monotonic()) * 1000), 0)
        return "keys" if keys else "", left, *keys, body

    expect_ok(call.keys, (yield from _repeat(call, lease_scripts.PUT_LATER, words)))


def lease(call: QueueCall, duration_ms: int) -> Steps:
    """Lease the next item; the result is the item, whether it has a key, and the number of the lease.

    Raises:
        Empty: No item came in time.
        ShutDown: The queue was shut down and is empty, and no item can return.
        TooMany: The queue has MOST_LEASES leased items.
        Missing: The queue does not exist.
    """
    reply = yield from _repeat(call, lease_scripts.LEASE, lambda: (duration_ms,))
    stored, kind, number = expect_ok(call.keys, reply)
    if type(stored) is not bytes:
        raise TypeError(stored)
    return stored, kind == b"priority", int(number)


def nack(call: QueueCall, number: int, delay_ms: int | None, is_unseen: bool) -> Steps:
    """Give a leased item back.

    Args:
        call: The call.
        number: The number of the lease.
        delay_ms: Milliseconds from now until the item returns; None returns it immediately.
        is_unseen: The delivery does not count, because the caller has not received the item.

    Raises:
        LeaseLost: The lease has ended.
        Missing: The queue does not exist.
    """
    delay = "" if delay_ms is None else delay_ms
    yield from run(call, lease_scripts.NACK, number, delay, int(is_unseen))


def leave_leases(call: QueueCall, client_name: str) -> Steps:
    """End the leases of a client, whose items go back; at most MOST_LEASES. Raises Missing."""
    mine = f"{client_name}."
    numbers = yield from _own_leases(call, mine)
    for start in range(0, len(numbers), MOST_LEFT):
        yield from run(call, lease_scripts.LEAVE_LEASES, mine, *numbers[start : start + MOST_LEFT])


def _own_leases(call: QueueCall, mine: str) -> Steps:
    """Find leases; the result is their numbers, the highest first. ``mine``: how their callers begin."""
    found: set[int] = set()
    cursor = b"0"
    for _ in range(MOST_ROUNDS):
        cursor, numbers = yield from read(call.keys, lease_scripts.OWN_LEASES, cursor, mine)
        found.update(map(int, numbers))
        if cursor == b"0" or len(found) >= MOST_LEASES:
            break
    return sorted(found, reverse=True)[:MOST_LEASES]


def leases(call: QueueCall, start: int, count: int | None) -> Steps:
    """Read leased items, those that end first in front.

    Args:
        call: The call.
        start: How many to skip.
        count: The most to read; None for no limit.

    Returns:
        The time of the server, and for each item what LEASES replies.

    Raises:
        Missing: The queue does not exist.
    """
    found: dict[bytes, Sequence[Any]] = {}
    end = None if count is None else start + count
    now, rank, away = 0, 0, 1
    while rank < away and (end is None or len(found) < end or not rank):
        places = rank, rank + MOST_READ - 1
        steps = read(call.keys, lease_scripts.LEASES, *places) if rank else None
        now, part, away = yield from steps or read_current(call, lease_scripts.LEASES, *places)
        if away > MOST_AWAY or len(part) > MOST_READ:
            raise ValueError(away)
        found.update((each[0], each) for each in part)
        rank += MOST_READ
    return now, list(found.values())[start:end]


def give_back(call: QueueCall, taken: Sequence[bytes]) -> Steps:
    """Return items that were just taken to their places, because their caller cannot receive them."""
    yield call.run(queue_scripts.GIVE_BACK, *taken)


def join(call: QueueCall) -> Steps:
    """Wait until all items are finished; the result is how many are not. Raises Missing."""
    (unfinished,) = expect_ok(call.keys, (yield from _repeat(call, queue_scripts.JOIN, tuple)))
    return unfinished


def run(call: QueueCall, script: LuaScript, *arguments: bytes | str | int) -> Steps:
    """Run a script that never waits; the result is its reply without the word OK. Raises what that means."""
    return expect_ok(call.keys, (yield call.run(script, *arguments)))


def read(keys: QueueKeys, script: LuaScript, *arguments: bytes | str | int) -> Steps:
    """Run a script that changes nothing, as ``run`` does. Leases that have ended may not have returned."""
    return expect_ok(keys, (yield RunScript(script, (keys.base,), ("", *arguments))))


def read_current(call: QueueCall, script: LuaScript, *arguments: bytes | str | int) -> Steps:
    """Run a script that changes nothing, after the leases and delays whose time is over have ended.

    A server where something is due again and again is read as it is.
    """
    for _ in range(MOST_ROUNDS):
        reply = yield RunScript(script, (call.keys.base,), (1, *arguments))
        if reply[0] != b"DUE":
            return expect_ok(call.keys, reply)
        try:
            yield call.run(queue_scripts.RESTORE_DUE)
        except NotAllowed:  # a read-only connection, or a replica
            break
    return (yield from read(call.keys, script, *arguments))


def move(call: QueueCall, to: QueueKeys, most: int, numbers: Sequence[int]) -> Steps:
    """Move items to another queue; the result is how many.

    Args:
        call: The call of the queue that has them.
        to: The other queue.
        most: The most items.
        numbers: The numbers of the items; none means the next ones.

    Raises:
        ShutDown: The other queue was shut down.
        Missing: One of the queues does not exist.
    """
    caller = call.caller
    words: tuple[bytes | str | int, ...] = (caller.name, caller.next_call(), most, *numbers)
    reply = yield RunScript(queue_scripts.MOVE, (call.keys.base, to.base), words)
    (moved,) = expect_ok(to if len(reply) == 2 and reply[0] != b"OK" else call.keys, reply[:2])
    return int(moved)


def expect_ok(keys: QueueKeys, reply: Sequence[Any]) -> Sequence[Any]:
    """Return what follows OK. Raises the error for any other reply."""
    return reply[1:] if reply[0] == b"OK" else _fail(keys.name, *reply)


def _fail(name: str, word: bytes, *rest: Any) -> NoReturn:
    match word:  # worded as a controller words them: runs on both kinds of targets are compared
        case b"FULL":
            raise Full(f"queue {name!r} holds {rest[1]} of {rest[2]} items; wait, or raise its maxsize")
        case b"EMPTY":
            raise Empty(f"queue {name!r} is empty")
        case b"SHUTDOWN":
            raise ShutDown(f"queue {name!r} was shut down; it accepts no more items")
        case b"MISSING":
            raise Missing(f"no queue is named {name!r}: it was never created, or was deleted")
        case b"UNORDERED":
            raise NotComparable(
                f"cannot order {rest[0].decode()} and {rest[1].decode()}, which the queue contains; "
                "use priorities of one kind, or pass priority=… with a number"
            )
        case b"LOST":
            raise LeaseLost(
                f"lease {rest[0].decode()} of queue {name!r} has ended: it was acknowledged or given back, "
                "its time was over, its client had left, or its item was destroyed"
            )
        case b"LEASES":
            raise TooMany(f"queue {name!r} has {rest[0]} leased items; acknowledge some")
        case b"NOTHING" if rest[0]:
            raise BadCall(f"all unfinished items of queue {name!r} are leased; acknowledge them instead")
        case b"NOTHING":
            raise BadCall(f"task_done() called too many times; queue {name!r} has no unfinished items")
        case _:
            shown = word.decode(errors="backslashreplace")[:40]
            raise ProtocolError(f"a script replied {shown!r}, which is not a reply of a queue")
