# SPDX-License-Identifier: MIT
# Generated from async_queue.py by scripts/generate_blocking.py; do not edit.
"""The blocking queue of the pressure protocol."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from types import TracebackType

from rqcore.argument_checks import position, several, whole_number
from rqcore.errors import ShutDown
from rqcore.pressure.base import PressureQueueBase
from rqcore.pressure.key_protocol import protocol_steps
from rqcore.pressure.key_protocol.protocol_steps import Steps
from rqcore.pressure.key_protocol.redis_payloads import Item, payload_of, popped_items
from rqcore.pressure.key_protocol.status import Holder, QueueStatus
from rqcore.pressure.redis_connection import RedisConnection
from rqcore.pressure.redis_waiting import SizedQueue


class PressureQueue(PressureQueueBase[RedisConnection], SizedQueue):
    """A bounded, blocking, closable FIFO queue on Redis, with the methods of ``queue.Queue``.

    ::

        jobs = Queue("jobs", url="redis://127.0.0.1:6379").create(bound=100)
        jobs.put(b"first", timeout=2)
        print(jobs.get())
        jobs.close()

    The queue holds bytes; text is stored as UTF-8. An object can be used by several threads, and can be
    pickled. Making it neither creates the queue nor connects. Timeouts are in seconds; None waits without
    a limit.

    Every call raises Missing if the queue does not exist, ConnectionLost if the server cannot be reached,
    and NoAuth, WrongPass, NotAllowed, TooMany or BadCall if the server refuses.

    Args:
        name: The name of the queue. On a cluster it needs a part in braces, as in ``"{jobs}"``.
        prefix: The start of the keys of the queue.
        url: The URL of the server, see ``rqcore.pressure.redis_address``; or a connection to share.
        client: A part of the name of this process on the server.
        network_timeout: Seconds that the network may take for any step, in addition to the call's own
            timeout.
        **options: Options of redis-py.

    Raises:
        BadUrl: The URL is wrong.
        BadCall: A queue cannot have this name.
    """

    _connection_class = RedisConnection
    _connection: RedisConnection

    def create(self, bound: int = 0) -> PressureQueue:
        """Create the queue on the server.

        Args:
            bound: Maximum number of items; 0 means no limit.

        Returns:
            This object.

        Raises:
            Exists: There is a queue of this name already.
            BadCall: The bound is negative.
        """
        self._connection.carry_out(protocol_steps.create(self._keys, bound))
        return self

    def put(
        self, item: Item, block: bool = True, timeout: float | None = None, *, allow_overfilling: bool = False
    ) -> None:
        """Put an item. Wait for the producer role, which one client holds at a time, and for space.

        Args:
            item: Bytes, or text, which is stored as UTF-8.
            block: Whether to wait.
            timeout: Seconds to wait; None waits without a limit.
            allow_overfilling: Whether to put the item even if the queue is full, for example because this
                program ends. The producer role is needed all the same.

        Raises:
            Full: The queue was full all the time.
            ProducerInUse: Another client was the producer all the time. Also a Full.
            ShutDown: The queue is closed.
            CodecError: The item is neither bytes nor text.
        """
        self.put_many([item], block, timeout, allow_overfilling=allow_overfilling)

    def get(self, block: bool = True, timeout: float | None = None) -> bytes:
        """Take the next item. Wait for the consumer role, which one client holds at a time, and for an item.

        Args:
            block: Whether to wait.
            timeout: Seconds to wait; None waits without a limit.

        Raises:
            Empty: No item came in time.
            ConsumerInUse: Another client was the consumer all the time. Also an Empty.
            ShutDown: The queue is closed and empty.
        """
        return (self.get_many(1, block, timeout))[0]

    def put_nowait(self, item: Item) -> None:
        """Put an item without waiting. Raises as ``put`` does."""
        self.put(item, block=False)

    def get_nowait(self) -> bytes:
        """Take the next item without waiting. Raises as ``get`` does."""
        return self.get(block=False)

    def put_many(
        self,
        items: Sequence[Item],
        block: bool = True,
        timeout: float | None = None,
        *,
        allow_overfilling: bool = False,
    ) -> int:
        """Put items in order and return how many were put in time.

        Args:
            items: Bytes or texts.
            block: Whether to wait.
            timeout: Seconds to wait for all of them; None waits without a limit.
            allow_overfilling: Whether to put the items even if the queue is full.

        Raises:
            Full: There was no space in time, even for the first.
            ProducerInUse: Another client was the producer all the time. Also a Full.
            ShutDown: The queue is closed.
            CodecError: An item is neither bytes nor text; then none is put.
        """
        payloads = [payload_of(item) for item in several("items", items)]
        count: int = self._connection.carry_out(
            protocol_steps.put(self._keys, payloads, self._caller(block, timeout), allow_overfilling)
        )
        return count

    def get_many(self, count: int, block: bool = True, timeout: float | None = None) -> list[bytes]:
        """Take up to ``count`` items, as soon as there is at least one.

        Args:
            count: Maximum number of items.
            block: Whether to wait for the first item.
            timeout: Seconds to wait for the first item; None waits without a limit.

        Raises:
            Empty: No item came in time.
            ConsumerInUse: Another client was the consumer all the time. Also an Empty.
            ShutDown: The queue is closed and empty.
        """
        if not whole_number("count", count, 0):
            return []
        taken: list[bytes] = self._connection.carry_out(
            protocol_steps.get(self._keys, count, self._caller(block, timeout)), self._undo
        )
        return taken

    def _undo(self, taken: list[bytes]) -> Steps:
        return protocol_steps.put_back(self._keys, taken)

    def put_back(self, items: list[bytes]) -> None:
        """Return items that were just taken to the head of the queue, in their order."""
        payloads = [payload_of(item) for item in several("items", items)]
        self._connection.carry_out(self._undo(payloads))

    def unblock(self) -> None:
        """End the calls of this object that wait in other threads, as if their timeout had passed."""
        self._unblocked += 1
        self._connection.wake(self._keys.items, [self._connection.caller])

    def __iter__(self) -> Iterator[bytes]:
        """Take and yield items until the queue is closed and empty."""
        while True:
            try:
                item = self.get()
            except ShutDown:
                return
            yield item

    def peek(self, start: int = 0, stop: int = -1) -> list[bytes]:
        """Return the items from ``start`` to ``stop``, both included, without taking them."""
        places = -position("stop", stop) - 1, -position("start", start) - 1
        items = self._connection.ask_for(popped_items, "LRANGE", self._keys.items, *places)
        if not items:
            self.status()  # raises Missing if there is no queue
        return items[::-1]

    def qsize(self) -> int:
        """Return the number of items."""
        return (self.status()).size

    def empty(self) -> bool:
        """Return whether the queue has no item at this moment."""
        return self.qsize() == 0

    def full(self) -> bool:
        """Return whether the queue has reached its bound at this moment."""
        status = self.status()
        return 0 < status.bound <= status.size

    def bound(self) -> int:
        """Return the maximum number of items; 0 means no limit."""
        return (self.status()).bound

    def exists(self) -> bool:
        """Return whether the queue was created and not deleted."""
        exists: bool = self._connection.carry_out(protocol_steps.exists(self._keys))
        return exists

    def closed(self) -> bool:
        """Return whether the queue refuses further items."""
        return (self.status()).closed

    def status(self) -> QueueStatus:
        """Return the state of the queue: bound, size, whether it is closed, holders of roles, counters."""
        status: QueueStatus = self._connection.carry_out(protocol_steps.stat(self._keys))
        return status

    standing = status
    """The former name of ``status``."""

    def holders(self) -> tuple[Holder, ...]:
        """Return the clients that hold a role, for how long, and whether they are connected.

        A client that holds its role for long waits for an item or for space, or has died; see ``free``.
        """
        holders = (self.status()).holders
        connected = self._connection.connected(self._keys.items) if holders else ()
        return tuple(holder.with_connected(connected) for holder in holders)

    def free(self, role: str, holder: str = "") -> bool:
        """Free the role of a client that has died, and return whether it was held.

        If the client is alive after all and uses this package, it notices the loss and waits for the role
        again.

        Args:
            role: ``"producer"`` or ``"consumer"``.
            holder: The name of the client that must hold the role; empty accepts any.

        Raises:
            BadCall: There is no such role.
        """
        freed: bool = self._connection.carry_out(protocol_steps.free(self._keys, role, holder))
        return freed

    def purge(self) -> int:
        """Delete all items and return how many there were."""
        destroyed: int = self._connection.carry_out(protocol_steps.purge(self._keys))
        return destroyed

    def close(self) -> None:
        """Refuse further items and wake the calls that wait. Items in the queue can still be taken.

        Raises:
            ShutDown: The queue is closed already.
        """
        self._connection.carry_out(protocol_steps.close(self._keys, self._caller()))

    def shutdown(self, immediate: bool = False) -> None:
        """Close the queue, as ``queue.Queue.shutdown`` does; if ``immediate``, also delete its items.

        A queue that is closed already stays closed.
        """
        with suppress(ShutDown):
            self.close()
        if immediate:
            self.purge()

    def delete(self) -> int:
        """Delete the queue and all its keys; return how many items it held. Calls that wait raise Missing."""
        destroyed: int = self._connection.carry_out(protocol_steps.delete(self._keys, self._caller()))
        return destroyed

    def disconnect(self) -> None:
        """Close the connections. The queue still exists, and the next call connects again."""
        self._connection.close()

    def __enter__(self) -> PressureQueue:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.disconnect()
