# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

from random import Random

import pytest

from rqcore.controller.debugging.actions import Action, ActionKind
from rqcore.errors import BadCall


def action(**words):
    return Action(words, Random(1))


@pytest.mark.parametrize(
    ("words", "low", "high"),
    [
        ({"seconds": 2}, 2.0, 2.0),
        ({"low": 1, "high": 3}, 1.0, 3.0),
        ({"mean": 0.1, "deviation": 5}, 0.0, 60.0),
    ],
)
def test_delay_is_in_its_range(words, low, high):
    delays = [action(kind="delay", **words).delay_ns() / 1e9 for _ in range(100)]
    assert low <= min(delays) <= max(delays) <= high


def test_delay_differs_from_call_to_call():
    delay = action(kind="delay", low=0, high=1)
    assert len({delay.delay_ns() for _ in range(10)}) == 10


@pytest.mark.parametrize(
    ("words", "missing"),
    [({}, "seconds"), ({"low": 1}, "high"), ({"high": 1}, "low"), ({"mean": 1}, "deviation")],
)
def test_delay_names_the_missing_field(words, missing):
    with pytest.raises(BadCall, match=f"the action needs the field {missing}"):
        action(kind="delay", **words)


@pytest.mark.parametrize(("words", "result"), [({"bytes": 2}, b"ab"), ({"payload": "x"}, b"x")])
def test_payload_is_cut_or_replaced(words, result):
    assert action(kind="corrupt", **words).mutate(b"abcdef") == result


def test_number_of_flipped_bits_is_bounded_by_the_payload():
    assert action(kind="corrupt", bits=100).mutate(b"\x00\x0f") == b"\xff\xf0"
    assert action(kind="corrupt", bits=1).mutate(b"") == b""


def test_action_is_described_by_its_words():
    words = {"kind": "delay", "low": 1, "high": 2.5}
    assert Action(words, Random(1)).description == words
    assert action(kind="fail", code="FULL").description["code"] == "FULL"


def test_breakpoints_are_no_faults():
    faults = {kind for kind in ActionKind if kind not in (ActionKind.HOLD, ActionKind.LOG)}
    assert not action(kind="hold").is_fault and not action(kind="log").is_fault
    assert action(kind="drop").is_fault and len(faults) == 10


@pytest.mark.parametrize(
    "words",
    [
        {},
        {"kind": "jump"},
        {"kind": "delay"},
        {"kind": "delay", "seconds": -1},
        {"kind": "delay", "seconds": True},
        {"kind": "delay", "seconds": 10**9},
        {"kind": "delay", "low": 2, "high": 1},
        {"kind": "delay", "seconds": float("nan")},
        {"kind": "corrupt", "bytes": 1.5},
        {"kind": "corrupt", "bits": 0},
        {"kind": "throttle", "rate": 0},
        {"kind": "reorder", "window": 10**6},
        {"kind": "fail", "code": "NOPE"},
        {"kind": "hold", "seconds": 1},
    ],
)
def test_invalid_action_is_refused(words):
    with pytest.raises(BadCall):
        Action(words, Random(1))
