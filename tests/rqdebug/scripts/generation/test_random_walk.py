# SPDX-License-Identifier: GPL-3.0-or-later
"""A random walk: each call suits the state of its queue."""

from __future__ import annotations

import random
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rqdebug.scripts.generation.generator_settings import GeneratorSettings, TimeoutChoice
from rqdebug.scripts.generation.random_walk import RandomWalk
from rqdebug.scripts.generation.vector_writer import VectorWriter
from rqdebug.scripts.language.claim_nodes import Raises
from rqdebug.scripts.language.parser import parse
from rqdebug.scripts.language.script_nodes import Parallel, Vector


def walk_of(count, seed=1, **settings):
    """Return the steps of a walk, its writer, and the text of the whole script."""
    chosen = GeneratorSettings(**settings)
    writer = VectorWriter(chosen)
    preamble = [writer.write_queue(queue) for queue in range(chosen.queues)]
    steps = list(islice(RandomWalk(chosen, writer, random.Random(seed)).vectors(), count))
    return steps, writer, "\n".join([*preamble, *(line for _, lines in steps for line in lines)])


def methods_of(text):
    return [statement.call.method for statement in parse(text).body if isinstance(statement, Vector)]


@given(st.integers(0, 2**32))
def test_walk_is_a_script(seed):
    _, _, text = walk_of(40, seed, kinds=("fifo", "lifo", "priority"), queues=3)
    assert parse(text)


@given(st.integers(0, 2**32))
def test_same_seed_gives_the_same_walk(seed):
    assert walk_of(30, seed, lanes=3)[2] == walk_of(30, seed, lanes=3)[2]


def test_walk_is_endless():
    steps, _, _ = walk_of(5000, queues=1)
    assert len(steps) == 5000
    assert all(count >= 1 for count, _ in steps)


@pytest.mark.parametrize("methods", [("put",), ("get", "put"), ("qsize", "empty", "full")])
def test_only_chosen_methods_are_called(methods):
    _, _, text = walk_of(60, methods=methods, queues=1, maxsizes=(0,))
    assert set(methods_of(text)) == {"create", *methods}


def test_weights_decide_how_often_a_method_is_called():
    weights = {"put": 1.0, "get": 1.0, "qsize": 98.0}
    _, _, text = walk_of(1000, methods=("put", "get", "qsize"), weights=weights, queues=1)
    called = methods_of(text)
    assert called.count("qsize") > 900
    assert called.count("put") > 0


def test_few_calls_time_out():
    _, _, text = walk_of(2000, methods=("put", "get"), queues=1, maxsizes=(2,))
    vectors = [statement for statement in parse(text).body if isinstance(statement, Vector)]
    waiting = [vector for vector in vectors if isinstance(vector.expectation, Raises)]
    assert 0 < len(waiting) < len(vectors) / 5


def test_closed_queue_is_replaced_by_a_new_one():
    steps, writer, text = walk_of(400, methods=("put", "close"), weights={"close": 30.0}, queues=1)
    assert methods_of(text).count("create") > 10
    assert writer.models[0].kind == "fifo"
    renewals = [lines for count, lines in steps if any("create(" in line for line in lines)]
    assert all(lines[-1].startswith("q1 = create(") for lines in renewals)


def test_existing_queue_is_never_created_again():
    settings = {"methods": ("put", "shutdown"), "names": ("a",), "existing": True, "queues": 1}
    _, _, text = walk_of(300, weights={"shutdown": 50.0}, **settings)
    assert methods_of(text).count("queue") == 1
    assert "create" not in methods_of(text)


def lane_steps(**settings):
    steps, writer, _ = walk_of(600, methods=("put", "get", "qsize"), queues=1, **settings)
    return [(count, lines) for count, lines in steps if "with parallel():" in lines], writer


@pytest.mark.parametrize("lanes", [2, 3, 5, 8])
def test_lanes_put_and_get_until_the_queue_is_empty(lanes):
    found, _ = lane_steps(lanes=lanes)
    assert found
    for count, lines in found:
        script = parse("\n".join(["q1 = create()", *lines]))
        (parallel,) = (statement for statement in script.body if isinstance(statement, Parallel))
        names = [lane.name for lane in parallel.lanes]
        putting = [name for name in names if name.startswith("put")]
        assert len(putting) == lanes // 2
        assert len(names) <= lanes
        gets = sum(lane.body[0].times.value for lane in parallel.lanes if lane.name.startswith("get"))
        puts = sum(len(lane.body) for lane in parallel.lanes if lane.name.startswith("put"))
        assert count == gets + puts
        assert lines[-1] == "assert q1.qsize() == 0"


@pytest.mark.parametrize("lanes", [0, 1])
def test_single_lane_gives_no_parallel_blocks(lanes):
    assert lane_steps(lanes=lanes)[0] == []


def test_calls_in_lanes_ignore_short_timeouts_of_the_settings():
    found, _ = lane_steps(lanes=2, timeout=TimeoutChoice.VALUE, shortest=0.001)
    for _, lines in found:
        calls = [line for line in lines if ".put(" in line or ".get(" in line]
        assert all("timeout=5.0" in line for line in calls)
