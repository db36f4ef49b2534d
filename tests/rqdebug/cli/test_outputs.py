# SPDX-License-Identifier: GPL-3.0-or-later
"""No command replaces a file, or writes the file that it reads."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from rqdebug.cli.messages import CommandFailed
from rqdebug.cli.outputs import check_outputs
from rqdebug.events.captures.capture_reader import open_capture
from rqdebug.events.captures.capture_writer import CaptureWriter
from rqdebug.events.captures.recording_lock import lock_recording

SCRIPT = "assert 1 == 1\n"


@pytest.fixture
def files(capture, tmp_path, monkeypatch):
    """A capture, a script and a text, in the working directory."""
    capture("night.arrows", {"queue": "jobs"})
    (tmp_path / "s.rqs").write_text(SCRIPT)
    (tmp_path / "old.txt").write_text("old")
    monkeypatch.chdir(tmp_path)
    return tmp_path


COMMANDS = [
    ("record", "UNREACHABLE", "-o", "FILE"),
    ("vectors", "night.arrows", "-o", "FILE"),
    ("convert", "night.arrows", "--to", "csv", "-o", "FILE"),
    ("generate", "-o", "FILE"),
    *(("run", "s.rqs", f"--{name}", "FILE") for name in ("junit", "json", "html")),
    *(("replay", "night.arrows", f"--{name}", "FILE") for name in ("junit", "json", "html")),
]


@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: " ".join(words[::2]))
@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        ("old.txt", "old.txt exists; name another file, or replace it with --force"),
        ("none/x", "cannot write none/x: there is no folder none"),
    ],
)
def test_output_is_refused_before_anything_else(rqdebug, files, words, file, sentence):
    words = [{"FILE": file, "UNREACHABLE": "rq://127.0.0.1:1"}.get(word, word) for word in words]
    assert rqdebug(*words) == (2, "", f"rqdebug: {sentence}\n")
    assert (files / "old.txt").read_text() == "old"


@pytest.mark.parametrize(
    "words",
    [
        ("vectors", "night.arrows", "-o", "night.arrows"),
        ("convert", "night.arrows", "--to", "capture"),
        ("convert", "night.arrows", "--to", "csv", "-o", "link.arrows"),
        ("run", "s.rqs", "--junit", "s.rqs"),
        ("run", "s.rqs", "--json", "./s.rqs"),
        ("replay", "night.arrows", "--html", "night.arrows"),
    ],
)
def test_input_is_never_an_output_not_even_by_force(rqdebug, files, words):
    (files / "link.arrows").symlink_to(files / "night.arrows")
    before = (files / "night.arrows").read_bytes()
    code, out, message = rqdebug(*words, "--force")
    assert (code, out, message.count("\n")) == (2, "", 1)
    assert "is also the input" in message
    assert ((files / "night.arrows").read_bytes(), (files / "s.rqs").read_text()) == (before, SCRIPT)


def test_force_replaces_a_file(rqdebug, files):
    assert rqdebug("vectors", "night.arrows", "-o", "old.txt", "--force")[0] == 0
    assert "q1 = create(" in (files / "old.txt").read_text()


def test_file_that_is_being_recorded_is_never_replaced(rqdebug, files):
    with (files / "live.arrows").open("wb") as file:
        lock_recording(file)
        code, _, message = rqdebug("vectors", "night.arrows", "-o", "live.arrows", "--force")
    assert (code, message.count("\n")) == (2, 1)
    assert "live.arrows is being recorded; stop that recording" in message


def test_empty_file_and_device_can_be_written(files):
    (files / "empty").touch()
    check_outputs([files / "empty", files.joinpath("/dev/null")], force=False)


def test_two_outputs_are_two_files(files):
    with pytest.raises(CommandFailed, match="x is named for two outputs"):
        check_outputs([files / "x", files / "x"], force=False)


def test_marks_of_a_capture_are_kept_too(rqdebug, files):
    (files / "new.arrows.marks").write_text("{}")
    names = {path.name for path in files.iterdir()}
    assert rqdebug("record", "rq://127.0.0.1:1", "-o", "new.arrows")[0] == 2
    assert {path.name for path in files.iterdir()} == names


def test_numbered_captures_continue_after_those_that_exist(rqdebug, controller_url, files):
    for _ in range(2):
        words = ("--seconds", "0", "--roll-size", "1")
        assert rqdebug("record", controller_url, "-o", "r.arrows", *words)[0] == 0
    assert sorted(path.name for path in files.glob("r-*.arrows")) == ["r-001.arrows", "r-002.arrows"]


# - is stdin and stdout


def run_in_shell(line, folder):
    return subprocess.run(["bash", "-c", line], cwd=folder, capture_output=True, text=True, timeout=60)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("rqdebug generate --count 3 -o -", "create("),
        ("rqdebug vectors night.arrows -o -", "create("),
        ("rqdebug vectors - < night.arrows", "create("),
        ("rqdebug show - --json < night.arrows", '"queue": "jobs"'),
        ("cat night.arrows | rqdebug show -", "jobs"),
        ("rqdebug stats - < night.arrows", "jobs"),
        ("rqdebug convert night.arrows --to csv -o -", "jobs"),
        ("rqdebug convert - --to jsonl < night.arrows", "jobs"),
        ("rqdebug convert night.arrows --to capture -o - | rqdebug show -", "jobs"),
    ],
)
def test_hyphen_is_stdin_and_stdout(files, line, words):
    rqdebug = f"{sys.executable} -m rqdebug"
    result = run_in_shell("set -o pipefail; " + line.replace("rqdebug", rqdebug), files)
    assert (result.returncode, words in result.stdout) == (0, True), result.stderr
    assert not os.path.exists(files / "-")


def test_script_can_come_from_stdin_and_its_report_go_to_stdout(files, controller_url):
    rqdebug = f"{sys.executable} -m rqdebug"
    line = f"echo 'assert 1 == 1' | {rqdebug} run - --target {controller_url} --json -"
    result = run_in_shell(line, files)
    report = json.loads(result.stdout)
    assert (result.returncode, report["script"], report["ok"]) == (0, "stdin", True)
    assert "stdin: 1 passed" in result.stderr


@pytest.mark.parametrize("line", ["rqdebug show night.arrows >&-", "rqdebug show night.arrows >&- 2>&-"])
def test_closed_output_is_discarded(files, line):
    result = run_in_shell(line.replace("rqdebug", f"{sys.executable} -m rqdebug"), files)
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")


# Damaged captures


@pytest.mark.parametrize(
    "words", [("show",), ("stats",), ("vectors",), ("convert", "--to", "csv", "-o", "part.csv")]
)
def test_truncated_capture_has_its_own_exit_code(rqdebug, files, rows, words):
    command, *options = words
    path = files / "cut.arrows"
    writer = CaptureWriter(path.open("wb"))
    writer.write(rows({"queue": "jobs"}))
    writer.write(rows({"queue": "jobs", "sequence": 2}))
    writer.close()
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size - 200)
    code, _, message = rqdebug(command, path, *options)
    assert (code, "is truncated or damaged" in message) == (3, True), message


def test_capture_that_is_truncated_while_it_is_open_can_still_be_read(files):
    log = open_capture(files / "night.arrows")
    (files / "night.arrows").write_bytes(b"")
    assert [event.queue for event in log.events(range(log.num_rows))] == ["jobs"]


# Colors


@pytest.mark.parametrize("setting", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_colors_can_be_switched_off(files, setting):
    color = {"TERM": "xterm-256color", "PATH": os.environ["PATH"], "PYTHONPATH": ":".join(sys.path)}
    command = f"{sys.executable} -m rqdebug show night.arrows"
    for environment, colored in ((color, True), (color | setting, False)):
        line = ["script", "-qec", command, "/dev/null"]
        result = subprocess.run(line, cwd=files, env=environment, capture_output=True, timeout=60)
        assert (b"\x1b[" in result.stdout) is colored
