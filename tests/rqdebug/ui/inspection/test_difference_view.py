# SPDX-License-Identifier: GPL-3.0-or-later
"""The view of two payloads that differ."""

from __future__ import annotations

import json

import pytest
from PyQt5.QtCore import Qt

from rqdebug.inspection.payload_difference import compare_payloads
from rqdebug.ui.inspection.difference_view import DifferenceView, DifferenceWindow


@pytest.fixture
def view(qtbot, theme):
    view = DifferenceView(theme)
    qtbot.addWidget(view)
    view.resize(500, 200)
    view.show()
    return view


@pytest.fixture
def show(view):
    def show(before, after):
        view.show_difference(compare_payloads(before, after))
        return view

    return show


def encode(value):
    return json.dumps(value).encode()


def test_json_shows_lines_and_members(show):
    view = show(encode({"id": 1, "order": {"n": [1, 2]}}), encode({"id": 1, "order": {"n": [1, 3]}}))
    assert "−       2\n+       3" in view.text.toPlainText()
    row = view.tree.topLevelItem(0)
    assert [row.text(column) for column in range(3)] == ["payload.order.n[1]", "2", "3"]
    assert view.summary.text() == "1 member differs; the first is payload.order.n[1]"


def test_difference_beyond_the_edge_is_scrolled_to(show):
    before = b"x" * 3000 + b"old" + b"y" * 3000
    view = show(before, before.replace(b"old", b"new"))
    assert view.summary.text() == "The first difference is in line 1, column 3,001"
    assert view.text.horizontalScrollBar().value() > 0
    assert view.text.viewport().rect().contains(view.text.cursorRect().center())
    assert not view.tabs.isTabVisible(1)


def test_difference_below_the_edge_is_scrolled_to(show):
    lines = [b"%d" % n for n in range(1000)]
    view = show(b"\n".join(lines), b"\n".join([*lines[:900], b"new", *lines[901:]]))
    assert view.text.firstVisibleBlock().blockNumber() > 800


def test_next_and_previous_go_from_difference_to_difference(show, click):
    view = show(b"a\nb\nc\nd\ne", b"A\nb\nC\nd\nE")
    seen = [view.text.textCursor().blockNumber()]
    for button in (view.next_button, view.next_button, view.next_button, view.back_button):
        click(button)
        seen.append(view.text.textCursor().blockNumber())
    assert seen == [0, 3, 6, 0, 6]


def test_equal_payloads_are_called_equal(show):
    view = show(b"{}", b"{}")
    assert view.summary.text() == "The payloads are equal"
    assert not view.next_button.isEnabled()


def test_lines_stay_lines_with_other_line_ends(show):
    view = show(b"a\r\nb", "a\u2029\nc".encode())
    assert view.text.blockCount() == len(view._lines) == 4


@pytest.mark.parametrize("name", ["dark", "light"])
def test_removed_and_added_lines_have_different_backgrounds(theme, show, colors_of, name):
    theme.use(name)
    view = show(b"removed", b"added")
    colors = [selection.format.background().color().rgba() for selection in view.text.extraSelections()]
    assert len(set(colors)) == 2
    assert len(colors_of(view.text.viewport())) > 4


def test_window_compares_two_payloads(qtbot, theme):
    window = DifferenceWindow(compare_payloads(b"a", b"b"), "First: put   Second: get", theme)
    qtbot.addWidget(window)
    window.setAttribute(Qt.WA_DeleteOnClose, False)
    window.show()
    assert window.view.summary.text() == "The first difference is in line 1, column 1"


def test_values_with_a_long_equal_beginning_do_not_look_equal(show):
    view = show(encode({"note": "a long text " * 20 + "old"}), encode({"note": "a long text " * 20 + "new"}))
    row = view.tree.topLevelItem(0)
    assert [row.text(1), row.text(2)] == ['…a long text old"', '…a long text new"']
    assert row.toolTip(1).count("a long text") == 20
