# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

from dataclasses import fields

import pytest

from rqcore.controller.limits import Limits


def facts(client, sections: str = "") -> dict[str, str]:
    lines = client(f"INFO {sections}").decode().split("\r\n")
    return dict(line.split(":", 1) for line in lines if ":" in line)


def test_info_reports_the_controller(talk, a):
    b = talk.client()
    a("LPUSH jobs abc")
    b("BRPOP more 0")
    talk.passes(7)
    found = facts(a)
    assert found["server"] == "rqcore"
    assert found["redis_version"] == "7.0.0"
    assert found["uptime_in_seconds"] == "7"
    assert (found["connected_clients"], found["blocked_clients"], found["observers"]) == ("2", "1", "0")
    assert (found["queues"], found["items"], found["bytes"]) == ("2", "1", "3")
    assert found["total_commands_processed"] == "3"
    assert int(found["memory_held"]) > 3


def test_info_reports_one_section(a):
    assert a("INFO queues").startswith(b"# Queues\r\n")
    assert b"# Server" not in a("INFO queues")
    assert a("INFO all").count(b"#") == a("INFO").count(b"#") == 11
    assert a("INFO nothing") == b""


def test_info_contains_every_limit(conversation):
    limits = Limits(clients=1, queues=2, observers=3, payload=4, memory=5, pipelined=6, output=7, backlog=8)
    found = facts(conversation(limits).client(), "limits")
    assert found == {f"max_{row.name}": str(getattr(limits, row.name)) for row in fields(Limits)}


def test_refusals_are_counted(conversation):
    talk = conversation(Limits(clients=2, queues=1, observers=0, memory=1000), {"default": "secret"})
    a, b = talk.client(), talk.client()
    with pytest.raises(Exception, match="2 clients"):
        talk.client()
    assert b("AUTH wrong") == "WRONGPASS"
    a("HELLO 3 AUTH default secret")
    a("RQ.CREATE NAME jobs")
    assert a("RQ.CREATE") == a("RQ.OBSERVE") == a("RQ.PUT jobs", b"x" * 1000) == "TOOMANY"
    found = facts(a, "stats")
    refused = ("rejected_connections", "refused_queues", "refused_observers", "refused_for_memory")
    assert {name: found[name] for name in (*refused, "wrong_passwords")} == dict.fromkeys(
        (*refused, "wrong_passwords"), "1"
    )


def test_lost_events_stay_counted_after_the_observer_left(conversation):
    talk = conversation(Limits(backlog=1))
    a, observer = talk.client(), talk.observer("PREVIEW 60000")
    for _ in range(10):
        a("LPUSH jobs", b"x" * 60_000)
        talk.controller.state.publisher.flush()
    assert int(facts(a)["lost_events"]) > 0
    lost = facts(a)["lost_events"]
    observer("RQ.UNOBSERVE")
    assert facts(a)["lost_events"] == lost


def test_info_has_the_names_that_redis_cli_shows(a):
    assert "db0" not in facts(a, "keyspace")
    a("LPUSH jobs 1")
    found = facts(a)
    assert found["db0"] == "keys=1,expires=0,avg_ttl=0"
    assert found["used_memory"] == found["memory_held"]
