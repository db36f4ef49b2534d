# SPDX-License-Identifier: GPL-3.0-or-later
"""``rqdebug record``, ``show`` and ``convert``."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from contextlib import suppress

import pyarrow.parquet
import pytest

from rqdebug.errors import CaptureError
from rqdebug.events.captures.capture_reader import open_capture

SECOND = 10**9


@pytest.fixture
def night(capture):
    return capture(
        "night.arrows",
        {"time": SECOND, "waited": 10**6},
        {"time": 2 * SECOND, "method": "get", "waited": 2 * 10**6},
        {"time": 3 * SECOND, "queue": "done"},
    )


def test_last_counts_back_from_the_end_of_a_capture(rqdebug, night):
    code, output, _ = rqdebug("show", night, "--filter", "last 1500ms", "--json")
    assert code == 0
    assert [json.loads(line)["time"] for line in output.splitlines()] == [2 * SECOND, 3 * SECOND]


def test_show_prints_matching_events_up_to_the_limit(rqdebug, night):
    code, output, _ = rqdebug("show", night)
    assert (code, len(output.splitlines())) == (0, 3)
    code, output, _ = rqdebug("show", night, "--filter", "method == put", "--limit", "1", "--json")
    (line,) = output.splitlines()
    assert json.loads(line)["time"] == SECOND


def test_events_that_a_cut_payload_leaves_unknown_are_counted(rqdebug, capture):
    path = capture(
        "cut.arrows",
        {"payload": b'{"id": 17}', "size": 10},
        {"payload": b'{"pad": "aaaa', "size": 900},
        {"payload": b'{"pad": "bbbb', "size": 900},
    )
    for text, count in (("payload.id == 17", 1), ("not payload.id == 17", 0)):
        code, output, message = rqdebug("show", path, "--filter", text)
        assert (code, len(output.splitlines())) == (0, count)
        assert message == (
            "rqdebug: 2 events are left out: "
            "too little of them was recorded to know whether they match the filter\n"
        )
    assert rqdebug("show", path)[2] == ""
    _, _, message = rqdebug("convert", path, "--to", "csv", "--filter", 'payload contains "x"')
    assert "2 events are left out" in message
    assert "2 events are left out" in rqdebug("stats", path, "--filter", "payload.id == 17")[2]


def test_show_prints_dates_and_utc_on_request(rqdebug, night):
    assert rqdebug("show", night, "--utc")[1].startswith("1970-01-01T00:00:01.000000Z put")
    assert "T" in rqdebug("show", night, "--date", "--limit", "1")[1].split()[0]
    assert "T" not in rqdebug("show", night, "--limit", "1")[1].split()[0]


def test_several_captures_are_shown_in_the_order_of_time(rqdebug, night, capture):
    other = capture("other.arrows", {"time": SECOND + 1, "queue": "between"})
    _, output, _ = rqdebug("show", night, other, "--json")
    assert [json.loads(line)["queue"] for line in output.splitlines()] == ["jobs", "between", "jobs", "done"]


def test_convert_writes_matching_events(rqdebug, night):
    code, _, message = rqdebug("convert", night, "--to", "parquet", "--filter", "queue == done")
    assert code == 0
    assert "1 event in" in message
    assert pyarrow.parquet.read_table(night.with_suffix(".parquet")).num_rows == 1


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("show", "missing.arrows"), "the file missing.arrows does not exist"),
        (("show", "NIGHT", "--filter", "dept > 1"), "invalid filter, column 1"),
        (("convert", "NIGHT", "--to", "capture"), "is also the input"),
        (("convert", "NIGHT", "--to", "csv", "-o", "/missing/x.csv"), "there is no folder"),
    ],
)
def test_impossible_request_is_one_sentence(rqdebug, night, words, sentence):
    code, _, message = rqdebug(*(night if word == "NIGHT" else word for word in words))
    assert (code, sentence in message) == (2, True), message
    assert len(message.splitlines()) == 1


def test_truncated_capture_is_shown_up_to_its_last_whole_batch(rqdebug, night):
    night.write_bytes(night.read_bytes()[:-20])
    code, output, message = rqdebug("show", night)
    assert code == 3
    assert output or "truncated" in message


def recording(url, path, *words):
    command = [sys.executable, "-m", "rqdebug", "record", url, "-o", str(path), *words]
    return subprocess.Popen(command, stderr=subprocess.PIPE, text=True)


def wait_for_rows(path, count):
    """Wait until a capture that is being written holds this many events."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        with suppress(CaptureError):  # its header is not written yet
            if open_capture(path).num_rows >= count:
                return
        time.sleep(0.02)
    raise AssertionError(f"{path} never held {count} events")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_interrupted_recording_is_complete(controller_url, controller, tmp_path, number):
    path = tmp_path / "live.arrows"
    jobs = controller.create("recorded")
    with recording(controller_url, path, "--filter", "queue == recorded") as process:
        assert "recording into" in process.stderr.readline()
        for item in range(20):
            jobs.put(item)
        jobs.get_many(20)
        jobs.close()
        wait_for_rows(path, 41)  # a record for each item of both kinds of call, and the close
        process.send_signal(number)
        assert "41 events in" in process.stderr.read()
        assert process.wait(10) == 130
    log = open_capture(path)
    assert (log.num_rows, log.problem) == (41, "")


def test_record_begins_new_files_and_removes_old_ones(controller_url, controller, tmp_path):
    jobs = controller.create("rolled")
    words = ("--seconds", "3", "--roll-seconds", "1", "--keep", "2")
    with recording(controller_url, tmp_path / "live.arrows", *words) as process:
        process.stderr.readline()
        while process.poll() is None:
            jobs.put(1)
            jobs.get()
            time.sleep(0.02)
        process.stderr.read()
    names = sorted(path.name for path in tmp_path.glob("live-*.arrows"))
    assert len(names) == 2
    assert "live-001.arrows" not in names


def test_record_fails_if_the_file_cannot_be_written(controller_url, rqdebug):
    code, _, message = rqdebug("record", controller_url, "-o", "/missing/x.arrows", "--seconds", "0")
    assert (code, "there is no folder" in message) == (2, True)


def test_completion_is_a_script_for_the_shell(rqdebug):
    assert "_RQDEBUG_COMPLETE" in rqdebug("completion", "bash")[1]


def test_capture_removed_while_a_command_reads_it_is_reported_once(capture):
    night = capture("night.arrows", *[{}] * 5_000)  # show waits: the pipe cannot take all its lines
    words = [sys.executable, "-m", "rqdebug", "show", night]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        process.stdout.readline()
        night.unlink()
        output, errors = process.stdout.read(), process.stderr.read()
    assert (process.returncode, len(output.splitlines())) == (0, 4_999)
    assert errors == (
        f"rqdebug: {night} was removed after it was opened; the events are those that it had then\n"
    )
