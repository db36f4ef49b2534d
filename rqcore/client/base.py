# SPDX-License-Identifier: MIT
"""The base classes of all handles, blocking and asyncio, of every backend."""

from __future__ import annotations

from typing import Any, ClassVar, Protocol, Self, TypeVar

from rqcore.argument_checks import check_text, positive_seconds, shown
from rqcore.client.capabilities import Capability, refuse
from rqcore.errors import CodecError
from rqcore.url import Address

Method = TypeVar("Method")


def override(method: Method) -> Method:
    """Mark a method that replaces one of a base class and inherits its docstring, which ``help`` shows.

    Python has this decorator in ``typing`` from 3.12 on.
    """
    return method


class _Pinged(Protocol):
    def ping(self) -> bool: ...
    def close(self) -> None: ...


PingedT = TypeVar("PingedT", bound=_Pinged)


def checked(handle: PingedT) -> PingedT:
    """Return a handle whose server answers a ping. Otherwise, close it and raise the error of the ping."""
    try:
        handle.ping()
    except BaseException:
        handle.close()
        raise
    return handle


def check_client(name: object, network_timeout: object) -> None:
    """Check the name and the network timeout of a client. Raises BadCall, TooBig."""
    check_text("name", name)
    positive_seconds("network_timeout", network_timeout)


def check_codec(codec: object) -> None:
    """Check the codec of a handle. Raises CodecError."""
    if codec not in (None, "pickle"):
        raise CodecError(
            f'codec must be None or "pickle", not {shown(codec)}; other codecs are chosen for each item'
        )


class ControllerHandleBase:
    """The server of a handle, and whether the handle may use pickles. Can be pickled.

    Args:
        url: The address of the server. ``str()`` of it must not show a password.
        codec: None, or "pickle" to send and load pickles.
        settings: The constructor arguments of the subclass, for pickling.

    Raises:
        CodecError: ``codec`` is something else.
    """

    capabilities: ClassVar[frozenset[Capability]]
    """What the queues of this backend support; a single queue can support less."""
    url: str | Address
    """The address of the server, which ``rqcore.connect`` takes too. ``str()`` of it shows no password."""
    allow_pickle: bool
    """Whether items are sent and loaded as pickles where no other codec fits."""

    def __init__(self, url: str | Address, codec: str | None, settings: tuple[Any, ...]) -> None:
        """Prepare a handle without connecting."""
        check_codec(codec)
        self.url = url
        self.allow_pickle = codec == "pickle"
        self._settings = settings

    def with_network_timeout(self, seconds: float) -> Self:
        """Return a handle that shares the connections of this one, with another ``network_timeout``.

        Closing one of the two handles closes the connections of both.

        Args:
            seconds: Maximum seconds that the network may take for a call.

        Raises:
            BadCall: ``seconds`` is not a positive number.
            NotAllowed: The server is not a controller.
        """
        refuse("a network timeout for single calls")

    def with_name(self, name: str) -> Self:
        """Return a handle of the same server with connections of its own, which have another name.

        Args:
            name: The name of the client in events and lists. Characters that a server refuses in names are
                replaced.

        Raises:
            NotAllowed: The backend does not support this.
        """
        refuse("a further name of a client")

    def __repr__(self) -> str:
        return f"<controller {self.url}>"

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), self._settings


class QueueHandleBase:
    """The queue of a handle, which must exist on the server. Can be pickled.

    Args:
        controller: The handle of the server.
        namespace: The unique name of the queue.
        name: The alias of the queue, if it has one.
        kind: "fifo", "lifo" or "priority".
        maxsize: Maximum number of items; 0 means no limit.
    """

    capabilities: ClassVar[frozenset[Capability]]
    """What this queue supports. Methods that need another capability raise NotAllowed."""
    controller: Any
    """The handle of the server."""
    namespace: str
    """The unique name of the queue, which the server chose."""
    name: str | None
    """The name that the creator chose, if any."""
    kind: str
    """One of "fifo", "lifo" and "priority"."""
    maxsize: int
    """Maximum number of items; 0 means no limit."""
    follows_name: bool = False
    """The handle was made by name: it finds the queue of this name again when the namespace is forgotten."""

    def __init__(self, controller: Any, namespace: str, name: str | None, kind: str, maxsize: int) -> None:
        """Make a handle without asking the server."""
        self.controller = controller
        self.namespace = namespace
        self.name = name
        self.kind = kind
        self.maxsize = maxsize

    def with_network_timeout(self, seconds: float) -> Self:
        """Return a handle of the same queue, with another ``network_timeout``, also for a single call.

        ``jobs.with_network_timeout(0.5).qsize()`` raises ConnectionLost if the controller has not answered
        after half a second. ``put`` and ``get`` also have a ``timeout``, to wait for space or for an item.

        Args:
            seconds: Maximum seconds that the network may take for a call.

        Raises:
            BadCall: ``seconds`` is not a positive number.
            NotAllowed: The server is not a controller.
        """
        return self.on(self.controller.with_network_timeout(seconds))

    def on(self, controller: Any) -> Self:
        """Return a handle of the same queue that uses the connections of another handle of its server."""
        handle = type(self)(controller, self.namespace, self.name, self.kind, self.maxsize)
        handle.follows_name = self.follows_name
        return handle

    def __repr__(self) -> str:
        return f"<queue {self.name or self.namespace} of {self.controller.url}>"

    def __reduce__(self) -> tuple[Any, ...]:
        arguments = self.controller, self.namespace, self.name, self.kind, self.maxsize
        return type(self), arguments, {"follows_name": self.follows_name}
