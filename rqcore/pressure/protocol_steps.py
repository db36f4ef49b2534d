# SPDX-License-Identifier: MIT
"""What each call on a pressure queue does, as generators of steps.

A generator yields a step and is sent its reply: RunScript has the script's,
the others have none. The connection that carries the steps out may throw an
error into the generator and then continues with what that yields, which is how
roles are given back. There is no network here; the caller brings its clock.

**Waits look, scripts take.** The protocol waits with pops, which take what they
waited for, even if the client has died meanwhile. So these generators wait for
a list with BLMOVE, which moves an element to its own place, and a script takes
it: a client that dies while it waits has taken nothing but the role.
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
from rqcore.pressure.status import holder_of, read_status

SLICE = 0.5
"""Seconds after which a waiting call checks whether its queue was closed: BLMOVE waits for one list only."""
GRACE = 1.0
"""Seconds that other clients have to leave a queue that is being closed or deleted."""
WAITING = (b"EMPTY", b"FULL", b"INUSE")
"""The replies of scripts that ask the caller to try again later."""


@dataclass(frozen=True, slots=True)
class RunScript:
    """Run a script on the server."""

    script: LuaScript
    keys: Sequence[bytes]
    arguments: Sequence[bytes | str | int]


@dataclass(frozen=True, slots=True)
class WaitForElement:
    """Wait up to ``seconds`` until the list has an element."""

    key: bytes
    seconds: float


@dataclass(frozen=True, slots=True)
class Wake:
    """Have waiting holders of a role check again at once. Otherwise they do when their wait ends."""

    key: bytes
    """A key on the server where they wait."""
    holders: Sequence[str]


@dataclass(frozen=True, slots=True)
class RoleClient:
    """A client that may take a role for a call, and how long the call may take."""

    name: str
    """The name of a thread or task. Its next call may continue what the last left unfinished."""
    timeout: float | None
    """Seconds; None means no limit."""
    clock: Callable[[], float]
    unblocked: Callable[[], bool] = lambda: False
    """Whether the call must end as if its timeout had passed."""

    def next_wait(self, start: float) -> float:
        """Return the seconds to wait before the next check; 0 or less if the call must end."""
        if self.unblocked():
            return 0.0
        return SLICE if self.timeout is None else min(start + self.timeout - self.clock(), SLICE)


Steps: TypeAlias = Generator[RunScript | WaitForElement | Wake, Any, Any]


def put(keys: Keys, payloads: Sequence[bytes], caller: RoleClient) -> Steps:
    """Put payloads in order; the result is how many were put in time.

    Raises Full if there was no room in time, even for the first, and ProducerInUse, ShutDown, Missing.
    """
    start, done = caller.clock(), 0
    while done < len(payloads):
        rest = payloads[done:]
        reply = yield from _run_with_role(lua_scripts.PUT, keys.producer, keys.not_full, rest, caller, start)
        if reply[0] in WAITING and done:
            break
        (number,) = _expect_ok(keys, reply, "producer")
        done += number
    return done


def get(keys: Keys, count: int, caller: RoleClient) -> Steps:
    """Take up to ``count`` items, as soon as there is one; the result is a list of payloads.

    Raises Empty, ConsumerInUse, ShutDown, Missing.
    """
    start = caller.clock()
    reply = yield from _run_with_role(lua_scripts.GET, keys.consumer, keys.items, (count,), caller, start)
    (taken,) = _expect_ok(keys, reply, "consumer")
    return taken[::-1]


def _run_with_role(
    script: LuaScript,
    keys: Sequence[bytes],
    awaited: bytes,
    arguments: Sequence[bytes | int],
    caller: RoleClient,
    start: float,
) -> Steps:
    """Run a script again until it succeeds, and wait for the role or an element in between.

    Args:
        script: The script.
        keys: The keys that the script touches.
        awaited: The list that gets an element when the script may succeed.
        arguments: Of the script, after the caller's name and whether it can wait.
        caller: Who calls.
        start: When the call began, on the caller's clock.

    Returns:
        The reply of the last run.
    """
    free = keys[2]
    wait = 0.0
    try:
        while True:
            wait = caller.next_wait(start)
            reply = yield RunScript(script, keys, (caller.name, int(wait > 0), *arguments))
            if reply[0] not in WAITING or wait <= 0:
                return reply
            yield WaitForElement(free if reply[0] == b"INUSE" else awaited, wait)
    except BaseException:
        if wait > 0:  # the caller may hold the role
            yield RunScript(lua_scripts.RELEASE, keys, (caller.name, 0))
        raise


def put_back(keys: Keys, payloads: Sequence[bytes]) -> Steps:
    """Put items back to the head that were taken by a call whose caller cannot receive them."""
    yield RunScript(lua_scripts.PUT_BACK, keys.consumer, payloads)


def create(keys: Keys, bound: int) -> Steps:
    """Create a queue. Raises Exists."""
    if bound < 0:
        raise BadCall(f"a bound is 0, for none, or more, not {bound}")
    reply = yield RunScript(lua_scripts.CREATE, keys.all, (bound,))
    if reply[0] == b"EXISTS":
        raise Exists(f"a queue called {keys.name} exists already")


def stat(keys: Keys) -> Steps:
    """The result is a QueueStatus. Raises Missing."""
    reply = yield RunScript(lua_scripts.STAT, keys.all, ())
    return read_status(_expect_ok(keys, reply))


def exists(keys: Keys) -> Steps:
    """The result is whether there is such a queue."""
    reply = yield RunScript(lua_scripts.STAT, keys.all, ())
    return reply[0] != b"MISSING"


def close(keys: Keys, caller: RoleClient) -> Steps:
    """Refuse further items and wake the calls that wait. Raises Missing."""
    holders = _expect_ok(keys, (yield from _with_grace(lua_scripts.CLOSE, keys, caller)))
    yield from _wake(keys, holders)


def delete(keys: Keys, caller: RoleClient) -> Steps:
    """Remove the queue; the result is how many items were destroyed with it. Raises Missing."""
    destroyed, *holders = _expect_ok(keys, (yield RunScript(lua_scripts.DOOM, keys.all, ())))
    yield from _wake(keys, holders)
    yield from _with_grace(lua_scripts.SWEEP, keys, caller)
    return destroyed


def _wake(keys: Keys, holders: Sequence[bytes]) -> Steps:
    """Wake the holders that wait; their names have a mark."""
    waiting = [holder_of("", holder, 0).name for holder in holders if b"@" in holder]
    if waiting:
        yield Wake(keys.items, waiting)


def _with_grace(script: LuaScript, keys: Keys, caller: RoleClient) -> Steps:
    """Run a script that fails while a role is held; insist when GRACE has passed."""
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
    """Give a role back for a holder that died; the result is whether it was held. Raises Missing."""
    if role not in ROLES:
        raise BadCall(f"the roles are producer and consumer, not {role!r}")
    reply = yield RunScript(lua_scripts.FREE, keys.all, (role, holder))
    (freed,) = _expect_ok(keys, reply)
    return bool(freed)


def _expect_ok(keys: Keys, reply: Sequence[Any], role: str = "") -> Sequence[Any]:
    """Return what follows OK. Raises the error for any other reply."""
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
            raise Missing(f"there is no queue {name}: it was never created, or was deleted")
        case b"INUSE":
            holder = holder_of(role, rest[0], int(rest[1]))
            raise (ProducerInUse if role == "producer" else ConsumerInUse)(name, holder.name, holder.age)
        case _:
            raise ProtocolError(f"a script answered {word!r}, which is not a reply of the protocol")
