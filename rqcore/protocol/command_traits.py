# SPDX-License-Identifier: MIT
"""What a row of the command table says about a command beside its arguments and its reply."""

from __future__ import annotations

import enum
from dataclasses import dataclass


class Role(enum.Enum):
    """The least that a user must be allowed to do. Declared only: a controller does not enforce roles yet."""

    ANYONE = "anyone"
    """Needs no login."""
    READ = "read"
    """Looks at queues and takes or changes nothing."""
    WRITE = "write"
    """Puts, takes, makes and destroys."""
    ADMIN = "admin"
    """Acts on other clients and on the controller itself."""
    DEBUG = "debug"
    """Stops and changes other clients' calls."""


class RedisSupport(enum.Enum):
    """What a Redis backend does with a method."""

    SAME = "yes"
    """It does the same."""
    EMULATED = "partly"
    """It does nearly the same; the note says what differs."""
    REFUSED = "no"
    """It raises NotAllowed; the note says why."""


@dataclass(frozen=True, slots=True)
class OnRedis:
    """How a Redis backend treats a method, and the sentence that README and errors give for it."""

    support: RedisSupport
    note: str = ""


SAME = OnRedis(RedisSupport.SAME)
CONTROLLER_ONLY = OnRedis(RedisSupport.REFUSED, "it belongs to the controller's own protocol")


def emulated(note: str) -> OnRedis:
    """It does nearly the same; ``note`` says what differs."""
    return OnRedis(RedisSupport.EMULATED, note)


def refused(note: str) -> OnRedis:
    """It raises NotAllowed; ``note`` says why."""
    return OnRedis(RedisSupport.REFUSED, note)


@dataclass(frozen=True, slots=True)
class WorkBound:
    """How much one call may do before the next client is served.

    ``unit`` is what the work grows with; ``limit`` the most units in one call,
    None where only the size of the queue or of the controller limits it.
    """

    unit: str
    limit: int | None = None

    def __str__(self) -> str:
        return self.unit if self.limit is None else f"at most {self.limit:,} {self.unit}"


CONSTANT = WorkBound("a constant amount")
ONE_ITEM = WorkBound("item", 1)
GIVEN_ITEMS = WorkBound("the items that the request carries")
COUNTED_ITEMS = WorkBound("the items that the request counts")
REPLY_SIZE = WorkBound("as many bytes of items as one reply may hold")
ALL_ITEMS = WorkBound("all items of the queue")
ALL_WAITERS = WorkBound("all calls that wait for the queue")
ALL_QUEUES = WorkBound("all queues")
ALL_CLIENTS = WorkBound("all clients")
GIVEN_QUEUES = WorkBound("the queues that the request names, with all their items")
ONE_REPORT = WorkBound("the queues and events of one report")


class Storage(enum.Enum):
    """What a durable queue must have written before the reply is sent.

    Declared for durable queues, which do not exist yet: a controller holds all queues in memory.
    """

    NOTHING = "nothing"
    """The call changes nothing that a restart must restore."""
    ITEMS = "items"
    """It adds, removes or moves items, or changes how many are unfinished."""
    QUEUE = "queue"
    """It creates, destroys or shuts down the queue itself."""
