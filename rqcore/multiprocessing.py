# SPDX-License-Identifier: MIT
"""The queues of ``multiprocessing``, on a controller.

Change the import, and a program that passes queues to its processes shares them through a controller, where
the debugger shows every call::

    from rqcore.multiprocessing import JoinableQueue, Queue    # was: from multiprocessing import …

The controller is the one of ``rqcore.connect()`` without a URL; ``rqcore.set_default_url`` chooses it, for
example that of ``rqcore.serve``. With ``name=``, processes that are not related share a queue.

The methods have the meaning that they have in ``multiprocessing``. What differs from the standard library:

- ``put`` returns when the controller has the item. There is no thread that sends it later, so
  ``join_thread`` returns immediately, and ``put`` itself raises an error if an item cannot be pickled.
- Any process can unpickle a queue, not only a process that is being started.
- All methods raise ValueError after ``close``.
- Items that are not plain text, bytes or JSON travel as pickles, as in ``multiprocessing``. Any client of the
  controller can put a pickle, and loading it can run code: use a controller that only your programs reach.

There are two methods called ``close``. The one here closes the queue for this process only: it frees the
connections, and the other processes go on. The ``close`` of an ``rqcore.QueueHandle`` destroys the queue for
all clients: ``queue.handle.close()``. A queue without a name is destroyed when the process that created it
ends normally, after the processes that it started with ``multiprocessing``.
"""

from __future__ import annotations

import os
from contextlib import suppress
from copy import deepcopy
from multiprocessing.util import Finalize
from typing import Any, Generic, Self, TypeVar
from weakref import finalize

from rqcore.argument_checks import patience
from rqcore.client.queue_handle import QueueHandle
from rqcore.connecting import connect
from rqcore.errors import RqError
from rqcore.url import Address

__all__ = ["JoinableQueue", "Queue", "SimpleQueue"]

T = TypeVar("T")

_AFTER_CHILDREN = -100
"""The priority of finalizers that ``multiprocessing`` runs after it has joined all child processes."""
_LARGEST_IN_JSON = 1 << 64


class _SharedQueue(Generic[T]):
    """A queue of a controller, and whether this process has closed it."""

    handle: QueueHandle
    """The queue on the controller, with more methods, such as ``peek``. Its ``close`` destroys the queue. It
    can be used as long as this object exists."""

    def __init__(
        self, maxsize: int = 0, *, name: str | None = None, url: str | Address | None = None
    ) -> None:
        controller = connect(url, codec="pickle")
        try:
            self._attach(controller.create(name, maxsize=maxsize, exist_ok=name is not None))
        except BaseException:
            controller.close()
            raise
        if name is None:
            # A copy has its own connections. Those that the queue has are closed with it, perhaps earlier.
            Finalize(None, _destroy, (deepcopy(self.handle), os.getpid()), exitpriority=_AFTER_CHILDREN)

    def _attach(self, handle: QueueHandle) -> None:
        self.handle = handle
        finalize(self, handle.controller.close).atexit = False
        self._closed_by = 0
        """The process that called ``close``; a child that it forked later can still use the queue."""

    def __getstate__(self) -> Any:
        return self.handle

    def __setstate__(self, handle: QueueHandle) -> None:
        self._attach(handle)

    def __repr__(self) -> str:
        return repr(self.handle)

    def _open(self) -> QueueHandle:
        if not self._closed_by:
            return self.handle
        if self._closed_by == os.getpid():
            raise ValueError(f"{self!r} is closed in this process")
        self._attach(deepcopy(self.handle))  # a child of the process that closed the queue
        return self.handle

    def empty(self) -> bool:
        """Return whether the queue is empty at this moment."""
        return self._open().empty()

    def close(self) -> None:
        """Close the queue for this process: it can neither put nor get any more. Other processes can.

        All items that were put are on the controller already. To destroy the queue for all processes, call
        ``handle.close()`` instead.
        """
        if self._closed_by != os.getpid():
            self._closed_by = os.getpid()
            self.handle.controller.close()


class SimpleQueue(_SharedQueue[T]):
    """A queue without a maximum size, as ``multiprocessing.SimpleQueue``.

    Args:
        name: The name of a queue that any process can open; None creates a queue without a name.
        url: The address of the controller; None takes the default of ``rqcore.connect``.

    Raises:
        ConnectionLost: The controller cannot be reached. All methods can raise it.
    """

    def __init__(self, *, name: str | None = None, url: str | Address | None = None) -> None:
        super().__init__(0, name=name, url=url)

    def put(self, obj: T) -> None:
        """Put an item.

        Raises:
            CodecError: The item cannot be pickled.
            ValueError: This process has closed the queue.
        """
        self._open().put(obj, codec=_codec_of(obj))

    def get(self) -> T:
        """Take the next item and return it; wait while the queue is empty.

        Raises:
            ValueError: This process has closed the queue.
        """
        item: T = self._open().get()
        return item

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Close the queue for this process."""
        self.close()


class MultiprocessingQueue(_SharedQueue[T]):
    """A queue that processes share, as ``multiprocessing.Queue``.

    ::

        jobs = Queue(maxsize=10)
        Process(target=work, args=(jobs,)).start()
        jobs.put((1, "item"), timeout=2)
        jobs.close()          # this process puts no more; the worker takes what is left
        jobs.join_thread()

    Args:
        maxsize: Maximum number of items; 0 means no limit.
        name: The name of a queue that any process can open; None creates a queue without a name. If it
            exists, its maxsize stays.
        url: The address of the controller; None takes the default of ``rqcore.connect``.

    Raises:
        ConnectionLost: The controller cannot be reached. All methods can raise it.
    """

    def put(self, obj: T, block: bool = True, timeout: float | None = None) -> None:
        """Put an item; wait while the queue is full.

        Args:
            obj: The item.
            block: False does not wait, as a timeout of 0.
            timeout: Maximum seconds to wait; None waits without a limit, and less than 0 counts as 0.

        Raises:
            queue.Full: The queue was still full when the timeout passed.
            CodecError: The item cannot be pickled.
            ValueError: This process has closed the queue.
        """
        self._open().put(obj, block, patience(timeout), codec=_codec_of(obj))

    def get(self, block: bool = True, timeout: float | None = None) -> T:
        """Take the next item and return it; wait while the queue is empty.

        Args:
            block: False does not wait, as a timeout of 0.
            timeout: Maximum seconds to wait; None waits without a limit, and less than 0 counts as 0.

        Raises:
            queue.Empty: The queue was still empty when the timeout passed.
            ValueError: This process has closed the queue.
        """
        item: T = self._open().get(block, patience(timeout))
        return item

    def put_nowait(self, obj: T) -> None:
        """Put an item without waiting. Raises as ``put``."""
        self.put(obj, block=False)

    def get_nowait(self) -> T:
        """Take the next item without waiting. Raises as ``get``."""
        return self.get(block=False)

    def qsize(self) -> int:
        """Return the number of items at this moment."""
        return self._open().qsize()

    def full(self) -> bool:
        """Return whether the queue holds ``maxsize`` items at this moment."""
        return self._open().full()

    def join_thread(self) -> None:
        """Return immediately, because ``put`` waits until the controller has the item.

        Raises:
            AssertionError: This process has not closed the queue, as in ``multiprocessing``.
        """
        if self._closed_by != os.getpid():
            raise AssertionError(f"{self!r} is not closed; call close first")

    def cancel_join_thread(self) -> None:
        """Do nothing: a process can exit right after ``put``, and its item is not lost."""


Queue = MultiprocessingQueue


class JoinableQueue(MultiprocessingQueue[T]):
    """A ``Queue`` that counts unfinished items, as ``multiprocessing.JoinableQueue``."""

    def task_done(self) -> None:
        """Report that the work on one taken item is finished.

        Raises:
            ValueError: It was called more often than items were put, or this process has closed the queue.
        """
        self._open().task_done()

    def join(self) -> None:
        """Wait until ``task_done`` was called for every item that was put."""
        self._open().join()


def _destroy(handle: QueueHandle, creator: int) -> None:
    """Destroy a queue at the end of the process that created it."""
    if os.getpid() != creator:
        return
    with suppress(RqError), handle.controller:
        handle.close()


def _codec_of(item: object) -> str | None:
    """Return "pickle" for an item that would be another one after its way through text, bytes or JSON."""
    is_exact = type(item) in (str, bytes) or _is_exact_in_json(item)
    return None if is_exact else "pickle"


def _is_exact_in_json(value: object) -> bool:
    if type(value) is list:
        return all(map(_is_exact_in_json, value))
    if type(value) is dict:
        return all(type(key) is str and _is_exact_in_json(member) for key, member in value.items())
    if type(value) is int:
        return -_LARGEST_IN_JSON < value < _LARGEST_IN_JSON
    return value is None or type(value) in (bool, float, str)
