# SPDX-License-Identifier: GPL-3.0-or-later
"""All texts of the window can be translated."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from rqdebug.ui.style.tr import counted, tr
from rqdebug.ui.window.help.generated_help import GENERATORS

UI = Path(__file__).resolve().parents[4] / "rqdebug" / "ui"
OTHER_LANGUAGES = {"app.py", "screenshot.py", "stylesheet.py", "theme.py", "editor_completion.py"}
"""Files that speak to the shell, in style sheets, of fonts, and in the language of scripts."""
KEPT = {
    *("Fusion", "new script", "rqdebug workspace", "columns of events", "duration > 5ms", "not outcome in"),
    *(
        "method == put and queue",
        "time in ",
        "and not",
        "client contains",
        "Ctrl+Return",
        "Ctrl+Enter",
        "Aa",
        "<span style",
        "border-left",
        *("rqdebug, rqcore", "Python", "Qt"),
    ),
    *GENERATORS,
    "one of ",
}
"""Beginnings of texts for the program, in the language of the filter, and of the help."""
READABLE = re.compile(r"^[A-Z][a-z]+\b|[a-z]{2,}[,:;]? [a-z]{2,}|[a-z]…")
"""Texts for people begin with a capital, or have words with spaces between them."""


def test_text_without_a_translation_stays_unchanged(qapp):
    assert tr("{n} of {all}", n=1, all="{n}") == "1 of {n}"
    assert tr("{}") == "{}"


@pytest.mark.parametrize(
    ("number", "text"), [(1, "1 item, full"), (0, "0 items, full"), (1204, "1,204 items, full")]
)
def test_number_chooses_singular_or_plural(qapp, number, text):
    assert counted(number, "{n} item, {how}", "{n} items, {how}", how="full") == text


@pytest.mark.parametrize("path", sorted(UI.rglob("*.py")), ids=lambda path: path.relative_to(UI).as_posix())
def test_every_text_for_the_user_can_be_translated(path):
    if path.name in OTHER_LANGUAGES:
        return
    tree = ast.parse(path.read_text(encoding="utf-8"))
    silent = {id(node) for node in silent_nodes(tree)}
    texts = (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in silent)
    said = [f"line {text.lineno}: {text.value}" for text in texts if is_readable(text.value)]
    assert said == []


def is_readable(value: object) -> bool:
    return isinstance(value, str) and bool(READABLE.search(value)) and not value.startswith(tuple(KEPT))


def silent_nodes(tree: ast.AST):
    """Texts that are translated or never shown: docstrings, object names, compared values."""
    for node in ast.walk(tree):
        match node:
            case ast.Expr(ast.Constant()):
                yield node.value
            case ast.Call(ast.Name("tr" | "later" | "counted")):
                yield from node.args
            case ast.Call(ast.Name("CommandSet" | "PanelSpec" | "Need")) | ast.Call(
                ast.Attribute(_, "command")
            ):  # the tables that scripts/translations.py reads
                yield from (*node.args, *(keyword.value for keyword in node.keywords))
            case ast.Call(ast.Attribute(_, "setObjectName" | "index")):
                yield from node.args
            case ast.Compare() | ast.Subscript():
                yield from ast.walk(node)
            case ast.Assign([ast.Name("_WIDTHS")]):
                yield from ast.walk(node)


def test_check_finds_an_untranslatable_text():
    tree = ast.parse('button = QPushButton("Close Queue"); label.setText(f"put {n} items")')
    silent = {id(node) for node in silent_nodes(tree)}
    texts = [
        node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in silent
    ]
    assert [text for text in texts if is_readable(text)] == ["Close Queue"]


def test_counted_number_has_the_notation_of_the_language(german):
    assert counted(1204, "{n} thing", "{n} things") == "1.204 things"
