# SPDX-License-Identifier: GPL-3.0-or-later
"""Finds the messages of the engine in its source text, as templates for translation.

The engine, the command line and the wire are English. The window translates a finished message by
matching it against templates: ``queue {label} is empty``. This module reads them from the source with
``ast``, without importing it:

- arguments of errors, as in ``raise Full(f"queue {label} is full")`` and ``return Full(…)``
- arguments of the functions in ``BUILDERS``, which create errors
- texts that the functions in ``RETURNING`` return
- texts assigned to the attributes in ``ATTRIBUTES``, and the tables in ``TABLES``
"""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterable, Iterator
from itertools import product
from pathlib import Path

import rqcore.errors
import rqdebug.errors

SOURCES = ("rqdebug/errors.py", "rqdebug/events/filters", "rqdebug/scripts/language")
"""Folders and files whose messages can reach the window."""
ERRORS = {
    name
    for module in (rqcore.errors, rqdebug.errors, builtins)
    for name, value in vars(module).items()
    if isinstance(value, type) and issubclass(value, Exception)
}
"""Names of error classes."""
NOT_SHOWN = {"AssertionError", "AttributeError", "IndexError", "KeyError", "NotImplementedError"}
"""Errors that only a programmer sees."""
BUILDERS = {"error", "_error", "_lost", "_misplaced"}
"""Functions that create an error from their arguments."""
RETURNING = {"rejection_message", "did_you_mean", "error_reason", "_hint", "_expected", "__str__"}
"""Functions that return a message or a part of one."""
ATTRIBUTES = {"trouble", "reason", "example", "content_error", "_interruption", "problem"}
"""Attributes, fields and keyword arguments that hold a message."""
TABLES = {"_MESSAGES", "_EXPECTED"}
"""Dictionaries of messages."""
MIN_LETTERS = 5
"""A template with fewer letters outside of its placeholders says nothing that could be translated."""
MAX_VARIANTS = 16
"""Limit for the combinations of alternatives in one message."""


def engine_templates(root: Path) -> Iterator[tuple[str, str]]:
    """Yield each template of the engine with its file, in the order of files and lines."""
    for source in SOURCES:
        path = root / source
        for file in sorted(path.rglob("*.py")) if path.is_dir() else [path]:
            tree = ast.parse(file.read_text(encoding="utf-8"))
            for template in templates_in(tree):
                yield template, file.relative_to(root).as_posix()


def list_items_in(file: Path) -> Iterator[str]:
    """Yield the templates of items of Markdown lists, which begin with a dash."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, (ast.Constant, ast.JoinedStr)):
            yield from (text for text in _texts(node, {}) if text.startswith("- ") and text.endswith("."))


def templates_in(tree: ast.AST) -> Iterator[str]:
    """Yield the templates in a module, without duplicates."""
    constants = _assignments(tree.body if isinstance(tree, ast.Module) else ())
    scopes = [node for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))]
    owned = [(scope, node) for scope in scopes for node in ast.walk(scope)]
    inner = {id(node): scope for scope, node in owned}  # the innermost function comes last
    seen: set[str] = set()
    for node in sorted(ast.walk(tree), key=lambda node: getattr(node, "lineno", 0)):
        scope = inner.get(id(node))
        names = constants | (_assignments(ast.walk(scope)) if scope else {})
        for expression in _messages(node, scope):
            for template in _texts(expression, names):
                if template not in seen and _has_words(template):
                    seen.add(template)
                    yield template


def _messages(node: ast.AST, scope: ast.FunctionDef | ast.AsyncFunctionDef | None) -> Iterator[ast.expr]:
    """Yield the expressions in a node that are messages."""
    match node:
        case ast.Call(function, arguments, keywords):
            name = _name_of(function)
            if (name in ERRORS and name not in NOT_SHOWN) or name in BUILDERS:
                yield from arguments
            yield from (each.value for each in keywords if each.arg in ATTRIBUTES)
        case ast.Return(ast.expr() as value) if scope and scope.name in RETURNING:
            yield value
        case (
            ast.Assign([target], ast.Dict(values=values))
            | ast.AnnAssign(target=target, value=ast.Dict(values=values))
        ) if _name_of(target) in TABLES:
            for value in values:
                yield from value.args if isinstance(value, ast.Call) else [value]  # dict.fromkeys(keys, text)
        case ast.Assign([target], value) if _name_of(target) in ATTRIBUTES:
            yield value
        case ast.AnnAssign(target=target, value=ast.expr() as value) if _name_of(target) in ATTRIBUTES:
            yield value


def _assignments(nodes: Iterable[ast.AST]) -> dict[str, list[ast.expr]]:
    """Collect the expressions that are assigned to each local name."""
    found: dict[str, list[ast.expr]] = {}
    for node in nodes:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            found.setdefault(node.targets[0].id, []).append(node.value)
    return found


def _texts(node: ast.expr, names: dict[str, list[ast.expr]], depth: int = 0) -> list[str]:
    """Return the templates that an expression can produce; none if it is not a text."""
    match node:
        case ast.Constant(str(text)):
            return [escape(text)]
        case ast.JoinedStr(values):
            return ["".join(_parts(values))]
        case ast.IfExp(body=body, orelse=other):
            return _texts(body, names, depth) + _texts(other, names, depth)
        case ast.BinOp(left, ast.Add(), right):
            ends = [_texts(side, names, depth) or [f"{{{_placeholder(side)}}}"] for side in (left, right)]
            return ["".join(pair) for pair in product(*ends)][:MAX_VARIANTS]
        case ast.Call(ast.Attribute(_, "get"), [_, default]):
            return _texts(default, names, depth)
        case ast.Name(name) if depth < 2:
            return [text for value in names.get(name, ()) for text in _texts(value, names, depth + 1)]
    return []


def _parts(values: Iterable[ast.expr]) -> Iterator[str]:
    """Yield the parts of an f-string, with a placeholder for each value."""
    used: dict[str, str] = {}
    for value in values:
        if isinstance(value, ast.FormattedValue):
            source = ast.unparse(value)
            name = used.get(source) or _unused(_placeholder(value.value), used.values())
            used[source] = name
            yield f"{{{name}}}"
        elif isinstance(value, ast.Constant):
            yield escape(str(value.value))


def _unused(name: str, used: Iterable[str]) -> str:
    number, taken, result = 2, set(used), name
    while result in taken:
        result, number = f"{name}{number}", number + 1
    return result


def _placeholder(node: ast.AST) -> str:
    """Return a short name for a value: ``error.strerror or error`` is ``error``."""
    match node:
        case ast.Attribute(value, name) if name.startswith("__") or name in ("strerror", "value"):
            return _placeholder(value)
        case ast.Attribute(_, name) | ast.Name(name):
            return name.strip("_").lower() or "value"
        case ast.Call(ast.Attribute(value, "decode" | "hex" | "encode")):
            return _placeholder(value)
        case ast.Call(ast.Name("len"), [argument]):
            return f"{_placeholder(argument)}_count"
        case ast.Call(_, [argument, *_]):
            return _placeholder(argument)
        case ast.Call(function):
            return _placeholder(function)
        case ast.BoolOp(values=[first, *_]):
            return _placeholder(first)
        case ast.Subscript(value) | ast.Starred(value) | ast.BinOp(value):
            return _placeholder(value)
        case ast.IfExp(test=test):
            return _placeholder(test)
    return "value"


def _name_of(node: ast.AST) -> str:
    match node:
        case ast.Name(name) | ast.Attribute(_, name):
            return name
    return ""


def escape(text: str) -> str:
    """Return a text as a template without placeholders."""
    return text.replace("{", "{{").replace("}", "}}")


def _has_words(template: str) -> bool:
    """Return whether there are words outside of the placeholders."""
    depth, letters = 0, 0
    for letter in template.replace("{{", "").replace("}}", ""):
        depth += (letter == "{") - (letter == "}")
        letters += not depth and letter.isalpha()
    return letters >= MIN_LETTERS and " " in template
