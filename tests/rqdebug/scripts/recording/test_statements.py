# SPDX-License-Identifier: GPL-3.0-or-later
"""Single calls, written as vectors."""

from __future__ import annotations

import pytest

from rqdebug.scripts.language.parser import parse
from rqdebug.scripts.language.vocabulary import ERRORS
from rqdebug.scripts.recording.lifetimes import CallAtQueue, QueueLifetime
from rqdebug.scripts.recording.observed_calls import ObservedItems
from rqdebug.scripts.recording.statements import ERROR_OF_OUTCOME, MAX_CONTENDED, StatementWriter

MS = 10**6


def life(**more):
    return QueueLifetime("jobs", "q1", **more)


def contended(**more):
    return life(putting={"a", "b"}, **more)


def written(event, queue=None, events=(), strict=False):
    """Return the lines of one call, after checking that they can be parsed."""
    writer = StatementWriter(ObservedItems([*events, event]), strict)
    queue = queue or life()
    preamble = writer.preamble(queue)
    lines = writer.lines(CallAtQueue(event, queue))
    assert parse("\n".join([*preamble, *lines]))
    return lines


@pytest.mark.parametrize(
    ("call", "line"),
    [
        ({"method": "put", "item": 1}, "q1.put('a')"),
        ({"method": "put", "item": 1, "timeout_ns": 0}, "q1.put('a', block=False)"),
        ({"method": "put", "item": 1, "timeout_ns": 5 * MS}, "q1.put('a', timeout=0.005)"),
        ({"method": "put_many", "item": 1, "items": 1}, "assert q1.put_many(['a']) == 1"),
        ({"method": "put_many", "item": 1, "timeout_ns": 0}, "assert q1.put_many(['a'], timeout=0.0) == 1"),
        ({"method": "get", "item": 1}, "assert q1.get() == 'a'"),
        ({"method": "get", "item": 1, "timeout_ns": MS}, "assert q1.get(timeout=0.001) == 'a'"),
        ({"method": "qsize", "depth": 4}, "assert q1.qsize() == 4"),
        ({"method": "close", "depth": 4}, "assert q1.close() == 4"),
        ({"method": "close", "depth": 1, "items": 2, "part": 0}, "assert q1.close() == 2"),
        ({"method": "purge", "items": 2}, "assert q1.purge() == 2"),
        ({"method": "shutdown", "items": 0}, "q1.shutdown()"),
        ({"method": "shutdown", "items": 3}, "q1.shutdown(immediate=True)"),
        ({"method": "task_done"}, "q1.task_done()"),
        ({"method": "join", "timeout_ns": 2 * 10**9}, "q1.join(timeout=2.0)"),
        ({"method": "peek"}, "q1.peek()"),
        ({"method": "put", "outcome": "full"}, "with raises(Full): q1.put('a')"),
        ({"method": "get", "outcome": "empty", "timeout_ns": 0}, "with raises(Empty): q1.get(block=False)"),
    ],
)
def test_call_of_a_queue_is_one_line(event, call, line):
    assert written(event(**call)) == [line]


def test_get_many_expects_the_number_of_items(event):
    assert written(event(method="get_many", item=1, items=2, size=0)) == [
        "got = q1.get_many(2)",
        "assert len(got) == 2",
    ]


@pytest.mark.parametrize(
    ("call", "line"),
    [
        ({"method": "list", "queue": ""}, "queues()"),
        ({"method": "create", "outcome": "exists"}, "with raises(Exists): create(name='jobs')"),
        ({"method": "put", "outcome": "noqueue"}, "with raises(NoQueue): queue('jobs')"),
    ],
)
def test_call_without_a_queue_is_a_call_of_the_target(event, call, line):
    lines = StatementWriter(ObservedItems([]), False).lines(CallAtQueue(event(**call), None))
    assert lines == [line]
    assert parse(line)


def test_errors_of_outcomes_can_be_expected_by_scripts():
    assert set(ERROR_OF_OUTCOME.values()) <= set(ERRORS)


def test_partly_recorded_item_has_a_comment(event):
    assert written(event(item=1, payload=b"ab", size=5000)) == [
        "# Only the first 2 of 5,000 bytes (text) were recorded; dots replace the rest.",
        "q1.put('ab' + '.' * 4998)",
    ]


# Creating the queues


@pytest.mark.parametrize(
    ("queue", "line"),
    [
        (life(), "q1 = create(name='jobs', kind='fifo', maxsize=0)"),
        (life(maxsize=3, fifo=False), "q1 = create(name='jobs', kind='lifo', maxsize=3)"),
        (life(is_successor=True), "q1 = create(name='jobs q1', kind='fifo', maxsize=0)"),
        (
            QueueLifetime("12345678-1234-5678-1234-567812345678", "q1"),
            "q1 = create(kind='fifo', maxsize=0)",
        ),
    ],
)
def test_queue_is_created_with_its_properties(queue, line):
    assert StatementWriter(ObservedItems([]), False).preamble(queue) == [line]


@pytest.mark.parametrize(("fifo", "order"), [(True, "ab"), (False, "ba")])
def test_initial_items_are_put_in_the_order_of_the_kind(event, fifo, order):
    seen = [event(method="get", item=n, payload=text.encode()) for n, text in ((1, "a"), (2, "b"))]
    queue = life(initial_items=[1, 2], fifo=fifo)
    _, *puts = StatementWriter(ObservedItems(seen), False).preamble(queue)
    assert puts == [f"q1.put('{text}', timeout=1)" for text in order]


# Races


def test_get_of_a_competing_client_accepts_any_item(event):
    seen = [event(item=1, payload=b"a"), event(item=2, payload=b"b")]
    writer = StatementWriter(ObservedItems(seen), False)
    queue = contended(put=[1, 2])
    assert writer.preamble(queue)[-1] == "items_q1 = ['a', 'b']"
    assert writer.lines(CallAtQueue(event(method="get", item=2, payload=b"b"), queue)) == [
        "assert q1.get() in items_q1"
    ]


def test_strict_recording_expects_each_observed_item(event):
    got = event(method="get", item=1)
    assert written(got, contended(put=[1]), strict=True) == ["assert q1.get() == 'a'"]


def test_gets_competing_for_too_many_items_expect_none_of_them(event):
    got = event(method="get", item=1)
    assert written(got, contended(put=[1] * MAX_CONTENDED)) == ["assert q1.get() in items_q1"]
    assert written(got, contended(put=[1] * (MAX_CONTENDED + 1))) == ["q1.get()"]


@pytest.mark.parametrize(("queue", "line"), [(life(), "assert q1.qsize() == 4"), (contended(), "q1.qsize()")])
def test_size_is_expected_only_without_competing_clients(event, queue, line):
    assert written(event(method="qsize", depth=4), queue) == [line]
