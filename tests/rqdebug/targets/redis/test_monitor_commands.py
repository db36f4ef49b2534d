# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import json
from hashlib import sha1

import pytest

pytest.importorskip("redis")

from rqcore.codec import Codec
from rqcore.pressure.key_protocol.lua_scripts import GET, PURGE, PUT, STAT
from rqcore.pressure.key_protocol.redis_payloads import mark


def test_commands_of_a_client_without_scripts_are_one_call(monitor):
    monitor("a", "SET P:jobs:bound 0")
    for client, command in (
        ("a", "BRPOP P:jobs:producer_free 5"),
        ("a", "SET P:jobs:producer host_pid1"),
        ("a", "BRPOP P:jobs:not_full 5"),
        ("a", "LPUSH P:jobs item"),
        ("a", "INCR P:jobs:stats:produced_messages"),
        ("a", "LPUSH P:jobs:producer_free x"),
        ("b", "BRPOP P:jobs:consumer_free 5"),
        ("b", "SET P:jobs:consumer host_pid2"),
        ("b", "BRPOP P:jobs P:jobs:closed 5"),
        ("b", "INCR P:jobs:stats:consumed_messages"),
        ("b", "LPUSH P:jobs:consumer_free x"),
        ("b", "BRPOP P:jobs:consumer_free 5"),
        ("b", "SET P:jobs:consumer host_pid2"),
        ("b", "BRPOP P:jobs P:jobs:closed 0.001"),
        ("b", "LPUSH P:jobs:consumer_free x"),
    ):
        monitor(client, command)
    assert monitor.summary() == [
        ("create", "jobs", "ok", 0),
        ("put", "jobs", "ok", 1),
        ("get", "jobs", "ok", 1),
        ("get", "jobs", "empty", 0),
    ]


def test_keys_that_are_not_queues_make_no_calls(monitor):
    for command in ("SET user:1 x", "INCR hits", "DEL user:1", "INCRBY hits 5"):
        monitor("a", command)
    assert monitor.summary() == []


def test_deleting_a_list_closes_it_once_it_was_used(monitor):
    monitor("a", "LPUSH jobs x")
    monitor("a", "DEL jobs")
    assert monitor.summary() == [("put", "jobs", "ok", 1), ("close", "jobs", "unknown", 0)]


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("LPUSH jobs a", ("put", "jobs", "ok", 1)),
        ("rpush jobs a b c", ("put", "jobs", "ok", 3)),
        ("LPUSHX jobs a", ("put", "jobs", "unknown", 0)),
        ("RPUSHX jobs a b", ("put", "jobs", "unknown", 0)),
        ("LPOP jobs", ("get", "jobs", "unknown", 0)),
        ("RPOP jobs 7", ("get", "jobs", "unknown", 0)),
        ("ZPOPMIN jobs", ("get", "jobs", "unknown", 0)),
        ("LLEN jobs", ("qsize", "jobs", "ok", 0)),
        ("XLEN jobs", ("qsize", "jobs", "ok", 0)),
        ("LRANGE jobs 0 -1", ("peek", "jobs", "ok", 0)),
        ("XRANGE jobs - +", ("peek", "jobs", "ok", 0)),
        ("XADD jobs * key value", ("put", "jobs", "ok", 1)),
        ("SET P:jobs:bound 10", ("create", "jobs", "ok", 0)),
        ("DEL P:jobs:bound", ("close", "jobs", "unknown", 0)),
        ("UNLINK P:jobs:bound", ("close", "jobs", "unknown", 0)),
        ("LPUSH P:jobs:closed 1", ("shutdown", "jobs", "ok", 0)),
        ("INCRBY P:jobs:stats:consumed_messages 4", ("get", "jobs", "ok", 4)),
        ("INCR P:jobs:stats:consumed_messages", ("get", "jobs", "ok", 1)),
    ],
)
def test_command_is_one_call(monitor, command, expected):
    monitor("a", command)
    assert monitor.summary() == [expected]


@pytest.mark.parametrize(
    "command",
    [
        "INCR P:jobs:stats:produced_messages",
        "RPOP P:jobs",
        "LLEN P:jobs:not_full",
        "LRANGE P:jobs:closed 0 -1",
        "EXISTS P:jobs:bound",
        "DEL P:jobs:producer",
        "EVALSHA 0123456789 1 jobs",
        "EVAL return 1",
        "LPUSH",
        "BRPOP jobs soon",
        "SET P:jobs:producer",
    ],
)
def test_command_is_not_a_separate_call(monitor, command):
    monitor("a", command)
    monitor("a", "PING")
    assert monitor.summary() == []


def test_inspection_inside_a_script_is_not_a_call(monitor):
    monitor("a", "PING")
    monitor("lua", "LLEN P:jobs")
    assert monitor.summary() == []


def test_deleting_a_queue_is_not_also_a_shutdown(monitor):
    monitor("a", "DEL P:jobs:bound")
    monitor("a", "LPUSH P:jobs:closed 1")
    assert monitor.summary() == [("close", "jobs", "unknown", 0)]
    monitor("a", "SET P:jobs:bound 5")
    monitor("a", "LPUSH P:jobs:closed 1")
    assert monitor.summary() == [("create", "jobs", "ok", 0), ("shutdown", "jobs", "ok", 0)]


def test_moving_an_item_onto_its_own_list_is_no_call_without_a_script(monitor):
    monitor("a", "BLMOVE P:jobs:consumer_free P:jobs:consumer_free RIGHT RIGHT 0.5")
    assert monitor.calls.open_calls == {}, "a client waits so too before it deletes a queue"


@pytest.mark.parametrize("command", ["LMOVE jobs other LEFT RIGHT", "RPOPLPUSH jobs other"])
def test_move_has_records_of_one_call_at_both_lists(monitor, command):
    monitor("a", command)
    taken, put = monitor.events()
    assert (taken.method, taken.queue, taken.outcome) == ("move", "jobs", "unknown")
    assert (put.method, put.queue, put.outcome) == ("move_in", "other", "unknown")
    assert taken.call == put.call


def test_blocking_move_between_lists_waits_with_its_timeout(monitor):
    monitor("a", "BRPOPLPUSH jobs other 1.5")
    assert monitor.calls.open_calls["a"].timeout_ns == 1_500_000_000
    monitor("a", "PING")
    assert monitor.summary() == [("move", "jobs", "unknown", 0), ("move_in", "other", "unknown", 0)]


@pytest.mark.parametrize(
    ("next_command", "outcome"), [("LPUSH P:jobs:producer_free 1", "ok"), ("PING", "exists")]
)
def test_next_command_tells_whether_a_queue_was_created(monitor, next_command, outcome):
    monitor("a", "SETNX P:jobs:bound 10")
    assert monitor.summary() == []
    monitor("a", next_command)
    assert monitor.summary() == [("create", "jobs", outcome, 0)]


@pytest.mark.parametrize(
    ("steps", "outcome"),
    [
        (["EXISTS P:jobs:closed", "BRPOP P:jobs:not_full 0.001"], ("put", "jobs", "full", 0)),
        (["EXISTS P:jobs:closed"], ("command", "jobs", "shutdown", 0)),
        (["EXISTS P:jobs:closed", "BRPOP P:jobs:not_full 5"], ("put", "jobs", "unknown", 0)),
        ([], ("put", "jobs", "unknown", 0)),
    ],
)
def test_producer_that_gives_its_role_back_without_an_item(monitor, steps, outcome):
    commands = ["BRPOP P:jobs:producer_free 5", "SET P:jobs:producer x", *steps]
    for command in [*commands, "LPUSH P:jobs:producer_free 1"]:
        monitor("a", command)
    assert monitor.summary() == [outcome]


@pytest.mark.parametrize(
    ("steps", "outcome"),
    [
        (["BRPOP P:jobs P:jobs:closed 0"], ("get", "jobs", "shutdown", 0)),
        (["BRPOP P:jobs P:jobs:closed 5"], ("get", "jobs", "shutdown", 0)),
        (["BRPOP P:jobs P:jobs:closed 0.001"], ("get", "jobs", "unknown", 0)),
        (["EXISTS P:jobs:closed", "BRPOP P:jobs 0"], ("get", "jobs", "ok", 1)),
        (["EXISTS P:jobs:closed", "RPOP P:jobs"], ("get", "jobs", "unknown", 0)),
        (["RPOP P:jobs", "INCR P:jobs:stats:consumed_messages"], ("get", "jobs", "ok", 1)),
    ],
)
def test_consumer_that_gives_its_role_back(monitor, steps, outcome):
    commands = ["BRPOP P:jobs:consumer_free 5", "SET P:jobs:consumer x", *steps]
    for command in [*commands, "LPUSH P:jobs:consumer_free 1"]:
        monitor("a", command)
    assert monitor.summary() == [outcome]


def test_closing_a_queue_is_not_also_a_put(monitor):
    for command in ("BRPOP P:jobs:producer_free 5", "SET P:jobs:producer x", "LPUSH P:jobs:closed 0 0"):
        monitor("a", command)
    monitor("a", "LPUSH P:jobs:producer_free 1")
    assert monitor.summary() == [("shutdown", "jobs", "ok", 0)]


def test_role_given_back_by_a_client_without_a_call_makes_no_event(monitor):
    monitor("a", "LPUSH P:jobs:producer_free 1")
    assert monitor.summary() == []


def evaluate(monitor, client, script, *commands, text=False, waits="0"):
    """A script of rqcore as MONITOR reports it: the call, then its commands."""
    head = (b"EVAL", script.text) if text else (b"EVALSHA", script.sha.encode())
    monitor.process(client, *head, b"1", b"__pressure__:jobs", b"host", waits.encode())
    for command in commands:
        monitor("lua", command)


@pytest.mark.parametrize("text", [False, True])
def test_script_that_puts_is_one_put(monitor, text):
    evaluate(monitor, "a", PUT, "EXISTS P:jobs:bound", "LPUSH P:jobs x", text=text)
    monitor("a", "PING")
    assert monitor.summary() == [("put", "jobs", "ok", 1)]


@pytest.mark.parametrize(
    ("script", "command", "expected"),
    [
        (PUT, "LLEN P:jobs:not_full", ("put", "jobs", "full", 0)),
        (PUT, "EXISTS P:jobs:closed", ("put", "jobs", "unknown", 0)),
        (PUT, "TIME", ("put", "jobs", "full", 0)),
        (GET, "LLEN P:jobs", ("get", "jobs", "unknown", 0)),
        (GET, "TIME", ("get", "jobs", "empty", 0)),
        (GET, "GET P:jobs:bound", ("get", "jobs", "noqueue", 0)),
    ],
)
def test_script_that_moves_no_item_fails(monitor, script, command, expected):
    evaluate(monitor, "a", script, command)
    assert monitor.summary() == [], "it does not end before another client sends a command"
    monitor("a", "PING")
    assert monitor.summary() == [expected]


def test_script_that_the_server_does_not_have_is_not_a_call(monitor):
    evaluate(monitor, "a", PUT)
    monitor("b", "PING")
    assert monitor.summary() == []
    evaluate(monitor, "a", PUT, "LPUSH P:jobs x", text=True)
    monitor("b", "PING")
    assert monitor.summary() == [("put", "jobs", "ok", 1)]


def test_script_that_begins_to_wait_is_an_open_call(monitor):
    evaluate(monitor, "a", GET, "LLEN P:jobs", "TIME", "SET P:jobs:consumer host@1", waits="1")
    monitor("a", "BLMOVE P:jobs P:jobs RIGHT RIGHT 0.5")
    assert monitor.summary() == []
    monitor.list_clients({"a": ""}, blocked=["a"])
    assert monitor.calls.count_blocked("jobs") == (0, 1)


@pytest.mark.parametrize(
    ("script", "method", "command"), [(STAT, "stat", "TIME"), (PURGE, "purge", "LLEN P:jobs")]
)
def test_script_without_an_item_is_a_call(monitor, script, method, command):
    evaluate(monitor, "a", script, command)
    monitor("a", "PING")
    assert monitor.summary() == [(method, "jobs", "ok", 0)]


def test_script_is_recognised_by_its_text():
    for script in (PUT, GET, STAT, PURGE):
        assert sha1(script.text, usedforsecurity=False).hexdigest() == script.sha


@pytest.mark.parametrize(
    ("value", "codec"), [(b"raw", "raw"), ("text", "text"), ({"n": 1}, "json"), (None, "json")]
)
def test_payload_is_shown_with_its_codec(monitor, value, codec):
    stored = mark(value, None, False)
    monitor.process("a", b"LPUSH", b"__pressure__:jobs", stored)
    (event,) = monitor.events()
    assert event.codec == codec
    if codec == "json":
        assert json.loads(event.payload) == value
    assert event.size == len(event.payload)


def test_each_pushed_item_has_its_own_record(monitor):
    monitor.process("a", b"LPUSH", b"jobs", b"x" * 1000, b"yy")
    first, second = monitor.events()
    assert (first.size, first.items, first.part, first.codec) == (1000, 2, 0, str(Codec.RAW))
    assert (second.size, second.items, second.part) == (2, 2, 1)
    assert (first.payload, second.payload) == (b"x" * 256, b"yy")
    assert first.call == second.call
