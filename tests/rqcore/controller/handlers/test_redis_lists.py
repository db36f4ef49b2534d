# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest

WAITS = "waits"


def test_first_push_creates_the_queue(a, b):
    assert a("LPUSH jobs 1") == 1
    assert a("LPUSH jobs 2 3") == 3
    assert b("RQ.MGET jobs 9") == [b"1", b"2", b"3"]
    assert a("LPUSH jobs") == a("LPUSH") == "ERR"


def test_push_never_waits(a):
    a("RQ.CREATE NAME jobs MAXSIZE 2")
    assert a("LPUSH jobs 1 2 3") == "FULL"
    assert a("LPUSH jobs 1 2") == 2
    assert a("LPUSH jobs 3") == "FULL"


@pytest.mark.parametrize("get", ["RQ.GET jobs", "BRPOP jobs 0"])
def test_push_returns_the_length_before_waiting_gets_took_items(a, b, c, get):
    a("RQ.CREATE NAME jobs")
    for client in (b, c):
        assert client(get) == WAITS
    assert a("LPUSH jobs 1") == 1
    assert (len(b.heard), a("LLEN jobs")) == (1, 0)
    assert a("LPUSH jobs 2 3") == 2
    assert (len(c.heard), a("LLEN jobs")) == (1, 1)


def test_pop_returns_items_or_null(a):
    assert a("RPOP jobs") is None
    assert a("RPOP jobs 2") is None
    a("LPUSH jobs 1 2 3 4")
    assert a("RPOP jobs") == b"1"
    assert a("RPOP jobs 2") == [b"2", b"3"]
    assert a("RPOP jobs 9") == [b"4"]


def test_pop_of_zero_items_takes_none(a):
    a("LPUSH jobs 1")
    assert a("RPOP jobs 0") == []
    assert a("LLEN jobs") == 1


@pytest.mark.parametrize("count", [b"-1", b"x", b"1.5", b"1" * 5000, b"1 2"])
def test_invalid_count_is_rejected(a, count):
    a("LPUSH jobs 1")
    assert a("RPOP jobs", *count.split()) == "ERR"


def test_blocking_pop_waits_for_a_push(talk, a, b):
    assert b("BRPOP jobs 0") == WAITS
    talk.passes(10**6)
    assert b.heard == []
    a("LPUSH jobs 1 2")
    assert b.heard == [[b"jobs", b"1"]]
    assert b("BRPOP jobs 0") == [b"jobs", b"2"]


def test_pop_that_times_out_returns_null(talk, a):
    a("BRPOP jobs 0.5")
    talk.passes(0.5)
    assert a.heard == [None]


def test_blocking_pop_fails_when_its_queue_is_deleted(a, b):
    b("BRPOP jobs 0")
    assert a("DEL jobs") == 1
    assert b.heard == ["CLOSED"]


def test_range_counts_from_the_newest_item(a):
    assert a("LRANGE jobs 0 -1") == []
    a("LPUSH jobs 1 2 3 4")
    assert a("LRANGE jobs 0 -1") == [b"4", b"3", b"2", b"1"]
    assert a("LRANGE jobs 0 1") == [b"4", b"3"]
    assert a("LRANGE jobs -1 -1") == [b"1"]
    assert a("LRANGE jobs 1 99") == [b"3", b"2", b"1"]
    assert a("LRANGE jobs -99 0") == [b"4"]
    assert a("LRANGE jobs 3 1") == a("LRANGE jobs 4 9") == []


def test_exists_type_and_llen_describe_a_queue(a):
    a("LPUSH jobs 1")
    a("LPUSH more 1")
    assert a("EXISTS jobs jobs none") == 2
    assert (a("TYPE jobs"), a("TYPE none")) == (b"list", b"none")
    assert a("DEL jobs more none") == 2
    assert (a("EXISTS jobs more"), a("LLEN jobs")) == (0, 0)


def test_key_deleted_twice_counts_once(a):
    a("LPUSH jobs 1")
    assert a("DEL jobs jobs") == 1


def test_deleted_key_can_be_pushed_to_again(a):
    a("LPUSH jobs 1")
    a("DEL jobs")
    assert a("LPUSH jobs 2") == 1
    assert a("RPOP jobs") == b"2"


@pytest.mark.parametrize(
    "request_", ["LPUSH jobs 1", "RPOP jobs", "BRPOP jobs 0", "LLEN jobs", "LRANGE jobs 0 1"]
)
def test_only_a_fifo_queue_is_a_list(a, request_):
    a("RQ.CREATE NAME jobs KIND lifo")
    assert a(request_) == "ERR"


def test_push_to_a_shut_down_queue_fails(a):
    a("LPUSH jobs 1")
    a("RQ.SHUTDOWN jobs")
    assert a("LPUSH jobs 2") == "SHUTDOWN"
    assert a("RPOP jobs") == b"1"


def test_list_needs_a_printable_name(a):
    assert a("LPUSH", b"\x00", "1") == "ERR"


def test_put_and_push_fail_with_the_same_error_on_a_full_shut_down_queue(a):
    a("RQ.CREATE NAME jobs MAXSIZE 1")
    a("RQ.PUT jobs x")
    a("RQ.SHUTDOWN jobs")
    assert [a("LPUSH jobs y"), a("LPUSH jobs y z"), a("RQ.PUT jobs y")] == ["SHUTDOWN"] * 3
