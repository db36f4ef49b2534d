# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations


def test_deleting_a_queue_shows_no_get_and_no_put(monitor):
    monitor("a", "SET P:jobs:bound 0")
    for command in ("DEL P:jobs:bound", "LPUSH P:jobs:closed 0 0", "BRPOP P:jobs:consumer_free 0"):
        monitor("a", command)
    monitor("a", "DEL P:jobs:consumer P:jobs:consumer_free")
    assert monitor.summary() == [("create", "jobs", "ok", 0), ("close", "jobs", "ok", 0)]


def test_pop_that_names_a_list_twice_has_one_record(monitor):
    monitor("a", "BRPOP jobs jobs 1")
    monitor("a", "PING")
    assert monitor.summary() == [("get", "jobs", "unknown", 0)]


def second_close(monitor, client):
    """The commands of ``pressure_close`` in C on a closed queue; ``pressure_put`` sends the same."""
    monitor(client, "EXISTS P:jobs:bound")
    monitor(client, "BRPOP P:jobs:producer_free 0")
    monitor(client, "SET P:jobs:producer c_pid1")
    monitor(client, "EXISTS P:jobs:closed")
    monitor(client, "LPUSH P:jobs:producer_free 0")


def test_refused_second_close_is_not_shown_as_a_put(monitor):
    second_close(monitor, "a")
    (event,) = monitor.events()
    assert (event.method, event.queue, event.outcome, event.items) == ("command", "jobs", "shutdown", 0)
    assert b"EXISTS __pressure__:jobs:closed" in event.payload


def test_call_that_was_shown_as_a_waiting_put_ends_as_one(monitor):
    monitor("a", "BRPOP P:jobs:producer_free 0")
    monitor.list_clients({"a": ""}, blocked=["a"])
    monitor.wait(1)
    (start,) = monitor.events()
    monitor("a", "SET P:jobs:producer c_pid1")
    monitor("a", "EXISTS P:jobs:closed")
    monitor("a", "LPUSH P:jobs:producer_free 0")
    (end,) = monitor.events()
    assert (start.method, end.method, end.call, end.outcome) == ("put", "put", start.call, "unknown")


def test_client_that_may_have_reached_its_timeout_was_perhaps_not_cancelled(monitor):
    for client, timeout in (("a", 2), ("b", 60), ("c", 0)):
        monitor(client, f"BRPOP P:{client}:consumer_free {timeout}")
    monitor.wait(2)
    monitor.list_clients({})
    assert [(event.queue, event.outcome) for event in monitor.events()] == [
        ("a", "unknown"),
        ("b", "cancelled"),
        ("c", "cancelled"),
    ]
