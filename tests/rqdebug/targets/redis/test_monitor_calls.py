# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("redis")

from rqdebug.events.event_log import read_events
from rqdebug.events.schema import SCHEMA
from rqdebug.targets.redis import key_table, monitor_calls
from rqdebug.targets.redis.monitor_calls import BLOCKED_AFTER_NS, MonitoredCalls, QueueKey
from rqdebug.targets.redis.monitor_commands import HANDLERS
from rqdebug.targets.redis.monitor_parser import MonitorLine

PARTS = b" :bound :closed :consumer :producer_free :not_full :stats:consumed_messages".split(b" ")
ARGUMENTS = st.sampled_from([b"q", *(b"P:q" + part for part in PARTS), b"1", b"x@1", b""])
NAMES = b"LPUSH RPOP BRPOP BLMOVE INCRBY SET DEL EVALSHA LLEN XADD NONSENSE"
COMMANDS = st.lists(
    st.tuples(
        st.sampled_from(NAMES.split()),
        st.lists(ARGUMENTS, max_size=5),
        st.sampled_from(["a", "b", "lua"]),
    )
)


@given(COMMANDS)
def test_any_commands_make_consistent_events(commands):
    calls = MonitoredCalls(b"P", HANDLERS, all_commands=True)
    for number, (command, arguments, client) in enumerate(commands):
        calls.process(MonitorLine(number * 10**9, client, [command, *arguments]))
    batch = calls.build(len(commands) * 10**9)
    events = read_events(batch) if batch is not None else []
    ended = [
        (event.call, event.queue, event.method) for event in events if event.phase == "end" and not event.part
    ]
    assert len(ended) == len(set(ended)), "a call ends once"
    assert all(event.waited_ns >= 0 for event in events)
    assert [event.sequence for event in events] == list(range(1, len(events) + 1))
    assert {call.number for call in calls.open_calls.values()}.isdisjoint(call for call, _, _ in ended)
    started = {event.call for event in events if event.phase == "start"}
    assert started <= {*(call for call, _, _ in ended), *(call.number for call in calls.open_calls.values())}


@given(COMMANDS, st.integers(0, 5))
def test_batches_do_not_depend_on_when_they_are_built(commands, every):
    """The same commands make the same end events, in one batch or in many."""
    together, apart = MonitoredCalls(b"P", HANDLERS), MonitoredCalls(b"P", HANDLERS)
    batches = []
    for number, (command, arguments, client) in enumerate(commands):
        for calls in (together, apart):
            calls.process(MonitorLine(number * 10**9, client, [command, *arguments]))
        if every and number % every == 0:
            batches.append(apart.build(number * 10**9))
    now_ns = len(commands) * 10**9
    batches.append(apart.build(now_ns))

    def ends(found):
        events = [event for batch in found if batch is not None for event in read_events(batch)]
        return [
            (event.method, event.queue, event.client_label, event.outcome, event.waited_ns, event.items)
            for event in events
            if event.phase == "end"
        ]

    assert ends(batches) == ends([together.build(now_ns)])


def test_batch_has_the_columns_of_the_log(monitor):
    monitor("a", "LPUSH jobs x")
    batch = monitor.calls.build(0)
    assert batch.schema.equals(SCHEMA)
    batch.validate(full=True)


def test_no_batch_is_built_without_events(monitor):
    monitor("a", "SET user:1 x")
    assert monitor.calls.build(0) is None


def test_call_is_reported_as_blocked_only_after_a_while(monitor):
    monitor("a", "BRPOP jobs 5")
    monitor.list_clients({"a": ""}, blocked=["a"])
    assert monitor.events() == []
    monitor.wait(BLOCKED_AFTER_NS / 1e9)
    (start,) = monitor.events()
    assert (start.phase, start.outcome, start.time_ns, start.waited_ns) == ("start", "blocked", 0, 0)
    assert start.timeout_ns == 5 * 10**9
    monitor.wait(1)
    assert monitor.events() == [], "a call is blocked once"


def test_blocked_call_ends_under_its_own_number(monitor):
    monitor("a", "BRPOP jobs 5")
    monitor.wait(1)
    monitor.list_clients({"a": ""}, blocked=["a"])
    (start,) = monitor.events()
    monitor("a", "PING")
    (end,) = monitor.events()
    assert (end.call, end.phase, end.outcome, end.items) == (start.call, "end", "ok", 1)
    assert end.waited_ns == end.time_ns - start.time_ns > 0


@pytest.mark.parametrize(("timeout", "waited"), [("0.5", 0.5), ("0", 3600), ("5", 0.001)])
def test_outcome_of_a_pop_that_was_not_listed_as_blocked_is_unknown(monitor, timeout, waited):
    monitor("a", f"BRPOP jobs {timeout}")
    monitor.wait(waited)
    monitor("a", "PING")
    assert monitor.summary() == [("get", "jobs", "unknown", 0)]


def test_outcome_of_a_blocked_pop_that_may_have_reached_its_timeout_is_unknown(monitor):
    monitor("a", "BRPOP jobs 5")
    monitor.list_clients({"a": ""}, blocked=["a"])
    monitor.wait(5)
    monitor("a", "PING")
    assert [event.outcome for event in monitor.events()][-1] == "unknown"


def test_outcome_of_a_blocked_pop_that_another_client_may_have_ended_is_unknown(monitor):
    monitor("a", "BRPOP jobs 5")
    monitor.list_clients({"a": ""}, blocked=["a"])
    monitor("b", "CLIENT UNBLOCK 7")
    monitor("a", "PING")
    assert monitor.summary() == [("get", "jobs", "unknown", 0)]


def test_list_of_clients_does_not_hold_for_a_client_that_is_active(monitor):
    monitor("a", "BRPOP jobs 5")
    monitor.calls.update_clients({"a": ""}, ["a"], monitor.now_ns, active=["a"])
    assert monitor.calls.count_blocked("jobs") == (0, 0)
    assert set(monitor.calls.open_calls) == {"a"}


def test_client_that_names_itself_an_observer_is_not_reported(full_monitor):
    full_monitor("a", "CLIENT SETNAME host_rqdebug-observer_1")
    full_monitor("a", "LPUSH jobs x")
    assert full_monitor.events() == []
    full_monitor.list_clients({"a": "host_rqdebug-observer_1"})
    full_monitor("a", "LPUSH jobs x")
    assert full_monitor.events() == []
    full_monitor.list_clients({"a": "another"})
    full_monitor("a", "LPUSH jobs x")
    assert full_monitor.summary() == [("put", "jobs", "ok", 1)]


def test_call_of_a_client_that_disconnects_is_cancelled(monitor):
    monitor("a", "BRPOP P:jobs:consumer_free 5")
    monitor.list_clients({"b": ""})
    (end,) = monitor.events()
    assert (end.method, end.queue, end.outcome, end.items) == ("get", "jobs", "cancelled", 0)
    assert monitor.calls.open_calls == {}


def test_plain_pop_of_a_client_that_is_not_blocked_has_ended(monitor):
    monitor("a", "BRPOP jobs 5")
    monitor("b", "BRPOP jobs 5")
    monitor.list_clients({"a": "", "b": ""}, blocked=["b"])
    assert [(event.client_label, event.outcome) for event in monitor.events()] == [("a", "unknown")]
    assert set(monitor.calls.open_calls) == {"b"}


def test_pressure_call_stays_open_during_other_commands_of_its_client(monitor):
    monitor("a", "BRPOP P:jobs:consumer_free 5")
    monitor("a", "SET P:jobs:consumer x")
    monitor("a", "EXISTS P:jobs:bound")
    assert set(monitor.calls.open_calls) == {"a"}
    assert monitor.events() == []


def test_blocked_calls_are_counted_for_each_queue(monitor):
    monitor("a", "BRPOP P:jobs:consumer_free 5")
    monitor("b", "BRPOP P:jobs:producer_free 5")
    monitor("c", "BRPOP P:jobs:not_full 5")
    monitor("d", "BRPOP other 5")
    monitor.list_clients(dict.fromkeys("abcd", ""), blocked="abcd")
    assert monitor.calls.count_blocked("jobs") == (2, 1)
    assert monitor.calls.count_blocked("other") == (0, 1)
    assert monitor.calls.count_blocked("unheard") == (0, 0)


def test_observers_are_not_reported(full_monitor):
    full_monitor.list_clients({"observer": "x_rqdebug-observer_1"})
    full_monitor("observer", "LPUSH jobs x")
    full_monitor("lua", "LPUSH jobs x")
    full_monitor("observer", "PING")
    assert full_monitor.events() == []
    full_monitor("a", "LPUSH jobs x")
    assert full_monitor.summary() == [("put", "jobs", "ok", 1)]


def test_other_commands_are_reported_on_request(full_monitor):
    full_monitor("a", "SET user:1 x")
    full_monitor("a", "LPUSH jobs x")
    full_monitor("lua", "SET user:2 x")
    first, second = full_monitor.events()
    assert (first.method, first.queue, first.payload, first.size) == ("command", "", b"SET user:1 x", 12)
    assert second.method == "put"


def test_long_command_is_cut_but_its_size_is_kept(full_monitor):
    full_monitor.process("a", b"SET", b"key", b"x" * 1000)
    (event,) = full_monitor.events()
    assert (len(event.payload), event.size) == (256, 1008)


def test_names_of_clients_are_set_before_the_batch_is_built(monitor):
    monitor("a", "LPUSH jobs x")
    assert monitor.calls.clients.has_unknown
    monitor.list_clients({"a": "loader", "b": ""})
    monitor("b", "LPUSH jobs x")
    assert not monitor.calls.clients.has_unknown
    assert [event.client_label for event in monitor.events()] == ["loader@a", "b"]


def test_client_that_left_before_it_was_listed_is_shown_by_its_address(monitor):
    monitor("gone", "LPUSH jobs x")
    monitor.list_clients({"a": "loader"})
    assert not monitor.calls.clients.has_unknown, "asking again would not help"
    assert [event.client_label for event in monitor.events()] == ["gone"]


def test_renamed_client_is_shown_under_its_new_name(monitor):
    monitor.list_clients({"a": "old"})
    monitor("a", "LPUSH jobs x")
    assert [event.client_label for event in monitor.events()] == ["old@a"]
    monitor.list_clients({"a": "new"})
    monitor("a", "LPUSH jobs x")
    assert [event.client_label for event in monitor.events()] == ["new@a"]


def test_address_of_a_disconnected_client_gets_no_old_name(monitor):
    monitor.list_clients({"a": "old"})
    monitor.list_clients({"b": ""})
    assert monitor.events() == []
    monitor("a", "LPUSH jobs x")
    assert monitor.calls.clients.has_unknown
    assert [event.client_label for event in monitor.events()] == ["a"]


@pytest.mark.parametrize(
    ("key", "queue", "part", "pressure"),
    [
        (b"jobs", "jobs", b"", False),
        (b"P:jobs", "jobs", b"", True),
        (b"P:jobs:bound", "jobs", b":bound", True),
        (b"P:jobs:stats:consumed_messages", "jobs", b":stats:consumed_messages", True),
        (b"P::bound", ":bound", b"", True),
        (b"P:a:b:not_full", "a:b", b":not_full", True),
        (b"\xff", "\\xff", b"", False),
        ("schlüssel".encode(), "schlüssel", b"", False),
    ],
)
def test_key_is_split_into_queue_and_part(key, queue, part, pressure):
    calls = MonitoredCalls(b"P", HANDLERS)
    assert calls.queue_key(key) == QueueKey(queue, part, pressure)


def test_key_of_any_type_is_known_only_after_a_call_on_it():
    calls = MonitoredCalls(b"P", HANDLERS)
    assert calls.known_queue_key(b"jobs") is None
    assert calls.known_queue_key(b"P:jobs:bound").pressure
    calls.queue_key(b"jobs")
    assert calls.known_queue_key(b"jobs") == QueueKey("jobs", b"", False)


def test_queues_are_shown_under_the_given_name():
    calls = MonitoredCalls(b"P", HANDLERS, queue_name=str.upper)
    assert calls.queue_key(b"P:jobs:bound").queue == "JOBS"
    assert calls.queue_key(b"jobs").queue == "jobs", "a plain list keeps its key"


def test_number_of_remembered_keys_is_limited(monkeypatch):
    monkeypatch.setattr(monitor_calls, "MAX_KEYS", 10)
    monkeypatch.setattr(key_table, "MAX_KEYS", 10)
    calls = MonitoredCalls(b"P", HANDLERS)
    for number in range(100):
        calls.process(MonitorLine(number, "a", [b"LPUSH", b"jobs%d" % number, b"x"]))
        calls.process(MonitorLine(number, "a", [b"DEL", b"P:jobs%d:bound" % number]))
    assert len(calls._keys._keys) <= 10
    assert len(calls._states) <= 10
    assert len({event.queue for event in read_events(calls.build(0))}) == 100
