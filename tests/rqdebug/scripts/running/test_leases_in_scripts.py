# SPDX-License-Identifier: GPL-3.0-or-later
"""Scripts that lease items, with a real controller."""

from __future__ import annotations

from functools import partial

import pytest

import rqcore
from rqdebug.errors import ScriptError
from rqdebug.scripts.language.parser import parse, parse_condition
from rqdebug.scripts.running.options import Options
from rqdebug.scripts.running.redaction import Redaction
from rqdebug.scripts.running.script_run import ScriptRun
from rqdebug.scripts.running.steps import CallRequest
from rqdebug.scripts.running.target_pool import TargetPool
from rqdebug.scripts.running.variable_values import describe_variables

LIFE = """\
jobs = create()
jobs.put({"n": 1})
item = jobs.lease(timeout=1, seconds=30)
assert item.value["n"] == 1 and item.deliveries == 1
held = jobs.leases()
assert held[0]["deliveries"] == 1
item.extend(seconds=60)
item.nack()
with raises(LeaseLost): item.ack()
item = jobs.lease(block=False)
assert item.deliveries == 2
assert item.value == {"n": 1}
item.ack()
with raises(Empty): jobs.lease(timeout=0.01)
assert jobs.join(timeout=0)
"""
DEAD = """\
jobs = create("jobs", max_deliveries=1, dead_letter="jobs.dead")
dead = queue("jobs.dead")
jobs.put("broken")
item = jobs.lease()
item.nack()
assert dead.get(block=False) == "broken"
state = jobs.stat()
assert state["dead"] == 1
dead.close()
"""
DELAY = """\
jobs = create()
jobs.put("soon", delay=0.01)
item = jobs.lease(timeout=5)
item.nack(delay=0.01)
assert jobs.get(timeout=5) == "soon"
jobs.put("later", delay=3600)
assert jobs.empty()
jobs.put("now")
item = jobs.lease(block=False)
item.nack(delay=3600)
with raises(Empty): jobs.get(block=False)
state = jobs.stat()
assert state["delayed"] == 2
"""
EXPIRY = """\
jobs = create()
jobs.put(1)
first = jobs.lease(seconds=0.05)
second = jobs.lease(timeout=5)
assert second.deliveries == 2
with raises(LeaseLost): first.ack()
second.ack()
"""
LANES = """\
jobs = create()
jobs.put(1)
item = jobs.lease()
with parallel():
    with lane("a"): item.ack()
    with lane("b"): assert jobs.join(timeout=5)
"""
FUNCTIONS = """\
jobs = create()
def take(from_: queue):
    item = from_.lease(timeout=1)
    return item
def finish(item: lease, times=1):
    assert item.deliveries == times
    item.ack()
jobs.put(1)
item = take(jobs)
finish(item)
with raises(LeaseLost): item.ack()
"""
BLOCK = """\
jobs = create()
jobs.put_many([1, 2, 3])
with jobs.lease(timeout=1, seconds=30) as item:
    assert item.value == 1
    assert not jobs.join(timeout=0)
assert jobs.qsize() == 2
with jobs.lease() as item: item.nack()
with jobs.lease() as item: assert item.deliveries == 2
with soft():
    with jobs.lease() as item:
        x = item.value["n"]
assert jobs.get(block=False) == 3
with retry(2):
    jobs.put("again")
    with jobs.lease(block=False) as item: assert item.deliveries == 2
"""


def report_of(script, url):
    run = ScriptRun(parse(script), {"edge": partial(rqcore.connect, url)}, Options())
    run.start()
    return run.wait(30)


@pytest.mark.parametrize("script", [LIFE, DEAD, DELAY, EXPIRY, LANES, FUNCTIONS])
def test_script_leases_items(controller_url, script):
    report = report_of(script, controller_url)
    assert [result for result in report.results if result.outcome.value != "passed"] == []
    assert report.ok


def test_block_acknowledges_its_item_or_gives_it_back(controller_url):
    report = report_of(BLOCK, controller_url)
    outcomes = [(result.line, result.outcome.value) for result in report.results]
    assert [each for each in outcomes if each[1] != "passed"] == [(11, "error")]
    assert (3, "passed") in outcomes, "the vector that leases"


def test_block_without_an_item_is_not_run(controller_url):
    script = (
        "jobs = create()\nwith jobs.lease(block=False) as item:\n    assert item.value == 1\n    item.ack()"
    )
    results = report_of(script, controller_url).results
    assert [(each.line, each.outcome.value) for each in results[1:]] == [
        *((2, "failed"), (3, "not run"), (4, "not run")),
    ]


def test_block_whose_lease_is_over_fails_at_its_end(controller_url):
    script = (
        "jobs = create()\njobs.put(1)\nwith jobs.lease(seconds=0.01) as item:\n"
        "    assert eventually(jobs.qsize() == 1)\njobs.purge()"
    )
    results = report_of(script, controller_url).results
    (failed,) = [each for each in results if each.outcome.value == "failed"]
    assert (failed.line, failed.expected) == (3, "an acknowledgement at the end of the block")
    assert failed.got.startswith("LeaseLost")
    assert results[-1].outcome.value == "passed"


def test_wrong_value_of_a_leased_item_is_shown(controller_url):
    script = "jobs = create()\njobs.put(1)\nitem = jobs.lease()\nassert item.value == 2"
    result = report_of(script, controller_url).results[-1]
    assert (result.outcome.value, result.expected, result.got) == ("failed", "2", "1")


def test_item_that_nothing_acknowledges_comes_back_at_the_end_of_the_run(controller_url):
    with rqcore.connect(controller_url) as controller:
        kept = controller.create("kept")
        kept.put("again")
        assert report_of('kept = queue("kept")\nitem = kept.lease(seconds=600)', controller_url).ok
        item = kept.lease(timeout=5)
        assert (item.value, item.deliveries) == ("again", 2)
        kept.close()


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("x = item", "write item.value"),
        ("jobs.put(item)", "write item.value"),
        ("x = item.valu", "did you mean 'value'"),
        ("x = item.number", "it has value, deliveries"),
        ("item.get()", "a leased item has no method 'get'"),
        ("jobs.ack(item)", "a queue has no method 'ack'"),
        ("x = jobs.value", "attributes are not supported"),
        ("assert jobs.lease() == 1", "is no value; assign it first"),
        ("assert eventually(jobs.lease(block=False))", "a condition cannot lease"),
        ("item = 3", "is a leased item and cannot become a value"),
        ("def end(it: lease): it.ack()\nend(jobs)", "must be a leased item, as in item = jobs.lease()"),
        ("with jobs.lease(): jobs.put(1)", "only lease begins a block, as in with jobs.lease"),
        ("with jobs.get() as it: jobs.put(1)", "only lease begins a block, as in with jobs.lease"),
        ("with jobs.lease() as x.y: jobs.put(1)", "only lease begins a block, as in with jobs.lease"),
        ("with jobs.lease() as it: x = it", "write it.value"),
        ("item.nack(3, 4)", "too many positional arguments for nack"),
    ],
)
def test_wrong_use_of_a_leased_item_is_explained(line, words):
    with pytest.raises(ScriptError, match=words):
        parse(f"jobs = create()\nitem = jobs.lease()\n{line}")


def test_condition_of_a_breakpoint_reads_leased_items():
    assert parse_condition("item.deliveries > 1")
    with pytest.raises(ScriptError):
        parse_condition("item.number > 1")


@pytest.fixture
def pool(controller_url):
    pool = TargetPool("edge", {"edge": partial(rqcore.connect, controller_url)})
    yield pool
    pool.clean_up()
    pool.disconnect()


def test_paused_run_shows_leased_items_and_a_later_run_has_none(pool):
    jobs = pool.call(CallRequest(None, "create", {}))
    pool.call(CallRequest(jobs, "put", {"item": "a"}))
    item = pool.call(CallRequest(jobs, "lease", {}))
    values = {"jobs": jobs, "item": item}
    assert describe_variables(values, Redaction({}))["item"] == "leased item 'a', delivery 1, on edge"
    assert repr(item) == "<leased item 'a', delivery 1>"
    assert pool.adopt(values).keys() == {"jobs"}
