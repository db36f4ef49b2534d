# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import sys
import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rqdebug.errors import ScriptError
from rqdebug.scripts.language import claim_nodes, expression_nodes, script_nodes
from rqdebug.scripts.language.parser import parse
from rqdebug.scripts.language.vocabulary import MAX_LANES, MAX_NAMES, MAX_SCRIPT

QUEUE = "jobs = create()\n"
REPLACEMENT_FIELD_COLUMN = 7 if sys.version_info >= (3, 12) else 5
"""The column of ``{1!r}`` in ``x = f'{1!r}'``; Python 3.11 has only the column of the whole string."""


def only(text):
    """Parse one statement after the creation of a queue."""
    _, statement = parse(QUEUE + text).body
    return statement


def error_of(text):
    with pytest.raises(ScriptError) as caught:
        parse(text, "some.rqs")
    return caught.value


def test_filename_is_kept():
    assert parse("", "some.rqs") == script_nodes.Script((), "some.rqs")


def test_call_is_a_vector_that_expects_success():
    vector = only('jobs.put("a", timeout=0.5)')
    assert vector.text == 'jobs.put("a", timeout=0.5)'
    assert (vector.line, vector.column) == (2, 1)
    assert (vector.call.receiver, vector.call.method) == ("jobs", "put")
    names = [(name, value.value) for name, value in vector.call.arguments]
    assert names == [("item", "a"), ("timeout", 0.5)]
    assert isinstance(vector.expectation, claim_nodes.Success)
    assert vector.name is None


def test_assigned_call_names_its_result():
    assert only("x = jobs.get()").name == "x"


@pytest.mark.parametrize("operator", ["==", "!=", "<", "<=", ">", ">=", "in", "not in"])
def test_assert_compares_a_call(operator):
    vector = only(f"assert jobs.get() {operator} [1]")
    assert isinstance(vector, script_nodes.Vector)
    assert vector.expectation.operator == operator
    assert isinstance(vector.expectation.other, expression_nodes.ListOf)


@pytest.mark.parametrize(("text", "wanted"), [("jobs.empty()", True), ("not jobs.empty()", False)])
def test_assert_can_expect_truth(text, wanted):
    assert only(f"assert {text}").expectation.wanted is wanted


def test_assert_checks_a_value():
    check = parse("x = 1\nassert x == 1").body[1]
    assert isinstance(check, script_nodes.Check)
    assert check.value == expression_nodes.Variable(2, 8, "x")


def test_raises_expects_any_of_several_errors():
    vector = only("with raises(Full, Closed): jobs.put(1)")
    assert vector.expectation.errors == ("Full", "Closed")
    assert vector.text == "jobs.put(1)"


def test_parallel_lanes_are_parsed():
    parallel = only('with parallel():\n  with lane("a"): jobs.put(1)\n  with lane("b"): jobs.get()')
    assert [(lane.name, lane.text) for lane in parallel.lanes] == [
        ("a", 'with lane("a"): jobs.put(1)'),
        ("b", 'with lane("b"): jobs.get()'),
    ]


def test_loop_has_name_bounds_and_body():
    loop = only("for i in range(1, 10, 2):\n    jobs.put(i)")
    assert [bound.value for bound in loop.bounds] == [1, 10, 2]
    assert loop.text == "for i in range(1, 10, 2):"
    assert loop.body[0].line == 3


def test_rows_repeat_and_at_are_parsed():
    text = 'for row in rows("a.csv"): x = row\nwith repeat(3): y = 1\nat(1.5)'
    each, repeat, at = parse(text).body
    assert (each.name, each.file.value, len(each.body)) == ("row", "a.csv", 1)
    assert (repeat.times.value, len(repeat.body)) == (3, 1)
    assert at.seconds.value == 1.5


@pytest.mark.parametrize(
    ("limits", "min_ns", "max_ns"),
    [
        ('max="5ms"', 0, 5 * 10**6),
        ('min="1.5 s", max=2', 15 * 10**8, 2 * 10**9),
        ('max="20 µs"', 0, 20_000),
        ('min="3us"', 3000, None),
        ("min=0.25", 25 * 10**7, None),
    ],
)
def test_timing_applies_to_every_call_in_it(limits, min_ns, max_ns):
    timing = only(f"with timing({limits}):\n  jobs.put(1)\n  with raises(Empty): jobs.get(timeout=0)")
    assert {(vector.limits.min_ns, vector.limits.max_ns) for vector in timing.body} == {(min_ns, max_ns)}
    assert only("jobs.put(1)").limits is None


def test_script_has_the_lines_of_statements_marked_off():
    script = parse(
        "x = 1\nx = 2  # off\nx = '# off'\nwith repeat(2):  #off\n  x = 3\n"
        "jobs = create()\nwith raises(Full):  # off\n  jobs.put(1)\n# off\nx = 4  # off and on"
    )
    assert script.off == {2, 4, 8}


def test_target_can_be_the_receiver_of_a_call():
    script = parse('edge = target("edge-1")\njobs = edge.create(maxsize=1)\njobs.put(1)\nx = edge.queues()')
    assert script.names_targets
    assert [vector.call.receiver for vector in script.body] == [None, "edge", "jobs", "edge"]
    assert not parse(QUEUE).names_targets


def test_expressions_can_call_functions():
    call = only("jobs.put([random_int(1, 6), payload(size=10, codec='text')])").call
    first, second = call.arguments[0][1].members
    assert (first.name, [name for name, _ in first.arguments]) == ("random_int", ["low", "high"])
    assert (second.name, [name for name, _ in second.arguments]) == ("payload", ["size", "codec"])
    assert isinstance(parse("x = len([1])").body[0], script_nodes.Let)


def test_text_of_a_long_vector_is_one_line():
    assert only("jobs.put({\n    'ä': 1,  \n})").text == "jobs.put({ 'ä': 1, })"


def test_columns_count_characters_and_not_bytes():
    assert error_of('jobs = create()\njobs.put("äöü"); jobs.putt(1)').column == 18


@pytest.mark.parametrize(
    ("text", "line", "column", "words"),
    [
        ("import os", 1, 1, "import"),
        ("from os import path", 1, 1, "import"),
        ('open("/etc/passwd")', 1, 1, "unknown function 'open'"),
        ("x = eval('1')", 1, 5, "'eval'"),
        ("jobs = create()\njobs.__class__", 2, 1, "attributes are not supported"),
        ("jobs = create()\njobs.__class__()", 2, 1, "no method '__class__'"),
        ("jobs = create()\njobs.put(jobs.controller)", 2, 10, "attributes are not supported"),
        ("x = ().__class__.__bases__", 1, 5, "attributes are not supported"),
        ("x = lambda: 1", 1, 5, "lambda"),
        ("x = [i for i in range(9)]", 1, 5, "comprehensions"),
        ("x = 1 if 2 else 3", 1, 5, "'if' is not supported"),
        ("while 1: x = 1", 1, 1, "while"),
        ("x += 1", 1, 1, "in full"),
        ("x = 2 ** 3", 1, 5, "**"),
        ("x = 'a'*10**12", 1, 9, "**"),
        ("x = (1, 2)", 1, 5, "tuples"),
        ("x = f'{1!r}'", 1, REPLACEMENT_FIELD_COLUMN, "format"),
        ("x = f'{1:100000000}'", 1, REPLACEMENT_FIELD_COLUMN, "format"),
        ("x = 3j", 1, 5, "is not a value that scripts support"),
        ("x = ...", 1, 5, "is not a value that scripts support"),
        ("x = {**{}}", 1, 8, "**"),
        ("x, y = 1", 1, 1, "one name"),
        ("x = y", 1, 5, "'y' is not defined here"),
        ("job = 1\nx = jobs", 2, 5, "did you mean 'job'?"),
        ("jobs.put(1)", 1, 1, "'jobs' is not defined here"),
        ("x = 1\nx.put(1)", 2, 1, "only queues"),
        ("x = 1\nx = create()", 2, 1, "cannot become a queue"),
        ("jobs = create()\nx = jobs", 2, 5, "is a queue"),
        ("create = 1", 1, 1, "reserved name"),
        ("__x = 1", 1, 1, "reserved name"),
        ("jobs = create()\njobs.putt(1)", 2, 1, "did you mean 'put'?"),
        ("jobs = create()\njobs.put()", 2, 1, "missing argument 'item'"),
        ("jobs = create()\njobs.get(1, 2, 3)", 2, 16, "too many"),
        ("jobs = create()\njobs.get(timout=1)", 2, 10, "did you mean 'timeout'?"),
        ("jobs = create()\njobs.get(**{})", 2, 10, "name=value"),
        ("jobs = create()\njobs.put(1, item=2)", 2, 13, "twice"),
        ("jobs = create()\njobs.put(jobs.get())", 2, 10, "x = jobs.get(…)"),
        ("create()()", 1, 1, "only a named queue or target"),
        ("x = sleep(1)", 1, 5, "on its own line"),
        ("sleep()", 1, 1, "missing argument 'seconds'"),
        ("x = range(3)", 1, 5, "only in a loop, as in for x in range(…)"),
        ("lane('a')", 1, 1, "begins a block and needs with"),
        ("x = true", 1, 5, "did you mean 'True'?"),
        ("for i in range(3): break", 1, 20, "'break' is not supported"),
        ("raise Full", 1, 1, "'raise' is not supported"),
        ("3", 1, 1, "does nothing"),
        ("assert 1 is 1", 1, 8, "write == or !="),
        ("jobs = create()\nwith raises(Ful): jobs.get()", 2, 13, "did you mean 'Full'?"),
        ("with raises(): x = 1", 1, 6, "takes one or more errors"),
        ("jobs = create()\nwith raises(Full): x = jobs.get()", 2, 20, "exactly one call"),
        ("with rises(Full): create()", 1, 6, "did you mean 'raises'?"),
        ("with open('x') as x: x = 1", 1, 1, "write one of these words after with"),
        ("with lane('a'): x = 1", 1, 6, "directly inside"),
        ("with parallel(): x = 1", 1, 18, "only lanes"),
        ("with parallel(1):\n  with lane('a'): x = 1", 1, 6, "no arguments"),
        ("with parallel():\n  with lane(): x = 1", 2, 8, "one constant name"),
        ("with parallel():\n  with lane('a'): x = 1\n  with lane('a'): x = 1", 3, 3, "already a lane 'a'"),
        ("for i in range(10**9): x = 1", 1, 16, "**"),
        ("for i in range(1000000000000): x = 1", 1, 10, "at most 1,000,000 times"),
        ("for i in range(1, 2, 0): x = 1", 1, 10, "must not be zero"),
        ("for i in [1]: x = 1", 1, 10, "range(stop)"),
        ("for i in rows(): x = 1", 1, 10, "missing argument 'file'"),
        ("with repeat(10**9): x = 1", 1, 13, "**"),
        ("with repeat(1000000000): x = 1", 1, 6, "at most 1,000,000 times"),
        ("with timing(max=1): sleep(0.05)", 1, 6, "this block has none"),
        ("with turn('a', 0): sleep(0)", 1, 6, "a number from 1"),
        ("with turn(a, 1): sleep(0)", 1, 6, "a constant name"),
        ("with timing(): x = 1", 1, 6, "takes min, max or both"),
        ("with timing(max='soon'): x = 1", 1, 6, "such as"),
        ("with timing(max=-1): x = 1", 1, 6, "such as"),
        ("with timing(mix=1): x = 1", 1, 13, "did you mean 'min'?"),
        ("x = at(1)", 1, 5, "on its own line"),
        ("payload(3)", 1, 1, "does nothing"),
        ("x = payloat(3)", 1, 5, "did you mean 'payload'?"),
        ("x = payload(3, 'raw')", 1, 16, "too many"),
        ("edge = target('a')\nx = edge", 2, 5, "is a target"),
        ("edge = target('a')\nedge.put(1)", 2, 1, "a target has no method 'put'"),
        ("edge = target('a')\nedge = create()", 2, 1, "cannot become a queue"),
        ("unique = 1", 1, 1, "reserved name"),
        ("for i in range(2): x = 1\nelse: x = 1", 2, 7, "'else' is not supported"),
        ("x = 99999999999999999999999", 1, 5, "too large"),
        ("x = (", 1, 5, "'('"),
        ("x = '\\d'", 1, 5, "escape"),
        ("x = 1\ny = '\0'", 2, 6, "is not allowed in a script"),
        ("x = '\ud800'", 1, 6, "is not allowed in a script"),
    ],
)
def test_invalid_script_is_explained_at_its_position(text, line, column, words):
    error = error_of(text)
    assert words in error.message
    assert (error.line, error.column, error.filename) == (line, column, "some.rqs")


def test_names_of_a_lane_are_not_defined_outside_it():
    text = "with parallel():\n  with lane('a'): x = 1\n  with lane('b'): assert x == 1"
    assert "'x' is not defined here" in error_of(text).message
    assert "'x' is not defined here" in error_of("with parallel():\n  with lane('a'): x = 1\ny = x").message


DEEP = 100_000


@pytest.mark.parametrize(
    "text",
    [
        "x = " + "(" * DEEP,
        "x = " + "-" * DEEP + "1",
        "x = " + "not " * DEEP + "1",
        "x = 1" + "+1" * DEEP,
        "x = a" + ".a" * DEEP,
        "x = a" + "()" * DEEP,
        "x = " + "[" * 190 + "]" * 190,
        "x = " + "lambda: " * DEEP + "1",
        "".join(f"{' ' * i}for i in range(1):\n" for i in range(60)) + " " * 60 + "x = 1",
        "".join(f"x{i} = 1\n" for i in range(MAX_NAMES + 1)),
        "with parallel():\n" + "".join(f" with lane('{i}'): x = 1\n" for i in range(MAX_LANES + 1)),
        "#" * (MAX_SCRIPT + 1),
        "x = " + "9" * 5000,
        "x = [" + "ä," * 200_000 + "]",
        "ä = 1\n" + "ä=ä;" * 20_000 + "y=z",
        "x = " + "y" * 1_000_000,
        "x = [" + "1," * 2_000_000 + "]",
        "x = f'" + "{1}" * 100_000 + "'",
        "x=1;" * 600_000,
        "x = payload(" + "1" * 30 + ")",
    ],
    ids=lambda text: text[:20],
)
def test_hostile_script_is_rejected_quickly(text):
    before = time.process_time()
    assert error_of(text).line >= 1
    assert time.process_time() - before < 5


def test_long_script_is_parsed_quickly():
    before = time.process_time()
    script = parse(QUEUE + "jobs.put({'n': 1})\n" * 20_000)
    assert len(script.body) == 20_001
    assert time.process_time() - before < 10


WORDS = (
    *("jobs", "x", "create", "queue", "put", "get", "sleep", "note", "range", "raises", "parallel", "lane"),
    *("repeat", "timing", "rows", "at", "target", "payload", "unique", "max", "'5ms'", "# off"),
    *("Full", "with", "for", "in", "assert", "not", "import", "lambda", "if", "else", "def", "__class__"),
    *("(", ")", "[", "]", "{", "}", ":", ",", ".", "=", "==", "*", "**", "-", "+", "%", "@", ":=", "\\"),
    *("\n", "\n  ", "\n    ", "\t", ";", "#", "'a'", 'f"{x}"', "b'\\x00'", "0", "1e999", "9" * 30, "ä", "\r"),
)


@given(st.one_of(st.text(), st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join)))
@example("\ufeffx = 1")
@example("x = 1\x0cy = 2")
@example("x = 1\u2028y = z")
@example("# coding: latin-1\nx = y")
@example("with lane('a'), lane('b'): x = 1")
@example("x: int = 1")
@example("async def f(): x = 1")
@example("match x:\n  case 1: x = 1")
def test_every_text_is_a_script_or_a_script_error(text):
    lines = text.count("\n") + text.count("\r") + 1
    try:
        script = parse(text)
    except ScriptError as error:
        assert 1 <= error.line <= lines + 1
        assert error.column >= 1
        assert error.message
    else:
        assert all(1 <= statement.line <= lines for statement in script.body)


def test_parsing_does_not_change_the_recursion_limit():
    before = sys.getrecursionlimit()
    error_of("x = " + "-" * DEEP + "1")
    assert sys.getrecursionlimit() == before


@pytest.mark.parametrize("text", ["assert jobs.get() == 1", "assert jobs.qsize() == 1 or jobs.empty()"])
def test_assert_can_have_a_message(text):
    assert only(f'{text}, f"number {1}"').message is not None
    assert only(text).message is None


def test_timing_limits_a_condition_with_calls():
    timing = only('with timing(max="5ms"): assert jobs.empty() and not jobs.full()')
    assert timing.body[0].limits.max_ns == 5_000_000


def test_soft_and_retry_are_blocks():
    assert len(only("with soft(): jobs.put(1)").body) == 1
    assert only("with retry(3): jobs.put(1)").times.value == 3


@pytest.mark.parametrize(
    "inner", ['with turn("a", 1): jobs.put(1)', 'with parallel():\n    with lane("a"): jobs.put(1)']
)
def test_retry_refuses_lanes_and_turns(inner):
    assert "a retry cannot contain " in error_of(f"{QUEUE}with retry(2):\n  {inner}").message
