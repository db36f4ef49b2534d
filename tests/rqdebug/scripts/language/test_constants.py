# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest

from rqdebug.scripts.language.constants import is_constant, read_duration
from rqdebug.scripts.language.parser import parse


def expression(text):
    return parse(f"x = 1\ny = {text}").body[1].value


@pytest.mark.parametrize(
    ("text", "ns"), [("1", 10**9), ("0.5", 5 * 10**8), ("'5ms'", 5 * 10**6), ("'2 us'", 2000)]
)
def test_duration_is_seconds_or_a_text_with_a_unit(text, ns):
    assert read_duration(expression(text)) == ns


@pytest.mark.parametrize("text", ["-1", "'5'", "'5 min'", "True and 1", "1e10", "x"])
def test_anything_else_is_no_duration(text):
    with pytest.raises(ValueError, match="a duration is"):
        read_duration(expression(text))


@pytest.mark.parametrize(
    ("text", "constant"),
    [
        ("-1", True),
        ("[1, {'a': [None]}]", True),
        ("x", False),
        ("[x]", False),
        ("{x: 1}", False),
        ("1 + 1", False),
    ],
)
def test_constants_are_literals_and_their_lists_and_dicts(text, constant):
    assert is_constant(expression(text)) is constant
