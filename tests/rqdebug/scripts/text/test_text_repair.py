# SPDX-License-Identifier: GPL-3.0-or-later
"""All errors of a script: each is found, and none that only follows from another."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rqdebug.errors import ScriptError
from rqdebug.scripts.language.parser import check, parse

VALID = """\
jobs = create(name="jobs", maxsize=2)
with parallel():
    with lane("producer"):
        for i in range(3):
            jobs.put(i)
    with lane("consumer"):
        assert jobs.get(timeout=1) == 0
with raises(Full): jobs.put(
    1,
    timeout=0.1,
)
x = 3
assert x == 3
jobs.close()
"""


def lines_of_errors(text):
    return [problem.line for problem in check(text)[1]]


def test_valid_script_has_no_errors_and_is_complete():
    script, problems = check(VALID)
    assert problems == []
    assert script == parse(VALID)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("jobs = create()\njobs.nonsense()\njobs.put(2\nimport os\nx = y\n", [2, 3, 4, 5]),
        ("a = 1 2\nb = 3 4\nc = 5\nd = e\n", [1, 2, 4]),
        ("jobs = create(\njobs.put(1)\njobs.wrong()\n", [1]),
        ("jobs = creat()\njobs.put(1)\nother = jobs.get()\nnote(other)\nz = w\n", [1, 5]),
        ("x = (\n  1,\n  2 3,\n)\nnote(x)\ny = z\n", [3, 6]),
        ('note("open\nnote(1)\nnote(n)\n', [1, 3]),
        ("note('''open\nnote(1)\n", [1]),
        ("for i in rang(3):\n    note(i)\n    note(j)\n", [1, 3]),
        ("for i in range(3)\n    note(i)\n    note(j)\n", [1, 3]),
        ("for i in range(3):\nnote(1)\nnote(j)\n", [2, 3]),
        ("note(1)\n    note(2)\n    note(3)\nnote(j)\n", [2, 4]),
        ("with repeat(2):\n    note(1)\n  note(2)\nnote(j)\n", [3, 4]),
        (
            'q = create()\nwith parallel():\n    with lane("a") q.put(1)\n    with lane("b"): q.putt(1)\n',
            [3, 4],
        ),
        (
            'q = create()\nwith parallel():\n    with lan("a"): q.putt(1)\n    with lane("b"): q.gett()\n',
            [3, 3, 4],
        ),
        ("q = create()\nwith raises(Full):\n    q.put(1 2)\nz = w\n", [3, 4]),
        ("q = create()\nwith timing(max=1):\n    q.putt(1)\nz = w\n", [3, 4]),
        ("q = create()\nwith timing(max=1):\n    q.put(1 2)\nz = w\n", [3, 4]),
        ("def f():\n    note(1)\nz = w\n", [3]),
        ("else: 1\nz = w\n", [1, 2]),
        ("note(a)\r\nnote(b)\rnote(c)\n", [1, 2, 3]),
    ],
)
def test_each_error_is_found_once(text, lines):
    assert lines_of_errors(text) == lines


def test_statements_without_errors_remain():
    script, problems = check("a = 1\nb = = 2\nwith repeat(2):\n    note(a)\n    note(c)\nd = 4\n")
    assert [problem.line for problem in problems] == [2, 5]
    assert [statement.text for statement in script.body] == ["a = 1", "with repeat(2):", "d = 4"]
    assert [statement.text for statement in script.body[1].body] == ["note(a)"]


def test_name_that_is_assigned_again_is_known_again():
    assert lines_of_errors("a = b\nnote(a)\na = 1\nnote(a)\nassert a.x() == 1\n") == [1, 5]


def test_error_of_the_whole_text_is_the_only_one():
    assert len(check("note('\ud800')\nx = y\n")[1]) == 1


def test_only_the_first_syntax_error_of_a_very_long_script_is_found():
    lines = ["note(1)"] * 80_000
    lines[10], lines[20], lines[50_000] = "note(z)", "note(1 2)", "note(1 2)"
    problems = check("\n".join(lines))[1]
    assert len(problems) == 1


def test_many_errors_in_one_part_are_all_found():
    text = "".join(f"note({n} {n})\nnote(x{n})\n" for n in range(40))
    assert lines_of_errors(text) == list(range(1, 81))


@given(st.text("aj.put(=1)[]'\"\n :#withrange", max_size=80))
def test_check_agrees_with_parse(text):
    script, problems = check(text)
    try:
        expected = parse(text)
    except ScriptError as error:
        assert problems
        assert (error.line, error.message) in [(each.line, each.message) for each in problems]
    else:
        assert problems == []
        assert script == expected


@given(st.integers(0, len(VALID)), st.text("()[]'\":=\n #x", max_size=4))
def test_damage_of_a_script_is_reported_where_it_is(place, damage):
    text = VALID[:place] + damage + VALID[place:]
    script, problems = check(text)
    try:
        parse(text)
    except ScriptError as error:
        assert error.line in [problem.line for problem in problems]
        places = [(problem.line, problem.column, problem.message) for problem in problems]
        assert len(set(places)) == len(places)
    else:
        assert problems == []
    assert script is not None
