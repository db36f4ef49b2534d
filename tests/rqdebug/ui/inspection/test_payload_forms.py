# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pickle

import pytest
from PyQt5.QtCore import QModelIndex, Qt
from PyQt5.QtGui import QGuiApplication
from PyQt5.QtWidgets import QPlainTextEdit

from rqdebug.inspection.decoders import PayloadSlice
from rqdebug.ui.inspection.payload_forms import PayloadForms


@pytest.fixture
def forms(qtbot, theme):
    forms = PayloadForms(theme)
    qtbot.addWidget(forms)
    forms.show()
    return forms


@pytest.fixture
def show(forms):
    def show(payload, codec="text", start=0, size=None):
        size = len(payload) if size is None else size
        part = PayloadSlice(payload, codec, start, size)
        forms.show_whole(part if part.is_whole else None)
        forms.show_part(part)
        forms.show_preferred()
        return forms

    return show


def offered(tabs):
    return [tabs.tabText(number) for number in range(tabs.count()) if tabs.isTabVisible(number)]


def click_tab(qtbot, tabs, name):
    number = next(number for number in range(tabs.count()) if tabs.tabText(number) == name)
    qtbot.mouseClick(tabs.tabBar(), Qt.LeftButton, pos=tabs.tabBar().tabRect(number).center())


def test_json_is_indented(show):
    forms = show(b'{"n":1}', "json")
    assert forms.pages["Text"].toPlainText() == '{\n  "n": 1\n}'
    assert forms.pages["Hex"].toPlainText().startswith("000000  7b 22 6e")
    assert offered(forms) == ["Text", "Tree", "Hex"]


def test_json_is_shown_as_a_tree(show, qtbot):
    forms = show(b'{"order": {"id": 17, "parts": ["nut", null]}}', "json")
    click_tab(qtbot, forms, "Tree")
    assert forms.pages["Tree"].isVisible()
    model = forms.pages["Tree"].model()
    order = model.item(0)
    assert order.text() == "order"
    assert model.item(0, 1).text() == "{2 entries}"
    assert [(order.child(row).text(), order.child(row, 1).text()) for row in range(2)] == [
        ("id", "17"),
        ("parts", "[2 entries]"),
    ]
    assert order.child(1).child(1, 1).text() == "null"


def test_selected_format_stays_if_it_applies(show, qtbot):
    forms = show(b"{}", "json")
    click_tab(qtbot, forms, "Tree")
    show(b"abc")
    assert forms.pages["Text"].isVisible()
    show(b"[1]", "json")
    assert forms.pages["Tree"].isVisible()


def test_too_large_tree_is_cut(show):
    forms = show(b"[" + b",".join([b"1"] * 30_000) + b"]", "json")
    assert forms.pages["Tree"].model().rowCount() == 20_000
    assert forms.tree_is_cut


@pytest.mark.parametrize("payload", [b'{"n":', b"\xff\xfe", b"[" * 200, b"[" * 400 + b"]" * 400])
def test_malformed_json_is_shown_as_text(show, payload):
    assert show(payload, "json").pages["Text"].toPlainText()


def test_pickle_is_shown_as_opcodes(show):
    forms = show(pickle.dumps({"n": 1}), "pickle")
    assert forms.pages["Pickle"].isVisible()
    assert "EMPTY_DICT" in forms.pages["Pickle"].toPlainText()


def test_chosen_text_form_stays_for_pickles(show, qtbot):
    forms = show(b"abc")
    click_tab(qtbot, forms, "Text")
    show(pickle.dumps(1), "pickle")
    assert forms.pages["Text"].isVisible()


def test_truncated_pickle_shows_its_opcodes(show):
    whole = pickle.dumps({"n": list(range(100))})
    text = show(whole[:40], "pickle", size=len(whole)).pages["Pickle"].toPlainText()
    assert "EMPTY_DICT" in text
    assert text.splitlines()[-1].startswith("The pickle is cut off here, or is not valid: ")


def test_part_may_start_and_end_within_a_character(show):
    whole = "aé€𝄞".encode() * 3
    text = "aé€𝄞" * 3
    for start in range(len(whole) - 8):
        shown = show(whole[start:-1], "text", start, len(whole)).pages["Text"].toPlainText()
        assert shown and shown in text


def test_hex_dump_of_a_piece_counts_from_its_offset(show):
    forms = show(b"\xff\xfe", "raw", 65536, 70000)
    assert forms.pages["Text"].toPlainText() == "\ufffd\ufffd"
    assert forms.pages["Hex"].toPlainText().startswith("010000  ff fe")


def test_only_the_start_of_a_pickle_has_opcodes(show):
    assert "Pickle" in offered(show(b"\x80\x04N.", "pickle", 0, 99))
    assert "Pickle" not in offered(show(b"\x80\x04N.", "pickle", 65536, 70000))


def test_only_formats_with_columns_are_not_wrapped(show):
    pages = show(b"abc").pages
    wraps = {title: pages[title].lineWrapMode() for title in ("Text", "Hex")}
    assert wraps == {"Text": QPlainTextEdit.WidgetWidth, "Hex": QPlainTextEdit.NoWrap}


def choose_encoding(forms, name):
    forms.encoding.setCurrentIndex(forms.encoding.findText(name))
    forms.encoding.activated.emit(forms.encoding.currentIndex())


def test_text_with_an_odd_byte_stays_text_and_says_so(show):
    forms = show(b"temperature: 21 \xb0C", "raw")
    assert forms.pages["Text"].isVisible()
    assert forms.pages["Text"].toPlainText() == "temperature: 21 \ufffdC"
    assert forms.notes == ["1 invalid sequence of UTF-8 is shown as \ufffd"]
    choose_encoding(forms, "Latin-1")
    assert forms.pages["Text"].toPlainText() == "temperature: 21 °C"
    assert forms.notes == []


def test_chosen_encoding_stays_for_the_next_payload(show):
    choose_encoding(show(b"a"), "UTF-16 BE")
    assert show("größe".encode("utf-16-be")).pages["Text"].toPlainText() == "größe"


def test_encoding_is_offered_only_for_text(show, qtbot):
    forms = show(b"{}", "json")
    assert forms.encoding.isVisible()
    for page in ("Tree", "Hex"):
        click_tab(qtbot, forms, page)
        assert not forms.encoding.isVisible()


def test_later_part_is_read_in_the_encoding_of_the_first(show):
    whole = "\ufeffäöü".encode("utf-16-le") * 100
    show(whole[:64], "raw", 0, len(whole))
    assert "äöü" in show(whole[64:128], "raw", 64, len(whole)).pages["Text"].toPlainText()


def test_binary_data_is_shown_in_hexadecimal_first(show):
    assert show(bytes(range(200, 256)), "raw").pages["Hex"].isVisible()


def test_characters_of_the_hex_page_stay_in_their_column(show):
    page = show(bytes(range(256)), "raw").pages["Hex"]
    page.window().resize(200, 200)
    lines = page.toPlainText().splitlines()
    assert page.document().size().height() == len(lines) == 16  # of a plain document, in lines
    assert {len(line) for line in lines} == {len(lines[0])}


def tree_actions(forms, *rows):
    """Return the actions of the row at this position in the tree, by title."""
    page, index = forms.pages["Tree"], QModelIndex()
    for row in rows:
        index = page.model().index(row, 0, index)
    return {action.text(): action for action in page.menu_for(index).actions()}


@pytest.mark.parametrize(
    ("rows", "title", "text"),
    [
        ((0, 0), "Copy Value", "a\tb"),
        ((0, 0), "Copy as JSON", '"a\\tb"'),
        ((0, 1), "Copy Value", "1.50"),
        ((0,), "Copy Value", '{"text":"a\\tb","n":1.50,"parts":[null,true]}'),
        ((0, 2, 1), "Copy Path", "payload.order.parts[1]"),
    ],
)
def test_values_and_paths_of_a_tree_are_copied(show, rows, title, text):
    forms = show(b'{"order": {"text": "a\\tb", "n": 1.50, "parts": [null, true]}}', "json")
    tree_actions(forms, *rows)[title].trigger()
    assert QGuiApplication.clipboard().text() == text


def test_path_is_offered_only_for_the_last_of_members_with_one_name(show):
    forms = show(b'{"n": 1, "n": 2}', "json")
    assert "Copy Path" not in tree_actions(forms, 0)
    assert "Copy Path" in tree_actions(forms, 1)


def test_tree_without_a_log_offers_no_filter(show):
    assert list(tree_actions(show(b'{"n": 1}', "json"), 0)) == ["Copy Value", "Copy as JSON", "Copy Path"]


def test_current_value_of_a_tree_is_copied_by_the_keyboard(show, qtbot):
    page = show(b'{"n": 17}', "json").pages["Tree"]
    page.setCurrentIndex(page.model().index(0, 0))
    qtbot.keyClick(page, Qt.Key_C, Qt.ControlModifier)
    assert QGuiApplication.clipboard().text() == "17"
