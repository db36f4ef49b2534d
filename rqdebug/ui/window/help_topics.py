# SPDX-License-Identifier: GPL-3.0-or-later
"""Which page of the help belongs to which part of the window."""

from __future__ import annotations

from PyQt5.QtWidgets import QWidget

FIRST_PAGE = "window/getting-started.md"
FILTER_LANGUAGE = "reference/filter-language.md"
SCRIPT_LANGUAGE = "reference/script-language.md"
COMMANDS_PAGE = "reference/window-commands.md"
_PROPERTY = "help_page"


def set_help_page(widget: QWidget, page: str) -> None:
    """Open this page, a path in the documentation, when F1 is pressed in the widget."""
    widget.setProperty(_PROPERTY, page)


def help_page_of(widget: QWidget | None) -> str:
    """Return the page of a widget, or of the nearest parent that has one."""
    while widget is not None:
        page = widget.property(_PROPERTY)
        if page:
            return str(page)
        widget = widget.parentWidget()
    return FIRST_PAGE
