# SPDX-License-Identifier: GPL-3.0-or-later
"""The commands that only read take no items, and return only what was requested."""

from __future__ import annotations

import pytest

from rqcore.controller.limits import Limits
from rqcore.protocol.event_batch import decode_batch

pytestmark = pytest.mark.usefixtures("made")


def test_peek_takes_no_item(a):
    a("RQ.MPUT jobs ITEMS 1 2 3")
    assert a("RQ.PEEK jobs 0 -1") == [b"1", b"2", b"3"]
    assert a("RQ.PEEK jobs 1 1") == [b"2"]
    assert a("RQ.PEEK jobs -2 9") == [b"2", b"3"]
    assert a("RQ.PEEK jobs 2 1") == a("RQ.PEEK jobs 5 9") == a("RQ.PEEK jobs 0 -9") == []
    assert a("RQ.PEEK jobs 0 0 WITHCODEC") == [b"raw", b"1"]
    assert a("RQ.SIZE jobs") == 3


@pytest.mark.parametrize(("kind", "order"), [("lifo", b"cb"), ("priority", b"ab")])
def test_peek_returns_the_items_that_get_would_return_first(a, kind, order):
    a(f"RQ.CREATE NAME more KIND {kind}")
    for payload in "abc":
        a(f"RQ.PUT more {payload}")
    assert b"".join(a("RQ.PEEK more 0 1")) == order


def test_waiters_are_listed_in_order(talk, a, b, c):
    b("RQ.GET jobs")
    talk.passes(1.5)
    c("RQ.MGET jobs 2 TIMEOUT 4")
    talk.passes(0.5)
    first, second = a("RQ.WAITERS jobs")
    assert first == {
        b"client": b.client.number,
        b"name": b"b@10.0.0.2:1000",
        b"method": b"get",
        b"waited": 2.0,
        b"timeout": None,
    }
    assert (second[b"method"], second[b"waited"], second[b"timeout"]) == (b"get_many", 0.5, 4.0)


def test_preview_has_number_codec_size_and_first_bytes(a):
    a("RQ.PUT jobs abcdef CODEC text")
    a("RQ.PUT jobs gh")
    a("RQ.GET jobs")
    a("RQ.PUT jobs ijklmn CODEC json")
    first, second = a("RQ.PEEK jobs 0 -1 PREVIEW 3")[::4]
    assert second > first
    assert a("RQ.PEEK jobs 0 -1 PREVIEW 3") == [first, b"raw", 2, b"gh", second, b"json", 6, b"ijk"]
    assert a("RQ.PEEK jobs 1 1 PREVIEW 0") == [second, b"json", 6, b""]
    assert a("RQ.SIZE jobs") == 2


def test_previews_fit_into_a_reply_where_payloads_do_not(conversation):
    a = conversation(Limits(payload=2500)).client()
    a("LPUSH big", *[b"x" * 1000] * 3)
    assert a("RQ.PEEK big 0 -1") == "TOOBIG"
    assert [len(part) for part in a("RQ.PEEK big 0 -1 PREVIEW 800")[3::4]] == [800] * 3
    assert a("RQ.PEEK big 0 -1 PREVIEW 900") == "TOOBIG"


@pytest.mark.parametrize("kind", ["fifo", "lifo", "priority"])
def test_item_can_be_read_piece_by_piece(a, kind):
    a(f"RQ.CREATE NAME more KIND {kind}")
    for payload in ("other", "abcdef"):
        a(f"RQ.PUT more {payload}")
    previews = a("RQ.PEEK more 0 -1 PREVIEW 9")
    number = previews[previews.index(b"abcdef") - 3]
    pieces = [a(f"RQ.PIECE more {number} {start} 4") for start in (0, 4, 6, 99)]
    assert pieces == [b"abcd", b"ef", b"", b""]
    assert a("RQ.SIZE more") == 2


def test_taken_item_cannot_be_read(a):
    a("RQ.PUT jobs abc")
    (number,) = a("RQ.PEEK jobs 0 0 PREVIEW 1")[::4]
    a("RQ.GET jobs")
    assert a(f"RQ.PIECE jobs {number} 0 9") is None
    assert a(f"RQ.PIECE missing {number} 0 9") == "NOQUEUE"


def test_preview_and_event_have_the_same_item_number(talk, a):
    observer = talk.observer()
    a("RQ.PUT jobs abc")
    ((_, batch),) = observer.observed()
    ((put, _),) = decode_batch(batch).events()
    assert a("RQ.PEEK jobs 0 0 PREVIEW 1")[0] == put["item"]


def test_stat_reports_the_queue(a, b):
    a("RQ.MPUT jobs ITEMS abc de f")
    b("RQ.PUT jobs g")
    a("RQ.CREATE NAME more KIND lifo")
    b("RQ.PUT more hi")
    stat, more = a("RQ.LIST")
    assert stat == a("RQ.STAT jobs")
    assert stat | {b"namespace": None} == {
        b"namespace": None,
        b"name": b"jobs",
        b"kind": b"fifo",
        b"size": 3,
        b"maxsize": 3,
        b"puts": 3,
        b"gets": 0,
        b"blocked_puts": 1,
        b"blocked_gets": 0,
        b"blocked_joins": 0,
        b"unfinished": 3,
        b"shutdown": False,
        b"clients": 2,
        b"bytes": 6,
        b"leased": 0,
        b"delayed": 0,
        b"dead": 0,
        b"max_deliveries": 0,
        b"dead_letter": None,
        b"durable": False,
        b"frozen": b"",
    }
    assert (more[b"name"], more[b"kind"]) == (b"more", b"lifo")


def test_only_connected_clients_are_counted(a, b):
    b("RQ.PUT jobs x")
    b.leave()
    assert a("RQ.STAT jobs")[b"clients"] == 1
