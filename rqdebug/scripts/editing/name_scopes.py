# SPDX-License-Identifier: GPL-3.0-or-later
"""Which places of a name in a script belong to the same variable."""

from __future__ import annotations

import ast
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from rqdebug.scripts.editing.name_places import NamePlace, PlaceKind, find_places
from rqdebug.scripts.language.source import ScriptSource
from rqdebug.scripts.language.vocabulary import LANE, SKIP, TEARDOWN, TEST, XFAIL

_LINE_END = re.compile(r"\r\n|\r|\n")
_CLOSED = frozenset((LANE.name, SKIP.name, TEARDOWN.name, TEST.name, XFAIL.name))
"""The blocks whose own variables stay inside them."""


@dataclass(eq=False, slots=True)
class NameScope:
    """A function, or a block whose variables stay inside it; the whole file is the outermost."""

    first: int
    """The index of its first character."""
    last: int
    """The index after its last character."""
    body: Sequence[ast.stmt]
    function: str = ""
    """The name of a function; empty for a block."""
    parameters: frozenset[str] = frozenset()
    outer: NameScope | None = None
    inner: list[NameScope] = field(default_factory=list)

    def assigns(self, name: str) -> bool:
        """Whether a statement in it, but in no scope inside it, gives the name a value."""
        return name in self.parameters or name in set(_assigned(self.body))

    def begins_with(self, name: str) -> bool:
        """Whether its first statement with the name gives it a value without reading it."""
        for statement in self.body:
            if _mentions(statement, name):
                return _assigns_only(statement, name)
        return False


class ScopedFile:
    """The names of one file.

    Args:
        text: The text, without syntax errors.
        filename: The name that errors show.

    Raises:
        ScriptError: The text has a syntax error.
    """

    def __init__(self, text: str, filename: str) -> None:
        self.text = text
        self._starts = [0, *(match.end() for match in _LINE_END.finditer(text))]
        body = list(ScriptSource(text, filename).statements())
        self.whole = NameScope(0, len(text) + 1, body)
        self._add_scopes(body, self.whole)
        self.functions = {scope.function: scope for scope in self.whole.inner if scope.function}
        """The functions that it defines, by name."""

    def places(self, name: str) -> list[NamePlace]:
        """Return all places of a name."""
        return list(find_places(self.text, name)) if name in self.text else []

    def line(self, index: int) -> int:
        """Return the line of a character, counted from 1."""
        return bisect_right(self._starts, index)

    def scope_of(self, place: NamePlace, name: str, is_outside: bool) -> NameScope:
        """Return the scope whose variable a place is.

        Args:
            place: A place of kind VARIABLE.
            name: Its name.
            is_outside: Whether another file of the script gives the name a value.
        """
        scope = self.innermost(place.start)
        while scope.outer is not None and not self._owns(scope, name, is_outside):
            scope = scope.outer
        return scope

    def innermost(self, index: int) -> NameScope:
        """Return the innermost scope around a character."""
        scope, found = self.whole, True
        while found:
            found = False
            for inner in scope.inner:
                if inner.first <= index < inner.last:
                    scope, found = inner, True
                    break
        return scope

    def _owns(self, scope: NameScope, name: str, is_outside: bool) -> bool:
        """Whether a scope has a variable of its own with this name.

        A scope that may read the outer variable before it assigns its own shares it: then both keep one name.
        """
        if name in scope.parameters:
            return True
        if not scope.assigns(name):
            return False
        around, each = [], scope.outer
        while each is not None:
            around.append(each)
            each = each.outer
        return scope.begins_with(name) or not (is_outside or any(each.assigns(name) for each in around))

    def _add_scopes(self, body: Sequence[ast.stmt], outer: NameScope) -> None:
        for node in body:
            inner = self._scope(node, outer)
            if inner is not None:
                outer.inner.append(inner)
            if isinstance(node, (ast.FunctionDef, ast.With, ast.For)):
                self._add_scopes(node.body, inner or outer)

    def _scope(self, node: ast.stmt, outer: NameScope) -> NameScope | None:
        if not _is_closed(node):
            return None
        span = self._index(node.lineno, node.col_offset), self._index(node.end_lineno, node.end_col_offset)
        if isinstance(node, ast.FunctionDef):
            names = frozenset(each.arg for each in (*node.args.args, *node.args.kwonlyargs))
            return NameScope(*span, node.body, node.name, names, outer)
        return NameScope(*span, getattr(node, "body", ()), outer=outer)

    def _index(self, line: int | None, column: int | None) -> int:
        """Return the index of a character, whose column is counted in bytes."""
        start = self._starts[(line or 1) - 1]
        end = self._starts[line or 1] if (line or 1) < len(self._starts) else len(self.text)
        return start + len(self.text[start:end].encode()[: column or 0].decode(errors="ignore"))


def _is_closed(node: ast.stmt) -> bool:
    match node:
        case ast.FunctionDef():
            return True
        case ast.With(items=[ast.withitem(context_expr=ast.Call(func=ast.Name(id=word)))]):
            return word in _CLOSED
    return False


def _assigned(body: Sequence[ast.stmt]) -> Iterator[str]:
    for node in body:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)]):
                yield name
            case ast.For(target=ast.Name(id=name)):
                yield name
            case ast.With(items=[ast.withitem(optional_vars=ast.Name(id=name))]):
                yield name
        if isinstance(node, (ast.With, ast.For)) and not _is_closed(node):
            yield from _assigned(node.body)


def _mentions(node: ast.AST, name: str) -> bool:
    return any(isinstance(each, ast.Name) and each.id == name for each in ast.walk(node))


def _assigns_only(statement: ast.stmt, name: str) -> bool:
    match statement:
        case ast.Assign(targets=[ast.Name(id=target)], value=value):
            return target == name and not _mentions(value, name)
    return False


def is_variable(place: NamePlace) -> bool:
    """Whether a place is that of a variable."""
    return place.kind is PlaceKind.VARIABLE
