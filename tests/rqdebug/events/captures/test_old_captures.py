# SPDX-License-Identifier: GPL-3.0-or-later
"""Captures of earlier versions open with the events that they had. ``corpus/README.md`` describes them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pyarrow as pa
import pytest

from rqdebug.events.captures.capture_reader import compact, open_capture
from rqdebug.events.captures.event_json import event_to_json
from rqdebug.events.marks import marks_path
from rqdebug.events.schema import SCHEMA

CORPUS = sorted((Path(__file__).parent / "corpus").glob("format-*/*.arrows"))


@pytest.fixture(params=CORPUS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def old(request, tmp_path):
    """The path of a copy of a capture, and what its version said about it: the log, then each event."""
    path = Path(shutil.copy(request.param, tmp_path))
    if marks_path(request.param).exists():
        shutil.copy(marks_path(request.param), tmp_path)
    lines = request.param.with_suffix(".jsonl").read_text(encoding="utf-8").splitlines()
    log, *events = map(json.loads, lines)
    return path, log, events


def test_old_capture_has_its_events_row_by_row(old):
    path, _, events = old
    log = open_capture(path)
    opened = [json.loads(event_to_json(event)) for event in log.events(range(log.num_rows))]
    assert opened == [in_columns_of_today(event) for event in events]


def in_columns_of_today(event):
    """Return an event of an earlier format with the columns of the present format."""
    event = {**event, "deliveries": None, "rule": None}
    if "waited" in event:  # format 2
        return event
    fields = {name: value for name, value in event.items() if name not in ("duration", "client")}
    name, _, address = event["client"].rpartition("@")
    if address == "lua":  # a script in a Redis has no address
        name, address = address, ""
    absent = {"took": None, "part": None, "unknown": None}
    return {**fields, **absent, "waited": event["duration"], "client": name, "address": address}


def test_old_capture_is_in_the_present_format_after_it_was_rewritten(old):
    path, expected, _ = old
    if expected["problem"]:
        pytest.skip("it is truncated")
    log = open_capture(path)
    before = [log.event(row) for row in range(log.num_rows)]
    compact(path)
    assert pa.ipc.open_stream(path).schema.remove_metadata() == SCHEMA
    again = open_capture(path)
    assert again.events(range(again.num_rows)) == before
    assert (again.gaps, again.losses, again.origins) == (log.gaps, log.losses, log.origins)


def test_old_capture_has_its_gaps_losses_targets_marks_and_open_calls(old):
    path, expected, _ = old
    log = open_capture(path)
    assert {
        "rows": log.num_rows,
        "blocked": log.blocked,
        "problem": log.problem.replace(str(path), path.name),
        "gaps": [[gap.row, gap.start_ns, gap.end_ns, gap.target] for gap in log.gaps],
        "losses": [[loss.row, loss.count, loss.target] for loss in log.losses],
        "origins": [
            [origin.name, origin.url, origin.clock.offset_ns, origin.clock.error_ns] for origin in log.origins
        ],
        "marks": {str(row): log.marks.note(row) for row in log.marks},
    } == expected


def test_corpus_has_captures_of_each_kind():
    assert {path.stem for path in CORPUS} == {
        "one-target",
        "two-targets",
        "unfinished",
        "other-program",
        "redis",
    }
