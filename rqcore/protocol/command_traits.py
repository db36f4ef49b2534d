# SPDX-License-Identifier: MIT
"""The properties of a command beside its arguments and its reply: right, Redis support, work and storage."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from rqcore.protocol.request_limits import MANY as MANY


class Right(enum.Enum):
    """The right that a command needs."""

    ANYONE = "anyone"
    """No login is needed."""
    LOGIN = "login"
    """Any user has it."""
    READ = "read"
    """Read the figures and the content of queues."""
    USE = "use"
    """Put and take items, and create and destroy queues."""
    OBSERVE = "observe"
    """See the calls of other clients."""
    ADMIN = "admin"
    """Act on other clients and on the controller itself."""
    DEBUG = "debug"
    """Hold and change calls of other clients."""


class Role(enum.Enum):
    """A role of a user: a set of rights. A user can have several."""

    OBSERVE = "observe"
    """Sees queues, items and calls, and changes nothing."""
    USE = "use"
    """Uses queues, and does not see the calls of others."""
    DEBUG = "debug"
    """Observes, and holds and changes calls of others."""
    ADMIN = "admin"
    """Uses, observes, and disconnects other clients."""

    @property
    def rights(self) -> frozenset[Right]:
        """The rights that the role gives."""
        return _RIGHTS[self]


_BASIS = (Right.LOGIN, Right.READ)
_RIGHTS: dict[Role, frozenset[Right]] = {
    Role.OBSERVE: frozenset((*_BASIS, Right.OBSERVE)),
    Role.USE: frozenset((*_BASIS, Right.USE)),
    Role.DEBUG: frozenset((*_BASIS, Right.OBSERVE, Right.DEBUG)),
    Role.ADMIN: frozenset((*_BASIS, Right.USE, Right.OBSERVE, Right.ADMIN)),
}


class RedisSupport(enum.Enum):
    """How well a Redis backend supports a method."""

    SAME = "yes"
    """The method does the same."""
    EMULATED = "partly"
    """The method does nearly the same. The note explains the difference."""
    REFUSED = "no"
    """The method raises NotAllowed. The note explains why."""


@dataclass(frozen=True, slots=True)
class OnRedis:
    """How queues on Redis support a method."""

    support: RedisSupport
    """Queues of the pressure protocol."""
    note: str = ""
    """Explains what differs from a controller."""
    own: RedisSupport = RedisSupport.SAME
    """Queues of rqcore (``rqcore.redis``)."""


SAME = OnRedis(RedisSupport.SAME)
CONTROLLER_ONLY = OnRedis(
    RedisSupport.REFUSED, "it belongs to the controller's own protocol", RedisSupport.REFUSED
)


def emulated(note: str) -> OnRedis:
    """The pressure protocol does nearly the same; ``note`` explains the difference."""
    return OnRedis(RedisSupport.EMULATED, note)


def refused(note: str, own: RedisSupport = RedisSupport.SAME) -> OnRedis:
    """The pressure protocol does not support the method; ``note`` explains why, ``own`` is for rqcore's."""
    return OnRedis(RedisSupport.REFUSED, note, own)


@dataclass(frozen=True, slots=True)
class WorkBound:
    """The most work that one call may do. ``in slices``: other clients are served between the parts."""

    unit: str
    """What the work grows with."""
    limit: int | None = None
    """The most units in one call. None: only the size of the queue or the controller limits them."""

    def __str__(self) -> str:
        return self.unit if self.limit is None else f"at most {self.limit:,} {self.unit}"


CONSTANT = WorkBound("a constant amount")
ONE_ITEM = WorkBound("item", 1)
MOST_TAKEN = 50_000
"""The most items that one command takes: they cost less than items that are put."""
MOST_PATTERNS = 100
"""The most patterns, methods or outcomes of one kind that an observer can select."""

GIVEN_ITEMS = WorkBound("items in the request", MANY)
COUNTED_ITEMS = WorkBound("items", MOST_TAKEN)
REPLY_SIZE = WorkBound("as many items as fit into one reply, in slices")
ALL_ITEMS = WorkBound("all items of the queue, in slices")
ALL_WAITERS = WorkBound("all calls that wait for the queue, in slices")
ALL_LEASES = WorkBound("all leases of the queue, in slices")
ALL_WAITING = WorkBound("all calls that wait, in slices")
ALL_QUEUES = WorkBound("all queues, in slices")
ALL_CLIENTS = WorkBound("all clients, in slices")
GIVEN_NAMES = WorkBound("queues", 1000)
GIVEN_QUEUES = WorkBound("queues with all their items, in slices", 1000)
ONE_REPORT = WorkBound("the queues and events of one report, in slices")
KEPT_REPLY = WorkBound("the reply that is kept, in slices")
ALL_OBSERVERS = WorkBound("all observers")
COMMAND_DOCS = WorkBound("descriptions of commands", 200)
ONE_PATTERN = WorkBound("characters of a pattern", 100)
SHORT = frozenset((CONSTANT, ONE_ITEM, GIVEN_ITEMS))
"""A command with such a bound takes long only if its request is long."""


class Storage(enum.Enum):
    """What a durable queue must write before the reply is sent.

    Declared only: durable queues do not exist yet. The controller keeps all queues in memory.
    """

    NOTHING = "nothing"
    """The call changes nothing that a restart must restore."""
    ITEMS = "items"
    """The call adds, removes or moves items, or changes the number of unfinished items."""
    QUEUE = "queue"
    """The call creates, destroys or shuts down the queue itself."""


class InTransaction(enum.Enum):
    """What happens to a command between MULTI and EXEC."""

    QUEUED = "queued"
    """EXEC executes it."""
    IMMEDIATE = "executed immediately"
    """It controls the transaction or the connection."""
    REFUSED = "refused"
    """It changes the connection, or its work grows with the number of queues or clients."""
