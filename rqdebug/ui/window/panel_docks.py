# SPDX-License-Identifier: GPL-3.0-or-later
"""The docks of the panels: created empty with the frame, filled when the engine is loaded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, TypeVar

from PyQt5.QtCore import Qt
from PyQt5.QtWidgets import QDockWidget, QMainWindow, QWidget

from rqdebug.ui.style.tr import tr
from rqdebug.ui.window.help_topics import set_help_page
from rqdebug.ui.window.panels.panel_spec import BOTTOM, LEFT, PanelSpec, Visibility

if TYPE_CHECKING:
    from rqdebug.ui.window.window_context import WindowContext

T = TypeVar("T", bound=QWidget)

LEFT_WIDTH = 230
"""Pixels of the docks on the left, at first."""
BOTTOM_HEIGHT = 30
"""Percent of the height of the window for the docks at the bottom, at first."""
ROOMY = 800
"""Pixels of height from which on panels open that are ``IF_ROOMY``."""


class PanelDocks(Mapping[str, QDockWidget]):
    """The dock of each panel, by the name of the panel."""

    def __init__(self, window: QMainWindow, specs: Sequence[PanelSpec]) -> None:
        self._window = window
        self._specs = specs
        self.panels: dict[str, QWidget] = {}
        """The widget in each dock; empty until ``fill``."""
        window.setCorner(Qt.BottomLeftCorner, Qt.LeftDockWidgetArea)
        self._docks = {spec.name: self._create_dock(spec) for spec in specs}
        bottom = self._docks_in(BOTTOM)
        for left, right in pairwise(bottom):
            window.tabifyDockWidget(left, right)
        bottom[0].raise_()

    def __getitem__(self, name: str) -> QDockWidget:
        return self._docks[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._docks)

    def __len__(self) -> int:
        return len(self._docks)

    def fill(self, context: WindowContext) -> None:
        """Create the panels."""
        for spec in self._specs:
            panel = self.panels[spec.name] = spec.create(context)
            set_help_page(panel, spec.help_page)
            self._docks[spec.name].setWidget(panel)

    def panel(self, kind: type[T]) -> T:
        """The panel of a class."""
        return next(panel for panel in self.panels.values() if isinstance(panel, kind))

    def show(self, name: str) -> None:
        """Open a dock, or bring it to the front."""
        self._docks[name].show()
        self._docks[name].raise_()

    def focus(self, name: str) -> None:
        """Open a dock, and move the keyboard into its panel."""
        self.show(name)
        self._docks[name].widget().setFocus()

    def arrange(self) -> None:
        """Size, open and close the docks as for a new user; in a low window the log has the room."""
        window, left, bottom = self._window, self._docks_in(LEFT), self._docks_in(BOTTOM)
        heights = [spec.height for spec in self._specs if spec.area == LEFT]
        window.resizeDocks(left, [LEFT_WIDTH] * len(left), Qt.Horizontal)
        window.resizeDocks(left, heights, Qt.Vertical)
        window.resizeDocks(bottom[:1], [window.height() * BOTTOM_HEIGHT // 100], Qt.Vertical)
        roomy = window.height() >= ROOMY
        for spec in self._specs:
            if spec.visibility is Visibility.IF_ROOMY:
                self._docks[spec.name].setVisible(roomy)
        bottom[0].raise_()
        for spec in self._specs:
            if spec.visibility is Visibility.ON_REQUEST:
                self._docks[spec.name].hide()

    def _create_dock(self, spec: PanelSpec) -> QDockWidget:
        dock = QDockWidget(tr(spec.title))
        dock.setObjectName(spec.title)
        self._window.addDockWidget(spec.area, dock)
        return dock

    def _docks_in(self, area: Qt.DockWidgetArea) -> list[QDockWidget]:
        return [self._docks[spec.name] for spec in self._specs if spec.area == area]
