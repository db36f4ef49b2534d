# SPDX-License-Identifier: GPL-3.0-or-later
"""Exports, read back with the libraries of other programs."""

from __future__ import annotations

import json
from base64 import b64decode
from contextlib import closing

import pyarrow.csv
import pyarrow.parquet
import pytest

from rqdebug.errors import CaptureError
from rqdebug.events import row_batches
from rqdebug.events.captures.capture_reader import open_capture
from rqdebug.events.captures.export import FORMATS, export, save_capture
from rqdebug.events.event_log import EventLog
from rqdebug.events.filters.filter import parse
from rqdebug.events.views.view import View

SECOND = 10**9


@pytest.fixture
def found(rows, tmp_path):
    """The rows of a log: a waiting get, a put that ends its wait, and another waiting get."""
    log = EventLog("edge", "rq://edge", directory=tmp_path)
    log.append(
        rows(
            {"phase": "start", "outcome": "blocked", "method": "get", "call": 1, "time": SECOND, "item": None,
             "client": "saver", "payload": b"", "size": 0, "items": 0, "waited": 0, "timeout": 5},
            {"call": 2, "time": 2 * SECOND, "client": "loader", "waited": 0, "payload": b'"\xff"'},
            {"call": 1, "time": 2 * SECOND, "client": "saver", "method": "get", "waited": SECOND},
            {"phase": "start", "outcome": "blocked", "method": "get", "call": 3, "time": 3 * SECOND,
             "client": "saver", "waited": 0},
        )
    )  # fmt: skip
    view = View(log)
    view.advance()
    return view.matches


def written(found, path, format):
    """Export all rows; return the path."""
    steps = list(export(found, path, format))
    assert steps[-1] == 1.0
    assert not path.with_name(path.name + ".part").exists()
    return path


def test_export_reports_its_progress(rows, tmp_path, monkeypatch):
    monkeypatch.setattr(row_batches, "FULL_ROWS", 1)
    log = EventLog("edge", "rq://edge", directory=tmp_path)
    for number in range(4):
        log.append(rows({"sequence": number}))
    view = View(log)
    view.advance()
    assert list(export(view.matches, tmp_path / "a.csv", "csv")) == [0.25, 0.5, 0.75, 1.0]


def test_parquet_has_all_columns(found, tmp_path):
    table = pyarrow.parquet.read_table(written(found, tmp_path / "a.parquet", "parquet"))
    assert table.column("call").to_pylist() == [1, 2, 1, 3]
    assert table.column("method").to_pylist() == ["get", "put", "get", "get"]
    assert table.column("payload").to_pylist()[1] == b'"\xff"'
    assert set(table.column("target").to_pylist()) == {"edge"}


def test_csv_has_numbers_and_escaped_payloads(found, tmp_path):
    table = pyarrow.csv.read_csv(written(found, tmp_path / "a.csv", "csv"))
    assert table.column("waited_ns").to_pylist() == [0, 0, SECOND, 0]
    assert table.column("payload").to_pylist()[1] == '"\\xff"'
    assert table.column("item").to_pylist()[0] is None


def test_csv_has_no_formulas_and_no_nul(rows, tmp_path):
    log = EventLog("edge")
    payloads = [b"=1+1", b"+a", b"-2.5", b"-a", b"@a", b"a\0b", b"a=b", "＝1".encode(), b"\n=1"]
    log.append(rows(*({"payload": payload, "queue": "=q"} for payload in payloads)))
    view = View(log)
    view.advance()
    table = pyarrow.csv.read_csv(
        written(view.matches, tmp_path / "a.csv", "csv"),
        parse_options=pyarrow.csv.ParseOptions(newlines_in_values=True),
    )
    shown = ["'=1+1", "'+a", "-2.5", "'-a", "'@a", r"a\x00b", "a=b", "'＝1", "'\n=1"]
    assert table.column("payload").to_pylist() == shown
    assert set(table.column("queue").to_pylist()) == {"'=q"}


def test_columns_of_durations_name_their_unit(found, tmp_path):
    csv = pyarrow.csv.read_csv(written(found, tmp_path / "a.csv", "csv"))
    parquet = pyarrow.parquet.read_table(written(found, tmp_path / "a.parquet", "parquet"))
    for table in (csv, parquet):
        assert table.column("waited_ns").to_pylist() == [0, 0, SECOND, 0]
        assert {"waited", "timeout"}.isdisjoint(table.column_names)


def test_json_lines_give_exact_times_and_payloads_beside(found, tmp_path):
    lines = written(found, tmp_path / "a.jsonl", "jsonl").read_text().splitlines()
    events = [json.loads(line) for line in lines]
    assert events[0]["time_iso"] == "1970-01-01T00:00:01.000000000Z"
    assert b64decode(events[1]["payload_base64"]) == b'"\xff"'
    assert "payload_base64" not in events[0], "text needs no other form"


def test_json_lines_have_all_fields(found, tmp_path):
    lines = written(found, tmp_path / "a.jsonl", "jsonl").read_text().splitlines()
    events = [json.loads(line) for line in lines]
    assert [event["time"] for event in events] == [SECOND, 2 * SECOND, 2 * SECOND, 3 * SECOND]
    assert events[1]["payload"] == '"\\xff"'
    assert events[0]["item"] is None


def test_trace_has_a_track_for_each_client_and_slices_for_waits(found, tmp_path):
    trace = json.loads(written(found, tmp_path / "a.json", "trace").read_text())
    events = [event for event in trace["traceEvents"] if event]
    names = {event["tid"]: event["args"]["name"] for event in events if event["name"] == "thread_name"}
    assert sorted(names.values()) == ["loader", "saver"]
    slices = {(names[event["tid"]], event["name"]): event for event in events if event["ph"] == "X"}
    get, waiting = slices["saver", "get jobs"], slices["saver", "waiting"]
    assert (get["ts"], get["dur"]) == (waiting["ts"], waiting["dur"]) == (0, 1e6)
    assert slices["saver", "get jobs (blocked)"]["dur"] == 0
    arrows = [event["ph"] for event in events if event["name"] == "item"]
    assert sorted(arrows) == ["f", "s"]


def test_task_in_a_trace_is_one_slice(rows, tmp_path):
    log = EventLog("edge", "rq://edge", directory=tmp_path)
    task = {"method": "task", "client": "worker-7", "queue": "pictures", "item": 1}
    log.append(
        rows(
            {**task, "phase": "start", "outcome": "busy", "time": 2 * SECOND, "waited": SECOND, "call": 1},
            {**task, "time": 4 * SECOND, "waited": 3 * SECOND, "call": 1},
            {**task, "phase": "start", "outcome": "busy", "time": 5 * SECOND, "waited": SECOND, "call": 2},
        )
    )
    view = View(log)
    view.advance()
    trace = json.loads(written(view.matches, tmp_path / "a.json", "trace").read_text())
    slices = [(event["name"], event["dur"]) for event in trace["traceEvents"] if event.get("ph") == "X"]
    assert slices == [("task pictures", 3e6), ("task pictures (busy)", 1e6)]


def test_only_matching_events_are_exported(found, tmp_path):
    view = View(found.log, parse("method == put"))
    view.advance()
    lines = written(view.matches, tmp_path / "a.jsonl", "jsonl").read_text().splitlines()
    assert len(lines) == 1


def test_exported_capture_has_the_marks_of_its_rows(found, tmp_path):
    found.log.marks.set(1, "look here")
    view = View(found.log, parse("method == put"))
    view.advance()
    path = tmp_path / "part.arrows"
    list(save_capture(view.matches, path))
    log = open_capture(path)
    assert (log.num_rows, log.marks.note(0)) == (1, "look here")


@pytest.mark.parametrize("format", FORMATS)
def test_empty_view_can_be_exported(format, tmp_path):
    path = tmp_path / "empty"
    list(export(View(EventLog()).matches, path, format))
    assert path.exists()


def test_abandoned_export_leaves_no_file(found, tmp_path):
    with closing(export(found, tmp_path / "a.csv", "csv")) as work:
        next(work)
    assert [path.name for path in tmp_path.iterdir() if path.suffix in (".csv", ".part")] == []


def test_unknown_format_and_unwritable_path_are_explained(found, tmp_path):
    with pytest.raises(CaptureError, match="no format 'xml'; the formats are capture, parquet"):
        list(export(found, tmp_path / "a", "xml"))
    with pytest.raises(CaptureError, match="cannot be written"):
        list(export(found, tmp_path / "missing" / "a.csv", "csv"))
