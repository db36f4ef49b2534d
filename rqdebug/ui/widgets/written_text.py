# SPDX-License-Identifier: GPL-3.0-or-later
"""The text that a user has written in a text field."""

from __future__ import annotations

from PyQt5.QtWidgets import QPlainTextEdit


def written_text(field: QPlainTextEdit) -> str:
    """Return the text of a field. ``toPlainText`` would replace non-breaking spaces by others."""
    document = field.document()
    assert document is not None
    return document.toRawText().replace("\u2029", "\n")
