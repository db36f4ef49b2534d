# SPDX-License-Identifier: GPL-3.0-or-later
"""Draws texts from other programs in lists and trees."""

from __future__ import annotations

from typing import Any

from PyQt5.QtCore import QLocale
from PyQt5.QtWidgets import QAbstractItemView, QStyledItemDelegate

from rqdebug.support.characters import escape_unsafe


class EscapingDelegate(QStyledItemDelegate):
    """Draws a text on one line, with escapes for characters that would reorder or hide others.

    The data of the model stay as they are, to be copied and found.
    """

    def displayText(self, value: Any, locale: QLocale) -> str:
        return escape_unsafe(value) if isinstance(value, str) else super().displayText(value, locale)


def escape_items(view: QAbstractItemView) -> None:
    """Let a list, or a tree without a delegate, draw its texts with escapes."""
    view.setItemDelegate(EscapingDelegate(view))
