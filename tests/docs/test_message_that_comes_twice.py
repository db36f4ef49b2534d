# SPDX-License-Identifier: GPL-3.0-or-later
"""The tutorial about a message that comes twice: its programs, in processes of their own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from textwrap import indent

import pytest

import rqcore
from rqdebug.debug import attach

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "resources" / "examples" / "orders"
PAGE = (ROOT / "docs" / "tutorial" / "a-message-that-comes-twice.md").read_text(encoding="utf-8")
GERMAN = (ROOT / "docs" / "tutorial" / "a-message-that-comes-twice.de.md").read_text(encoding="utf-8")


@pytest.fixture
def url():
    with rqcore.serve() as controller:
        yield str(controller.url)


@pytest.fixture
def start(url):
    """Return a function that starts Python with these words, and reads what it prints later."""
    with ExitStack() as stack:

        def start(*words):
            process = stack.enter_context(
                subprocess.Popen(
                    [sys.executable, *map(str, words)],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.STDOUT,
                    text=True,
                    env=os.environ | {"RQ_URL": url, "PYTHONPATH": str(ROOT)},
                )
            )
            stack.callback(process.kill)
            return process

        yield start


def ended(process):
    """Return what a program has printed, and its exit code."""
    output, _ = process.communicate(timeout=60)
    return output, process.returncode


def wait_for_rule(url):
    with attach(url) as debugger:
        end = time.monotonic() + 30
        while not debugger.rules():
            assert time.monotonic() < end
            time.sleep(0.05)


def run_programs(start, worker):
    """Run the three programs, and return what the checker says."""
    programs = [start(EXAMPLE / name) for name in (worker, "checker.py", "producer.py")]
    for program in (programs[0], programs[2]):
        assert ended(program) == ("", 0)
    return ended(programs[1])


@pytest.mark.parametrize("worker", ["worker.py", "worker_fixed.py"])
def test_programs_work_undisturbed_and_when_a_message_comes_twice_at_once(url, start, worker):
    assert run_programs(start, worker) == ("5 orders, each booked once\n", 0)
    (expression,) = re.findall(r"rqdebug fault '(.*)' --duplicate", PAGE)
    with attach(url) as debugger, debugger.fault("duplicate", expression):
        assert run_programs(start, worker) == ("5 orders, each booked once\n", 0)


def test_breakpoint_of_the_page_finds_the_bug(url, start):
    (expression,) = re.findall(r"rqdebug break '(.*)' --at end", PAGE)
    held = start("-m", "rqdebug", "break", expression, "--at", "end")
    wait_for_rule(url)
    worker, checker, producer = (start(EXAMPLE / f"{name}.py") for name in ("worker", "checker", "producer"))
    for words in ("fail {} TOOMANY", "release {}"):
        line = next(line for line in held.stdout if " put " in line)
        held.stdin.write(words.format(line.split()[0]) + "\n")
        held.stdin.flush()
    assert ended(producer) == ended(worker) == ("", 0)
    assert ended(checker) == ("order 2 was booked 2 times\n", 1)
    assert "order 2 was booked 2 times" in PAGE


@pytest.mark.parametrize(("worker", "code"), [("worker.py", 1), ("worker_fixed.py", 0)])
def test_script_of_the_page_fails_until_the_worker_is_fixed(url, start, worker, code):
    script = start("-m", "rqdebug", "run", EXAMPLE / "twice_and_late.rqs")
    wait_for_rule(url)
    run_programs(start, worker)
    output, exit_code = ended(script)
    assert exit_code == code, output


@pytest.mark.parametrize("page", [PAGE, GERMAN], ids=["English", "German"])
def test_listings_are_in_the_programs(page):
    programs = "\n".join(path.read_text(encoding="utf-8") for path in sorted(EXAMPLE.iterdir()))
    listings = re.findall(r"```(?:python|text)\n(.*?)```", page, re.DOTALL)
    code = [text for text in listings if "orders.get()" in text or "fault(" in text]
    assert len(code) == 3
    assert [text for text in code if text not in programs and indent(text, "    ") not in programs] == []
