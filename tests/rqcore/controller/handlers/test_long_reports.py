# SPDX-License-Identifier: GPL-3.0-or-later
"""Programs that report much: the work in one turn of the event loop is bounded."""

from __future__ import annotations

import json

import pytest

from rqcore.controller.handlers import reports
from rqcore.controller.handlers.observers import COLLECTED
from rqcore.controller.handlers.reports import MAX_CALLERS, MAX_EVENTS, MAX_QUEUES, MAX_VALUES
from rqcore.controller.limits import Limits
from rqcore.controller.observation.publisher import EventPublisher
from rqcore.controller.queue import BLOCKED
from rqcore.controller.queue_registry import PASSED
from rqcore.controller.state import WITHDRAWN
from rqcore.protocol import event_batch
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


def start_of(call, queue=1):
    """Return the record of the start of a call that waits."""
    fields = {"phase": Phase.START, "method": Method.GET, "outcome": Outcome.BLOCKED, "timeout": -1}
    return record(**fields, time=call, call=call, queue=queue)


def begin_calls(program, count, queue=1):
    """Report the starts of calls that wait for a queue."""
    for first in range(1, count + 1, MAX_EVENTS):
        starts = [start_of(call, queue) for call in range(first, min(first + MAX_EVENTS, count + 1))]
        assert report(program, [row(queue)], batch(*starts)) == 1


@pytest.mark.parametrize(
    ("rows", "data"),
    [
        ([row(number) for number in range(1, MAX_QUEUES)], EMPTY),
        ([row(waiters=[["x", "get", 1, None]] * 1000)] * 18, EMPTY),
        ([row()], batch(*[record()] * MAX_EVENTS)),
        ([row()], encode_batch([NameRecord(NameKind.CLIENT, n, "x") for n in range(9000)], 0, b"", b"")),
    ],
    ids=["queues", "waiters", "events", "names"],
)
def test_long_report_is_processed_in_slices(talk, program, rows, data):
    talk.observer()
    client = program.client
    assert talk.controller.execute(client, [b"RQ.REPORT", json.dumps(rows).encode(), data], 0) is BLOCKED
    assert 5 <= len(list(client.slices.steps)) <= 100
    assert len(client.program.queues) == len({each["number"] for each in rows})


@pytest.mark.parametrize("rows", [[], [row(2)]])
def test_short_report_that_ends_many_calls_is_processed_in_slices(talk, program, rows):
    observer = talk.observer()
    begin_calls(program, 3000)
    observer.observed()
    client = program.client
    assert talk.controller.execute(client, [b"RQ.REPORT", json.dumps(rows).encode(), EMPTY], 0) is BLOCKED
    assert len(list(client.slices.steps)) >= 8
    assert len(events_of(observer)) == 3000
    assert len(client.program.queues) == len(rows) and not client.program.calls


def test_calls_are_forgotten_in_slices_when_no_client_observes(talk, program):
    observer = talk.observer()
    begin_calls(program, 5000)
    observer.leave()
    client, request = program.client, [b"RQ.REPORT", json.dumps([row()]).encode(), EMPTY]
    assert talk.controller.execute(client, request, 0) is BLOCKED
    assert len(list(client.slices.steps)) >= 2
    assert not client.program.calls and not client.program.queues[1].calls


def test_program_with_many_calls_and_queues_leaves_in_slices(talk, program, looker):
    # Given
    observer = talk.observer()
    begin_calls(program, 3 * WITHDRAWN)
    report(program, [row(number) for number in range(1, WITHDRAWN)])
    names = [NameRecord(NameKind.CLIENT, number, "x") for number in range(2, WITHDRAWN)]
    report(program, [row(number) for number in range(1, WITHDRAWN)], encode_batch(names, 0, b"", b""))
    observer.observed()
    # When
    talk.controller.disconnect(program.client, 0)
    background, steps = talk.controller.state.background, [len(events_of(observer))]
    while background:
        background.step(0)
        steps.append(len(events_of(observer)))
    # Then
    assert max(steps) <= WITHDRAWN
    assert sum(steps) == 3 * WITHDRAWN + 1 and len(steps) >= 5
    assert stats(looker) == []


def test_later_observer_receives_many_starts_in_the_order_of_time(talk, program):
    # Given
    talk.observer()
    begin_calls(program, 2 * COLLECTED)
    getter = talk.client("getter")
    getter("RQ.CREATE NAME native")
    talk.now_ns = COLLECTED
    assert getter("RQ.GET native") == "waits"
    talk.now_ns = 0
    # When
    later = talk.client("later")
    later("HELLO 3")
    client, controller = later.client, talk.controller
    assert controller.execute(client, [b"RQ.OBSERVE", b"METHOD", b"get"], 0) is BLOCKED
    turns = len(list(client.slices.steps))
    client.slices = None
    # Then
    times = [fields["time"] for frame in later.observed() for fields, _ in decode_batch(frame[1]).events()]
    assert times == sorted([*range(1, 2 * COLLECTED + 1), COLLECTED])
    assert turns >= 20


def test_call_that_begins_while_starts_are_collected_is_reported_once(talk, program):
    # Given
    talk.observer()
    begin_calls(program, 2 * COLLECTED)
    later = talk.client("later")
    later("HELLO 3")
    client, controller = later.client, talk.controller
    controller.execute(client, [b"RQ.OBSERVE"], 0)
    steps, client.slices = client.slices.steps, None
    # When
    next(steps)
    report(program, [row()], batch(start_of(9999)))
    list(steps)
    # Then
    times = [fields["time"] for frame in later.observed() for fields, _ in decode_batch(frame[1]).events()]
    assert times.count(9999) == 1 and len(times) == 2 * COLLECTED + 1


REFUSED = {
    "values": (b"[" + b"[]," * MAX_VALUES + b"1]", EMPTY),
    "names": (b"[]", encode_batch([NameRecord(NameKind.CLIENT, 1, "")] * (MAX_CALLERS + 1), 0, b"", b"")),
    "events": (b"[]", batch(*[record()] * (MAX_EVENTS + 1))),
}


@pytest.mark.parametrize(("queues", "data"), REFUSED.values(), ids=REFUSED)
def test_report_that_has_too_much_is_refused_before_it_is_parsed(monkeypatch, program, looker, queues, data):
    monkeypatch.setattr(event_batch, "NameRecord", None)
    monkeypatch.setattr(reports, "read_json", None)
    assert program("RQ.REPORT", queues, data) == "ERR"
    assert b"refused_reports:1" in looker("INFO stats")


def test_long_reports_that_are_refused_count_as_work(talk, program):
    state = talk.controller.state
    for queues in (b"[" + b"1," * 400_000 + b"1]", b" " * (1 << 20)):
        before = state.work
        assert program("RQ.REPORT", queues, EMPTY) == "ERR"
        assert state.work - before >= 2000


def test_memory_of_a_program_is_counted_until_it_leaves(talk, program, looker):
    # Given
    observer, memory = talk.observer(), talk.controller.state.memory
    before = memory.held
    # When
    report(
        program, [row(1, waiters=[["x", "get", 1, None]] * 1000), row(2)], batch(start_of(1), start_of(2, 2))
    )
    # Then
    counted = program.client.program.held
    assert 300_000 < counted == memory.of_programs == memory.held - before < 500_000
    assert f"memory_of_programs:{counted}\r\n".encode() in looker("INFO memory")
    report(program, [row(1), row(2)], batch(record(phase=Phase.END, call=2)))
    assert memory.of_programs < 12_000
    report(program, [row(2, name="other")])
    observer.leave()
    report(program, [row(2)])
    program.leave()
    assert (memory.of_programs, program.client.program.held, memory.held) == (0, 0, before)


def test_program_that_would_use_too_much_memory_is_refused(monkeypatch, talk, program, looker):
    monkeypatch.setattr(reports, "MAX_PROGRAM", 20_000)
    assert report(program, [row(1), row(2)]) == 0
    assert report(program, [row(number) for number in range(1, 9)]) == "TOOMANY"
    assert len(stats(looker)) == 2
    assert b"refused_for_memory:1\r\n" in looker("INFO stats")
    assert b"refused_reports:1\r\n" in looker("INFO stats")
    assert report(program, [row(1)]) == 0


def test_all_programs_together_use_a_quarter_of_the_memory(conversation):
    talk = conversation(Limits(memory=80_000))
    programs = [talk.client() for _ in range(9)]
    answers = [report(each, [row(1)]) for each in programs]
    assert answers == [0] * 6 + ["TOOMANY"] * 3
    programs[0].leave()
    assert report(programs[-1], [row(1)]) == 0
    assert talk.controller.state.memory.of_programs <= 20_000


def test_memory_that_a_report_needs_is_free_again_when_its_program_leaves_in_the_middle(talk, program):
    talk.observer()
    rows = [row(number) for number in range(1, 500)]
    talk.controller.execute(program.client, [b"RQ.REPORT", json.dumps(rows).encode(), EMPTY], 0)
    steps, program.client.slices = program.client.slices.steps, None
    for _ in range(5):
        next(steps)
    assert talk.controller.state.memory.of_programs > 500 * 3000
    steps.close()
    program.leave()
    assert talk.controller.state.memory.of_programs == 0


def test_many_short_reports_count_as_work(talk, program):
    before = talk.controller.state.work
    report(program, [row(number) for number in range(100)])
    assert talk.controller.state.work - before >= 1000


def test_report_with_a_very_long_integer_is_refused(program, looker):
    assert program("RQ.REPORT", f"[{'9' * 401}]", EMPTY) == "ERR"
    assert "more than 400 digits" in program.complaint
    assert b"refused_reports:1" in looker("INFO stats")


@pytest.fixture
def passed(monkeypatch):
    """The number of records that each flush makes for all observers, while there are many."""
    found, encode = [], EventPublisher._pass_events

    def count_records(publisher):
        found.append(publisher.buffered * len(publisher.subscriptions))
        encode(publisher)

    monkeypatch.setattr(EventPublisher, "_pass_events", count_records)
    return found


def test_a_slice_of_a_report_makes_few_records_however_many_observers_there_are(talk, program, passed):
    observers = [talk.observer() for _ in range(20)]
    client, starts = program.client, batch(*map(start_of, range(1, 1001)))
    talk.controller.state.publisher.flush()
    passed.clear()
    assert talk.controller.execute(client, [b"RQ.REPORT", json.dumps([row()]).encode(), starts], 0) is BLOCKED
    slices = [sum(passed)]
    for _ in client.slices.steps:
        slices.append(sum(passed) - sum(slices))
    assert 0 < max(slices) <= PASSED and talk.controller.state.publisher.buffered * 20 <= PASSED
    assert [len(events_of(observer)) for observer in observers] == [1000] * 20


def test_a_program_that_leaves_makes_few_records_in_one_step(talk, program, passed):
    observers = [talk.observer() for _ in range(20)]
    assert report(program, [row()], batch(*map(start_of, range(1, 1001)))) == 20
    for observer in observers:
        observer.observed()
    passed.clear()
    talk.controller.disconnect(program.client, 0)
    steps = [sum(passed)]
    while talk.controller.state.background:
        talk.controller.state.background.step(0)
        steps.append(sum(passed) - sum(steps))
    assert max(steps) <= PASSED + 20 and talk.controller.state.publisher.buffered * 20 <= PASSED
    assert [len(events_of(observer)) for observer in observers] == [1001] * 20
