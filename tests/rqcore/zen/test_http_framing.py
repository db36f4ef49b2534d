# SPDX-License-Identifier: GPL-3.0-or-later
"""What frames a request in HTTP is bounded in work and in bytes, and has one meaning."""

from __future__ import annotations

import pytest

from rqcore.controller.handlers.dispatcher import Controller
from rqcore.errors import TooBig, ZenRequestError
from rqcore.protocol.requests.foreign_protocols import may_be_web_page
from rqcore.server.base_session import SLICE
from rqcore.zen.http_framing import MAX_FIELDS, MAX_FRAMING, MAX_HEADER, STEPS, HttpFraming
from rqcore.zen.zen_protocol import LINES, LineFraming
from rqcore.zen.zen_session import ZenSession

HEAD = b"POST /push/ HTTP/1.1\r\nHost: localhost\r\n"
CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
CHUNK = b"1\r\n1\r\n"


def feed_all(framing, data):
    """Return the requests in the data, as a session gets them."""
    requests = framing.feed(data)
    while framing.has_more:
        requests += framing.feed(b"")
    return requests


def test_one_feed_reads_a_bounded_number_of_chunks():
    http = HttpFraming(1 << 22)
    assert http.feed(CHUNKED + CHUNK * 5000) == []
    assert http.held == 5000 * len(CHUNK) - (len(CHUNK) - 1) * (STEPS - 3)
    assert http.has_more
    feed_all(http, b"")
    assert http.held == 5000


def test_chunks_that_take_several_feeds_are_one_body():
    (request,) = feed_all(HttpFraming(1 << 22), CHUNKED + CHUNK * 5000 + b"0\r\nSum: 1\r\n\r\n")
    assert request.body == b"1" * 5000


def test_one_turn_reads_a_bounded_number_of_chunks():
    """Given much input in tiny chunks, when the session has its turns, each reads a few slices."""
    controller = Controller()
    session = ZenSession("jobs", HttpFraming, controller, controller.connect("10.0.0.1:1", 0))
    session.receive(CHUNKED + CHUNK * 100_000, 0)
    framing, turns = session._framing, 0
    while session.is_stalled:
        before = len(framing._chunks.body)
        controller.state.work = 0
        session.resume(0)
        assert len(framing._chunks.body) - before <= 5 * STEPS
        turns += 1
    assert len(framing._chunks.body) == 100_000
    assert turns > 50


def test_missing_rest_of_a_body_or_chunk_is_wanted():
    http = HttpFraming(1 << 22)
    assert http.wanted == 0
    http.feed(HEAD)
    assert http.wanted == 0
    http.feed(b"Content-Length: 100000\r\n\r\n[")
    assert http.wanted == 99_999
    http.feed(b" " * 99_999 + CHUNKED)
    assert http.wanted == 0
    http.feed(b"FF\r\nabc")
    assert http.wanted == 0xFF + 2 - 3


@pytest.mark.parametrize(
    "data",
    [
        CHUNKED + CHUNK * (MAX_FRAMING // 4),
        CHUNKED + (b"1;" + b"x" * 4000 + b"\r\n1\r\n") * 300,
        CHUNKED + b"0\r\n" + b"a:\r\n" * MAX_HEADER,
        HEAD + b"a: " + b"x" * MAX_HEADER + b"\r\n\r\n",
        HEAD + b"x" * 2 * MAX_HEADER,
    ],
    ids=["tiny chunks", "extensions", "trailers", "long head", "head without an end"],
)
def test_framing_without_an_end_is_refused(data):
    http = HttpFraming(1 << 22)
    for start in range(0, len(data), SLICE):
        assert feed_all(http, data[start : start + SLICE]) == []
        if http.error:
            break
        assert http.held <= MAX_FRAMING
    assert isinstance(http.error, TooBig)


@pytest.mark.parametrize(
    "fields",
    [
        b"Content-Length: 2\r\nContent-Length: 3",
        b"Content-Length: +2",
        b"Content-Length: 2\r\nContent-Length: 2",
        b"Host: evil.com",
        b"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity",
        b" Origin: http://evil.com",
        b"Origin : http://evil.com",
        b"X: y\nOrigin: http://evil.com",
        b"X: y\rOrigin: http://evil.com",
        b"nothing",
        b": nothing",
        b"a:\r\n" * MAX_FIELDS + b"b:",
    ],
)
def test_head_that_can_be_understood_in_two_ways_is_refused(fields):
    http = HttpFraming(1000)
    assert http.feed(HEAD + fields + b"\r\n\r\n[]") == []
    assert isinstance(http.error, ZenRequestError)


def test_refused_head_is_answered_with_400():
    controller = Controller()
    session = ZenSession("jobs", HttpFraming, controller, controller.connect("10.0.0.1:1", 0))
    assert session.receive(HEAD + b"Host: b\r\n\r\n", 0).startswith(b"HTTP/1.1 400 ")
    assert session.client.is_leaving


@pytest.mark.parametrize(
    "host",
    [
        "[::1].evil.com",
        "[::1]evil:80",
        "[evil]",
        "[::1",
        "localhost:80.evil.com",
        "localhost:x",
        "127.0.0.1:80:evil.com",
        "::1",
        "127.0.0.1.evil.com",
    ],
)
def test_wrong_host_may_be_of_a_web_page(host):
    assert may_be_web_page({"host": host})


@pytest.mark.parametrize("host", ["[::1]", "[::1]:80", "localhost", "localhost:80", "127.0.0.1:", "box.", ""])
def test_local_host_is_not_of_a_web_page(host):
    assert not may_be_web_page({"host": host})


def test_one_feed_returns_a_bounded_number_of_lines():
    framing = LineFraming(1 << 22)
    assert len(framing.feed(b"[]\n" * 2000 + b"[")) == LINES
    assert framing.has_more
    assert len(feed_all(framing, b"]\n")) == 2001 - LINES
    assert (framing.held, framing.has_more) == (0, False)


def test_lines_of_a_client_that_waits_are_read_in_slices():
    """Given a blocked call with 8 MiB of empty lines behind it, when it ends, then no turn reads them all."""
    controller = Controller()
    session = ZenSession("jobs", LineFraming, controller, controller.connect("10.0.0.1:1", 0))
    session.receive(b'["pull"]\r\n', 0)
    for _ in range(32):
        session.receive(b"\n" * (1 << 18), 0)
    controller.state.time_out(session.client.call, 0)
    session.deliver(controller.outgoing.popleft()[1], 0)
    assert session.is_stalled
    assert len(session._unparsed) > 7 << 20
