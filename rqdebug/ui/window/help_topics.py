# SPDX-License-Identifier: GPL-3.0-or-later
"""Which page of the help belongs to which part of the window."""

from __future__ import annotations

from PyQt5.QtWidgets import QWidget

FILTER_LANGUAGE, SCRIPT_LANGUAGE, COMMANDS_PAGE = "Filter Language", "Script Language", "Commands"
"""Titles of the pages that are generated from the program itself."""
FIRST_PAGE = "Getting started"
_PROPERTY = "help_page"


def set_help_page(widget: QWidget, title: str) -> None:
    """Let F1 open this page while the keyboard is in the widget."""
    widget.setProperty(_PROPERTY, title)


def help_page_of(widget: QWidget | None) -> str:
    """The page of a widget, or of the nearest parent that has one."""
    while widget is not None:
        title = widget.property(_PROPERTY)
        if title:
            return str(title)
        widget = widget.parentWidget()
    return FIRST_PAGE
