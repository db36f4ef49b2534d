# SPDX-License-Identifier: GPL-3.0-or-later
"""The dialog that changes an item in a frozen queue."""

from __future__ import annotations

import pytest

from rqcore.codec import Codec, Payload
from rqdebug.ui.debugging.edit_item_dialog import EditItemDialog


@pytest.fixture
def dialog(qtbot, theme):
    dialog = EditItemDialog(7, "jobs on edge-1", Payload(Codec.JSON, b'{"n":1}'), theme)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def test_changed_item_is_reported(qtbot, dialog):
    dialog.editor.text.setPlainText('{"n": 2}')
    with qtbot.waitSignal(dialog.chosen) as chosen:
        dialog.change_button.click()
    assert chosen.args == [b'{"n":2}']


@pytest.mark.parametrize("text", ['{\n  "n": 1\n}', "{"])
def test_item_that_is_unchanged_or_invalid_is_not(dialog, text):
    dialog.editor.text.setPlainText('{"n": 2}')
    dialog.editor.text.setPlainText(text)
    assert not dialog.change_button.isEnabled()
