# SPDX-License-Identifier: MIT
"""The errors of pressure queues that ``rqcore.errors`` does not have.

The protocol's names and the classes here: "already exists" is Exists, "does not
exist" is Missing, "closed" is ShutDown, "full" is Full, "in use" is InUse.
"""

from __future__ import annotations

from rqcore.errors import Closed, Empty, Full, NoQueue, QueueState


class Missing(NoQueue, Closed):
    """There is no such queue: it was never created, or was deleted. Redis does not remember which."""


class InUse(QueueState):
    """Another client holds the role: the protocol allows one producer and one consumer at a time."""

    role = ""

    def __init__(self, name: str, holder: str, age: float | None = None) -> None:
        since = "" if age is None else f" for {age:.1f} s"
        by = f"by {holder!r}{since}" if holder else "by an unknown client, or the queue is only half created"
        super().__init__(
            f"queue {name}: the role of the {self.role} is held {by}; "
            f"if that client has died, free the {self.role}"
        )
        self.name = name
        self.holder = holder
        self.age = age
        """Seconds that the role has been held, if known."""

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self.name, self.holder, self.age)


class ProducerInUse(InUse, Full):
    """The role of the producer was not free in time."""

    role = "producer"


class ConsumerInUse(InUse, Empty):
    """The role of the consumer was not free in time."""

    role = "consumer"
