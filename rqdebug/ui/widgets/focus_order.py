# SPDX-License-Identifier: GPL-3.0-or-later
"""The order in which Tab visits widgets: as the eye reads them, also those that were added later."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from PyQt5.QtCore import Qt
from PyQt5.QtWidgets import QWidget


def order_focus(widgets: Iterable[QWidget]) -> None:
    """Let Tab visit these widgets one after the other. A row of widgets counts as its parts."""
    for before, after in pairwise([part for widget in widgets for part in _parts(widget)]):
        QWidget.setTabOrder(before, after)


def _parts(widget: QWidget) -> list[QWidget]:
    """Return what Tab visits in a widget: itself, or its children."""
    if widget.focusPolicy() & Qt.TabFocus and widget.focusProxy() is None:
        return [widget]
    children = widget.findChildren(QWidget, options=Qt.FindDirectChildrenOnly)
    return [child for child in children if child.focusPolicy() & Qt.TabFocus]
