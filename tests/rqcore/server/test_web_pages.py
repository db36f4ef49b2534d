# SPDX-License-Identifier: GPL-3.0-or-later
"""What a web page in a browser on this machine can send to a controller commands nothing."""

from __future__ import annotations

import logging

import pytest

from rqcore.protocol.requests.request_parser import RequestParser
from rqcore.server.client_session import ClientSession
from rqcore.zen.http_framing import HttpFraming
from rqcore.zen.zen_protocol import LineFraming
from rqcore.zen.zen_session import ZenSession

BODY = b"RQ.PUT jobs x\r\nRQ.CREATE NAME evil\r\nRQ.CLOSE jobs\r\n"
ZEN_BODY = b'["push", ["x"]]\r\n'
REQUESTS = {
    "form": b"POST / HTTP/1.1\r\nHost: localhost:7654\r\nContent-Length: 52\r\n\r\n",
    "lower case": b"post / http/1.1\r\nhost: localhost\r\n\r\n",
    "other method": b"PUT /jobs HTTP/1.1\r\nAccept: */*\r\n\r\n",
    "navigation": b"GET /%0d%0a HTTP/1.0\r\n\r\n",
    "quote in the path": b'GET /" HTTP/1.1\r\n\r\n',
    "HTTP/2": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "header first": b"Host:localhost\r\n",
    "TLS": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03session\r\n",
    "STUN": b"\x00\x03\x00\x30\x21\x12\xa4\x42user\r\n",
}


@pytest.fixture(params=REQUESTS)
def attack(request):
    return REQUESTS[request.param]


@pytest.fixture(params=["in one piece", "byte by byte", "after a command"])
def pieces(request):
    """Split an attack in this way."""

    def split(data):
        if request.param == "in one piece":
            return [data]
        if request.param == "byte by byte":
            return [data[at : at + 1] for at in range(len(data))]
        return [b"RQ.SIZE jobs\r\n" + data]

    return split


def send(session, pieces, now_ns):
    """Send pieces as a connection does: it drops what comes after the end. Return the replies."""
    return b"".join(session.receive(piece, now_ns) for piece in pieces if not session.client.is_leaving)


@pytest.fixture
def queue(talk, a):
    a("HELLO 3")
    a("RQ.CREATE NAME jobs")


@pytest.mark.usefixtures("queue")
def test_web_page_commands_no_controller(talk, a, attack, pieces, caplog):
    session = ClientSession(talk.controller, talk.controller.connect("127.0.0.1:9", 0))
    # When
    with caplog.at_level(logging.WARNING):
        replies = send(session, pieces(attack + BODY), talk.now_ns)
    # Then
    assert replies == b""
    assert session.client.is_leaving
    assert [(stat[b"name"], stat[b"puts"]) for stat in a("RQ.LIST")] == [(b"jobs", 0)]
    assert b"foreign_clients:1\r\n" in a("INFO stats")
    assert len(caplog.records) == 1
    assert "another protocol" in caplog.text


@pytest.mark.usefixtures("queue")
def test_web_page_commands_no_line_listener_of_zenqueue(talk, a, attack, pieces, caplog):
    client = talk.controller.connect("127.0.0.1:9", 0)
    session = ZenSession("jobs", LineFraming, talk.controller, client)
    with caplog.at_level(logging.WARNING):
        replies = send(session, pieces(attack + ZEN_BODY), talk.now_ns)
    assert b"success" not in replies
    assert client.is_leaving
    assert [(stat[b"name"], stat[b"puts"]) for stat in a("RQ.LIST")] == [(b"jobs", 0)]
    assert b"foreign_clients:1\r\n" in a("INFO stats")
    assert len(caplog.records) == 1


PAGES = {
    "other site": "Host: localhost:3080\r\nOrigin: http://evil.example\r\n",
    "sandboxed frame": "Host: localhost:3080\r\nOrigin: null\r\n",
    "fetch metadata": "Host: localhost:3080\r\nSec-Fetch-Site: cross-site\r\n",
    "image": "Host: localhost:3080\r\nSec-Fetch-Mode: no-cors\r\nSec-Fetch-Dest: image\r\n",
    "image in an old browser, without a referrer": "Host: 10.0.0.7:3080\r\nUser-Agent: Mozilla/5.0 (X11)\r\n",
    "old browser": "Host: 127.0.0.1:3080\r\nReferer: http://evil.example/page\r\n",
    "rebound name": "Host: evil.example:3080\r\n",
    "rebound name with a final dot": "Host: evil.example.:3080\r\n",
    "name that only begins as an address": "Host: 127.0.0.1.evil.example:3080\r\n",
}


@pytest.mark.usefixtures("queue")
@pytest.mark.parametrize("fields", PAGES.values(), ids=list(PAGES))
@pytest.mark.parametrize("start", ["POST /push/", "GET /pull/"])
def test_web_page_commands_no_http_listener_of_zenqueue(talk, a, fields, start, caplog):
    # Given
    a("RQ.PUT jobs 1 CODEC json")
    client = talk.controller.connect("127.0.0.1:9", 0)
    session = ZenSession("jobs", HttpFraming, talk.controller, client)
    body = b'[["x"]]' if start == "POST /push/" else b"[]"
    head = f"{start} HTTP/1.1\r\n{fields}Content-Length: {len(body)}\r\n\r\n".encode()
    # When
    with caplog.at_level(logging.WARNING):
        reply = session.receive((head + body) * 2, talk.now_ns)
    # Then
    assert reply.count(b"HTTP/1.1 403 Forbidden\r\n") == 1
    assert client.is_leaving
    stat = a("RQ.STAT jobs")
    assert (stat[b"puts"], stat[b"gets"]) == (1, 0)
    assert b"refused_web_pages:1\r\n" in a("INFO stats")
    assert len(caplog.records) == 1


HOSTS = [
    "127.0.0.1:3080",
    "localhost",
    "[::1]:3080",
    "board-1:3080",
    "LOCALHOST.",
    "a.localhost",
    "q.example.org",
]


@pytest.mark.usefixtures("queue")
@pytest.mark.parametrize("host", HOSTS)
def test_program_posts_to_any_name_that_is_no_page(talk, host):
    session = ZenSession(
        "jobs",
        lambda most: HttpFraming(most, {"q.example.org"}),
        talk.controller,
        talk.controller.connect("127.0.0.1:9", 0),
    )
    head = f"POST /push/ HTTP/1.1\r\nHost: {host}\r\nContent-Length: 7\r\n\r\n"
    assert session.receive(head.encode() + b'[["x"]]', talk.now_ns).startswith(b"HTTP/1.1 200 ")


@pytest.mark.parametrize(
    "line", [b"GET jobs", b"HTTP/1.1", b'ECHO "a HTTP/1.1"', b"POSTS 1", b"ECHO \xc3\xa9\t1"]
)
def test_words_of_http_alone_are_commands(line):
    parser = RequestParser(1000)
    assert len(parser.feed(line + b"\r\n")) == 1
    assert parser.error is None


def test_payload_may_be_http():
    parser = RequestParser(1000)
    word = b"POST / HTTP/1.1\r\nHost: x\r\n"
    assert parser.feed(b"*2\r\n$4\r\nECHO\r\n$%d\r\n%b\r\n" % (len(word), word)) == [[b"ECHO", word]]


def test_browser_gets_no_reply_of_a_real_controller(launch):
    with launch() as process, process.connect() as controller:
        jobs = controller.create("jobs")
        assert process.send(REQUESTS["form"] + BODY) == b""
        assert jobs.qsize() == 0
        assert controller.info()["foreign_clients"] == "1"
