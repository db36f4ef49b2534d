# SPDX-License-Identifier: GPL-3.0-or-later
"""Queues used by several clients. The other files of this folder test the other commands."""

from __future__ import annotations

from uuid import UUID

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rqcore.controller.limits import Limits
from rqcore.controller.queue_registry import MAX_REMEMBERED
from rqcore.protocol.command_table import COMMANDS

WAITS = "waits"


def test_get_returns_the_item_that_was_put(a, b):
    a("RQ.CREATE NAME jobs")
    assert a("RQ.PUT jobs", b"one\r\n\x00") == b"OK"
    assert b("RQ.GET jobs") == b"one\r\n\x00"


def test_queue_is_also_found_by_its_namespace(a, b):
    namespace = a("RQ.CREATE NAME jobs").decode()
    assert UUID(namespace).version == 4
    assert a(f"RQ.PUT {namespace} x") == b"OK"
    assert b("RQ.GET jobs") == b"x"


def test_queue_needs_no_name(a):
    assert a("RQ.CREATE") != a("RQ.CREATE")


def test_name_of_a_queue_is_unique(a, b):
    namespace = a("RQ.CREATE NAME jobs")
    assert b("RQ.CREATE NAME jobs") == "EXISTS"
    assert b("RQ.CREATE NAME jobs EXISTOK MAXSIZE 3") == namespace
    assert b("RQ.CREATE NAME", namespace) == "EXISTS"
    assert b("RQ.MAXSIZE jobs") == 0


def test_codec_is_stored_with_the_item(a, b):
    a("RQ.CREATE NAME jobs")
    a("RQ.PUT jobs 1 CODEC json")
    a("RQ.PUT jobs x")
    assert b("RQ.GET jobs WITHCODEC") == [b"json", b"1"]
    assert b("RQ.GET jobs WITHCODEC") == [b"raw", b"x"]


@pytest.mark.parametrize(("kind", "order"), [("fifo", b"bac"), ("lifo", b"cab"), ("priority", b"abc")])
def test_kind_decides_the_order_of_items(a, kind, order):
    a(f"RQ.CREATE NAME jobs KIND {kind}")
    for payload, priority in (("b", 2), ("a", -1), ("c", 2)):
        a(f"RQ.PUT jobs {payload} PRIORITY {priority}")
    assert b"".join(a("RQ.GET jobs") for _ in range(3)) == order


def test_get_from_an_empty_queue_waits_for_a_put(a, b):
    a("RQ.CREATE NAME jobs")
    assert b("RQ.GET jobs") == WAITS
    assert a("RQ.PUT jobs x") == b"OK"
    assert b.heard == [b"x"]
    assert a("RQ.SIZE jobs") == 0


def test_put_to_a_full_queue_waits_for_a_get(a, b):
    a("RQ.CREATE NAME jobs MAXSIZE 1")
    a("RQ.PUT jobs 1")
    assert a("RQ.PUT jobs 2") == WAITS
    assert b("RQ.GET jobs") == b"1"
    assert a.heard == [b"OK"]
    assert b("RQ.GET jobs") == b"2"


def test_waiting_gets_continue_in_order_of_arrival(talk, a):
    a("RQ.CREATE NAME jobs")
    getters = [talk.client() for _ in range(3)]
    for getter in getters:
        assert getter("RQ.GET jobs") == WAITS
    for payload in "123":
        a(f"RQ.PUT jobs {payload}")
    assert [getter.heard for getter in getters] == [[b"1"], [b"2"], [b"3"]]


def test_waiting_puts_continue_in_order_of_arrival(talk, a):
    a("RQ.CREATE NAME jobs MAXSIZE 1")
    a("RQ.PUT jobs 0")
    putters = [talk.client() for _ in range(3)]
    for number, putter in enumerate(putters, 1):
        assert putter(f"RQ.PUT jobs {number}") == WAITS
    assert a("RQ.GET jobs") == b"0"
    assert [putter.heard for putter in putters] == [[b"OK"], [], []]
    assert [a("RQ.GET jobs") for _ in range(3)] == [b"1", b"2", b"3"]


def test_timeout_0_does_not_wait(a):
    a("RQ.CREATE NAME jobs MAXSIZE 1")
    assert a("RQ.GET jobs TIMEOUT 0") == "EMPTY"
    a("RQ.PUT jobs x")
    assert a("RQ.PUT jobs y TIMEOUT 0") == "FULL"
    assert a.complaint == "queue 'jobs' holds 1 of 1 items; wait, or raise its maxsize"


def test_get_waits_for_its_timeout(talk, a):
    a("RQ.CREATE NAME jobs")
    a("RQ.GET jobs TIMEOUT 2")
    talk.passes(1.999)
    assert a.heard == []
    talk.passes(0.001)
    assert a.heard == ["EMPTY"]
    assert a("RQ.PUT jobs x") == b"OK"
    assert a("RQ.SIZE jobs") == 1


def test_timed_out_put_leaves_no_item(talk, a, b):
    a("RQ.CREATE NAME jobs MAXSIZE 1")
    a("RQ.PUT jobs 1")
    b("RQ.PUT jobs 2 TIMEOUT 0.5")
    talk.passes(0.5)
    assert b.heard == ["FULL"]
    assert a("RQ.GET jobs") == b"1"
    assert a("RQ.SIZE jobs") == 0


def test_call_behind_a_timed_out_call_is_served(talk, a, b, c):
    a("RQ.CREATE NAME jobs")
    a("RQ.GET jobs TIMEOUT 1")
    b("RQ.GET jobs")
    talk.passes(1)
    c("RQ.PUT jobs x")
    assert (a.heard, b.heard) == (["EMPTY"], [b"x"])


def test_next_deadline_is_the_earliest(talk, a, b):
    a("RQ.CREATE NAME jobs")
    assert talk.controller.next_deadline is None
    a("RQ.GET jobs TIMEOUT 5")
    b("RQ.GET jobs TIMEOUT 2")
    assert talk.controller.next_deadline == 2 * 10**9
    talk.passes(2)
    assert talk.controller.next_deadline == 5 * 10**9


def test_waiting_calls_fail_when_their_queue_is_closed(talk, a, b, c):
    a("RQ.CREATE NAME jobs MAXSIZE 1")
    a("RQ.CREATE NAME more")
    a("RQ.PUT jobs 1")
    b("RQ.PUT jobs 2")
    c("RQ.JOIN jobs TIMEOUT 1")
    getter = talk.client()
    getter("RQ.GET more TIMEOUT 1")
    assert a("RQ.CLOSE jobs") == 1
    assert a("RQ.CLOSE more") == 0
    assert [b.heard, c.heard, getter.heard] == [["CLOSED"]] * 3
    talk.passes(5)
    assert [len(b.heard), len(c.heard), len(getter.heard)] == [1, 1, 1]


def test_closed_queue_is_reported_as_closed_and_its_name_is_free(a, b):
    namespace = a("RQ.CREATE NAME jobs").decode()
    a("RQ.CLOSE jobs")
    assert b("RQ.GET jobs") == "CLOSED"
    assert b("RQ.PUT jobs x") == "CLOSED"
    a("RQ.CREATE NAME jobs")
    assert b("RQ.SIZE jobs") == 0
    assert b(f"RQ.SIZE {namespace}") == "CLOSED"


def test_memory_of_closed_queues_is_limited(a):
    for number in range(MAX_REMEMBERED + 1):
        a(f"RQ.CREATE NAME q{number}")
        a(f"RQ.CLOSE q{number}")
    assert a(f"RQ.SIZE q{MAX_REMEMBERED}") == "CLOSED"
    assert a("RQ.SIZE q0") == "NOQUEUE"


def test_queue_that_never_existed_is_an_error(a):
    assert a("RQ.GET jobs") == "NOQUEUE"
    assert a.complaint == "no queue is named 'jobs'; check the name, or create it"


def test_disconnected_client_takes_no_item(a, b, c):
    a("RQ.CREATE NAME jobs")
    b("RQ.GET jobs")
    c("RQ.GET jobs")
    b.leave()
    assert a("RQ.PUT jobs x") == b"OK"
    assert (b.heard, c.heard) == ([], [b"x"])


def test_blocked_put_of_a_disconnected_client_is_not_put(a, b):
    a("RQ.CREATE NAME jobs MAXSIZE 1")
    a("RQ.PUT jobs 1")
    b("RQ.PUT jobs 2")
    b.leave()
    assert a("RQ.GET jobs") == b"1"
    assert a("RQ.SIZE jobs") == 0


def test_stopping_the_controller_ends_every_call(talk, a, b):
    a("RQ.CREATE NAME jobs MAXSIZE 1")
    a("RQ.PUT jobs 1")
    a("RQ.PUT jobs 2")
    b("RQ.CREATE NAME more")
    b("RQ.GET more")
    talk.controller.close(talk.now_ns)
    talk.deliver()
    assert (a.heard, b.heard) == (["CLOSED"], ["CLOSED"])


def test_number_of_queues_is_limited(conversation):
    a = conversation(Limits(queues=2)).client()
    a("RQ.CREATE NAME jobs")
    a("RQ.CREATE")
    assert a("RQ.CREATE") == "TOOMANY"
    assert a("LPUSH more x") == "TOOMANY"
    a("RQ.CLOSE jobs")
    assert a("LPUSH more x") == 1


def test_commands_ignore_case_and_unknown_commands_are_rejected(a):
    assert a("rq.create name jobs") == a("Rq.Create NAME jobs EXISTOK")
    assert a("RQ.STEAL jobs") == "ERR"
    assert a.complaint == "unknown command 'RQ.STEAL'; COMMAND LIST shows all commands"


@pytest.mark.parametrize(
    "request_", ["RQ.GET", "RQ.SIZE jobs more", "RQ.GET jobs NOW", "RQ.PUT jobs x TIMEOUT"]
)
def test_invalid_call_is_answered_with_its_usage(a, request_):
    a("RQ.CREATE NAME jobs")
    assert a(request_) == "ERR"
    assert request_.split()[0] in a.complaint


WORDS = st.binary(max_size=6) | st.sampled_from(
    [
        b"jobs",
        b"0",
        b"1",
        b"-1",
        b"1e308",
        b"TIMEOUT",
        b"NAME",
        b"ITEMS",
        b"\xc3\xa9",
        b"fifo",
        b"SETNAME",
        b"9" * 30,
    ]
)


@example(b"BRPOP", [b"more", b"1e308"])
@given(st.sampled_from(sorted(COMMANDS)), st.lists(WORDS, max_size=6))
def test_any_request_is_answered_without_an_internal_error(conversation, name, words):
    talk = conversation()
    a = talk.client()
    a("RQ.CREATE NAME jobs MAXSIZE 1")
    a("HELLO 3")
    a("", name, *words)
    talk.passes(1)
    assert talk.client()("PING") == b"PONG"
