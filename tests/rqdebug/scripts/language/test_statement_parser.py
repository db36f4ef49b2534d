# SPDX-License-Identifier: GPL-3.0-or-later
"""Simple statements; test_parser has the whole grammar, test_definitions functions and files."""

from __future__ import annotations

import pytest

from rqdebug.errors import ScriptError
from rqdebug.scripts.language import script_nodes
from rqdebug.scripts.language.parser import parse
from rqdebug.scripts.language.scope import Scope
from rqdebug.scripts.language.source import ScriptSource
from rqdebug.scripts.language.statement_parser import StatementParser
from rqdebug.scripts.signatures import ValueKind


def test_parser_of_statements_needs_readers_for_their_kinds():
    parser = StatementParser(ScriptSource("x = 1", "some.rqs"))
    with pytest.raises(ScriptError):
        parser.script(None)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("x = 1", script_nodes.Let),
        ("x = parameter(1)", script_nodes.ScriptParameter),
        ("x = create()", script_nodes.Vector),
        ("assert 1 == 1", script_nodes.Check),
        ("sleep(0)", script_nodes.Sleep),
        ("at(1)", script_nodes.At),
        ("note('a')", script_nodes.Note),
        ("def f(): note('a')", script_nodes.Define),
    ],
)
def test_statement_becomes_its_node(text, kind):
    (statement,) = parse(text).body
    assert type(statement) is kind
    assert (statement.line, statement.column, statement.text) == (1, 1, text)


def test_scope_forgets_names_for_parameters():
    scope = Scope()
    scope.define("x", ValueKind.QUEUE)
    scope.forget(["x", "y"])
    assert not scope.has("x")
