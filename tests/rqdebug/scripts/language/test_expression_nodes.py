# SPDX-License-Identifier: GPL-3.0-or-later
"""Expressions as nodes; test_script_nodes checks their help and examples."""

from __future__ import annotations

import pytest

from rqdebug.scripts.language.expression_nodes import GUIDE, Compared, Expression, variables
from rqdebug.scripts.language.parser import parse


def expression(text):
    return parse(f"x = 1\ny = 2\nz = {text}").body[2].value


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("1", []),
        ("x", ["x"]),
        ("[x, {y: x}]", ["x", "y", "x"]),
        ("f'{x} {y:03}'", ["x", "y"]),
        ("0 < x < y and not len([x])", ["x", "y", "x"]),
        ("max(x, y)", ["x", "y"]),
    ],
)
def test_variables_are_in_the_order_of_the_text(text, names):
    assert [variable.name for variable in variables(expression(text))] == names


def test_chain_has_one_operator_fewer_than_operands():
    chain = expression("0 < x <= y")
    assert isinstance(chain, Compared)
    assert chain.operators == ("<", "<=")
    assert len(chain.operands) == 3


def test_every_expression_of_the_guide_is_an_expression():
    assert all(issubclass(node, Expression) for node in GUIDE)
