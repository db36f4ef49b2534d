# SPDX-License-Identifier: GPL-3.0-or-later
"""Inline commands are split as Redis splits them."""

from __future__ import annotations

import socket
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rqcore.errors import ProtocolError
from rqcore.protocol.requests.inline_command import split_line
from rqcore.protocol.requests.request_parser import RequestParser


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (b'RQ.PUT inl "hello world"', [b"RQ.PUT", b"inl", b"hello world"]),
        (b"ECHO 'a b'", [b"ECHO", b"a b"]),
        (b'ECHO ""', [b"ECHO", b""]),
        (b'ECHO a"b c"', [b"ECHO", b"ab c"]),
        (rb'ECHO "\x41\n\r\t\b\a\q\"\\"', [b"ECHO", b'A\n\r\t\b\aq"\\']),
        (rb'ECHO "\xZZ"', [b"ECHO", b"xZZ"]),
        (rb"ECHO 'a\'b\n'", [b"ECHO", rb"a'b\n"]),
        (rb"ECHO a\ b", [b"ECHO", b"a\\", b"b"]),
        (b"  \t ", []),
    ],
)
def test_line_is_split_into_words(line, words):
    assert split_line(line) == words


@pytest.mark.parametrize(
    "line", [b'ECHO "a', b'ECHO "a"b', b"ECHO 'a", b'ECHO a"b', rb'ECHO "\"', rb"ECHO 'a\'"]
)
def test_unbalanced_quotes_are_an_error(line):
    with pytest.raises(ProtocolError, match="unbalanced quotes in request"):
        split_line(line)


def test_commands_before_an_unbalanced_quote_are_executed():
    reader = RequestParser(1000)
    assert reader.feed(b'PING\r\nECHO "a\r\nPING\r\n') == [[b"PING"]]
    assert isinstance(reader.error, ProtocolError)


def test_long_line_of_escapes_without_an_end_is_refused_in_linear_time():
    with pytest.raises(ProtocolError):
        split_line(b'ECHO "' + rb"\x41\'" * 10_000)


PARTS = st.lists(st.sampled_from([b'"', b"'", b"\\", b" ", b"a", b"x41", b"n", b"\t", b"\xff"]), max_size=12)


@given(PARTS)
def test_any_line_is_split_as_by_redis(redis_wire: Any, parts: list[bytes]):
    line = b"ECHO x" + b"".join(parts)
    try:
        words = split_line(line)
    except ProtocolError:
        expected = b"-ERR Protocol error: unbalanced quotes in request\r\n"
    else:
        if len(words) == 2:
            expected = b"$%d\r\n%b\r\n" % (len(words[1]), words[1])
        else:
            expected = b"-ERR wrong number of arguments for 'echo' command\r\n"
    assert redis_wire(line) == expected


@pytest.fixture(scope="module")
def redis_wire(redis_server):
    """Send a line to a real Redis, and return its reply."""

    if "valkey" in redis_server._command[0]:
        pytest.skip("Valkey splits lines in another way")

    def send(line: bytes) -> bytes:
        with socket.create_connection(("127.0.0.1", redis_server.port), 20) as wire:
            wire.sendall(line + b"\r\n")
            return wire.recv(1000)

    return send
