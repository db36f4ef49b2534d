# SPDX-License-Identifier: MIT
"""The blocking connections that a handle keeps."""

from __future__ import annotations

import os
import threading
import time
from typing import Any, TypeVar
from weakref import WeakSet

from rqcore.client import exchanges
from rqcore.client.connection import Connection
from rqcore.client.exchanges import Exchange
from rqcore.errors import CallerError, ConnectionLost, ControllerError, QueueState, RqError
from rqcore.protocol.resp import NOT_ENOUGH, Value
from rqcore.protocol.spool_api import SpoolClient
from rqcore.transport.shared_spool import share
from rqcore.url import Url

T = TypeVar("T")

FIRST_PAUSE = 0.01
"""Seconds that a call which was called off has to end, before it is called off again."""


class ConnectionPool:
    """As many links as threads call at the same time; idle ones are used again."""

    def __init__(self, url: Url, name: str, network_timeout: float) -> None:
        self._url = url
        self._name = name
        self._network_timeout = network_timeout
        self._closed = False
        self.share: SpoolClient | None = None
        self._start()
        _pools.add(self)

    def _start(self) -> None:
        self._lock = threading.Lock()
        self._idle: list[Connection] = []
        self._busy: set[Connection] = set()

    def run(self, exchange: Exchange[T]) -> T:
        """Run on an idle link, or a new one. A link that fails is not used again."""
        link = self._take()
        try:
            result = link.run(exchange)
        except (CallerError, QueueState):  # the reply was read whole
            self._give_back(link)
            raise
        except ControllerError:  # what comes next on this link is unknown
            self._drop(link)
            raise
        except BaseException:  # Ctrl-C, or what the handler of another signal raised
            self._recall(link, exchange)
            raise
        self._give_back(link)
        return result

    def _take(self) -> Connection:
        with self._lock:
            self._refuse_if_closed()
            while self._idle:
                link = self._idle.pop()
                if not link.stale:
                    self._busy.add(link)
                    return link
                link.close()
        link = self._admit(Connection(self._url, self._name, self._network_timeout))
        self._look_for_spool(link)
        return link

    def _look_for_spool(self, link: Connection) -> None:
        """With every new link: the controller may have been started anew."""
        try:
            self.share = share(link.run(exchanges.spool()))
        except (CallerError, QueueState):  # it has none, or does not know of any
            self.share = None
        except BaseException:
            self._drop(link)
            raise

    def _admit(self, link: Connection) -> Connection:
        try:
            with self._lock:
                self._refuse_if_closed()
                self._busy.add(link)
        except ConnectionLost:
            link.close()
            raise
        return link

    def _refuse_if_closed(self) -> None:
        if self._closed:
            raise ConnectionLost(f"the handle of {self._url} was closed")

    def _give_back(self, link: Connection) -> None:
        with self._lock:
            self._busy.discard(link)
            if not self._closed:
                self._idle.append(link)
                return
        link.close()

    def _drop(self, link: Connection) -> None:
        with self._lock:
            self._busy.discard(link)
        link.close()

    def _recall(self, link: Connection, exchange: Exchange[Any]) -> None:
        """The caller was interrupted: its call ends at the controller too, and no item is lost."""
        try:
            if link.owed:
                for back in exchange.undo(self._call_off(link)):
                    link.run(back)
        except RqError:
            self._drop(link)
        except BaseException:
            self._drop(link)
            raise
        else:
            self._give_back(link)

    def _call_off(self, link: Connection) -> Value:
        """The reply of a call that shall wait no more. It may not have arrived there yet: then once more."""
        deadline = time.monotonic() + self._network_timeout
        pause = FIRST_PAUSE
        while time.monotonic() < deadline:
            self.run(exchanges.unblock(link.number))
            if (reply := link.receive(pause)) is not NOT_ENOUGH:
                return reply
            pause *= 2
        raise ConnectionLost(f"{self._url} did not answer within {self._network_timeout:g} s")

    def close(self) -> None:
        """Close all links; a thread that waits on one raises ConnectionLost."""
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
            for link in self._busy:
                link.interrupt()
        for link in idle:
            link.close()

    def leave_to_parent(self) -> None:
        """In a forked child: the links are the parent's, whose replies must not go astray."""
        links = [*self._idle, *self._busy]
        self._start()
        for link in links:
            link.close()


_pools: WeakSet[ConnectionPool] = WeakSet()


def _after_fork() -> None:
    for pool in list(_pools):
        pool.leave_to_parent()


os.register_at_fork(after_in_child=_after_fork)
