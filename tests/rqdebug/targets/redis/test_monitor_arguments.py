# SPDX-License-Identifier: GPL-3.0-or-later
"""MONITOR also reports commands that the server refused: none of them ends an observation."""

from __future__ import annotations

import random

import pytest

pytest.importorskip("redis")

from rqcore.pressure.key_protocol import lua_scripts as pressure_scripts
from rqcore.redis import lease_scripts, queue_scripts
from rqdebug.targets.redis.monitor_arguments import read_count, read_integer, read_seconds
from rqdebug.targets.redis.monitor_commands import HANDLERS
from rqdebug.targets.redis.packed_replies import unpack

SCRIPTS = [
    script
    for module in (queue_scripts, lease_scripts, pressure_scripts)
    for script in vars(module).values()
    if hasattr(script, "sha")
]
WORDS = (
    *(b"", b"-1", b"0", b"1", b"2", b"9" * 30, b"9" * 400, b"9" * 5000, b"-" + b"9" * 30, b"1_0", b"1e400"),
    *(b"inf", b"-inf", b"nan", b"none", b"\xff\xfe", b"STREAMS", b"BLOCK", b"NX", b"left", b"jobs", b"id"),
    *(b"__pressure__:q", b"__pressure__:q:stats:consumed_messages", b"__pressure__:q:producer_free"),
    *(b"__pressure__:q:bound", b"__pressure__:q:closed", b"__rqcore__:{q}", b"__rqcore__:{q}:alive", b"c.1"),
    *(b"__rqcore__:{q}:items", b"__rqcore__:{q}:call:c.1", b"__rqcore__:{q}:holders", b"puts", b"kind"),
    *(b"c 1 2 " + b"9" * 30 + b" 1 1", b"id " + b"\x91" * 3000, b"id \x93\xa2OK\x07\x07", b"id=x", b"shut"),
)
COMMANDS = (
    *sorted(HANDLERS),
    b"CLIENT",
    b"HSET",
    b"HGET",
    b"ZADD",
    b"GET",
    b"HDEL",
    b"ZREM",
    b"RPUSH",
    b"DEL",
)


@pytest.mark.parametrize("word", [b"0", b"-1", b"9223372036854775807", b"-9223372036854775808"])
def test_integer_of_redis_is_read(word):
    assert read_integer(word) == int(word)


@pytest.mark.parametrize(
    "word", [b"", b"+1", b"01", b" 1", b"1_0", b"1.5", b"9223372036854775808", b"9" * 400]
)
def test_what_redis_refuses_as_an_integer_is_refused(word):
    for read in (read_integer, read_count):
        with pytest.raises(ValueError):
            read(word)
    with pytest.raises(ValueError):
        read_count(b"-1")


@pytest.mark.parametrize("word", [b"", b"inf", b"nan", b"-1", b"1e10", b"1e400", b"9" * 5000, b"1_0", b"x"])
def test_time_that_is_not_finite_or_too_large_is_refused(word):
    with pytest.raises(ValueError):
        read_seconds(word)
    assert read_seconds(b"0.25") == 250_000_000


def test_lists_within_each_other_are_bounded_in_kept_replies():
    assert unpack(b"\x92\xa2OK\x91\x91\xa1x") == [b"OK", [[b"x"]]]
    with pytest.raises(ValueError):
        unpack(b"\x91" * 100_000)


@pytest.mark.parametrize(
    "words",
    [
        [b"XREADGROUP", b"GROUP", b"g", b"c", b"BLOCK", b"9" * 400, b"STREAMS", b"events", b">"],
        [b"INCRBY", b"__pressure__:q:stats:consumed_messages", b"9" * 30],
        [
            b"EVALSHA",
            queue_scripts.PUT.sha.encode(),
            b"1",
            b"__rqcore__:{q}",
            b"c.1",
            b"id",
            b"inf",
            b"",
            b"",
            b"x",
        ],
    ],
)
def test_refused_command_costs_no_event_of_others(monitor, words):
    monitor("a", "LPUSH jobs 1")
    monitor.process("b", *words)
    monitor("a", "LPUSH jobs 2")
    monitor.list_clients({"a": "", "b": ""})
    assert [event[:2] for event in monitor.summary()] == [("put", "jobs")] * 2


@pytest.mark.parametrize("error", [OverflowError, RecursionError, TypeError, KeyError])
def test_command_that_is_not_understood_becomes_an_event_of_its_own(monitor, monkeypatch, error):
    # Given
    def fail(*_):
        raise error("a surprise")

    monkeypatch.setattr("rqdebug.targets.redis.pressure_commands.push", fail)
    # When
    monitor("a", "LPUSH jobs 1")
    monitor("b", "LPUSH P:q 1")
    monitor("a", "LPUSH jobs 2")
    # Then
    found = monitor.summary()
    assert [event[0] for event in found if event[0] == "put"] == ["put", "put"]
    if error is not KeyError:  # a word that is missing: the server has refused the command
        assert found[1][::2] == ("command", "unknown")


def test_call_that_cannot_be_continued_costs_no_call_of_others(monitor, monkeypatch):
    # Given
    def fail(*_):
        raise KeyError("a surprise")

    monitor("a", "BRPOP P:q:consumer_free 0")
    monitor("b", "BLPOP jobs 0")
    monkeypatch.setattr("rqdebug.targets.redis.monitor_calls.outcome_before", fail)
    # When
    monitor("a", "SET P:q:consumer a")
    # Then
    assert list(monitor.calls.open_calls) == ["b"]


@pytest.mark.parametrize("seed", range(20))
def test_no_command_ends_an_observation(full_monitor, seed):
    # Given
    rng = random.Random(seed)
    # When
    for _ in range(1500):
        client = rng.choice(["a", "b", "lua"])
        command = rng.choice(COMMANDS)
        words = rng.choices(WORDS, k=rng.randrange(7))
        if command[:4] == b"EVAL" and client != "lua":
            words = [rng.choice(SCRIPTS).sha.encode(), b"1", *words]
        full_monitor.process(client, command, *words)
        if rng.random() < 0.05:
            full_monitor.calls.end_script()
        if rng.random() < 0.02:
            full_monitor.wait(rng.choice([0.1, 5]))
            full_monitor.list_clients({"a": "c", "b": ""}, rng.choice([[], ["a"]]))
            full_monitor.events()
    # Then
    full_monitor("c", "LPUSH jobs 1")
    assert ("put", "jobs") in [event[:2] for event in full_monitor.summary()]
