# SPDX-License-Identifier: MIT
"""The asyncio connections that a handle keeps."""

from __future__ import annotations

import asyncio
from typing import Any, TypeVar

from rqcore.client import exchanges
from rqcore.client.async_connection import AsyncConnection
from rqcore.client.exchanges import Exchange
from rqcore.errors import CallerError, ConnectionLost, QueueState, RqError
from rqcore.protocol.resp import NOT_ENOUGH, Value
from rqcore.protocol.spool_api import SpoolClient
from rqcore.transport.shared_spool import share
from rqcore.url import Url

T = TypeVar("T")

FIRST_PAUSE = 0.01
"""Seconds that a call which was called off has to end, before it is called off again."""


class AsyncConnectionPool:
    """As many links as tasks call at the same time; idle ones are used again."""

    def __init__(self, url: Url, name: str, network_timeout: float) -> None:
        self._url = url
        self._name = name
        self._network_timeout = network_timeout
        self.share: SpoolClient | None = None
        self._idle: list[AsyncConnection] = []
        self._busy: set[AsyncConnection] = set()
        self._ending: set[asyncio.Future[None]] = set()
        """Calls that are being called off, and sockets that are being closed."""
        self._closed = False

    async def run(self, exchange: Exchange[T]) -> T:
        """Run on an idle link, or a new one. A link that fails is not used again."""
        if self._closed:
            raise ConnectionLost(f"the handle of {self._url} was closed")
        return await self._run(exchange)

    async def _run(self, exchange: Exchange[T]) -> T:
        """From the reply to the caller nothing is awaited: no cancellation can come between."""
        link = await self._take()
        try:
            result = await link.run(exchange)
        except (CallerError, QueueState):  # the reply was read whole
            self._give_back(link)
            raise
        except asyncio.CancelledError:
            await self._settle(link, exchange)
            raise
        except BaseException:  # what comes next on this link is unknown
            self._drop(link)
            raise
        self._give_back(link)
        return result

    async def _take(self) -> AsyncConnection:
        while self._idle:
            link = self._idle.pop()
            if not link.lost:
                self._busy.add(link)
                return link
        link = AsyncConnection(self._url, self._network_timeout)
        self._busy.add(link)
        try:
            await link.open(self._name)
            await self._look_for_spool(link)
        except BaseException:
            self._drop(link)
            raise
        return link

    async def _look_for_spool(self, link: AsyncConnection) -> None:
        """With every new link: the controller may have been started anew."""
        try:
            self.share = share(await link.run(exchanges.spool()))
        except (CallerError, QueueState):  # it has none, or does not know of any
            self.share = None

    def _give_back(self, link: AsyncConnection) -> None:
        if self._closed:
            self._drop(link)
        else:
            self._busy.discard(link)
            self._idle.append(link)

    def _drop(self, link: AsyncConnection) -> None:
        self._busy.discard(link)
        link.hang_up()
        if link.closed:
            self._remember(link.closed)

    def _remember(self, ending: asyncio.Future[None]) -> None:
        self._ending.add(ending)
        ending.add_done_callback(self._ending.discard)

    async def _settle(self, link: AsyncConnection, exchange: Exchange[Any]) -> None:
        """Wait until the call was called off, unless cancelled once more: then that goes on alone."""
        recall = asyncio.get_running_loop().create_task(self._recall(link, exchange))
        self._remember(recall)
        await asyncio.shield(recall)

    async def _recall(self, link: AsyncConnection, exchange: Exchange[Any]) -> None:
        """Nobody waits for the call any more: it ends at the controller too, and no item is lost."""
        try:
            for back in exchange.undo(await self._call_off(link)):
                await link.run(back)
        except RqError:
            self._drop(link)
        except BaseException:
            self._drop(link)
            raise
        else:
            self._give_back(link)

    async def _call_off(self, link: AsyncConnection) -> Value:
        """The reply of a call that shall wait no more. It may not have arrived there yet: then once more."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + self._network_timeout
        pause = FIRST_PAUSE
        while loop.time() < deadline:
            await self._run(exchanges.unblock(link.number))
            if (reply := await link.receive(pause)) is not NOT_ENOUGH:
                return reply
            pause *= 2
        raise ConnectionLost(f"{self._url} did not answer within {self._network_timeout:g} s")

    async def close(self) -> None:
        """Hang up, when what is being called off has ended. Tasks that wait raise ConnectionLost."""
        self._closed = True
        try:
            await self._ended()
        finally:
            for link in self._busy:
                link.hang_up(f"the handle of {self._url} was closed")
            for link in (*self._idle, *self._busy):
                self._drop(link)
            self._idle.clear()
        await self._ended()

    async def _ended(self) -> None:
        if self._ending:
            await asyncio.wait(self._ending)
