# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rqdebug.scripts.editing.proposals import call_tip, propose
from rqdebug.scripts.editing.typed_functions import typed_functions, typed_parameters
from rqdebug.scripts.signatures import ValueKind

DEF = "def fill(to : queue, count = 3, *, first=0):\n    "


def test_function_has_its_signature():
    text = DEF.replace(", ", ",\n   ")
    assert {name: each.syntax for name, each in typed_functions(text).items()} == {
        "fill": "fill(to: queue, count=3, *, first=0)"
    }


def test_parameters_are_known_inside_the_function_only():
    kinds = {"to": ValueKind.QUEUE, "count": ValueKind.VALUE, "first": ValueKind.VALUE}
    assert typed_parameters(DEF + "x = 1\n\n    # more\n    ") == kinds
    assert typed_parameters(DEF + "x = 1\ny = 2\n") == {}
    assert typed_parameters("x = 1\n") == {}


@pytest.mark.parametrize(
    ("before", "words"),
    [
        (DEF + "to.pu", ("put", "put_nowait", "put_many", "purge")),
        (DEF + "x = cou", ("count",)),
        (DEF + "x = 1\nfi", ("fill",)),
        (DEF + "x = 1\nfill(a, co", ("count=",)),
    ],
)
def test_functions_and_parameters_are_proposed(before, words):
    assert propose(before).words == words


def test_call_of_a_function_of_the_script_has_a_tip():
    tip = call_tip(DEF + "x = 1\ny = fill(a, ")
    assert tip.text.splitlines() == ["fill(to: queue, count=3, first=0)", "A function of this script."]
    assert tip.text[slice(*tip.highlight)] == "count=3"


@given(st.text("def f(a:queue=1,)\n \t*x", max_size=80))
def test_any_text_is_accepted(text):
    typed_functions(text)
    typed_parameters(text)
    propose(text, is_wanted=True)
    call_tip(text)
