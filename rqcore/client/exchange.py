# SPDX-License-Identifier: MIT
"""What an exchange is: a request, and the meaning of its reply.

``exchanges`` makes one for each method; ``taken_items`` has the replies that carry items.
"""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import Any, Generic, TypeVar

from rqcore.codec import Codec
from rqcore.errors import ConnectionLost, OutcomeUnknown, ProtocolError, RqError
from rqcore.protocol.resp import Value

T = TypeVar("T")

READ_ONLY = frozenset(
    (
        b"RQ.PEEK",
        b"RQ.PIECE",
        b"RQ.SIZE",
        b"RQ.MAXSIZE",
        b"RQ.STAT",
        b"RQ.LIST",
        b"RQ.WAITERS",
        b"RQ.TASKS",
        b"RQ.SPOOL",
        b"INFO",
    )
)
"""The commands of calls that only read."""
CODECS: dict[bytes, Codec] = {str(codec).encode(): codec for codec in Codec}
"""The codecs by their names in replies."""


class PartlyRead(Exception):
    """Some items of a reply cannot be decoded, but the items in front of them can.

    Args:
        values: The items that were decoded.
    """

    def __init__(self, values: list[Any]) -> None:
        """Keep the items that were decoded."""
        super().__init__(values)
        self.values: list[Any] = values


class Exchange(Generic[T]):
    """A request, and the meaning of its reply.

    It is not a frozen dataclass: every call makes one, and freezing would cost more than the rest.

    Args:
        request: The bytes to send.
        read: Makes the result from the reply.
        wait: Seconds that the controller may take, in addition to the time of the network; None means no
            limit.
        give_back: For a reply that carries items: makes the exchanges that put them back.
    """

    __slots__ = ("give_back", "network_timeout", "read", "request", "shorten", "unspooled", "wait")
    network_timeout: float | None
    """Maximum seconds that the network may take for this exchange; None takes the value of the handle."""
    shorten: Callable[[float], bytes] | None
    """Makes the same request with another timeout, for a call that has waited for a part of its time."""
    unspooled: Callable[[], Exchange[T]] | None
    """For a payload in the spool: makes the same call with the payload itself, for a controller that does not
    have the file, because it was restarted."""

    def __init__(
        self,
        request: bytes,
        read: Callable[[Value], T],
        wait: float | None = 0.0,
        give_back: Callable[[Value], list[Exchange[None]]] | None = None,
    ) -> None:
        """Describe an exchange."""
        self.request: bytes = request
        self.read: Callable[[Value], T] = read
        self.wait: float | None = wait
        self.give_back: Callable[[Value], list[Exchange[None]]] | None = give_back
        self.network_timeout = None
        self.shorten = None
        self.unspooled = None

    def unknown_outcome(self, error: ConnectionLost) -> ConnectionLost:
        """Return the error of a call whose connection is lost for good; one that only reads did nothing."""
        name = self.request.split(b"\r\n", 3)[2:3]
        if name and name[0] in READ_ONLY:
            return ConnectionLost(str(error))
        return OutcomeUnknown(f"{error}; the call may have been carried out, or not")

    def time_left(self, began: float) -> float | None:
        """Return the seconds that a call has left that began at ``began``; None means no limit."""
        return None if self.wait is None else max(began + self.wait - monotonic(), 0.0)

    def within(self, seconds: float | None) -> Exchange[T]:
        """Return the same exchange with ``seconds`` left of its timeout; None means no limit."""
        if not self.wait or seconds is None or self.shorten is None:
            return self
        exchange = Exchange(self.shorten(seconds), self.read, seconds, self.give_back)
        exchange.network_timeout = self.network_timeout
        return exchange

    def undo(self, reply: Value) -> list[Exchange[None]]:
        """Return the exchanges that undo a call whose caller cannot receive this reply, or a part of it.

        Raises:
            ProtocolError: The reply does not fit the request.
        """
        if self.give_back is None or isinstance(reply, RqError):
            return []
        try:
            return self.give_back(reply)
        except (TypeError, ValueError) as error:
            raise unexpected(reply) from error

    def result(self, reply: Value) -> T:
        """Return the result of the call.

        Raises:
            RqError: The error of the reply.
            CodecError: The item of the reply cannot be decoded.
            PartlyRead: Some items of the reply cannot be decoded.
            ProtocolError: The reply does not fit the request.
        """
        if isinstance(reply, RqError):
            raise reply
        try:
            return self.read(reply)
        except (RqError, PartlyRead):
            raise
        except (TypeError, ValueError, LookupError, AttributeError, ArithmeticError) as error:
            raise unexpected(reply) from error


def shown(reply: Value) -> str:
    """Return the beginning of a reply for an error message."""
    return repr(plain(reply, errors="backslashreplace"))[:60]


def unexpected(reply: Value) -> ProtocolError:
    """Return the error for a reply that does not fit its request."""
    return ProtocolError(f"the controller answered {shown(reply)}, which does not fit the request")


def plain(reply: Value, errors: str = "strict") -> Any:
    """Return the reply with text in place of bytes, at any depth."""
    if isinstance(reply, bytes):
        return reply.decode(errors=errors)
    if isinstance(reply, dict):
        return {plain(key, errors): plain(value, errors) for key, value in reply.items()}
    return [plain(value, errors) for value in reply] if isinstance(reply, list) else reply


def read_ok(reply: Value) -> None:
    """Return None for OK. Raises ProtocolError for another reply."""
    if reply != b"OK":
        raise ProtocolError(f"the controller answered {shown(reply)} instead of OK")
