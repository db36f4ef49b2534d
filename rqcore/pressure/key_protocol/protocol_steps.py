# SPDX-License-Identifier: MIT
"""The steps of each call on a pressure queue, as generators without network or clock.

A generator yields a step, and is sent the reply: that of the script for RunScript, None for the others. If
a step fails, the connection throws the error into the generator and carries out the steps that follow; so
a call that fails gives its role back. A generator can raise TypeError and the like for a reply that no script
sends: the connection reports these as ProtocolError.

**Waiting never takes an item.** The protocol waits with blocking pops. A pop takes the element even if the
client has died meanwhile. These generators wait with BLMOVE from a list to the same place instead, which
changes nothing, and then a script takes the item. So a client that dies while it waits holds only a role.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn, TypeAlias

from rqcore.argument_checks import check_text, shown, whole_number
from rqcore.errors import BadCall, Empty, Full, ProtocolError, ShutDown
from rqcore.pressure.errors import ConsumerInUse, Missing, ProducerInUse, already_exists
from rqcore.pressure.key_protocol import lua_scripts
from rqcore.pressure.key_protocol.keys import ROLES, Keys
from rqcore.pressure.key_protocol.lua_scripts import LuaScript
from rqcore.pressure.key_protocol.status import holder_of, read_status

SLICE = 0.5
"""Seconds after which a waiting call checks whether its queue was closed: BLMOVE waits for one list only."""
GRACE = 1.0
"""Seconds that other clients have to leave a queue that is being closed or deleted."""
WAITING = (b"EMPTY", b"FULL", b"INUSE")
"""The replies of scripts after which a call waits and tries again."""


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
    """Make waiting holders of a role check again immediately, instead of after up to ``SLICE`` seconds."""

    key: bytes
    """A key on the server where they wait."""
    holders: Sequence[str]
    """The names of the holders."""


@dataclass(frozen=True, slots=True)
class RoleClient:
    """A client that may take a role for a call, and the timeout of the call."""

    name: str
    """The name of a thread or task; its next call can take over a role that the last one still holds."""
    timeout: float | None
    """Seconds; None waits without a limit."""
    clock: Callable[[], float]
    """Returns the time in seconds."""
    unblocked: Callable[[], bool] = lambda: False
    """Returns whether the call must end as if its timeout had passed."""

    def next_wait(self, start: float) -> float:
        """Return the seconds to wait before the next check; 0 or less if the call must end."""
        if self.unblocked():
            return 0.0
        return SLICE if self.timeout is None else min(start + self.timeout - self.clock(), SLICE)


Step: TypeAlias = RunScript | WaitForElement | Wake
Steps: TypeAlias = Generator[Step, Any, Any]


def put(keys: Keys, payloads: Sequence[bytes], caller: RoleClient, overfills: bool = False) -> Steps:
    """Put payloads in order; the result is how many were put in time.

    Args:
        keys: The queue.
        payloads: The items.
        caller: The client that calls.
        overfills: Whether to put the items even if the queue is full.

    Raises:
        Full: There was no space in time, even for the first.
        ProducerInUse: Another client was the producer all the time.
        ShutDown: The queue is closed.
        Missing: The queue does not exist.
    """
    start, done = caller.clock(), 0
    while done < len(payloads):
        rest = payloads[done:]
        reply = yield from _run_with_role(
            lua_scripts.PUT, keys.producer, keys.not_full, rest, caller, start, overfills
        )
        if reply[0] in WAITING and done:
            break
        (number,) = _expect_ok(keys, reply, "producer")
        if not 0 < number <= len(rest):
            raise ProtocolError(f"a script has put {number} of {len(rest)} items, which no queue does")
        done += number
    return done


def get(keys: Keys, count: int, caller: RoleClient) -> Steps:
    """Take up to ``count`` items, as soon as there is one; the result is a list of payloads.

    Args:
        keys: The queue.
        count: Maximum number of items.
        caller: The client that calls.

    Raises:
        Empty: No item came in time.
        ConsumerInUse: Another client was the consumer all the time.
        ShutDown: The queue is closed and empty.
        Missing: The queue does not exist.
    """
    start = caller.clock()
    reply = yield from _run_with_role(lua_scripts.GET, keys.consumer, keys.items, (count,), caller, start)
    (taken,) = _expect_ok(keys, reply, "consumer")
    if not 0 < len(taken) <= count or set(map(type, taken)) != {bytes}:
        raise TypeError(taken)
    return taken[::-1]


def _run_with_role(
    script: LuaScript,
    keys: Sequence[bytes],
    awaited: bytes,
    arguments: Sequence[bytes | int],
    caller: RoleClient,
    start: float,
    overfills: bool = False,
) -> Steps:
    """Run a script until it succeeds; between the attempts wait for the role or for an element.

    Args:
        script: The script.
        keys: The keys that the script touches.
        awaited: The list that gets an element when the script may succeed.
        arguments: The arguments of the script, after the name of the caller and its mode.
        caller: The client that calls.
        start: When the call began, in seconds of the caller's clock.
        overfills: Whether a full queue is no reason to wait.

    Returns:
        The reply of the last run.
    """
    free = keys[2]
    wait = 0.0
    try:
        while True:
            wait = caller.next_wait(start)
            mode = 2 if overfills else int(wait > 0)
            reply = yield RunScript(script, keys, (caller.name, mode, *arguments))
            if reply[0] not in WAITING or wait <= 0:
                return reply
            yield WaitForElement(free if reply[0] == b"INUSE" else awaited, wait)
    except BaseException:
        if wait > 0:  # the caller may hold the role
            yield RunScript(lua_scripts.RELEASE, keys, (caller.name, 0))
        raise


def put_back(keys: Keys, payloads: Sequence[bytes]) -> Steps:
    """Return items to the head of the queue that were taken for a caller which cannot receive them."""
    yield RunScript(lua_scripts.PUT_BACK, keys.consumer, payloads)


def create(keys: Keys, bound: int) -> Steps:
    """Create a queue. Raises Exists, or BadCall if the bound is negative, or no whole number."""
    if (most := whole_number("bound", bound)) < 0:
        raise BadCall(f"the bound is {bound}; write a positive number, or 0 for no limit")
    reply = yield RunScript(lua_scripts.CREATE, keys.all, (most,))
    if reply[0] == b"EXISTS":
        raise already_exists(keys.name)
    _expect_ok(keys, reply)


def stat(keys: Keys) -> Steps:
    """Read the state; the result is a QueueStatus. Raises Missing."""
    reply = yield RunScript(lua_scripts.STAT, keys.all, ())
    return read_status(_expect_ok(keys, reply))


def exists(keys: Keys) -> Steps:
    """Ask whether the queue exists; the result is a bool."""
    reply = yield RunScript(lua_scripts.STAT, keys.all, ())
    if reply[0] == b"MISSING":
        return False
    _expect_ok(keys, reply)
    return True


def close(keys: Keys, caller: RoleClient) -> Steps:
    """Refuse further items and wake the calls that wait. Raises Missing; ShutDown if it is closed already."""
    reply = yield from _with_grace(lua_scripts.CLOSE, keys, caller)
    if reply[0] == b"SHUTDOWN":
        raise ShutDown(f"queue {keys.name!r} is closed already")
    holders = _expect_ok(keys, reply)
    yield from _wake(keys, holders)


def delete(keys: Keys, caller: RoleClient) -> Steps:
    """Remove the queue; the result is how many items were destroyed with it. Raises Missing."""
    destroyed, *holders = _expect_ok(keys, (yield RunScript(lua_scripts.DOOM, keys.all, ())))
    yield from _wake(keys, holders)
    yield from _with_grace(lua_scripts.SWEEP, keys, caller)
    return int(destroyed)


def _wake(keys: Keys, holders: Sequence[bytes]) -> Steps:
    """Wake the holders that wait; their names have a mark."""
    waiting = [holder_of("", holder, 0).name for holder in holders if b"@" in holder]
    if waiting:
        yield Wake(keys.items, waiting)


def _with_grace(script: LuaScript, keys: Keys, caller: RoleClient) -> Steps:
    """Run a script that is refused while a role is held; after GRACE run it without that condition."""
    end = caller.clock() + GRACE
    while True:
        left = end - caller.clock()
        reply = yield RunScript(script, keys.all, (int(left > 0),))
        if reply[0] != b"INUSE" or left <= 0:
            return reply
        yield WaitForElement(reply[1], left)


def purge(keys: Keys) -> Steps:
    """Destroy the items; the result is how many there were. Raises Missing."""
    reply = yield RunScript(lua_scripts.PURGE, keys.all, ())
    (destroyed,) = _expect_ok(keys, reply)
    return int(destroyed)


def free(keys: Keys, role: str, holder: str) -> Steps:
    """Free the role of a client that died; the result is whether it was held.

    Args:
        keys: The queue.
        role: ``"producer"`` or ``"consumer"``.
        holder: The name of the client that must hold the role; empty accepts any.

    Raises:
        BadCall: There is no such role.
        Missing: The queue does not exist.
    """
    if role not in ROLES:
        raise BadCall(f"there is no role {shown(role)}; write producer or consumer")
    check_text("holder", holder)
    reply = yield RunScript(lua_scripts.FREE, keys.all, (role, holder))
    (freed,) = _expect_ok(keys, reply)
    return bool(freed)


def _expect_ok(keys: Keys, reply: Sequence[Any], role: str = "") -> Sequence[Any]:
    """Return what follows OK. Raises the error for any other reply."""
    return reply[1:] if reply[0] == b"OK" else _fail(keys.name, role, *reply)


def _fail(name: str, role: str, word: bytes, *rest: Any) -> NoReturn:
    match word:  # FULL and EMPTY as a controller words them: runs on both kinds of targets are compared
        case b"FULL":
            raise Full(f"queue {name!r} holds {rest[0]} of {rest[1]} items; wait, or raise its maxsize")
        case b"EMPTY":
            raise Empty(f"queue {name!r} is empty")
        case b"SHUTDOWN":
            raise ShutDown(f"queue {name!r} was closed; it accepts no more items")
        case b"MISSING":
            raise Missing(f"no queue is named {name!r}: it was never created, or was deleted")
        case b"INUSE":
            holder = holder_of(role, rest[0], int(rest[1]))
            raise (ProducerInUse if role == "producer" else ConsumerInUse)(name, holder.name, holder.age)
        case _:
            shown = word.decode(errors="backslashreplace")
            raise ProtocolError(f"a script replied {shown!r}, which is not a reply of the protocol")
