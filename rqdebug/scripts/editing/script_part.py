# SPDX-License-Identifier: GPL-3.0-or-later
"""Some lines of a script as a script of their own, with the definitions that they need."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from rqdebug.errors import ScriptError
from rqdebug.scripts.language import claim_nodes, expression_nodes, script_nodes
from rqdebug.scripts.language.script_nodes import Script, Statement, Vector, children, walk
from rqdebug.scripts.language.vocabulary import OWN_CALLS
from rqdebug.scripts.text.loose_tokens import statement_extents


def select_part(script: Script, text: str, lines: range) -> Script:
    """Return a script of the statements in some lines, and of the definitions above that they need.

    A block whose first line is selected runs completely, unless some of the lines inside it are selected:
    then only these run. Lanes that are selected without their ``parallel`` run in parallel.

    A definition that is needed is run as well if it changes no queue: ``create``, ``queue``, ``target`` and
    expressions. The result of another call, such as ``x = jobs.get()``, must be selected too, because
    the call would wait for items that no selected line puts.

    Args:
        script: The script that was parsed from the text.
        text: The whole text, with any line ends.
        lines: The selected lines, counted from 1.

    Raises:
        ScriptError: If no statement is in these lines, or a name has no value without other lines.
    """
    starts = _starts(text, lines)
    selected = list(_select(script.body, starts))
    if not selected:
        raise ScriptError(
            "there is no statement in the selected lines; select one", lines.start, 1, script.filename
        )
    first = min(_line(statement) for statement in selected)
    needed = free_names(selected)
    definitions = _find_definitions(script, first, needed)
    return dataclasses.replace(script, body=(*definitions, *_in_parallel(selected)))


def free_names(statements: Iterable[Statement]) -> dict[str, Statement]:
    """Return the names that statements use before they define them, each with the first that uses it."""
    defined: set[str] = set()
    return _free_names(statements, defined)


def defined_name(statement: Statement) -> str | None:
    """Return the name that a statement assigns, or the variable of a loop."""
    if isinstance(statement, (script_nodes.LaneBlock, script_nodes.Turn, script_nodes.Define)):
        return None
    name: str | None = getattr(statement, "name", None)
    return name


def _free_names(statements: Iterable[Statement], defined: set[str]) -> dict[str, Statement]:
    free: dict[str, Statement] = {}
    for statement in statements:
        inner = () if isinstance(statement, script_nodes.Define) else children(statement)
        for name in _used_names(statement):
            if name not in defined:
                free.setdefault(name, statement)
        if (assigned := defined_name(statement)) is not None:
            defined.add(assigned)
        # What a lane defines is not visible outside it.
        scope = set(defined) if isinstance(statement, script_nodes.LaneBlock) else defined
        for name, user in _free_names(inner, scope).items():
            free.setdefault(name, user)
    return free


def _used_names(node: Any) -> Iterator[str]:
    """Yield the names in the expressions and calls of a statement without its inner statements."""
    for field in dataclasses.fields(node):
        yield from _names_in(getattr(node, field.name))
    if isinstance(node, script_nodes.Invoke):
        yield from _names_of_function(node)


def _names_of_function(invoke: script_nodes.Invoke) -> Iterator[str]:
    """Yield the outer names that the function of a call uses."""
    function = invoke.function
    parameters = {name for name, _ in (*function.defaults, *invoke.arguments)}
    yield from (name for name in free_names(function.body) if name not in parameters)
    own = parameters | {name for each in walk(function.body) if (name := defined_name(each))}
    yield from (name for name in _names_in(function.result) if name not in own)


def _names_in(value: Any) -> Iterator[str]:
    if isinstance(value, Statement):
        return
    if isinstance(value, expression_nodes.Variable):
        yield value.name
    elif isinstance(value, claim_nodes.Call) and value.receiver is not None:
        yield value.receiver
    if isinstance(value, (tuple, list)):
        for member in value:
            yield from _names_in(member)
    elif dataclasses.is_dataclass(value):
        yield from _used_names(value)


def _starts(text: str, lines: range) -> set[int]:
    """Return the first lines of the statements that are at least in part in some lines."""
    starts: set[int] = set()
    for first, last in statement_extents(text.replace("\r\n", "\n").replace("\r", "\n")):
        if first < lines.stop and last >= lines.start:
            # A statement in brackets can begin behind the first token of the line, as after `with repeat(2):`
            starts.update(range(first, last + 1))
        if first >= lines.stop:
            break
    return starts


def _line(statement: Statement) -> int:
    """Return the line in which the text of a statement begins, with the ``raises`` around it."""
    if isinstance(statement, Vector):
        return min(statement.line, statement.expectation.line)
    return statement.line


def _select(statements: Iterable[Statement], starts: set[int]) -> Iterator[Statement]:
    for statement in statements:
        # The vector that leases, or is set or expected, belongs to the first line of its block.
        begins_with_call = isinstance(statement, (script_nodes.LeaseBlock, script_nodes.DebuggerBlock))
        members = children(statement)[begins_with_call:]
        inner = list(_select(members, starts))
        is_selected = _line(statement) in starts or statement.line in starts
        if not is_selected:
            yield from inner
        elif inner and len(inner) < len(members):
            yield _with_body(statement, inner)
        else:
            yield statement


def _with_body(block: Statement, body: Sequence[Statement]) -> Statement:
    changes: dict[str, Any] = {"lanes" if isinstance(block, script_nodes.Parallel) else "body": tuple(body)}
    return dataclasses.replace(block, **changes)


def _in_parallel(statements: Iterable[Statement]) -> Iterator[Statement]:
    """Put lanes that are not inside ``parallel`` into one, as they are in the script."""
    lanes: list[script_nodes.LaneBlock] = []
    for statement in statements:
        if isinstance(statement, script_nodes.LaneBlock):
            lanes.append(statement)
            continue
        yield from _parallel(lanes)
        lanes = []
        yield statement
    yield from _parallel(lanes)


def _parallel(lanes: Sequence[script_nodes.LaneBlock]) -> Iterator[Statement]:
    if lanes:
        yield script_nodes.Parallel(lanes[0].line, lanes[0].column, "with parallel():", tuple(lanes))


def _find_definitions(script: Script, first: int, needed: dict[str, Statement]) -> list[Statement]:
    """Return the definitions above a line that give values to names, in the order of the script."""
    found: list[Statement] = []
    missing = dict(needed)
    for statement in reversed(list(visible_statements(script.body, first))):
        name = defined_name(statement)
        if name is None or name not in missing:
            continue
        user = missing.pop(name)
        _check_definition(script, statement, name, user)
        found.append(statement)
        for used in free_names([statement]):
            missing.setdefault(used, statement)
    for name, user in missing.items():
        raise ScriptError(
            f"{name!r} is not defined above the selected lines", user.line, user.column, script.filename
        )
    return found[::-1]


def visible_statements(statements: Iterable[Statement], first: float) -> Iterator[Statement]:
    """Yield the statements whose names are visible in a line: all before it that are in no other lane."""
    for statement in statements:
        if _line(statement) >= first:
            return
        if isinstance(statement, script_nodes.Define):
            continue
        if isinstance(statement, script_nodes.Include):  # it has the line numbers of another file
            yield from visible_statements(statement.body, math.inf)
            continue
        if isinstance(statement, script_nodes.LaneBlock):
            if any(_line(inner) >= first for inner in walk(statement.body)) or not statement.body:
                yield from visible_statements(statement.body, first)
            continue
        yield statement
        yield from visible_statements(children(statement), first)


def _check_definition(script: Script, definition: Statement, name: str, user: Statement) -> None:
    """Refuse a definition that cannot run alone."""
    if isinstance(definition, (script_nodes.Let, script_nodes.ScriptParameter)):
        return
    if isinstance(definition, Vector) and definition.call.method in OWN_CALLS:
        return
    is_loop = isinstance(definition, (script_nodes.Loop, script_nodes.EachRow))
    what = "the variable of a loop" if is_loop else "the result of a call"
    file, line = script.named_place(definition.line)
    message = f"{name!r} is {what} in line {line}; select that line too"
    if file != script.filename:
        message = f"{name!r} is {what} in line {line} of {file}; run the whole script"
    raise ScriptError(message, user.line, user.column, script.filename)
