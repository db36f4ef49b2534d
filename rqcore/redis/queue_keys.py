# SPDX-License-Identifier: MIT
"""The keys of a queue of rqcore on Redis, and the callers that use it.

The keys of a queue are in one slot of a cluster. They begin with ``prefix:{name}``, or with ``prefix:/name/``
if the name has a part in braces, which then decides the slot: queues with the same part are on one server.

=====================  ======  ============================================================================
key                    type    value
=====================  ======  ============================================================================
(no suffix)            hash    kind, maxsize, puts, gets, bytes, unfinished, shut (1 shut down, 2 emptied),
                               tickets (the last place that was given to a waiter), busy (1 if calls wait,
                               and 2 if items are away), delayed (their number), dead (the same), leases
                               (the last number of a lease), max_deliveries, dead_letter (a key)
:items                 list    of a FIFO or LIFO queue, the newest item last
:items                 zset    of a priority queue; the members are in the order in which they come out
:away                  hash    the items that are on leases or delayed, by the number of the lease or delay
:holders               hash    of each lease its caller, its start and duration in ms of the server, and the
                               number, the deliveries and the payload bytes of its item
:ends                  zset    when each lease or delay ends, in milliseconds of the server
:getters, :putters,    zset    the calls that wait, in the order of their arrival
:joiners
:alive                 zset    until when the waiter counts, in milliseconds of the server
:woken                 set     the waiters that have an element in their ``:wake`` list
:waits                 hash    of each waiter its method, its start in milliseconds, and its timeout
:wake:caller           list    an element wakes the caller
:call:caller           string  the number of the last call of the caller, and its reply; for some minutes
=====================  ======  ============================================================================
"""

from __future__ import annotations

import os
import re
import secrets
import time
from dataclasses import dataclass
from itertools import count

from rqcore.errors import BadCall
from rqcore.pressure.key_protocol.keys import PREFIX as PRESSURE_PREFIX
from rqcore.pressure.key_protocol.keys import escaped, to_bytes, to_text
from rqcore.redis.script_parts import RENEWED

PREFIX = "__rqcore__"
"""The default start of all keys."""
_TAG = re.compile(rb"^[^{]*\{[^}]+\}")
"""A name that decides its slot by a part in braces, as Redis finds it."""


def prefix_of(option: str) -> bytes:
    """Return the start of the keys for a URL's option ``prefix``. Queues of both protocols can share it."""
    return to_bytes(PREFIX if option == PRESSURE_PREFIX else f"{option}:rqcore")


@dataclass(frozen=True)
class QueueKeys:
    """The keys of one queue."""

    name: str
    base: bytes
    """The key of the state, with which all others begin."""

    @classmethod
    def of(cls, name: str, prefix: bytes) -> QueueKeys:
        """Make the keys of a queue. Raises BadCall if a queue cannot have this name."""
        data = to_bytes(name)
        if not data or data.startswith(b"}"):
            raise BadCall(
                f"a queue on Redis cannot be named {name!r}; use at least one character, and do not begin "
                "with a closing brace"
            )
        return cls(name, prefix + (b":/" + data + b"/" if _TAG.match(data) else b":{" + data + b"}"))

    def name_of(self, base: bytes) -> str:
        """Return the name of another queue, with the same prefix, from the key of its state."""
        return to_text(base[len(self.base) - len(to_bytes(self.name)) - 1 : -1])

    def wake(self, caller: str) -> bytes:
        """Return the list whose elements wake a caller."""
        return self.base + b":wake:" + caller.encode()


def pattern_of(prefix: bytes) -> bytes:
    """Return the pattern with which SCAN finds the states of queues."""
    return escaped(prefix) + b":[{/]*[}/]"


def name_of(base: bytes, prefix: bytes) -> str:
    """Return the name of the queue with a key that ``pattern_of`` has found."""
    return to_text(base[len(prefix) + 2 : -1])


class CallSlot:
    """One call at a time of a process: its name on the server, and the numbers of its calls.

    Args:
        name: The name.
    """

    __slots__ = ("_nonce", "_numbers", "_renewed", "name")

    def __init__(self, name: str) -> None:
        self.name: str = name
        self._nonce = secrets.token_hex(6)  # so that two callers of one name never share a reply
        self._numbers = count()
        self._renewed = time.monotonic()

    def next_call(self) -> str:
        """Return the number of another call. Now and then it makes the server keep replies for longer."""
        now = time.monotonic()
        if now - self._renewed < RENEWED:
            return f"{self._nonce}{next(self._numbers):x}"
        self._renewed = now
        return f"+{self._nonce}{next(self._numbers):x}"


class CallSlots:
    """The callers of a process. A call takes one and puts it back, so there are as many as calls at a time.

    It can be used by several threads, by signal handlers, and after a fork.
    """

    def __init__(self) -> None:
        """Begin without callers."""
        self._pid = os.getpid()
        self._idle: list[CallSlot] = []
        self._numbers = count()

    def take(self, client_name: str) -> CallSlot:
        """Return an idle caller, or make one with the name of the client and a number."""
        if self._pid != os.getpid():
            self._pid, self._idle = os.getpid(), []
        try:
            return self._idle.pop()
        except IndexError:
            return CallSlot(f"{client_name}.{next(self._numbers):x}")

    def put_back(self, caller: CallSlot) -> None:
        """Allow another call to use a caller. Its reply was received."""
        self._idle.append(caller)
