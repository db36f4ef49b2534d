# SPDX-License-Identifier: MIT
"""The optional parts of the handles' interface, which a backend may leave out."""

from __future__ import annotations

import enum
from typing import NoReturn, Self

from rqcore.errors import NotAllowed


class Capability(enum.Enum):
    """Something that the handles of a backend may support.

    The value lists the methods that need the capability. Without it, a handle
    still has these methods, but they raise NotAllowed.
    """

    def __new__(cls, *methods: str) -> Self:
        """Make a member from the names of its methods."""
        member = object.__new__(cls)
        member._value_ = methods  # Python 3.11.2 replaces an empty tuple by another value
        return member

    TRANSFER = ("put", "get", "put_many", "get_many")
    """Items can be put and taken. A Redis stream can only be read."""
    PURGE = ("purge",)
    """All items can be destroyed without closing the queue."""
    SHUTDOWN = ("shutdown",)
    """The queue can refuse further items."""
    TASK_TRACKING = ("task_done", "join")
    """The server counts items that were taken but are not finished."""
    PREVIEWS = ("previews", "read_payload")
    """A part of a payload can be read without the rest."""
    ORDERED_KINDS = ()
    """Queues can be of the kinds "lifo" and "priority"."""
    MOVES = ("move",)
    """Items can be moved to another queue of the same server in one step."""
    LEASES = ("lease", "ack", "nack", "extend", "leases")
    """Items can be leased until they are acknowledged, and put with a delay."""
    EXCHANGES = ("run",)
    """The server is a controller, which understands all its commands: its handle can run any exchange."""


ALL_CAPABILITIES = frozenset(Capability)


def refuse(what: str) -> NoReturn:
    """Raise NotAllowed for something that this kind of server does not support."""
    raise NotAllowed(f"{what} needs a controller (rq://); this server does not support it")


def refuse_method(what: str) -> NoReturn:
    """Raise NotAllowed for something that queues of controllers support, and queues of rqcore on Redis."""
    raise NotAllowed(
        f"{what} needs a controller (rq://), or a queue of rqcore on Redis (queues=rqcore in the URL); "
        "this queue does not support it"
    )
