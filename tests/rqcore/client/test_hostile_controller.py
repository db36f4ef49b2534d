# SPDX-License-Identifier: GPL-3.0-or-later
"""A controller, or anyone on a plain link, that lies about the spool learns nothing and stops no client."""

from __future__ import annotations

import asyncio
import os
import socket
import threading
import time
from contextlib import suppress

import pytest

import rqcore
from rqcore.aio import connect as aio_connect
from rqcore.client import async_pool, exchanges, pool
from rqcore.errors import ProtocolError, RqError
from rqcore.protocol.requests.request_parser import RequestParser

SECRET = b"root:$6$secret-of-another-program"
HELLO = b"%1\r\n+id\r\n:1\r\n"


class Impostor:
    """A server that answers RQ.SPOOL with any map, and keeps all that it receives."""

    def __init__(self, **spool):
        self.spool = spool
        self.received = b""
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"rq://127.0.0.1:{self._listener.getsockname()[1]}"
        self._threads = []
        self._start(self._accept)

    def _start(self, function, *args):
        self._threads.append(threading.Thread(target=function, args=args, daemon=True))
        self._threads[-1].start()

    def _accept(self):
        with suppress(OSError):
            while True:
                wire, _ = self._listener.accept()
                self._start(self._serve, wire)

    def _serve(self, wire):
        parser = RequestParser(1 << 30)
        with wire, suppress(OSError):
            while data := wire.recv(65536):
                self.received += data
                for name, *_ in parser.feed(data):
                    wire.sendall(self._answer(name))

    def _answer(self, name):
        if name == b"HELLO":
            return HELLO
        if name == b"RQ.SPOOL":
            words = [_encode(each) for pair in self.spool.items() for each in pair]
            return b"%%%d\r\n%b" % (len(self.spool), b"".join(words))
        if name == b"RQ.GET":
            return b"*3\r\n$3\r\nraw\r\n$5\r\nhello\r\n:0\r\n"
        return b"+PONG\r\n"

    def close(self):
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for thread in self._threads:
            thread.join(20)


def _encode(value):
    return b":%d\r\n" % value if isinstance(value, int) else b"$%d\r\n%b\r\n" % (len(value), value.encode())


def attack(url):
    """Connect, and take an item, as any program does."""
    with rqcore.connect(url, network_timeout=1) as controller:
        spool = controller.shared_spool
        return controller.run(exchanges.get("jobs", True, None, True, spool, False))


@pytest.fixture
def directory(tmp_path):
    """A directory of this user that looks like a spool, with a file of another program."""
    directory = tmp_path / "spool-abcdefgh"
    directory.mkdir(mode=0o700)
    for name in ("token", "secret"):
        (directory / name).write_bytes(SECRET)
        (directory / name).chmod(0o600)
    return directory


@pytest.fixture
def impostor():
    made = []

    def make(directory, token):
        made.append(Impostor(directory=str(directory), token=token, above=1000))
        return made[-1]

    yield make
    for each in made:
        each.close()


@pytest.mark.parametrize("token", ["token", "secret"])
def test_controller_reads_no_file_of_a_client(impostor, directory, token):
    server = impostor(directory, token)
    with suppress(RqError):
        attack(server.url)
    assert b"RQ.SPOOL" in server.received
    assert SECRET not in server.received


@pytest.mark.parametrize("client", ["blocking", "asyncio"])
def test_pipe_in_place_of_a_file_stops_no_client(impostor, directory, client):
    # Given
    for name in ("token", "secret"):
        (directory / name).unlink()
        os.mkfifo(directory / name, 0o600)
    server = impostor(directory, "token")
    started = time.monotonic()

    # When
    async def connect():
        with suppress(RqError):
            async with aio_connect(server.url, network_timeout=1) as controller:
                await controller.ping()

    with suppress(RqError):
        attack(server.url) if client == "blocking" else asyncio.run(connect())

    # Then
    assert time.monotonic() - started < 10


@pytest.mark.parametrize("client", ["blocking", "asyncio"])
def test_filesystem_that_does_not_answer_stops_no_client(impostor, directory, client, monkeypatch):
    # Given
    answer = threading.Event()
    for module in (pool, async_pool):
        monkeypatch.setattr(module, "open_shared_spool", lambda *_: answer.wait(20) and None)
    server = impostor(directory, "token")
    server.spool["proof"] = "0"

    # When
    async def connect():
        async with aio_connect(server.url, network_timeout=0.2) as controller:
            return controller.shared_spool

    if client == "asyncio":
        spool = asyncio.run(connect())
    else:
        with rqcore.connect(server.url, network_timeout=0.2) as controller:
            spool = controller.shared_spool

    # Then
    assert spool is None
    answer.set()


@pytest.mark.parametrize(
    "spool",
    [
        {"directory": "/tmp/spool-abcdefgh", "above": "x", "proof": "0"},
        {"directory": 1, "above": 1, "proof": "0"},
        {"directory": "/tmp", "above": 1},
        {},
    ],
)
def test_malformed_spool_is_a_protocol_error(impostor, directory, spool):
    server = impostor(directory, "token")
    server.spool = spool
    with pytest.raises(ProtocolError, match="does not fit the request"):
        attack(server.url)
