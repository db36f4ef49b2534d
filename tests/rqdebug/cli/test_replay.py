# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

import rqcore
from rqcore.codec import Codec, Payload
from rqdebug.cli.group import commands
from rqdebug.events.captures.capture_reader import open_capture
from rqdebug.events.captures.recorder import Recorder
from rqdebug.events.event_log import EventLog

MS = 10**6


@pytest.fixture
def capture(tmp_path, rows):
    """A capture of 20 puts and 20 gets."""
    log = EventLog("edge")
    recorder = Recorder(log, tmp_path / "some.arrows")
    begun = 1_700_000_000 * 10**9
    usual = {"queue": "recorded", "payload": b"abc", "size": 3, "waited": 0}
    for n in range(20):
        put = {"sequence": 2 * n + 1, "time": begun + n * MS, "item": n + 1, "method": "put"}
        get = {"sequence": 2 * n + 2, "time": begun + n * MS + 1000, "item": n + 1, "method": "get"}
        log.append(rows({**usual, **put}, {**usual, **get, "client": "saver", "timeout": 5000 * MS}))
    recorder.stop()
    return tmp_path / "some.arrows"


def invoke(*arguments):
    result = CliRunner().invoke(commands, [*map(str, arguments)])
    assert "Traceback" not in result.output
    return result


def test_capture_becomes_a_script(capture, controller_url, tmp_path):
    script = tmp_path / "some.rqs"
    result = invoke("vectors", capture, "-o", script)
    assert (result.exit_code, result.stderr) == (0, f"rqdebug: 40 calls in {script}\n")
    assert script.read_text().count("at(") == 40
    assert invoke("run", script, "--target", controller_url).exit_code == 0


def test_only_matching_calls_are_recorded(capture):
    result = invoke("vectors", capture, "--filter", "method == put", "--untimed")
    assert result.stdout.count("put(") == 20
    assert "get" not in result.stdout
    assert "at(" not in result.stdout


@pytest.mark.parametrize("speed", ["1", "10", "0"])
def test_capture_is_replayed(capture, controller_url, tmp_path, speed):
    report = tmp_path / "report.json"
    options = ["--target", f"edge={controller_url}", "--speed", speed, "--json", report]
    result = invoke("replay", capture, *options)
    assert result.exit_code == 0, result.output
    found = json.loads(report.read_text())
    assert found["counts"]["passed"] == 41
    assert found["targets"][0]["lateness"]["count"] == (0 if speed == "0" else 40)


@pytest.mark.parametrize("command", ["vectors", "replay"])
def test_wrong_capture_is_one_sentence(capture, command, tmp_path):
    for arguments, words in (
        ([capture, "--filter", "method == close"], "no call that a script can repeat has ended"),
        ([capture, "--filter", "methot == close"], "invalid filter"),
        ([tmp_path / "none.arrows"], "does not exist"),
    ):
        result = invoke(command, *arguments)
        assert result.exit_code == 2
        assert words in result.stderr
        assert result.stderr.count("\n") == 1


# What was recorded is repeated exactly

WORKLOAD = Path(__file__).resolve().parents[3] / "scripts" / "workload.py"
ODD_PAYLOADS = (
    str(2**80).encode(),
    b"[" * 60 + b"]" * 60,
    b"NaN",
    b'{"n": 1}',
    b'{"a":1,"a":2}',
    b"{broken",
)


@pytest.fixture
def recording(controller_url, tmp_path):
    """A function that starts to record, and returns a function that ends it and returns the capture."""

    def recording():
        path = tmp_path / "recording.arrows"
        command = [sys.executable, "-m", "rqdebug", "record", controller_url, "-o", str(path)]
        process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        assert "recording into" in process.stderr.readline()

        def end(rows=0):
            wait_for_rows(path, rows)
            process.terminate()
            process.communicate(timeout=20)
            return path

        return end

    return recording


def wait_for_rows(path, rows):
    deadline = time.monotonic() + 20
    while open_capture(path).num_rows < rows:
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_workload_is_replayed_at_any_speed(recording, controller_url):
    end = recording()
    with subprocess.Popen([sys.executable, str(WORKLOAD), controller_url]) as workload:
        try:
            with rqcore.connect(controller_url) as controller:
                while {stat.label: stat.gets for stat in controller.queues()}.get("done", 0) < 30:
                    time.sleep(0.05)
        finally:
            workload.terminate()
    capture = end()
    for speed in ("0", "10", "3"):
        result = invoke("replay", capture, "--target", controller_url, "--speed", speed, "--strict")
        assert result.exit_code == 0, result.output
        assert "a script cannot run the tasks of 'labels', which a program exposes" in result.stderr


@pytest.mark.parametrize("getters", [1, 2])
def test_payloads_are_replayed_byte_for_byte(recording, controller, controller_url, getters):
    items = [
        *(Payload(Codec.JSON, data) for data in ODD_PAYLOADS),
        Payload(Codec.RAW, b"\\xff\xff\x00"),
        "text",
    ]
    end = recording()
    with rqcore.connect(controller_url, name="other") as other:
        queue = controller.create("odd")
        takers = [queue, other.queue("odd")][:getters]
        for item in items:
            queue.put(item)
        for number in range(len(items)):
            takers[number % getters].get(decoded=False)
        queue.close()
    capture = end(2 * len(items))
    again = recording_of_replay(capture, controller_url)
    told = "method", "codec", "payload"
    assert [[event[name] for name in told] for event in again] == [
        [event[name] for name in told] for event in events_of(capture)
    ]
    assert len(again) == 2 * len(items)


def events_of(capture):
    """The puts and gets of a capture, with their payloads."""
    events = map(json.loads, invoke("show", capture, "--json").stdout.splitlines())
    return [event for event in events if event["method"] in ("put", "get") and event["outcome"] == "ok"]


def recording_of_replay(capture, url):
    path = capture.with_name("again.arrows")
    command = [sys.executable, "-m", "rqdebug", "record", url, "-o", str(path)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert "recording into" in process.stderr.readline()
        result = invoke("replay", capture, "--target", url, "--speed", "0")
        wait_for_rows(path, open_capture(capture).num_rows)
        process.terminate()
        process.communicate(timeout=20)
    assert result.exit_code == 0, result.output
    return events_of(path)


def test_failed_call_names_the_recorded_event(controller, controller_url, rows, tmp_path):
    log = EventLog("edge")
    recorder = Recorder(log, tmp_path / "wrong.arrows")
    size = {
        "queue": "recorded",
        "method": "qsize",
        "client": "saver",
        "time": 1_700_000_000 * 10**9,
        "item": None,
    }
    log.append(rows({**size, "sequence": 1, "depth": 0}, {**size, "sequence": 2, "depth": 5}))
    recorder.stop()
    result = invoke("replay", tmp_path / "wrong.arrows", "--target", controller_url, "--speed", "0")
    assert (result.exit_code, result.stdout.count("failed: ")) == (1, 1), result.output
    assert "wrong.arrows:2: failed: " in result.stdout
    assert " saver: assert q1.qsize() == 5: expected 5, got 0" in result.stdout


def test_replay_is_stopped_after_its_timeout(capture, controller_url):
    result = invoke("replay", capture, "--target", controller_url, "--speed", "0.001", "--timeout", "2")
    assert result.exit_code == 2
    assert "some.arrows did not end within 2 s: main in event 0" in result.stderr
