# SPDX-License-Identifier: GPL-3.0-or-later
"""Which scope owns a variable. ``|`` marks its place."""

from __future__ import annotations

import pytest

from rqdebug.scripts.editing.name_scopes import ScopedFile


def scope_at(marked, name, is_outside=False):
    """Return the text of the scope whose variable the marked place is, or "file"."""
    index = marked.index("|")
    file = ScopedFile(marked.replace("|", ""), "orders.rqs")
    (place,) = (each for each in file.places(name) if each.start == index)
    scope = file.scope_of(place, name, is_outside)
    return "file" if scope.outer is None else file.text[scope.first : scope.last].partition("\n")[0]


@pytest.mark.parametrize(
    ("marked", "is_outside", "owner"),
    [
        ("|n = 1\n", False, "file"),
        ("def f(q: queue):\n    with q.lease() as |n:\n        n.ack()\n", False, "def f(q: queue):"),
        ("def f(q: queue):\n    with q.lease() as n:\n        |n.ack()\n", False, "def f(q: queue):"),
        ("def f(n):\n    note(str(|n))\nf(1)\n", False, "def f(n):"),
        ("n = 1\ndef f():\n    |n = 2\nf()\n", False, "def f():"),
        ("n = 1\ndef f():\n    note(str(|n))\n    n = 2\nf()\n", False, "file"),
        ("def f():\n    note(str(|n))\n    n = 2\nf()\n", False, "def f():"),
        ("def f():\n    note(str(|n))\n    n = 2\nf()\n", True, "file"),
        ('with test("a"):\n    for |n in range(2):\n        note(str(n))\n', False, 'with test("a"):'),
        ('with setup():\n    |n = 1\nwith test("a"):\n    note(str(n))\n', False, "file"),
    ],
)
def test_variable_belongs_to_the_scope_that_gives_it_a_value_first(marked, is_outside, owner):
    assert scope_at(marked, "n", is_outside) == owner


def test_functions_are_found_by_name():
    file = ScopedFile("def f(a):\n    note(str(a))\ndef g():\n    f(a=1)\n", "orders.rqs")
    assert list(file.functions) == ["f", "g"]
    assert file.functions["f"].parameters == {"a"}


def test_places_are_counted_in_characters_and_lines_from_1():
    file = ScopedFile('note("ä€😀")\r\nn = 1\n', "orders.rqs")
    (place,) = file.places("n")
    assert (place.start, file.line(place.start)) == (file.text.index("n = 1"), 2)
