# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rqdebug.errors import CaptureError
from rqdebug.events.captures.capture_reader import open_capture
from rqdebug.events.captures.rolling import MAX_SMALL_BATCHES, Recording, Roll
from rqdebug.events.event_log import EventLog
from rqdebug.events.filters.filter import parse
from rqdebug.events.provenance import TargetClock


@pytest.fixture
def log():
    return EventLog("edge-1", "rq://edge-1:7654")


@pytest.fixture
def path(tmp_path):
    return tmp_path / "night.arrows"


@pytest.fixture
def record(log, path):
    """Return a function that begins a recording; unfinished ones are abandoned after the test."""
    begun = []

    def begin(now=0.0, *arguments, **options):
        begun.append(Recording(log, path, now, *arguments, **options))
        return begun[-1]

    yield begin
    for recording in begun:
        recording.abandon()


def grow(log, columns, count, **values):
    log.append(columns(*({"sequence": log.num_rows + n, **values} for n in range(count))))


def recorded(path):
    log = open_capture(path)
    assert log.problem == ""
    return [event.sequence for event in log.events(range(log.num_rows))]


def test_new_recording_is_already_a_valid_capture(log, path, record):
    record()
    assert recorded(path) == []


def test_unfinished_recording_is_readable(log, columns, path, record):
    recording = record()
    grow(log, columns, 3)
    recording.write(0.5)
    grow(log, columns, 1)
    assert recorded(path) == [0, 1, 2]
    assert (recording.rows, recording.size) == (3, path.stat().st_size)


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 2), st.booleans(), st.booleans()), max_size=12))
def test_recording_has_the_events_of_the_log(columns, tmp_path_factory, steps):
    """Events, losses, gaps and writes can come in any order."""
    path = tmp_path_factory.mktemp("captures") / "night.arrows"
    log = EventLog("edge-1")
    recording = Recording(log, path, 0.0)
    for events, lost, gap, write in steps:
        grow(log, columns, events)
        if lost:
            log.record_loss(lost)
        if gap:
            log.add_gap(log.num_rows, log.num_rows + 5)
        if write:
            recording.write(0.0)
    recording.write(0.0)
    recording.close()
    capture = open_capture(path)
    assert recorded(path) == list(range(log.num_rows))
    assert (capture.lost, capture.gaps) == (log.lost, log.gaps)
    places = {row: sum(loss.count for loss in capture.losses if loss.row == row) for row in range(99)}
    assert places == {row: sum(loss.count for loss in log.losses if loss.row == row) for row in range(99)}


def test_only_matching_events_are_recorded_and_losses_keep_their_row(log, columns, path, record):
    recording = record(0.0, parse("size == 1"))
    for size in (1, 0, 1):
        grow(log, columns, 2, size=size)
        log.record_loss(5)
    recording.write(0.0)
    recording.close()
    assert recorded(path) == [0, 1, 4, 5]
    assert [(loss.row, loss.count) for loss in open_capture(path).losses] == [(2, 5), (2, 5), (4, 5)]


def test_recording_begins_at_the_given_row(log, columns, path, record):
    grow(log, columns, 3)
    log.record_loss(1)
    grow(log, columns, 3)
    log.add_gap(1, 2)
    recording = record(0.0, since=5)
    recording.write(0.0)
    capture = open_capture(path)
    assert recorded(path) == [5]
    assert (capture.lost, [gap.row for gap in capture.gaps]) == (0, [1])


def test_origins_and_later_clocks_are_recorded(log, columns, path, record):
    recording = record()
    recording.write(0.0)
    log.set_clock(-70, 5)
    recording.write(0.0)
    (origin,) = open_capture(path).origins
    assert (origin.name, origin.url, origin.clock) == ("edge-1", "rq://edge-1:7654", TargetClock(-70, 5))


def test_recording_rolls_by_size_and_keeps_the_newest(log, columns, path, record):
    recording = record(0.0, roll=Roll(size=1, keep=2))
    for _ in range(3):
        grow(log, columns, 2)
        recording.write(0.0)
    recording.close()
    names = sorted(each.name for each in path.parent.iterdir())
    assert names == ["night-003.arrows", "night-004.arrows"]
    assert [each.name for each in recording.paths] == names
    assert recorded(recording.paths[0]) == [4, 5]
    assert (recording.rows, recording.kept_rows) == (6, 2), "the events of deleted files are not there"


def test_rolling_recording_continues_the_numbers_of_existing_files(path, record):
    for name in ("night-007.arrows", "night-x.arrows", "other-009.arrows"):
        (path.parent / name).write_bytes(b"old")
    recording = record(0.0, roll=Roll(size=1))
    recording.close()
    assert [each.name for each in recording.paths] == ["night-008.arrows"]
    assert (path.parent / "night-007.arrows").read_bytes() == b"old"


def test_recording_rolls_by_time(log, columns, path, record):
    recording = record(10.0, roll=Roll(seconds=5))
    for now in (11.0, 15.0, 16.0, 20.5):
        grow(log, columns, 1)
        recording.write(now)
    assert [recorded(each) for each in recording.paths] == [[0, 1], [2, 3], []]


def test_gaps_and_losses_go_to_the_capture_of_their_row(log, columns, path, record):
    recording = record(0.0, roll=Roll(seconds=5))
    grow(log, columns, 2)
    log.record_loss(3)
    recording.write(5.0)
    grow(log, columns, 2)
    log.record_loss(4)
    log.add_gap(1, 2)
    recording.write(6.0)
    first, second = map(open_capture, recording.paths)
    assert [(loss.row, loss.count) for loss in first.losses] == [(2, 3)]
    assert [(loss.row, loss.count) for loss in second.losses] == [(2, 4)]
    assert [gap.row for gap in second.gaps] == [2]


def test_marks_are_recorded(log, columns, path, record):
    recording = record(0.0, parse("size == 1"), roll=Roll(seconds=5))
    grow(log, columns, 2, size=1)
    grow(log, columns, 2, size=0)
    recording.write(5.0)
    grow(log, columns, 2, size=1)
    for row in (1, 2, 5):
        log.marks.set(row, f"row {row}")
    recording.write(6.0)
    recording.close()
    second = open_capture(recording.paths[1])
    assert {row: second.marks.note(row) for row in second.marks} == {1: "row 5"}


def test_many_small_batches_are_merged(log, columns, path, record):
    recording = record()
    for _ in range(MAX_SMALL_BATCHES + 1):
        grow(log, columns, 1)
        recording.write(0.0)
    assert len(open_capture(path).batches) == MAX_SMALL_BATCHES + 1
    recording.close()
    assert len(open_capture(path).batches) == 1
    assert recorded(path) == list(range(MAX_SMALL_BATCHES + 1))


def test_replaced_capture_stays_readable_while_open(log, columns, path, record):
    older = record()
    grow(log, columns, 3)
    older.write(0.0)
    older.close()
    opened = open_capture(path)
    opened.marks.set(0, "old")
    record()
    assert recorded(path) == []
    assert len(open_capture(path).marks) == 0
    assert [event.sequence for event in opened.events(range(3))] == [0, 1, 2]


def test_file_that_cannot_be_created_is_explained(log, tmp_path):
    with pytest.raises(CaptureError, match=r"missing/night\.arrows cannot be written: No such file"):
        Recording(log, tmp_path / "missing" / "night.arrows", 0.0)


def test_only_regular_files_are_replaced(log, tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(CaptureError, match="pipe exists, and is not a regular file"):
        Recording(log, pipe, 0.0)
    assert pipe.is_fifo()


def test_full_disk_is_explained(log, columns, monkeypatch, path, record):
    recording = record()

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("rqdebug.events.captures.capture_writer.CaptureWriter.write", full)
    grow(log, columns, 1)
    with pytest.raises(CaptureError, match=f"{path} cannot be written: No space left on device"):
        recording.write(0.0)


def _remove(path):
    path.unlink()


def _replace(path):
    copy = path.with_name("copy")
    copy.write_bytes(path.read_bytes())
    os.replace(copy, path)


def _truncate(path):
    os.truncate(path, 9)


def _append(path):
    with path.open("ab") as file:
        file.write(b"more")


@pytest.mark.parametrize("change", [_remove, _replace, _truncate, _append])
@pytest.mark.parametrize("go_on", [lambda recording: recording.write(1.0), Recording.close])
def test_recording_fails_when_another_program_changes_its_file(log, columns, path, record, change, go_on):
    recording = record()
    grow(log, columns, 3)
    recording.write(0.5)
    change(path)
    left = path.read_bytes() if path.exists() else None
    with pytest.raises(CaptureError, match=f"{path} was removed or changed by another program"):
        go_on(recording)
    assert (path.read_bytes() if path.exists() else None) == left
