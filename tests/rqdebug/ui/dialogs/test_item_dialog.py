# SPDX-License-Identifier: GPL-3.0-or-later
"""The dialog that shows one item."""

from __future__ import annotations

import pytest
from PyQt5.QtCore import Qt
from PyQt5.QtWidgets import QLabel

from rqcore.codec import Codec, Payload
from rqdebug.inspection.payload_reader import PIECE
from rqdebug.ui.dialogs.item_dialog import ItemDialog


@pytest.fixture
def open_item(shown, theme):
    def open_item(payload, sentence="It was taken from jobs."):
        return shown(ItemDialog("Taken Item", sentence, payload, theme))

    return open_item


def test_text_is_shown_under_its_sentence(open_item):
    dialog = open_item(Payload(Codec.TEXT, "größe\n<b>".encode()))
    assert dialog.windowTitle() == "Taken Item"
    assert dialog.payload.forms.pages["Text"].toPlainText() == "größe\n<b>"
    assert "It was taken from jobs." in [label.text() for label in dialog.findChildren(QLabel)]


def test_item_can_be_of_any_size(open_item):
    dialog = open_item(Payload(Codec.RAW, b"\x00" * (PIECE * 3)))
    assert dialog.payload.slider.isVisible()
    assert not dialog.payload.more_button.isVisible()
    assert not open_item(Payload(Codec.TEXT, b"")).payload.slider.isVisible()


def test_complete_item_has_no_save_button(open_item):
    assert not open_item(Payload(Codec.TEXT, b"abc")).payload.save_button.isVisible()


def test_escape_and_close_button_end_the_dialog(qtbot, open_item, button, click):
    dialog = open_item(Payload(Codec.TEXT, b"a"))
    qtbot.keyClick(dialog, Qt.Key_Escape)
    assert not dialog.isVisible()
    dialog = open_item(Payload(Codec.TEXT, b"a"))
    click(button(dialog, "Close"))
    assert not dialog.isVisible()


def test_dialog_fits_the_screen_with_a_long_name(open_item, fits, long_name):
    assert fits(open_item(Payload(Codec.TEXT, b"x" * 10_000), f"It was taken from {long_name}."))
