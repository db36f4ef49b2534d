# SPDX-License-Identifier: GPL-3.0-or-later
"""The description of a panel, from which the window creates its dock and command."""

from __future__ import annotations

import enum
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from PyQt5.QtCore import Qt
from PyQt5.QtWidgets import QWidget

if TYPE_CHECKING:
    from rqdebug.ui.window.window_context import WindowContext


LEFT, BOTTOM = Qt.LeftDockWidgetArea, Qt.BottomDockWidgetArea
"""Areas of docks: on the left they are stacked, at the bottom they are tabs."""


class Visibility(enum.Enum):
    """When a panel is open, unless the user has opened or closed it."""

    ALWAYS = enum.auto()
    IF_TALL = enum.auto()
    """If the window is tall enough."""
    ON_REQUEST = enum.auto()
    """When its command runs, or when a service opens it."""


class PanelSpec(NamedTuple):
    """Describes a panel in a dock."""

    name: str
    """Key of the panel; its command is ``panel.NAME``."""
    title: str
    """Title of the dock, in English. Saved layouts identify the dock by it, so do not change it."""
    area: Qt.DockWidgetArea
    shortcut: str
    help: str
    """Tooltip of its command: one sentence without a full stop."""
    help_page: str
    """Page that F1 opens in the panel, as a path in the documentation: ``window/log.md``."""
    create: Callable[[WindowContext], QWidget]
    """Creates the widget and connects it to services. Called once, when the engine is loaded."""
    height: int = 200
    """Relative height among the panels on the left."""
    visibility: Visibility = Visibility.ALWAYS
