# SPDX-License-Identifier: GPL-3.0-or-later
"""Failures of connections are explained: what is wrong, and what to do."""

from __future__ import annotations

import asyncio
import errno
import os
import socket
import ssl
import struct
import threading

import pytest

import rqcore
from rqcore import aio
from rqcore.errors import BadUrl, ConnectionLost, RqError
from rqcore.protocol.resp import PythonParser
from rqcore.transport.failure_reasons import (
    REFUSED,
    closing_hint,
    error_reason,
    opening_reason,
    parsing_message,
)
from rqcore.url import Url


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        (errno.ECONNREFUSED, "connection refused; start the server there, or correct the URL"),
        (errno.ETIMEDOUT, "it did not answer in time; check the address, the network and firewalls"),
        (errno.EHOSTUNREACH, "no route leads to this host; check the address and the network"),
        (errno.ENETUNREACH, "the network cannot be reached; check the network of this machine"),
        (errno.ECONNRESET, "the server or the network ended the connection"),
        (errno.EISDIR, "this is a folder; write the path of a file"),
    ],
)
def test_failure_of_the_system_is_explained(number, reason):
    assert error_reason(OSError(number, os.strerror(number))) == reason


def test_failures_of_several_addresses_are_explained_once():
    refused = (
        "[Errno 111] Connect call failed ('::1', 7654), [Errno 111] Connect call failed ('127.0.0.1', 7654)"
    )
    assert error_reason(OSError(f"Multiple exceptions: {refused}")).startswith("connection refused; start")


def test_unknown_failure_keeps_the_text_of_the_system():
    assert error_reason(OSError(errno.EMFILE, "Too many open files")) == "Too many open files"


@pytest.mark.parametrize("name", ["NO_SUCH_NAME", "UNEXPECTED_EOF_WHILE_READING", None])
def test_no_reason_of_tls_shows_openssl_itself(name):
    error = ssl.SSLError(1, "[SSL: X] words (_ssl.c:997)")
    error.reason = name
    assert "_ssl.c" not in error_reason(error) and "[" not in error_reason(error)


@pytest.mark.parametrize("data", [b"HTTP/1.1 400 Bad\r\n\r\n", b"SSH-2.0-x\r\n"])
def test_other_protocol_is_named_by_each_parser(data):
    messages = set()
    for parser in (PythonParser(), rqcore.protocol.resp.reply_parser()):
        parser.feed(data)
        with pytest.raises(RqError) as caught:
            parser.gets()
        messages.add(parsing_message("rq://a:1", caught.value))
    (message,) = messages
    assert message.startswith("rq://a:1 speaks HTTP" if data[:1] == b"H" else "rq://a:1 does not speak RESP")


@pytest.mark.parametrize("host", ["a..b", "a" * 70, "a b", " a", "ü" * 70, ".a"])
def test_impossible_host_name_is_refused(host):
    with pytest.raises(BadUrl, match="has no valid host name; correct the part"):
        Url.parse(f"rq://{host}")


@pytest.mark.parametrize("host", ["a", "a.b.", "täst.example", "[fe80::1%25eth0]", "under_score", "10.0.0.7"])
def test_possible_host_name_is_accepted(host):
    assert Url.parse(f"rq://{host}").host


@pytest.fixture
def resetting_port():
    """The port of a server that resets each connection after the first bytes, as servers with TLS do."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve():
        while True:
            try:
                accepted, _ = listener.accept()
            except OSError:
                return
            accepted.recv(1)
            accepted.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            accepted.close()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield listener.getsockname()[1]
    listener.shutdown(socket.SHUT_RDWR)
    listener.close()
    thread.join(10)


async def enter(url):
    async with aio.connect(url):
        pass


@pytest.mark.parametrize(
    "connect", [rqcore.connect, lambda url: asyncio.run(enter(url))], ids=["blocking", "aio"]
)
def test_reset_of_the_first_request_names_tls(resetting_port, connect):
    with pytest.raises(ConnectionLost, match=r"closed the connection; if it uses TLS, add an s to the URL"):
        connect(f"rq://127.0.0.1:{resetting_port}")


@pytest.mark.parametrize("tls", [False, True])
def test_server_that_has_answered_before_is_said_to_refuse(tls):
    assert closing_hint(tls, has_certificate=False, has_answered=True) == REFUSED
    assert opening_reason(ConnectionResetError(), tls, has_answered=True) == REFUSED
    assert opening_reason(ConnectionRefusedError(errno.ECONNREFUSED, ""), tls, has_answered=True) == (
        "connection refused; start the server there, or correct the URL"
    )
