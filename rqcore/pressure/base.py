# SPDX-License-Identifier: MIT
"""The common base of the blocking and the asyncio queue."""

from __future__ import annotations

import time
from typing import Any, ClassVar, Generic, TypeVar

from rqcore.argument_checks import check_text, waiting_time
from rqcore.pressure.key_protocol.keys import PREFIX
from rqcore.pressure.key_protocol.protocol_steps import RoleClient
from rqcore.pressure.redis_address import DEFAULT_URL, RedisAddress
from rqcore.pressure.redis_connection_base import RedisConnectionBase
from rqcore.url import url_text

C = TypeVar("C", bound=RedisConnectionBase)


class PressureQueueBase(Generic[C]):
    """A queue on a server. Making an object neither creates the queue nor connects. Can be pickled.

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

    _connection_class: ClassVar[type[RedisConnectionBase]]

    def __init__(
        self,
        name: str | bytes,
        prefix: str | bytes = PREFIX,
        url: str | RedisAddress | C = DEFAULT_URL,
        *,
        client: str = "",
        network_timeout: float = 5.0,
        **options: Any,
    ) -> None:
        if not isinstance(url, RedisConnectionBase):
            check_text("client", client)
            address = RedisAddress.parse(url_text(url), **options)
            self._connection: Any = self._connection_class(address, client, network_timeout)
        else:
            self._connection = url
        self._keys = self._connection.keys(name, prefix)
        self._unblocked = 0

    @property
    def name(self) -> str:
        """The name of the queue."""
        name: str = self._keys.name
        return name

    def _caller(self, block: bool = True, timeout: float | None = None) -> RoleClient:
        unblocked = self._unblocked
        wait = waiting_time(block, timeout)
        return RoleClient(self._connection.caller, wait, time.monotonic, lambda: self._unblocked != unblocked)

    def __repr__(self) -> str:
        return f"<pressure queue {self.name} on {self._connection.address}>"

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self._keys.queue, self._keys.prefix, self._connection)
