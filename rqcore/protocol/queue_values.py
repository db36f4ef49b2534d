# SPDX-License-Identifier: MIT
"""The state of a queue as clients see it: its figures, its blocked calls, and previews of its items."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from rqcore.codec import Codec

KINDS = ("fifo", "lifo", "priority")
"""The kinds of queues: each takes its items out in another order."""


class End(enum.Enum):
    """An end of a Redis list."""

    LEFT = "left"
    RIGHT = "right"

    @property
    def opposite(self) -> End:
        """The other end."""
        return End.LEFT if self is End.RIGHT else End.RIGHT


LEFT, RIGHT = End.LEFT, End.RIGHT
"""Constants, because list commands need one for each call."""
UNCOUNTED_KINDS = ("list", "stream", "zset")
"""The types of Redis, for keys of which only the size is known."""
UNMEASURED = frozenset(("clients", "bytes", "leased", "delayed", "dead"))
"""What a controller does not know of a queue that another program exposes."""
UNCOUNTED = frozenset(("puts", "gets", *UNMEASURED))
"""What Redis does not know of a key of its own types."""


@dataclass(frozen=True, slots=True)
class QueueStat:
    """The state of a queue at one moment, as RQ.STAT returns it."""

    namespace: str
    """The queue's UUID."""
    name: str | None
    """The queue's name, if it has one."""
    kind: str
    """One of ``KINDS``."""
    size: int
    """The number of items in the queue."""
    maxsize: int
    """The most items that the queue can hold. 0: no limit."""
    puts: int
    """The number of items put since the queue was created."""
    gets: int
    """The number of items taken since the queue was created."""
    blocked_puts: int
    """The number of puts that are waiting."""
    blocked_gets: int
    """The number of gets that are waiting."""
    blocked_joins: int
    """The number of joins that are waiting."""
    unfinished: int
    """The number of items that were put, but not yet reported done with task_done or acknowledged."""
    shutdown: bool
    """Whether the queue was shut down. Then it accepts no more items."""
    clients: int
    """The number of connected clients that have used the queue. One that has used 100 others may be missing
    if the controller had no memory left then."""
    bytes: int
    """The payload bytes in the queue."""
    leased: int = 0
    """The number of items that clients have on leases. They are not in the queue."""
    delayed: int = 0
    """The number of items that enter the queue later."""
    dead: int = 0
    """The number of items that went to the dead-letter queue since the queue was created."""
    max_deliveries: int = 0
    """The most leases of an item: when the last one ends, the item goes to ``dead_letter``. 0: no limit."""
    dead_letter: str | None = None
    """The name of the queue for items that were not acknowledged after ``max_deliveries`` leases."""
    durable: bool = False
    """Whether a restart of the controller finds the queue again."""
    frozen: str = ""
    """What a debugger stops here: ``puts``, ``gets`` or ``both``. Empty: nothing."""

    @property
    def unknown(self) -> frozenset[str]:
        """The names of the figures that are not known. Their fields are 0."""
        if self.kind in UNCOUNTED_KINDS:
            return UNCOUNTED
        return frozenset() if self.kind in KINDS else UNMEASURED

    @property
    def is_counted(self) -> bool:
        """Whether puts and gets are known."""
        return "puts" not in self.unknown

    @property
    def has_roles(self) -> bool:
        """Whether clients take the roles of its producer and its consumer. Only pressure queues have them."""
        return False

    @property
    def label(self) -> str:
        """The queue's name, or its namespace if it has no name."""
        return self.name or self.namespace


@dataclass(frozen=True, slots=True)
class Waiter:
    """A blocked call, as RQ.WAITERS returns it."""

    client: int
    """The client's number."""
    name: str
    """The client's name and address."""
    method: str
    """The name of the method, such as ``get``."""
    waited: float
    """Seconds since the call began to wait."""
    timeout: float | None
    """The call's timeout in seconds. None: it waits without a timeout."""


@dataclass(frozen=True, slots=True)
class LeaseView:
    """A leased item, as RQ.LEASES returns it."""

    item: int
    """The item's number in events."""
    deliveries: int
    """How often the item was leased, including this time."""
    size: int
    """The bytes of its payload."""
    client: int
    """The number of the client that has the item."""
    name: str
    """The client's name and address."""
    held: float
    """Seconds since the lease began."""
    left: float
    """Seconds until the lease ends."""


@dataclass(frozen=True, slots=True)
class Preview:
    """The first bytes of an item in a queue, as RQ.PEEK PREVIEW returns them."""

    number: int | None
    """The item's number in events. None: the server does not number items."""
    codec: Codec
    """How to decode the payload."""
    size: int
    """Bytes of the whole payload."""
    beginning: bytes
    """The first bytes of the payload."""
