# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs a lane with given outcomes of its calls, without a target."""

from __future__ import annotations

from rqdebug.scripts.language.parser import parse
from rqdebug.scripts.report import VectorResult
from rqdebug.scripts.running.judge import VectorOutcome
from rqdebug.scripts.running.lane import Lane
from rqdebug.scripts.running.run_pass import Budget, RunPass
from rqdebug.scripts.running.steps import CallRequest, StatementStarted

JOBS = object()
"""Represents a queue: a lane only passes it on."""


def steps_of(text, *outcomes, budget=1000, **common):
    """Run a lane with these outcomes of its calls; return its steps without StatementStarted."""
    lane = Lane(RunPass("edge", budget=Budget(budget), **common), "main", parse(text).body, {})
    waiting = list(outcomes)
    steps = []
    generator = lane.steps()
    answer = None
    while True:
        try:
            step = generator.send(answer)
        except StopIteration:
            assert not waiting, "not every outcome was used"
            return steps
        answer = waiting.pop(0) if isinstance(step, CallRequest) else None
        if not isinstance(step, StatementStarted):
            steps.append(step)


def verdicts(steps):
    return [(line, verdict) for line, verdict, *_ in results(steps)]


def results(steps):
    return [
        (step.line, step.outcome, step.expected, step.got) for step in steps if isinstance(step, VectorResult)
    ]


def after_create(text, *outcomes, **common):
    """Return the steps that follow the creation of a queue in the first line."""
    return steps_of(f"jobs = create()\n{text}", VectorOutcome(JOBS), *outcomes, **common)[2:]
