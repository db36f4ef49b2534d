# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from rqdebug.cli.group import commands
from rqdebug.events.captures.recorder import Recorder
from rqdebug.events.event_log import EventLog

MS = 10**6


@pytest.fixture
def capture(tmp_path, rows):
    """A capture of 20 puts and 20 gets."""
    log = EventLog("edge")
    recorder = Recorder(log, tmp_path / "some.arrows")
    begun = 1_700_000_000 * 10**9
    usual = {"queue": "recorded", "payload": b"abc", "size": 3, "duration": 0}
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
