# SPDX-License-Identifier: MIT
"""What the blocking and the asyncio queue have in common."""

from __future__ import annotations

import time
from typing import Any, ClassVar, Generic, TypeVar

from rqcore.client.exchanges import waiting_time
from rqcore.pressure.keys import PREFIX
from rqcore.pressure.protocol_steps import RoleClient
from rqcore.pressure.redis_address import DEFAULT_URL, RedisAddress
from rqcore.pressure.redis_connection import RedisConnectionBase

L = TypeVar("L", bound=RedisConnectionBase)


class PressureQueueBase(Generic[L]):
    """Which queue of which server. Nothing is made or connected by this. Can be pickled."""

    _links: ClassVar[type[RedisConnectionBase]]

    def __init__(
        self,
        name: str | bytes,
        prefix: str | bytes = PREFIX,
        url: str | L = DEFAULT_URL,
        *,
        client: str = "",
        network_timeout: float = 5.0,
        **options: Any,
    ) -> None:
        """url: see ``rqcore.pressure.redis_address``; or a link that is there already.

        client: a name to be known by. network_timeout: seconds that the
        network may take for any step, beside the call's own timeout. options:
        of redis-py. Raises BadUrl, BadCall.
        """
        if isinstance(url, str):
            self._link: Any = self._links(RedisAddress.parse(url, **options), client, network_timeout)
        else:
            self._link = url
        self._keys = self._link.keys(name, prefix)
        self._unblocked = 0

    @property
    def name(self) -> str:
        name: str = self._keys.name
        return name

    def _caller(self, block: bool = True, timeout: float | None = None) -> RoleClient:
        seen = self._unblocked
        wait = waiting_time(block, timeout)
        return RoleClient(self._link.caller, wait, time.monotonic, lambda: self._unblocked != seen)

    def __repr__(self) -> str:
        return f"<pressure queue {self.name} on {self._link.place}>"

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self._keys.queue, self._keys.prefix, self._link)
