# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rqcore.errors import ProtocolError
from rqdebug.targets.redis.monitor_parser import MonitorLine, parse_line

SHORT = {ord(b"\n"): b"\\n", ord(b"\r"): b"\\r", ord(b"\t"): b"\\t", 7: b"\\a", 8: b"\\b"}


def quoted(argument):
    """Quote an argument as ``sdscatrepr`` of Redis does."""
    written = b""
    for byte in argument:
        if byte in b'\\"':
            written += b"\\" + bytes([byte])
        elif byte in SHORT:
            written += SHORT[byte]
        else:
            written += bytes([byte]) if 32 <= byte < 127 else b"\\x%02x" % byte
    return b'"' + written + b'"'


@given(st.lists(st.binary(), min_size=1), st.sampled_from(["127.0.0.1:1", "[::1]:80", "unix:/a b", "lua"]))
def test_any_arguments_survive_the_quoting_of_redis(arguments, client):
    line = b"1339518083.107412 [0 %b] %b" % (client.encode(), b" ".join(map(quoted, arguments)))
    assert parse_line(line) == MonitorLine(1339518083107412000, client, arguments)


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"OK",
        b'1.2 [0 x] "PING"',
        b"1339518083.107412 [0 x] PING",
        b'1339518083.107412 [zero x] "PING"',
        b'1339518083.107412 "PING"',
        b'1339518083.107412 [0 x] "PING" more',
        b"\xff",
    ],
)
def test_line_in_another_format_is_refused(line):
    with pytest.raises(ProtocolError, match="MONITOR"):
        parse_line(line)


def test_error_shows_only_the_beginning_of_a_long_line():
    with pytest.raises(ProtocolError) as error:
        parse_line(b"x" * 10_000)
    assert len(str(error.value)) < 200


def test_time_keeps_its_microseconds():
    first = parse_line(b'0.000001 [0 a] "PING"')
    last = parse_line(b'9223372036.854775 [15 a] "PING"')
    assert (first.time_ns, last.time_ns) == (1000, 9_223_372_036_854_775_000)


@pytest.mark.parametrize("time", [b"9223372036.854776", b"133951808300.107412"])
def test_time_that_events_cannot_hold_is_refused(time):
    with pytest.raises(ProtocolError, match="which is not a command"):
        parse_line(time + b' [0 a] "PING"')


def test_client_that_is_not_utf8_is_shown():
    assert parse_line(b'1.000000 [0 unix:/\xff] "PING"').client == "unix:/�"


@pytest.mark.parametrize("reply", [7, None, [b"a"], {}, 1.5, True])
def test_reply_of_another_type_is_refused(reply):
    with pytest.raises(ProtocolError, match="which is not a command"):
        parse_line(reply)
