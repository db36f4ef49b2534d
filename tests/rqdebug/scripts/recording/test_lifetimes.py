# SPDX-License-Identifier: GPL-3.0-or-later
"""The properties of queues that are inferred from calls."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rqdebug.scripts.recording.lifetimes import QueueLifetime, find_lifetimes

NAMESPACE = "12345678-1234-5678-1234-567812345678"


def lifetime(events, **more):
    life = QueueLifetime("jobs", "q1", **more)
    for each in events:
        life.add_event(each)
    return life


def moves(event, kind, choices):
    """Return the events of puts (True) and gets (False) on a queue of this kind."""
    queued, number, events = [], 0, []
    for is_put in choices:
        if is_put:
            number += 1
            queued.append(number)
            events.append(event(item=number))
        elif queued:
            taken = queued.pop(0 if kind == "fifo" else -1)
            events.append(event(method="get", item=taken))
    return events


@given(st.sampled_from(["fifo", "lifo"]), st.lists(st.booleans(), max_size=30))
def test_order_of_items_is_consistent_with_the_kind(event, kind, choices):
    life = lifetime(moves(event, kind, choices))
    assert getattr(life, kind)
    assert life.initial_items == []
    assert life.put == list(range(1, sum(choices) + 1))


@pytest.mark.parametrize(
    ("taken", "kind", "fifo", "lifo"),
    [
        ([1], "fifo", True, False),
        ([3], "lifo", False, True),
        ([1, 2, 3], "fifo", True, False),
        ([3, 2, 1], "lifo", False, True),
        ([2], "fifo", False, False),
        ([1, 3], "fifo", False, False),
        ([], "fifo", True, True),
    ],
)
def test_kind_is_inferred_from_the_order_of_items(event, taken, kind, fifo, lifo):
    puts = [event(item=number) for number in (1, 2, 3)]
    gets = [event(method="get", item=number) for number in taken]
    life = lifetime(puts + gets)
    assert (life.kind, life.fifo, life.lifo) == (kind, fifo, lifo)


@pytest.mark.parametrize(("kind", "left"), [("fifo", [4, 5]), ("lifo", [1, 2])])
def test_items_of_one_call_have_consecutive_numbers(event, kind, left):
    puts = [event(method="put_many", item=1, items=5)]
    first = {"fifo": 1, "lifo": 5}[kind]
    life = lifetime([*puts, event(method="get_many", item=first, items=3)])
    assert life.put == [1, 2, 3, 4, 5]
    assert life.kind == kind
    # the next get shows which items remained
    later = lifetime(
        [*puts, event(method="get_many", item=first, items=3), event(method="get", item=left[0])]
    )
    assert later.initial_items == []


def test_item_without_an_observed_put_is_an_initial_item(event):
    life = lifetime([event(method="get", item=7), event(item=9), event(method="get", item=8)])
    assert life.initial_items == [7, 8]
    assert life.put == [9]


@pytest.mark.parametrize(
    ("outcome", "maxsize"), [("full", 3), ("blocked", 3), ("ok", 0), ("shutdown", 0), ("toobig", 0)]
)
def test_put_that_finds_the_queue_full_shows_the_maxsize(event, outcome, maxsize):
    assert lifetime([event(outcome=outcome, depth=3)]).maxsize == maxsize


def test_failed_calls_move_no_items(event):
    life = lifetime([event(item=1, outcome="full"), event(method="get", item=1, outcome="empty")])
    assert (life.put, life.initial_items) == ([], [])


@pytest.mark.parametrize(
    ("clients", "contended"),
    [
        ({"put": ["a"], "get": ["b"]}, False),
        ({"put": ["a", "a"], "get": ["a"]}, False),
        ({"put": ["a", "b"], "get": ["c"]}, True),
        ({"put": ["a"], "get": ["b", "c"]}, True),
    ],
)
def test_several_putting_or_getting_clients_compete(event, clients, contended):
    numbers = {"put": 0, "get": 0}
    events = []
    for method, names in clients.items():
        for name in names:
            numbers[method] += 1
            events.append(event(method=method, client_label=name, item=numbers[method]))
    assert lifetime(events).is_contended is contended


def test_items_out_of_order_mean_that_clients_compete(event):
    puts = [event(item=number) for number in (1, 2, 3)]
    assert lifetime([*puts, event(method="get", item=2)]).is_contended


@pytest.mark.parametrize(
    ("label", "successor", "name"),
    [("jobs", False, "jobs"), ("jobs", True, "jobs q1"), (NAMESPACE, False, None), (NAMESPACE, True, None)],
)
def test_queue_has_a_name_unless_its_label_is_a_namespace(label, successor, name):
    assert QueueLifetime(label, "q1", successor).name == name


# All queues of a recording


def test_queues_are_numbered_by_their_first_call(event):
    found, calls = find_lifetimes([event(queue="b"), event(queue="a"), event(queue="b")])
    assert [(life.label, life.variable) for life in found] == [("b", "q1"), ("a", "q2")]
    assert [call.lifetime.variable for call in calls] == ["q1", "q2", "q1"]


def test_items_that_a_close_destroys_are_no_further_queue(event):
    events = [
        event(method="put_many", item=1, items=2, part=0),
        event(method="put_many", item=2, items=2, part=1),
        event(method="close", item=1, items=2, part=0),
        event(method="close", item=2, items=2, part=1),
        event(outcome="closed", part=0),
    ]
    (life,), calls = find_lifetimes(events)
    assert [call.lifetime for call in calls] == [life] * 3


def test_purged_items_do_not_count_in_the_order_of_items(event):
    events = [
        event(item=1, part=0),
        event(item=2, part=0),
        event(method="purge", item=1, items=2, part=0),
        event(method="purge", item=2, items=2, part=1),
        event(item=3, part=0),
        event(method="get", item=3, part=0),
    ]
    assert lifetime(events).kind == "fifo"
    earlier = [event(item=1), event(item=2), event(method="purge", items=2), event(item=3)]
    assert lifetime([*earlier, event(method="get", item=3)]).kind == "fifo"


def test_queue_created_after_a_close_is_another_queue(event):
    found, calls = find_lifetimes(
        [event(), event(method="close"), event(outcome="closed"), event(), event(method="get")]
    )
    assert [(life.name, life.is_successor) for life in found] == [("jobs", False), ("jobs q2", True)]
    assert [call.lifetime.variable for call in calls] == ["q1", "q1", "q1", "q2", "q2"]


@pytest.mark.parametrize("outcome", ["noqueue", "exists"])
def test_call_that_reached_no_queue_has_none(event, outcome):
    found, calls = find_lifetimes([event(outcome=outcome), event(queue="", method="list")])
    assert found == []
    assert [call.lifetime for call in calls] == [None, None]


def test_start_of_a_call_shows_the_maxsize_but_is_not_a_call(event):
    found, calls = find_lifetimes([event(phase="start", outcome="blocked", depth=2)])
    assert (calls, found[0].maxsize) == ([], 2)


@given(st.integers(0, 2**32), st.integers(1, 40))
def test_every_ended_call_has_its_queue(event, seed, count):
    seeded = random.Random(seed)
    events = [
        event(queue=seeded.choice("abc"), method=seeded.choice(["put", "get", "close"])) for _ in range(count)
    ]
    found, calls = find_lifetimes(events)
    assert [call.event for call in calls] == events
    assert all(call.lifetime in found and call.lifetime.label == call.event.queue for call in calls)
    assert len({life.variable for life in found}) == len(found)


def test_call_with_a_row_for_each_item_is_one_call(event):
    rows = [event(item=7 + part, part=part, items=3, call=5, depth=1 + part) for part in range(3)]
    (found,), (call,) = find_lifetimes(rows)
    assert call.event == rows[0]
    assert found.put == [7, 8, 9]
    assert found.unseen_items == 0


def test_move_has_both_queues(event):
    taken = [event(method="move", queue="a", item=n, part=n - 1, items=2, call=5) for n in (1, 2)]
    put = [event(method="move_in", queue="b", item=n, part=n - 1, items=2, call=5) for n in (1, 2)]
    (source, target), (call,) = find_lifetimes(taken + put)
    assert (call.event, call.lifetime, call.target) == (taken[0], source, target)
    assert target.put == [1, 2]
    assert source.initial_items == [1, 2]


def test_move_whose_other_queue_was_not_recorded_has_no_target(event):
    _, (move, _) = find_lifetimes([event(method="move", item=1, part=0, call=5), event(part=0, call=6)])
    assert move.target is None


def test_only_a_move_has_a_target(event):
    _, (put,) = find_lifetimes([event(call=5), event(method="move_in", queue="b", call=5)])
    assert put.target is None
