# SPDX-License-Identifier: GPL-3.0-or-later
"""From the text of a script to its nodes.

The syntax is Python's, read with ``ast`` and never executed. Of it there is::

    script     = statement*
    statement  = call | name "=" call | name "=" expression
               | "assert" ["not"] (call | expression) [comparison expression]
               | "with" "raises" "(" error ("," error)* ")" ":" call
               | "for" name "in" "range" "(" expression{1,3} ")" ":" statement+
               | "with" "parallel" "()" ":" lane+
               | "sleep" "(" expression ")" | "note" "(" expression ")"
    lane       = "with" "lane" "(" text ")" ":" statement+
    call       = name "." method "(" arguments ")" | "create" "(" … ")" | "queue" "(" … ")"
    comparison = "==" | "!=" | "<" | "<=" | ">" | ">=" | "in" | "not" "in"

Expressions are those of ``expressions``. Names are checked here, so that a
misspelt one is found before anything runs.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from typing import Any

from rqdebug.script import nodes
from rqdebug.script.evaluate import rounds
from rqdebug.script.expressions import Expressions
from rqdebug.script.language import (
    ERRORS,
    FUNCTIONS,
    MAX_DEPTH,
    MAX_LANES,
    NOTE,
    RANGE_SYNTAX,
    SLEEP,
    did_you_mean,
)
from rqdebug.script.refusals import refusal
from rqdebug.script.scope import Scope
from rqdebug.script.source import Source

_COMPARISONS: dict[type[ast.cmpop], str] = {
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.In: "in",
    ast.NotIn: "not in",
}


def parse(text: str, filename: str = "<script>") -> nodes.Script:
    """The script that a text stands for. Raises ScriptError, with line and column."""
    return _Parser(Source(text, filename)).script()


class _Parser:
    """Reads the statements of one script. Every method raises ScriptError."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._expressions = Expressions(source)
        self._depth = 0

    def script(self) -> nodes.Script:
        return nodes.Script(self._body(self._source.tree().body, Scope()), self._source.filename)

    def _body(self, statements: Sequence[ast.stmt], scope: Scope) -> tuple[nodes.Statement, ...]:
        if self._depth > MAX_DEPTH:
            raise self._source.error(statements[0], "this is nested too deeply")
        self._depth += 1
        try:
            return tuple(self._statement(statement, scope) for statement in statements)
        finally:
            self._depth -= 1

    def _statement(self, node: ast.stmt, scope: Scope) -> nodes.Statement:
        reader = _READERS.get(type(node))
        if reader is None:
            raise self._source.error(node, refusal(node))
        return reader(self, node, scope)

    def _head(self, node: ast.stmt) -> tuple[int, int, str]:
        """What every statement begins with: line, column and text."""
        return *self._source.place(node), self._source.text_of(node)

    def _plain(self, node: ast.Expr, scope: Scope) -> nodes.Statement:
        """A call that stands alone."""
        call = node.value
        if not isinstance(call, ast.Call):
            self._expressions.read(call, scope)  # may have something better to say
            raise self._source.error(node, "this does nothing; a statement calls, assigns or asserts")
        match call.func:
            case ast.Name(id=SLEEP.name):
                seconds = self._expressions.arguments(call, SLEEP, scope)["seconds"]
                return nodes.Sleep(*self._head(node), seconds)
            case ast.Name(id=NOTE.name):
                return nodes.Note(*self._head(node), self._expressions.arguments(call, NOTE, scope)["text"])
        return self._vector(node, call, self._success(node), scope)

    def _vector(
        self, node: ast.stmt, call: ast.Call, expectation: nodes.Expectation, scope: Scope
    ) -> nodes.Vector:
        return nodes.Vector(*self._head(node), self._expressions.call(call, scope), expectation)

    def _success(self, node: ast.stmt) -> nodes.Success:
        return nodes.Success(*self._source.place(node))

    def _assign(self, node: ast.Assign, scope: Scope) -> nodes.Statement:
        if len(node.targets) > 1 or not isinstance(node.targets[0], ast.Name):
            raise self._source.error(node.targets[-1], "only one name can be assigned, as in x = 1")
        target = node.targets[0]
        if isinstance(node.value, ast.Call):
            call = self._expressions.call(node.value, scope)
            self._define(target, scope, is_queue=call.method in FUNCTIONS)
            return nodes.Vector(*self._head(node), call, self._success(node), target.id)
        value = self._expressions.read(node.value, scope)
        self._define(target, scope)
        return nodes.Let(*self._head(node), target.id, value)

    def _define(self, target: ast.Name, scope: Scope, *, is_queue: bool = False) -> None:
        try:
            scope.define(target.id, is_queue=is_queue)
        except ValueError as error:
            raise self._source.error(target, str(error)) from None

    def _assert(self, node: ast.Assert, scope: Scope) -> nodes.Statement:
        if node.msg is not None:
            raise self._source.error(node.msg, "assert takes no message; use note() before it")
        subject, expectation = self._claim(node.test, scope)
        if isinstance(subject, ast.Call):
            return self._vector(node, subject, expectation, scope)
        return nodes.Check(*self._head(node), self._expressions.read(subject, scope), expectation)

    def _claim(self, test: ast.expr, scope: Scope) -> tuple[ast.expr, nodes.Comparison | nodes.Truth]:
        """What an assert speaks of, and what it says of it."""
        place = self._source.place(test)
        match test:
            case ast.Compare(left=left, ops=[op], comparators=[other]) if type(op) in _COMPARISONS:
                expected = self._expressions.read(other, scope)
                return left, nodes.Comparison(*place, _COMPARISONS[type(op)], expected)
            case ast.Compare(ops=[_]):
                raise self._source.error(test, "compare with ==")
            case ast.Compare():
                raise self._source.error(test, "one comparison at a time; write an assert for each")
            case ast.UnaryOp(op=ast.Not(), operand=ast.Compare()):
                raise self._source.error(test, "turn the comparison round, as in assert x != 1")
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return operand, nodes.Truth(*place, False)
        return test, nodes.Truth(*place, True)

    def _loop(self, node: ast.For, scope: Scope) -> nodes.Loop:
        if node.orelse:
            raise self._source.error(node.orelse[0], "there is no else")
        if not isinstance(node.target, ast.Name):
            raise self._source.error(node.target, "one name counts the rounds, as in for i in range(10)")
        match node.iter:
            case ast.Call(func=ast.Name(id="range"), args=[_, *more] as args, keywords=[]) if len(more) < 3:
                bounds = tuple(self._expressions.read(bound, scope) for bound in args)
            case _:
                raise self._source.error(node.iter, f"a loop goes over {RANGE_SYNTAX}")
        self._check_rounds(node.iter, bounds)
        self._define(node.target, scope)
        return nodes.Loop(*self._head(node), node.target.id, bounds, self._body(node.body, scope))

    def _check_rounds(self, node: ast.expr, bounds: tuple[nodes.Expression, ...]) -> None:
        """Find a loop that is too long already here, where its bounds are plain numbers."""
        numbers = [bound.value for bound in bounds if isinstance(bound, nodes.Literal)]
        try:
            if len(numbers) == len(bounds):
                rounds(numbers)
        except ValueError as error:
            raise self._source.error(node, str(error)) from None

    def _with(self, node: ast.With, scope: Scope) -> nodes.Statement:
        word, call = self._block(node)
        if word in _BLOCKS:
            return _BLOCKS[word](self, node, call, scope)
        if word == "lane":
            raise self._source.error(call, "a lane stands directly in: with parallel(): …")
        hint = did_you_mean(word, (*_BLOCKS, "lane"))
        raise self._source.error(call, f"no block is called {word!r}{hint}")

    def _block(self, node: ast.With) -> tuple[str, ast.Call]:
        """What stands between ``with`` and the colon."""
        match node.items:
            case [ast.withitem(context_expr=ast.Call(func=ast.Name(id=word)) as call, optional_vars=None)]:
                return word, call
        raise self._source.error(node, "with is followed by raises(…), parallel() or lane(…), one of them")

    def _raises(self, node: ast.With, call: ast.Call, scope: Scope) -> nodes.Statement:
        errors = tuple(self._error_name(argument) for argument in call.args)
        if not errors or call.keywords:
            raise self._source.error(call, "raises is given errors, as in raises(Full)")
        expectation = nodes.Raises(*self._source.place(call), errors)
        match node.body:
            case [ast.Expr(value=ast.Call() as body) as statement]:
                return self._vector(statement, body, expectation, scope)
        raise self._source.error(node.body[0], "raises holds one call and nothing else")

    def _error_name(self, node: ast.expr) -> str:
        if isinstance(node, ast.Name) and node.id in ERRORS:
            return node.id
        known = ", ".join(ERRORS)
        hint = did_you_mean(node.id, ERRORS) if isinstance(node, ast.Name) else ""
        raise self._source.error(node, f"this is no error that can be expected{hint or f': {known}'}")

    def _parallel(self, node: ast.With, call: ast.Call, scope: Scope) -> nodes.Statement:
        if call.args or call.keywords:
            raise self._source.error(call, "parallel() is given nothing")
        if len(node.body) > MAX_LANES:
            raise self._source.error(node.body[MAX_LANES], f"there may be {MAX_LANES} lanes")
        lanes: dict[str, nodes.Lane] = {}
        for statement in node.body:
            lane = self._lane(statement, scope)
            if lane.name in lanes:
                raise self._source.error(statement, f"there is another lane {lane.name!r} above")
            lanes[lane.name] = lane
        return nodes.Parallel(*self._head(node), tuple(lanes.values()))

    def _lane(self, node: ast.stmt, scope: Scope) -> nodes.Lane:
        if not isinstance(node, ast.With) or (block := self._block(node))[0] != "lane":
            raise self._source.error(node, 'parallel holds lanes only, as in with lane("producer"): …')
        match block[1]:
            case ast.Call(args=[ast.Constant(value=str(name))], keywords=[]) if name.strip():
                return nodes.Lane(*self._head(node), name, self._body(node.body, scope.lane()))
        raise self._source.error(block[1], 'a lane is given its name, as in lane("producer")')


_READERS: dict[type[ast.stmt], Callable[[_Parser, Any, Scope], nodes.Statement]] = {
    ast.Expr: _Parser._plain,
    ast.Assign: _Parser._assign,
    ast.Assert: _Parser._assert,
    ast.For: _Parser._loop,
    ast.With: _Parser._with,
}
_BLOCKS: dict[str, Callable[[_Parser, ast.With, ast.Call, Scope], nodes.Statement]] = {
    "raises": _Parser._raises,
    "parallel": _Parser._parallel,
}
