# SPDX-License-Identifier: GPL-3.0-or-later
"""Parses the text of a script into nodes.

The syntax is a subset of Python's. It is parsed with ``ast`` and never executed
as Python. The grammar::

    script     = statement*
    statement  = call | name "=" call | name "=" expression
               | name "=" "parameter" "(" expression ["," text] ")"
               | "assert" condition ["," expression]
               | "def" name "(" [parameter ("," parameter)*] ")" ":" statement+ ["return" expression]
               | [name "="] function "(" arguments ")" | "include" "(" text ")"
               | "with" ("setup" | "teardown") "()" ":" statement+
               | "with" "test" "(" text ("," text)* ")" ":" statement+
               | "with" ("skip" | "xfail") "(" text ")" ":" statement+
               | "with" "raises" "(" error ("," error)* ")" ":" call
               | "for" name "in" "range" "(" expression{1,3} ")" ":" statement+
               | "for" name "in" "rows" "(" expression ")" ":" statement+
               | "with" "repeat" "(" expression ")" ":" statement+
               | "with" "retry" "(" expression ")" ":" statement+
               | "with" "soft" "()" ":" statement+
               | "with" "timing" "(" ["min" "=" duration] ["max" "=" duration] ")" ":" statement+
               | "with" "turn" "(" text "," number ")" ":" statement+
               | "with" ([target "."] ("fault" | "expect") | "freeze") "(" arguments ")" ":" statement+
               | "with" queue "." "lease" "(" arguments ")" "as" name ":" statement+
               | "with" "parallel" "()" ":" lane+
               | ("sleep" | "at" | "note") "(" expression ")"
    parameter  = name [":" ("queue" | "target" | "lease" | "held" | "event")] ["=" constant]
    lane       = "with" "lane" "(" text ")" ":" statement+
    call       = [target "."] ("create" | "queue" | "queues") "(" arguments ")"
               | [target "."] ("break_on" | "wait_for" | "count" | "never") "(" arguments ")"
               | ("freeze" | "step" | "thaw") "(" arguments ")"
               | held "." ("release" | "fail" | "discard") "(" arguments ")"
               | queue "." method "(" arguments ")" | "target" "(" expression ")"
               | item "." ("ack" | "nack" | "extend") "(" arguments ")"
    condition  = (call | expression) (comparison (call | expression))*
               | condition ("and" | "or") condition | "not" condition | "(" condition ")"
               | "eventually" "(" condition ["," "timeout" "=" expression] ["," "every" "=" expression] ")"
    comparison = "==" | "!=" | "<" | "<=" | ">" | ">=" | "in" | "not" "in"
    expression = literal | name | list | dict | f-text | expression "[" expression "]"
               | item "." ("value" | "deliveries") | (held | event) "." field
               | expression ("+" | "-" | "*" | "/" | "//" | "%") expression | "-" expression
               | function "(" arguments ")" | "(" expression ")"
               | "env" "(" text ["," expression] ")" | "secret" "(" text ")"
               | expression (comparison expression)+ | expression ("and" | "or") expression | "not" expression
    duration   = a number of seconds | a text such as "5ms"

A statement on a line that ends in the comment ``# off`` is parsed but not
executed. On the first line of a block, the comment switches off the whole block.

The parser also checks names, so that a misspelt one is found before the run.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Container, Iterable, Mapping
from pathlib import Path

from rqdebug.errors import ScriptError
from rqdebug.scripts.interventions.target_access import FilterCheck
from rqdebug.scripts.language import claim_nodes, expression_nodes, script_nodes
from rqdebug.scripts.language.constants import read_duration
from rqdebug.scripts.language.evaluation import loop_range
from rqdebug.scripts.language.expressions import Expressions
from rqdebug.scripts.language.scope import AnyNames, BrokenName, Scope
from rqdebug.scripts.language.script_functions import Definitions
from rqdebug.scripts.language.source import ScriptSource
from rqdebug.scripts.language.statement_parser import StatementParser
from rqdebug.scripts.language.vocabulary import (
    BLOCKS,
    DEBUGGER_BLOCKS,
    ERRORS,
    LANE,
    MAX_LANES,
    PARALLEL,
    RAISES,
    RANGE_SYNTAX,
    REPEAT,
    RETRY,
    RETURNED_KINDS,
    ROWS,
    SETUP,
    SKIP,
    SOFT,
    TEARDOWN,
    TEST,
    TIMING,
    TURN,
    XFAIL,
    did_you_mean,
)
from rqdebug.scripts.signatures import Signature, ValueKind


def parse(
    text: str,
    filename: str = "<script>",
    folder: Path | None = None,
    check_filter: FilterCheck | None = None,
) -> script_nodes.Script:
    """Parse a script.

    Args:
        text: The whole script.
        filename: The name that errors and reports show.
        folder: The folder of the files that ``rows`` can read; None if the script is not saved.
        check_filter: Checks the filters in the script; None checks them in the run.

    Raises:
        ScriptError: At the first error, with its line and column.
    """
    definitions = Definitions(check_filter=check_filter)
    return _Parser(ScriptSource(text, filename), definitions=definitions).script(folder)


def check(
    text: str,
    filename: str = "<script>",
    folder: Path | None = None,
    texts: Mapping[Path, str] | None = None,
    check_filter: FilterCheck | None = None,
) -> tuple[script_nodes.Script, list[ScriptError]]:
    """Parse all statements that can be parsed, and find all errors.

    Args:
        text: The whole script.
        filename: The name that errors and reports show.
        folder: The folder of the files that ``rows`` can read; None if the script is not saved.
        texts: Texts of included files, by resolved path, in place of what is on disk; as of open editors.
        check_filter: Checks the filters in the script; None checks them in the run.

    Returns:
        The script without the statements that have errors, and the errors in the order of their lines.
        Errors that only follow from others, such as the use of a name whose definition has one, are left out.
    """
    problems: list[ScriptError] = []
    source = ScriptSource(text, filename, problems)
    try:
        script = _Parser(source, problems, Definitions(texts=texts or {}, check_filter=check_filter)).script(
            folder
        )
    except ScriptError as error:  # the rest of the text cannot be checked
        problems.append(error)
        script = script_nodes.Script((), filename, folder)
    for problem in problems:  # the frames of each error would keep the whole text and its trees
        problem.__traceback__ = problem.__context__ = None
    unique = {(problem.line, problem.column, problem.message): problem for problem in problems}
    return script, [unique[key] for key in sorted(unique)]


def parse_condition(text: str) -> expression_nodes.Expression:
    """Parse the condition of a breakpoint: an expression in which any name can be a variable.

    Raises:
        ScriptError: If it is no expression, or cannot be evaluated without calls and inputs.
    """
    source, definitions = ScriptSource(text, "condition"), Definitions()
    statements = list(source.statements())
    match statements:
        case [ast.Expr(value=node)]:
            for each in ast.walk(node):
                if isinstance(each, ast.Call) and isinstance(each.func, ast.Attribute):
                    raise source.error(each, "a condition cannot call a queue or target")
            expression = Expressions(source, definitions).read(node, AnyNames())
            if definitions.inputs:
                raise source.error(node, "a condition cannot use env or secret; use a variable that has it")
            return expression
        case [ast.Assign() as node]:
            raise source.error(node, "a condition is an expression; write == to compare")
    raise ScriptError("a condition is one expression, such as count == 40", 1, 1, source.filename)


class _Parser(StatementParser):
    """Parses loops and blocks."""

    def _loop(self, node: ast.For, scope: Scope) -> script_nodes.Statement:
        if node.orelse:
            raise self._source.error(node.orelse[0], "'else' is not supported")
        if not isinstance(node.target, ast.Name):
            raise self._source.error(node.target, "a loop has one variable, as in for i in range(10)")
        match node.iter:
            case ast.Call(func=ast.Name(id="range"), args=[_, *more] as args, keywords=[]) if len(more) < 3:
                bounds = tuple(self._expressions.read(bound, scope) for bound in args)
                # Before the body is read: it may use the variable of the loop.
                self._check_range(node.iter, bounds)
                self._define(node.target, scope)
                return script_nodes.Loop(
                    *self._head(node), node.target.id, bounds, self._body(node.body, scope)
                )
            case ast.Call(func=ast.Name(id=ROWS.name)) as call:
                return self._rows(node, node.target, call, scope)
        raise self._source.error(node.iter, f"a loop iterates over {RANGE_SYNTAX}")

    def _rows(self, node: ast.For, target: ast.Name, call: ast.Call, scope: Scope) -> script_nodes.Statement:
        given = self._expressions.arguments(call, ROWS, scope)
        self._define(target, scope)
        position = self._source.position(call)
        return script_nodes.EachRow(
            *self._head(node),
            target.id,
            given["file"],
            given.get("separator", expression_nodes.Literal(*position, None)),
            given.get("numbers", expression_nodes.Literal(*position, False)),
            self._body(node.body, scope),
        )

    def _check_range(self, node: ast.expr, bounds: tuple[expression_nodes.Expression, ...]) -> None:
        """Reject a loop that is too long already here if its bounds are constants."""
        numbers = [bound.value for bound in bounds if isinstance(bound, expression_nodes.Literal)]
        try:
            if len(numbers) == len(bounds):
                loop_range(numbers)
        except ValueError as error:
            raise self._source.error(node, str(error)) from None

    def _with(self, node: ast.With, scope: Scope) -> script_nodes.Statement:
        match node.items:
            case [ast.withitem(context_expr=ast.Call(func=ast.Attribute()) as leasing)]:
                if getattr(leasing.func, "attr", "") in DEBUGGER_BLOCKS:
                    return self._debugger_block(node, leasing, scope)
                return self._lease_block(node, leasing, scope)
        word, call = self._block(node)
        if word in DEBUGGER_BLOCKS:
            return self._debugger_block(node, call, scope)
        if word in _BLOCKS:
            return _BLOCKS[word](self, node, call, scope)
        if word == LANE.name:
            raise self._source.error(call, "write a lane directly inside with parallel(): …")
        words = (*BLOCKS, *DEBUGGER_BLOCKS)
        hint = did_you_mean(word, words) or f"; the blocks are {', '.join(words)}"
        raise self._source.error(call, f"unknown block {word!r}{hint}")

    def _refuse_name(self, node: ast.With) -> None:
        if node.items[0].optional_vars is not None:
            raise self._source.error(node, "only a leased item can have a name here; leave out as")

    def _block(self, node: ast.With) -> tuple[str, ast.Call]:
        """Return the call between ``with`` and the colon, and its name."""
        match node.items:
            case [ast.withitem(context_expr=ast.Call(func=ast.Name(id=word)) as call, optional_vars=None)]:
                return word, call
            case [ast.withitem(context_expr=ast.Call(func=ast.Name(id=word)))] if word in DEBUGGER_BLOCKS:
                self._refuse_name(node)
        words = ", ".join((*BLOCKS, *DEBUGGER_BLOCKS))
        raise self._source.error(node, f"write one of these words after with: {words}")

    def _lease_block(self, node: ast.With, call: ast.Call, scope: Scope) -> script_nodes.Statement:
        target = node.items[0].optional_vars
        leases = RETURNED_KINDS.get(getattr(call.func, "attr", "")) is ValueKind.LEASE
        if not leases or not isinstance(target, ast.Name):
            raise self._source.error(
                node, "of the methods, only lease begins a block, as in with jobs.lease() as item: …"
            )
        take = self._vector(node, call, self._success(node), scope, target)
        return script_nodes.LeaseBlock(*self._head(node), take, self._body(node.body, scope))

    def _debugger_block(self, node: ast.With, call: ast.Call, scope: Scope) -> script_nodes.Statement:
        self._refuse_name(node)
        parsed = self._expressions.call(call, scope)
        vector = script_nodes.Vector(*self._head(node), parsed, self._success(node))
        return script_nodes.DebuggerBlock(*self._head(node), vector, self._body(node.body, scope))

    def _raises(self, node: ast.With, call: ast.Call, scope: Scope) -> script_nodes.Statement:
        errors = tuple(self._error_name(argument) for argument in call.args)
        if not errors or call.keywords:
            raise self._source.error(call, "raises takes one or more errors, as in raises(Full)")
        expectation = claim_nodes.Raises(*self._source.position(call), errors)
        match node.body:
            case [ast.Expr(value=ast.Call() as body) as statement]:
                return self._vector(statement, body, expectation, scope)
        raise self._source.error(
            node.body[0], "raises contains exactly one call, as in with raises(Full): jobs.put(1)"
        )

    def _error_name(self, node: ast.expr) -> str:
        if isinstance(node, ast.Name) and node.id in ERRORS:
            return node.id
        hint = did_you_mean(node.id, ERRORS) if isinstance(node, ast.Name) else ""
        hint = hint or f"; the errors are {', '.join(ERRORS)}"
        raise self._source.error(node, f"this is not an error that raises can expect{hint}")

    def _repeat(self, node: ast.With, call: ast.Call, scope: Scope) -> script_nodes.Statement:
        times = self._single_argument(call, REPEAT, scope)
        self._check_range(call, (times,))
        return script_nodes.Repeat(*self._head(node), times, self._body(node.body, scope))

    def _soft(self, node: ast.With, call: ast.Call, scope: Scope) -> script_nodes.Statement:
        self._expressions.arguments(call, SOFT, scope)
        return script_nodes.Soft(*self._head(node), self._body(node.body, scope))

    def _retry(self, node: ast.With, call: ast.Call, scope: Scope) -> script_nodes.Statement:
        times = self._single_argument(call, RETRY, scope)
        body = self._body(node.body, scope)
        self._refuse_lanes(call, RETRY, body)
        if any(isinstance(each, script_nodes.Retry) for each in script_nodes.walk_calls(body)):
            raise self._source.error(call, "a retry cannot contain another one")
        return script_nodes.Retry(*self._head(node), times, body)

    def _setup(self, node: ast.With, call: ast.Call, scope: Scope) -> script_nodes.Statement:
        return script_nodes.Setup(*self._head(node), self._outer_body(node, call, SETUP, scope))

    def _teardown(self, node: ast.With, call: ast.Call, scope: Scope) -> script_nodes.Statement:
        teardown = script_nodes.Teardown(
            *self._head(node), self._outer_body(node, call, TEARDOWN, scope.lane())
        )
        self._definitions.lanes.append(teardown)
        return teardown

    def _outer_body(
        self, node: ast.With, call: ast.Call, signature: Signature, scope: Scope
    ) -> tuple[script_nodes.Statement, ...]:
        """Return the statements of a block that is allowed only outside of others, in one lane."""
        self._expressions.arguments(call, signature, scope)
        if self._depth > 1:
            raise self._source.error(call, f"{signature.name} is allowed only outside of blocks")
        body = self._body(node.body, scope)
        self._refuse_lanes(call, signature, body)
        return body

    def _refuse_lanes(
        self, call: ast.Call, signature: Signature, body: Iterable[script_nodes.Statement]
    ) -> None:
        for statement in script_nodes.walk_calls(body):
            if isinstance(statement, (script_nodes.Parallel, script_nodes.Turn)):
                word = "parallel" if isinstance(statement, script_nodes.Parallel) else "turn"
                raise self._source.error(call, f"a {signature.name} cannot contain {word}(…)")

    def _test(self, node: ast.With, call: ast.Call, scope: Scope) -> script_nodes.Statement:
        words = [argument.value for argument in call.args if isinstance(argument, ast.Constant)]
        texts = [word for word in words if isinstance(word, str) and word.strip()]
        if not texts or len(texts) < len(call.args) or call.keywords:
            raise self._source.error(
                call, 'a test has a constant name, and tags, as in test("orders", "slow")'
            )
        if self._depth > 1:
            raise self._source.error(call, "a test is allowed only outside of blocks")
        name, *tags = texts
        if name in self._definitions.tests:
            raise self._source.error(call, f"there is already a test {name!r}; choose another name")
        self._definitions.tests.add(name)
        return script_nodes.NamedTest(
            *self._head(node), name, tuple(tags), self._body(node.body, scope.lane())
        )

    def _reason(self, call: ast.Call, signature: Signature) -> str:
        match call:
            case ast.Call(args=[ast.Constant(value=str(reason))], keywords=[]) if reason.strip():
                return reason
        raise self._source.error(
            call, f'{signature.name} takes a constant text, as in {signature.name}("why")'
        )

    def _skip(self, node: ast.With, call: ast.Call, scope: Scope) -> script_nodes.Statement:
        reason = self._reason(call, SKIP)
        skip = script_nodes.Skip(*self._head(node), reason, self._body(node.body, scope.lane()))
        self._off.add(skip.line)
        return skip

    def _expected_failure(self, node: ast.With, call: ast.Call, scope: Scope) -> script_nodes.Statement:
        reason = self._reason(call, XFAIL)
        body = self._body(node.body, scope.lane())
        self._refuse_lanes(call, XFAIL, body)
        return script_nodes.ExpectedFailure(*self._head(node), reason, body)

    def _timing(self, node: ast.With, call: ast.Call, scope: Scope) -> script_nodes.Statement:
        # Durations must be constants: limits belong to the parsed vector and are not evaluated in a run.
        given = self._expressions.arguments(call, TIMING, scope)
        limits = {name: self._duration(call, value) for name, value in given.items()}
        if not limits:
            raise self._source.error(call, 'timing takes min, max or both, as in timing(max="5ms")')
        before, self._limits = (
            self._limits,
            claim_nodes.DurationLimits(limits.get("min", 0), limits.get("max")),
        )
        try:
            body = self._body(node.body, scope)
        finally:
            self._limits = before
        has_calls = any(map(_makes_a_call, script_nodes.walk(body)))
        if not has_calls and not self._has_problem_in(node):
            raise self._source.error(call, "timing limits the duration of calls, and this block has none")
        return script_nodes.Timing(*self._head(node), body)

    def _has_problem_in(self, node: ast.With) -> bool:
        """Whether a statement of a block has an error, and so is missing in it."""
        lines = range(node.lineno, (node.end_lineno or node.lineno) + 1)
        return any(problem.line in lines for problem in self._problems or ())

    def _duration(self, node: ast.expr, value: expression_nodes.Expression) -> int:
        """Return a duration in ns."""
        try:
            return read_duration(value)
        except ValueError as error:
            raise self._source.error(node, str(error)) from None

    def _turn(self, node: ast.With, call: ast.Call, scope: Scope) -> script_nodes.Statement:
        match call:
            case ast.Call(
                args=[ast.Constant(value=str(name)), ast.Constant(value=int(number))], keywords=[]
            ) if type(number) is int and number > 0:
                return script_nodes.Turn(*self._head(node), name, number, self._body(node.body, scope))
        raise self._source.error(
            call, 'a turn takes a constant name and a number from 1, as in turn("jobs", 2)'
        )

    def _parallel(self, node: ast.With, call: ast.Call, scope: Scope) -> script_nodes.Statement:
        if call.args or call.keywords:
            raise self._source.error(call, "parallel() takes no arguments")
        if len(node.body) > MAX_LANES:
            raise self._source.error(
                node.body[MAX_LANES], f"a parallel block can have at most {MAX_LANES} lanes"
            )
        lanes: dict[str, script_nodes.LaneBlock] = {}
        for statement in node.body:
            try:
                lane = self._lane(statement, scope, lanes)
                lanes[lane.name] = lane
                self._definitions.lanes.append(lane)
            except (ScriptError, BrokenName) as error:
                self._collect(error, statement, scope.lane())
        return script_nodes.Parallel(*self._head(node), tuple(lanes.values()))

    def _lane(self, node: ast.stmt, scope: Scope, others: Container[str]) -> script_nodes.LaneBlock:
        if not isinstance(node, ast.With) or (block := self._block(node))[0] != LANE.name:
            raise self._source.error(
                node, 'a parallel block contains only lanes, as in with lane("producer"): …'
            )
        match block[1]:
            case ast.Call(args=[ast.Constant(value=str(name))], keywords=[]) if name.strip():
                if name in others:
                    raise self._source.error(
                        node, f"there is already a lane {name!r} in this block; choose another name"
                    )
                return script_nodes.LaneBlock(*self._head(node), name, self._body(node.body, scope.lane()))
        raise self._source.error(block[1], 'a lane takes one constant name, as in lane("producer")')


def _makes_a_call(statement: script_nodes.Statement) -> bool:
    match statement:
        case script_nodes.Vector():
            return True
        case script_nodes.Check(value=value):
            return not isinstance(value, expression_nodes.Expression)
    return False


_Parser.readers = {
    ast.Expr: _Parser._call_statement,
    ast.Assign: _Parser._assign,
    ast.Assert: _Parser._assert,
    ast.For: _Parser._loop,
    ast.FunctionDef: _Parser._function,
    ast.With: _Parser._with,
}
_BLOCKS: dict[str, Callable[[_Parser, ast.With, ast.Call, Scope], script_nodes.Statement]] = {
    RAISES.name: _Parser._raises,
    PARALLEL.name: _Parser._parallel,
    REPEAT.name: _Parser._repeat,
    RETRY.name: _Parser._retry,
    SETUP.name: _Parser._setup,
    SOFT.name: _Parser._soft,
    SKIP.name: _Parser._skip,
    TEARDOWN.name: _Parser._teardown,
    TEST.name: _Parser._test,
    XFAIL.name: _Parser._expected_failure,
    TIMING.name: _Parser._timing,
    TURN.name: _Parser._turn,
}
