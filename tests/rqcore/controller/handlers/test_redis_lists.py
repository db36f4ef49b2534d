# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest

from rqcore.controller.limits import Limits
from rqcore.protocol.memory import AWAITED_COST, FEW_AWAITED

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


def test_list_has_two_ends(a):
    assert a("RPUSH jobs 1 2 3") == 3
    assert a("LPUSH jobs 0") == 4
    assert a("LRANGE jobs 0 -1") == [b"0", b"1", b"2", b"3"]
    assert (a("LPOP jobs"), a("RPOP jobs"), a("LPOP jobs 5")) == (b"0", b"3", [b"1", b"2"])
    assert a("LPOP jobs 1") is None


def test_first_push_into_an_empty_list_decides_where_a_get_takes(a):
    a("RQ.CREATE NAME jobs")
    for push in ("RPUSH", "LPUSH"):
        assert a(f"{push} jobs 1 2") == 2
        a("RQ.PUT jobs 3")
        assert [a("RQ.GET jobs") for _ in range(3)] == [b"1", b"2", b"3"]


def test_push_in_front_of_the_other_items_is_bounded_too(a):
    a("RQ.CREATE NAME jobs MAXSIZE 3")
    a("LPUSH jobs 1")
    assert a("RPUSH jobs 2 3 4") == "FULL"
    assert a("RPUSH jobs 2 3") == 3
    a("RQ.SHUTDOWN jobs")
    assert a("RPUSH jobs 4") == "SHUTDOWN"
    assert [a("RQ.GET jobs") for _ in range(3)] == [b"3", b"2", b"1"]


def test_pop_of_several_lists_takes_from_the_first_that_has_an_item(a):
    a("LPUSH low 1 2")
    assert a("BLPOP high low 0") == [b"low", b"2"]
    a("LPUSH high 3")
    assert a("BRPOP high low 0") == [b"high", b"3"]


def test_pop_of_several_lists_is_served_once(talk, a, b, c):
    assert b("BRPOP high low high 0") == WAITS
    assert c("BLPOP low 0") == WAITS
    assert [stat[stat.index(b"blocked_gets") + 1] for stat in a("RQ.LIST")] == [1, 2]
    a("LPUSH low 1")
    assert (b.heard, c.heard) == ([[b"low", b"1"]], [])
    a("LPUSH high 2")
    a("LPUSH low 3")
    assert (len(b.heard), c.heard, a("LLEN high")) == (1, [[b"low", b"3"]], 1)


def test_waiting_pop_takes_from_its_own_end(a, b, c):
    b("BRPOP jobs 0")
    c("BLPOP jobs 0")
    assert a("RPUSH jobs 1 2 3") == 3
    assert (b.heard, c.heard) == ([[b"jobs", b"3"]], [[b"jobs", b"1"]])


@pytest.mark.parametrize("end", ["timeout", "unblock", "leave"])
def test_pop_of_several_lists_leaves_all_of_them_when_it_ends(talk, a, b, end):
    b("BRPOP high low 2")
    if end == "timeout":
        talk.passes(2)
    elif end == "unblock":
        a(f"CLIENT UNBLOCK {b.client.number}")
    else:
        b.leave()
    assert b.heard == ([] if end == "leave" else [None])
    a("LPUSH high 1")
    a("LPUSH low 2")
    assert (a("LLEN high"), a("LLEN low")) == (1, 1)
    assert len(b.heard) <= 1


@pytest.mark.parametrize(("end", "error"), [("DEL", "CLOSED"), ("RQ.SHUTDOWN", "SHUTDOWN")])
def test_pop_of_several_lists_waits_until_all_of_them_have_ended(a, b, end, error):
    b("BRPOP high low 0")
    a(f"{end} high")
    assert b.heard == []
    a("LPUSH low 1")
    assert b.heard == [[b"low", b"1"]]
    assert b("BRPOP more low 0") == WAITS
    a(f"{end} more")
    a(f"{end} low")
    assert b.heard[1:] == [error]


def test_events_of_a_pop_of_several_lists_name_the_list_that_had_the_item(talk, a, b):
    b("BRPOP high low 0")
    call = b.client.call
    assert call.queue.name == "high"
    a("LPUSH low 1")
    assert (call.queue.name, call.alternatives) == ("low", {})


def test_move_takes_from_one_end_and_puts_at_another(a):
    a("RPUSH source 1 2 3")
    assert a("LMOVE source target LEFT RIGHT") == b"1"
    assert a("RPOPLPUSH source target") == b"3"
    assert (a("LRANGE source 0 -1"), a("LRANGE target 0 -1")) == ([b"2"], [b"3", b"1"])
    assert a("LMOVE none target LEFT LEFT") is None
    assert a("LMOVE source target UP LEFT") == "ERR"


def test_move_within_one_list_rotates_it(a):
    a("RPUSH jobs 1 2 3")
    assert a("RPOPLPUSH jobs jobs") == b"3"
    assert a("LRANGE jobs 0 -1") == [b"3", b"1", b"2"]


def test_move_serves_a_waiting_pop_and_respects_the_bound(a, b):
    a("LPUSH source 1 2")
    b("BRPOP target 0")
    assert a("RPOPLPUSH source target") == b"1"
    assert b.heard == [[b"target", b"1"]]
    a("RQ.CREATE NAME full MAXSIZE 1")
    a("LPUSH full x")
    assert (a("RPOPLPUSH source full"), a("LLEN source")) == ("FULL", 1)
    a("RQ.SHUTDOWN full")
    assert a("RPOPLPUSH source full") == "SHUTDOWN"


@pytest.mark.parametrize("end", ["item", "timeout", "all deleted", "client leaves"])
def test_pop_of_many_lists_counts_as_memory_while_it_waits(talk, a, b, end):
    memory, names = talk.controller.state.memory, [f"list-{number:04}" for number in range(100)]
    for name in names:
        b(f"RQ.CREATE NAME {name}")
    assert a("BLPOP", *names, 5) == WAITS
    assert memory.held == 100 * (AWAITED_COST + len(names[0]))

    if end == "item":
        b(f"RPUSH {names[70]} x")
        assert a.heard == [[names[70].encode(), b"x"]]
    elif end == "timeout":
        talk.passes(seconds=6)
        assert a.heard == [None]
    elif end == "all deleted":
        b("DEL", *names)
        assert a.heard == ["CLOSED"]
    else:
        a.leave()
    assert memory.held == 0


def test_pop_that_waits_for_one_of_many_lists_keeps_no_other_name(talk, a, b):
    names = [f"list-{number:04}" for number in range(100)]
    for name in names:
        a(f"RQ.CREATE NAME {name}")
    for name in names[1:]:
        a(f"RQ.SHUTDOWN {name}")
    assert a("BLPOP", *names, 0) == WAITS
    (kept,) = [
        cell.cell_contents for cell in a.client.call.to_value.__closure__ if dict is type(cell.cell_contents)
    ]
    assert list(kept.values()) == [names[0].encode()]
    b(f"RPUSH {names[0]} x")
    assert a.heard == [[names[0].encode(), b"x"]]


def test_pop_of_many_lists_is_refused_when_memory_is_full_and_of_few_is_not(conversation):
    limit = 40_000
    talk = conversation(Limits(memory=limit))
    clients = [talk.client() for _ in range(3)]
    names = [f"list-{number:04}" for number in range(100)]
    assert clients[0]("BLPOP", *names, 0) == WAITS
    assert clients[1]("BLPOP", *names, 0) == "TOOMANY"
    talk.controller.state.memory.held += limit  # of others
    assert clients[1]("BLPOP", *names[:FEW_AWAITED], 0) == WAITS
    assert talk.controller.state.memory.held <= 2 * limit
    talk.controller.state.memory.held -= limit
    clients[2](f"RPUSH {names[0]} x")
    assert clients[0].heard == [[b"list-0000", b"x"]]
