# SPDX-License-Identifier: GPL-3.0-or-later
"""What a later controller says about an event is kept from the wire to the exports."""

from __future__ import annotations

import csv
import io
import json
import struct
from dataclasses import replace

import pytest
from pyarrow.parquet import read_table

from rqcore.protocol.event_fields import Absent, EventField
from rqdebug.events.batch_decoder import BatchDecoder
from rqdebug.events.captures.capture_reader import compact, open_capture
from rqdebug.events.captures.export import export
from rqdebug.events.captures.rolling import Recording
from rqdebug.events.event_log import EventLog
from rqdebug.events.filters.filter import parse
from rqdebug.events.merge import LogMerge, MergeSource
from rqdebug.events.spill import Spill
from rqdebug.events.views.view import View

WEIGHTS = [3, 0, 4_000_000_000]
EXPECTED = ['{"weight": 3}', None, '{"weight": 4000000000}']


@pytest.fixture
def later(wire):
    """Three events from a controller that knows weights; 0 means that the call has none."""
    batch = wire(*({"sequence": n, "call": n} for n in range(3)), version=3)
    size = batch.record_bytes
    records = b"".join(
        bytes(batch.records[n * size : (n + 1) * size]) + struct.pack("<I", weight)
        for n, weight in enumerate(WEIGHTS)
    )
    fields = (*batch.fields, EventField("weight", "I", Absent.ZERO, size))
    later = replace(batch, records=memoryview(records), fields=fields, record_bytes=size + 4)
    return BatchDecoder().decode(later)


@pytest.fixture
def recorded(later, tmp_path):
    """The path of a capture of these events."""
    log = EventLog("edge-1", directory=tmp_path)
    recording = Recording(log, tmp_path / "night.arrows", 0.0)
    log.append(later)
    recording.write(0.0)
    recording.close()
    return tmp_path / "night.arrows"


def test_unknown_field_is_in_the_log_and_can_be_searched(later, tmp_path):
    log = EventLog("edge-1", directory=tmp_path)
    log.append(later)
    assert [event.unknown for event in log.events(range(3))] == EXPECTED
    assert parse('unknown contains "weight"').mask(log.batches[0]).to_pylist() == [True, False, True]


def test_unknown_field_survives_the_temporary_file_and_a_merge(later, tmp_path):
    written = Spill(tmp_path).write(later)
    assert written.column("unknown").to_pylist() == EXPECTED
    log = EventLog("edge-1", directory=tmp_path)
    log.append(written)
    merge = LogMerge([MergeSource(log), MergeSource(EventLog("edge-2"))], tmp_path)
    for _ in merge.advance(0.0):
        pass
    merge.finish()
    assert [event.unknown for event in merge.log.events(range(3))] == EXPECTED


def test_unknown_field_is_in_the_capture_also_after_it_was_rewritten(recorded):
    for _ in range(2):
        log = open_capture(recorded)
        assert [event.unknown for event in log.events(range(3))] == EXPECTED
        compact(recorded)


@pytest.mark.parametrize("format", ["capture", "parquet", "csv", "jsonl", "trace"])
def test_unknown_field_is_exported(recorded, tmp_path, format):
    view = View(open_capture(recorded))
    view.advance()
    path = tmp_path / "exported"
    for _ in export(view.matches, path, format):
        pass
    assert _read(path, format) == EXPECTED


def _read(path, format):
    match format:
        case "capture":
            return [event.unknown for event in open_capture(path).events(range(3))]
        case "parquet":
            return read_table(path).column("unknown").to_pylist()
        case "csv":
            return [row["unknown"] or None for row in csv.DictReader(io.StringIO(path.read_text()))]
        case "jsonl":
            objects = [json.loads(line)["unknown"] for line in path.read_text().splitlines()]
        case "trace":
            traced = json.loads(path.read_text())["traceEvents"]
            return [event["args"]["unknown"] for event in traced if event["ph"] == "X"]
    return [each and json.dumps(each) for each in objects]
