# SPDX-License-Identifier: GPL-3.0-or-later
"""Converts Python's syntax tree into the expressions and calls of a script."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from typing import Any, TypeAlias, TypeGuard, TypeVar

from rqdebug.errors import FilterError, ScriptError
from rqdebug.scripts.interventions.debugger_functions import DEBUGGER_FUNCTIONS, UNKNOWN, FilterUse
from rqdebug.scripts.language import claim_nodes, expression_nodes
from rqdebug.scripts.language.functions import SCRIPT_FUNCTIONS, ScriptFunction
from rqdebug.scripts.language.inputs import is_secret_name
from rqdebug.scripts.language.rejections import rejection_message
from rqdebug.scripts.language.scope import Scope
from rqdebug.scripts.language.script_functions import Definitions
from rqdebug.scripts.language.source import ScriptSource
from rqdebug.scripts.language.vocabulary import (
    CALLS,
    INPUTS,
    KEYWORDS,
    MAX_DEPTH,
    MAX_NUMBER,
    MAX_SECRETS,
    METHODS_OF,
    SECRET,
    TARGET,
    did_you_mean,
)
from rqdebug.scripts.signatures import Parameter, Signature, ValueKind

E = TypeVar("E", bound=ast.expr)
Arguments: TypeAlias = tuple[tuple[str, expression_nodes.Expression], ...]
"""Arguments with the names of their parameters."""

_OPERATORS: dict[type[ast.operator], str] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.FloorDiv: "//",
    ast.Mod: "%",
}
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
_VARIABLES = {
    ValueKind.QUEUE: "a queue variable, as in jobs = create()",
    ValueKind.TARGET: "a target variable, as in edge = target('edge')",
    ValueKind.LEASE: "a leased item, as in item = jobs.lease()",
    ValueKind.HELD: "a held call, as in held = break_on('queue == jobs')",
    ValueKind.EVENT: "an event, as in event = wait_for('queue == jobs')",
}
"""What a parameter takes that takes no value."""
# At most 99 wide, with 99 decimals: a width such as 999999999 would fill the memory.
_SPEC = re.compile(r"0?[0-9]{0,2}(\.[0-9]{1,2})?[dfgsx]?")


class Expressions:
    """Converts the expressions of one script.

    Each public method raises ScriptError at the position of the node that the language does not allow.

    Args:
        source: The script, which supplies positions for nodes and errors.
        definitions: What the script has defined so far; it gets the inputs.
    """

    def __init__(self, source: ScriptSource, definitions: Definitions | None = None) -> None:
        self._source = source
        self._definitions = definitions or Definitions()
        self._depth = 0

    def read(self, node: ast.expr, scope: Scope) -> expression_nodes.Expression:
        """Convert a syntax node to an expression. ``scope`` has the names defined before it."""
        reader = _READERS.get(type(node))
        if reader is None:
            raise self._source.error(node, rejection_message(node))
        if self._depth >= MAX_DEPTH:
            raise self._source.error(
                node,
                f"an expression can have at most {MAX_DEPTH} levels; assign inner parts to variables first",
            )
        self._depth += 1
        try:
            return reader(self, node, scope)
        finally:
            self._depth -= 1

    def call(self, node: ast.Call, scope: Scope) -> claim_nodes.Call:
        """Convert a call of a queue's or target's method, or of one of CALLS."""
        line, column = self._source.position(node)
        match node.func:
            case ast.Attribute(value=ast.Name(id=receiver), attr=method):
                return self._method(node, receiver, method, scope)
            case ast.Name(id=name) if name in CALLS:
                self._definitions.names_targets |= name == TARGET.name
                arguments = self._bind(node, CALLS[name], scope)
                self._check_debugger_call(node, name, arguments)
                return claim_nodes.Call(line, column, None, name, arguments)
            case ast.Name(id=name) if name in KEYWORDS:
                raise self._source.error(node, f"{name}(…) {KEYWORDS[name].format(name=name)}")
            case ast.Name(id=name) if name in self._definitions.functions:
                raise self._source.error(
                    node, f"a function of the script is called on a line of its own, as in x = {name}(…)"
                )
            case ast.Name(id=name):
                if self._source.defines(name):
                    raise self._source.error(
                        node, f"the function {name!r} is defined below this line; define it above"
                    )
                functions = (*CALLS, *SCRIPT_FUNCTIONS)
                hint = did_you_mean(name, functions) or f"; the functions are {', '.join(functions)}"
                raise self._source.error(node, f"unknown function {name!r}{hint}")
        raise self._source.error(
            node, "only a named queue or target has methods; name it first, as in jobs = create()"
        )

    def arguments(
        self, node: ast.Call, signature: Signature, scope: Scope
    ) -> dict[str, expression_nodes.Expression]:
        """Convert the arguments of a call.

        Args:
            node: The call.
            signature: The parameters that the function or method has.
            scope: The names defined before the call.

        Returns:
            The arguments by parameter name, in the order in which they are written.
        """
        return dict(self._bind(node, signature, scope))

    def _method(self, node: ast.Call, receiver: str, method: str, scope: Scope) -> claim_nodes.Call:
        try:
            kind = scope.kind(receiver)
            if kind is ValueKind.VALUE:
                raise ValueError(
                    f"{receiver!r} is a value; only queues, targets and leased items have methods"
                )
        except ValueError as error:
            raise self._source.error(node, str(error)) from None
        table = METHODS_OF[kind]
        if method not in table:
            hint = did_you_mean(method, table) or f"; its methods are {', '.join(table)}"
            raise self._source.error(node, f"{kind.value} has no method {method!r}{hint}")
        line, column = self._source.position(node)
        arguments = self._bind(node, table[method], scope)
        if kind is ValueKind.TARGET:
            self._check_debugger_call(node, method, arguments)
        return claim_nodes.Call(line, column, receiver, method, arguments)

    def _check_debugger_call(self, node: ast.Call, name: str, arguments: Arguments) -> None:
        """Report already here what a function on other programs with these constants would raise."""
        function = DEBUGGER_FUNCTIONS.get(name)
        if function is None:
            return
        self._definitions.watches_events |= function.filter is FilterUse.EVENTS
        given = {
            name: each.value if isinstance(each, expression_nodes.Literal) else UNKNOWN
            for name, each in arguments
        }
        try:
            function.check(given)
        except ValueError as error:
            raise self._source.error(node, str(error)) from None
        for parameter, value in arguments:
            if parameter == "filter" and isinstance(value, expression_nodes.Literal):
                self._check_filter(value, function.filter is FilterUse.CALLS)

    def _check_filter(self, literal: expression_nodes.Literal, is_for_calls: bool) -> None:
        check = self._definitions.check_filter
        if literal.value is None:
            return
        if not isinstance(literal.value, str):
            raise self._source.error_in(literal, f"a filter is a text, not {literal.value!r}")
        if check is None:
            return
        try:
            check(literal.value, is_for_calls)
        except FilterError as error:
            raise self._source.error_in(literal, error.message, max(error.column, 1)) from None

    def _bind(self, node: ast.Call, signature: Signature, scope: Scope) -> Arguments:
        """Return each argument with its parameter, as Python would bind them."""
        positional = signature.positional
        if positional and positional[-1].variadic:
            if node.keywords:
                raise self._source.error(node.keywords[0], f"{signature.syntax} takes no names of parameters")
            members = tuple(self.read(value, scope) for value in node.args)
            return ((positional[-1].name, expression_nodes.ListOf(*self._source.position(node), members)),)
        if len(node.args) > len(positional):
            raise self._source.error(
                node.args[len(positional)], f"too many positional arguments for {signature.syntax}"
            )
        # Fewer arguments than parameters are normal: the others have defaults or are reported below.
        bound = {
            parameter.name: self._argument(value, parameter, scope)
            for parameter, value in zip(positional, node.args, strict=False)
        }
        by_name = {parameter.name: parameter for parameter in signature.parameters}
        for keyword in node.keywords:
            name = keyword.arg
            if name is None:
                raise self._source.error(keyword, "** is not supported; write each argument as name=value")
            if name not in by_name:
                hint = did_you_mean(name, by_name) or f"; its parameters are {signature.syntax}"
                raise self._source.error(keyword, f"{signature.name} has no parameter {name!r}{hint}")
            if name in bound:
                raise self._source.error(keyword, f"argument {name!r} is given twice")
            bound[name] = self._argument(keyword.value, by_name[name], scope)
        for parameter in signature.parameters:
            if parameter.required and parameter.name not in bound:
                raise self._source.error(node, f"missing argument {parameter.name!r} for {signature.syntax}")
        return tuple(bound.items())

    def _argument(self, node: ast.expr, parameter: Parameter, scope: Scope) -> expression_nodes.Expression:
        """Return the argument for one parameter: an expression, or the variable of a queue."""
        if parameter.kind is ValueKind.VALUE:
            return self.read(node, scope)
        try:
            if isinstance(node, ast.Name) and scope.kind(node.id) is parameter.kind:
                return expression_nodes.Variable(*self._source.position(node), node.id)
        except ValueError as error:
            raise self._source.error(node, str(error)) from None
        raise self._source.error(node, f"{parameter.name!r} must be {_VARIABLES[parameter.kind]}")

    def _literal(self, node: ast.Constant, scope: Scope) -> expression_nodes.Expression:
        value = node.value
        if not (value is None or isinstance(value, (str, bytes, int, float))):
            raise self._source.error(node, f"{ast.unparse(node)} is not a value that scripts support")
        if isinstance(value, int) and abs(value) > MAX_NUMBER:
            raise self._source.error(node, "this number is too large: whole numbers go from -2**64 to 2**64")
        return expression_nodes.Literal(*self._source.position(node), value)

    def _variable(self, node: ast.Name, scope: Scope) -> expression_nodes.Expression:
        try:
            scope.check_value(node.id)
        except ValueError as error:
            raise self._source.error(node, str(error)) from None
        return expression_nodes.Variable(*self._source.position(node), node.id)

    def _list(self, node: ast.List, scope: Scope) -> expression_nodes.Expression:
        members = tuple(self.read(member, scope) for member in node.elts)
        return expression_nodes.ListOf(*self._source.position(node), members)

    def _dict(self, node: ast.Dict, scope: Scope) -> expression_nodes.Expression:
        pairs = []
        for key, value in zip(node.keys, node.values, strict=True):
            if key is None:
                raise self._source.error(value, "** is not supported; write each key and value")
            pairs.append((self.read(key, scope), self.read(value, scope)))
        return expression_nodes.DictOf(*self._source.position(node), tuple(pairs))

    def _formatted(self, node: ast.JoinedStr, scope: Scope) -> expression_nodes.Expression:
        parts = tuple(self._part(part, scope) for part in node.values)
        return expression_nodes.FormattedText(*self._source.position(node), parts)

    def _part(
        self, node: ast.expr, scope: Scope
    ) -> expression_nodes.Literal | expression_nodes.ReplacementField:
        position = self._source.position(node)
        match node:
            case ast.Constant(value=str(text)):
                return expression_nodes.Literal(*position, text)
            case ast.FormattedValue(value=value, conversion=-1, format_spec=None):
                return expression_nodes.ReplacementField(*position, self.read(value, scope), "")
            case ast.FormattedValue(
                value=value, conversion=-1, format_spec=ast.JoinedStr(values=[ast.Constant(value=str(spec))])
            ) if _SPEC.fullmatch(spec):
                return expression_nodes.ReplacementField(*position, self.read(value, scope), spec)
        raise self._source.error(
            node, "only a simple format is allowed here, such as {x:03}, {x:.2f} or {x:x}"
        )

    def _member(self, node: ast.Subscript, scope: Scope) -> expression_nodes.Expression:
        container, key = self.read(node.value, scope), self.read(node.slice, scope)
        return expression_nodes.Member(*self._source.position(node), container, key)

    def _attribute(self, node: ast.Attribute, scope: Scope) -> expression_nodes.Expression:
        position = self._source.position(node)
        try:
            match node:
                case ast.Attribute(value=ast.Name(id=name) as owner, attr=field) if fields := scope.fields(
                    name
                ):
                    if field not in fields:
                        hint = did_you_mean(field, fields) or f"; it has {', '.join(fields)}"
                        raise ValueError(f"{scope.kind(name).value} has no {field!r}{hint}")
                    variable = expression_nodes.Variable(*self._source.position(owner), name)
                    return expression_nodes.Attribute(*position, variable, field)
        except ValueError as error:
            raise self._source.error(node, str(error)) from None
        raise self._source.error(node, rejection_message(node))

    def _unary(self, node: ast.UnaryOp, scope: Scope) -> expression_nodes.Expression:
        if isinstance(node.op, ast.Not):
            return self._opposite(node, scope)
        if not isinstance(node.op, ast.USub):
            raise self._source.error(node, rejection_message(node.op))
        return expression_nodes.Negative(*self._source.position(node), self.read(node.operand, scope))

    def _opposite(self, node: ast.UnaryOp, scope: Scope) -> expression_nodes.Expression:
        return expression_nodes.Opposite(*self._source.position(node), self.read(node.operand, scope))

    def _compared(self, node: ast.Compare, scope: Scope) -> expression_nodes.Expression:
        operands = tuple(self.read(operand, scope) for operand in (node.left, *node.comparators))
        operators = self.operators(node)
        return expression_nodes.Compared(*self._source.position(node), operands, operators)

    def operators(self, node: ast.Compare) -> tuple[str, ...]:
        """Return the operators of a comparison or of a chain of them."""
        for operator in node.ops:
            if type(operator) not in _COMPARISONS:
                raise self._source.error(node, "this comparison is not supported; write == or !=")
        return tuple(_COMPARISONS[type(operator)] for operator in node.ops)

    def _combined(self, node: ast.BoolOp, scope: Scope) -> expression_nodes.Expression:
        members = tuple(self.read(member, scope) for member in node.values)
        return expression_nodes.Combined(*self._source.position(node), logical_word(node), members)

    def _arithmetic(self, node: ast.BinOp, scope: Scope) -> expression_nodes.Expression:
        operator = _OPERATORS.get(type(node.op))
        if operator is None:
            raise self._source.error(node, rejection_message(node.op))
        left, right = self.read(node.left, scope), self.read(node.right, scope)
        return expression_nodes.Arithmetic(*self._source.position(node), operator, left, right)

    def _function(self, node: ast.Call, scope: Scope) -> expression_nodes.Expression:
        match node.func:
            case ast.Name(id=name) if name in SCRIPT_FUNCTIONS:
                function = SCRIPT_FUNCTIONS[name]
                arguments = self._bind(node, function.signature, scope)
                if function.is_pure:
                    self._check_constants(node, function, arguments)
                return expression_nodes.Function(*self._source.position(node), name, arguments)
            case ast.Name(id=name) if name in INPUTS:
                return self._input(node, INPUTS[name], scope)
        call = self.call(node, scope)  # an error in the call itself is reported first
        raise self._misplaced(node, call)

    def _input(self, node: ast.Call, signature: Signature, scope: Scope) -> expression_nodes.Expression:
        given = self.arguments(node, signature, scope)
        match given["name"]:
            case expression_nodes.Literal(value=str(name)) if signature is SECRET and not is_secret_name(
                name
            ):
                raise self._source.error(
                    node,
                    f"a secret cannot be named {name!r}; use letters, digits, underscores, dots and hyphens",
                )
            case expression_nodes.Literal(value=str(name)) if name:
                if signature is SECRET:
                    self._count_secret(node, name)
                found = expression_nodes.Input(
                    *self._source.position(node),
                    name,
                    signature is SECRET,
                    given.get("default"),
                    (self._source.filename, node.lineno),
                )
                self._definitions.inputs.append(found)
                return found
        raise self._source.error(
            node, f"{signature.name} takes a constant name, as in {signature.name}('HOST')"
        )

    def _count_secret(self, node: ast.Call, name: str) -> None:
        self._definitions.secrets.add(name)
        if len(self._definitions.secrets) > MAX_SECRETS:
            raise self._source.error(node, f"a script can use at most {MAX_SECRETS} secrets")

    def _check_constants(
        self,
        node: ast.Call,
        function: ScriptFunction,
        arguments: Arguments,
    ) -> None:
        """Report already here what a function with constant arguments would raise in the run."""
        values = {name: each.value for name, each in arguments if isinstance(each, expression_nodes.Literal)}
        if len(values) < len(arguments):
            return
        try:
            function.implementation(None, **values)
        except (ValueError, TypeError) as error:
            raise self._source.error(node, str(error)) from None

    def _misplaced(self, node: ast.Call, call: claim_nodes.Call) -> ScriptError:
        written = f"{call.receiver}.{call.method}" if call.receiver else call.method
        return self._source.error(
            node, f"a call cannot be part of an expression; assign its result first: x = {written}(…)"
        )


def is_vector(node: ast.expr) -> TypeGuard[ast.Call]:
    """Whether a node is a call on a queue or target rather than a function of expressions."""
    match node:
        case ast.Call(func=ast.Name(id=name)):
            return name not in SCRIPT_FUNCTIONS and name not in INPUTS
    return isinstance(node, ast.Call)


def logical_word(node: ast.BoolOp) -> str:
    """Return ``and`` or ``or``."""
    return "and" if isinstance(node.op, ast.And) else "or"


_READERS: dict[type[ast.expr], Callable[[Expressions, Any, Scope], expression_nodes.Expression]] = {
    ast.Constant: Expressions._literal,
    ast.Name: Expressions._variable,
    ast.List: Expressions._list,
    ast.Dict: Expressions._dict,
    ast.JoinedStr: Expressions._formatted,
    ast.Subscript: Expressions._member,
    ast.Attribute: Expressions._attribute,
    ast.UnaryOp: Expressions._unary,
    ast.BinOp: Expressions._arithmetic,
    ast.Compare: Expressions._compared,
    ast.BoolOp: Expressions._combined,
    ast.Call: Expressions._function,
}
