# SPDX-License-Identifier: GPL-3.0-or-later
"""The variables of a paused run, as texts."""

from __future__ import annotations

import threading

import rqcore
from rqdebug.scripts.language.parser import parse
from rqdebug.scripts.running.breakpoints import Breakpoint
from rqdebug.scripts.running.judge import MAX_SHOWN
from rqdebug.scripts.running.options import Options
from rqdebug.scripts.running.redaction import Redaction
from rqdebug.scripts.running.script_run import ScriptRun
from rqdebug.scripts.running.variable_values import describe_variables


def test_values_are_short_and_without_secrets():
    values = {"a": "x" * 10_000, "b": {"key": ["s3cret-word", 1]}, "c": None, "d": b"\x00"}
    texts = describe_variables(values, Redaction({"PASSWORD": "s3cret-word"}))
    assert len(texts["a"]) <= MAX_SHOWN and texts["a"].endswith("…")
    assert texts["b"] == "{'key': ['<secret PASSWORD>', 1]}"
    assert (texts["c"], texts["d"]) == ("None", "b'\\x00'")


def test_variables_of_a_paused_lane_can_be_seen(controller_url):
    script = parse('jobs = create(name="seen", maxsize=2)\nx = [1, "a"]\njobs.put(x)\nnote(x)\n')
    run = ScriptRun(script, {"edge": lambda: rqcore.connect(controller_url)}, Options(), [Breakpoint(3)])
    paused = threading.Event()
    run.lane_paused.connect(lambda *_: paused.set())
    assert run.variables(("edge", "main")) is None
    run.start()
    assert paused.wait(10)
    assert run.variables(("edge", "main")) == {"jobs": "queue 'seen' on edge", "x": "[1, 'a']"}
    assert run.variables(("edge", "other")) is None
    run.resume()
    assert run.wait(10).ok
    assert run.variables(("edge", "main")) is None


def test_function_shows_its_own_variables(controller_url):
    script = parse("def double(n):\n    m = n * 2\n    note(m)\n    return m\nx = double(4)\nnote(x)\n")
    run = ScriptRun(script, {"edge": lambda: rqcore.connect(controller_url)}, Options(), [Breakpoint(3)])
    paused = threading.Event()
    run.lane_paused.connect(lambda *_: paused.set())
    run.start()
    assert paused.wait(10)
    assert run.variables(("edge", "main")) == {"n": "4", "m": "8"}
    run.stop()
    run.wait(10)
