# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PyQt5.QtCore import Qt

from rqdebug.ui.panels.payload_view import PayloadView, disassembly


@pytest.fixture
def view(qtbot, theme):
    view = PayloadView(theme)
    qtbot.addWidget(view)
    view.show()
    return view


@pytest.fixture
def show(view):
    def show(payload, codec="text", whole=None):
        view.show_payload(payload, codec, len(payload) if whole is None else whole)
        return view

    return show


def offered(view):
    tabs = view.tabs
    return [tabs.tabText(number) for number in range(tabs.count()) if tabs.isTabVisible(number)]


def click_tab(qtbot, view, name):
    tabs = view.tabs
    number = next(number for number in range(tabs.count()) if tabs.tabText(number) == name)
    qtbot.mouseClick(tabs.tabBar(), Qt.LeftButton, pos=tabs.tabBar().tabRect(number).center())


def test_json_is_laid_out(show):
    view = show(b'{"n":1}', "json")
    assert view.text.toPlainText() == '{\n  "n": 1\n}'
    assert view.hex.toPlainText().startswith("000000  7b 22 6e")
    assert offered(view) == ["Text", "Tree", "Hex"]


def test_json_as_a_tree(show, qtbot):
    view = show(b'{"order": {"id": 17, "parts": ["nut", null]}}', "json")
    click_tab(qtbot, view, "Tree")
    assert view.tree.isVisible()
    model = view.tree.model()
    order = model.item(0)
    assert order.text() == "order"
    assert model.item(0, 1).text() == "{2 members}"
    assert [(order.child(row).text(), order.child(row, 1).text()) for row in range(2)] == [
        ("id", "17"),
        ("parts", "[2 members]"),
    ]
    assert order.child(1).child(1, 1).text() == "null"


def test_the_chosen_form_stays_where_it_fits(show, qtbot):
    view = show(b"{}", "json")
    click_tab(qtbot, view, "Tree")
    show(b"abc")
    assert view.text.isVisible()
    show(b"[1]", "json")
    assert view.tree.isVisible()


def test_a_tree_that_is_too_large_is_cut(show):
    view = show(b"[" + b",".join([b"1"] * 30_000) + b"]", "json")
    assert view.tree.model().rowCount() == 20_000
    assert "too large" in view.note.text()


@pytest.mark.parametrize("payload", [b'{"n":', b"\xff\xfe", b"[" * 200, b"[" * 400 + b"]" * 400])
def test_what_claims_to_be_json_and_is_hardly(show, payload):
    assert show(payload, "json").text.toPlainText()


def test_a_payload_that_was_cut_off_says_so(show):
    view = show(b"abc", whole=4096)
    assert view.note.isVisible()
    assert view.note.text() == "The first 3 B of 4.0 KiB"
    assert not show(b"abc").note.isVisible()


class Trap:
    loaded = False

    def __reduce__(self):
        return _spring, ()


def _spring():
    Trap.loaded = True


def test_a_pickle_is_read_and_never_loaded(show):
    view = show(pickle.dumps(Trap()), "pickle")
    assert view.pickle.isVisible()
    assert "_spring" in view.pickle.toPlainText()
    assert not Trap.loaded


def test_a_pickle_that_is_cut_off_shows_what_is_there(show):
    whole = pickle.dumps({"n": list(range(100))})
    text = show(whole[:40], "pickle", len(whole)).pickle.toPlainText()
    assert "EMPTY_DICT" in text
    assert "cut off" in text


@given(st.binary(max_size=200))
def test_whatever_claims_to_be_a_pickle(payload):
    assert isinstance(disassembly(payload), str)
