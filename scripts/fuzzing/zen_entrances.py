# SPDX-License-Identifier: GPL-3.0-or-later
"""The entrances of ZenQueue: lines and HTTP on the controller, and replies at its clients."""

from __future__ import annotations

from functools import partial

from fuzzing.entrance import Entrance, pieces
from rqcore.controller.handlers.dispatcher import Controller
from rqcore.controller.limits import Limits
from rqcore.errors import ProtocolError, ZenError
from rqcore.zen.client_framing import REST, ClientFraming
from rqcore.zen.http_framing import HttpFraming
from rqcore.zen.zen_protocol import LineFraming, read_reply
from rqcore.zen.zen_session import ZenSession

LINES = (
    b'["push", ["a.png"]]\r\n["pull", [], {"timeout": 2}]\r\n',
    b'["push_many", [1, null, {"a": [true]}]]\n["pull_many", [2], {"timeout": 0}]\n',
    b'["pull_many", [], {"n": 1, "timeout": 0}]\r\n["quit"]\r\n',
)
HTTP = (
    b"POST /push/ HTTP/1.1\r\nHost: localhost:3080\r\nContent-Length: 5\r\n\r\n[[1]]",
    b"GET /pull/?a HTTP/1.0\r\nConnection: keep-alive\r\n\r\n",
    b"POST /push_many/ HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5;a=b\r\n[[1]]\r\n"
    b"0\r\nTrailer: a\r\n\r\n",
)
REPLIES = (
    b'["success",null]\r\n',
    b'["error:timeout",null]\r\n',
    b'["error:action","TypeError(1)"]\r\n',
    b'HTTP/1.1 200 OK\r\nContent-Length: 16\r\nConnection: close\r\n\r\n["success",null]',
    b'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n10\r\n["success",null]\r\n0\r\n\r\n',
)
WORDS = (
    b'["pull"',
    b'["push_many"',
    b'{"timeout": 0}',
    b'{"n": 1}',
    b"null",
    b"NaN",
    b"1e999",
    b"[]",
    b"0\r\n\r\n",
)
HEADERS = (
    *(b"Content-Length: 5\r\n", b"Transfer-Encoding: chunked\r\n", b"Host: a.b\r\n", b"Origin: a\r\n"),
    *(b"Connection: close\r\n", b"HTTP/1.1", b"POST /pull/ ", b"\r\n\r\n"),
)


def _serve(framing: type[LineFraming] | type[HttpFraming], data: bytes) -> None:
    controller = Controller(Limits(payload=1 << 20, memory=8 << 20))
    client = controller.connect("10.0.0.1:1000", 0)
    session = ZenSession("jobs", framing, controller, client)
    for part in pieces(data):
        if not client.is_leaving:
            session.receive(part, 0)
        for _ in range(10_000):
            if not session.is_stalled or client.is_leaving:
                break
            session.resume(0)
        else:
            raise AssertionError("a session stays stalled")
    while controller.outgoing:
        _, value = controller.outgoing.popleft()
        session.deliver(value, 0)
    session.end()
    assert controller.state.memory.of_strangers == 0


def read_zen_replies(data: bytes) -> None:
    """Read a reply of a hostile ZenQueue server, in lines and in HTTP."""
    for mode in ("tcp", "http"):
        try:
            read_reply(_reply(ClientFraming("localhost", None, mode), data))
        except (ProtocolError, ZenError):
            continue


def _reply(framing: ClientFraming, data: bytes) -> bytes:
    """Return what a client takes for the reply. The server hangs up after ``data``."""
    steps, part = framing.read_steps(), None
    try:
        while True:
            wanted = steps.send(part) if part is not None else next(steps)
            if wanted == REST:
                part, data = data, b""
            else:
                size = wanted or data.find(b"\n") + 1
                if not size or size > len(data):
                    raise ProtocolError("the server hung up")
                part, data = data[:size], data[size:]
    except StopIteration as end:
        return bytes(end.value)


ZEN_ENTRANCES = (
    Entrance("zen-lines", partial(_serve, LineFraming), LINES, words=WORDS),
    Entrance("zen-http", partial(_serve, HttpFraming), HTTP, words=WORDS + HEADERS),
    Entrance("zen-replies", read_zen_replies, REPLIES, words=WORDS + HEADERS),
)
