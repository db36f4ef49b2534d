# SPDX-License-Identifier: GPL-3.0-or-later
"""Help texts and examples of the nodes of scripts."""

from __future__ import annotations

import dataclasses
import inspect

import pytest

from rqdebug.scripts.language import claim_nodes, expression_nodes, script_nodes
from rqdebug.scripts.language.claim_nodes import DurationLimits, Raises
from rqdebug.scripts.language.expression_nodes import Expression, Literal, ScriptNode
from rqdebug.scripts.language.language_reference import help_text
from rqdebug.scripts.language.parser import parse
from rqdebug.scripts.language.script_nodes import GUIDE, LaneBlock, Parallel, Statement, Vector

PREAMBLE = 'jobs = create()\nx = {"n": 1}\ny = 2\n'
RESULTS = "item = jobs.lease()\nheld = break_on('queue == jobs')\nevent = wait_for('queue == jobs')\n"
NODES = [
    each
    for module in (expression_nodes, claim_nodes, script_nodes)
    for _, each in inspect.getmembers(module, inspect.isclass)
    if issubclass(each, ScriptNode) and each.__module__ == module.__name__
]


def all_nodes(value):
    """Yield every node in a script, at any depth."""
    if isinstance(value, (tuple, list)):
        for member in value:
            yield from all_nodes(member)
    elif dataclasses.is_dataclass(value):
        yield value
        for field in dataclasses.fields(value):
            yield from all_nodes(getattr(value, field.name))


@pytest.mark.parametrize("node", GUIDE, ids=lambda node: node.__name__)
def test_guide_explains_the_node(node):
    assert node.syntax
    assert node.help.endswith(".")
    text = help_text()
    assert node.help in text
    assert all(line in text for line in node.syntax.splitlines())


def test_guide_has_every_node_with_an_example_once():
    explained = {node for node in NODES if node.syntax}
    assert set(GUIDE) == explained
    assert len(GUIDE) == len(explained)


def examples(node):
    """Return the examples in the syntax of a node as scripts."""
    if node is LaneBlock or node is Parallel:
        return ['with parallel():\n    with lane("producer"): jobs.put(1)']
    if issubclass(node, Expression):
        return [f"z = {each}" for each in node.syntax.split("  ") if each]
    return [node.syntax]


@pytest.mark.parametrize("node", GUIDE, ids=lambda node: node.__name__)
def test_example_of_a_node_parses_to_it(node, tmp_path):
    (tmp_path / "common.rqs").touch()
    for example in examples(node):
        script = parse(f"{PREAMBLE}{RESULTS}{example}", folder=tmp_path)
        assert any(type(each) is node for each in all_nodes(script.body[6:])), example


@pytest.mark.parametrize("node", NODES, ids=lambda node: node.__name__)
def test_nodes_are_immutable_and_begin_with_their_position(node):
    assert node.__dataclass_params__.frozen
    assert [field.name for field in dataclasses.fields(node)][:2] == ["line", "column"]


def test_equal_nodes_at_other_positions_differ():
    assert Literal(1, 1, 5) == Literal(1, 1, 5) != Literal(1, 2, 5)
    assert len({Literal(1, 1, 5), Literal(1, 1, 5)}) == 1


def test_statements_have_their_text():
    script = parse(PREAMBLE + "with repeat(2):\n    jobs.put(y)")
    texts = [each.text for each in all_nodes(script.body) if isinstance(each, Statement)]
    assert texts == [*PREAMBLE.splitlines(), "with repeat(2):", "jobs.put(y)"]


def test_expectation_of_raises_names_its_errors():
    (vector,) = parse(PREAMBLE + "with raises(Full, Closed): jobs.put(1)").body[3:]
    assert isinstance(vector, Vector)
    assert isinstance(vector.expectation, Raises)
    assert vector.expectation.errors == ("Full", "Closed")


def test_limits_without_numbers_allow_any_duration():
    assert DurationLimits() == DurationLimits(0, None)
