# SPDX-License-Identifier: GPL-3.0-or-later
"""Reports of queues in other programs, tested as a conversation."""

from __future__ import annotations

import json

import pytest

from rqcore.controller.handlers import reports
from rqcore.controller.handlers.reports import MAX_BATCH_BYTES, MAX_EVENTS, MAX_JSON, MAX_QUEUES
from rqcore.protocol.event_batch import (
    Method,
    NameKind,
    NameRecord,
    Outcome,
    Phase,
    decode_batch,
    encode_batch,
)
from tests.rqcore.controller.handlers.report_values import EMPTY, batch, events_of, record, report, row, stats


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


def test_names_of_exposed_queues_are_unique_whatever_programs_and_clients_choose(talk, program, looker):
    # Given: queues whose names are those that the controller gives to others
    report(program, [row(1, "a"), row(2, "a#3"), row(3, "a"), row(4, "a#5")])
    looker("RQ.CREATE NAME a#6")
    other = talk.client("other")
    report(other, [row(1, "a"), row(2, "a#6")])
    # Then
    names = [name for name, _, _ in stats(looker)]
    assert len(set(names)) == len(names) == 7
    assert all(looker("RQ.STAT " + name.decode())[b"name"] == name for name in names)
    # When
    program.leave()
    other.leave()
    # Then
    assert [name for name, _, _ in stats(looker)] == [b"a#6"]
    assert program.client.number not in talk.controller.state.clients


def test_queue_of_the_controller_takes_its_name_from_an_exposed_queue(talk, program, looker):
    # Given
    observer = talk.observer()
    put = record(method=Method.PUT, phase=Phase.END, time=7)
    report(program, [row(1, "jobs", 5)], batch(put))
    # When
    looker("RQ.CREATE NAME jobs")
    looker("RQ.PUT jobs x")
    report(program, [row(1, "jobs", 6)], batch(put))
    # Then
    assert looker("RQ.SIZE jobs") == 1
    assert stats(looker) == [(b"jobs", b"fifo", 1), (b"jobs#1", b"queue.Queue", 6)]
    assert names_in_events(observer) == ["jobs", "jobs", "jobs", "jobs#1", "jobs"]  # the size is read too
    # When
    looker("RQ.CREATE NAME jobs#1")
    # Then
    assert sorted(size for _, _, size in stats(looker)) == [0, 1, 6]
    assert looker("RQ.SIZE jobs#1") == 0
    program.leave()
    assert stats(looker) == [(b"jobs", b"fifo", 1), (b"jobs#1", b"fifo", 0)]


def names_in_events(observer):
    """Return the name of the queue of each event that an observer receives."""
    found, names = [], {}
    for _, data in observer.observed():
        decoded = decode_batch(data)
        names.update({each.number: each.text for each in decoded.names if each.kind is NameKind.QUEUE})
        found += [names[fields["queue"]] for fields, _ in decoded.events() if fields["queue"]]
    return found


def test_exposed_queue_with_the_name_of_a_closed_one_is_in_another_program(program, looker):
    looker("RQ.CREATE NAME inner")
    looker("RQ.CLOSE inner")
    report(program, [row(1, "inner")])
    assert looker("RQ.PUT inner x") == "NOTALLOWED"


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
    decoded = decode_batch(data)
    names = {(name.kind, name.number): name.text for name in decoded.names}
    rows = [event for event, _ in decoded.events()]
    assert [(each["time"], each["depth"], each["waited"]) for each in rows] == [
        (7, 3, 0),
        (8, 0, 0),
        (9, 0, 1),
    ]
    assert {names[NameKind.QUEUE, each["queue"]] for each in rows} == {"inner"}
    assert {names[NameKind.CLIENT, each["client"]] for each in rows} == {"Thread-1@10.0.0.1:1000"}
    assert rows[0]["call"] != rows[1]["call"] == rows[2]["call"]


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
    decoded = decode_batch(data)
    items = [event["item"] for event, _ in decoded.events()]
    assert items[0] == 0 and items[1] == 1  # of the create, and of the controller's own put
    assert items[2] == items[3] > 2**40
    assert items[4] == 0
    assert bytes(decoded.previews) == b"xab"


# Hostile reports


HOSTILE_ROWS = {
    "a figure of 400 digits": [row(size=10**400)],
    "a negative figure": [row(size=-1)],
    "a size that no event can have": [row(size=2**32)],
    "a figure of text": [row(size="1")],
    "a figure that is true": [row(size=True)],
    "a figure that is a fraction": [row(size=1.5)],
    "a time that is no number": [row(waiters=[["x", "get", float("nan"), None]])],
    "a negative timeout": [row(waiters=[["x", "get", 0, -1]])],
    "a timeout of text": [row(waiters=[["x", "get", 0, "1"]])],
    "a name that is a list": [row(name=["x"] * 1000)],
    "a stat that is a list": [{**row(), "stat": [1]}],
    "waiters that are a number": [{**row(), "waiters": 7}],
    "tasks that are text": [{**row(), "tasks": "x"}],
    "a number that is text": [row(number="1")],
    "a row that is a list": [[1]],
    "an object": {"number": 1},
    "a number": 7,
    "too many queues": [row(number) for number in range(MAX_QUEUES + 1)],
}


@pytest.mark.parametrize("rows", HOSTILE_ROWS.values(), ids=HOSTILE_ROWS)
def test_report_with_a_wrong_value_changes_nothing_and_is_counted(talk, program, looker, rows):
    report(program, [row(1, "good", 3)])
    assert report(program, rows) == "ERR"
    assert stats(looker) == [(b"good", b"queue.Queue", 3)]
    assert b"refused_reports:1" in looker("INFO stats")
    assert len(program.complaint) < 500


HOSTILE_FIELDS = {
    "depth": 2**32 - 1,
    "time": 2**63 - 1,
    "timeout": 2**63 - 1,
    "items": 2**32 - 1,
    "method": 99,
    "phase": 9,
    "outcome": 99,
    "codec": 99,
    "client": 7,
    "queue": 7,
}


@pytest.mark.parametrize("name", HOSTILE_FIELDS)
def test_event_with_a_wrong_field_changes_nothing_for_observers(talk, program, looker, name):
    observer = talk.observer()
    report(program, [row()], batch(record(time=1)))
    assert report(program, [row()], batch(record(time=2), record(**{name: HOSTILE_FIELDS[name]}))) == "ERR"
    report(program, [row()], batch(record(time=3)))
    events = [
        fields["time"] for frame in observer.observed() for fields, _ in decode_batch(frame[1]).events()
    ]
    assert events == [1, 3]
    assert b"refused_reports:1" in looker("INFO stats")
    assert b"lost_events:0" in looker("INFO observers")


def test_report_with_too_many_events_is_refused(talk, program):
    talk.observer()
    assert report(program, [row()], batch(*[record()] * (MAX_EVENTS + 1))) == "ERR"
    assert report(program, [row()], batch(*[record()] * MAX_EVENTS)) == 1


def test_run_that_claims_billions_of_events_is_refused(talk, program):
    talk.observer()
    assert report(program, [row()], batch(record(more=2**32 - 1))) == "ERR"


@pytest.mark.parametrize(
    ("queues", "data"), [(b" " * (MAX_JSON + 1), b""), (b"[]", b"\0" * (MAX_BATCH_BYTES + 1))]
)
def test_report_that_is_too_long_is_refused_and_counted(program, looker, queues, data):
    assert program("RQ.REPORT", queues, data) == "TOOBIG"
    assert b"refused_reports:1" in looker("INFO stats")


def test_program_with_too_many_threads_is_refused(monkeypatch, program):
    monkeypatch.setattr(reports, "MAX_CALLERS", 2)
    names = [NameRecord(NameKind.CLIENT, number, f"t{number}") for number in range(3)]
    assert report(program, [row()], encode_batch(names[:2], 0, b"", b"")) == 0
    assert report(program, [row()], encode_batch(names[2:], 0, b"", b"")) == "TOOMANY"


def test_failing_observer_is_removed_and_counted_and_others_receive_the_event(talk, program, looker):
    broken, observer = talk.observer(), talk.observer()
    publisher = talk.controller.state.publisher
    subscription = publisher.subscriptions[broken.client.number]
    subscription.add = lambda columns: 1 // 0
    looker("RQ.CREATE NAME jobs")
    looker("RQ.PUT jobs x")
    assert len(observer.observed()) == 1
    assert list(publisher.subscriptions) == [observer.client.number]
    assert publisher.failed == [broken.client.number]
    assert b"failed_observers:1" in looker("INFO observers")
