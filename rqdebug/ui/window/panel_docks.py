# SPDX-License-Identifier: GPL-3.0-or-later
"""The docks of the panels: created empty with the frame, and filled when the engine is loaded."""

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
"""Initial width of the docks on the left, in pixels."""
BOTTOM_HEIGHT = 30
"""Initial height of the docks at the bottom, in percent of the height of the window."""
TALL = 800
"""Height of the window in pixels from which panels that are ``IF_TALL`` open."""


class PanelDocks(Mapping[str, QDockWidget]):
    """Maps the name of each panel to its dock."""

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
        """Create the panels in their docks."""
        for spec in self._specs:
            panel = self.panels[spec.name] = spec.create(context)
            set_help_page(panel, spec.help_page)
            self._docks[spec.name].setWidget(panel)

    def panel(self, kind: type[T]) -> T:
        """Return the panel of this class."""
        return next(panel for panel in self.panels.values() if isinstance(panel, kind))

    def show(self, name: str) -> None:
        """Open a dock, or bring it to the front."""
        self._docks[name].show()
        self._docks[name].raise_()

    def focus(self, name: str) -> None:
        """Open a dock and give its panel the keyboard focus."""
        self.show(name)
        self._docks[name].widget().setFocus()

    def arrange(self) -> None:
        """Give the docks their initial sizes; open the optional ones if the window is tall enough."""
        window, left, bottom = self._window, self._docks_in(LEFT), self._docks_in(BOTTOM)
        heights = [spec.height for spec in self._specs if spec.area == LEFT]
        window.resizeDocks(left, [LEFT_WIDTH] * len(left), Qt.Horizontal)
        window.resizeDocks(left, heights, Qt.Vertical)
        window.resizeDocks(bottom[:1], [window.height() * BOTTOM_HEIGHT // 100], Qt.Vertical)
        tall = window.height() >= TALL
        for spec in self._specs:
            if spec.visibility is Visibility.IF_TALL:
                self._docks[spec.name].setVisible(tall)
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
