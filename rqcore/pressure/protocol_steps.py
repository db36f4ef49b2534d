# SPDX-License-Identifier: MIT
"""The one flow of every call on a pressure queue: generators that say what is to be done next.

A flow yields steps and is sent the reply of each: a Run has a script's, a
Wait none worth looking at. Who drives it may throw an error into it, and then
goes on with what it yields: that is how roles are given back. Nothing here
knows a network; time is told by the caller's clock.

**Waits look, scripts take.** The protocol waits with pops, which take what
they waited for, be there anyone left to have it or not. So a list is waited
for with BLMOVE of an element to its own place, and a script does the taking:
a client that dies while it waits has taken nothing but the role.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn, TypeAlias

from rqcore.errors import BadCall, Empty, Exists, Full, ProtocolError, ShutDown
from rqcore.pressure import lua_scripts
from rqcore.pressure.errors import ConsumerInUse, Missing, ProducerInUse
from rqcore.pressure.keys import ROLES, Keys
from rqcore.pressure.lua_scripts import LuaScript
from rqcore.pressure.status import holder_of, read_standing

SLICE = 0.5
"""Seconds after which a call that waits looks if its queue was closed: BLMOVE waits for one list only."""
GRACE = 1.0
"""Seconds that others have to leave a queue that is being closed or deleted."""
WAITING = (b"EMPTY", b"FULL", b"INUSE")
"""What a script says when it will be otherwise later."""


@dataclass(frozen=True, slots=True)
class RunScript:
    """Have the server carry out a script."""

    script: LuaScript
    keys: Sequence[bytes]
    arguments: Sequence[bytes | str | int]


@dataclass(frozen=True, slots=True)
class WaitForElement:
    """Wait so many seconds at most until there is an element in this list."""

    key: bytes
    seconds: float


@dataclass(frozen=True, slots=True)
class Wake:
    """Have the clients that hold a role look anew, if they wait. They would by themselves, but later."""

    key: bytes
    """On whose server they are."""
    holders: Sequence[str]


@dataclass(frozen=True, slots=True)
class RoleClient:
    """Who calls, how long it may take, and how time goes by."""

    who: str
    """The same again for whoever may go on with what was left undone: a thread, a task."""
    timeout: float | None
    """Seconds; None: for ever."""
    clock: Callable[[], float]
    unblocked: Callable[[], bool] = lambda: False
    """Whether the call is to end as when its time is up."""

    def patience(self, began: float) -> float:
        """Seconds until it is time to look anew; none is left when there is no more waiting."""
        if self.unblocked():
            return 0.0
        return SLICE if self.timeout is None else min(began + self.timeout - self.clock(), SLICE)


Steps: TypeAlias = Generator[RunScript | WaitForElement | Wake, Any, Any]


def put(keys: Keys, payloads: Sequence[bytes], caller: RoleClient) -> Steps:
    """Put payloads as room comes; the result is how many were put in time.

    Raises Full when there was not even room for the first, ProducerInUse, ShutDown, Missing.
    """
    began, done = caller.clock(), 0
    while done < len(payloads):
        left = payloads[done:]
        reply = yield from _patiently(lua_scripts.PUT, keys.producer, keys.not_full, left, caller, began)
        if reply[0] in WAITING and done:
            break
        (number,) = _expect_ok(keys, reply, "producer")
        done += number
    return done


def get(keys: Keys, count: int, caller: RoleClient) -> Steps:
    """Take up to so many, as soon as there is one; the result is a list of payloads.

    Raises Empty, ConsumerInUse, ShutDown, Missing.
    """
    began = caller.clock()
    reply = yield from _patiently(lua_scripts.GET, keys.consumer, keys.items, (count,), caller, began)
    (taken,) = _expect_ok(keys, reply, "consumer")
    return taken[::-1]


def _patiently(
    script: LuaScript,
    keys: Sequence[bytes],
    awaited: bytes,
    arguments: Sequence[bytes | int],
    caller: RoleClient,
    began: float,
) -> Steps:
    """The reply of a script, after as much waiting for ``awaited`` or for the role as it takes."""
    free = keys[2]
    left = 0.0
    try:
        while True:
            left = caller.patience(began)
            reply = yield RunScript(script, keys, (caller.who, int(left > 0), *arguments))
            if reply[0] not in WAITING or left <= 0:
                return reply
            yield WaitForElement(free if reply[0] == b"INUSE" else awaited, left)
    except BaseException:
        if left > 0:  # the role may be ours
            yield RunScript(lua_scripts.RELEASE, keys, (caller.who, 0))
        raise


def put_back(keys: Keys, payloads: Sequence[bytes]) -> Steps:
    """Make good that items were taken for a call that nobody waits for any more."""
    yield RunScript(lua_scripts.PUT_BACK, keys.consumer, payloads)


def create(keys: Keys, bound: int) -> Steps:
    """Raises Exists."""
    if bound < 0:
        raise BadCall(f"a bound is 0, for none, or more, not {bound}")
    reply = yield RunScript(lua_scripts.CREATE, keys.all, (bound,))
    if reply[0] == b"EXISTS":
        raise Exists(f"a queue called {keys.name} exists already")


def stat(keys: Keys) -> Steps:
    """The result is a Standing. Raises Missing."""
    reply = yield RunScript(lua_scripts.STAT, keys.all, ())
    return read_standing(_expect_ok(keys, reply))


def exists(keys: Keys) -> Steps:
    """Whether there is such a queue."""
    reply = yield RunScript(lua_scripts.STAT, keys.all, ())
    return reply[0] != b"MISSING"


def close(keys: Keys, caller: RoleClient) -> Steps:
    """Take no more items; who waits is woken. Raises Missing."""
    holders = _expect_ok(keys, (yield from _with_grace(lua_scripts.CLOSE, keys, caller)))
    yield from _wake(keys, holders)


def delete(keys: Keys, caller: RoleClient) -> Steps:
    """Remove the queue; the result is how many items went with it. Raises Missing."""
    destroyed, *holders = _expect_ok(keys, (yield RunScript(lua_scripts.DOOM, keys.all, ())))
    yield from _wake(keys, holders)
    yield from _with_grace(lua_scripts.SWEEP, keys, caller)
    return destroyed


def _wake(keys: Keys, holders: Sequence[bytes]) -> Steps:
    """Those that wait; they have a mark, which the others have not."""
    waiting = [holder_of("", holder, 0).name for holder in holders if b"@" in holder]
    if waiting:
        yield Wake(keys.items, waiting)


def _with_grace(script: LuaScript, keys: Keys, caller: RoleClient) -> Steps:
    """Have it done when nobody is in the way, or else when the grace is over."""
    end = caller.clock() + GRACE
    while True:
        left = end - caller.clock()
        reply = yield RunScript(script, keys.all, (int(left > 0),))
        if reply[0] != b"INUSE":
            return reply
        yield WaitForElement(reply[1], left)


def purge(keys: Keys) -> Steps:
    """Destroy the items; the result is how many there were. Raises Missing."""
    reply = yield RunScript(lua_scripts.PURGE, keys.all, ())
    (destroyed,) = _expect_ok(keys, reply)
    return destroyed


def free(keys: Keys, role: str, holder: str) -> Steps:
    """Give a role back for a holder that is dead; whether it was taken. Raises Missing."""
    if role not in ROLES:
        raise BadCall(f"the roles are producer and consumer, not {role!r}")
    reply = yield RunScript(lua_scripts.FREE, keys.all, (role, holder))
    (freed,) = _expect_ok(keys, reply)
    return bool(freed)


def _expect_ok(keys: Keys, reply: Sequence[Any], role: str = "") -> Sequence[Any]:
    """What follows OK. Raises the error that any other word stands for."""
    return reply[1:] if reply[0] == b"OK" else _fail(keys.name, role, *reply)


def _fail(name: str, role: str, word: bytes, *rest: Any) -> NoReturn:
    match word:
        case b"FULL":
            raise Full(f"queue {name} holds {rest[0]} of {rest[1]}")
        case b"EMPTY":
            raise Empty(f"queue {name} is empty")
        case b"SHUTDOWN":
            raise ShutDown(f"queue {name} is closed")
        case b"MISSING":
            raise Missing(f"there is no queue {name}: it was never made, or was deleted")
        case b"INUSE":
            holder = holder_of(role, rest[0], int(rest[1]))
            raise (ProducerInUse if role == "producer" else ConsumerInUse)(name, holder.name, holder.age)
        case _:
            raise ProtocolError(f"a script answered {word!r}, which none of ours does")
