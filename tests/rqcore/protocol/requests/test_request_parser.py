# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rqcore.errors import ProtocolError, TooBig
from rqcore.protocol.requests.request_parser import MAX_INLINE, RequestParser
from rqcore.protocol.resp import command

PUT = [b"RQ.PUT", b"jobs", b"a\r\nb"]


def parser(**limits: int) -> RequestParser:
    return RequestParser(**{"max_payload": 1000, **limits})


def test_array_of_bulk_strings_is_a_request():
    assert parser().feed(command(PUT)) == [PUT]


def test_words_on_a_line_are_a_request():
    assert parser().feed(b"RQ.PUT  jobs hello\r\nPING\n") == [[b"RQ.PUT", b"jobs", b"hello"], [b"PING"]]


def test_empty_lines_and_empty_arrays_are_ignored():
    assert parser().feed(b"\r\n*0\r\n  \r\nPING\r\n") == [[b"PING"]]


def test_argument_may_be_empty():
    assert parser().feed(b"*2\r\n$4\r\nECHO\r\n$0\r\n\r\n") == [[b"ECHO", b""]]


def test_pipelined_requests_are_returned_in_order():
    assert parser().feed(command(PUT) + b"PING\r\n" + command(["RQ.LIST"])) == [PUT, [b"PING"], [b"RQ.LIST"]]


def test_requests_may_be_split_at_any_byte():
    data = command(PUT) + b"PING\r\n" + command(["ECHO", ""])
    for cut in range(len(data) + 1):
        reader = parser()
        assert reader.feed(data[:cut]) + reader.feed(data[cut:]) == [PUT, [b"PING"], [b"ECHO", b""]]


def test_requests_may_arrive_byte_by_byte():
    reader = parser()
    requests = [request for byte in command(PUT) * 2 for request in reader.feed(bytes([byte]))]
    assert requests == [PUT, PUT]
    assert reader.held == 0


@given(st.lists(st.lists(st.binary(max_size=20), min_size=1, max_size=5), max_size=5), st.integers(1, 40))
def test_encoded_requests_are_parsed(requests, step):
    data = b"".join(map(command, requests))
    reader = parser()
    read = [
        request for start in range(0, len(data), step) for request in reader.feed(data[start : start + step])
    ]
    assert (read, reader.error, reader.held) == (requests, None, 0)


@pytest.mark.parametrize(
    "data",
    [
        b"*x\r\n",
        b"*-1\r\n",
        b"*\r\n",
        b"*1\r\n:1\r\n",
        b"*1\r\nPING\r\n",
        b"*1\r\n$-1\r\n",
        b"*1\r\n$x\r\n",
        b"*1\r\n$\r\n",
        b"*1\r\n\r\n",
        b"*1\r\n$4\r\nPINGS\r\n",
        b"*1\r\n" + b"$" * 40,
        b"*99999999999999999999\r\n",
        b"x" * (MAX_INLINE + 1),
    ],
    ids=lambda data: repr(data[:30]),
)
def test_bytes_that_violate_the_protocol_are_refused(data):
    reader = parser()
    assert reader.feed(data) == []
    assert isinstance(reader.error, ProtocolError)


def test_requests_before_an_invalid_one_are_returned_but_none_after_it():
    reader = parser()
    assert reader.feed(b"PING\r\n" + command(PUT) + b"*x\r\nPING\r\n") == [[b"PING"], PUT]
    assert isinstance(reader.error, ProtocolError)
    assert reader.feed(b"PING\r\n") == []


@pytest.mark.parametrize(
    "data", [b"*1\r\n$1001\r\n", b"*2\r\n$600\r\n" + b"x" * 600 + b"\r\n$401\r\n", b"*11\r\n"]
)
def test_length_above_the_limit_is_refused_before_its_bytes_arrive(data):
    reader = parser(max_arguments=10)
    assert reader.feed(data) == []
    assert isinstance(reader.error, TooBig)


def test_request_of_the_maximum_size_is_accepted():
    request = [b"x" * 990, b"y" * 10]
    assert parser().feed(command(request)) == [request]


def test_incomplete_request_is_counted():
    reader = parser()
    assert reader.feed(b"*2\r\n$4\r\nECHO\r\n$100\r\nabc") == []
    assert reader.held >= len("ECHOabc")


def test_large_argument_is_copied_only_once_when_it_is_complete():
    size, reader = 8 << 20, parser(max_payload=16 << 20)
    data = command(["ECHO", b"x" * size])
    tracemalloc.start()
    try:
        for start in range(0, len(data) - 1, 1 << 18):
            reader.feed(data[start : min(start + (1 << 18), len(data) - 1)])
        tracemalloc.reset_peak()
        before = tracemalloc.get_traced_memory()[0]
        ((_, argument),) = reader.feed(data[-1:])
        most = tracemalloc.get_traced_memory()[1] - before
    finally:
        tracemalloc.stop()
    assert len(argument) == size
    assert most < 1.5 * size
