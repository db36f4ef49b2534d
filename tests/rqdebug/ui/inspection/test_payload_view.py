# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import base64
import gzip
import json

import pytest
from PyQt5.QtCore import Qt

from rqdebug.inspection.payload_reader import PIECE, PayloadPart
from rqdebug.ui.inspection.payload_view import PayloadView

LONG = b"".join(b"%07d\n" % n for n in range(40_000))
"""Of 320,000 bytes, each line of which contains its offset."""
SOURCE = object()


@pytest.fixture
def view(qtbot, theme):
    view = PayloadView(theme)
    qtbot.addWidget(view)
    view.resize(700, 300)
    view.show()
    return view


def click(qtbot, button):
    qtbot.mouseClick(button, Qt.LeftButton)


def first_line(view):
    return view.forms.pages["Text"].toPlainText().partition("\n")[0]


def test_truncated_payload_shows_its_sizes(view):
    view.show_payload(b"abc", "text", 4096)
    assert view.note.isVisible()
    assert view.note.text() == "The first 3 B of 4.0 KiB"
    assert not view.more_button.isVisible()
    view.show_payload(b"abc", "text", 3)
    assert not view.note.isVisible()


def test_long_payload_is_shown_in_parts(qtbot, view):
    view.show_payload(LONG, "text", len(LONG))
    assert (first_line(view), view.note.text()) == ("0000000", "The first 64.0 KiB of 312.5 KiB")
    click(qtbot, view.next_button)
    qtbot.waitUntil(lambda: first_line(view) == f"{PIECE // 8:07d}")
    assert view.note.text() == "64.0 KiB to 128.0 KiB of 312.5 KiB"
    view.slider.setFocus()
    qtbot.keyClick(view.slider, Qt.Key_End)
    qtbot.waitUntil(lambda: view.forms.pages["Text"].toPlainText().endswith("0039999\n"))
    click(qtbot, view.back_button)
    qtbot.waitUntil(lambda: view.note.text() == "192.0 KiB to 256.0 KiB of 312.5 KiB")


def test_next_payload_starts_at_its_first_byte(qtbot, view):
    view.show_payload(LONG, "text", len(LONG))
    click(qtbot, view.next_button)
    view.show_payload(LONG[8:], "text", len(LONG) - 8)
    assert (view.slider.value(), first_line(view)) == (0, "0000001")
    view.show_payload(b"abc", "text", 3)
    assert not view.slider.isVisible()


def test_missing_part_is_requested(qtbot, view):
    view.show_payload(LONG[:256], "text", 100 << 20, SOURCE)
    with qtbot.waitSignal(view.piece_wanted) as wanted:
        click(qtbot, view.more_button)
    assert wanted.args == [SOURCE, 0]
    view.show_piece(SOURCE, PayloadPart(0, LONG[:PIECE]))
    assert view.note.text() == "The first 64.0 KiB of 100.0 MiB"
    assert not view.more_button.isVisible()
    with qtbot.waitSignal(view.piece_wanted) as wanted:
        qtbot.keyClick(view.slider, Qt.Key_End)
    assert wanted.args == [SOURCE, (100 << 20) - PIECE]
    view.show_piece(SOURCE, PayloadPart(wanted.args[1], LONG[:PIECE]))
    assert view.note.text() == "99.9 MiB to 100.0 MiB of 100.0 MiB"
    assert view.slider.value() == view.slider.maximum()


def test_complete_payload_is_not_requested_again(qtbot, view):
    whole = json.dumps({"n": list(range(20_000))}).encode()
    assert len(whole) > PIECE
    view.show_payload(whole[:256], "json", len(whole), SOURCE)
    view.show_piece(SOURCE, PayloadPart(0, whole))
    assert view.forms.pages["Tree"].model().item(0).text() == "n"
    with qtbot.assertNotEmitted(view.piece_wanted):
        click(qtbot, view.next_button)
        qtbot.waitUntil(lambda: view.note.text().startswith("64.0 KiB to"))


def test_part_of_an_earlier_payload_is_ignored(view):
    view.show_payload(b"a", "text", 9, SOURCE)
    view.show_payload(b"b", "text", 9, object())
    view.show_piece(SOURCE, PayloadPart(0, b"aaaaaaaaa"))
    view.show_error(SOURCE, "gone")
    assert (first_line(view), view.note.text()) == ("b", "The first 1 B of 9 B")


def test_error_replaces_a_missing_payload(view):
    view.show_payload(b"a", "text", 9, SOURCE)
    view.show_error(SOURCE, "gone")
    assert view.note.text() == "gone"
    assert not view.more_button.isVisible()
    assert first_line(view) == "a"


def test_too_large_tree_has_a_note(view):
    payload = b"[" + b",".join([b"1"] * 30_000) + b"]"
    view.show_payload(payload, "json", len(payload))
    assert "too large" in view.note.text()


def test_empty_item_and_no_item_look_different(view):
    page = view.forms.pages["Text"]
    view.show_payload(b"", "text", 0)
    empty = page.placeholderText(), view.grab().toImage()
    view.show_nothing()
    assert (empty[0], page.placeholderText()) == ("Empty item: 0 bytes", "No item")
    assert view.grab().toImage() != empty[1]


def test_note_names_what_was_replaced_beside_the_shown_range(view):
    view.show_payload(b"a temperature of 21 \xb0C\x00", "raw", 4096)
    assert view.note.text() == (
        "The first 23 B of 4.0 KiB · 1 invalid sequence of UTF-8 is shown as \ufffd"
        " · 1 control character is shown as an escape"
    )
    view.forms.setCurrentWidget(view.forms.pages["Hex"])
    assert view.note.text() == "The first 23 B of 4.0 KiB"


def test_layers_are_taken_off_and_named(qtbot, view):
    inside = json.dumps({"order": {"id": 17}}).encode()
    sent = base64.b64encode(gzip.compress(inside))
    view.show_payload(sent, "raw", len(sent))
    assert view.forms.pages["Text"].toPlainText() == json.dumps({"order": {"id": 17}}, indent=2)
    assert view.forms.isTabVisible(list(view.forms.pages).index("Tree"))
    assert view.note.text() == "Sent as base64 → gzip"
    click(qtbot, view.as_sent)
    assert view.forms.pages["Text"].toPlainText() == sent.decode()
    assert view.note.text() == ""
    view.show_payload(inside, "json", len(inside))
    assert not view.as_sent.isVisible()


def test_filters_are_offered_only_for_what_was_sent(qtbot, theme):
    view = PayloadView(theme, offers_filters=True)
    qtbot.addWidget(view)
    inside = b'{"n": 1}'
    for payload, offered in ((inside, True), (gzip.compress(inside), False), (inside, True)):
        view.show_payload(payload, "raw", len(payload))
        assert view.forms.pages["Tree"].offers_filters is offered


def test_layers_of_a_cut_payload_stay(view):
    sent = gzip.compress(LONG)
    view.show_payload(sent[:100], "raw", len(sent))
    assert not view.as_sent.isVisible()
