# SPDX-License-Identifier: GPL-3.0-or-later
"""Observers receive the same events whether similar calls were recorded as runs or not."""

from __future__ import annotations

from struct import pack

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rqcore.codec import Codec
from rqcore.controller.clients import Client
from rqcore.controller.items import Item
from rqcore.controller.observation.buffer import EventBuffer
from rqcore.controller.observation.subscriptions import EventSelection, Subscription
from rqcore.controller.observation.templates import EventTemplate, TemplateCache
from rqcore.controller.queue import Queue
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
from rqcore.protocol.event_fields import V2, V3
from rqcore.protocol.memory import Memory

CLIENTS = [Client(number, f"10.0.0.{number}:1", 0, 0, True) for number in (1, 2)]
JOBS = Queue(1, "jobs", "fifo", 0, Memory(1 << 20))
CALLS = [(client, method) for client in CLIENTS for method in (Method.PUT, Method.GET)]
NAMES = [NameRecord(NameKind.CLIENT, client.number, client.label) for client in CLIENTS]
RECORDED = st.lists(
    st.tuples(st.sampled_from(CALLS), st.lists(st.binary(max_size=6), min_size=1, max_size=5), st.booleans()),
    min_size=1,
    max_size=8,
)
WALL = 10**18


@pytest.fixture(scope="module")
def buffers():
    """The same events, recorded in runs and one by one."""

    def make(recorded):
        runs, singles = EventBuffer(), EventBuffer()
        number = 100
        for time, ((client, method), payloads, odd) in enumerate(recorded):
            number += 100

            def call(at, payload, who=client, how=method, first=number, time=time):
                depth = first + (at if how is Method.PUT else -at)
                return who, how, JOBS, 7, time, Item(first + at, Codec.TEXT, payload), depth

            if len(payloads) > 1:
                runs.append_run(call(0, b""), payloads)
            elif odd:
                template = EventTemplate(client, method, Phase.END, Outcome.EMPTY, JOBS, 0, 0)
                for buffer in (runs, singles):
                    buffer.append_one(time, Item(1, Codec.RAW, payloads[0]), 3, template, 5, 70, 0, 0, 1, 999)
                continue
            else:
                runs.append_regular(call(0, payloads[0]))
            for at, payload in enumerate(payloads):
                singles.append_regular(call(at, payload))
        return runs, singles

    return make


def columns_of(buffer, sequence=5):
    return buffer.to_columns(TemplateCache(), sequence, 1000, WALL)


def events(columns, preview=100):
    records, lengths, previews = columns.encode(preview, V3)
    batch = decode_batch(
        encode_batch(NAMES, len(records) // V3.record.size, bytes(records), previews, lengths, 3)
    )
    return list(batch.events())


@given(RECORDED)
def test_run_expands_to_its_events(buffers, recorded):
    runs, singles = buffers(recorded)
    assert len(runs) == len(singles) == len(columns_of(runs))
    assert events(columns_of(runs)) == events(columns_of(singles)) == events(columns_of(runs).without_runs)


@given(RECORDED)
def test_columns_contain_the_recorded_events(buffers, recorded):
    expected = []
    for time, ((client, method), payloads, odd) in enumerate(recorded):
        for at, payload in enumerate(payloads):
            number, step = 200 + 100 * time + at, at if method is Method.PUT else -at
            usual = (Outcome.OK, number, 200 + 100 * time + step, 0, 1, len(payload))
            unusual = (Outcome.EMPTY, 1, 3, 70, 0, 999)
            is_odd = odd and len(payloads) == 1
            call = 5 if is_odd else 1000 + len(expected)
            expected.append(
                (WALL + time, client.number, method, call, *(unusual if is_odd else usual), payload)
            )
    names = "time", "client", "method", "call", "outcome", "item", "depth", "waited", "items", "size"
    found = events(columns_of(buffers(recorded)[0]))
    assert [(*(fields[name] for name in names), preview) for fields, preview in found] == expected
    assert [fields["sequence"] for fields, _ in found] == list(range(5, 5 + len(found)))


@given(RECORDED, st.sampled_from([1, 2, 3]), st.integers(0, 8), st.sampled_from([(), (Method.GET,)]))
def test_observers_receive_the_same_events_from_runs_and_single_calls(
    buffers, recorded, sample, preview, methods
):
    batches = []
    for buffer in buffers(recorded):
        subscription = Subscription(EventSelection(methods=frozenset(methods), sample=sample), preview)
        subscription.add(columns_of(buffer))
        taken, lost = subscription.take()
        batches.append([event for parts in taken for event in decode_batch(b"".join(parts)).events()])
        assert (subscription.events, lost) == (len(batches[-1]), 0)
    assert batches[0] == batches[1]


def test_similar_events_share_one_record():
    buffer = EventBuffer()
    buffer.append_run((CLIENTS[0], Method.PUT, JOBS, 0, 0, Item(1, Codec.RAW, b""), 1), [b"a", b"bc", b""])
    records, lengths, previews = columns_of(buffer).encode(100, V2)
    assert (len(records), lengths, previews) == (80, pack("<HHH", 1, 2, 0), b"abc")
    records, lengths, previews = columns_of(buffer).encode(100, V3)
    assert (len(records), lengths, previews) == (104, pack("<III", 1, 2, 0), b"abc")


def test_similar_calls_share_one_template():
    cache, buffer = TemplateCache(), EventBuffer()
    for timeout_ns in (0, None, 0):
        for client in CLIENTS:
            buffer.append_regular((client, Method.PUT, JOBS, timeout_ns, 0, Item(1, Codec.RAW, b""), 1))
    first = buffer.to_columns(cache, 1, 1, 0).templates
    assert len({id(template) for template in first}) == 4
    assert [template.timeout_ns for template in first] == [0, 0, NO_TIMEOUT, NO_TIMEOUT, 0, 0]
    assert list(map(id, buffer.to_columns(cache, 9, 9, 0).templates)) == list(map(id, first))
