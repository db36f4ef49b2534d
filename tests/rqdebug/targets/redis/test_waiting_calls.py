# SPDX-License-Identifier: GPL-3.0-or-later
"""Calls that wait are forgotten when they are over, so that an observer does not grow without a bound."""

from __future__ import annotations

import pytest

from rqcore.redis import queue_scripts
from rqdebug.targets.redis import open_call, scripted_calls, waiting_calls

GET = queue_scripts.GET.sha.encode()
BASE = b"__rqcore__:{jobs}"


def wait_for_item(monitor, caller, client="a"):
    """Send what MONITOR reports of a get that has to wait."""
    monitor.process(client, b"EVALSHA", GET, b"1", BASE, caller, b"id", b"none", b"", b"1")
    monitor.process("lua", b"GETRANGE", BASE + b":call:" + caller, b"0", b"2")
    monitor.process("lua", b"HMGET", BASE, b"kind")
    monitor.process("lua", b"ZADD", BASE + b":alive", b"6000", caller)
    monitor.calls.end_script()


def outcomes(monitor):
    return [(event.method, event.outcome) for event in monitor.events()]


def waiting(monitor):
    return len(monitor.calls._scripts._waiting)


def test_waiting_call_is_reported_as_blocked_once(monitor):
    for _ in range(5):
        wait_for_item(monitor, b"me.1")
        monitor.wait(2)
    assert outcomes(monitor) == [("get", "blocked")]
    assert outcomes(monitor) == []
    assert waiting(monitor) == 1


def test_call_that_did_not_come_again_ends_with_an_unknown_outcome(monitor):
    # Given
    wait_for_item(monitor, b"me.1")
    monitor.wait(1)
    assert outcomes(monitor) == [("get", "blocked")]
    # When
    monitor.wait(waiting_calls.LIFE_NS / 1e9)
    monitor("b", "PING")
    # Then
    assert outcomes(monitor) == [("get", "unknown")]
    assert waiting(monitor) == 0


def test_callers_that_wait_once_are_forgotten(monitor):
    for number in range(3000):
        wait_for_item(monitor, b"me.%d" % number)
        monitor.wait(0.1)
        if not number % 100:
            monitor.events()
    assert waiting(monitor) < 400
    assert len(monitor.calls._scripts._waiting._unreported) <= 100


def test_number_of_waiting_calls_is_limited(monitor, monkeypatch):
    monkeypatch.setattr(waiting_calls, "MAX_WAITING", 10)
    for number in range(30):
        wait_for_item(monitor, b"me.%d" % number)
    monitor.wait(1)
    found = outcomes(monitor)
    assert found.count(("get", "blocked")) == 30
    assert found.count(("get", "unknown")) == 20
    assert waiting(monitor) == 10


def test_number_of_commands_of_one_call_is_limited(monitor, monkeypatch):
    # Given
    monkeypatch.setattr(open_call, "MAX_STEPS", 10)
    monkeypatch.setattr(scripted_calls, "MAX_STEPS", 10)
    # When
    monitor("a", "BRPOP P:q:consumer_free 0")
    monitor("a", "SET P:q:consumer a")
    for _ in range(100):
        monitor("a", "ECHO text")
    monitor.process("b", b"EVALSHA", GET, b"1", BASE, b"c.1", b"id", b"none", b"", b"1")
    for _ in range(100):
        monitor("lua", "ECHO text")
    # Then
    assert len(monitor.calls.open_calls["a"].steps) <= 10
    assert len(monitor.calls._scripts._current.steps) == 10


@pytest.mark.parametrize("turns", [1, 50])
def test_turn_looks_only_at_calls_that_change(monitor, monkeypatch, turns):
    # Given
    for number in range(50):
        wait_for_item(monitor, b"me.%d" % number)
    monitor.wait(1)
    monitor.events()
    calls, looked = monitor.calls._scripts._waiting._calls, []
    # When
    counting = type("Counting", (dict,), {"items": lambda self: looked.append(1) or dict.items(self)})(calls)
    monkeypatch.setattr(monitor.calls._scripts._waiting, "_calls", counting)
    for _ in range(turns):
        assert monitor.events() == []
    # Then
    assert len(looked) == turns
    assert not monitor.calls._scripts._waiting._unreported
