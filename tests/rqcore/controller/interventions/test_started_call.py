# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest

from rqcore.codec import Codec
from rqcore.controller.interventions.started_call import StartedCall
from rqcore.errors import BadCall
from rqcore.protocol.command_table import COMMANDS
from rqcore.protocol.event_batch import Method


@pytest.fixture
def started(scene, a):
    a("RQ.CREATE NAME jobs")
    a("RQ.CREATE NAME urgent KIND priority")

    def start(words: str, *more: bytes) -> StartedCall:
        request = [*words.encode().split(), *more]
        return StartedCall(scene.state, a.client, COMMANDS[request[0]], request)

    return start


@pytest.mark.parametrize(
    ("words", "method", "labels", "items"),
    [
        ("RQ.PUT jobs one", Method.PUT, ["jobs"], 1),
        ("LPUSH jobs one", Method.PUT, ["jobs"], 1),
        ("LPUSH jobs one two", Method.PUT_MANY, ["jobs"], 2),
        ("RQ.MPUT jobs ITEMS one two", Method.PUT_MANY, ["jobs"], 2),
        ("RQ.GET jobs TIMEOUT 1", Method.GET, ["jobs"], 0),
        ("RPOP jobs", Method.GET, ["jobs"], 0),
        ("RPOP jobs 3", Method.GET_MANY, ["jobs"], 0),
        ("RQ.MGET jobs 3", Method.GET_MANY, ["jobs"], 0),
        ("BLPOP jobs urgent 0", Method.GET, ["jobs", "urgent"], 0),
        ("RQ.MOVE jobs urgent", Method.MOVE, ["jobs", "urgent"], 0),
        ("LPUSH missing one", Method.PUT, ["missing"], 1),
    ],
)
def test_call_has_its_method_queues_and_items(started, words, method, labels, items):
    call = started(words)
    assert (call.method, call.labels, len(call.items)) == (method, labels, items)
    assert len(call.facts) == len(labels) * max(items, 1)


@pytest.mark.parametrize(
    ("words", "timeout_ns"),
    [
        ("RQ.GET jobs TIMEOUT 1.5", 1_500_000_000),
        ("RQ.GET jobs", None),
        ("RQ.GET jobs TIMEOUT 0", 0),
        ("RPOP jobs", 0),
        ("BLPOP jobs 0", None),
        ("BLPOP jobs 2", 2_000_000_000),
    ],
)
def test_timeout_of_a_call_is_that_of_its_command(started, words, timeout_ns):
    assert started(words).timeout_ns == timeout_ns


@pytest.mark.parametrize(
    ("words", "payloads", "request_"),
    [
        ("RQ.PUT jobs one TIMEOUT 1", [b"x"], b"RQ.PUT jobs x TIMEOUT 1"),
        ("LPUSH jobs one two", [b"x", b"y"], b"LPUSH jobs x y"),
        ("RQ.MPUT jobs TIMEOUT 1 ITEMS one two", [b"x", b"y"], b"RQ.MPUT jobs TIMEOUT 1 ITEMS x y"),
    ],
)
def test_changed_call_has_other_payloads(started, words, payloads, request_):
    assert started(words).changed(payloads) == request_.split()


def test_changed_call_can_have_another_codec_and_priority(started):
    call = started("RQ.PUT urgent one CODEC text PRIORITY 3")
    changed = call.changed([b"1"], Codec.JSON, b"\x01")
    again = started("RQ.PUT urgent one")
    again.request = changed
    assert changed[:3] == [b"RQ.PUT", b"urgent", b"1"]
    assert sorted(changed[3:]) == [b"\x01", b"CODEC", b"KEY", b"json"]


def test_payload_that_equals_an_option_is_no_option(started):
    call = started("RQ.PUT jobs CODEC CODEC text")
    assert call.changed([b"TIMEOUT"], Codec.RAW) == [b"RQ.PUT", b"jobs", b"TIMEOUT", b"CODEC", b"raw"]


@pytest.mark.parametrize("words", ["RQ.GET jobs", "RQ.PUT jobs one", "LPUSH jobs one two three"])
def test_number_of_payloads_must_fit(started, words):
    with pytest.raises(BadCall, match="payloads that can be changed"):
        started(words).changed([b"x", b"y"])


def test_codec_of_a_push_cannot_be_changed(started):
    with pytest.raises(BadCall, match="LPUSH has no CODEC"):
        started("LPUSH jobs one").changed([b"x"], Codec.JSON)


def test_large_payload_is_unknown_to_predicates(started):
    (facts,) = started("RQ.PUT jobs", b"x" * 70_000).facts
    assert (facts.payload, facts.size) == (None, 70_000)


def test_invalid_request_has_no_items(started):
    assert started("RQ.PUT jobs one TIMEOUT x").items == []
