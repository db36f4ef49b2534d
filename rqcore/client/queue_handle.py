# SPDX-License-Identifier: MIT
# Generated from async_queue_handle.py by scripts/generate_blocking.py; do not edit.
"""The blocking handles of queues: ``QueueHandle`` is the interface of all backends."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from rqcore.client.base import QueueHandleBase
from rqcore.client.capabilities import refuse, refuse_method
from rqcore.client.waiting import ThreadMethods

if TYPE_CHECKING:
    from rqcore.client.controller_handle import ControllerHandle
    from rqcore.client.native.leased_item import LeasedItem
    from rqcore.protocol.queue_values import LeaseView, Preview, QueueStat, Waiter


class QueueHandle(QueueHandleBase, ThreadMethods, ABC):
    """A queue on a server, with the methods of ``queue.Queue`` and more.

    A controller handle creates or finds the queue, and returns its handle::

        jobs = controller.create("jobs", maxsize=10)
        jobs.put({"n": 1}, timeout=2)
        print(jobs.get())

    A handle is safe to use from several threads, and after a fork. It can be pickled and used in another
    process, where it opens connections of its own. It needs no closing: ``controller.close()`` closes these,
    and the queues stay on the server. The method ``close`` destroys the queue for all clients.

    Timeouts are in seconds. None waits without a limit, 0 does not wait, and a negative timeout raises
    BadCall. The network may take ``network_timeout`` seconds more (see ``connect``).

    A handle that was made by name, or created with one, finds its queue again by its name after the
    controller was restarted. Until a queue has this name, calls raise NoQueue.

    A call whose connection is cut continues on another one, and is carried out once. If that is not possible
    in time, it raises OutcomeUnknown: a ``put`` may have put its item, and the item of a ``get`` goes back.
    """

    controller: ControllerHandle

    @abstractmethod
    def put(
        self,
        item: Any,
        block: bool = True,
        timeout: float | None = None,
        *,
        codec: str | None = None,
        priority: object = None,
        delay: float = 0.0,
    ) -> None:
        """Put an item; wait while the queue is full.

        When it returns, the server has the item. A call that is interrupted by Ctrl+C has either put its
        item, or never will.

        Args:
            item: Bytes, text, a value that JSON can express, or a Payload.
            block: False does not wait, as a timeout of 0.
            timeout: Maximum seconds to wait while the queue is full; None waits without a limit.
            codec: "raw", "text", "json" or "pickle"; None chooses by the type of the item.
            priority: Only for a priority queue, which returns the lowest first: a number, a text, bytes, or
                a tuple of these. None takes the item itself, as ``queue.PriorityQueue`` does. Items of
                equal priority come out in the order of their arrival.
            delay: Seconds from now until the item enters the queue, at most a day. Until then it counts
                towards ``maxsize``, but ``qsize`` does not count it, and ``stat`` has it as ``delayed``.

        Raises:
            Full: The queue was still full when the timeout passed (also a ``queue.Full``).
            ShutDown: The queue was shut down and refuses items.
            CodecError: The codec cannot express the item.
            BadCall: The timeout is negative, or the priority is NaN.
            TypeError: A priority queue cannot order the item among its items (raised as NotComparable).
            TooBig: The item exceeds the server's limit on payloads, or its priority has more than 1.5 KiB.
            TooMany: The server's memory or spool is full.
            Closed: The queue was closed.
            NotAllowed: The server does not support or permit this call.
            ConnectionLost: The server cannot be reached or does not answer.
        """

    @abstractmethod
    def get(self, block: bool = True, timeout: float | None = None, *, decoded: bool = True) -> Any:
        """Take the next item and return it; wait while the queue is empty.

        A call that is interrupted by Ctrl+C takes none: an item that is already on its way returns to the
        head of the queue.

        Args:
            block: False does not wait, as a timeout of 0.
            timeout: Maximum seconds to wait while the queue is empty; None waits without a limit.
            decoded: True returns the value that was put; False returns a Payload, which is not decoded.

        Returns:
            The item. A tuple is returned as a list, because it travels as JSON.

        Raises:
            Empty: The queue was still empty when the timeout passed (also a ``queue.Empty``).
            ShutDown: The queue is empty and was shut down, so no item will come.
            CodecError: The payload cannot be decoded, or is a pickle and the handle was not opened with
                ``codec="pickle"``. The item is at the head of the queue again; ``decoded=False`` takes it.
            BadCall: The timeout is negative.
            Closed: The queue was closed.
            NotAllowed: The server does not support or permit this call.
            ConnectionLost: The server cannot be reached or does not answer.
        """

    def put_nowait(self, item: Any) -> None:
        """Put an item if the queue is not full. Same as ``put(item, block=False)``.

        Raises:
            Full: The queue is full.
            ShutDown: The queue was shut down and refuses items.
            CodecError: The item is not bytes, text or plain JSON.
            Closed: The queue was closed.
            ConnectionLost: The server cannot be reached or does not answer.
        """
        self.put(item, block=False)

    def get_nowait(self) -> Any:
        """Take the next item without waiting. Same as ``get(block=False)``.

        Raises:
            Empty: The queue is empty.
            ShutDown: The queue is empty and was shut down.
            CodecError: The payload cannot be decoded. The item is at the head of the queue again.
            Closed: The queue was closed.
            ConnectionLost: The server cannot be reached or does not answer.
        """
        return self.get(block=False)

    @abstractmethod
    def put_many(
        self, items: Sequence[Any], timeout: float | None = None, *, codec: str | None = None
    ) -> int:
        """Put several items in order, 10,000 with one request, and wait while the queue is full.

        Args:
            items: The items. All travel in one codec, and the first item decides which.
            timeout: Maximum seconds to wait, for all items together; None waits without a limit.
            codec: "raw", "text", "json" or "pickle" for all items; None lets the first item decide.

        Returns:
            The number of items that were put before the timeout passed, from the first on.

        Raises:
            Full: Not even the first item was put before the timeout passed.
            ShutDown: The queue was shut down and refuses items.
            CodecError: The codec cannot express one of the items; none is put.
            TooBig: The items exceed the server's limit on payloads.
            TooMany: The server's memory is full.
            Closed: The queue was closed.
            NotAllowed: The server does not support or permit this call.
            ConnectionLost: The server cannot be reached or does not answer.
        """

    @abstractmethod
    def get_many(self, count: int, timeout: float | None = None, *, decoded: bool = True) -> list[Any]:
        """Take up to ``count`` items with one request; wait for the first item only.

        One request takes at most 50,000 items, of a priority queue 10,000.

        A call that is interrupted by Ctrl+C takes none.

        Args:
            count: Maximum number of items.
            timeout: Maximum seconds to wait while the queue is empty; None waits without a limit.
            decoded: True returns the values that were put; False returns Payloads, which are not decoded.

        Returns:
            Between one and ``count`` items, in the order of the queue. They end in front of an item that
            cannot be decoded; it and the items behind it are at the head of the queue again.

        Raises:
            Empty: The queue was still empty when the timeout passed.
            ShutDown: The queue is empty and was shut down.
            CodecError: The next payload cannot be decoded. No item has been taken;
                ``decoded=False`` takes it.
            Closed: The queue was closed.
            NotAllowed: The server does not support or permit this call.
            ConnectionLost: The server cannot be reached or does not answer.
        """

    def lease(
        self,
        block: bool = True,
        timeout: float | None = None,
        *,
        seconds: float = 30.0,
        decoded: bool = True,
    ) -> LeasedItem:
        """Take the next item on a lease: until it is acknowledged, it can return to the queue.

        ::

            with jobs.lease(seconds=30) as item:
                work(item.value)

        The end of the block acknowledges the item, and an exception gives it back. So does the end of the
        lease, and the end of this client: when the handle of the server is closed, or its connection is lost
        and not resumed in time. The item is then delivered again. After ``max_deliveries`` leases it goes to
        the dead-letter queue instead (see ``create``). Redis does not notice that a client ends without
        closing its handle: the item then returns when the lease ends.

        Args:
            block: False does not wait, as a timeout of 0.
            timeout: Maximum seconds to wait while the queue is empty; None waits without a limit.
            seconds: How long the lease lasts, at most a day. ``extend`` prolongs it.
            decoded: True makes ``value`` the value that was put; False makes it a Payload.

        Raises:
            Empty: The queue was still empty when the timeout passed (also a ``queue.Empty``).
            ShutDown: The queue is empty and was shut down, and no leased or delayed item can return.
            CodecError: The payload cannot be decoded. The item was given back, and the delivery counts.
            TooMany: This client, or the queue, has the maximum number of leased items.
            NotAllowed: The queue has no leases, or the server does not permit this call.
            Closed: The queue was closed.
            ConnectionLost: The server cannot be reached or does not answer.
        """
        refuse_method("lease")

    def ack(self, item: LeasedItem) -> None:
        """Acknowledge a leased item: it is finished, and ``join`` counts it. Same as ``item.ack()``.

        Raises:
            LeaseLost: The lease has ended; the item may be delivered again.
            NotAllowed: The queue has no leases.
            Closed: The queue was closed.
            ConnectionLost: The server cannot be reached or does not answer.
        """
        refuse_method("ack")

    def nack(self, item: LeasedItem, delay: float = 0.0) -> None:
        """Give a leased item back: it returns to its place in the queue. Same as ``item.nack()``.

        Args:
            item: The item.
            delay: Seconds from now until it returns, at most a day.

        Raises:
            LeaseLost: The lease has ended.
            NotAllowed: The queue has no leases.
            Closed: The queue was closed.
            ConnectionLost: The server cannot be reached or does not answer.
        """
        refuse_method("nack")

    def extend(self, item: LeasedItem, seconds: float | None = None) -> None:
        """Let a lease end ``seconds`` from now. Same as ``item.extend()``.

        Args:
            item: The item.
            seconds: None takes the duration with which it was leased.

        Raises:
            LeaseLost: The lease has ended.
            NotAllowed: The queue has no leases.
            Closed: The queue was closed.
            ConnectionLost: The server cannot be reached or does not answer.
        """
        refuse_method("extend")

    def leases(self, start: int = 0, count: int | None = None) -> list[LeaseView]:
        """Return the leased items: which client has each, since when, and until when.

        The item that was leased first is in front; on Redis, the one whose lease ends first.

        Args:
            start: How many to skip. Leases that end between two calls move the others forward.
            count: The most to return; None for no limit. A queue can have 100,000.

        Raises:
            BadCall: ``start`` or ``count`` is not a whole number, or negative.
            NotAllowed: The queue has no leases, or the server does not permit this call.
            Closed: The queue was closed.
            ConnectionLost: The server cannot be reached or does not answer.
        """
        refuse_method("leases")

    @abstractmethod
    def peek(self, start: int = 0, stop: int = -1, *, decoded: bool = True) -> list[Any]:
        """Return the items from ``start`` to ``stop``, both included, without taking them.

        Args:
            start: Index of the first item; 0 is the next to be taken, and -1 the last.
            stop: Index of the last item; negative counts from the end.
            decoded: True returns the values that were put; False returns a Payload for each, for callers
                that must not load pickles.

        Raises:
            CodecError: One of the payloads cannot be decoded.
            TooBig: The items exceed the server's limit on one reply; ask for fewer.
            Closed: The queue was closed.
            ConnectionLost: The server cannot be reached or does not answer.
        """

    def previews(self, start: int, stop: int, max_bytes: int) -> list[Preview]:
        """Return the beginning, the number and the size of items, without taking them.

        Args:
            start: Index of the first item; 0 is the next to be taken, and negative counts from the end.
            stop: Index of the last item, which is included.
            max_bytes: Maximum number of bytes to return of each payload.

        Raises:
            NotAllowed: The server is not a controller.
            Closed: The queue was closed.
            ConnectionLost: The server cannot be reached or does not answer.
        """
        refuse_method("previews")

    def read_payload(self, number: int, start: int, count: int) -> bytes | None:
        """Return a part of the payload of an item that is still in the queue.

        Args:
            number: The number of the item, as in events and previews.
            start: Offset of the part in bytes.
            count: Maximum length of the part in bytes.

        Returns:
            The bytes, empty after the end of the payload; None if the item has left the queue.

        Raises:
            NotAllowed: The server is not a controller.
            Closed: The queue was closed.
            ConnectionLost: The server cannot be reached or does not answer.
        """
        refuse_method("read_payload")

    @abstractmethod
    def qsize(self) -> int:
        """Return the number of items in the queue at this moment. Raises Closed, ConnectionLost."""

    def empty(self) -> bool:
        """Return whether the queue is empty at this moment. Raises Closed, ConnectionLost."""
        return self.qsize() == 0

    def full(self) -> bool:
        """Return whether the queue holds ``maxsize`` items at this moment. Raises Closed, ConnectionLost."""
        return 0 < self.maxsize <= self.qsize()

    def move(
        self, to: QueueHandle | str, count: int | None = None, items: Sequence[int] | None = None
    ) -> int:
        """Move items to another queue of the same controller, in order, without waiting.

        A move of more than 10,000 items takes several requests, between which other clients are served.

        Args:
            to: The destination: its handle, name or namespace.
            count: Maximum number of items. None moves as many as this queue holds at the beginning, or
                until the destination is full.
            items: Move only items with these numbers, as in events and previews; None moves any. More
                than 10,000 numbers are sent in several requests: these follow the order of the numbers,
                and within one request the items keep the order of the queue.

        Returns:
            The number of items that were moved.

        Raises:
            BadCall: The destination is this queue, or belongs to another kind of server.
            NoQueue: The destination does not exist.
            ShutDown: The destination was shut down.
            NotAllowed: The server is not a controller, or does not permit this move.
            Closed: One of the queues was closed.
            ConnectionLost: The server cannot be reached or does not answer.
        """
        refuse_method("move")

    @abstractmethod
    def purge(self) -> int:
        """Destroy all items and return how many there were.

        Raises:
            Closed: The queue was closed.
            NotAllowed: The server does not support or permit this call.
            ConnectionLost: The server cannot be reached or does not answer.
        """

    def task_done(self) -> None:
        """Report that the work on one taken item is finished, so that ``join`` can return.

        Raises:
            ValueError: It was called more often than items were put (raised as BadCall).
            NotAllowed: The server does not count unfinished items.
            Closed: The queue was closed.
            ConnectionLost: The server cannot be reached or does not answer.
        """
        refuse_method("task_done")

    def join(self, timeout: float | None = None) -> bool:
        """Wait until ``task_done`` was called for every item that was put.

        Args:
            timeout: Maximum seconds to wait; None waits without a limit.

        Returns:
            True if all items are finished; False if the timeout passed first.

        Raises:
            BadCall: The timeout is negative.
            NotAllowed: The server does not count unfinished items.
            Closed: The queue was closed.
            ConnectionLost: The server cannot be reached or does not answer.
        """
        refuse_method("join")

    def shutdown(self, immediate: bool = False) -> None:
        """Refuse further items: from now on, ``put`` raises ShutDown.

        Args:
            immediate: False lets clients take the items that are in the queue; after the last one, ``get``
                raises ShutDown. True destroys these items.

        Raises:
            NotAllowed: The server does not support or permit this call.
            Closed: The queue was closed.
            ConnectionLost: The server cannot be reached or does not answer.
        """
        refuse("shutdown")

    @abstractmethod
    def waiters(self) -> list[Waiter]:
        """Return the calls that are blocked on the queue, oldest first. Raises Closed, ConnectionLost."""

    @abstractmethod
    def stat(self) -> QueueStat:
        """Return the size, limits and counters of the queue. Raises Closed, ConnectionLost."""

    @abstractmethod
    def close(self) -> int:
        """Destroy the queue for all clients, with its items. Blocked and later calls raise Closed.

        To close only the connections of this client, close ``controller`` instead. The ``close`` of
        ``multiprocessing.Queue`` is another one: ``rqcore.multiprocessing`` has it.

        Returns:
            The number of items that were destroyed.

        Raises:
            Closed: The queue was closed before.
            NotAllowed: The server does not support or permit this call.
            ConnectionLost: The server cannot be reached or does not answer.
        """
