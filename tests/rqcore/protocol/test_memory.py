# SPDX-License-Identifier: GPL-3.0-or-later
"""The controller counts the memory that it uses for its clients, and enforces a limit."""

from __future__ import annotations

import pytest

from rqcore.controller.limits import Limits
from rqcore.controller.stores import STORES
from rqcore.protocol.memory import ITEM_COST

PAYLOAD = b"x" * 1000
ITEM = len(PAYLOAD) + ITEM_COST


@pytest.fixture
def tight(conversation):
    """A controller whose memory holds three items."""
    return conversation(Limits(memory=3 * ITEM))


@pytest.fixture
def a(tight):
    a = tight.client("a")
    a("RQ.CREATE NAME jobs")
    return a


def held(talk) -> int:
    return talk.controller.state.memory.held


@pytest.mark.parametrize("kind", STORES)
@pytest.mark.parametrize(
    "words", ["RQ.GET jobs", "RQ.MGET jobs 2", "RQ.PURGE jobs", "RQ.CLOSE jobs", "RQ.SHUTDOWN jobs IMMEDIATE"]
)
def test_removed_items_do_not_count_as_used_memory(talk, words, kind):
    a = talk.client()
    a(f"RQ.CREATE NAME jobs KIND {kind}")
    a("RQ.PUT jobs", PAYLOAD)
    assert held(talk) == ITEM
    a(words)
    assert held(talk) == 0


def test_returned_item_counts_as_used_memory_again(tight, a):
    a("RQ.PUT jobs", PAYLOAD)
    a("RQ.GET jobs")
    a("RQ.PUT jobs", PAYLOAD, "FRONT")
    assert held(tight) == ITEM


@pytest.mark.parametrize("end", ["leaves", "times out", "continues", "closed"])
def test_items_of_a_blocked_put_count_as_used_memory(talk, end):
    a, b = talk.client(), talk.client()
    a("RQ.CREATE NAME jobs MAXSIZE 1")
    a("RQ.PUT jobs x")
    assert b("RQ.PUT jobs", PAYLOAD, "TIMEOUT", 1) == "waits"
    assert held(talk) == 1 + ITEM_COST + ITEM
    if end == "leaves":
        b.leave()
    elif end == "times out":
        talk.passes(2)
    elif end == "continues":
        a("RQ.GET jobs")
    a("RQ.CLOSE jobs")
    assert held(talk) == 0


@pytest.mark.parametrize("words", ["RQ.PUT jobs", "LPUSH jobs", "RQ.MPUT jobs ITEMS"])
def test_item_that_exceeds_the_limit_is_refused_until_another_is_taken(tight, a, words):
    for _ in range(3):
        assert a(words, PAYLOAD) not in ("TOOMANY", "ERR")
    assert a(words, PAYLOAD) == "TOOMANY"
    assert f"{3 * ITEM} bytes" in a.complaint
    assert a("RQ.SIZE jobs") == 3
    a("RQ.GET jobs")
    assert a(words, PAYLOAD) != "TOOMANY"
    assert tight.controller.state.memory.refused == 1


def test_put_of_many_items_puts_all_or_none(a):
    assert a("RQ.MPUT jobs ITEMS", *[PAYLOAD] * 4) == "TOOMANY"
    assert a("RQ.SIZE jobs") == 0


def test_put_that_would_have_to_wait_is_refused_too(tight, a):
    a("RQ.CREATE NAME full MAXSIZE 1")
    for _ in range(3):
        a("RQ.PUT jobs" if a("RQ.SIZE full") else "RQ.PUT full", PAYLOAD)
    assert a("RQ.PUT full", PAYLOAD) == "TOOMANY"
    assert a.client.call is None


def test_item_can_be_returned_when_memory_is_full(tight, a):
    b = tight.client()
    for _ in range(3):
        a("RQ.PUT jobs", PAYLOAD)
    a("RQ.GET jobs")
    b("RQ.PUT jobs", PAYLOAD)
    assert b("RQ.PUT jobs", PAYLOAD) == "TOOMANY"
    assert a("RQ.PUT jobs", PAYLOAD, "FRONT") == b"OK"


@pytest.mark.parametrize("words", ["RQ.PEEK big 0 -1", "LRANGE big 0 -1"])
def test_peek_at_more_than_a_reply_may_contain_is_refused(conversation, words):
    a = conversation(Limits(payload=2500)).client()
    a("LPUSH big", *[PAYLOAD] * 2)
    assert a(words) == [PAYLOAD] * 2
    a("LPUSH big", PAYLOAD)
    assert a(words) == "TOOBIG"
    assert "3000 bytes" in a.complaint


@pytest.mark.parametrize("words", ["RQ.MGET big 9", "RPOP big 9"])
def test_one_call_takes_at_most_what_a_reply_may_contain(conversation, words):
    a = conversation(Limits(payload=2000)).client()
    for _ in range(3):
        a("LPUSH big", PAYLOAD)
    assert [a(words), a(words)] == [[PAYLOAD] * 2, [PAYLOAD]]


def test_number_of_observers_is_limited(conversation):
    talk = conversation(Limits(observers=1))
    first, second = talk.observer(), talk.client()
    second("HELLO 3")
    assert second("RQ.OBSERVE") == "TOOMANY"
    assert first("RQ.OBSERVE QUEUE x") == b"OK"
    first("RQ.UNOBSERVE")
    assert second("RQ.OBSERVE") == b"OK"


def test_length_of_a_name_is_limited(a):
    assert a("RQ.CREATE NAME", "x" * 1000) != "ERR"
    assert a("RQ.CREATE NAME", "x" * 1001) == "ERR"
    assert a("LPUSH", "y" * 1001, "x") == "ERR"
