# SPDX-License-Identifier: GPL-3.0-or-later
"""Changes the object name of a widget, by which the style sheet finds it."""

from __future__ import annotations

from PyQt5.QtWidgets import QWidget


def rename_for_style(widget: QWidget, name: str) -> None:
    """Give a widget another object name, such as ``error``, and the look that the style sheet has for it."""
    if widget.objectName() != name:
        widget.setObjectName(name)
        restyle(widget)


def restyle(widget: QWidget) -> None:
    """Apply the style sheet again, after a property that it looks at has changed."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)
