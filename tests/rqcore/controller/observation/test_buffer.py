# SPDX-License-Identifier: GPL-3.0-or-later
"""What observers are told does not depend on whether alike calls were noted as runs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rqcore.codec import Codec
from rqcore.controller.clients import Client
from rqcore.controller.observation.buffer import EventBuffer
from rqcore.controller.observation.subscriptions import EventSelection, Observer
from rqcore.controller.observation.templates import EventTemplate, TemplateCache
from rqcore.controller.queue import Item, Queue
from rqcore.protocol.event_batch import (
    NO_TIMEOUT,
    Method,
    NameKind,
    NameRecord,
    Outcome,
    Phase,
    decode_batch,
    encode_batch,
)
from rqcore.protocol.memory import Memory
from rqcore.protocol.resp import PythonParser

CLIENTS = [Client(number, f"10.0.0.{number}:1", 0, 0, True) for number in (1, 2)]
JOBS = Queue(1, "jobs", "fifo", 0, Memory(1 << 20))
CALLS = [(client, method) for client in CLIENTS for method in (Method.PUT, Method.GET)]
NAMES = [NameRecord(NameKind.CLIENT, client.number, client.label) for client in CLIENTS]
NOTES = st.lists(
    st.tuples(st.sampled_from(CALLS), st.lists(st.binary(max_size=6), min_size=1, max_size=5), st.booleans()),
    min_size=1,
    max_size=8,
)
WALL = 10**18


@pytest.fixture(scope="module")
def journals():
    """The same events: noted in runs, and each by itself."""

    def make(notes):
        runs, singles = EventBuffer(), EventBuffer()
        number = 100
        for time, ((client, method), payloads, odd) in enumerate(notes):
            number += 100

            def call(at, payload, who=client, how=method, first=number, time=time):
                depth = first + (at if how is Method.PUT else -at)
                return who, how, JOBS, 7, time, Item(first + at, Codec.TEXT, payload), depth

            if len(payloads) > 1:
                runs.note_run(call(0, b""), payloads)
            elif odd:
                shape = EventTemplate(client, method, Phase.END, Outcome.EMPTY, JOBS, "", 0, 0)
                for journal in (runs, singles):
                    journal.note_odd(shape, time, Item(1, Codec.RAW, payloads[0]), 3, 5, 70, 999, 0)
                continue
            else:
                runs.note(call(0, payloads[0]))
            for at, payload in enumerate(payloads):
                singles.note(call(at, payload))
        return runs, singles

    return make


def told(journal, sequence=5):
    return journal.told(TemplateCache(), sequence, 1000, WALL)


def events(told, preview=100):
    records, lengths, previews = told.encoded(preview)
    batch = decode_batch(encode_batch(NAMES, len(records) // 80, bytes(records), previews, lengths))
    return list(batch.events())


@given(NOTES)
def test_a_run_is_the_events_it_stands_for(journals, notes):
    runs, singles = journals(notes)
    assert len(runs) == len(singles) == len(told(runs))
    assert events(told(runs)) == events(told(singles)) == events(told(runs).apart())


@given(NOTES)
def test_events_are_as_they_were_noted(journals, notes):
    expected = []
    for time, ((client, method), payloads, odd) in enumerate(notes):
        for at, payload in enumerate(payloads):
            number, step = 200 + 100 * time + at, at if method is Method.PUT else -at
            usual = (Outcome.OK, number, 200 + 100 * time + step, 0, 1, len(payload))
            unusual = (Outcome.EMPTY, 1, 3, 70, 0, 999)
            is_odd = odd and len(payloads) == 1
            call = 5 if is_odd else 1000 + len(expected)
            expected.append(
                (WALL + time, client.number, method, call, *(unusual if is_odd else usual), payload)
            )
    names = "time", "client", "method", "call", "outcome", "item", "depth", "duration", "items", "size"
    found = events(told(journals(notes)[0]))
    assert [(*(fields[name] for name in names), preview) for fields, preview in found] == expected
    assert [fields["sequence"] for fields, _ in found] == list(range(5, 5 + len(found)))


@given(NOTES, st.sampled_from([1, 2, 3]), st.integers(0, 8), st.sampled_from([(), (Method.GET,)]))
def test_observers_are_told_the_same(journals, notes, sample, preview, methods):
    batches = []
    for journal in journals(notes):
        observer = Observer(EventSelection(methods=frozenset(methods), sample=sample), preview)
        observer.tell(told(journal))
        parser = PythonParser()
        parser.feed(b"".join(observer.take()))
        batches.append(list(decode_batch(parser.gets()[1]).events()) if observer.events else [])
        assert observer.events == len(batches[-1])
    assert batches[0] == batches[1]


def test_alike_events_take_one_record():
    journal = EventBuffer()
    journal.note_run((CLIENTS[0], Method.PUT, JOBS, 0, 0, Item(1, Codec.RAW, b""), 1), [b"a", b"bc", b""])
    records, lengths, previews = told(journal).encoded(100)
    assert (len(records), lengths, previews) == (80, bytes([1, 0, 2, 0, 0, 0]), b"abc")


def test_alike_calls_have_one_shape():
    shapes, journal = TemplateCache(), EventBuffer()
    for timeout in (0, None, 0):
        for client in CLIENTS:
            journal.note((client, Method.PUT, JOBS, timeout, 0, Item(1, Codec.RAW, b""), 1))
    first = journal.told(shapes, 1, 1, 0).shapes
    assert len({id(shape) for shape in first}) == 4
    assert [shape.timeout for shape in first] == [0, 0, NO_TIMEOUT, NO_TIMEOUT, 0, 0]
    assert list(map(id, journal.told(shapes, 9, 9, 0).shapes)) == list(map(id, first))
