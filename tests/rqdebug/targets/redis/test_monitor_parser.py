# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("redis")

from rqcore.errors import ProtocolError
from rqdebug.events.event_log import read_events
from rqdebug.events.schema import BatchDecoder
from rqdebug.targets.redis.monitor_calls import MonitoredCalls
from rqdebug.targets.redis.monitor_commands import HANDLERS
from rqdebug.targets.redis.monitor_parser import MonitorLine, read_line

SHORT = {ord(b"\n"): b"\\n", ord(b"\r"): b"\\r", ord(b"\t"): b"\\t", 7: b"\\a", 8: b"\\b"}


def quoted(word):
    """As ``sdscatrepr`` of Redis writes it."""
    written = b""
    for byte in word:
        if byte in b'\\"':
            written += b"\\" + bytes([byte])
        elif byte in SHORT:
            written += SHORT[byte]
        else:
            written += bytes([byte]) if 32 <= byte < 127 else b"\\x%02x" % byte
    return b'"' + written + b'"'


@given(st.lists(st.binary(), min_size=1), st.sampled_from(["127.0.0.1:1", "[::1]:80", "unix:/a b", "lua"]))
def test_words_come_out_as_they_were_said(words, client):
    line = b"1339518083.107412 [0 %b] %b" % (client.encode(), b" ".join(map(quoted, words)))
    assert read_line(line) == MonitorLine(1339518083107412000, client, words)


@pytest.mark.parametrize("line", [b"", b"OK", b'1.2 [0 x] "PING"', b"1339518083.107412 [0 x] PING", b"\xff"])
def test_what_monitor_never_says(line):
    with pytest.raises(ProtocolError, match="MONITOR"):
        read_line(line)


PARTS = b" :bound :closed :consumer :producer_free :not_full :stats:consumed_messages".split(b" ")
WORDS = st.sampled_from([b"q", *(b"P:q" + part for part in PARTS), b"1", b"x@1", b""])
NAMES = b"LPUSH RPOP BRPOP BLMOVE INCRBY SET DEL EVALSHA LLEN XADD NONSENSE"
COMMANDS = st.sampled_from(NAMES.split())


@given(st.lists(st.tuples(COMMANDS, st.lists(WORDS, max_size=5), st.sampled_from(["a", "b", "lua"]))))
def test_any_commands_make_events_that_hold_together(said):
    calls, columns = MonitoredCalls(b"P", HANDLERS, others=True), BatchDecoder()
    for number, (command, words, client) in enumerate(said):
        calls.hear(MonitorLine(number * 10**9, client, [command, *words]))
    batch = calls.take(len(said) * 10**9)
    events = read_events(columns.decode(batch)) if batch else []
    ended = [event.call for event in events if event.phase == "end"]
    assert len(ended) == len(set(ended)), "a call ends once"
    assert all(event.duration >= 0 for event in events)
    assert {one.act.number for one in calls.open.values()}.isdisjoint(ended)


def heard(*lines, others=False):
    calls = MonitoredCalls(b"__pressure__", HANDLERS, others=others)
    for number, (client, words) in enumerate(lines):
        calls.hear(MonitorLine(number * 1000, client, [word.encode() for word in words.split()]))
    batch = calls.take(0)
    found = read_events(BatchDecoder().decode(batch)) if batch else []
    return [(event.method, event.queue, event.outcome, event.items) for event in found]


def test_an_old_clients_steps_are_one_call():
    base = "__pressure__:jobs"
    assert heard(
        ("a", f"BRPOP {base}:producer_free 5"),
        ("a", f"SET {base}:producer host_pid1"),
        ("a", f"BRPOP {base}:not_full 5"),
        ("a", f"LPUSH {base} item"),
        ("a", f"INCR {base}:stats:produced_messages"),
        ("a", f"LPUSH {base}:producer_free x"),
        ("b", f"BRPOP {base}:consumer_free 5"),
        ("b", f"BRPOP {base} {base}:closed 5"),
        ("b", f"INCR {base}:stats:consumed_messages"),
        ("b", f"LPUSH {base}:consumer_free x"),
        ("b", f"BRPOP {base}:consumer_free 5"),
        ("b", f"BRPOP {base} {base}:closed 5"),
        ("b", f"LPUSH {base}:consumer_free x"),
    ) == [("put", "jobs", "ok", 1), ("get", "jobs", "ok", 1), ("get", "jobs", "empty", 0)]


def test_keys_that_are_no_queues_are_no_calls():
    assert heard(("a", "SET user:1 x"), ("a", "INCR hits"), ("a", "DEL user:1")) == []
    assert heard(("a", "LPUSH jobs x"), ("a", "DEL jobs")) == [
        ("put", "jobs", "ok", 1),
        ("close", "jobs", "ok", 0),
    ]


def test_names_are_told_once():
    calls = MonitoredCalls(b"P", HANDLERS)
    for _ in range(3):
        calls.know_clients({"a": "loader"}, [], 0)
    calls.hear(MonitorLine(0, "a", [b"LPUSH", b"jobs", b"x"]))
    assert [name.text for name in calls.take(0).names] == ["loader@a", "jobs"]
    calls.know_clients({"a": "loader", "b": ""}, [], 0)
    calls.know_clients({"b": ""}, [], 0)
    calls.hear(MonitorLine(0, "b", [b"LPUSH", b"jobs", b"x"]))
    assert [name.text for name in calls.take(0).names] == ["b"]
