# SPDX-License-Identifier: GPL-3.0-or-later
"""Parses simple statements, and the definitions of a script: functions, parameters and included files."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar

from rqdebug.errors import ScriptError
from rqdebug.scripts.language import expression_nodes, script_nodes
from rqdebug.scripts.language.conditions import Conditions, is_condition
from rqdebug.scripts.language.constants import is_constant
from rqdebug.scripts.language.expressions import Expressions, is_vector
from rqdebug.scripts.language.rejections import rejection_message
from rqdebug.scripts.language.scope import BrokenName, Scope
from rqdebug.scripts.language.source import ScriptSource
from rqdebug.scripts.language.vocabulary import (
    AT,
    CALLS,
    MAX_DEPTH,
    NOTE,
    PARAMETER,
    SLEEP,
    Signature,
    ValueKind,
)


class StatementParser:
    """Parses simple statements; ``parser`` adds loops and blocks. Every method can raise ScriptError.

    Args:
        source: The script.
        problems: Receives all errors; None raises the first.
    """

    readers: ClassVar[Mapping[type[ast.stmt], Callable[[Any, Any, Scope], script_nodes.Statement]]] = {}
    """The method for each kind of statement."""

    def __init__(self, source: ScriptSource, problems: list[ScriptError] | None = None) -> None:
        self._source = source
        self._problems = problems
        self._expressions = Expressions(source)
        self._depth = 0
        self._limits: script_nodes.DurationLimits | None = None
        self._parameters: set[str] = set()
        self._marked: frozenset[int] = frozenset()
        self._off: set[int] = set()
        self._conditions = Conditions(source, self._expressions)

    def script(self, folder: Path | None) -> script_nodes.Script:
        """Parse the whole script; ``folder`` has the files that it can read."""
        self._marked = self._source.off_lines()
        scope = Scope()
        self._depth = 1
        body = tuple(self._statements(self._source.statements(), scope))
        return script_nodes.Script(
            body,
            self._source.filename,
            folder,
            frozenset(self._off),
            self._expressions.names_targets,
            tuple(self._expressions.inputs),
        )

    def _body(self, statements: Sequence[ast.stmt], scope: Scope) -> tuple[script_nodes.Statement, ...]:
        if self._depth > MAX_DEPTH:
            raise self._source.error(statements[0], f"blocks can be nested at most {MAX_DEPTH} levels deep")
        self._depth += 1
        try:
            return tuple(self._statements(statements, scope))
        finally:
            self._depth -= 1

    def _statements(self, nodes: Iterable[ast.stmt], scope: Scope) -> Iterator[script_nodes.Statement]:
        for node in nodes:
            try:
                yield self._statement(node, scope)
            except (ScriptError, BrokenName) as error:
                self._collect(error, node, scope)

    def _collect(self, error: ScriptError | BrokenName, node: ast.stmt, scope: Scope) -> None:
        """Collect the error of a statement, and continue after it; without ``problems``, raise it."""
        if self._problems is None:
            raise error
        if isinstance(error, ScriptError) and self._source.broken_names(error.line) is None:
            self._problems.append(error)
        self._continue_after(node, scope, self._source.broken_names(node.lineno) or ())

    def _continue_after(self, node: ast.stmt, scope: Scope, names: Iterable[str]) -> None:
        """Check the body of a block whose first line has an error; its names are not reported as missing."""
        match node:
            case ast.Assign(targets=[ast.Name(id=name)]) | ast.For(target=ast.Name(id=name)):
                names = (*names, name)
        for name in names:
            scope.mark_broken(name)
        if isinstance(node, (ast.For, ast.With, ast.If)):
            self._body(node.body, scope)

    def _statement(self, node: ast.stmt, scope: Scope) -> script_nodes.Statement:
        reader = self.readers.get(type(node))
        if reader is None:
            raise self._source.error(node, rejection_message(node))
        statement = reader(self, node, scope)
        if node.lineno in self._marked:
            self._off.add(statement.line)
        return statement

    def _head(self, node: ast.stmt) -> tuple[int, int, str]:
        """Return the first fields of every statement: line, column and text."""
        return *self._source.position(node), self._source.text_of(node)

    def _call_statement(self, node: ast.Expr, scope: Scope) -> script_nodes.Statement:
        """Parse a call whose result is not used."""
        call = node.value
        if not is_vector(call):
            self._expressions.read(call, scope)  # reports a more specific error, if there is one
            raise self._source.error(
                node, "this statement does nothing; write a call, an assignment or an assert"
            )
        match call.func:
            case ast.Name(id=SLEEP.name):
                return script_nodes.Sleep(*self._head(node), self._single_argument(call, SLEEP, scope))
            case ast.Name(id=AT.name):
                return script_nodes.At(*self._head(node), self._single_argument(call, AT, scope))
            case ast.Name(id=NOTE.name):
                return script_nodes.Note(*self._head(node), self._single_argument(call, NOTE, scope))
        return self._vector(node, call, self._success(node), scope)

    def _single_argument(
        self, call: ast.Call, signature: Signature, scope: Scope
    ) -> expression_nodes.Expression:
        """Return the argument of a call with one parameter."""
        (value,) = self._expressions.arguments(call, signature, scope).values()
        return value

    def _vector(
        self,
        node: ast.stmt,
        call: ast.Call,
        expectation: script_nodes.Expectation,
        scope: Scope,
        target: ast.Name | None = None,
        message: expression_nodes.Expression | None = None,
    ) -> script_nodes.Vector:
        parsed = self._expressions.call(call, scope)
        name = None if target is None else target.id
        if target is not None:
            signature = CALLS.get(parsed.method)
            self._define(target, scope, signature.returns if signature else ValueKind.VALUE)
        return script_nodes.Vector(*self._head(node), parsed, expectation, name, self._limits, message)

    def _success(self, node: ast.stmt) -> script_nodes.Success:
        return script_nodes.Success(*self._source.position(node))

    def _assign(self, node: ast.Assign, scope: Scope) -> script_nodes.Statement:
        if len(node.targets) > 1 or not isinstance(node.targets[0], ast.Name):
            raise self._source.error(node.targets[-1], "an assignment sets one name, as in x = 1")
        target = node.targets[0]
        match node.value:
            case ast.Call(func=ast.Name(id=PARAMETER.name)) as call:
                return self._parameter(node, target, call, scope)
        if is_vector(node.value):
            return self._vector(node, node.value, self._success(node), scope, target)
        value = self._expressions.read(node.value, scope)
        # After the value: x = x + 1 needs an x that was defined before.
        self._define(target, scope)
        return script_nodes.Let(*self._head(node), target.id, value)

    def _parameter(
        self, node: ast.Assign, target: ast.Name, call: ast.Call, scope: Scope
    ) -> script_nodes.Statement:
        if self._depth > 1:
            raise self._source.error(call, "a parameter is allowed only outside of blocks")
        if target.id in self._parameters:
            raise self._source.error(
                target, f"there is already a parameter {target.id!r}; choose another name"
            )
        given = self._expressions.arguments(call, PARAMETER, scope)
        default, help = given["default"], given.get("help")
        if not is_constant(default):
            raise self._source.error(call, "the default of a parameter is a constant, such as 100 or 'a'")
        if not (help is None or (isinstance(help, expression_nodes.Literal) and isinstance(help.value, str))):
            raise self._source.error(call, "the help of a parameter is a constant text")
        self._parameters.add(target.id)
        self._define(target, scope)
        description = "" if help is None else str(help.value)
        return script_nodes.ScriptParameter(*self._head(node), target.id, default, description)

    def _define(self, target: ast.Name, scope: Scope, kind: ValueKind = ValueKind.VALUE) -> None:
        try:
            scope.define(target.id, kind)
        except ValueError as error:
            raise self._source.error(target, str(error)) from None

    def _assert(self, node: ast.Assert, scope: Scope) -> script_nodes.Statement:
        message = None if node.msg is None else self._expressions.read(node.msg, scope)
        if is_condition(node.test):
            expectation = script_nodes.Truth(*self._source.position(node.test), True)
            value: script_nodes.Condition = self._conditions.read(node.test, scope)
            claim = ast.unparse(node.test)
            return script_nodes.Check(*self._head(node), value, expectation, claim, self._limits, message)
        subject, claimed = self._conditions.read_claim(node.test, scope)
        if is_vector(subject):
            return self._vector(node, subject, claimed, scope, message=message)
        value = self._expressions.read(subject, scope)
        return script_nodes.Check(*self._head(node), value, claimed, message=message)
