# SPDX-License-Identifier: MIT
"""The enumerations in event records. Their numbers are stable, because captures store them."""

from __future__ import annotations

import enum


class Method(enum.IntEnum):
    """The number of each method in events. Only append to it, because captures store the numbers.

    An older receiver shows the numbers of newer methods unchanged.
    """

    PUT = 0
    GET = 1
    CREATE = 2
    CLOSE = 3
    QSIZE = 4
    MAXSIZE = 5
    STAT = 6
    LIST = 7
    PUT_MANY = 8
    GET_MANY = 9
    PEEK = 10
    WAITERS = 11
    PURGE = 12
    TASK_DONE = 13
    JOIN = 14
    SHUTDOWN = 15
    COMMAND = 16
    """A command of another kind of server that is not a queue method. Its text is the payload."""
    TASK = 17
    """A worker of a parallel queue performs a task. The worker is the client."""
    MOVE = 18
    """Items leave this queue for another one."""
    MOVE_IN = 19
    """The items of a MOVE enter this queue. Has the same call number as the MOVE."""
    CONNECT = 20
    """A client has connected and said its name. It names no queue."""
    DISCONNECT = 21
    """A client has disconnected."""
    LEASE = 22
    ACK = 23
    NACK = 24
    """A client gives a leased item back. The outcome shows where it went, as for REDELIVERED."""
    EXTEND = 25
    REDELIVERED = 26
    """The lease of an item ended because its time was over or its client left, so the item enters the queue
    again. If the outcome is DEAD, it enters the dead-letter queue instead."""
    DUE = 27
    """An item that was delayed enters the queue. The client is the one that delayed it."""
    LEASES = 28


class Phase(enum.IntEnum):
    """Start or end of a call. Every call has an end; only a call that waits, or a long task, has a start."""

    START = 0
    END = 1


class Outcome(enum.IntEnum):
    """The state of a call: ``BLOCKED``, ``BUSY`` or ``HELD`` at its start, any other value at its end."""

    OK = 0
    BLOCKED = 1
    EMPTY = 2
    FULL = 3
    SHUTDOWN = 4
    CLOSED = 5
    NOQUEUE = 6
    EXISTS = 7
    NOTALLOWED = 8
    TOOBIG = 9
    TOOMANY = 10
    ERROR = 11
    CANCELLED = 12
    """The client disconnected while its call waited."""
    BUSY = 13
    """A worker is performing this task. It is not blocked."""
    UNKNOWN = 14
    """The observer cannot know the result, because it sees only the commands of clients and no replies."""
    LEASELOST = 15
    DELAYED = 16
    """The item of this put or nack enters the queue later."""
    DEAD = 17
    """The item was leased too often without an acknowledgement, so it enters the dead-letter queue."""
    HELD = 18
    """At its start: a debugger has stopped the call."""
    LOST = 19
    """A rule of a debugger has dropped the item: the client that put it received no error."""


class NameKind(enum.IntEnum):
    """What the number in a name record identifies."""

    QUEUE = 0
    CLIENT = 1
    """The name that a client chose, or nothing. In version 2: its name and address, ``name@address``."""
    ADDRESS = 2
    """The address of a client, under the same number as its name. Not in version 2."""
