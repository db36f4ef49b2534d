# SPDX-License-Identifier: GPL-3.0-or-later
"""Columns of events: their length, the selection of rows, and the encoding as records."""

from __future__ import annotations

import pytest

from rqcore.codec import Codec
from rqcore.controller.clients import Client
from rqcore.controller.observation.columns import EventColumns, EventRun, IrregularEvent
from rqcore.controller.observation.templates import EventTemplate
from rqcore.controller.queue import Queue
from rqcore.protocol.event_batch import Method, Outcome, Phase, decode_batch, encode_batch
from rqcore.protocol.event_fields import V3
from rqcore.protocol.memory import Memory

CLIENT = Client(3, "10.0.0.3:1", 0, 0, True)
JOBS = Queue(1, "jobs", "fifo", 0, Memory(1 << 20))
PUT = EventTemplate(CLIENT, Method.PUT, Phase.END, Outcome.OK, JOBS, Codec.TEXT, 7)
GET = EventTemplate(CLIENT, Method.GET, Phase.END, Outcome.OK, JOBS, Codec.TEXT, 0)
EMPTY = EventTemplate(CLIENT, Method.GET, Phase.END, Outcome.EMPTY, JOBS, Codec.RAW, 0)


@pytest.fixture
def columns():
    """Seven events in four rows: a put, a run of three puts, a failed get, a run of two gets."""
    return EventColumns(
        templates=[PUT, PUT, EMPTY, GET],
        sequence=[10, 11, 14, 15],
        times=[100, 200, 300, 400],
        calls=[50, 51, 54, 55],
        items=[1, 2, 0, 1],
        depths=[1, 2, 4, 3],
        payloads=[b"first", b"", b"", b""],
        irregular=[IrregularEvent(2, EMPTY, 54, 9000, 0)],
        runs=[EventRun(1, [b"a", b"bc", b""]), EventRun(3, [b"first", b"a"])],
    )


def events(columns, preview=100):
    records, lengths, previews = columns.encode(preview, V3)
    batch = encode_batch([], len(records) // V3.record.size, bytes(records), previews, lengths, 3)
    return list(decode_batch(batch).events())


def values(columns, *names):
    return [tuple(fields[name] for name in names) for fields, _ in events(columns)]


def test_what_several_observers_need_is_computed_once(columns):
    first = columns.encode(preview=100, form=V3)
    assert columns.encode(preview=columns.longest, form=V3) is first
    assert columns.is_encoded(preview=200, form=V3)
    assert not columns.is_encoded(preview=columns.longest - 1, form=V3)
    assert columns.halves is columns.halves
    assert columns.without_runs is columns.without_runs


def test_length_counts_the_events_of_runs(columns):
    assert len(columns) == 7


def test_longest_in_run_ignores_payloads_outside_runs(columns):
    assert columns.longest_in_run == len("first")
    assert columns.select([0, 1]).longest_in_run == len("bc")
    assert columns.select([0]).longest_in_run == 0


def test_records_contain_every_column(columns):
    assert values(columns, "sequence", "time", "call", "item", "depth") == [
        (10, 100, 50, 1, 1),
        (11, 200, 51, 2, 2),
        (12, 200, 52, 3, 3),
        (13, 200, 53, 4, 4),
        (14, 300, 54, 0, 4),
        (15, 400, 55, 1, 3),
        (16, 400, 56, 2, 2),
    ]


def test_records_contain_the_values_of_their_template(columns):
    assert values(columns, "client", "method", "outcome", "queue", "codec", "timeout")[0] == (
        3,
        Method.PUT,
        Outcome.OK,
        1,
        Codec.TEXT,
        7,
    )


def test_irregular_event_overwrites_duration_size_and_items(columns):
    assert values(columns, "waited", "size", "items")[4] == (9000, 0, 0)
    assert values(columns, "waited", "size", "items")[0] == (0, 5, 1)


def test_previews_follow_in_the_order_of_the_events(columns):
    assert [preview for _, preview in events(columns)] == [b"first", b"a", b"bc", b"", b"", b"first", b"a"]


def test_long_payload_is_cut_and_keeps_its_size(columns):
    ((fields, preview),) = events(columns.select([0]), preview=2)
    assert (preview, fields["size"], fields["preview"]) == (b"fi", 5, 2)


def test_selection_keeps_rows_with_their_irregular_events_and_runs(columns):
    selected = columns.select([2, 3])
    assert len(selected) == 3
    assert values(selected, "sequence", "waited") == [(14, 9000), (15, 0), (16, 0)]
    assert [(event.row, event.call) for event in selected.irregular] == [(0, 54)]
    assert [run.row for run in selected.runs] == [1]


def test_selection_without_rows_is_empty(columns):
    assert len(columns.select([])) == 0


def test_expanded_runs_contain_the_same_events_one_per_row(columns):
    expanded = columns.without_runs
    assert (len(expanded), len(expanded.templates), list(expanded.runs)) == (7, 7, [])
    assert events(expanded) == events(columns)
    assert [event.row for event in expanded.irregular] == [4]


def test_expanded_columns_can_be_cut(columns):
    assert [preview for _, preview in events(columns.without_runs, preview=1)] == [
        b"f",
        b"a",
        b"b",
        b"",
        b"",
        b"f",
        b"a",
    ]
