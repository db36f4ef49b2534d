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

SOURCES = (
    *(
        "rqcore/url.py",
        "rqcore/codec.py",
        "rqcore/argument_checks.py",
        "rqcore/backends.py",
        "rqcore/connecting.py",
    ),
    *(
        "rqcore/protocol",
        "rqcore/controller",
        "rqcore/client",
        "rqcore/transport",
        "rqcore/pressure",
        "rqcore/redis",
    ),
    *("rqcore/server/client_session.py", "rqcore/server/spool_directory.py"),
    *("rqdebug/errors.py", "rqdebug/session.py", "rqdebug/commands.py"),
    *("rqdebug/events", "rqdebug/inspection", "rqdebug/debug", "rqdebug/scripts", "rqdebug/targets"),
    "rqdebug/support",
)
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
RETURNING = {
    "rejection_message",
    "did_you_mean",
    "error_reason",
    "opening_reason",
    "closing_message",
    "closing_hint",
    "losing_message",
    "parsing_message",
    "_certificate_reason",
    "_tls_reason",
    "_hint",
    "_left_out_reason",
    "_call_or_reason",
    "_move_or_reason",
    "storage_problem",
    "_expected",
    "__str__",
}
CHECKING = "_check_"
"""Functions that return a message or a part of one, by name and by the beginning of the name."""
ATTRIBUTES = {"trouble", "reason", "example", "content_error", "_interruption", "problem", "notice"}
"""Attributes, fields and keyword arguments that hold a message."""
TABLES = {"_MESSAGES", "_EXPECTED", "_CERTIFICATE_REASONS", "_TLS_REASONS", "_SYSTEM_REASONS", "_VARIABLES"}
"""Dictionaries of messages."""
TEMPLATE_TABLES = {"_TRANSLATIONS", "_CHANGE_MESSAGES"}
"""Tables whose rows end with a message for ``str.format``."""
ENUMS = {"ValueKind"}
"""Enumerations whose values are parts of messages."""
PYTHON = (
    "{bracket} was never closed",
    "unmatched {bracket}",
    "unexpected indent",
    "unindent does not match any outer indentation level",
    "unterminated string literal (detected at line {line})",
    "expected an indented block after {statement} on line {line}",
    "expected ':'",
    "invalid syntax. Perhaps you forgot a comma?",
    "invalid syntax. Maybe you meant '==' or ':=' instead of '='?",
)
"""Messages of Python's parser that are likely in scripts."""
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


def python_templates() -> Iterator[tuple[str, str]]:
    """Yield messages of Python's parser with the file that passes them on."""
    yield from ((text, "rqdebug/scripts/language/source.py") for text in PYTHON)


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
    local = {id(scope): constants | _assignments(ast.walk(scope)) for scope in scopes}
    seen: set[str] = set()
    yield from _rows(tree)
    for node in sorted(ast.walk(tree), key=lambda node: getattr(node, "lineno", 0)):
        scope = inner.get(id(node))
        names = local[id(scope)] if scope else constants
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
        case ast.ClassDef(name, body=body) if name in ENUMS:
            yield from (each.value for each in body if isinstance(each, ast.Assign))
        case ast.Return(ast.expr() as value) if scope and _returns_message(scope):
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


def _returns_message(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    return function.name in RETURNING or function.name.startswith(CHECKING)


def _rows(tree: ast.AST) -> Iterator[str]:
    """Yield the messages in TEMPLATE_TABLES, which have placeholders already."""
    for node in ast.walk(tree):
        match node:
            case (
                ast.Assign([target], ast.Tuple(rows)) | ast.AnnAssign(target=target, value=ast.Tuple(rows))
            ) if _name_of(target) in TEMPLATE_TABLES:
                for row in rows:
                    match row:
                        case ast.Tuple([*_, ast.Constant(str(text))]):
                            yield text


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
            parts = [value.value for value in values if isinstance(value, ast.FormattedValue)]
            known = {part.id: names.get(part.id, []) for part in parts if isinstance(part, ast.Name)}
            inlined = {
                name: texts[0]
                for name, assigned in known.items()
                if len(assigned) == 1 and isinstance(assigned[0], (ast.Constant, ast.JoinedStr))
                if (texts := _texts(assigned[0], names, depth + 1))
            }
            others = [value for name, assigned in known.items() if name not in inlined for value in assigned]
            alternatives = [text for value in others for text in _texts(value, names, depth + 1)]
            return ["".join(_parts(values, inlined)), *alternatives] if depth < 2 else []
        case ast.Call(ast.Attribute(ast.Constant(), "join"), [ast.Tuple(members) | ast.List(members)]):
            return [text for member in members for text in _texts(member, names, depth)]
        case ast.IfExp(body=body, orelse=other):
            return _texts(body, names, depth) + _texts(other, names, depth)
        case ast.BoolOp(values=values):
            return [text for value in values for text in _texts(value, names, depth)]
        case ast.BinOp(text, ast.Mult(), _):  # a text or nothing
            return _texts(text, names, depth)
        case ast.BinOp(left, ast.Add(), right):
            sides = [_texts(side, names, depth) for side in (left, right)]
            ends = [
                texts or [f"{{{_placeholder(side)}}}"]
                for texts, side in zip(sides, (left, right), strict=True)
            ]
            return ["".join(pair) for pair in product(*ends)][:MAX_VARIANTS] if any(sides) else []
        case ast.Call(ast.Attribute(_, "get"), [_, default]):
            return _texts(default, names, depth)
        case ast.Name(name) if depth < 2:
            return [text for value in names.get(name, ()) for text in _texts(value, names, depth + 1)]
    return []


def _parts(values: Iterable[ast.expr], inlined: dict[str, str]) -> Iterator[str]:
    """Yield the parts of an f-string: texts of names in ``inlined``, placeholders for other values."""
    used: dict[str, str] = {}
    for value in values:
        if isinstance(value, ast.FormattedValue) and _name_of(value.value) in inlined:
            yield inlined[_name_of(value.value)]
        elif isinstance(value, ast.FormattedValue):
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
