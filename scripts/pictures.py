# SPDX-License-Identifier: GPL-3.0-or-later
"""Take the pictures of the README and of the help again, in docs/screenshots, in both themes.

.venv/bin/python scripts/pictures.py
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from shutil import copy
from tempfile import gettempdir

# This import must be first: it chooses where Qt draws, and which settings are used.
from gallery import LIVELY, ROOT, SETTLED, THEMES, busy_controller, save_screenshot  # isort: skip

from PyQt5.QtTest import QTest  # noqa: TID251  # a script of the window
from PyQt5.QtWidgets import QApplication  # noqa: TID251

from rqdebug.ui.charts.charts_lazy import LazyCharts
from rqdebug.ui.dialogs.connect_dialog import ConnectDialog
from rqdebug.ui.dialogs.generate_dialog import GenerateDialog
from rqdebug.ui.dialogs.styles_dialog import StylesDialog
from rqdebug.ui.inspection.workers_window import WorkersWindow
from rqdebug.ui.services.window_settings import WindowSettings
from rqdebug.ui.style.theme import Theme
from rqdebug.ui.style.translator import SOURCE
from rqdebug.ui.window.app import make_application
from rqdebug.ui.window.main_window import MainWindow
from rqdebug.ui.window.window_session import WindowSession

WIDTH, HEIGHT = 1600, 1000
VECTORS = Path(gettempdir(), "vectors")
"""The folder of the script: its path is in a picture."""
BUSY = 4 * LIVELY
"""Milliseconds until the timeline shows enough data."""


def main() -> int:
    """Take all pictures; return the exit code."""
    argparse.ArgumentParser(
        description="Take the pictures of README and help again, in docs/screenshots, in both themes.",
        epilog="example: .venv/bin/python scripts/pictures.py",
    ).parse_args()
    application = make_application(SOURCE)
    with busy_controller() as url:
        for name in THEMES:
            _take(url, Theme(application, name))
    return 0


def _take(url: str, theme: Theme) -> None:
    window = MainWindow(theme, WindowSettings())
    session = WindowSession(window)
    session.build()
    window.resize(WIDTH, HEIGHT)
    window.show()
    context = window.context
    context.attachments.attach(url, "edge-1")
    QTest.qWait(BUSY)
    _trigger(window, "panel.charts")
    charts = window.docks.panel(LazyCharts).panel
    charts.show_page(charts.timeline)
    QTest.qWait(LIVELY)
    save_screenshot("window", window, theme)
    _save_dialogs(window, theme)
    VECTORS.mkdir(exist_ok=True)
    context.scripts.open(Path(copy(ROOT / "resources" / "scripts" / "fairness.rqs", VECTORS)))
    QTest.qWait(SETTLED)
    _trigger(window, "script.outline")
    _trigger(window, "script.run")
    QTest.qWait(LIVELY)
    save_screenshot("script", window, theme)
    session.close()
    window.deleteLater()
    QApplication.processEvents()


def _save_dialogs(window: MainWindow, theme: Theme) -> None:
    context = window.context
    for name, dialog in (
        ("connect", ConnectDialog([], window)),
        ("generate", GenerateDialog(context.tasks, theme, window)),
        ("styles", StylesDialog(context.styles, theme, window)),
    ):
        dialog.show()
        QTest.qWait(SETTLED)
        save_screenshot(name, dialog, theme)
        dialog.close()
    tab = context.current.target
    assert tab is not None
    tab.choose_queue(next(row.stat.namespace for row in tab.attachment.queues if row.stat.name == "labels"))
    _trigger(window, "queue.workers")
    workers = next(each for each in QApplication.topLevelWidgets() if isinstance(each, WorkersWindow))
    QTest.qWait(LIVELY)
    save_screenshot("workers", workers, theme)
    workers.close()


def _trigger(window: MainWindow, command: str) -> None:
    window.context.commands[command].trigger()
    QTest.qWait(SETTLED)


if __name__ == "__main__":
    sys.exit(main())
