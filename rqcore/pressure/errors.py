# SPDX-License-Identifier: MIT
"""The errors of pressure queues that ``rqcore.errors`` does not have.

The protocol's errors are these classes: "already exists" is Exists, "does not exist" is Missing, "closed"
is ShutDown, "full" is Full, "in use" is InUse.
"""

from __future__ import annotations

from typing import ClassVar

from rqcore.errors import Closed, Empty, Exists, Full, NoQueue, QueueState


def already_exists(name: str) -> Exists:
    """Return the error of a ``create`` whose name is taken, worded as a controller words it."""
    return Exists(f"a queue named {name!r} already exists; choose another name, or allow an existing queue")


class Missing(NoQueue, Closed):
    """The queue does not exist: never created, or deleted. Redis does not distinguish the two."""


class InUse(QueueState):
    """Another client holds the role: the protocol allows one producer and one consumer at a time.

    Args:
        name: The name of the queue.
        holder: The name of the client that holds the role; empty if unknown.
        age: Seconds that the role has been held; None if unknown.
    """

    role: ClassVar[str] = ""
    """``"producer"`` or ``"consumer"``."""
    name: str
    holder: str
    age: float | None

    def __init__(self, name: str, holder: str, age: float | None = None) -> None:
        since = "" if age is None else f" for {age:.1f} s"
        by = f"by {holder!r}{since}" if holder else "by an unknown client, or the queue is only half created"
        super().__init__(
            f"the {self.role} role of queue {name!r} is held {by}; wait, "
            f"or free('{self.role}') if that client has died"
        )
        self.name = name
        self.holder = holder
        self.age = age

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self.name, self.holder, self.age)


class ProducerInUse(InUse, Full):
    """The producer role did not become free in time. Also a Full."""

    role = "producer"


class ConsumerInUse(InUse, Empty):
    """The consumer role did not become free in time. Also an Empty."""

    role = "consumer"
