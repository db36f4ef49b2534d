# SPDX-License-Identifier: GPL-3.0-or-later
"""What a broken server, or one that is no Redis, answers is an error of rqcore, and costs no memory."""

from __future__ import annotations

import pytest

pytest.importorskip("redis")

from rqcore.errors import ProtocolError
from rqcore.pressure import Queue
from rqcore.pressure.plain_keys import KINDS, find_plain
from rqcore.pressure.redis_address import RedisAddress
from rqcore.pressure.redis_connection import RedisConnection
from rqcore.pressure.redis_handles import RedisControllerHandle

CALLS = {
    "create": lambda queue: queue.create(),
    "put": lambda queue: queue.put("x", block=False),
    "get": lambda queue: queue.get(block=False),
    "get_many": lambda queue: queue.get_many(2, timeout=0),
    "peek": lambda queue: queue.peek(),
    "status": lambda queue: queue.status(),
    "holders": lambda queue: queue.holders(),
    "exists": lambda queue: queue.exists(),
    "free": lambda queue: queue.free("producer"),
    "purge": lambda queue: queue.purge(),
    "close": lambda queue: queue.close(),
    "delete": lambda queue: queue.delete(),
}
REPLIES = (7, [1], [None, b"x"], [[b"OK"]], [b"x", [1], 2])
GIBIBYTE = 1 << 30


@pytest.fixture
def answering(monkeypatch):
    """``answering(reply)`` returns a connection to a server that always answers so."""

    def answering(reply):
        monkeypatch.setattr(RedisConnection, "_send", lambda *_: reply)
        monkeypatch.setattr(RedisConnection, "ask", lambda *_, **__: reply)
        return RedisConnection(RedisAddress.parse("redis://127.0.0.1:1"), "client", 1.0, True)

    return answering


@pytest.mark.parametrize("reply", [*REPLIES, [b"OK", []], [b"OK", [1, 2]]], ids=repr)
@pytest.mark.parametrize("call", ["put", "get", "get_many", "status", "holders", "purge", "delete"])
def test_reply_of_another_form_to_a_script_is_an_error_of_rqcore(answering, call, reply):
    with pytest.raises(ProtocolError):
        CALLS[call](Queue("jobs", url=answering(reply)))


@pytest.mark.parametrize("reply", REPLIES, ids=repr)
@pytest.mark.parametrize("call", ["create", "peek", "exists", "free", "close"])
def test_reply_that_is_no_list_of_words_is_an_error_of_rqcore(answering, call, reply):
    with pytest.raises(ProtocolError):
        CALLS[call](Queue("jobs", url=answering(reply)))


@pytest.mark.parametrize("reply", [[1], GIBIBYTE, [GIBIBYTE], [None], [[b"x"]], {b"a": b"b"}], ids=repr)
@pytest.mark.parametrize("kind", KINDS)
def test_items_of_a_key_are_bytes(answering, kind, reply):
    key = KINDS[kind](RedisControllerHandle(answering(reply)), "key", "key", kind)
    calls = [key.peek]
    if kind == "list":
        calls += [lambda: key.get(block=False), lambda: key.get_many(2, timeout=0)]
    for call in calls:
        with pytest.raises(ProtocolError, match="no Redis sends"):
            call()


@pytest.mark.parametrize("reply", [None, [], b"x", GIBIBYTE.to_bytes(8)], ids=repr)
def test_size_of_a_key_is_a_number(answering, reply):
    key = KINDS["list"](RedisControllerHandle(answering(reply)), "key", "key", "list")
    with pytest.raises(ProtocolError, match="LLEN"):
        key.qsize()


@pytest.mark.parametrize("reply", [None, [], GIBIBYTE, b"\xff"], ids=repr)
def test_type_of_a_key_is_a_text(answering, reply):
    with pytest.raises(ProtocolError, match="TYPE"):
        find_plain(RedisControllerHandle(answering(reply)), "key")
