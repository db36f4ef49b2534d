# SPDX-License-Identifier: MIT
"""What one backend can do and another cannot: the optional half of the handles' interface."""

from __future__ import annotations

import enum
from typing import NoReturn

from rqcore.errors import NotAllowed


class Capability(enum.Enum):
    """Something that the handles of a backend may support.

    The value names the methods that need it. A handle without the capability
    has these methods too; they raise NotAllowed.
    """

    TRANSFER = ("put", "get", "put_many", "get_many")
    """Items can be put and taken. A stream of Redis can only be read."""
    PURGE = ("purge",)
    """Items can be destroyed while the queue stays."""
    SHUTDOWN = ("shutdown",)
    """The queue can refuse further items."""
    TASK_TRACKING = ("task_done", "join")
    """The server counts items that were taken but are not finished."""
    PREVIEWS = ("previews", "read_payload")
    """Parts of a payload can be read without the whole of it."""
    ORDERED_KINDS = ()
    """There are queues of the kinds "lifo" and "priority"."""
    EXCHANGES = ("run",)
    """The server speaks the commands of a controller.

    A controller handle can run any exchange, and queues have the methods that
    no other capability names, such as ``move``.
    """


ALL_CAPABILITIES = frozenset(Capability)


def refuse(what: str) -> NoReturn:
    """Raise NotAllowed for something that this kind of server does not offer."""
    raise NotAllowed(f"{what} needs a controller (rq://); this server does not offer it")
