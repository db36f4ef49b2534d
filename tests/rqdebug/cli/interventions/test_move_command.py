# SPDX-License-Identifier: GPL-3.0-or-later
"""``rqdebug move``: what moves and what stays; also after Ctrl+C, each item is in one queue."""

from __future__ import annotations

import pytest


@pytest.fixture
def dead(controller):
    queue = controller.create("dead")
    for number in range(5):
        queue.put({"order": number})
    return queue


@pytest.fixture
def jobs(controller):
    return controller.create("jobs", maxsize=4)


def orders(queue):
    return [queue.get_nowait()["order"] for _ in range(queue.qsize())]


def test_items_that_match_move_in_order(rqdebug, controller_url, dead, jobs):
    words = ("move", controller_url, "dead", "jobs", "--filter", "payload.order in {1, 3, 4}")
    assert rqdebug(*words, "--limit", "2") == (0, "2 items moved from dead to jobs\n", "")
    assert (orders(jobs), orders(dead)) == ([1, 3], [0, 2, 4])


def test_without_a_filter_the_next_items_move(rqdebug, controller_url, dead, jobs):
    assert rqdebug("move", controller_url, "dead", "jobs", "--limit", "3")[0] == 0
    assert (orders(jobs), orders(dead)) == ([0, 1, 2], [3, 4])


def test_dry_run_moves_nothing(rqdebug, controller_url, dead, jobs):
    words = ("move", controller_url, "dead", "jobs", "--filter", "payload.order > 2", "--dry-run")
    assert rqdebug(*words) == (0, "2 items would move from dead to jobs\n", "")
    assert (jobs.qsize(), dead.qsize()) == (0, 5)


def test_rest_stays_if_the_destination_is_full(rqdebug, controller_url, dead, jobs):
    code, out, message = rqdebug("move", controller_url, "dead", "jobs")
    assert (code, out) == (0, "4 items moved from dead to jobs\n")
    assert message == "rqdebug: 1 did not move: jobs is full, or clients have taken them\n"
    assert (orders(jobs), orders(dead)) == ([0, 1, 2, 3], [4])


def test_item_whose_end_is_unknown_stays_and_is_counted(rqdebug, controller_url, dead, jobs):
    dead.put("x" * 5000)
    words = ("move", controller_url, "dead", "jobs", "--filter", 'payload endswith "y"')
    code, out, message = rqdebug(*words)
    assert (code, out) == (0, "0 items moved from dead to jobs\n")
    assert "1 item stays: the first 4 KiB do not show whether the filter matches" in message


def test_ctrl_c_loses_and_doubles_nothing(start, controller_url, controller):
    many, other = controller.create("many"), controller.create("other")
    many.put_many([b"x"] * 60_000)
    program = start("move", controller_url, "many", "other")
    while not other.qsize():
        pass
    assert program.interrupt() in (0, 130)
    (count,) = program.wait_for(r"([\d,]+) items moved from many to other")
    assert int(count.replace(",", "")) == other.qsize() == 60_000 - many.qsize()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (
            ["dead", "jobs", "--filter", "waited > 1s"],
            "the field `waited` is of events; an item in a queue has",
        ),
        (["dead", "jobs", "--filter", "quue == a"], "invalid filter, column 1: there is no field `quue`"),
        (["dead", "missing"], "no queue is named 'missing'"),
        (["missing", "jobs"], "no queue is named 'missing'"),
        (["dead"], "wrong number of arguments; usage: rqdebug move [URL] FROM TO"),
        (["dead", "dead"], "name two different queues"),
    ],
)
def test_impossible_move_is_one_sentence(rqdebug, controller_url, dead, jobs, words, sentence):
    code, _, message = rqdebug("move", controller_url, *words)
    assert code == 2 and sentence in message and message.startswith("rqdebug: ")


def test_missing_destination_is_noticed_before_anything_moves(rqdebug, controller_url, dead):
    sentence = "rqdebug: no queue is named 'missing'; check the name, or create it\n"
    assert rqdebug("move", controller_url, "dead", "missing") == (2, "", sentence)
