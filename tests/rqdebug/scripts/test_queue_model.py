# SPDX-License-Identifier: GPL-3.0-or-later
"""The answers of the model; generated scripts test that the controller gives the same answers."""

from __future__ import annotations

import pytest

from rqdebug.scripts.queue_model import ModelAnswer, QueueModel


def by_caller(answers):
    return {answer.caller: answer.error or answer.value for answer in answers}


@pytest.mark.parametrize(("kind", "order"), [("fifo", "bac"), ("lifo", "cab"), ("priority", "abc")])
def test_items_are_taken_in_the_order_of_the_kind(kind, order):
    queue = QueueModel(kind)
    for item, priority in (("b", 2), ("a", 1), ("c", 3)):
        queue.call("me", "put", {"item": item, "priority": priority})
    assert queue.call("me", "peek", {}) == [ModelAnswer("me", list(order))]
    assert [queue.call("me", "get", {})[0].value for _ in "abc"] == list(order)


def test_waiting_calls_are_served_in_order():
    queue = QueueModel()
    assert queue.call("first", "get", {}) == []
    assert queue.call("second", "get", {"timeout": 5}) == []
    answers = queue.call("putter", "put_many", {"items": ["a", "b", "c"]})
    assert by_caller(answers) == {"first": "a", "second": "b", "putter": 3}
    assert queue.in_order() == ["c"]


def test_waiting_calls_time_out():
    queue = QueueModel(maxsize=1)
    queue.call("me", "put", {"item": 1})
    assert queue.call("late", "put", {"item": 2, "timeout": 2}) == []
    assert queue.call("many", "put_many", {"items": [3, 4], "timeout": 3}) == []
    assert queue.advance(1.5) == []
    assert queue.advance(1) == [ModelAnswer("late", error="Full")]
    assert by_caller(queue.call("taker", "get", {})) == {"taker": 1}
    assert queue.advance(1) == [ModelAnswer("many", 1)], "there was space for one of two"


def test_waiting_put_continues_when_there_is_space():
    queue = QueueModel(maxsize=1)
    queue.call("me", "put", {"item": 1})
    queue.call("waiting", "put", {"item": 2})
    assert by_caller(queue.call("taker", "get", {})) == {"taker": 1, "waiting": None}


def test_join_waits_for_task_done():
    queue = QueueModel()
    assert by_caller(queue.call("me", "task_done", {})) == {"me": "BadCall"}
    queue.call("me", "put", {"item": 1})
    assert queue.call("joiner", "join", {"timeout": 1}) == []
    assert queue.call("late", "join", {"timeout": 0}) == [ModelAnswer("late", False)]
    assert by_caller(queue.call("me", "task_done", {})) == {"me": None, "joiner": True}


@pytest.mark.parametrize(("immediate", "left"), [(False, ["a"]), (True, [])])
def test_shutdown_ends_waiting_calls_and_rejects_puts(immediate, left):
    queue = QueueModel(maxsize=1)
    queue.call("me", "put", {"item": "a"})
    queue.call("waiting", "put", {"item": "b"})
    assert by_caller(queue.call("me", "shutdown", {"immediate": immediate})) == {
        "me": None,
        "waiting": "ShutDown",
    }
    assert queue.in_order() == left
    assert by_caller(queue.call("me", "put", {"item": 1})) == {"me": "ShutDown"}
    if left:
        assert by_caller(queue.call("me", "get", {})) == {"me": "a"}
    assert by_caller(queue.call("me", "get", {})) == {"me": "ShutDown"}


def test_close_ends_every_call():
    queue = QueueModel()
    queue.call("getter", "get", {})
    assert by_caller(queue.call("me", "close", {})) == {"me": 0, "getter": "Closed"}
    assert by_caller(queue.call("me", "qsize", {})) == {"me": "Closed"}
    assert by_caller(queue.call("me", "maxsize", {})) == {"me": 0}, (
        "the client answers it without the controller"
    )


def test_purge_frees_space_and_finishes_its_items():
    queue = QueueModel(maxsize=2)
    queue.call("me", "put_many", {"items": [1, 2]})
    queue.call("waiting", "put", {"item": 3})
    assert by_caller(queue.call("me", "purge", {})) == {"me": 2, "waiting": None}
    assert (queue.in_order(), queue.unfinished) == ([3], 1)


def test_moved_items_serve_waiting_calls_of_both_queues():
    dead, jobs = QueueModel(maxsize=2), QueueModel(maxsize=1)
    dead.call("me", "put_many", {"items": [1, 2]})
    dead.call("putter", "put", {"item": 3})
    jobs.call("getter", "get", {})
    answers = by_caller(dead.call("me", "move", {"to": jobs}))
    assert answers == {"me": 2, "getter": 1, "putter": None}
    assert (dead.in_order(), jobs.in_order()) == ([3], [2])
    assert (dead.unfinished, jobs.unfinished) == (1, 2)


def test_move_takes_at_most_count_items():
    dead, jobs = QueueModel("lifo"), QueueModel("priority")
    dead.call("me", "put_many", {"items": [1, 2, 3]})
    assert by_caller(dead.call("me", "move", {"to": jobs, "count": 2})) == {"me": 2}
    assert (dead.in_order(), jobs.in_order()) == ([1], [3, 2])


@pytest.mark.parametrize(("method", "error"), [("shutdown", "ShutDown"), ("close", "Closed")])
def test_move_to_a_closed_or_shut_down_queue_fails(method, error):
    dead, jobs = QueueModel(), QueueModel()
    dead.call("me", "put", {"item": 1})
    jobs.call("me", method, {})
    assert by_caller(dead.call("me", "move", {"to": jobs})) == {"me": error}
    assert by_caller(dead.call("me", "move", {"to": dead})) == {"me": "BadCall"}
    assert by_caller(dead.call("me", "move", {"to": jobs, "count": -1})) == {"me": "BadCall"}
    assert dead.in_order() == [1]


def test_item_that_cannot_be_ordered_is_rejected():
    queue = QueueModel("priority")
    assert by_caller(queue.call("me", "put", {"item": [1, "text"]})) == {"me": None}
    for item, error in (("text", "NotComparable"), ([1, 2], "NotComparable"), (float("nan"), "BadCall")):
        assert by_caller(queue.call("me", "put", {"item": item})) == {"me": error}
        assert by_caller(queue.call("me", "put_many", {"items": [item]})) == {"me": error}
    assert by_caller(queue.call("me", "put_many", {"items": [[0], [1]]})) == {"me": 2}
    assert queue.in_order() == [[0], [1], [1, "text"]]


@pytest.mark.parametrize(
    ("method", "arguments", "waits"),
    [
        ("get", {}, False),
        ("put", {"item": 1}, True),
        ("put_many", {"items": [1]}, True),
        ("join", {}, True),
        ("qsize", {}, False),
    ],
)
def test_would_block_depends_on_the_state_of_the_queue(method, arguments, waits):
    queue = QueueModel(maxsize=1)
    queue.call("me", "put", {"item": 1})
    assert queue.would_block(method, arguments) is waits


def lease(queue, **arguments):
    (answer,) = queue.call("me", "lease", arguments)
    return answer.value


@pytest.mark.parametrize(("kind", "order"), [("fifo", "abc"), ("lifo", "acb"), ("priority", "abc")])
def test_item_of_a_lease_returns_to_its_place(kind, order):
    queue = QueueModel(kind)
    for item, priority in (
        (("c", 3), ("a", 1), ("b", 2)) if kind == "priority" else (("a", 0), ("b", 0), ("c", 0))
    ):
        queue.call("me", "put", {"item": item, "priority": priority})
    taken = lease(queue)
    lease(queue)
    queue.call("me", "nack", {"lease": taken})
    assert taken.deliveries == 1
    assert queue.in_order()[0] == taken.value
    assert queue.advance(30) == []
    assert sorted(queue.in_order()) == list("abc")


def test_lease_ends_when_its_time_is_over():
    queue = QueueModel()
    queue.call("me", "put", {"item": 1})
    first = lease(queue, seconds=2)
    assert queue.call("waiting", "lease", {"timeout": 5}) == []
    assert queue.advance(1.9) == []
    (answer,) = queue.advance(0.2)
    assert (answer.caller, answer.value.value, answer.value.deliveries) == ("waiting", 1, 2)
    assert by_caller(queue.call("me", "ack", {"lease": first})) == {"me": "LeaseLost"}
    assert by_caller(queue.call("me", "ack", {"lease": answer.value})) == {"me": None}
    assert (queue.unfinished, queue.absent.count) == (0, 0)


def test_item_that_was_leased_too_often_goes_to_the_dead_letter_queue():
    dead = QueueModel()
    queue = QueueModel(max_deliveries=1, dead_letter=dead)
    queue.call("me", "put", {"item": 1})
    assert dead.call("undertaker", "get", {}) == []
    taken = lease(queue)
    assert by_caller(queue.call("me", "nack", {"lease": taken})) == {"me": None, "undertaker": 1}
    assert (queue.dead, queue.unfinished, dead.unfinished) == (1, 0, 1)


def test_delayed_item_takes_space_and_enters_later():
    queue = QueueModel(maxsize=1)
    queue.call("me", "put", {"item": "late", "delay": 2})
    assert by_caller(queue.call("me", "put", {"item": "full", "block": False})) == {"me": "Full"}
    assert queue.call("getter", "get", {"timeout": 1}) == []
    assert by_caller(queue.advance(1)) == {"getter": "Empty"}
    queue.advance(1)
    assert queue.in_order() == ["late"]
