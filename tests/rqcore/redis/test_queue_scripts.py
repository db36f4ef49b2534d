# SPDX-License-Identifier: GPL-3.0-or-later
"""The scripts alone: a repeated call has its first reply, and waiters that die are forgotten."""

from __future__ import annotations

import pytest

from rqcore.redis import queue_scripts
from rqcore.redis.queue_keys import QueueKeys
from rqcore.redis.queue_views import stat_of, waiters_of
from rqcore.redis.script_parts import MOST_DEAD, MOST_LISTED
from rqcore.redis.stored_items import read_item
from tests.rqcore.redis.script_values import BODY, KEYS


@pytest.fixture
def make(run):
    return lambda kind="fifo", maxsize=0: run(queue_scripts.CREATE, "maker", "1", kind, maxsize)


def put(run, caller, call, *bodies, wait="", ticket=""):
    """Return the reply in its long form: that to a put of one item can be a number."""
    reply = run(queue_scripts.PUT, caller, call, wait, ticket, "", *bodies)
    return [b"OK", 1, b""] if reply == 1 else reply


def get(run, caller, call, wait="", ticket="", count=1):
    """Return the reply in its long form: that to a get of one item can be the item alone."""
    reply = run(queue_scripts.GET, caller, call, wait, ticket, count)
    return [b"OK", [reply], b"fifo"] if isinstance(reply, bytes) else reply


def test_every_script_names_a_missing_queue(run):
    assert put(run, "a", "1", BODY) == [b"MISSING"]
    for script in (queue_scripts.GET, queue_scripts.JOIN, queue_scripts.LEAVE, queue_scripts.CLOSE):
        assert run(script, "a", "1", "", "", "1") == [b"MISSING"]
    for script in (queue_scripts.STAT, queue_scripts.SIZE, queue_scripts.PEEK):
        assert run(script, "0", "1") == [b"MISSING"]


def test_repeated_call_has_its_first_reply(run, make):
    # Given
    assert make() == make() == [b"OK"]
    # Then
    for _ in range(2):
        assert put(run, "a", "2", BODY, BODY) == [b"OK", 2, b""]
    first, again = get(run, "b", "1"), get(run, "b", "1")
    assert first == again and first[0] == b"OK"
    assert read_item(first[1][0], False)[:3] == (1, 0, 0)
    # When
    second = get(run, "b", "2")
    # Then
    assert read_item(second[1][0], False).number == 2
    assert get(run, "b", "3") == [b"EMPTY", b"", 0]
    for _ in range(2):
        assert run(queue_scripts.GIVE_BACK, "b", "4", *second[1]) == [b"OK", 1]
    assert run(queue_scripts.SIZE) == [b"OK", 1]


def test_calls_of_two_callers_are_different(run, make):
    make()
    assert put(run, "a", "7", BODY)[:2] == put(run, "b", "7", BODY)[:2] == [b"OK", 1]
    assert run(queue_scripts.SIZE) == [b"OK", 2]


def test_reply_is_kept_for_a_bounded_time_and_once_for_a_caller(run, make, bare):
    make()
    for call in range(20):
        put(run, "a", str(call), BODY)
    replies = bare.keys(KEYS.base + b":call:*")
    assert len(replies) == 2 and all(0 < bare.pttl(key) <= 180_000 for key in replies)


def test_get_takes_only_what_is_left_by_those_in_front_of_it(run, make):
    make()
    tickets = [get(run, caller, "1", "none")[1] for caller in "ab"]
    put(run, "p", "1", BODY, BODY)
    assert get(run, "c", "1") == [b"EMPTY", b"", 0]
    put(run, "p", "2", BODY)
    assert get(run, "c", "2")[0] == b"OK"
    assert [
        get(run, caller, "2", "none", ticket)[0] for caller, ticket in zip("ba", tickets[::-1], strict=True)
    ] == [
        b"OK",
        b"OK",
    ]


def test_waiter_is_woken_by_one_element_at_most(run, make, bare):
    make()
    get(run, "a", "1", "none")
    for call in range(5):
        put(run, "p", str(call), BODY)
    assert bare.llen(KEYS.wake("a")) == 1
    assert 0 < bare.pttl(KEYS.wake("a")) <= 6000
    get(run, "a", "2", "none")
    assert not bare.exists(KEYS.wake("a"))


def test_waiter_that_does_not_come_is_forgotten_and_the_next_one_woken(run, make, bare):
    # Given
    make()
    for caller in "ab":
        get(run, caller, "1", "none")
    put(run, "p", "1", BODY)
    assert not bare.exists(KEYS.wake("b"))
    # When
    bare.zadd(KEYS.base + b":alive", {"a": 1})
    run(queue_scripts.LEAVE, "c", "1")
    # Then
    assert bare.exists(KEYS.wake("b"))
    assert get(run, "b", "2", "none", "2")[0] == b"OK"
    assert not bare.exists(KEYS.base + b":alive", KEYS.base + b":waits", KEYS.base + b":getters")


def test_waiter_that_leaves_wakes_the_next_one(run, make, bare):
    make()
    for caller in "ab":
        get(run, caller, "1", "none")
    put(run, "p", "1", BODY)
    run(queue_scripts.LEAVE, "a", "2")
    assert bare.exists(KEYS.wake("b"))


def test_put_that_waits_keeps_its_place_without_its_items(run, make):
    make(maxsize=1)
    put(run, "p", "1", BODY)
    full, ticket, size, maxsize = put(run, "a", "1", BODY, wait="5")
    assert (full, size, maxsize) == (b"FULL", 1, 1)
    assert run(queue_scripts.RENEW, "a", "2", "5", ticket)[:2] == [b"FULL", ticket]
    get(run, "g", "1")
    assert run(queue_scripts.RENEW, "a", "3", "5", ticket) == [b"OK", 1]
    assert put(run, "b", "1", BODY)[0] == b"FULL"
    assert put(run, "a", "4", BODY, wait="5", ticket=ticket)[:2] == [b"OK", 1]


def test_returned_items_stand_in_front_of_later_ones(run, make):
    # Given
    make()
    put(run, "p", "1", *[BODY] * 4)
    first, second = get(run, "a", "1")[1], get(run, "b", "1", count=2)[1]
    # When
    run(queue_scripts.GIVE_BACK, "b", "2", *second)
    run(queue_scripts.GIVE_BACK, "a", "2", *first)
    third = get(run, "a", "3", count=2)[1]
    run(queue_scripts.GIVE_BACK, "a", "4", third[1])
    run(queue_scripts.GIVE_BACK, "a", "5", third[0])
    # Then
    items = run(queue_scripts.PEEK, "", 0, -1)[1]
    assert [read_item(item, False).number for item in items] == [1, 2, 3, 4]


def test_queue_of_another_kind_is_not_the_queue_of_the_handle(run, make):
    make("priority")
    assert put(run, "a", "1", BODY) == [b"MISSING"]


def test_reply_of_a_caller_is_kept_longer_when_the_number_of_the_call_begins_with_a_plus(run, make, bare):
    make()
    record = KEYS.base + b":call:a"
    put(run, "a", "1", BODY)
    bare.pexpire(record, 1000)
    put(run, "a", "2", BODY)
    assert bare.pttl(record) <= 1000
    put(run, "a", "+3", BODY)
    assert bare.pttl(record) > 1000
    assert put(run, "a", "+3", BODY)[:2] == [b"OK", 1]
    assert run(queue_scripts.SIZE) == [b"OK", 3]


def add_dead(bare, line, count):
    """Let callers wait that die before all others, without the time that this takes."""
    keys = {part: f"{KEYS.base.decode()}:{part}" for part in (line, "alive", "waits")}
    names = [f"dead.{number}" for number in range(count)]
    bare.zadd(keys[line], {name: number for number, name in enumerate(names)})
    bare.zadd(keys["alive"], dict.fromkeys(names, 1))
    bare.hset(keys["waits"], mapping=dict.fromkeys(names, "get 1 none"))
    bare.hset(KEYS.base, mapping={"busy": 1, "tickets": count})


def commands_of(bare, call):
    """Return the result of a call, and how many commands its script issued."""
    bare.config_resetstat()
    result = call()
    return result, sum(each["calls"] for each in bare.info("commandstats").values())


@pytest.mark.parametrize("count", [MOST_DEAD - 1, MOST_DEAD, MOST_DEAD * 5])
def test_waiters_that_died_stop_no_call(run, make, bare, count):
    # Given
    make()
    add_dead(bare, "getters", count)
    assert get(run, "b", "1", wait="none")[0] == b"EMPTY"
    assert get(run, "c", "1", wait="none")[0] == b"EMPTY"
    # When
    _, commands = commands_of(bare, lambda: put(run, "a", "1", BODY))
    # Then
    assert commands < 60
    second = get(run, "c", "2", wait="none", ticket=str(count + 2))
    assert second[0] == b"EMPTY"
    first = get(run, "b", "2", wait="none", ticket=str(count + 1))
    assert first[0] == b"OK" and read_item(first[1][0], False).number == 1


def test_waiters_that_died_are_forgotten_in_parts(run, make, bare):
    # Given
    make()
    add_dead(bare, "getters", MOST_DEAD * 3)
    # When
    left = []
    for number in range(4):
        put(run, "a", str(number), BODY)
        left.append(bare.zcard(KEYS.base + b":getters"))
    # Then
    assert left == [MOST_DEAD * 2, MOST_DEAD, 0, 0]
    assert not bare.exists(KEYS.base + b":alive", KEYS.base + b":waits", KEYS.base + b":woken")
    assert len(get(run, "b", "1", count=9)[1]) == 4


def test_put_beside_waiters_that_died_takes_the_space(run, make, bare):
    make(maxsize=1)
    add_dead(bare, "putters", MOST_DEAD * 3)
    assert put(run, "a", "1", BODY)[0] == b"OK"
    assert put(run, "a", "2", BODY)[0] == b"FULL"


def moved(bare, count):
    """Move items from another queue, and return how many were moved."""
    source = QueueKeys.of("source", b"test").base
    bare.eval(queue_scripts.CREATE.text, 1, source, "maker", "1", "fifo", 0)
    bare.eval(queue_scripts.PUT.text, 1, source, "maker", "2", "", "", "", *[BODY] * count)
    return bare.eval(queue_scripts.MOVE.text, 2, source, KEYS.base, "mover", "1", 100)[1]


@pytest.mark.parametrize("count", [1, MOST_DEAD - 1, MOST_DEAD * 3])
def test_puts_that_died_keep_no_space_from_a_move(bare, run, make, count):
    make(maxsize=5)
    add_dead(bare, "putters", count)
    assert moved(bare, 9) == 5


def test_puts_that_wait_keep_their_space_from_a_move(bare, run, make):
    make(maxsize=3)
    for caller in "abcde":
        put(run, caller, "1", BODY, wait="9")
    get(run, "g", "1", count=2)
    assert moved(bare, 1) == 0


def test_stat_lists_some_of_very_many_waiters_and_counts_all(bare, run, make):
    make()
    add_dead(bare, "getters", MOST_LISTED + 5)
    bare.zadd(KEYS.base + b":alive", {f"dead.{number}": 2**50 for number in range(MOST_LISTED + 5)})
    _, *reply = run(queue_scripts.STAT)
    assert len(waiters_of(reply)) == MOST_LISTED
    assert stat_of(KEYS, reply).blocked_gets == MOST_LISTED + 5


def test_closing_wakes_a_bounded_number_of_waiters(run, make, bare):
    # Given
    make()
    add_dead(bare, "getters", 5000)
    assert get(run, "b", "1", wait="none")[0] == b"EMPTY"
    # When
    _, commands = commands_of(bare, lambda: run(queue_scripts.CLOSE, "a", "1"))
    # Then
    assert commands < 60
    assert bare.llen(KEYS.base + b":wake:b") == 1
    assert put(run, "a", "2", BODY) == [b"MISSING"]
