# SPDX-License-Identifier: GPL-3.0-or-later
"""The docks of the panels: created empty with the frame, and filled when the engine is loaded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, TypeVar

from PyQt5.QtCore import QSize, Qt
from PyQt5.QtWidgets import QDockWidget, QMainWindow, QWidget

from rqdebug.ui.services.window_settings import WindowSettings
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
WIDE = 960
"""Width of the window in pixels from which the panels on the left open."""


class PanelDocks(Mapping[str, QDockWidget]):
    """Maps the name of each panel to its dock."""

    def __init__(self, window: QMainWindow, specs: Sequence[PanelSpec]) -> None:
        self._window = window
        self._specs = specs
        self.panels: dict[str, QWidget] = {}
        """The widget in each dock; empty until ``fill``."""
        self._cramped: set[str] = set()
        """The panels that the window has no space for."""
        self._folded: set[str] = set()
        """The panels among them that ``fit`` has closed: it opens them when there is space again."""
        window.setCorner(Qt.BottomLeftCorner, Qt.LeftDockWidgetArea)
        self._docks = {spec.name: _create_dock(spec) for spec in specs}
        self._place()

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
        self._folded.discard(name)
        self._docks[name].show()
        self._docks[name].raise_()

    def focus(self, name: str) -> None:
        """Open a dock and give its panel the keyboard focus."""
        self.show(name)
        self._docks[name].widget().setFocus()

    def reset(self) -> None:
        """Move all docks to their first places, with their first sizes."""
        for dock in self._docks.values():
            dock.setFloating(False)
            self._window.removeDockWidget(dock)
        self._place()
        self.arrange()

    def arrange(self) -> None:
        """Open the docks that have space, and give them their initial sizes."""
        for spec in self._specs:
            self._docks[spec.name].setVisible(spec.visibility is not Visibility.ON_REQUEST)
        self._cramped, self._folded = set(), set()
        self._resize()
        self._docks_in(BOTTOM)[0].raise_()
        self.fit()

    def fit(self) -> None:
        """Close the panels that the window has become too small for, and open them when it is larger again.

        A panel stays open if the user opened it in the small window, or if it has the keyboard focus.
        """
        cramped = {spec.name for spec in self._specs if not _has_space(spec, self._window.size())}
        for name in cramped - self._cramped:
            if not self._docks[name].isHidden() and not self._has_focus(name):
                self._folded.add(name)
        opened = self._folded - cramped
        self._cramped, self._folded = cramped, self._folded & cramped
        self.fold()
        for name in opened:
            self._docks[name].show()
        if opened:
            self._resize()

    def fold(self) -> None:
        """Close the panels again that ``fit`` has closed, after a layout was restored."""
        for name in self._folded:
            self._docks[name].hide()

    def save_fit(self, settings: WindowSettings) -> None:
        """Save which panels are closed because the window has no space for them."""
        settings.keep("layout/cramped", sorted(self._cramped))
        settings.keep("layout/folded", sorted(self._folded))

    def restore_fit(self, settings: WindowSettings) -> None:
        """Restore what ``save_fit`` has saved; then ``fit`` compares with the size at that time."""
        self._cramped = {*settings.lines("layout/cramped")} & {*self}
        self._folded = {*settings.lines("layout/folded")} & {*self}

    def _resize(self) -> None:
        """Give the docks their initial sizes."""
        window, left, bottom = self._window, self._docks_in(LEFT), self._docks_in(BOTTOM)
        heights = [spec.height for spec in self._specs if spec.area == LEFT]
        window.resizeDocks(left, [LEFT_WIDTH] * len(left), Qt.Horizontal)
        window.resizeDocks(left, heights, Qt.Vertical)
        window.resizeDocks(bottom[:1], [window.height() * BOTTOM_HEIGHT // 100], Qt.Vertical)

    def _has_focus(self, name: str) -> bool:
        focused = self._window.focusWidget()
        return focused is not None and self._docks[name].isAncestorOf(focused)

    def _place(self) -> None:
        for spec in self._specs:
            self._window.addDockWidget(spec.area, self._docks[spec.name])
        bottom = self._docks_in(BOTTOM)
        for left, right in pairwise(bottom):
            self._window.tabifyDockWidget(left, right)
        bottom[0].raise_()

    def _docks_in(self, area: Qt.DockWidgetArea) -> list[QDockWidget]:
        return [self._docks[spec.name] for spec in self._specs if spec.area == area]


def _create_dock(spec: PanelSpec) -> QDockWidget:
    dock = QDockWidget(tr(spec.title))
    dock.setObjectName(spec.title)
    return dock


def _has_space(spec: PanelSpec, size: QSize) -> bool:
    """Whether a window of this size has space for a panel beside its documents."""
    if spec.area == LEFT:
        return size.width() >= WIDE
    return spec.visibility is not Visibility.IF_TALL or size.height() >= TALL
