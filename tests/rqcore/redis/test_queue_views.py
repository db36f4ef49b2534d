# SPDX-License-Identifier: GPL-3.0-or-later
"""Values from the replies of scripts."""

from __future__ import annotations

import pytest

from rqcore.redis.queue_keys import QueueKeys
from rqcore.redis.queue_views import items_of, leases_of, number_of, part_of, stat_of, waiters_of
from rqcore.redis.script_parts import MOST_LISTED


def test_replies_become_values():
    assert items_of([[b"a", b"b"], b"priority"]) == ([b"a", b"b"], True)
    assert (number_of([7]), part_of([b"x"]), part_of([None])) == (7, b"x", None)


def test_leases_become_views():
    rows = [[b"7", b"loader.0 500 30 4 2 9", b"2000"], [b"8", b"loader.0 1000 30 5 1 9", b"2500"]]
    first, second = leases_of((1500, rows))
    assert (first.item, first.deliveries, first.name, first.held, first.left) == (4, 2, "loader", 1.0, 0.5)
    assert (second.item, second.held) == (5, 0.5)


@pytest.mark.parametrize(
    "row",
    [
        [b"9", b"loader.0 1000 30 5 1", b"2500"],
        [b"9", b"", b"2500"],
        [b"9", None, b"2500"],
        [b"9", b"loader.0 x 30 5 1 9", b"2500"],
        [b"9", b"loader.0 1000 30 5 1 -9", b"2500"],
        [b"9", b"loader.0 1000 30 5 1 9", b"nan"],
        [b"9", b"loader.0 1000 30 5 1 9", b"inf"],
        [b"9", b"loader.0 1000 30 5 1 9", b"-1"],
    ],
)
def test_lease_that_no_client_writes_is_left_out_and_reported(row, caplog):
    (lease,) = leases_of((1500, [row, [b"8", b"loader.0 1000 30 4 1 9", b"2500"]]))
    assert lease.item == 4
    assert [record.leases for record in caplog.records] == [1]


@pytest.mark.parametrize(
    ("view", "reply"), [(items_of, [[1], b"fifo"]), (number_of, [1, 2]), (number_of, [None]), (part_of, [1])]
)
def test_reply_of_another_form_is_refused(view, reply):
    with pytest.raises((TypeError, ValueError)):
        view(reply)


KEYS = QueueKeys.of("jobs", b"test")
STAT = [
    b"fifo",
    1,
    b"2",
    b"3",
    b"2",
    b"10",
    b"1",
    b"0",
    5000,
    [b"me.1", b"get 4000 2.5"],
    0,
    0,
    0,
    0,
    None,
    1,
    0,
    1,
    0,
]


def changed(place, value):
    return [*STAT[:place], value, *STAT[place + 1 :]]


def test_figures_of_a_queue_are_read():
    stat = stat_of(KEYS, STAT)
    assert (stat.kind, stat.size, stat.maxsize, stat.puts, stat.gets, stat.bytes) == ("fifo", 1, 2, 3, 2, 10)
    assert (stat.blocked_gets, stat.clients, stat.dead_letter) == (1, 1, None)


def test_waiters_that_are_not_listed_are_counted():
    stat = stat_of(KEYS, [*STAT[:-4], MOST_LISTED + 1, 5, MOST_LISTED, 7])
    assert (stat.blocked_puts, stat.blocked_gets, stat.blocked_joins) == (5, MOST_LISTED, 7)


@pytest.mark.parametrize(
    "figure", [-5, b"-5", b"nan", float("nan"), float("inf"), 2**64, None, [], b"9" * 400]
)
@pytest.mark.parametrize("place", [1, 2, 3, 4, 5, 6, 10, 11, 12, 13, 15, 16, 17, 18])
def test_figure_that_no_queue_has_is_refused(place, figure):
    with pytest.raises((TypeError, ValueError, OverflowError)):
        stat_of(KEYS, changed(place, figure))


@pytest.mark.parametrize("kind", [b"x" * 100_000, b"list", b"", b"\xff"])
def test_kind_that_no_queue_has_is_refused(kind):
    with pytest.raises(ValueError):
        stat_of(KEYS, changed(0, kind))


@pytest.mark.parametrize(
    "words",
    [
        None,
        5,
        b"",
        b"get",
        b"get 1 inf",
        b"get 1 nan",
        b"get 1 -5",
        b"get -1 5",
        b"clear 1 5",
        b"x" * 100_000,
    ],
)
def test_waiter_that_no_client_registers_costs_no_other_figure(words):
    reply = changed(9, [b"bad.1", words, *STAT[9]])
    assert [(each.name, each.method, each.waited) for each in waiters_of(reply)] == [("me", "get", 1.0)]
    assert stat_of(KEYS, reply).blocked_gets == 1
