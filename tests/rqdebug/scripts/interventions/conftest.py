# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs of scripts with other programs beside them."""

from __future__ import annotations

import subprocess
import sys
import time
from contextlib import contextmanager
from functools import partial

import pytest

import rqcore
from rqdebug.debug.script_access import access_to
from rqdebug.debug.script_filters import check_script_filter
from rqdebug.scripts.language.parser import parse
from rqdebug.scripts.running.options import Options
from rqdebug.scripts.running.script_run import ScriptRun
from rqdebug.targets.target_registry import create_target

WORKER = """\
import sys, rqcore
with rqcore.connect({url!r}, name="worker") as controller:
    todo, done = controller.queue("todo"), controller.queue("done")
    while True:
        order = todo.get()
        done.put({{"order": order["order"], "ok": True}})
"""


def make_run(text, *urls, **options):
    """Return a run of a script on targets that can be debugged."""
    targets = {f"t{number}": create_target(url, allow_changes=True) for number, url in enumerate(urls)}
    return ScriptRun(
        parse(text, "some.rqs", check_filter=check_script_filter),
        {name: target.connect for name, target in targets.items()},
        Options(**options),
        access={name: access_to(target, name) for name, target in targets.items()},
    )


def run_script(text, *urls, **options):
    """Run a script to its end, and return its report."""
    run = make_run(text, *urls, **options)
    run.start()
    return run.wait(60)


def wait_until(is_met):
    """Wait until a condition is met, for at most 30 seconds."""
    deadline = time.monotonic() + 30
    while not is_met():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def outcomes(report):
    """Return what was not passed, as pairs of line and reason."""
    return [(line.line, line.worst.got) for line in report.lines if line.outcome.value != "passed"]


@contextmanager
def running_worker(url):
    """Run a program that answers each order in the queue todo by one in the queue done."""
    with subprocess.Popen([sys.executable, "-c", WORKER.format(url=url)]) as process:
        try:
            yield process
        finally:
            process.kill()


@pytest.fixture
def beside(controller_url):
    """The queues todo and done; call it to run a program that works on them."""
    with rqcore.connect(controller_url, name="tester") as controller:
        queues = [controller.create("todo", maxsize=2), controller.create("done")]
        yield partial(running_worker, controller_url)
        for queue in queues:
            queue.close()
