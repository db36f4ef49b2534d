# SPDX-License-Identifier: GPL-3.0-or-later
"""Scripts that pass a queue to a method of another queue, with a real controller."""

from __future__ import annotations

from functools import partial

import pytest

import rqcore
from rqdebug.errors import ScriptError
from rqdebug.scripts.language.parser import parse
from rqdebug.scripts.running.options import Options
from rqdebug.scripts.running.script_run import ScriptRun

SCRIPT = """\
dead = create()
jobs = create(maxsize=2)
dead.put_many([1, 2, 3])
assert dead.move(jobs, count=1) == 1
assert dead.move(to=jobs) == 1
assert jobs.peek() == [1, 2]
with raises(BadCall): dead.move(dead)
jobs.shutdown()
with raises(ShutDown): dead.move(jobs)
"""


def test_script_moves_items(controller_url):
    run = ScriptRun(parse(SCRIPT), {"edge": partial(rqcore.connect, controller_url)}, Options())
    run.start()
    report = run.wait(20)
    assert [result for result in report.results if result.outcome.value != "passed"] == []
    assert report.total == 9


@pytest.mark.parametrize(
    ("call", "words"),
    [
        ("dead.move('jobs')", "'to' must be a queue variable"),
        ("dead.move(x)", "'to' must be a queue variable"),
        ("dead.move(nothing)", "'nothing' is not defined here"),
        ("dead.move()", "missing argument 'to'"),
        ("dead.put(dead)", "'dead' is a queue"),
    ],
)
def test_queue_parameter_rejects_other_arguments(call, words):
    with pytest.raises(ScriptError, match=words):
        parse(f"dead = create()\nx = 1\n{call}")
