# SPDX-License-Identifier: GPL-3.0-or-later
"""Requests and replies of each method, without a connection."""

from __future__ import annotations

import math

import pytest

from rqcore import BadCall, CodecError, Empty, Payload, ProtocolError, QueueStat
from rqcore.client import exchanges, session_exchanges
from rqcore.client.exchange import PartlyRead
from rqcore.client.native.lease_exchanges import leases
from rqcore.codec import Codec
from rqcore.protocol.resp import command
from rqcore.protocol.timeouts import LONGEST_TIMEOUT
from rqcore.url import Url


class Spool:
    """A spool that keeps payloads in a dictionary."""

    above = 10
    proof = b"the-proof"

    def __init__(self):
        self.files = {}

    def write(self, payload):
        self.files[b"file"] = payload
        return b"file"

    def read(self, name):
        return self.files[name]

    def delete(self, name):
        self.files.pop(name, None)


def put(value, block=True, timeout=None, codec=None, priority=None, spool=None, pickle=False):
    return exchanges.put("jobs", value, block, timeout, codec, priority, spool, pickle)


def get(block=True, timeout=None, decoded=True, spool=None, pickle=False):
    return exchanges.get("jobs", block, timeout, decoded, spool, pickle)


@pytest.mark.parametrize(
    ("exchange", "words", "wait"),
    [
        (put(b"x"), ["RQ.PUT", "jobs", b"x", "CODEC", "raw"], None),
        (put(7, block=False), ["RQ.PUT", "jobs", b"7", "CODEC", "json", "TIMEOUT", 0.0], 0.0),
        (put("x", timeout=2), ["RQ.PUT", "jobs", b"x", "CODEC", "text", "TIMEOUT", 2], 2),
        (put("x", priority=1.5), ["RQ.PUT", "jobs", b"x", "CODEC", "text", "PRIORITY", 1.5], None),
        (get(), ["RQ.GET", "jobs", "WITHCODEC"], None),
        (get(timeout=0.5), ["RQ.GET", "jobs", "WITHCODEC", "TIMEOUT", 0.5], 0.5),
        (get(spool=Spool()), ["RQ.GET", "jobs", "WITHSPOOL", b"the-proof"], None),
        (session_exchanges.hello(Url.parse("rq://h"), ""), ["HELLO", 3], 0.0),
        (
            session_exchanges.hello(Url.parse("rq://:p@h"), "me"),
            ["HELLO", 3, "AUTH", "default", "p", "SETNAME", "me"],
            0.0,
        ),
        (exchanges.shutdown("jobs", True), ["RQ.SHUTDOWN", "jobs", "IMMEDIATE"], 0.0),
    ],
)
def test_request_has_these_arguments_and_this_timeout(exchange, words, wait):
    assert (exchange.request, exchange.wait) == (command(words), wait)


@pytest.mark.parametrize(
    ("exchange", "reply", "result"),
    [
        (put(1), b"OK", None),
        (get(), [b"json", b"[1]"], [1]),
        (get(decoded=False), [b"text", b"abc"], Payload(Codec.TEXT, b"abc")),
        (get(pickle=True), [b"pickle", b"N."], None),
        (exchanges.get_many("jobs", 2, None, True, False), [b"raw", b"a", b"json", b"2"], [b"a", 2]),
        (
            session_exchanges.hello(Url.parse("rq://h"), ""),
            {b"id": 7, b"events": 3},
            session_exchanges.Greeting(7, 3),
        ),
        (session_exchanges.hello(Url.parse("rq://h"), ""), {b"id": 7}, session_exchanges.Greeting(7, 2)),
        (exchanges.info(), b"# server\r\nserver:rqcore\r\nempty:\r\n", {"server": "rqcore", "empty": ""}),
        (exchanges.waiters("jobs"), [], []),
        (exchanges.tasks("jobs"), None, None),
    ],
)
def test_reply_gives_this_result(exchange, reply, result):
    assert exchange.result(reply) == result


STAT = {
    b"namespace": b"n",
    b"name": None,
    b"kind": b"fifo",
    **{
        name.encode(): number
        for number, name in enumerate(
            ["size", "maxsize", "puts", "gets", "blocked_puts", "blocked_gets", "blocked_joins", "unfinished"]
        )
    },
    b"shutdown": False,
    b"clients": 8,
    b"bytes": 9,
}


NEWER = {b"shape": [1, {b"a": 2}], b"colour": b"\xff\x00", b"na\xffme": 1}
"""Fields that a newer controller may add to a reply."""


def test_fields_that_a_newer_controller_adds_are_ignored():
    assert exchanges.stat("jobs").result({**STAT, **NEWER}) == exchanges.stat("jobs").result(STAT)
    assert exchanges.queues().result([{**STAT, **NEWER}]) == exchanges.queues().result([STAT])
    row = {b"client": 1, b"name": b"a", b"method": b"get", b"waited": 0.5, b"timeout": None}
    assert exchanges.waiters("jobs").result([{**row, **NEWER}]) == exchanges.waiters("jobs").result([row])
    lease = {
        b"item": 1,
        b"deliveries": 1,
        b"size": 2,
        b"client": 3,
        b"name": b"a",
        b"held": 1.0,
        b"left": 2.0,
    }
    listed = leases("jobs", 0, None)
    assert listed.result([{**lease, **NEWER}]) == listed.result([lease])
    place = {b"directory": b"/spool", b"above": 5, b"proof": b"ab"}
    assert exchanges.spool("0").result({**place, **NEWER}) == exchanges.spool("0").result(place)


def test_stat_becomes_a_dataclass():
    stat = exchanges.stat("jobs").result(STAT)
    assert stat == QueueStat("n", None, "fifo", 0, 1, 2, 3, 4, 5, 6, 7, False, 8, 9)


@pytest.mark.parametrize("reply", [None, b"hello", 7, {}, [b"raw"], [b"unknown", b"x"]])
def test_reply_of_another_shape_is_a_protocol_error(reply):
    with pytest.raises(ProtocolError, match="does not fit the request"):
        get().result(reply)


def test_error_reply_is_raised():
    with pytest.raises(Empty):
        get().result(Empty("jobs is empty"))


def test_large_payload_is_spooled():
    spool = Spool()
    exchange = put(b"x" * 11, spool=spool)
    assert exchange.request == command(["RQ.PUT", "jobs", b"file", "CODEC", "raw", "SPOOLED"])
    assert get(spool=spool).result([b"raw", b"file", True]) == b"x" * 11
    assert spool.files == {}


def test_interrupted_get_puts_its_items_back_in_reverse_order():
    undo = exchanges.get_many("jobs", 2, None, True, False).undo([b"raw", b"a", b"text", b"b"])
    assert [exchange.request for exchange in undo] == [
        command(["RQ.PUT", "jobs", b"b", "CODEC", b"text", "FRONT"]),
        command(["RQ.PUT", "jobs", b"a", "CODEC", b"raw", "FRONT"]),
    ]


def test_interrupted_get_leaves_a_spooled_payload_in_its_file():
    (undo,) = get(spool=Spool()).undo([b"raw", b"file", True])
    assert undo.request == command(["RQ.PUT", "jobs", b"file", "CODEC", b"raw", "SPOOLED", "FRONT"])


def test_spooled_item_that_was_read_is_put_back_itself():
    """Its file may have been deleted."""
    # Given
    spool = Spool()
    spool.write(b"{")
    exchange = get(spool=spool)
    with pytest.raises(CodecError):
        exchange.result([b"json", b"file", True])
    # When
    (undo,) = exchange.undo([b"json", b"file", True])
    # Then
    assert undo.request == command(["RQ.PUT", "jobs", b"{", "CODEC", b"json", "FRONT"])
    assert spool.files == {}


def test_items_from_the_first_unreadable_one_on_are_put_back():
    # Given
    exchange = exchanges.get_many("jobs", 9, None, True, False)
    reply = [b"json", b"1", b"json", b"{", b"json", b"3"]
    # When
    with pytest.raises(PartlyRead) as partly:
        exchange.result(reply)
    # Then
    assert partly.value.values == [1]
    assert [undo.request for undo in exchange.undo(reply)] == [
        command(["RQ.PUT", "jobs", b"3", "CODEC", b"json", "FRONT"]),
        command(["RQ.PUT", "jobs", b"{", "CODEC", b"json", "FRONT"]),
    ]


def test_error_or_put_needs_no_undo():
    assert get().undo(Empty("")) == [] and put(1).undo(b"OK") == []


@pytest.mark.parametrize(
    ("block", "timeout", "wait"),
    [
        (True, None, None),
        (False, None, 0.0),
        (False, 5, 0.0),
        (True, 1.5, 1.5),
        (True, 1e300, LONGEST_TIMEOUT),
    ],
)
def test_waiting_time_follows_the_standard_library(block, timeout, wait):
    assert exchanges.waiting_time(block, timeout) == wait


@pytest.mark.parametrize("timeout", [-1, math.nan])
def test_invalid_timeout_is_rejected(timeout):
    with pytest.raises(BadCall, match="non-negative"):
        exchanges.waiting_time(True, timeout)


def test_get_many_returns_payloads_that_it_cannot_decode():
    exchange = exchanges.get_many("jobs", 2, None, False, False)
    assert exchange.read([b"pickle", b"\x80", b"json", b"{"]) == [
        Payload(Codec.PICKLE, b"\x80"),
        Payload(Codec.JSON, b"{"),
    ]


FIGURES = {
    name: {"int": 0, "bool": False}.get(field.type, b"jobs")
    for name, field in QueueStat.__dataclass_fields__.items()
}
OPTIONAL = {"name", "dead_letter"}


@pytest.mark.parametrize("field", list(FIGURES))
def test_only_what_can_be_unknown_is_null_in_the_state_of_a_queue(field):
    reply = {name.encode(): value for name, value in {**FIGURES, field: None}.items()}
    if field in OPTIONAL:
        assert getattr(exchanges.read_stat(reply), field) is None
        return
    with pytest.raises(TypeError):
        exchanges.read_stat(reply)


@pytest.mark.parametrize("value", [1.5, [], {}, 10**400, True, b"17"])
@pytest.mark.parametrize("field", list(FIGURES))
def test_state_of_a_queue_with_a_value_of_another_type_is_refused(field, value):
    if type(value) is type(FIGURES[field]):
        return
    with pytest.raises(TypeError):
        exchanges.read_stat({name.encode(): each for name, each in {**FIGURES, field: value}.items()})
