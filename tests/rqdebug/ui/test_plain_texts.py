# SPDX-License-Identifier: GPL-3.0-or-later
"""Texts from servers, files and other programs are never taken for HTML: no link, picture or false figure.

Qt shows a text as HTML if it looks like HTML. So every label in the sources has a fixed format, every
message box too, and every tooltip is either a text of the program or made by ``formats.tip``.
"""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from PyQt5.QtCore import Qt
from PyQt5.QtWidgets import QLabel

from rqdebug.ui.models import formats
from rqdebug.ui.widgets.elided import ElidedLabel
from rqdebug.ui.widgets.plain_label import PlainLabel

UI = Path(formats.__file__).parents[1]
FILES = sorted(UI.rglob("*.py"))
HOSTILE = '<a href="http://evil.example">jobs</a><img src="http://evil.example/x">&lt;b>'
TOOLTIPS = ("setToolTip", "setTabToolTip", "setWhatsThis")
STATIC_BOXES = {f"QMessageBox.{name}" for name in ("question", "warning", "information", "critical", "about")}


def name_of(node):
    """Return the last name of a call, such as ``tip`` in ``formats.tip(…)``."""
    function = node.func if isinstance(node, ast.Call) else node
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


class Texts:
    """The texts of one file that Qt may take for HTML."""

    def __init__(self, path):
        self.nodes = list(ast.walk(ast.parse(path.read_text())))
        self.functions = {node.name: node for node in self.nodes if isinstance(node, ast.FunctionDef)}
        self.variables = {
            target.id: node.value
            for node in self.nodes
            if isinstance(node, ast.Assign)
            for target in node.targets
            if isinstance(target, ast.Name)
        }

    def is_safe(self, node):
        """Return whether an expression is a text of the program, or made by ``tip``."""
        if isinstance(node, ast.Constant):
            return True
        if isinstance(node, ast.IfExp):
            return self.is_safe(node.body) and self.is_safe(node.orelse)
        if isinstance(node, ast.Name):
            return node.id.isupper() or (node.id in self.variables and self.is_safe(self.variables[node.id]))
        if isinstance(node, ast.JoinedStr):
            return all(
                self.is_safe(each.value if isinstance(each, ast.FormattedValue) else each)
                for each in node.values
            )
        if not isinstance(node, ast.Call):
            return False
        if name_of(node) == "tr":
            return not node.keywords
        if name_of(node) in ("tip", "date_clock"):
            return True
        function = self.functions.get(name_of(node))
        returns = [each for each in ast.walk(function) if isinstance(each, ast.Return)] if function else []
        return bool(returns) and all(self.is_safe(each.value) for each in returns)

    def unsafe_tooltips(self):
        """Yield the lines of tooltips that are neither texts of the program nor made by ``tip``."""
        for node in self.nodes:
            shown = []
            if isinstance(node, ast.Call) and name_of(node) in TOOLTIPS:
                shown = node.args[-1:]
            elif isinstance(node, ast.Call) and ast.unparse(node.func) == "QToolTip.showText":
                shown = node.args[1:2]
            elif isinstance(node, ast.If) and "ToolTipRole" in ast.unparse(node.test):
                shown = [each.value for each in ast.walk(node) if isinstance(each, ast.Return) and each.value]
            yield from (each.lineno for each in shown if not self.is_safe(each))

    def labels_of_any_format(self):
        """Yield the lines of labels and boxes whose next statement does not set the format."""
        bodies = (node.body for node in self.nodes if isinstance(getattr(node, "body", None), list))
        for body in bodies:
            for node, after in zip(body, [*body[1:], None], strict=True):
                calls = (each for each in ast.walk(node) if isinstance(each, ast.Call))
                makes = any(name_of(each) in ("QLabel", "QMessageBox") for each in calls)
                is_simple = isinstance(node, ast.Assign | ast.AnnAssign | ast.Expr)
                if makes and is_simple and not (after and "setTextFormat" in ast.unparse(after)):
                    yield node.lineno

    def unsafe_boxes(self):
        """Yield the lines of static message boxes, whose format cannot be set, with unsafe texts."""
        for node in self.nodes:
            if isinstance(node, ast.Call) and ast.unparse(node.func) in STATIC_BOXES:
                yield from (each.lineno for each in node.args[1:3] if not self.is_safe(each))


@pytest.mark.parametrize("path", FILES, ids=[str(path.relative_to(UI)) for path in FILES])
def test_no_text_can_be_taken_for_html(path):
    texts = Texts(path)
    assert list(texts.unsafe_tooltips()) == []
    assert list(texts.labels_of_any_format()) == []
    assert list(texts.unsafe_boxes()) == []


@pytest.mark.parametrize("kind", [PlainLabel, ElidedLabel])
def test_label_shows_a_text_that_looks_like_html(qtbot, kind):
    label = kind(HOSTILE)
    qtbot.addWidget(label)
    assert label.textFormat() == Qt.PlainText
    assert isinstance(label, QLabel)
    assert label.text() == HOSTILE


def test_tooltip_shows_a_text_that_looks_like_html():
    shown = formats.tip(HOSTILE)
    assert "<a" not in shown.removeprefix("<p style")
    assert "<img" not in shown
    assert "&amp;lt;b&gt;" in shown
