# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest

from rqdebug.scripts.language.evaluation import Evaluator, loop_range
from rqdebug.scripts.language.functions import SeededRandom
from rqdebug.scripts.language.parser import parse
from rqdebug.scripts.language.vocabulary import MAX_SIZE


def value(text, **variables):
    """Evaluate an expression with these variables."""
    preamble = "".join(f"{name} = 0\n" for name in variables)
    return Evaluator(variables, SeededRandom(1, "here"))(parse(f"{preamble}result = {text}").body[-1].value)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 + 2 * 3", 7),
        ("-x", -5),
        ("7 // 2", 3),
        ("7 / 2", 3.5),
        ("7 % 4", 3),
        ("2 - 0.5", 1.5),
        ("'a' + 'b'", "ab"),
        ("b'a' * 3", b"aaa"),
        ("'a' * -1", ""),
        ("[1, [x], None, True]", [1, [5], None, True]),
        ("{'n': x}", {"n": 5}),
        ("f'job {x:03}, {1.5:.2f}, {x}'", "job 005, 1.50, 5"),
        ("y['n'][0]", "first"),
        ("0 < x < 9", True),
        ("0 < x < 5", False),
        ("x in [1, 5]", True),
        ("x < 'a'", False),
        ("x and y['n']", ["first"]),
        ("x == 1 or x", 5),
        ("0 and 1 / 0", 0),
        ("not x", False),
        ("x == 5 and not x != 5", True),
    ],
)
def test_expression_has_its_value(text, expected):
    assert value(text, x=5, y={"n": ["first"]}) == expected


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("'a' * 1000000000000", "1,000,000,000,000 characters"),
        ("'a' * x + 'a' * x", "characters"),
        ("['a' * x, 'a' * x]", "characters"),
        ("f'{big}{big}'", "characters"),
        ("18446744073709551615 * 18446744073709551615", "too large"),
        ("1 / 0", "division by zero"),
        ("'%1000000000d' % 1", "unsupported operands"),
        ("'a' + 1", "unsupported operands"),
        ("[1] * 3", "expected a number, not list"),
        ("True + 1", "expected a number, not bool"),
        ("y['m']", "there is no 'm'; the keys are none"),
        ("[1][2]", "out of range"),
        ("{[]: 1}", "unhashable"),
        ("f'{y:d}'", "format"),
    ],
)
def test_invalid_expression_is_explained(text, words):
    variables = {"x": MAX_SIZE // 2 + 1, "y": {}, "big": "a" * (MAX_SIZE // 2 + 1)}
    with pytest.raises(ValueError, match=words):
        value(text, **variables)


def test_function_has_its_value():
    assert value("len([1, 2]) + len('abc')") == 5
    assert value("sorted([2, 1])") == [1, 2]
    assert len(value("payload(size=1000, codec='text')")) == 1000
    assert value("random_int(3, 3)") == 3


def test_exponentially_nested_value_is_rejected():
    variables = {"x": [1]}
    with pytest.raises(ValueError, match="members"):
        for _ in range(100):
            variables["x"] = value("[x, x]", **variables)


def test_unset_variable_is_an_error():
    expression = parse("x = 0\ny = x").body[1].value
    with pytest.raises(ValueError, match="'x' has no value"):
        Evaluator({}, SeededRandom(1, "here"))(expression)


@pytest.mark.parametrize("bounds", [[10], [2, 10], [10, 0, -3], [0]])
def test_loop_range_counts_like_range(bounds):
    assert loop_range(bounds) == range(*bounds)


@pytest.mark.parametrize(
    "bounds", [[10**6 + 1], [10**30], [0, -(10**12), -1], [0, 1, 0], ["a"], [1.5], [True]]
)
def test_invalid_or_long_loop_range_is_rejected(bounds):
    with pytest.raises(ValueError, match=r"at most|whole|zero"):
        loop_range(bounds)
