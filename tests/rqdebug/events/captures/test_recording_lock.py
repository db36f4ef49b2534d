# SPDX-License-Identifier: GPL-3.0-or-later
"""Nothing replaces a capture that is being recorded."""

from __future__ import annotations

import subprocess
import sys

import pytest

from rqdebug.errors import CaptureError
from rqdebug.events.captures.capture_reader import open_capture
from rqdebug.events.captures.export import export, save_capture
from rqdebug.events.captures.recorder import Recorder
from rqdebug.events.captures.rolling import Recording, Roll
from rqdebug.events.event_log import EventLog
from rqdebug.events.views.view import View

RECORD = """
import sys
from pathlib import Path
from rqdebug.events.captures.recorder import Recorder
from rqdebug.events.event_log import EventLog
recorder = Recorder(EventLog(), Path(sys.argv[1]))
print("recording", flush=True)
sys.stdin.read()
recorder.stop()
"""


@pytest.fixture
def log(columns):
    log = EventLog()
    log.append(columns({"sequence": 1}, {"sequence": 2}))
    return log


@pytest.fixture
def other_process(tmp_path):
    """A path that another process records."""
    path = tmp_path / "rec.arrows"
    command = [sys.executable, "-c", RECORD, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline() == "recording\n"
        yield path


def test_second_recording_to_the_same_file_is_refused_and_the_first_goes_on(log, columns, tmp_path):
    path = tmp_path / "rec.arrows"
    first = Recorder(log, path, since=0)
    link = tmp_path / "link.arrows"
    link.symlink_to(path)
    for name in (path, link):
        with pytest.raises(CaptureError, match="is being recorded"):
            Recorder(EventLog(), name)
    log.append(columns({"sequence": 3}))
    first.stop()
    assert (first.problem, open_capture(path).num_rows) == ("", 3)
    Recorder(EventLog(), path).stop()


def test_export_to_a_file_that_is_recorded_is_refused(log, tmp_path):
    path, view = tmp_path / "rec.arrows", View(log)
    view.advance()
    recorder = Recorder(log, path, since=0)
    for steps in (save_capture(view.matches, path), export(view.matches, path, "csv")):
        with pytest.raises(CaptureError, match="is being recorded"):
            list(steps)
    recorder.stop()
    assert open_capture(path).num_rows == 2


def test_recording_of_another_process_is_not_replaced(other_process, log):
    view = View(log)
    view.advance()
    with pytest.raises(CaptureError, match="is being recorded"):
        Recorder(log, other_process)
    with pytest.raises(CaptureError, match="is being recorded"):
        list(save_capture(view.matches, other_process))


def test_two_rolling_recordings_of_one_name_replace_no_file(log, columns, tmp_path):
    path, roll = tmp_path / "rec.arrows", Roll(seconds=1)
    first, second = (Recording(log, path, 0.0, roll=roll) for _ in range(2))
    for now in (2.0, 4.0):
        log.append(columns({}))
        first.write(now)
        second.write(now)
    first.close()
    second.close()
    names = [each.name for recording in (first, second) for each in recording.paths]
    assert len(set(names)) == len(names)
    assert sum(open_capture(each).num_rows for each in tmp_path.glob("*.arrows")) == 8
