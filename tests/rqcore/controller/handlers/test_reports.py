# SPDX-License-Identifier: GPL-3.0-or-later
"""Reports of queues in other programs, tested as a conversation."""

from __future__ import annotations

import json

import pytest

from rqcore.protocol.event_batch import (
    Method,
    NameKind,
    NameRecord,
    Outcome,
    Phase,
    decode_batch,
    encode_batch,
)
from rqcore.protocol.event_fields import V2

EMPTY = encode_batch((), 0, b"", b"")


def row(number=1, name="inner", size=0, waiters=()):
    stat = {"size": size, "maxsize": 9, "puts": 5}
    return {"number": number, "name": name, "kind": "queue.Queue", "stat": stat, "waiters": list(waiters)}


def record(**known):
    return V2.encode_record(**{"items": 1, "client": 1, "queue": 1, **known})


def batch(*records, name="Thread-1"):
    return encode_batch([NameRecord(NameKind.CLIENT, 1, name)], len(records), b"".join(records), b"")


def report(speaker, rows, data=EMPTY):
    return speaker("RQ.REPORT", json.dumps(rows), data)


def stats(speaker):
    return [(stat[b"name"], stat[b"kind"], stat[b"size"]) for stat in speaker("RQ.LIST")]


@pytest.fixture
def program(talk):
    program = talk.client("program")
    program("HELLO 3")
    return program


@pytest.fixture
def looker(talk):
    looker = talk.client()
    looker("HELLO 3")
    return looker


def test_exposed_queues_are_listed_until_their_program_disconnects(program, looker):
    assert report(program, [row(1, "a", 2), row(2, "b", 3)]) == 0
    assert stats(looker) == [(b"a", b"queue.Queue", 2), (b"b", b"queue.Queue", 3)]
    report(program, [row(2, "b", 4)])
    assert stats(looker) == [(b"b", b"queue.Queue", 4)]
    assert (looker("RQ.SIZE b"), looker("RQ.MAXSIZE b")) == (4, 9)
    assert looker("RQ.STAT b")[b"puts"] == 5
    program.leave()
    assert stats(looker) == []
    assert looker("RQ.STAT b") == "NOQUEUE"


def test_exposed_queues_can_only_be_inspected(program, looker):
    report(program, [row()])
    for words in ("RQ.PUT inner x", "RQ.GET inner TIMEOUT 0", "RQ.CLOSE inner", "RQ.PURGE inner"):
        assert looker(words) == "NOTALLOWED"
        assert "another program" in looker.complaint


def test_reported_queue_with_a_used_name_gets_a_number(program, looker):
    looker("RQ.CREATE NAME inner")
    report(program, [row(1), row(2)])
    assert [name for name, _, _ in stats(looker)] == [b"inner", b"inner#2", b"inner#3"]


def test_blocked_calls_are_reported(program, looker):
    report(program, [row(waiters=[["Thread-1", "get", 1.5, None]])])
    assert looker("RQ.WAITERS inner") == [
        {
            b"client": program.client.number,
            b"name": b"Thread-1",
            b"method": b"get",
            b"waited": 1.5,
            b"timeout": None,
        }
    ]


def test_observers_receive_reported_calls(program, talk):
    observer = talk.observer()
    put = record(method=Method.PUT, phase=Phase.END, time=7, depth=3, call=5)
    start = record(phase=Phase.START, method=Method.GET, outcome=Outcome.BLOCKED, time=8, call=6, timeout=-1)
    end = record(phase=Phase.END, method=Method.GET, time=9, waited=1, call=6, timeout=-1)
    assert report(program, [row()], batch(put, start)) == 1
    assert report(program, [row()], batch(end)) == 1
    ((_, data),) = observer.observed()
    told = decode_batch(data)
    names = {(name.kind, name.number): name.text for name in told.names}
    rows = [event for event, _ in told.events()]
    assert [(each["time"], each["depth"], each["waited"]) for each in rows] == [
        (7, 3, 0),
        (8, 0, 0),
        (9, 0, 1),
    ]
    assert {names[NameKind.QUEUE, each["queue"]] for each in rows} == {"inner"}
    assert {names[NameKind.CLIENT, each["client"]] for each in rows} == {"Thread-1@10.0.0.1:1000"}
    assert rows[0]["call"] != rows[1]["call"] == rows[2]["call"]


def events_of(observer):
    """Return method, phase, outcome and call of each event that an observer receives."""
    found = []
    for _, data in observer.observed():
        for fields, _ in decode_batch(data).events():
            found.append((fields["method"], fields["phase"], fields["outcome"], fields["call"]))
    return found


def test_blocked_calls_of_a_program_that_disconnects_end_as_cancelled(program, talk):
    # Given
    observer = talk.observer()
    start = record(phase=Phase.START, method=Method.GET, outcome=Outcome.BLOCKED, time=8, call=6, timeout=-1)
    report(program, [row()], batch(start))
    ((_, _, _, call),) = events_of(observer)
    # When
    program.leave()
    # Then
    cancelled, (disconnected, *_) = events_of(observer)
    assert cancelled == (Method.GET, Phase.END, Outcome.CANCELLED, call)
    assert disconnected == Method.DISCONNECT


def test_blocked_calls_of_a_queue_that_is_no_longer_exposed_end_as_cancelled(program, talk):
    # Given
    observer = talk.observer()
    start = record(phase=Phase.START, method=Method.GET, outcome=Outcome.BLOCKED, time=8, call=6, timeout=-1)
    report(program, [row()], batch(start))
    # When
    report(program, [], EMPTY)
    # Then
    assert [event[1:3] for event in events_of(observer)] == [
        (Phase.START, Outcome.BLOCKED),
        (Phase.END, Outcome.CANCELLED),
    ]


def test_later_observer_receives_the_start_of_blocked_calls(program, talk):
    # Given
    first = talk.observer()
    getter = talk.client("getter")
    getter("RQ.CREATE NAME native")
    assert getter("RQ.GET native") == "waits"
    start = record(phase=Phase.START, method=Method.GET, outcome=Outcome.BLOCKED, time=8, call=6, timeout=-1)
    report(program, [row()], batch(start))
    seen = [event for event in events_of(first) if event[1] == Phase.START]
    # When
    second = talk.observer()
    # Then
    assert sorted(events_of(second)) == sorted(seen)
    assert len(seen) == 2
    assert events_of(first) == []


def test_calls_that_ended_unobserved_are_not_shown_as_blocked(program, talk):
    # Given
    first = talk.observer()
    start = record(phase=Phase.START, method=Method.GET, outcome=Outcome.BLOCKED, time=8, call=6, timeout=-1)
    report(program, [row()], batch(start))
    # When
    first.leave()
    assert report(program, [row()], EMPTY) == 0
    # Then
    assert events_of(talk.observer()) == []


NONSENSE = [
    ("{", EMPTY),
    ("[1]", EMPTY),
    ('[{"number": "x"}]', EMPTY),
    ("{}", b"x"),
    (json.dumps([row()]), EMPTY[:-1]),
    (json.dumps([row()]), batch(record(queue=9))[:0] + encode_batch((), 1, record(client=7), b"")),
    (json.dumps([row(waiters=[["x"]])]), EMPTY),
    ("[" * 100_000, EMPTY),
]


@pytest.mark.parametrize(("queues", "data"), NONSENSE)
def test_invalid_report_is_refused(talk, program, queues, data):
    talk.observer()
    assert program("RQ.REPORT", queues, data) == "ERR"
    assert program("PING") == b"PONG"


def test_report_of_unknown_methods_is_rejected(talk, program):
    talk.observer()
    assert report(program, [row()], batch(record(method=99))) == "ERR"


def test_items_of_other_programs_have_distinct_numbers(program, talk, looker):
    observer = talk.observer()
    looker("RQ.CREATE NAME jobs")
    looker("RQ.PUT jobs x")
    put = record(method=Method.PUT, phase=Phase.END, item=1, size=2, preview=2)
    text = encode_batch([NameRecord(NameKind.CLIENT, 1, "a")], 1, put, b"ab")
    report(program, [row()], text)
    report(program, [row()], encode_batch((), 1, record(method=Method.GET, phase=Phase.END, item=1), b""))
    report(program, [row()], encode_batch((), 1, record(method=Method.GET, phase=Phase.END), b""))
    ((_, data),) = observer.observed()
    told = decode_batch(data)
    items = [event["item"] for event, _ in told.events()]
    assert items[0] == 0 and items[1] == 1  # of the create, and of the controller's own put
    assert items[2] == items[3] > 2**40
    assert items[4] == 0
    assert bytes(told.previews) == b"xab"
