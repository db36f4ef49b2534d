# SPDX-License-Identifier: MIT
# Generated from async_controller_handle.py by scripts/generate_blocking.py; do not edit.
"""The blocking handle of a server: the interface of all backends, and the one for controllers.

A call that is interrupted by Ctrl-C ends at the controller too, so that no
item is lost: an item on its way to the caller returns to the head of its queue.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, TypeVar

from rqcore.client import exchanges
from rqcore.client.base import ControllerHandleBase
from rqcore.client.capabilities import ALL_CAPABILITIES, refuse
from rqcore.client.exchanges import Exchange
from rqcore.client.pool import ConnectionPool
from rqcore.client.queue_handle import NativeQueueHandle, QueueHandle
from rqcore.client.waiting import HandleContext
from rqcore.url import Url

if TYPE_CHECKING:
    from rqcore.protocol.queue_values import QueueStat
    from rqcore.protocol.spool_api import SpoolClient

T = TypeVar("T")


class ControllerHandle(ControllerHandleBase, HandleContext, ABC):
    """A server with queues, safe to use from several threads, and to fork. Can be pickled."""

    @abstractmethod
    def create(
        self, name: str | None = None, *, kind: str = "fifo", maxsize: int = 0, exist_ok: bool = False
    ) -> QueueHandle:
        """Create a queue.

        Args:
            name: The alias of the queue; None creates one without.
            kind: "fifo", "lifo" or "priority".
            maxsize: Maximum number of items; 0 means no limit.
            exist_ok: Return the queue of this name if there is one, of whatever kind.

        Raises:
            Exists: There is a queue of this name.
            NotAllowed: The server has no queues of this kind.
        """

    @abstractmethod
    def queue(self, reference: str) -> QueueHandle:
        """Return a handle of the queue of this name or namespace. Raises NoQueue, Closed."""

    @abstractmethod
    def queues(self) -> list[QueueStat]:
        """Return the figures of every queue."""

    @abstractmethod
    def ping(self) -> bool:
        """Return whether the server answers as it should. Raises ConnectionLost if it does not answer."""

    @abstractmethod
    def info(self) -> dict[str, str]:
        """Return the fields of INFO, all sections in one."""

    def run(self, exchange: Exchange[T]) -> T:
        """Carry out one exchange with a controller.

        An exchange interrupted by Ctrl-C ends at the controller too.
        """
        refuse("an exchange of the controller's own protocol")

    @abstractmethod
    def close(self) -> None:
        """Close all connections. Calls that wait in other threads raise ConnectionLost; the queues stay."""


class NativeControllerHandle(ControllerHandle):
    """A controller, which speaks the commands of ``rqcore commands``."""

    capabilities = ALL_CAPABILITIES

    def __init__(self, url: Url, name: str, network_timeout: float, codec: str | None) -> None:
        """Prepare a handle; the first call connects.

        Args:
            url: Where the controller is.
            name: What observers see of this client.
            network_timeout: Seconds that the network may take for any call.
            codec: None, or "pickle" to send and load pickles.
        """
        super().__init__(url, codec, (url, name, network_timeout, codec))
        self._pool = ConnectionPool(url, name, network_timeout)

    @property
    def shared_spool(self) -> SpoolClient | None:
        """The spool of the controller for large payloads, if this process shares its filesystem."""
        return self._pool.shared_spool

    def create(
        self, name: str | None = None, *, kind: str = "fifo", maxsize: int = 0, exist_ok: bool = False
    ) -> QueueHandle:
        """See ``ControllerHandle``."""
        namespace = self.run(exchanges.create(name, kind, maxsize, exist_ok))
        if exist_ok:  # the queue of this name may be of another kind
            return self.queue(namespace)
        return NativeQueueHandle(self, namespace, name, kind, max(maxsize, 0))

    def queue(self, reference: str) -> QueueHandle:
        """See ``ControllerHandle``."""
        stat = self.run(exchanges.stat(reference))
        return NativeQueueHandle(self, stat.namespace, stat.name, stat.kind, stat.maxsize)

    def queues(self) -> list[QueueStat]:
        """See ``ControllerHandle``."""
        return self.run(exchanges.queues())

    def ping(self) -> bool:
        """See ``ControllerHandle``."""
        return self.run(exchanges.ping())

    def info(self) -> dict[str, str]:
        """See ``ControllerHandle``."""
        return self.run(exchanges.info())

    def run(self, exchange: Exchange[T]) -> T:
        """See ``ControllerHandle``."""
        return self._pool.run(exchange)

    def close(self) -> None:
        """See ``ControllerHandle``."""
        self._pool.close()
