# SPDX-License-Identifier: GPL-3.0-or-later
"""Calls made from the choices of the settings: all combinations, pairwise, or at random."""

from __future__ import annotations

import random
from collections import Counter
from itertools import combinations, islice, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rqdebug.scripts.generation.generator_settings import (
    METHODS,
    BlockChoice,
    DataChoice,
    GeneratorSettings,
    QueueChoice,
    Strategy,
    TimeoutChoice,
)
from rqdebug.scripts.generation.vector_drafts import (
    VectorChoice,
    VectorDraft,
    VectorDrafts,
    kind_and_maxsize,
    list_dimensions,
)
from rqdebug.scripts.language.vocabulary import METHODS as SIGNATURES


def drafts_of(seed=1, **settings):
    return VectorDrafts(GeneratorSettings(**settings), random.Random(seed))


def choice(method, **more):
    return VectorChoice(**{
        **{"queue": 0, "method": method, "block": True, "codec": "text", "many": 2, "immediate": False},
        **more,
    })  # fmt: skip


def made(method, settings=(), **more):
    """Return the arguments of one draft; by default with unique items and without timeouts."""
    usual = {"timeout": TimeoutChoice.NONE, "maxsizes": (0,)}
    return drafts_of(**{**usual, **dict(settings)}).make_draft(choice(method, **more)).arguments


@pytest.mark.parametrize(
    ("method", "more", "arguments"),
    [
        ("put", {}, {"item": "item 1"}),
        ("put", {"block": False}, {"item": "item 1", "block": False}),
        ("put_nowait", {}, {"item": "item 1"}),
        ("put_many", {"many": 3}, {"items": ["item 1", "item 2", "item 3"]}),
        ("get", {}, {}),
        ("get", {"block": False}, {"block": False}),
        ("get_many", {"many": 5}, {"count": 5}),
        ("shutdown", {"immediate": True}, {"immediate": True}),
        ("shutdown", {}, {}),
        ("qsize", {"block": False, "immediate": True}, {}),
        ("join", {"block": False}, {}),
    ],
)
def test_draft_has_only_the_arguments_of_its_method(method, more, arguments):
    assert made(method, **more) == arguments


@pytest.mark.parametrize("method", ["put", "get", "put_many", "get_many", "join"])
def test_call_that_can_wait_has_a_timeout(method):
    settings = {"timeout": TimeoutChoice.VALUE, "shortest": 0.25}
    assert made(method, settings)["timeout"] == 0.25
    assert ("timeout" in made(method, settings, block=False)) is (method not in ("put", "get"))


@given(st.integers(0, 2**32), st.sampled_from([TimeoutChoice.RANGE, TimeoutChoice.UNIQUE]))
def test_timeouts_are_within_their_range(seed, timeout):
    drafts = drafts_of(seed, timeout=timeout, shortest=0.1, longest=0.2)
    found = [drafts.make_draft(choice("get")).arguments["timeout"] for _ in range(50)]
    assert all(0.1 <= each <= 0.2 for each in found)
    assert timeout is TimeoutChoice.RANGE or len(set(found)) == 50


def test_item_of_a_priority_queue_has_a_priority():
    settings = {"kinds": ("priority",), "data": DataChoice.UNIQUE}
    assert set(made("put", settings)) == {"item", "priority"}
    assert isinstance(made("put_nowait", settings)["item"], float)
    assert {type(item) for item in made("put_many", settings)["items"]} == {float}


def test_items_of_one_call_have_one_codec():
    settings = {"data": DataChoice.CUSTOM, "custom": (1, "a")}
    drafts = drafts_of(timeout=TimeoutChoice.NONE, **settings)
    assert [drafts.make_draft(choice("put_many", many=2)).arguments["items"] for _ in range(3)] == [
        [1, 1],
        ["a", "a"],
        [1, 1],
    ]


# Queues


@given(
    st.lists(st.sampled_from(["fifo", "lifo", "priority"]), min_size=1, max_size=3, unique=True),
    st.lists(st.integers(0, 5), min_size=1, max_size=3, unique=True),
)
def test_queues_have_every_combination_of_kind_and_maxsize(kinds, maxsizes):
    settings = GeneratorSettings(kinds=tuple(kinds), maxsizes=tuple(maxsizes))
    count = len(kinds) * len(maxsizes)
    found = [kind_and_maxsize(settings, queue) for queue in range(2 * count)]
    assert Counter(found) == dict.fromkeys(product(kinds, maxsizes), 2)
    assert [kind for kind, _ in found[: len(kinds)]] == kinds


@pytest.mark.parametrize(
    ("which", "counts"), [(QueueChoice.ALL, {5}), (QueueChoice.ONE, {1}), (QueueChoice.SOME, {3})]
)
def test_vector_is_for_the_chosen_number_of_queues(which, counts):
    drafts = drafts_of(queues=5, which=which, some=3)
    chosen = [tuple(drafts.choose_queues()) for _ in range(200)]
    assert {len(queues) for queues in chosen} == counts
    assert {len(set(queues)) for queues in chosen} == counts
    assert {queue for queues in chosen for queue in queues} == set(range(5))


# Strategies

SMALL = {
    "methods": ("put", "get", "put_many", "get_many", "qsize", "shutdown"),
    "queues": 2,
    "codecs": ("raw", "json"),
    "maxsizes": (0,),
    "timeout": TimeoutChoice.NONE,
    "count": 10_000,
}


def test_every_combination_is_drafted_once():
    drafts = list(drafts_of(strategy=Strategy.EVERY, **SMALL).generate_all())
    # by queue: 2 ways to block, 2 codecs of puts, 3 counts of put_many and get_many, 2 forms of shutdown
    per_queue = 2 * 2 + 2 + 2 * 3 + 3 + 1 + 2
    assert len(drafts) == 2 * per_queue
    counts = Counter(draft.method for draft in drafts)
    assert counts == {"put": 8, "get": 4, "put_many": 12, "get_many": 6, "qsize": 2, "shutdown": 4}


def test_pairwise_drafts_have_every_pair_of_queue_and_method():
    settings = GeneratorSettings(strategy=Strategy.PAIRWISE, **SMALL)
    drafts = list(VectorDrafts(settings, random.Random(1)).generate_all())
    pairs = {(draft.queue, draft.method) for draft in drafts}
    assert pairs == set(product(range(2), SMALL["methods"]))
    assert len(drafts) < len(list(drafts_of(strategy=Strategy.EVERY, **SMALL).generate_all()))


@pytest.mark.parametrize("strategy", [Strategy.EVERY, Strategy.PAIRWISE, Strategy.RANDOM])
@pytest.mark.parametrize("count", [0, 1, 7])
def test_number_of_drafts_is_at_most_count(strategy, count):
    drafts = list(drafts_of(strategy=strategy, **{**SMALL, "count": count}).generate_all())
    assert len(drafts) == count


def test_random_drafts_use_every_method():
    every = drafts_of(strategy=Strategy.RANDOM, count=3000, methods=METHODS)
    drafts = list(islice(every.generate_all(), 3000))
    assert {draft.method for draft in drafts} == set(METHODS)


@given(st.integers(0, 2**32), st.sampled_from(Strategy))
def test_same_seed_gives_the_same_drafts(seed, strategy):
    if strategy is Strategy.WALK:
        return  # a walk makes its own drafts
    settings = {**SMALL, "strategy": strategy, "count": 20, "data": DataChoice.RANDOM}
    one, other = (list(drafts_of(seed, **settings).generate_all()) for _ in range(2))
    assert one == other


@given(st.integers(0, 2**32))
def test_drafts_have_valid_arguments(seed):
    for draft in drafts_of(seed, strategy=Strategy.RANDOM, count=30).generate_all():
        assert isinstance(draft, VectorDraft)
        parameters = {parameter.name: parameter for parameter in SIGNATURES[draft.method].parameters}
        assert set(draft.arguments) <= set(parameters)
        assert all(name in draft.arguments for name, parameter in parameters.items() if parameter.required)


@pytest.mark.parametrize(
    ("block", "values"),
    [(BlockChoice.YES, (True,)), (BlockChoice.NO, (False,)), (BlockChoice.EITHER, (True, False))],
)
def test_dimensions_are_the_values_of_a_choice(block, values):
    found = list_dimensions(GeneratorSettings(block=block, queues=3, codecs=("raw",)))
    assert len(found) == len(VectorChoice.__dataclass_fields__)
    assert [list(each) for each in found[:1] + found[2:4]] == [[0, 1, 2], list(values), ["raw"]]
    assert all(len(set(each)) == len(each) for each in found)
    assert all(one != other for one, other in combinations(found[1:4], 2))
