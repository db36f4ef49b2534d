# SPDX-License-Identifier: GPL-3.0-or-later
"""However a run ends, its exit code, its output and its reports say the same."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from contextlib import ExitStack
from html import escape
from xml.etree import ElementTree

import pytest

UNREACHABLE = "rq://127.0.0.1:1"
PYTHON = [sys.executable, "-u", "-m"]
PIPES = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}

ENDS = {
    # name: script, options, exit code, JUnit (failures, errors, skipped), words in the terminal
    "passed": ("x = create()\nassert x.qsize() == 0", [], 0, (0, 0, 0), "2 passed"),
    "failed": ("x = create()\nassert x.qsize() == 1", [], 1, (1, 0, 0), "1 failed"),
    "error": ("x = create()\nassert 1 == (2 + 'a')\nx.put(1)", [], 1, (0, 1, 1), "1 error, 1 not run"),
    "timed out": (
        "x = create()\nx.get()\nx.put(1)",
        ["--timeout", "2"],
        2,
        (0, 2, 1),
        "1 interrupted, 1 not run, timed out",
    ),
    "stopped": (
        "x = create()\nnote('begun')\nx.get()\nx.put(1)",
        [],
        130,
        (0, 2, 1),
        "stopped",
    ),
    "lost": ("x = create()\nnote('begun')\nx.get()\nx.put(1)", [], 2, (0, 2, 1), "1 not run, lost"),
    "unreachable": ("x = create()", ["--target", UNREACHABLE], 2, (0, 1, 1), "1 not run, 2 targets"),
    "empty": ("sleep(0)", [], 2, (0, 1, 0), "0 passed, empty"),
    "skipped": ("assert 1 == 1  # off", [], 2, (0, 1, 1), "0 passed, 1 skipped, empty"),
    "different": (
        "edge = target('a')\nedge.queues()",
        ["--target", f"b={UNREACHABLE}", "--compare"],
        1,
        (0, 2, 0),
        "different",
    ),
}


@pytest.fixture
def server():
    """A controller of its own: its process and its URL."""
    serve = [*PYTHON, "rqcore", "serve", "--port", "0", "--log-level", "error"]
    with subprocess.Popen(serve, **PIPES) as process:
        try:
            yield process, process.stdout.readline().split()[-1]
        finally:
            process.kill()


@pytest.mark.parametrize("end", ENDS)
def test_exit_code_terminal_and_reports_agree(end, server, tmp_path):
    text, options, code, (failures, errors, skipped), words = ENDS[end]
    controller, url = server
    file = tmp_path / "some.rqs"
    file.write_text(text)
    reports = {name: tmp_path / f"report.{name}" for name in ("junit", "json", "html")}
    options = [*options, *(part for name, path in reports.items() for part in (f"--{name}", str(path)))]
    targets = [] if end == "unreachable" else ["--target", f"a={url}"]
    if end == "unreachable":
        options += ["--target", f"a={url}"]
    with subprocess.Popen([*PYTHON, "rqdebug", "run", str(file), *targets, *options], **PIPES) as process:
        if end in ("stopped", "lost"):
            assert "begun" in process.stdout.readline()
            os.kill(controller.pid, signal.SIGKILL) if end == "lost" else process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=40)

    assert process.returncode == code, err
    assert words in out
    assert "Traceback" not in err
    report = json.loads(reports["json"].read_text())
    status = "empty" if end == "skipped" else end
    assert (report["status"], report["ok"]) == (status, code == 0)
    assert [f"rqdebug: {reason}" for reason in report["reasons"]] == err.splitlines()
    assert bool(report["reasons"]) == (status not in ("passed", "failed", "error"))
    summary = next(line for line in out.splitlines() if line.startswith("some.rqs: "))
    counted = re.findall(r"(\d+) (passed|failed|errors?|interrupted|not run)\b", summary)
    counts = {word.replace("errors", "error").replace(" ", "_"): int(number) for number, word in counted}
    assert counts == {key: count for key, count in report["counts"].items() if count or key == "passed"}
    suites = ElementTree.parse(reports["junit"]).getroot()
    count = lambda name: sum(int(suite.get(name)) for suite in suites)  # noqa: E731
    # The signal that stops a run can arrive before the call that it should interrupt.
    assert (count("failures"), count("errors") + count("skipped")) == (failures, errors + skipped)
    assert count("skipped") == report["counts"]["not_run"] + len(report["skipped"])
    assert (failures + errors == 0) == (code == 0)
    not_run = report["counts"]["not_run"]
    assert not_run == sum(each["times"] for each in report["not_run"])
    html = reports["html"].read_text()
    assert f">{status}</span> some.rqs</h1>" in html
    assert all(escape(reason) in html for reason in report["reasons"])
    assert (f"{not_run} not run" in html) == (not_run > 0)


def test_second_interrupt_ends_the_teardown_but_not_the_report(server, tmp_path):
    file, report = tmp_path / "some.rqs", tmp_path / "report.json"
    file.write_text("with teardown():\n  note('tidying')\n  sleep(60)\nnote('begun')\nx = create()\nx.get()")
    command = [*PYTHON, "rqdebug", "run", str(file), "--target", server[1], "--json", str(report)]
    with subprocess.Popen(command, **PIPES) as process, ExitStack() as stack:
        stack.callback(process.kill)
        for word in ("begun", "tidying"):
            assert any(word in line for line in process.stdout)  # reads up to this line
            process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=40)

    assert process.returncode == 130
    assert "stopped" in next(line for line in out.splitlines() if line.startswith("some.rqs: "))
    assert err.splitlines() == [
        "rqdebug: the run was ended before it had stopped; queues that it created may still exist",
        "rqdebug: some.rqs was stopped before its end",
    ]
    assert json.loads(report.read_text())["status"] == "stopped"


def test_failure_is_printed_before_a_later_call_waits_forever(server, tmp_path):
    file = tmp_path / "some.rqs"
    file.write_text("x = create()\nassert x.qsize() == 1\nx.get()")
    command = [*PYTHON, "rqdebug", "run", str(file), "--target", server[1]]
    with subprocess.Popen(command, **PIPES) as process, ExitStack() as stack:
        stack.callback(process.kill)
        assert "some.rqs:2: failed: assert x.qsize() == 1: expected 1, got 0" in process.stdout.readline()
        assert process.poll() is None


def test_reports_are_written_when_the_reader_of_the_output_has_left(server, tmp_path):
    file, report = tmp_path / "some.rqs", tmp_path / "report.xml"
    file.write_text("x = create()\nnote('a')\nassert x.qsize() == 1\nnote('b')\nsleep(0.3)\nnote('c')")
    command = [*PYTHON, "rqdebug", "run", str(file), "--target", server[1], "--junit", str(report)]
    with subprocess.Popen(command, **PIPES) as process:
        process.stdout.readline()
        process.stdout.close()
        assert process.wait(30) == 1
        assert process.stderr.read() == ""
    assert ElementTree.parse(report).getroot().get("failures") == "1"
