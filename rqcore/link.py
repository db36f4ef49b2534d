# SPDX-License-Identifier: MIT
"""One blocking connection to a controller, and the small pool of them that a handle keeps."""

from __future__ import annotations

import os
import select
import socket
import threading
import time
from typing import TypeVar

from rqcore import flow
from rqcore.errors import ConnectionLost
from rqcore.flow import Exchange
from rqcore.resp import NOT_ENOUGH, Value, reply_parser
from rqcore.url import Url

T = TypeVar("T")

IDLE_CHECK = 1.0
"""Seconds of idleness after which a connection is looked at before it is used again."""
CHUNK = 256 * 1024


class Link:
    """A connection used by one thread at a time. Raises ConnectionLost from every method."""

    def __init__(self, url: Url, name: str, network_timeout: float) -> None:
        self._url = url
        self._network_timeout = network_timeout
        self._parser = reply_parser()
        self._used = time.monotonic()
        try:
            self._socket = socket.create_connection((url.host, url.port), network_timeout)
        except OSError as error:
            raise ConnectionLost(f"cannot reach {url}: {_reason(error)}") from error
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        try:
            self.run(flow.hello(url, name))
        except BaseException:
            self.close()
            raise

    def run(self, exchange: Exchange[T]) -> T:
        """Send, wait for the reply as long as it may take, and read it."""
        self.send(exchange.request)
        patience = None if exchange.wait is None else exchange.wait + self._network_timeout
        reply = self.receive(patience)
        if reply is NOT_ENOUGH:
            self.close()
            raise ConnectionLost(f"{self._url} did not answer within {patience:g} s")
        return exchange.result(reply)

    def send(self, request: bytes) -> None:
        try:
            self._socket.settimeout(self._network_timeout)
            self._socket.sendall(request)
        except OSError as error:
            raise ConnectionLost(f"lost {self._url}: {_reason(error)}") from error

    def receive(self, timeout: float | None) -> Value:
        """The next value, or NOT_ENOUGH when none came within ``timeout`` seconds (None: for ever)."""
        deadline = None if timeout is None else time.monotonic() + timeout
        while (value := self._parser.gets()) is NOT_ENOUGH:
            remaining = None if deadline is None else deadline - time.monotonic()
            if remaining is not None and remaining <= 0:
                return NOT_ENOUGH
            try:
                self._socket.settimeout(remaining)
                data = self._socket.recv(CHUNK)
            except TimeoutError:
                return NOT_ENOUGH
            except OSError as error:
                raise ConnectionLost(f"lost {self._url}: {_reason(error)}") from error
            if not data:
                raise ConnectionLost(f"{self._url} closed the connection")
            self._parser.feed(data)
        self._used = time.monotonic()
        return value

    @property
    def stale(self) -> bool:
        """Idle for a while and, as far as this side can see, hung up on."""
        if time.monotonic() - self._used < IDLE_CHECK:
            return False
        return bool(select.select([self._socket], [], [], 0)[0])

    def interrupt(self) -> None:
        """Make the thread that waits here raise ConnectionLost at once; called from another one."""
        try:
            self._socket.shutdown(socket.SHUT_RDWR)
        except OSError:
            return  # it is gone already, which is what was wanted

    def close(self) -> None:
        self._socket.close()


def _reason(error: OSError) -> str:
    return error.strerror or str(error) or type(error).__name__


class Pool:
    """As many links as threads call at the same time; idle ones are used again."""

    def __init__(self, url: Url, name: str, network_timeout: float) -> None:
        self._url = url
        self._name = name
        self._network_timeout = network_timeout
        self._lock = threading.Lock()
        self._start()

    def _start(self) -> None:
        self._pid = os.getpid()
        self._idle: list[Link] = []
        self._busy: set[Link] = set()
        self._closed = False

    def run(self, exchange: Exchange[T]) -> T:
        """Run on an idle link, or a new one. A link that fails is not used again."""
        link = self._take()
        try:
            result = link.run(exchange)
        except ConnectionLost:
            self._drop(link)
            raise
        except Exception:
            self._give_back(link)
            raise
        except BaseException:  # interrupted in mid-reply: what comes next is unknown
            self._drop(link)
            raise
        self._give_back(link)
        return result

    def _take(self) -> Link:
        with self._lock:
            if self._pid != os.getpid():  # forked: the parent's sockets are not ours
                self._start()
            if self._closed:
                raise ConnectionLost(f"the handle of {self._url} was closed")
            while self._idle:
                link = self._idle.pop()
                if not link.stale:
                    self._busy.add(link)
                    return link
                link.close()
        link = Link(self._url, self._name, self._network_timeout)
        with self._lock:
            self._busy.add(link)
        return link

    def _give_back(self, link: Link) -> None:
        with self._lock:
            self._busy.discard(link)
            if not self._closed:
                self._idle.append(link)
                return
        link.close()

    def _drop(self, link: Link) -> None:
        with self._lock:
            self._busy.discard(link)
        link.close()

    def close(self) -> None:
        """Close all links; a thread that waits on one raises ConnectionLost."""
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
            for link in self._busy:
                link.interrupt()
        for link in idle:
            link.close()
