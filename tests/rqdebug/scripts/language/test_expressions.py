# SPDX-License-Identifier: GPL-3.0-or-later
"""Conversion of expressions and calls to nodes, and the errors for unsupported syntax."""

from __future__ import annotations

import ast

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rqdebug.errors import ScriptError
from rqdebug.scripts.language.expression_nodes import (
    Arithmetic,
    DictOf,
    FormattedText,
    Function,
    ListOf,
    Literal,
    Member,
    Negative,
    ReplacementField,
    Variable,
)
from rqdebug.scripts.language.expressions import Expressions
from rqdebug.scripts.language.functions import SCRIPT_FUNCTIONS
from rqdebug.scripts.language.scope import Scope
from rqdebug.scripts.language.source import ScriptSource
from rqdebug.scripts.language.vocabulary import (
    CALLS,
    MAX_DEPTH,
    MAX_NUMBER,
    METHODS,
)
from rqdebug.scripts.signatures import Signature, ValueKind

NAMES = {"x": ValueKind.VALUE, "jobs": ValueKind.QUEUE, "other": ValueKind.QUEUE, "far": ValueKind.TARGET}


def parts(text):
    source = ScriptSource(text, "x")
    (statement,) = source.statements()
    return Expressions(source), statement.value


def read(text):
    expressions, node = parts(text)
    return expressions.read(node, Scope(NAMES))


def call(text):
    expressions, node = parts(text)
    return expressions.call(node, Scope(NAMES))


def error_of(reader, text):
    with pytest.raises(ScriptError) as caught:
        reader(text)
    return caught.value.column, caught.value.message


# Expressions


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ("1", Literal(1, 1, 1)),
        ("'a'", Literal(1, 1, "a")),
        ("b'a'", Literal(1, 1, b"a")),
        ("None", Literal(1, 1, None)),
        ("x", Variable(1, 1, "x")),
        ("-x", Negative(1, 1, Variable(1, 2, "x"))),
        ("[]", ListOf(1, 1, ())),
        ("[1, x]", ListOf(1, 1, (Literal(1, 2, 1), Variable(1, 5, "x")))),
        ("{'a': x}", DictOf(1, 1, ((Literal(1, 2, "a"), Variable(1, 7, "x")),))),
        ("x[0]", Member(1, 1, Variable(1, 1, "x"), Literal(1, 3, 0))),
        ("1 + x", Arithmetic(1, 1, "+", Literal(1, 1, 1), Variable(1, 5, "x"))),
        (
            "len(x)",
            Function(
                1, 1, "len", ((SCRIPT_FUNCTIONS["len"].signature.parameters[0].name, Variable(1, 5, "x")),)
            ),
        ),
    ],
)
def test_expression_is_a_node_with_its_position(text, node):
    assert read(text) == node


@pytest.mark.parametrize("sign", ["+", "-", "*", "/", "//", "%"])
def test_arithmetic_node_has_its_operator(sign):
    assert read(f"x {sign} 2").operator == sign


@pytest.mark.parametrize("spec", ["", "03", "5d", ".2f", "8.3f", "x", "s", "g", "10", "05x"])
def test_formatted_text_has_its_replacement_fields(spec):
    node = read(f"f'a{{x{':' if spec else ''}{spec}}}b'")
    assert isinstance(node, FormattedText)
    first, hole, last = node.parts
    assert (first.value, last.value) == ("a", "b")
    assert isinstance(hole, ReplacementField)
    assert (hole.spec, hole.value.name) == (spec, "x")


@pytest.mark.parametrize("hole", ["{x!r}", "{x:>10}", "{x:,}", "{x:100}", "{x:{x}}", "{x:%}", "{x=}"])
def test_other_formats_are_rejected(hole):
    assert (
        "only a simple format is allowed here, such as {x:03}, {x:.2f} or {x:x}"
        in error_of(read, f"f'{hole}'")[1]
    )


@given(st.integers(0, MAX_NUMBER))
@example(MAX_NUMBER)
def test_whole_number_of_64_bits_is_a_value(number):
    assert read(str(number)).value == number


@pytest.mark.parametrize(
    ("text", "column", "message"),
    [
        (str(MAX_NUMBER + 1), 1, "this number is too large: whole numbers go from -2**64 to 2**64"),
        ("...", 1, "... is not a value that scripts support"),
        ("1j", 1, "1j is not a value that scripts support"),
        ("y", 1, "'y' is not defined here; assign it first"),
        ("jobs", 1, "'jobs' is a queue, not a value; call a method, as in jobs.qsize()"),
        ("far", 1, "'far' is a target, not a value; call a method, as in far.create()"),
        ("[1, jobs]", 5, "'jobs' is a queue, not a value"),
        ("{**x}", 4, "** is not supported; write each key and value"),
        ("+x", 1, "a sign + before a value is not supported; leave it out"),
        ("~x", 1, "this syntax is not part of the script language"),
        ("x ** 2", 1, "** is not supported; write the result as a number"),
        ("x @ x", 1, "this syntax is not part of the script language"),
        ("x if x else x", 1, "'if' is not supported in expressions"),
        ("(1, 2)", 1, "tuples are not supported; write a list: [1, 2]"),
        ("{1}", 1, "sets are not supported"),
        ("[y for y in x]", 1, "comprehensions are not supported"),
        ("lambda: 1", 1, "'lambda' is not supported"),
        ("x[1:2]", 3, "slices are not supported"),
        ("x.y", 1, "attributes are not supported; call a method of a queue"),
        ("(y := 1)", 2, ":= is not supported; write the assignment on its own line"),
        ("jobs.get()", 1, "a call cannot be part of an expression; assign its result first: x = jobs.get(…)"),
        ("create()", 1, "a call cannot be part of an expression; assign its result first: x = create(…)"),
        ("lne(x)", 1, "unknown function 'lne'; did you mean 'len'?"),
    ],
)
def test_unsupported_syntax_is_rejected_at_its_column(text, column, message):
    found = error_of(read, text)
    assert found[0] == column
    assert message in found[1]


def test_nesting_is_limited():
    assert read("[" * (MAX_DEPTH - 1) + "]" * (MAX_DEPTH - 1))
    column, message = error_of(read, "[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1))
    assert column == MAX_DEPTH + 1
    assert (
        message == f"an expression can have at most {MAX_DEPTH} levels; assign inner parts to variables first"
    )


def test_depth_is_counted_for_each_expression_alone():
    expressions, node = parts("[x, [x]]")
    for _ in range(3 * MAX_DEPTH):
        expressions.read(node, Scope(NAMES))


SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(0, MAX_NUMBER)
    | st.text("ab é'\\", max_size=5)
    | st.binary(max_size=4)
)


@given(
    st.recursive(
        SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("ab"), inner, max_size=2)
    )
)
def test_python_literal_is_read_as_its_value(value):
    def plain(node):
        match node:
            case Literal(value=found):
                return found
            case ListOf(members=members):
                return [plain(member) for member in members]
        return {plain(key): plain(found) for key, found in node.pairs}

    assert plain(read(repr(value))) == value
    assert ast.literal_eval(repr(value)) == value


# Calls


@pytest.mark.parametrize(
    ("text", "receiver", "method", "arguments"),
    [
        ("create()", None, "create", {}),
        ("create('a', maxsize=3)", None, "create", {"name": "a", "maxsize": 3}),
        ("queue('a')", None, "queue", {"reference": "a"}),
        ("target('far')", None, "target", {"name": "far"}),
        ("far.create()", "far", "create", {}),
        ("jobs.put(1)", "jobs", "put", {"item": 1}),
        ("jobs.put(1, False)", "jobs", "put", {"item": 1, "block": False}),
        ("jobs.put(timeout=2, item=1)", "jobs", "put", {"timeout": 2, "item": 1}),
        ("jobs.get()", "jobs", "get", {}),
    ],
)
def test_call_binds_its_arguments_to_parameters(text, receiver, method, arguments):
    node = call(text)
    assert (node.receiver, node.method) == (receiver, method)
    assert {name: value.value for name, value in node.arguments} == arguments


@pytest.mark.parametrize(
    ("text", "column", "message"),
    [
        ("jobs.put()", 1, "missing argument 'item' for put(item"),
        ("jobs.put(1, True, 2, 3)", 22, "too many positional arguments for put(item"),
        ("jobs.put(1, item=2)", 13, "argument 'item' is given twice"),
        ("jobs.put(1, tiemout=2)", 13, "put has no parameter 'tiemout'; did you mean 'timeout'?"),
        ("jobs.put(**x)", 10, "** is not supported; write each argument as name=value"),
        ("jobs.putt(1)", 1, "a queue has no method 'putt'; did you mean 'put'?"),
        ("jobs.create()", 1, "a queue has no method 'create'; its methods are put, get"),
        ("far.put(1)", 1, "a target has no method 'put'"),
        ("x.put(1)", 1, "'x' is a value; only queues, targets and leased items have methods"),
        ("y.put(1)", 1, "'y' is not defined here; assign it first"),
        ("creat()", 1, "unknown function 'creat'; did you mean 'create'?"),
        ("sleep(1)", 1, "sleep(…) has no value; write it as a statement on its own line"),
        (
            "jobs.a.put(1)",
            1,
            "only a named queue or target has methods; name it first, as in jobs = create()",
        ),
        ("create().put(1)", 1, "only a named queue or target has methods"),
    ],
)
def test_invalid_call_is_rejected_at_its_column(text, column, message):
    found = error_of(call, text)
    assert found[0] == column
    assert message in found[1]


@pytest.fixture
def move(monkeypatch):
    """A method that takes a queue."""
    monkeypatch.setitem(METHODS, "move", Signature("move(to: queue)", ""))


@pytest.mark.usefixtures("move")
def test_method_can_take_a_queue_as_argument():
    node = call("jobs.move(other)")
    assert node.arguments == (("to", Variable(1, 11, "other")),)


@pytest.mark.usefixtures("move")
@pytest.mark.parametrize("argument", ["x", "1", "far", "'other'"])
def test_other_argument_than_a_queue_is_rejected(argument):
    assert error_of(call, f"jobs.move({argument})") == (
        11,
        "'to' must be a queue variable, as in jobs = create()",
    )


@pytest.mark.parametrize("method", METHODS)
def test_every_method_can_be_called_with_its_required_arguments(method):
    arguments = [
        "other" if each.kind is ValueKind.QUEUE else "x"
        for each in METHODS[method].parameters
        if each.required
    ]
    assert call(f"jobs.{method}({', '.join(arguments)})").method == method


@pytest.mark.parametrize("name", CALLS)
def test_every_call_of_a_target_is_parsed(name):
    arguments = [
        "other" if each.kind is ValueKind.QUEUE else "'puts'" if each.name == "side" else "'drop'"
        for each in CALLS[name].parameters
        if each.required and not each.by_keyword
    ]
    assert call(f"{name}({', '.join(arguments)})").receiver is None
