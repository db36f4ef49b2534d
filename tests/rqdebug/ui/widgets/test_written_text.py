# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest
from PyQt5.QtWidgets import QPlainTextEdit

from rqdebug.ui.widgets.written_text import written_text


@pytest.mark.parametrize("text", ["", "a", "two\nlines\n", "10\u00a0km", "\tgrö\u00dfe", "😀"])
def test_text_is_returned_as_it_was_written(qtbot, text):
    field = QPlainTextEdit()
    qtbot.addWidget(field)
    field.setPlainText(text)
    assert written_text(field) == text
