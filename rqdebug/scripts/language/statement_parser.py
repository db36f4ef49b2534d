# SPDX-License-Identifier: GPL-3.0-or-later
"""Parses simple statements, and the definitions of a script: functions, parameters and included files."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar

from rqdebug.errors import ScriptError
from rqdebug.scripts.interventions.debugger_functions import DEBUGGER_FUNCTIONS, BlockUse
from rqdebug.scripts.language import claim_nodes, expression_nodes, script_nodes
from rqdebug.scripts.language.conditions import Conditions, is_condition
from rqdebug.scripts.language.constants import is_constant
from rqdebug.scripts.language.expressions import Expressions, is_vector
from rqdebug.scripts.language.included_files import IncludedFile, name_beside
from rqdebug.scripts.language.named_files import find_file
from rqdebug.scripts.language.rejections import rejection_message
from rqdebug.scripts.language.scope import BrokenName, Scope
from rqdebug.scripts.language.script_functions import (
    DefinedFunction,
    Definitions,
    defaults_of,
    levels,
    read_signature,
)
from rqdebug.scripts.language.source import ScriptSource
from rqdebug.scripts.language.vocabulary import (
    AT,
    FIELDS_OF,
    INCLUDE,
    MAX_DEPTH,
    MAX_FILES,
    MAX_SCRIPT,
    NOTE,
    PARAMETER,
    RETURNED_KINDS,
    SLEEP,
)
from rqdebug.scripts.signatures import Signature, ValueKind
from rqdebug.support.regular_files import read_text


class StatementParser:
    """Parses simple statements; ``parser`` adds loops and blocks. Every method can raise ScriptError.

    Args:
        source: The script.
        problems: Receives all errors; None raises the first.
        definitions: What was defined before an included file; None for the script itself.
    """

    readers: ClassVar[Mapping[type[ast.stmt], Callable[[Any, Any, Scope], script_nodes.Statement]]] = {}
    """The method for each kind of statement."""

    def __init__(
        self,
        source: ScriptSource,
        problems: list[ScriptError] | None = None,
        definitions: Definitions | None = None,
    ) -> None:
        self._source = source
        self._problems = problems
        self._definitions = definitions or Definitions()
        self._definitions.lines += source.line_count
        self._expressions = Expressions(source, self._definitions)
        self._depth = 0
        self._limits: claim_nodes.DurationLimits | None = None
        self._broken_functions: set[str] = set()
        self._open_function = ""
        self._marked: frozenset[int] = frozenset()
        self._off: set[int] = set()
        self._conditions = Conditions(source, self._expressions)

    def script(self, folder: Path | None) -> script_nodes.Script:
        """Parse the whole script; ``folder`` has the files that it can read."""
        self._definitions.home, self._definitions.name = folder, self._source.filename
        if folder is not None and self._source.filename:  # so that no file can include the script
            self._definitions.open_files.append(folder.resolve() / Path(self._source.filename).name)
        body = self._file(Scope())
        return script_nodes.Script(
            body,
            self._source.filename,
            folder,
            frozenset(self._off),
            self._definitions.names_targets,
            self._definitions.watches_events,
            tuple(self._definitions.inputs),
            tuple(self._definitions.files.values()),
            tuple(self._definitions.lanes),
        )

    def _file(self, scope: Scope) -> tuple[script_nodes.Statement, ...]:
        """Return the statements of the whole file."""
        self._marked = self._source.off_lines()
        self._depth = 1
        return tuple(self._statements(self._source.statements(), scope))

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
            case (
                ast.Assign(targets=[ast.Name(id=name)])
                | ast.For(target=ast.Name(id=name))
                | ast.With(items=[ast.withitem(optional_vars=ast.Name(id=name))])
            ):
                names = (*names, name)
        for name in names:
            scope.mark_broken(name)
        if isinstance(node, (ast.For, ast.With, ast.If)):
            self._body(node.body, scope)
        if isinstance(node, ast.FunctionDef):
            self._broken_functions.add(node.name)

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
            case ast.Attribute():  # most calls
                pass
            case ast.Name(id=name) if self._is_function(name):
                return self._invoke(node, call, scope)
            case ast.Name(id=INCLUDE.name):
                return self._include(node, call, scope)
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
        expectation: claim_nodes.Expectation,
        scope: Scope,
        target: ast.Name | None = None,
        message: expression_nodes.Expression | None = None,
    ) -> script_nodes.Vector:
        parsed = self._expressions.call(call, scope)
        kind = RETURNED_KINDS.get(parsed.method, ValueKind.VALUE)
        if kind in FIELDS_OF and isinstance(expectation, claim_nodes.Comparison):
            raise self._source.error(
                call, f"{kind.value} is no value; assign it first, as in x = {parsed.method}(…)"
            )
        if kind is ValueKind.HELD and target is None:
            raise self._source.error(
                call, f"a held call needs a name, to release it, as in held = {parsed.method}(…)"
            )
        self._check_block_use(call, parsed)
        name = None if target is None else target.id
        if target is not None:
            self._define(target, scope, kind)
        return script_nodes.Vector(*self._head(node), parsed, expectation, name, self._limits, message)

    def _check_block_use(self, node: ast.Call, call: claim_nodes.Call) -> None:
        function = DEBUGGER_FUNCTIONS.get(call.method)
        if function is not None and function.block is BlockUse.ALWAYS:
            raise self._source.error(
                node, f"{call.method}(…) begins a block and needs with, as in with {call.method}(…): …"
            )

    def _success(self, node: ast.stmt) -> claim_nodes.Success:
        return claim_nodes.Success(*self._source.position(node))

    def _assign(self, node: ast.Assign, scope: Scope) -> script_nodes.Statement:
        if len(node.targets) > 1 or not isinstance(node.targets[0], ast.Name):
            raise self._source.error(node.targets[-1], "an assignment sets one name, as in x = 1")
        target = node.targets[0]
        match node.value:
            case ast.Call(func=ast.Name(id=PARAMETER.name)) as call:
                return self._parameter(node, target, call, scope)
            case ast.Call(func=ast.Name(id=name)) as call if self._is_function(name):
                return self._invoke(node, call, scope, target)
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
        if target.id in self._definitions.parameters:
            raise self._source.error(
                target, f"there is already a parameter {target.id!r}; choose another name"
            )
        given = self._expressions.arguments(call, PARAMETER, scope)
        default, help = given["default"], given.get("help")
        if not is_constant(default):
            raise self._source.error(call, "the default of a parameter is a constant, such as 100 or 'a'")
        if not (help is None or (isinstance(help, expression_nodes.Literal) and isinstance(help.value, str))):
            raise self._source.error(call, "the help of a parameter is a constant text")
        self._definitions.parameters.add(target.id)
        self._define(target, scope)
        description = "" if help is None else str(help.value)
        return script_nodes.ScriptParameter(*self._head(node), target.id, default, description)

    def _function(self, node: ast.FunctionDef, scope: Scope) -> script_nodes.Statement:
        if self._depth > 1:
            raise self._source.error(node, "a function is defined outside of blocks")
        try:
            signature = read_signature(node)
            inner = scope.lane()
            inner.forget(parameter.name for parameter in signature.parameters)
            for parameter in signature.parameters:
                inner.define(parameter.name, parameter.kind)
        except ValueError as error:
            raise self._source.error(node, str(error)) from None
        if node.name in self._definitions.functions or scope.has(node.name):
            raise self._source.error(node, f"there is already a {node.name!r}; choose another name")
        defaults = tuple(
            (name, self._constant(default, scope)) for name, default in defaults_of(node).items()
        )
        *first, last = node.body
        statements = first if isinstance(last, ast.Return) else node.body
        self._broken_functions.add(node.name)  # until it is known: it cannot call itself
        self._open_function = node.name
        body = self._body(statements, inner)
        result, returns = self._result(last, inner)
        self._broken_functions.discard(node.name)
        self._open_function = ""
        if (deepest := levels(body)) > MAX_DEPTH:
            raise self._source.error(
                node, f"calls of functions can be nested at most {MAX_DEPTH} levels deep"
            )
        define = script_nodes.Define(*self._head(node), node.name, body, result, defaults, deepest)
        self._definitions.functions[node.name] = DefinedFunction(signature, define, returns)
        return define

    def _constant(self, node: ast.expr, scope: Scope) -> expression_nodes.Expression:
        value = self._expressions.read(node, scope)
        if not is_constant(value):
            raise self._source.error(node, "a default is a constant, such as 100 or 'a'")
        return value

    def _result(self, last: ast.stmt, scope: Scope) -> tuple[expression_nodes.Expression | None, ValueKind]:
        """Return what a function returns, and its kind."""
        match last:
            case ast.Return(value=ast.Name(id=name) as node) if scope.has(name):
                if (kind := scope.kind(name)) is not ValueKind.VALUE:
                    return expression_nodes.Variable(*self._source.position(node), name), kind
        if isinstance(last, ast.Return) and last.value is not None:
            return self._expressions.read(last.value, scope), ValueKind.VALUE
        return None, ValueKind.VALUE

    def _is_function(self, name: str) -> bool:
        """Whether a name is a function of the script. Raises BrokenName if its definition has an error."""
        return name in self._definitions.functions or name in self._broken_functions

    def _invoke(
        self, node: ast.stmt, call: ast.Call, scope: Scope, target: ast.Name | None = None
    ) -> script_nodes.Statement:
        name = getattr(call.func, "id", "")
        function = self._definitions.functions.get(name)
        if function is None and name != self._open_function:
            raise BrokenName(name)
        if function is None:
            raise self._source.error(
                call, f"{name} cannot call itself: without a condition, this would never end"
            )
        arguments = self._expressions.arguments(call, function.signature, scope)
        if self._depth + function.node.levels > MAX_DEPTH:
            raise self._source.error(
                call, f"calls of functions can be nested at most {MAX_DEPTH} levels deep"
            )
        if target is not None:
            if function.node.result is None:
                raise self._source.error(call, f"{name} returns nothing; end it with return")
            self._define(target, scope, function.returns)
        return script_nodes.Invoke(
            *self._head(node), function.node, tuple(arguments.items()), target.id if target else None
        )

    def _include(self, node: ast.stmt, call: ast.Call, scope: Scope) -> script_nodes.Statement:
        if self._depth > 1:
            raise self._source.error(call, "include is allowed only outside of blocks")
        name = self._single_argument(call, INCLUDE, scope)
        if not isinstance(name, expression_nodes.Literal):
            raise self._source.error(call, 'include takes a constant name, as in include("common.rqs")')
        try:
            path = self._find_included(name.value)
            body = () if path in self._definitions.files else self._read_included(path, scope)
        except ValueError as error:
            raise self._source.error(call, str(error)) from None
        except ScriptError as error:
            raise self._source.error(call, error.message, error) from None
        return script_nodes.Include(*self._head(node), path, body)

    def _find_included(self, name: object) -> Path:
        known = self._definitions
        folder = known.open_files[-1].parent if known.open_files else known.home
        path = find_file(folder, name, 'include("common.rqs")', known.home)
        if path in known.open_files:
            circle = [*known.open_files[known.open_files.index(path) :], path]
            raise ValueError(f"{path.name} includes itself: {' → '.join(each.name for each in circle)}")
        if len(known.files) >= MAX_FILES:
            raise ValueError(f"a script can include at most {MAX_FILES} files")
        return path

    def _read_included(self, path: Path, scope: Scope) -> tuple[script_nodes.Statement, ...]:
        known = self._definitions
        try:
            text = known.texts.get(path)
            if (path.stat().st_size if text is None else len(text)) > MAX_SCRIPT:
                raise ValueError(f"{path.name} is larger than {MAX_SCRIPT:,} bytes")
            if text is None:
                text = read_text(path, "utf-8-sig")
        except UnicodeDecodeError:
            raise ValueError(f"{path.name} is not valid UTF-8; save it in this encoding") from None
        except OSError as error:
            raise ValueError(f"cannot read {path.name}: {error.strerror}") from error
        name = name_beside(known.name, known.home, path) if known.home else path.name
        known.files[path] = IncludedFile(path, known.lines, name)
        known.open_files.append(path)
        try:
            # All its errors, so that what it defines is known, although only the first one is shown.
            problems: list[ScriptError] | None = None if self._problems is None else []
            inner = type(self)(ScriptSource(text, name, problems, known.lines), problems, known)
            body = inner._file(scope)
            self._broken_functions |= inner._broken_functions
            if problems:
                raise min(problems, key=lambda problem: problem.line)
        except ScriptError as error:
            error.path = error.path or (path if error.cause is None else None)
            raise
        finally:
            known.open_files.pop()
        self._off |= inner._off
        return body

    def _define(self, target: ast.Name, scope: Scope, kind: ValueKind = ValueKind.VALUE) -> None:
        try:
            scope.define(target.id, kind)
        except ValueError as error:
            raise self._source.error(target, str(error)) from None

    def _assert(self, node: ast.Assert, scope: Scope) -> script_nodes.Statement:
        message = None if node.msg is None else self._expressions.read(node.msg, scope)
        if is_condition(node.test):
            expectation = claim_nodes.Truth(*self._source.position(node.test), True)
            value: claim_nodes.Condition = self._conditions.read(node.test, scope)
            claim = ast.unparse(node.test)
            return script_nodes.Check(*self._head(node), value, expectation, claim, self._limits, message)
        subject, claimed = self._conditions.read_claim(node.test, scope)
        if is_vector(subject):
            return self._vector(node, subject, claimed, scope, message=message)
        value = self._expressions.read(subject, scope)
        return script_nodes.Check(*self._head(node), value, claimed, message=message)
