# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import threading

import pytest

from rqdebug.errors import CaptureError
from rqdebug.events.captures import recorder as module
from rqdebug.events.captures.capture_reader import open_capture
from rqdebug.events.captures.recorder import Recorder
from rqdebug.events.event_log import EventLog


@pytest.fixture(autouse=True)
def at_once(monkeypatch):
    monkeypatch.setattr(module, "INTERVAL", 0.001)


def test_recorder_records_new_events_until_stopped(columns, tmp_path):
    path = tmp_path / "night.arrows"
    log = EventLog()
    log.append(columns({"sequence": 1}))
    recorder = Recorder(log, path)
    assert recorder.recording
    log.append(columns({"sequence": 2}, {"sequence": 3}))
    recorder.stop()
    log.append(columns({"sequence": 4}))
    capture = open_capture(path)
    assert [event.sequence for event in capture.events(range(capture.num_rows))] == [2, 3]
    assert (recorder.recording, recorder.rows, recorder.paths) == (False, 2, (path,))
    assert (recorder.problem, recorder.size) == ("", path.stat().st_size - len(b"\xff\xff\xff\xff\0\0\0\0"))


def test_recorder_can_begin_at_an_earlier_row(columns, tmp_path):
    log = EventLog()
    log.append(columns({}, {}))
    recorder = Recorder(log, tmp_path / "night.arrows", since=0)
    recorder.stop()
    assert recorder.rows == 2


def test_recorder_does_not_begin_without_a_file(tmp_path):
    with pytest.raises(CaptureError, match="cannot be written"):
        Recorder(EventLog(), tmp_path / "missing" / "night.arrows")


def test_failed_write_ends_the_recording_with_a_signal(columns, monkeypatch, tmp_path):
    log, failed = EventLog(), threading.Event()
    recorder = Recorder(log, tmp_path / "night.arrows")
    recorder.failed.connect(failed.set)

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("rqdebug.events.captures.capture_writer.CaptureWriter.write", full)
    log.append(columns({}))
    assert failed.wait(10)
    recorder.stop()
    assert not recorder.recording
    assert recorder.problem.endswith("cannot be written: No space left on device")
