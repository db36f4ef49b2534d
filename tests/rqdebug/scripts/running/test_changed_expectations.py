# SPDX-License-Identifier: GPL-3.0-or-later
"""Each way to write an expectation passes if it is right, and fails if it is changed."""

from __future__ import annotations

import re

import pytest

import rqcore
from rqdebug.scripts.generation.generator import generate
from rqdebug.scripts.generation.generator_settings import GeneratorSettings, Strategy
from rqdebug.scripts.language.parser import parse
from rqdebug.scripts.report import Verdict
from rqdebug.scripts.running.options import Options
from rqdebug.scripts.running.script_run import ScriptRun

COMPARED = re.compile(r"( *)assert (\w+\.\w+\(.*\)) == (.*)")
TESTED = re.compile(r"( *)assert (not )?(\w+\.\w+\(.*\))")
RAISED = re.compile(r"( *)with raises\((\w+)\): (.*)")
FORMS = (
    "{call} == {value}",
    "{value} == {call}",
    "not {call} != {value}",
    "{call} == {value} and True",
    "False or {call} == {value}",
    "{call} in [{value}]",
    '{call} == {value}, "a message"',
    "eventually({call} == {value}, timeout=0)",
    "all([True]) and {call} == {value}",
)


@pytest.fixture(scope="module", params=range(3))
def text(request):
    settings = GeneratorSettings(
        Strategy.WALK, 150, kinds=("fifo", "lifo", "priority"), queues=4, longest=0.001, seed=request.param
    )
    return generate(settings).text


def rewritten(text, form, *, changed):
    """Return a script with each expectation in a form, changed or not, and the lines of the expectations."""
    lines, expecting = [], set()
    for number, line in enumerate(text.splitlines(), 1):
        if found := COMPARED.fullmatch(line):
            space, call, value = found.groups()
            value = f"[{value}]" if changed else value
            if "eventually" in form and re.search(r"\.(get|put|join)\w*\((?!.*(timeout|block))", call):
                form_here = FORMS[0]  # it could wait forever
            else:
                form_here = form
            line = f"{space}assert {form_here.format(call=call, value=value)}"
            expecting.add(number)
        elif found := TESTED.fullmatch(line):
            space, opposite, call = found.groups()
            line = f"{space}assert {'not ' if changed is not bool(opposite) else ''}{call}"
            expecting.add(number)
        elif found := RAISED.fullmatch(line):
            space, error, call = found.groups()
            if changed:
                error = "TooMany"
            line = f"{space}with raises({error}): {call}"
            expecting.add(number)
        lines.append(line)
    return "\n".join(lines), expecting


def verdicts(text, url):
    run = ScriptRun(parse(text), {"edge": lambda: rqcore.connect(url)}, Options(seed=1))
    run.start()
    return {result.line: result.outcome for result in run.wait(50).results}


@pytest.mark.parametrize("form", FORMS)
def test_right_expectation_passes(text, form, controller_url):
    script, expecting = rewritten(text, form, changed=False)
    assert len(expecting) > 50
    assert set(verdicts(script, controller_url).values()) == {Verdict.PASSED}


@pytest.mark.parametrize("form", FORMS)
def test_changed_expectation_fails(text, form, controller_url):
    script, expecting = rewritten(text, form, changed=True)
    found = verdicts(script, controller_url)
    assert {line for line, verdict in found.items() if verdict is not Verdict.PASSED} == expecting
