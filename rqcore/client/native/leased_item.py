# SPDX-License-Identifier: MIT
# Generated from async_leased_item.py by scripts/generate_blocking.py; do not edit.
"""An item on a lease."""

from __future__ import annotations

from contextlib import suppress
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from rqcore.errors import RqError

if TYPE_CHECKING:
    from rqcore.client.queue_handle import QueueHandle


class LeasedItem:
    """An item that this client has until it acknowledges it, gives it back, or the lease ends.

    As a context manager it is acknowledged at the end of the block, and given back if the block raises,
    unless the block has done either itself.

    Args:
        queue: The handle of its queue.
        lease: The number of the lease.
        deliveries: How often the item was leased, including this time.
        number: The number of the item, as in events.
        value: The value that was put, or its Payload.
    """

    __slots__ = ("deliveries", "is_open", "lease", "number", "queue", "value")

    def __init__(self, queue: QueueHandle, lease: int, deliveries: int, number: int, value: Any) -> None:
        """Keep what ``QueueHandle.lease`` has received."""
        self.queue: QueueHandle = queue
        self.lease: int = lease
        self.deliveries: int = deliveries
        self.number: int = number
        self.value: Any = value
        self.is_open: bool = True
        """It was neither acknowledged nor given back, and no call has found that its lease has ended."""

    def ack(self) -> None:
        """Acknowledge the item: the work on it is finished. Raises LeaseLost, Closed, ConnectionLost."""
        self.queue.ack(self)

    def nack(self, delay: float = 0.0) -> None:
        """Give the item back. Raises LeaseLost, Closed, ConnectionLost.

        Args:
            delay: Seconds from now until it returns to the queue.
        """
        self.queue.nack(self, delay)

    def extend(self, seconds: float | None = None) -> None:
        """Let the lease end ``seconds`` from now. Raises LeaseLost, Closed, ConnectionLost.

        Args:
            seconds: None takes the duration with which the item was leased.
        """
        self.queue.extend(self, seconds)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if not self.is_open:
            return
        if error is None:
            self.ack()
        else:  # the error of the block matters; without an answer, the lease ends anyway
            with suppress(RqError):
                self.nack()

    def __repr__(self) -> str:
        return f"<leased item {self.number} of {self.queue!r}, delivery {self.deliveries}>"
