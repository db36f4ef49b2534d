# SPDX-License-Identifier: GPL-3.0-or-later
"""One changed expectation in a generated script makes the run fail, in exactly this line, for every kind."""

from __future__ import annotations

import ast
import re

import pytest

import rqcore
from rqdebug.scripts.generation.generator import generate
from rqdebug.scripts.generation.generator_settings import DataChoice, GeneratorSettings, Strategy
from rqdebug.scripts.language.parser import parse
from rqdebug.scripts.report import RunStatus, Verdict
from rqdebug.scripts.running.options import Options
from rqdebug.scripts.running.script_run import ScriptRun

EQUAL = re.compile(r"assert (\w+\.\w+\(.*\)) == (.*)")
TRUE = re.compile(r"assert (not )?(\w+\.\w+\(.*\))")
RAISED = re.compile(r"with raises\((\w+)\): (.*)")
ORDERS = tuple({"order": {"id": number, "price": number + 0.5}, "at": f"t{number}"} for number in range(40))


def inexact(value, changed):
    """Return an expression that equals a value, or one that differs from it in one place."""
    match value:
        case bool() | None:
            return repr(value is not True if changed else value)
        case int() | float():
            return f"approx({value + (0.001 if changed else 0)!r})"
        case str():
            return f"matches({'^' + re.escape(value) + ('!' if changed else '') + '$'!r})"
        case []:
            return "[1]" if changed else "[]"
        case list():
            members = [inexact(each, changed and number == 0) for number, each in enumerate(value)]
            return f"[{', '.join(members)}]"
        case dict():
            price = value["order"]["price"] + (0.001 if changed else 0)
            return f"has({{'order': {{'price': approx({price!r})}}}})"
    raise AssertionError(value)


def expectations(text):
    """Yield the line, the kind, the line with another notation, and the line with a changed expectation."""
    for number, line in enumerate(text.splitlines(), 1):
        if found := EQUAL.fullmatch(line):
            call, written = found.groups()
            value = ast.literal_eval(written)
            right, wrong = (f"assert {call} == {inexact(value, changed)}" for changed in (False, True))
            method = call.partition(".")[2].partition("(")[0]
            kind = method if method == "qsize" else type(value).__name__
            yield number, kind, right, wrong
            yield number, f"exact {kind}", line, f"assert {call} == {[value]!r}"
            yield number, f"!= {kind}", f"assert not {call} != {written}", f"assert {call} != {written}"
        elif found := TRUE.fullmatch(line):
            opposite, call = found.groups()
            yield number, "truth", line, f"assert {'' if opposite else 'not '}{call}"
        elif found := RAISED.fullmatch(line):
            error, call = found.groups()
            yield number, error, line, f"with raises({'Full' if error == 'Empty' else 'Empty'}): {call}"


def replaced(text, lines):
    return "\n".join(lines.get(number, line) for number, line in enumerate(text.splitlines(), 1))


SCRIPTS = {
    "unique": GeneratorSettings(
        Strategy.WALK, 150, kinds=("fifo", "lifo", "priority"), queues=4, longest=0.001, seed=5
    ),
    "orders": GeneratorSettings(
        Strategy.WALK,
        120,
        kinds=("fifo", "lifo"),
        longest=0.001,
        seed=6,
        data=DataChoice.CUSTOM,
        custom=ORDERS,
    ),
}
TEXTS = {name: generate(settings).text for name, settings in SCRIPTS.items()}
CASES = {
    (name, kind): (number, wrong)
    for name, text in TEXTS.items()
    for number, kind, _, wrong in expectations(text)
}
"""The last expectation of each kind in each script."""


def report_of(text, url):
    run = ScriptRun(parse(text), {"edge": lambda: rqcore.connect(url)}, Options(seed=1))
    run.start()
    return run.wait(50)


def test_every_kind_of_expectation_is_generated():
    kinds = {kind for _, kind in CASES}
    assert {"qsize", "str", "float", "list", "dict", "truth", "Empty", "Full", "exact str"} <= kinds


@pytest.mark.parametrize("name", SCRIPTS)
@pytest.mark.parametrize("notation", [0, 1, 2])
def test_right_expectations_pass_in_every_notation(name, notation, controller_url):
    lines = {}
    for number, _, right, _ in expectations(TEXTS[name]):
        lines.setdefault(number, []).append(right)
    text = replaced(TEXTS[name], {number: forms[notation % len(forms)] for number, forms in lines.items()})
    assert report_of(text, controller_url).status is RunStatus.PASSED


@pytest.mark.parametrize(("name", "kind"), CASES, ids=lambda value: value)
def test_one_changed_expectation_fails_in_its_line(name, kind, controller_url):
    number, wrong = CASES[name, kind]
    report = report_of(replaced(TEXTS[name], {number: wrong}), controller_url)
    assert report.status is RunStatus.FAILED
    assert [each.line for each in report.results if each.outcome is not Verdict.PASSED] == [number]
