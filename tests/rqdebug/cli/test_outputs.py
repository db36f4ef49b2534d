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
