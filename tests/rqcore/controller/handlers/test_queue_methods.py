# SPDX-License-Identifier: GPL-3.0-or-later
"""The commands of a queue other than put, get and close."""

from __future__ import annotations

import pytest

from rqcore.controller.limits import Limits
from rqcore.protocol.memory import ITEM_COST

WAITS = "waits"


pytestmark = pytest.mark.usefixtures("made")


def test_many_items_are_put_and_taken_in_order(a):
    assert a("RQ.MPUT jobs CODEC text ITEMS 1 2 3") == 3
    assert a("RQ.MGET jobs 2") == [b"1", b"2"]
    assert a("RQ.MGET jobs 5 WITHCODEC") == [b"text", b"3"]


def test_put_many_continues_as_space_becomes_free(a, b):
    assert b("RQ.MPUT jobs ITEMS 1 2 3 4 5") == WAITS
    assert a("RQ.GET jobs") == b"1"
    assert b.heard == []
    assert a("RQ.MGET jobs 9") == [b"2", b"3", b"4"]
    assert b.heard == [5]
    assert a("RQ.GET jobs") == b"5"


def test_later_puts_wait_behind_a_blocked_put_many(a, b, c):
    b("RQ.MPUT jobs ITEMS 1 2 3 4 5")
    c("RQ.PUT jobs 6")
    assert [a("RQ.GET jobs") for _ in range(6)] == [b"1", b"2", b"3", b"4", b"5", b"6"]


def test_put_many_reports_how_many_were_put_in_time(talk, a, b, c):
    b("RQ.MPUT jobs TIMEOUT 1 ITEMS 1 2 3 4 5")
    c("RQ.MPUT jobs TIMEOUT 1 ITEMS 6")
    a("RQ.GET jobs")
    talk.passes(1)
    assert (b.heard, c.heard) == ([4], ["FULL"])
    assert a("RQ.MGET jobs 9") == [b"2", b"3", b"4"]


def test_put_many_with_timeout_0_reports_how_many_fit(a, b):
    assert b("RQ.MPUT jobs TIMEOUT 0 ITEMS 1 2 3 4") == 3
    assert b("RQ.MPUT jobs TIMEOUT 0 ITEMS 5") == "FULL"


def test_put_many_wakes_every_blocked_getter(talk, a):
    getters = [talk.client() for _ in range(4)]
    for getter in getters:
        getter("RQ.GET jobs")
    answer = a("RQ.MPUT jobs ITEMS 1 2 3 4 5")
    assert [*a.heard, answer][0] == 5
    assert [getter.heard for getter in getters] == [[b"1"], [b"2"], [b"3"], [b"4"]]
    assert a("RQ.PEEK jobs 0 -1") == [b"5"]


def test_put_many_without_waiting_serves_blocked_getters(talk, a):
    """It behaves like single puts in sequence."""
    getters = [talk.client() for _ in range(2)]
    for getter in getters:
        getter("RQ.GET jobs")
    assert a("RQ.MPUT jobs TIMEOUT 0 ITEMS 1 2 3 4 5 6") == 5
    assert a("RQ.PEEK jobs 0 -1") == [b"3", b"4", b"5"]


def test_get_many_waits_only_for_the_first_item(talk, a, b):
    assert b("RQ.MGET jobs 5") == WAITS
    a("RQ.PUT jobs 1")
    assert b.heard == [[b"1"]]
    assert b("RQ.MGET jobs 5 TIMEOUT 0") == "EMPTY"
    b("RQ.MGET jobs 5 TIMEOUT 1")
    talk.passes(1)
    assert b.heard[1:] == ["EMPTY"]
    assert b("RQ.MGET jobs 0") == "ERR"


def test_returned_item_is_the_next_to_come_out(a):
    a("RQ.MPUT jobs ITEMS 1 2 3")
    assert a("RQ.GET jobs") == b"1"
    assert a("RQ.PUT jobs 1 CODEC text FRONT") == b"OK"
    assert a("RQ.STAT jobs")[b"unfinished"] == 3
    assert a("RQ.MGET jobs 9 WITHCODEC") == [b"text", b"1", b"raw", b"2", b"raw", b"3"]


def test_returned_item_needs_no_free_space(a, b):
    a("RQ.MPUT jobs ITEMS 1 2 3")
    a("RQ.GET jobs")
    b("RQ.PUT jobs 4")
    b("RQ.PUT jobs 5")
    assert a("RQ.PUT jobs 1 FRONT TIMEOUT 0") == b"OK"
    assert a("RQ.SIZE jobs") == 4
    assert a("RQ.GET jobs") == b"1"
    assert b.heard == []
    assert a("RQ.GET jobs") == b"2"
    assert b.heard == [b"OK"]


def test_returned_item_goes_to_a_blocked_getter(a, b, c):
    a("RQ.PUT jobs 1")
    a("RQ.GET jobs")
    b("RQ.GET jobs")
    c("RQ.GET jobs")
    a("RQ.PUT jobs 1 FRONT")
    assert (b.heard, c.heard) == ([b"1"], [])


def test_item_can_be_returned_to_a_shut_down_queue(a):
    a("RQ.PUT jobs 1")
    a("RQ.GET jobs")
    a("RQ.SHUTDOWN jobs")
    assert a("RQ.PUT jobs 1 FRONT") == b"OK"
    assert (a("RQ.GET jobs"), a("RQ.GET jobs")) == (b"1", "SHUTDOWN")


def test_item_returned_after_an_immediate_shutdown_is_destroyed(a):
    a("RQ.MPUT jobs ITEMS 1 2")
    a("RQ.GET jobs")
    a("RQ.SHUTDOWN jobs IMMEDIATE")
    assert a("RQ.PUT jobs 1 FRONT") == b"OK"
    assert a("RQ.GET jobs") == "SHUTDOWN"
    assert a("RQ.JOIN jobs") == 0


def test_second_shutdown_does_not_restore_destroyed_items(a):
    a("RQ.MPUT jobs ITEMS 1 2")
    a("RQ.GET jobs")
    a("RQ.SHUTDOWN jobs IMMEDIATE")
    a("RQ.SHUTDOWN jobs")
    assert a("RQ.PUT jobs 1 FRONT") == b"OK"
    assert a("RQ.GET jobs") == "SHUTDOWN"


def test_get_many_takes_only_what_fits_into_a_reply(conversation):
    a = conversation(Limits(payload=100)).client("a")
    a("RQ.CREATE NAME jobs")
    for payload in (b"a" * 60, b"b" * 40, b"c", b"d" * 100, b"e"):
        a("RQ.PUT jobs", payload)
    assert a("RQ.MGET jobs 9") == [b"a" * 60, b"b" * 40]
    assert a("RQ.MGET jobs 9") == [b"c"]
    assert a("RQ.MGET jobs 9") == [b"d" * 100]
    assert a("RQ.MGET jobs 9") == [b"e"]


@pytest.mark.parametrize(("kind", "taken"), [("fifo", b"ab"), ("lifo", b"cb"), ("priority", b"ab")])
def test_get_many_that_waited_takes_only_what_fits_into_a_reply(conversation, kind, taken):
    talk = conversation(Limits(payload=120))
    a, b = talk.client("a"), talk.client("b")
    a(f"RQ.CREATE NAME jobs KIND {kind}")
    b("RQ.MGET jobs 9")
    a("RQ.MPUT jobs ITEMS", *(bytes([letter]) * 60 for letter in b"abc"))
    assert b.heard == [[bytes([letter]) * 60 for letter in taken]]


def test_pop_from_the_other_end_takes_only_what_fits_into_a_reply(conversation):
    a = conversation(Limits(payload=120)).client("a")
    a("RPUSH jobs", *(bytes([letter]) * 60 for letter in b"abc"))
    assert a("RPOP jobs 9") == [b"c" * 60, b"b" * 60]
    assert a("LPOP jobs 9") == [b"a" * 60]


def test_items_of_a_blocked_put_many_count_once(conversation):
    talk = conversation()
    a, b, memory = talk.client("a"), talk.client("b"), talk.controller.state.memory
    b("RQ.CREATE NAME jobs MAXSIZE 2")
    before = memory.held
    a("RQ.MPUT jobs ITEMS", *[b"x" * 100] * 5)
    for left in (5, 4, 3, 2, 1, 0):
        assert memory.held - before == left * (ITEM_COST + 100)
        b("RQ.GET jobs TIMEOUT 0")
    assert a.heard == [5]


def test_only_items_of_the_last_get_can_be_returned(a, b):
    a("RQ.MPUT jobs ITEMS 1 2 3")
    assert b("RQ.PUT jobs 1 FRONT") == "NOTALLOWED"
    assert a("RQ.MGET jobs 2") == [b"1", b"2"]
    assert b("RQ.PUT jobs 2 FRONT") == "NOTALLOWED"
    assert a("RQ.PUT jobs 2 FRONT") == b"OK"
    assert a("RQ.PUT jobs 1 FRONT") == b"OK"
    assert a("RQ.PUT jobs 0 FRONT") == "NOTALLOWED"
    assert a("RQ.MGET jobs 9") == [b"1", b"2", b"3"]


def test_item_from_a_waiting_get_can_be_returned(a, b):
    a("RQ.GET jobs")
    b("RQ.PUT jobs 1")
    assert a.heard == [b"1"]
    assert a("RQ.PUT jobs 1 FRONT") == b"OK"
    assert b("RQ.GET jobs") == b"1"


def test_item_cannot_be_returned_to_a_missing_or_closed_queue(a):
    assert a("RQ.PUT never 1 FRONT") == "NOQUEUE"
    a("RQ.CLOSE jobs")
    assert a("RQ.PUT jobs 1 FRONT") == "CLOSED"


def test_purge_destroys_items_and_serves_waiting_puts(a, b):
    a("RQ.MPUT jobs ITEMS 1 2 3")
    b("RQ.PUT jobs 4")
    assert a("RQ.PURGE jobs") == 3
    assert b.heard == [b"OK"]
    assert a("RQ.GET jobs") == b"4"


def test_purged_items_need_no_task_done(a, b):
    a("RQ.MPUT jobs ITEMS 1 2")
    assert b("RQ.JOIN jobs") == WAITS
    a("RQ.PURGE jobs")
    assert b.heard == [0]


def test_join_waits_until_all_items_are_done(a, b):
    assert b("RQ.JOIN jobs") == 0
    a("RQ.MPUT jobs ITEMS 1 2")
    assert b("RQ.JOIN jobs") == WAITS
    a("RQ.MGET jobs 2")
    assert a("RQ.DONE jobs") == 1
    assert b.heard == []
    assert a("RQ.DONE jobs") == 0
    assert b.heard == [0]
    assert a("RQ.DONE jobs") == "ERR"


def test_join_that_times_out_returns_the_number_of_unfinished_items(talk, a, b):
    a("RQ.MPUT jobs ITEMS 1 2")
    assert b("RQ.JOIN jobs TIMEOUT 0") == 2
    b("RQ.JOIN jobs TIMEOUT 3")
    talk.passes(3)
    assert b.heard == [2]


def test_shut_down_queue_still_returns_its_items(a, b):
    a("RQ.MPUT jobs ITEMS 1 2")
    assert b("RQ.SHUTDOWN jobs") == b"OK"
    assert a("RQ.PUT jobs 3") == a("RQ.MPUT jobs ITEMS 3") == "SHUTDOWN"
    assert [a("RQ.GET jobs") for _ in range(3)] == [b"1", b"2", "SHUTDOWN"]
    assert a("RQ.STAT jobs")[b"shutdown"] is True


def test_shutdown_ends_blocked_calls(talk, a, b, c):
    b("RQ.GET jobs")
    a("RQ.CREATE NAME more MAXSIZE 1")
    a("RQ.PUT more 1")
    c("RQ.PUT more 2")
    a("RQ.SHUTDOWN jobs")
    a("RQ.SHUTDOWN more")
    assert (b.heard, c.heard) == (["SHUTDOWN"], ["SHUTDOWN"])
    assert [a("RQ.GET more"), a("RQ.GET more")] == [b"1", "SHUTDOWN"]


def test_immediate_shutdown_destroys_the_items(a, b):
    a("RQ.MPUT jobs ITEMS 1 2")
    b("RQ.JOIN jobs")
    a("RQ.SHUTDOWN jobs IMMEDIATE")
    assert a("RQ.GET jobs") == "SHUTDOWN"
    assert b.heard == [0]


def test_put_many_interrupted_by_shutdown_reports_how_many_were_put(a, b):
    """The caller must learn which items were put, or it would put them twice."""
    b("RQ.MPUT jobs ITEMS 1 2 3 4 5")
    a("RQ.SHUTDOWN jobs")
    assert b.heard == [3]


@pytest.mark.parametrize("words", ["RQ.GET first", "RQ.MGET first 1"])
@pytest.mark.parametrize("is_blocked", [False, True])
def test_returned_item_keeps_its_priority(a, b, words, is_blocked):
    # Given
    for name in ("first", "second"):
        a(f"RQ.CREATE NAME {name} KIND priority")
    a("RQ.PUT second low PRIORITY 1")
    if is_blocked:
        b(words)
        a("RQ.PUT first high PRIORITY 5")
    else:
        a("RQ.PUT first high PRIORITY 5")
        b(words)
    # When
    assert b("RQ.PUT first high FRONT") == b"OK"
    a("RQ.MOVE first second")
    # Then
    assert a("RQ.MGET second 2") == [b"low", b"high"]
