# SPDX-License-Identifier: GPL-3.0-or-later
"""What the window must know of a panel to offer it."""

from __future__ import annotations

import enum
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from PyQt5.QtCore import Qt
from PyQt5.QtWidgets import QWidget

if TYPE_CHECKING:
    from rqdebug.ui.window.window_context import WindowContext


LEFT, BOTTOM = Qt.LeftDockWidgetArea, Qt.BottomDockWidgetArea
"""The areas of docks: on the left they stand one above the other, at the bottom they share a place."""


class Visibility(enum.Enum):
    """When a panel is open, until the user decides otherwise."""

    ALWAYS = enum.auto()
    IF_ROOMY = enum.auto()
    """Where the window is high enough for it."""
    ON_REQUEST = enum.auto()


class PanelSpec(NamedTuple):
    """A panel in a dock. Its command, shortcut and help follow from this."""

    name: str
    """Key of the panel; its command is ``panel.NAME``."""
    title: str
    """Title of the dock, in English. Saved layouts know the dock by it: do not change it."""
    area: Qt.DockWidgetArea
    shortcut: str
    help: str
    """One sentence on its command, without a full stop."""
    help_page: str
    """Page that F1 opens in the panel, as a path in the documentation: ``window/log.md``."""
    create: Callable[[WindowContext], QWidget]
    """Creates the widget and connects it to the window. Called once, after the engine was loaded."""
    height: int = 200
    """Share of the height among the panels on the left."""
    visibility: Visibility = Visibility.ALWAYS
