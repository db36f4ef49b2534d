# SPDX-License-Identifier: GPL-3.0-or-later
"""Docks follow from the specs of their panels; layouts of earlier versions are restored."""

from __future__ import annotations

import pytest
from PyQt5.QtCore import QByteArray, Qt
from PyQt5.QtWidgets import QLabel, QMainWindow

from rqdebug.ui.charts.charts_lazy import LazyCharts
from rqdebug.ui.models.formats import without_mnemonic
from rqdebug.ui.services.window_settings import LAYOUT_VERSION
from rqdebug.ui.window.help_topics import help_page_of
from rqdebug.ui.window.panel_docks import PanelDocks
from rqdebug.ui.window.panels import PANELS
from rqdebug.ui.window.panels.panel_spec import BOTTOM, LEFT, PanelSpec, Visibility

OLD_LAYOUT = (
    "000000ff00000002fd0000000200000000000000e6000002d2fc0200000001fb0000000e005400610072006700"
    "65007400730000000036000001e10000001b00ffffff0000000300000500000000f0fc0100000001fc00000000"
    "000005000000009100fffffffa000000030100000004fb000000120049006e00730070006500630074006f0072"
    "0100000000ffffffff0000004400fffffffb0000000c0043006800610072007400730100000000ffffffff0000"
    "004400fffffffb0000001400520075006e0020005200650070006f007200740000000000ffffffff0000004400"
    "fffffffb0000000e00530063007200690070007400730100000000ffffffff0000004400ffffff000005000000"
    "01e100000004000000040000000100000008fc00000000"
)
"""Saved before panels were declared: targets closed, scripts moved to the bottom."""


def spec(name, area, visibility=Visibility.ALWAYS, height=200):
    return PanelSpec(
        name, name.title(), area, "", "", f"Page of {name}", lambda context: QLabel(name), height, visibility
    )


@pytest.fixture
def window_of(qtbot):
    """Create a window with these panels and this height."""

    def window_of(*specs, height=900):
        window = QMainWindow()
        qtbot.addWidget(window)
        window.setCentralWidget(QLabel())
        window.resize(1200, height)
        docks = PanelDocks(window, specs)
        window.show()
        docks.arrange()
        return window, docks

    return window_of


ONE, TWO, THREE, FOUR = (
    spec("one", LEFT, height=300),
    spec("two", LEFT, height=100),
    spec("three", BOTTOM, Visibility.IF_TALL),
    spec("four", BOTTOM, Visibility.ON_REQUEST),
)


def test_docks_are_empty_until_they_are_filled(window_of):
    _, docks = window_of(ONE, THREE)
    assert list(docks) == ["one", "three"] and docks["one"].widget() is None
    docks.fill(None)
    assert docks["one"].widget().text() == "one"
    assert docks.panels == {name: docks[name].widget() for name in docks}
    assert help_page_of(docks["three"].widget()) == "Page of three"


def test_title_is_the_key_of_a_dock_in_saved_layouts(window):
    saved = {
        "targets": "Targets",
        "scripts": "Scripts",
        "inspector": "Inspector",
        "charts": "Charts",
        "report": "Run Report",
    }
    assert {name: window.docks[name].objectName() for name in saved} == saved


def test_panels_on_the_left_share_the_height(qtbot, window_of):
    window, docks = window_of(ONE, TWO, THREE)
    assert all(window.dockWidgetArea(docks[name]) == LEFT for name in ("one", "two"))
    qtbot.waitUntil(lambda: docks["one"].height() > 2 * docks["two"].height())


def test_panels_at_the_bottom_are_tabs(window_of):
    window, docks = window_of(ONE, THREE, FOUR)
    assert window.tabifiedDockWidgets(docks["three"]) == [docks["four"]]


@pytest.mark.parametrize(("height", "shown"), [(900, True), (600, False)])
def test_some_panels_open_only_in_a_tall_window(window_of, height, shown):
    _, docks = window_of(ONE, THREE, FOUR, height=height)
    assert docks["three"].isVisible() is shown
    assert not docks["four"].isVisible()


def test_panel_is_opened_and_focused(qtbot, window_of):
    _, docks = window_of(ONE, THREE, FOUR)
    docks.fill(None)
    docks.panels["four"].setFocusPolicy(Qt.StrongFocus)
    docks.focus("four")
    assert docks["four"].isVisible()
    assert docks["four"].window().focusWidget() is docks.panels["four"]
    docks["one"].close()
    docks.show("one")
    assert docks["one"].isVisible()


def test_panel_is_found_by_its_class(window):
    assert window.docks.panel(LazyCharts) is window.panels["charts"]


def test_layout_of_an_earlier_version_is_restored(window):
    assert window.restoreState(QByteArray.fromHex(OLD_LAYOUT.encode()), LAYOUT_VERSION)
    docks = window.docks
    assert docks["targets"].isHidden() and docks["report"].isHidden()
    assert window.dockWidgetArea(docks["scripts"]) == BOTTOM
    assert docks["scripts"] in window.tabifiedDockWidgets(docks["inspector"])


def test_every_panel_has_a_command_with_its_shortcut(window):
    for panel in PANELS:
        action = window.commands[f"panel.{panel.name}"]
        title = without_mnemonic(action.text())
        assert (title, action.shortcut().toString()) == (panel.title, panel.shortcut)
