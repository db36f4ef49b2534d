# SPDX-License-Identifier: GPL-3.0-or-later
"""Generated scripts pass on the controller, and detect bugs that are deliberately added to it."""

from __future__ import annotations

import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest

import rqcore
from rqdebug.scripts.generation.generator import generate
from rqdebug.scripts.generation.generator_settings import GeneratorSettings
from rqdebug.scripts.language.parser import parse
from rqdebug.scripts.running.options import Options
from rqdebug.scripts.running.script_run import ScriptRun

VECTORS = 10_000
MUTATIONS = ("lifo_for_fifo", "one_bound_too_many", "lost_wake_up", "duplicated_item")
EVERYTHING = GeneratorSettings(
    count=VECTORS, kinds=("fifo", "lifo", "priority"), maxsizes=(0, 1, 3), queues=9, lanes=4, longest=0.003
)


@contextmanager
def controller(mutation):
    command = [sys.executable, str(Path(__file__).with_name("mutated.py")), mutation]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process.stdout.readline().split()[-1]
        finally:
            process.kill()  # with a bug it may ignore other signals


@pytest.fixture(scope="module")
def script():
    generated = generate(EVERYTHING)
    assert generated.vectors >= VECTORS
    return parse(generated.text, "generated.rqs")


def report_of(script, url, *, complete):
    run = ScriptRun(script, {"edge": lambda: rqcore.connect(url)}, Options())
    if not complete:
        run.result_added.connect(lambda result: None if result.outcome.value == "passed" else run.stop())
    run.start()
    return run.wait(55)


def test_generated_script_passes_on_the_controller(script):
    with controller("none") as url:
        report = report_of(script, url, complete=True)
    assert report.ok, [result for result in report.results if result.outcome.value != "passed"][:3]
    assert report.total >= VECTORS


@pytest.mark.parametrize("mutation", MUTATIONS)
def test_generated_script_detects_a_bug(script, mutation):
    with controller(mutation) as url:
        report = report_of(script, url, complete=False)
    assert report.failed or report.lost, "a call that never ends loses the target"
