# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import rqcore
from rqdebug.errors import SettingsError
from rqdebug.scripts.generation.generator import count_vectors, generate, generate_preview, measure
from rqdebug.scripts.generation.generator_settings import (
    CODECS,
    METHODS,
    BlockChoice,
    DataChoice,
    GeneratorSettings,
    QueueChoice,
    Strategy,
    TimeoutChoice,
)
from rqdebug.scripts.generation.settings_header import write_header
from rqdebug.scripts.language.parser import parse
from rqdebug.scripts.language.script_nodes import Parallel, Vector
from rqdebug.scripts.running.options import Options
from rqdebug.scripts.running.script_run import ScriptRun

KINDS = ("fifo", "lifo", "priority")


def report_of(settings, url):
    run = ScriptRun(parse(generate(settings).text), {"edge": lambda: rqcore.connect(url)}, Options())
    run.start()
    return run.wait(50)


@pytest.mark.parametrize("data", DataChoice)
@pytest.mark.parametrize("strategy", Strategy)
def test_every_generated_script_passes(strategy, data, controller_url):
    settings = GeneratorSettings(
        strategy,
        300,
        kinds=KINDS,
        maxsizes=(0, 2),
        queues=6,
        data=data,
        custom=(1, "two"),
        codecs=CODECS,
        lanes=4,
    )
    report = report_of(settings, controller_url)
    assert report.ok, [result for result in report.results if result.outcome.value != "passed"][:3]


@pytest.mark.parametrize("timeout", TimeoutChoice)
@pytest.mark.parametrize("block", BlockChoice)
@pytest.mark.parametrize("which", QueueChoice)
def test_generated_script_passes_for_every_choice(which, block, timeout, controller_url):
    report = report_of(
        GeneratorSettings(Strategy.RANDOM, 60, which=which, block=block, timeout=timeout, longest=0.002),
        controller_url,
    )
    assert report.ok, [result for result in report.results if result.outcome.value != "passed"][:3]


@pytest.mark.parametrize("strategy", Strategy)
def test_same_seed_gives_the_same_script(strategy):
    settings = GeneratorSettings(strategy, 200, seed=5, lanes=3, data=DataChoice.RANDOM)
    assert generate(settings) == generate(settings)


def test_another_seed_gives_another_script():
    assert generate(GeneratorSettings(seed=1)).text != generate(GeneratorSettings(seed=2)).text


def test_script_has_the_given_number_of_vectors():
    for strategy in (Strategy.RANDOM, Strategy.WALK):
        settings = GeneratorSettings(strategy, 123)
        assert generate(settings).vectors == count_vectors(settings) == 123


def test_pairs_are_fewer_than_all_combinations():
    methods = ("put", "get", "get_many", "shutdown")
    every = GeneratorSettings(Strategy.EVERY, 10_000, methods=methods, codecs=("text",))
    # put and get: two queues, blocking or not; get_many: number of items; shutdown: immediate or not
    assert count_vectors(every) == 2 * (2 + 2 + 3 + 2)
    assert count_vectors(GeneratorSettings(Strategy.PAIRWISE, 10_000)) < count_vectors(
        GeneratorSettings(Strategy.EVERY, 10_000)
    )


def test_only_chosen_methods_are_generated():
    script = parse(generate(GeneratorSettings(methods=("put", "get"), count=50)).text)
    assert {vector.call.method for vector in script.body if isinstance(vector, Vector)} == {
        "create",
        "put",
        "get",
    }


def test_weights_decide_the_frequency_of_methods():
    text = generate(GeneratorSettings(count=500, weights=dict.fromkeys(METHODS, 0.0) | {"qsize": 1.0})).text
    assert text.count(".qsize()") == 500


def test_walk_has_lanes():
    script = parse(generate(GeneratorSettings(count=500, lanes=4)).text)
    lanes = [statement for statement in script.body if isinstance(statement, Parallel)]
    assert len(lanes) > 2
    assert {len(parallel.lanes) for parallel in lanes} == {4}


def test_existing_queues_are_found_by_name(controller_url):
    settings = GeneratorSettings(
        count=100, queues=1, names=("a",), existing=True, maxsizes=(3,), methods=("put", "get", "peek")
    )
    assert "q1 = queue('a')\n" in generate(settings).text
    with rqcore.connect(controller_url) as controller:
        mine = controller.create("a", maxsize=3)
        assert report_of(settings, controller_url).ok
        assert mine.close() <= 3, "the run must not close an existing queue"


def test_preview_is_the_beginning_of_the_script():
    settings = GeneratorSettings(count=1000)
    shown = generate_preview(settings, 20)
    assert generate(settings).text.startswith(shown)
    assert shown.count("\n") == 24 + len(write_header(settings))


def test_invalid_settings_are_rejected():
    for make in (generate, generate_preview, count_vectors):
        with pytest.raises(SettingsError, match="count: must be from"):
            make(GeneratorSettings(count=0))


def test_large_item_is_not_written_in_full():
    settings = GeneratorSettings(
        count=300, data=DataChoice.RANDOM, sizes=(100_000,), methods=("put", "get", "peek")
    )
    assert len(generate(settings).text) < 300 * 500


def several(values):
    return st.lists(st.sampled_from(values), max_size=3).map(tuple)


@given(
    st.builds(
        GeneratorSettings,
        strategy=st.sampled_from(Strategy),
        count=st.integers(-1, 40),
        seed=st.integers(),
        methods=several(METHODS),
        kinds=several(KINDS),
        maxsizes=st.lists(st.integers(-1, 3), max_size=2).map(tuple),
        queues=st.integers(0, 4),
        names=several(["a", "b'", "\n"]),
        existing=st.booleans(),
        which=st.sampled_from(QueueChoice),
        some=st.integers(0, 3),
        block=st.sampled_from(BlockChoice),
        timeout=st.sampled_from(TimeoutChoice),
        shortest=st.floats(0, 1),
        longest=st.floats(0, 1),
        data=st.sampled_from(DataChoice),
        custom=several([1, "x", b"y", None, [2], {"n": 1.5}]),
        sizes=st.lists(st.integers(-1, 100), max_size=2).map(tuple),
        codecs=several(CODECS),
        lanes=st.integers(-1, 5),
    )
)
def test_any_settings_generate_a_script_or_have_a_problem(settings):
    if settings.problems():
        with pytest.raises(SettingsError):
            generate(settings)
    else:
        assert parse(generate(settings).text).body


def test_repeated_method_is_called_more_often_in_a_walk():
    text = generate(
        GeneratorSettings(strategy=Strategy.WALK, methods=("put", "put", "qsize"), count=300, seed=1)
    ).text
    assert text.count(".put(") > text.count(".qsize(") > 0


def test_kinds_and_maxsizes_are_all_used():
    settings = GeneratorSettings(count=400, kinds=("fifo", "lifo"), seed=3)
    text = generate(settings).text
    assert "kind='fifo', maxsize=0" in text
    assert "kind='lifo', maxsize=3" in text
    assert "raises(Full)" in text


def test_fewer_queues_than_kinds_or_maxsizes_are_refused():
    with pytest.raises(SettingsError, match="1 kinds and 3 maximum sizes need at least 3 queues, not 2"):
        generate(GeneratorSettings(maxsizes=(0, 1, 2)))


@pytest.mark.parametrize(("count", "is_complete"), [(1, False), (11, False), (12, True), (13, True)])
def test_script_knows_whether_combinations_are_missing(count, is_complete):
    settings = GeneratorSettings(
        strategy=Strategy.EVERY, count=count, methods=("get", "qsize", "empty"), queues=3, codecs=("text",)
    )
    assert generate(settings).is_complete is is_complete
    assert measure(settings) == (min(count, 12), is_complete)


def test_script_leases_items_only_if_that_is_chosen():
    assert not GeneratorSettings().has_leases
    assert ".lease(" not in generate(GeneratorSettings(count=2000)).text
    assert ".lease(" in generate(GeneratorSettings(count=200, methods=("put", "lease", "ack"))).text


@pytest.mark.parametrize("strategy", Strategy)
def test_generated_script_with_leases_passes(strategy, controller_url):
    settings = GeneratorSettings(
        strategy, 300, methods=METHODS, kinds=KINDS, maxsizes=(0, 2), queues=6, codecs=CODECS, lanes=4
    )
    text = generate(settings).text
    assert "LeaseLost" in text or strategy is Strategy.EVERY
    report = report_of(settings, controller_url)
    assert report.ok, [result for result in report.results if result.outcome.value != "passed"][:3]
