# SPDX-License-Identifier: MIT
"""What the handles of the blocking and of the asyncio client have in common."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Generic, Protocol, TypeVar

from rqcore.client import exchanges
from rqcore.client.exchanges import Exchange
from rqcore.errors import CodecError
from rqcore.protocol.spool_api import SpoolClient
from rqcore.url import Url


class PoolProtocol(Protocol):
    """The connections of a handle."""

    share: SpoolClient | None


class ControllerHandleBase:
    """Where a controller is, and how it is spoken to. Can be pickled."""

    _pool: PoolProtocol

    def __init__(self, url: Url, name: str, network_timeout: float, codec: str | None) -> None:
        if codec not in (None, "pickle"):
            raise CodecError(f'codec is None or "pickle", not {codec!r}: all others are chosen by the value')
        self.url: object = url  # of which str() shows no password
        self.allow_pickle = codec == "pickle"
        self._settings = (url, name, network_timeout, codec)

    @property
    def share(self) -> SpoolClient | None:
        """The spool of the controller, if this process is known to share it: then large payloads go there."""
        return self._pool.share

    def __repr__(self) -> str:
        return f"<controller {self.url}>"

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), self._settings


C = TypeVar("C", bound=ControllerHandleBase)


class QueueHandleBase(Generic[C]):
    """Which queue of which controller, and the exchanges that its items need. Can be pickled."""

    def __init__(self, controller: C, namespace: str, name: str | None, kind: str, maxsize: int) -> None:
        self.controller = controller
        self.namespace = namespace
        self.name = name
        self.kind = kind
        self.maxsize = maxsize

    def _put(
        self, item: Any, block: bool, timeout: float | None, codec: str | None, priority: float | None
    ) -> Exchange[None]:
        if priority is None and self.kind == "priority":
            priority = exchanges.natural_priority(item)
        share, pickle = self.controller.share, self.controller.allow_pickle
        return exchanges.put(self.namespace, item, block, timeout, codec, priority, share, pickle)

    def _get(self, block: bool, timeout: float | None, decoded: bool) -> Exchange[Any]:
        share, pickle = self.controller.share, self.controller.allow_pickle
        return exchanges.get(self.namespace, block, timeout, decoded, share, pickle)

    def _put_many(self, items: Sequence[Any], timeout: float | None, codec: str | None) -> Exchange[int]:
        return exchanges.put_many(self.namespace, items, timeout, codec, self.controller.allow_pickle)

    def _get_many(self, count: int, timeout: float | None) -> Exchange[list[Any]]:
        return exchanges.get_many(self.namespace, count, timeout, self.controller.allow_pickle)

    def _peek(self, start: int, stop: int, decoded: bool) -> Exchange[list[Any]]:
        return exchanges.peek(self.namespace, start, stop, decoded, self.controller.allow_pickle)

    def __repr__(self) -> str:
        return f"<queue {self.name or self.namespace} of {self.controller.url}>"

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.controller, self.namespace, self.name, self.kind, self.maxsize)
