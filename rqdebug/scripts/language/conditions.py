# SPDX-License-Identifier: GPL-3.0-or-later
"""Converts the conditions of ``assert`` in which calls of queues have a place."""

from __future__ import annotations

import ast

from rqdebug.scripts.interventions.debugger_functions import DEBUGGER_FUNCTIONS
from rqdebug.scripts.language import claim_nodes
from rqdebug.scripts.language.expressions import Expressions, is_vector, logical_word
from rqdebug.scripts.language.scope import Scope
from rqdebug.scripts.language.source import ScriptSource
from rqdebug.scripts.language.vocabulary import (
    EVENTUALLY,
    MAX_DEPTH,
    METHODS,
    RETURNED_KINDS,
)
from rqdebug.scripts.signatures import Signature, ValueKind

_PARAMETERS = Signature("eventually(*, timeout=5, every=0.02)", EVENTUALLY.help)
"""The parameters of ``eventually`` after its condition."""


def is_condition(test: ast.expr) -> bool:
    """Whether an assertion is more than one call or value with at most one comparison or ``not``."""
    match test:
        case ast.Compare(comparators=[other]):
            return is_vector(other)
        case ast.Compare() | ast.BoolOp():
            return True
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return isinstance(operand, (ast.Compare, ast.BoolOp)) or is_condition(operand)
    return _is_eventually(test)


class Conditions:
    """Converts the conditions of one script.

    Args:
        source: The script, which supplies positions for nodes and errors.
        expressions: Converts the values and calls in them.
    """

    def __init__(self, source: ScriptSource, expressions: Expressions) -> None:
        self._source = source
        self._expressions = expressions
        self._depth = 0
        self._in_eventually = False

    def read(self, node: ast.expr, scope: Scope) -> claim_nodes.Condition:
        """Convert a condition. A part without a call becomes an expression.

        Raises:
            ScriptError: At the position of what the language does not allow.
        """
        if self._depth >= MAX_DEPTH:
            raise self._source.error(node, f"a condition can have at most {MAX_DEPTH} levels")
        self._depth += 1
        try:
            return self._read(node, scope)
        finally:
            self._depth -= 1

    def read_claim(
        self, test: ast.expr, scope: Scope
    ) -> tuple[ast.expr, claim_nodes.Comparison | claim_nodes.Truth]:
        """Return the subject of a simple assert, and what is expected of it."""
        position = self._source.position(test)
        match test:
            case ast.Compare(left=left, comparators=[other]) as compared:
                (operator,) = self._expressions.operators(compared)
                expected = self._expressions.read(other, scope)
                return left, claim_nodes.Comparison(*position, operator, expected)
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return operand, claim_nodes.Truth(*position, False)
        return test, claim_nodes.Truth(*position, True)

    def _read(self, node: ast.expr, scope: Scope) -> claim_nodes.Condition:
        position = self._source.position(node)
        if not _has_call(node):
            return self._expressions.read(node, scope)
        match node:
            case ast.BoolOp(values=values):
                members = tuple(self.read(value, scope) for value in values)
                return claim_nodes.CombinedCondition(*position, logical_word(node), members)
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return claim_nodes.OppositeCondition(*position, self.read(operand, scope))
            case ast.Compare(left=left, comparators=others):
                operands = tuple(self._operand(each, scope) for each in (left, *others))
                return claim_nodes.CallTest(*position, operands, self._expressions.operators(node))
            case ast.Call() if _is_eventually(node):
                return self._eventually(node, scope)
            case ast.Call() if is_vector(node):
                return claim_nodes.CallTest(*position, (self._operand(node, scope),), ())
        return self._expressions.read(node, scope)  # reports the call in it

    def _operand(self, node: ast.expr, scope: Scope) -> claim_nodes.Operand:
        if not is_vector(node):
            return self._expressions.read(node, scope)
        call = self._expressions.call(node, scope)
        if RETURNED_KINDS.get(call.method) is ValueKind.LEASE:
            raise self._source.error(
                node, "a condition cannot lease an item, because no statement could acknowledge it"
            )
        if call.method in DEBUGGER_FUNCTIONS and not DEBUGGER_FUNCTIONS[call.method].has_value:
            raise self._source.error(node, f"{call.method}(…) cannot be part of a condition")
        if self._in_eventually and _can_wait_forever(call):
            raise self._source.error(
                node,
                "a call in eventually must not wait forever; give it timeout=… or block=False",
            )
        return call

    def _eventually(self, node: ast.Call, scope: Scope) -> claim_nodes.Condition:
        if len(node.args) != 1:
            raise self._source.error(node, f"eventually takes one condition, as in {EVENTUALLY.syntax}")
        if self._in_eventually:
            raise self._source.error(node, "an eventually cannot contain another one")
        options = ast.copy_location(ast.Call(node.func, [], node.keywords), node)
        limits = self._expressions.arguments(options, _PARAMETERS, scope)
        self._in_eventually = True
        try:
            condition = self.read(node.args[0], scope)
        finally:
            self._in_eventually = False
        return claim_nodes.Eventually(
            *self._source.position(node), condition, limits.get("timeout"), limits.get("every")
        )


def _is_eventually(node: ast.expr) -> bool:
    match node:
        case ast.Call(func=ast.Name(id=EVENTUALLY.name)):
            return True
    return False


def _has_call(node: ast.expr) -> bool:
    """Whether a condition contains a call of a queue at a place where it is allowed, or an ``eventually``."""
    remaining = [node]
    while remaining:
        match remaining.pop():
            case ast.BoolOp(values=values):
                remaining += values
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                remaining.append(operand)
            case ast.Compare(left=left, comparators=others):
                remaining += [left, *others]
            case ast.Call() as call if is_vector(call):
                return True
    return False


def _can_wait_forever(call: claim_nodes.Call) -> bool:
    method = METHODS.get(call.method)
    given = {name for name, _ in call.arguments}
    return (
        method is not None
        and any(parameter.name == "timeout" for parameter in method.parameters)
        and not given & {"timeout", "block"}
    )
