# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import json

import pytest

from rqcore.controller.debugging.predicates import compile_predicate
from rqcore.controller.interventions import execution, quick_checks
from rqcore.controller.interventions.quick_checks import may_act, may_act_on_batch
from rqcore.controller.interventions.started_call import StartedCall
from rqcore.protocol.command_table import COMMANDS

LPUSH, RPOP = [b"LPUSH", b"jobs"], [b"RPOP"]


def _is(field, value, operator="==", **more):
    return {"field": field, "operator": operator, "value": value, **more}


PUT, GET, JOBS, OTHER = (
    _is("method", "put"),
    _is("method", "get"),
    _is("queue", "jobs"),
    _is("queue", "other"),
)
JOBS_BY_OTHERS = {"and": [JOBS, _is("client", "absent")]}
ORDER = _is("payload", 17, path=["order"])
PREDICATES = [
    {"and": []},
    PUT,
    {"not": PUT},
    OTHER,
    JOBS_BY_OTHERS,
    ORDER,
    {"not": ORDER},
    _is("method", "put_many"),
    _is("method", "get_many"),
    _is("client", "a"),
    _is("address", "10.", "startswith"),
    _is("size", 3, ">"),
    _is("depth", 0, ">"),
    _is("items", 1, ">"),
    _is("timeout", 1, ">"),
    _is("codec", "json"),
    _is("kind", "fifo"),
    _is("payload", "one", "contains"),
]
REQUESTS = [
    "LPUSH jobs one",
    'LPUSH jobs {"order":17}',
    "LPUSH jobs one two",
    "RQ.PUT jobs one",
    "RQ.PUT jobs one CODEC json TIMEOUT 5",
    "RQ.MPUT jobs ITEMS one two",
    "RQ.MPUT jobs",
    "RQ.GET jobs",
    "RQ.GET jobs TIMEOUT 5",
    "RQ.MGET jobs 3",
    "RPOP jobs",
    "RPOP jobs 2",
    "BRPOP jobs other 1",
    "RQ.STAT jobs",
    "RQ.CREATE NAME other",
    "LPUSH",
    "LPUSH jobs " + "x" * 70_000,
]


@pytest.mark.parametrize("words", REQUESTS)
def test_calls_that_may_match_are_never_passed_over(scene, a, debugger, words):
    a("RQ.CREATE NAME jobs")
    request = words.encode().split()
    row = COMMANDS[request[0]]
    call = StartedCall(scene.state, a.client, row, request)
    for tree in PREDICATES:
        debugger("RQ.DEBUG REMOVE ALL")
        debugger.rule("log", tree, at="start")
        matches = compile_predicate(tree).matches
        answers = [matches(facts) for facts in call.facts]
        if any(answer is not False for answer in answers):
            assert may_act(scene.state, a.client, row, request), tree


@pytest.mark.parametrize("when", [OTHER, GET, JOBS_BY_OTHERS, {"and": [JOBS, ORDER]}])
@pytest.mark.parametrize("stage", ["start", None])
def test_call_that_matches_no_rule_needs_no_parsing(scene, a, debugger, monkeypatch, when, stage):
    a("RQ.CREATE NAME jobs")
    debugger.rule("hold", when, **({"at": stage} if stage else {}))
    for module in execution, quick_checks:
        monkeypatch.setattr(module, "StartedCall", None)
    assert a('LPUSH jobs {"order":18}') == 1


@pytest.mark.parametrize("when", [OTHER, JOBS_BY_OTHERS, {"and": [PUT, JOBS, ORDER]}])
def test_calls_that_match_no_rule_stay_a_batch(scene, a, debugger, when):
    a("RQ.CREATE NAME jobs")
    debugger.rule("hold", when)
    values = scene.controller.execute_batch(a.client, LPUSH, [b"one", b'{"order":18}'], 0, 1000)
    assert list(values) == [1, 2]


@pytest.mark.parametrize(
    ("when", "common", "last"),
    [
        ({"and": [PUT, ORDER]}, LPUSH, [b"one", b'{"order":17}']),
        ({"and": [PUT, _is("depth", 1)]}, LPUSH, [b"one", b"two"]),
        ({"and": [GET, _is("size", 9)]}, RPOP, [b"jobs", b"jobs"]),
        ({"and": [PUT, _is("payload", "one", "contains")]}, LPUSH, [b"x" * 5000, b"two"]),
    ],
)
def test_batch_in_which_a_call_may_match_is_none(scene, a, debugger, when, common, last):
    a("RQ.CREATE NAME jobs")
    debugger.rule("hold", when)
    assert may_act_on_batch(scene.state, a.client, common, last)
    assert scene.controller.execute_batch(a.client, common, last, 0, 1000) is None


def test_calls_of_which_it_is_unknown_whether_they_match_are_counted(a, debugger):
    a("RQ.CREATE NAME jobs")
    number = debugger.rule("hold", {"and": [PUT, ORDER]})
    a("LPUSH jobs", json.dumps({"order": "x" * 70_000}))
    assert debugger.rules()[number]["unknown"] == 1


def test_rule_at_the_end_of_a_put_sees_the_payload_that_another_rule_has_changed(a, debugger):
    a("RQ.CREATE NAME jobs")
    debugger.rule({"kind": "corrupt", "payload": "two"}, PUT)
    number = debugger.rule("log", {"and": [PUT, _is("payload", "two")]}, at="end")
    a("RQ.PUT jobs one")
    assert debugger.rules()[number]["hits"] == 1
