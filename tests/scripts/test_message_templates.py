# SPDX-License-Identifier: GPL-3.0-or-later
"""Messages are found in the source of the engine, as templates with named placeholders."""

from __future__ import annotations

import ast
import runpy
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def module():
    return runpy.run_path(str(ROOT / "scripts" / "message_templates.py"))


@pytest.mark.parametrize(
    ("source", "templates"),
    [
        ('raise Full("the queue is full")', ["the queue is full"]),
        ('raise Full(f"queue {self.label!r} is full")', ["queue {label} is full"]),
        ('def full():\n    return Full(f"queue {name} is full")', ["queue {name} is full"]),
        ('raise Full("use a set such as {a}")', ["use a set such as {{a}}"]),
        ('raise Full(f"{a.size} of {b.size:,} items")', ["{size} of {size2} items"]),
        ('raise Full(f"{name} uses {name} again")', ["{name} uses {name} again"]),
        ('raise Full(f"{len(items)} items of {MAX_ITEMS}")', ["{items_count} items of {max_items}"]),
        ('raise Full("one item" if few else "many items")', ["one item", "many items"]),
        ('raise self._source.error(node, f"no method {name}{hint}")', ["no method {name}{hint}"]),
        ('def f():\n    text = f"no queue {name}"\n    raise Full(text, 3)', ["no queue {name}"]),
        (
            'def f():\n    word = "free space"\n    raise Full(f"there is no {word}")',
            ["there is no free space"],
        ),
        ('def f():\n    raise Full("first part " + name)', ["first part {name}"]),
        ('def did_you_mean(a):\n    return f"; did you mean {a}?" if a else ""', ["; did you mean {a}?"]),
        ('_MESSAGES = {1: "no modules here"}', ["no modules here"]),
        (
            'self.problem = f"cannot write {path}: {error.args or error}"',
            ["cannot write {path}: {args}"],
        ),
        ('raise AttributeError("only for programmers")', []),
        ('raise Full(f"{field}: {problem}")', []),
        ("raise Full(str(error))", []),
    ],
)
def test_messages_are_found_as_templates(module, source, templates):
    assert list(module["templates_in"](ast.parse(source))) == templates


def test_messages_of_the_engine_are_found_with_their_files(module):
    found = dict(module["engine_templates"](ROOT))
    assert found["scripts cannot import modules"] == "rqdebug/scripts/language/rejections.py"
    assert len(found) > 200
