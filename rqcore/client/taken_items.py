# SPDX-License-Identifier: MIT
"""Replies that carry items which were taken: how they are read, and how the items are put back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar

from rqcore import codec as codecs
from rqcore.client.exchange import CODECS, Exchange, PartlyRead, read_ok
from rqcore.errors import CodecError
from rqcore.protocol.resp import Value, command
from rqcore.protocol.spool_api import SpoolClient

T = TypeVar("T")


class SpooledItem:
    """The reply to a get whose payload can be in a file of the spool.

    The file is deleted last, when the item has been decoded. So the item can be put back at any time.
    """

    def __init__(self, queue: str, decode: Callable[[Value], Any], spool: SpoolClient) -> None:
        """Prepare for the reply of a queue; ``decode`` makes the item from its codec and its payload."""
        self._queue = queue
        self._decode = decode
        self._spool = spool
        self._payload: bytes | None = None

    def read(self, reply: Value) -> Any:
        """Return the item."""
        codec, payload, is_spooled = reply
        if not is_spooled:
            return self._decode((codec, payload))
        self._payload = self._spool.read(payload)
        value = self._decode((codec, self._payload))
        self._spool.delete(payload)
        return value

    def give_back(self, reply: Value) -> list[Exchange[None]]:
        """Put the item back, by the name of its file unless the file may have been deleted."""
        codec, payload, is_spooled = reply
        if not is_spooled:
            return give_back(self._queue, (codec, payload))
        if self._payload is None:
            return [_put_front(self._queue, codec, payload, "SPOOLED")]
        self._spool.delete(payload)
        return [_put_front(self._queue, codec, self._payload)]


class SeveralItems:
    """The reply to a get of several items. From the first that cannot be decoded on, they are put back."""

    def __init__(self, queue: str, allow_pickle: bool) -> None:
        """Prepare for the reply of a queue; ``allow_pickle`` is whether pickles may be loaded."""
        self._queue = queue
        self._allow_pickle = allow_pickle
        self._read_words = 0
        """The length of the part of the reply that was decoded and is not put back."""

    def read(self, reply: Value) -> list[Any]:
        """Return the items. Raises PartlyRead, or CodecError if not even the first can be decoded."""
        values: list[Any] = []
        try:
            for codec, payload in zip(reply[::2], reply[1::2], strict=True):
                values.append(codecs.decode(payload, CODECS[codec], allow_pickle=self._allow_pickle))
        except CodecError:
            if not values:
                raise
            self._read_words = 2 * len(values)
            raise PartlyRead(values) from None
        return values

    def give_back(self, reply: Value) -> list[Exchange[None]]:
        """Put items back to the head of the queue."""
        return give_back(self._queue, reply[self._read_words :])


class LeasedReply(Generic[T]):
    """The reply to a lease. A delivery counts only if it was tried to decode its item.

    Args:
        queue: The namespace or name of the queue.
        decode: Makes the value from the codec and the payload.
        make_item: Makes the result, as ``lease_exchanges.lease`` describes.
    """

    def __init__(
        self, queue: str, decode: Callable[[Value], Any], make_item: Callable[[int, int, int, Any], T]
    ) -> None:
        """Prepare for the reply."""
        self._queue = queue
        self._decode = decode
        self._make_item = make_item
        self._is_seen = False

    def read(self, reply: Value) -> T:
        """Return the leased item."""
        lease, deliveries, number, codec, payload = reply
        self._is_seen = True
        return self._make_item(lease, deliveries, number, self._decode((codec, payload)))

    def give_back(self, reply: Value) -> list[Exchange[None]]:
        """End the lease."""
        lease, *_ = reply
        unseen = [] if self._is_seen else ["UNSEEN"]
        return [Exchange(command(["RQ.NACK", self._queue, lease, *unseen]), read_ok)]


def give_back(queue: str, reply: Value) -> list[Exchange[None]]:
    """Put each item back to the head of the queue, the last item first."""
    pairs = list(zip(reply[::2], reply[1::2], strict=True))
    return [_put_front(queue, codec, payload) for codec, payload in reversed(pairs)]


def _put_front(queue: str, codec: bytes, payload: bytes, *spooled: str) -> Exchange[None]:
    """Put the last item of this client's last get back to the head of the queue."""
    return Exchange(command(["RQ.PUT", queue, payload, "CODEC", codec, *spooled, "FRONT"]), read_ok)
