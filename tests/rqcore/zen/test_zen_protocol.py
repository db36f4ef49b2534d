# SPDX-License-Identifier: GPL-3.0-or-later
"""ZenQueue's protocol as bytes, split in any way."""

from __future__ import annotations

import json
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rqcore.errors import TooBig, ZenActionError, ZenError, ZenRequestError, ZenTimeout, ZenUnknownError
from rqcore.zen.http_framing import HttpFraming
from rqcore.zen.zen_protocol import LineFraming, failure, read_line, read_reply, success
from rqcore.zen.zen_session import encode_each

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)


def pieces(data, cuts):
    edges = [0, *sorted(cut % (len(data) + 1) for cut in cuts), len(data)]
    return [data[start:end] for start, end in pairwise(edges)]


@given(st.lists(st.lists(JSON, max_size=3), max_size=5), st.lists(st.integers(0, 10**6), max_size=9))
def test_lines_are_decoded_for_any_split(calls, cuts):
    data = b"\r\n".join(json.dumps(["push", args]).encode() + b"\r\n" for args in calls)
    lines = LineFraming(1 << 20)
    found = [lines.read(line) for piece in pieces(data, cuts) for line in lines.feed(piece)]
    assert [request.args for request in found] == calls
    assert lines.held == 0


@given(st.lists(st.lists(JSON, max_size=3), max_size=5), st.lists(st.integers(0, 10**6), max_size=9))
def test_http_requests_are_decoded_for_any_split(calls, cuts):
    data = b""
    for args in calls:
        body = json.dumps([args]).encode()
        data += b"POST /push/ HTTP/1.1\r\nHost: x\r\ncontent-LENGTH: %d\r\n\r\n%b" % (len(body), body)
    http = HttpFraming(1 << 20)
    found = [http.read(request) for piece in pieces(data, cuts) for request in http.feed(piece)]
    assert [(request.action, request.args) for request in found] == [("push", args) for args in calls]


@given(st.lists(JSON, max_size=9))
def test_many_values_are_encoded_like_single_values(values):
    assert [json.loads(payload) for payload in encode_each(tuple(values))] == values


@pytest.mark.parametrize(
    "line", [b"{", b"1", b"[]", b'["pull", 1]', b'["pull", [], []]', b'["a", [], {}, 1]', b"[1]"]
)
def test_line_that_is_not_a_request_is_refused(line):
    with pytest.raises(ZenRequestError):
        read_line(line)


def test_arguments_are_optional():
    assert read_line(b'["pull"]')[:3] == ("pull", [], {})
    assert read_line(b'["pull", [], {"timeout": 1}]').options == {"timeout": 1}


@pytest.mark.parametrize("form", [LineFraming, HttpFraming])
def test_endless_request_is_refused(form):
    endless = form(100_000)
    for _ in range(200):
        assert endless.feed(b"x" * 1000) == []
    assert isinstance(endless.error, TooBig)
    assert endless.held == 0


ERRORS = [(ZenTimeout("late"), "timeout"), (ZenRequestError("what"), "request"), (ValueError("n"), "action")]


@pytest.mark.parametrize(("error", "status"), ERRORS)
def test_error_is_encoded_and_raised_again(error, status):
    reply = failure(error)
    assert json.loads(reply)[0] == f"error:{status}"
    with pytest.raises(type(error) if status != "action" else ZenActionError):
        read_reply(reply)


def test_value_is_encoded_and_decoded():
    assert read_reply(success(b'{"a":[1]}')) == {"a": [1]}


@pytest.mark.parametrize("reply", [b'["error:new", 1]', b"[1]", b'{"a": 1}'])
def test_unknown_reply_is_an_error(reply):
    with pytest.raises(ZenUnknownError):
        read_reply(reply)


def chunked(body, sizes, extension=b"", trailer=b""):
    """Encode a body in chunks of these sizes, and the rest as the last one."""
    data = b""
    for size in [*sizes, len(body)]:
        chunk, body = body[:size], body[size:]
        if chunk:
            data += b"%X%b\r\n%b\r\n" % (len(chunk), extension, chunk)
    return data + b"0\r\n" + trailer + b"\r\n"


CHUNKED_HEAD = b"POST /push/ HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"


@given(
    st.lists(st.lists(JSON, max_size=3), max_size=4),
    st.lists(st.integers(1, 9), max_size=5),
    st.lists(st.integers(0, 10**6), max_size=9),
)
def test_chunked_requests_are_decoded_for_any_split(calls, sizes, cuts):
    data = b""
    for number, args in enumerate(calls):
        trailer, extension = (b"", b"") if number % 2 else (b"Sum: 1\r\n", b";a=b")
        data += CHUNKED_HEAD + chunked(json.dumps([args]).encode(), sizes, extension, trailer)
    http = HttpFraming(1 << 20)
    found = [http.read(request) for piece in pieces(data, cuts) for request in http.feed(piece)]
    assert [request.args for request in found] == calls
    assert (http.error, http.held) == (None, 0)


@pytest.mark.parametrize(
    "body", [b"x\r\n", b"-1\r\n", b"\r\n", b"1" * 16 + b"\r\n", b"3\r\nabcdef", b"9" * 5000, b"3_0\r\n"]
)
def test_wrong_chunk_is_refused(body):
    http = HttpFraming(1 << 20)
    assert http.feed(CHUNKED_HEAD + body) == []
    assert isinstance(http.error, (ZenRequestError, TooBig))


def test_chunks_are_bounded_like_any_body():
    http = HttpFraming(1000)
    assert http.feed(CHUNKED_HEAD + b"3E8\r\n" + b"x" * 1000 + b"\r\n") == []
    assert http.held == 1000
    assert http.feed(b"1\r\n") == []
    assert isinstance(http.error, TooBig)


@pytest.mark.parametrize("more", [b"Content-Length: 2\r\n", b""])
def test_ambiguous_body_is_refused(more):
    http = HttpFraming(1000)
    coding = b"chunked" if more else b"gzip, chunked"
    assert http.feed(b"POST /push/ HTTP/1.1\r\n%bTransfer-Encoding: %b\r\n\r\n[]" % (more, coding)) == []
    assert isinstance(http.error, ZenRequestError)


def request(text):
    http = HttpFraming(1000)
    (found,) = http.feed(text.replace("\n", "\r\n").encode())
    return http.read(found)


@pytest.mark.parametrize("host", ["127.0.0.1:3080", "localhost", "[::1]:3080", "board-1:3080"])
@pytest.mark.parametrize("action", ["pull", "pull_many"])
def test_get_pulls(action, host):
    assert request(f"GET /{action}/ HTTP/1.1\nHost: {host}\n\n")[:3] == (action, [], {})
    assert request(f"GET /{action}/?x=1 HTTP/1.1\nHost: {host}\nContent-Length: 5\n\n[[0]]").args == [0]


@pytest.mark.parametrize(
    "head",
    [
        "GET /push/ HTTP/1.1\nHost: localhost",
        "GET / HTTP/1.1\nHost: localhost",
        "PUT /pull/ HTTP/1.1\nHost: localhost",
        "GET /pull/ HTTP/1.1\nHost: evil.example:3080",
        "GET /pull/ HTTP/1.1\nHost: localhost\nSec-Fetch-Site: cross-site",
        "GET /pull/ HTTP/1.1\nHost: localhost\nOrigin: http://evil.example",
        "GET",
    ],
)
def test_web_pages_take_no_item(head):
    with pytest.raises(ZenRequestError):
        request(f"{head}\n\n")


@pytest.mark.parametrize(
    ("version", "connection", "keeps"),
    [
        ("1.1", "", True),
        ("1.1", "Close", False),
        ("1.1", "upgrade, close", False),
        ("1.0", "", False),
        ("1.0", "Keep-Alive", True),
    ],
)
def test_connection_is_kept_as_the_request_says(version, connection, keeps):
    head = f"POST /pull/ HTTP/{version}\nConnection: {connection}\n\n"
    assert request(head).keep_alive is keeps


def test_error_of_a_hostile_server_cannot_control_a_terminal():
    with pytest.raises(ZenError) as caught:
        read_reply(b'["\\u001b[2J", "a\\u0007b\\nc"]\n')
    assert str(caught.value) == r"\x1b[2J: a\x07b\nc"


@pytest.mark.parametrize("sign", ["", "-"])
def test_integers_of_requests_have_at_most_400_digits(sign):
    line = '["push", [%s%s]]'
    assert read_line((line % (sign, "9" * 400)).encode()).args == [int(sign + "9" * 400)]
    with pytest.raises(ZenRequestError, match="more than 400 digits; send it as text"):
        read_line((line % (sign, "9" * 401)).encode())


def test_long_numbers_in_text_are_no_integers():
    assert read_line(b'["push", ["%b"]]' % (b"9" * 5000)).args == ["9" * 5000]
