# SPDX-License-Identifier: MIT
"""What can be wrong with a pressure queue, beside what ``rqcore.errors`` has.

The protocol's own errors and what they are here: already exists is Exists,
does not exist is Missing, closed is ShutDown, full is Full, in use is InUse.
"""

from __future__ import annotations

from rqcore.errors import Closed, Empty, Full, NoQueue, QueueState


class Missing(NoQueue, Closed):
    """There is no such queue: it was never made, or was deleted. Redis does not remember which."""


class InUse(QueueState):
    """Somebody else has the role all the time: the protocol knows one producer and one consumer at a time."""

    role = ""

    def __init__(self, name: str, holder: str, age: float | None = None) -> None:
        since = "" if age is None else f" for {age:.1f} s"
        whom = f"by {holder!r}{since}" if holder else "by nobody who says so, as in a queue that is half made"
        super().__init__(
            f"queue {name}: the role of the {self.role} is held {whom}; "
            f"if that client is dead, free the {self.role}"
        )
        self.name = name
        self.holder = holder
        self.age = age
        """Seconds that it is held, as far as that is known."""

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self.name, self.holder, self.age)


class ProducerInUse(InUse, Full):
    """No turn to put came in time."""

    role = "producer"


class ConsumerInUse(InUse, Empty):
    """No turn to take came in time."""

    role = "consumer"
