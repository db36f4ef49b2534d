# SPDX-License-Identifier: GPL-3.0-or-later
"""JSON values as a tree, checked against a plain recursive function."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PyQt5.QtCore import QModelIndex, Qt

from rqdebug.inspection.json_layout import parse_document
from rqdebug.ui.models import json_tree
from rqdebug.ui.models.json_tree import JsonTree


@pytest.fixture
def tree(qtmodeltester):
    tree = JsonTree()
    yield tree
    qtmodeltester.check(tree)


def document(value):
    return parse_document(json.dumps(value).encode())


def walked(tree, parent=QModelIndex(), depth=0):  # noqa: B008
    """Depth, name and value of each row, from the top."""
    for row in range(tree.rowCount(parent)):
        name, value = tree.index(row, 0, parent), tree.index(row, 1, parent)
        yield depth, name.data(), value.data()
        yield from walked(tree, name, depth + 1)


def expected(value, depth=0):
    """Return the expected rows for a value."""
    if isinstance(value, dict):
        entries = list(value.items())
    else:
        entries = [(f"[{number}]", member) for number, member in enumerate(value)]
    for name, member in entries:
        number = f"{len(member):,} {'entry' if len(member) == 1 else 'entries'}" if is_tree(member) else ""
        if isinstance(member, dict):
            yield depth, name, f"{{{number}}}"
        elif isinstance(member, list):
            yield depth, name, f"[{number}]"
        else:
            yield depth, name, json.dumps(member, ensure_ascii=False)
        if is_tree(member):
            yield from expected(member, depth + 1)


def is_tree(value):
    return isinstance(value, (dict, list))


@pytest.mark.parametrize(
    ("value", "rows"),
    [
        ({"n": 17}, [(0, "n", "17")]),
        (
            {"a": {"b": [1, None]}},
            [(0, "a", "{1 entry}"), (1, "b", "[2 entries]"), (2, "[0]", "1"), (2, "[1]", "null")],
        ),
        (["x", True], [(0, "[0]", '"x"'), (0, "[1]", "true")]),
        ({"größe": "5 €"}, [(0, "größe", '"5 €"')]),
        ({"empty": {}, "none": []}, [(0, "empty", "{0 entries}"), (0, "none", "[0 entries]")]),
    ],
)
def test_entries_are_rows_with_their_names(tree, value, rows):
    tree.show_value(document(value))
    assert list(walked(tree)) == rows
    assert not tree.cut


@pytest.mark.parametrize(("value", "text"), [(7, "7"), ("a", '"a"'), (None, "null"), ([], "[0 entries]")])
def test_value_without_entries_is_one_row_without_a_name(tree, value, text):
    tree.show_value(document(value))
    assert list(walked(tree)) == [(0, "", text)]


def test_numbers_and_duplicate_names_are_shown_as_written(tree):
    tree.show_value(parse_document(b'{"n": 0.10, "n": 1E400}'))
    assert list(walked(tree)) == [(0, "n", "0.10"), (0, "n", "1E400")]


def test_columns_have_titles_and_cells_are_read_only(tree):
    tree.show_value(document({"a": 1}))
    assert [tree.headerData(n, Qt.Horizontal) for n in range(2)] == ["Name", "Value"]
    assert not any(tree.index(0, column).flags() & Qt.ItemIsEditable for column in range(2))


def test_tooltip_shows_markup_unchanged(tree):
    tree.show_value(document({"a": "<b>bold</b>"}))
    assert "&lt;b&gt;bold&lt;/b&gt;" in tree.index(0, 1).data(Qt.ToolTipRole)


def test_next_value_replaces_the_last(tree):
    tree.show_value(document({"a": [1, 2, 3]}))
    tree.show_value([5])
    assert list(walked(tree)) == [(0, "[0]", "5")]


@pytest.mark.parametrize(("limit", "cut"), [(5, False), (4, True)])
def test_tree_above_the_limit_is_cut_off(tree, monkeypatch, limit, cut):
    monkeypatch.setattr(json_tree, "MAX_ROWS", limit)
    tree.show_value(document({"a": [1, 2, 3], "b": 4}))
    assert tree.cut is cut
    assert len(list(walked(tree))) == limit
    tree.show_value([1])
    assert not tree.cut


def test_deep_nesting_needs_no_recursion(tree):
    value = 1
    for _ in range(1500):
        value = [value]
    tree.show_value(value)
    index, depth = tree.index(0, 0), 1
    while tree.rowCount(index):
        index, depth = tree.index(0, 0, index), depth + 1
    assert depth == 1500
    tree.show_value(None)  # the model tester is recursive


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
    max_leaves=15,
)


@given(VALUES.filter(lambda value: is_tree(value) and value))
def test_tree_holds_exactly_the_entries_of_any_value(value):
    tree = JsonTree()
    tree.show_value(document(value))
    assert list(walked(tree)) == list(expected(value))
