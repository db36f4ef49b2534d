# SPDX-License-Identifier: MIT
"""One blocking connection to a controller, and the small pool of them that a handle keeps."""

from __future__ import annotations

import os
import select
import socket
import struct
import threading
import time
from typing import TypeVar

from rqcore import flow
from rqcore.errors import CallerError, ConnectionLost, QueueState
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
        self._socket.setblocking(True)
        self._timeout: float | None = None
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, _timeval(network_timeout))
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
            self._socket.sendall(request)
        except OSError as error:
            raise ConnectionLost(f"lost {self._url}: {_reason(error)}") from error

    def receive(self, timeout: float | None) -> Value:
        """The next value, or NOT_ENOUGH when nothing came for ``timeout`` seconds (None: for ever)."""
        while (value := self._parser.gets()) is NOT_ENOUGH:
            data = self._receive_bytes(timeout)
            if data is None:
                return NOT_ENOUGH
            if not data:
                raise ConnectionLost(f"{self._url} closed the connection")
            self._parser.feed(data)
        self._used = time.monotonic()
        return value

    def _receive_bytes(self, timeout: float | None) -> bytes | None:
        """The kernel keeps the time: one system call, where Python's own timeouts take two."""
        try:
            if timeout == 0:
                return self._socket.recv(CHUNK, socket.MSG_DONTWAIT)
            if timeout != self._timeout:
                self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, _timeval(timeout))
                self._timeout = timeout
            return self._socket.recv(CHUNK)
        except BlockingIOError:
            return None
        except OSError as error:
            raise ConnectionLost(f"lost {self._url}: {_reason(error)}") from error

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


def _timeval(seconds: float | None) -> bytes:
    """The kernel's form of a timeout; 0 there means for ever."""
    if seconds is None:
        return struct.pack("ll", 0, 0)
    micros = max(int(seconds * 1_000_000), 1)
    return struct.pack("ll", *divmod(micros, 1_000_000))


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
        except (CallerError, QueueState):  # the reply was read whole
            self._give_back(link)
            raise
        except BaseException:  # what comes next on this link is unknown
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
