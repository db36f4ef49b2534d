# SPDX-License-Identifier: GPL-3.0-or-later
"""Take pictures of every panel and dialog, in both themes and two sizes, for a visual check.

.venv/bin/python scripts/gallery.py [DIRECTORY [LANGUAGE]]
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_FONT_DPI", "96")
os.environ["XDG_CONFIG_HOME"] = tempfile.mkdtemp(prefix="rqdebug-gallery-")

from PyQt5.QtTest import QTest  # noqa: TID251  # a script of the window
from PyQt5.QtWidgets import QApplication, QWidget  # noqa: TID251

import rqcore
from rqdebug.events.captures.export import save_capture
from rqdebug.events.views.styles import Style
from rqdebug.ui.charts.charts_lazy import LazyCharts
from rqdebug.ui.dialogs.connect_dialog import ConnectDialog
from rqdebug.ui.dialogs.create_dialog import CreateDialog
from rqdebug.ui.dialogs.generate_dialog import GenerateDialog
from rqdebug.ui.dialogs.palette_dialog import PaletteDialog
from rqdebug.ui.dialogs.put_dialog import PutDialog
from rqdebug.ui.dialogs.run_dialog import RunDialog
from rqdebug.ui.dialogs.styles_dialog import StylesDialog
from rqdebug.ui.services.saved_targets import SavedTarget
from rqdebug.ui.services.window_settings import WindowSettings
from rqdebug.ui.style.theme import Theme
from rqdebug.ui.style.translator import SOURCE
from rqdebug.ui.window.app import make_application
from rqdebug.ui.window.main_window import MainWindow
from rqdebug.ui.window.window_session import WindowSession

ROOT = Path(__file__).resolve().parents[1]
SCREENSHOTS = ROOT / "docs" / "screenshots"
"""The pictures of the documentation."""
SIZES = ((1280, 720), (2560, 1440))
THEMES = ("light", "dark")
LIVELY = 4000
"""Milliseconds until charts show enough data."""
SETTLED = 600
"""Milliseconds until a widget is drawn completely."""
UNREACHABLE = "rq://127.0.0.1:1"
LONG = "a-queue-with-a-name-that-is-much-longer-than-anybody-would-ever-wish-for-in-a-table-of-queues"


def main() -> int:
    """Take all pictures; return the exit code."""
    parser = argparse.ArgumentParser(
        description="Take pictures of every panel and dialog, in both themes and two sizes.",
        epilog="example: .venv/bin/python scripts/gallery.py /tmp/gallery de",
    )
    parser.add_argument(
        "directory",
        nargs="?",
        default="gallery",
        metavar="DIRECTORY",
        help="where to write (default: gallery)",
    )
    parser.add_argument(
        "language", nargs="?", default=SOURCE, metavar="LANGUAGE", help=f"such as de (default: {SOURCE})"
    )
    options = parser.parse_args()
    directory = Path(options.directory)
    directory.mkdir(parents=True, exist_ok=True)
    application = make_application(options.language)
    with busy_controller() as url:
        for name in THEMES:
            theme = Theme(application, name)
            for size in SIZES:
                GalleryRound(url, theme, size, directory).take()
    return 0


@contextmanager
def busy_controller() -> Iterator[str]:
    """Run a controller with a workload; yield its URL."""
    with rqcore.serve() as controller:
        url = str(controller.url)
        with subprocess.Popen([sys.executable, ROOT / "scripts" / "workload.py", url]) as workload:
            try:
                yield url
            finally:
                workload.terminate()


def save_screenshot(name: str, widget: QWidget, theme: Theme) -> None:
    """Save the picture of a widget for the documentation, and print its path."""
    path = SCREENSHOTS / f"{name}-{theme.palette.name}.png"
    widget.grab().save(str(path))
    print(path.relative_to(ROOT), flush=True)


class GalleryRound:
    """All pictures in one theme and one size.

    Args:
        url: The URL of a busy controller.
        theme: The theme.
        size: Width and height of the window in pixels.
        directory: Where to write the pictures.
    """

    def __init__(self, url: str, theme: Theme, size: tuple[int, int], directory: Path) -> None:
        self._url = url
        self._theme = theme
        self._size = size
        self._directory = directory
        self._window = MainWindow(theme, WindowSettings())
        self._session = WindowSession(self._window)
        self._session.build()
        self._window.resize(*size)
        self._window.show()

    def take(self) -> None:
        """Take the pictures, and close the window."""
        QTest.qWait(SETTLED)
        self._save("welcome")
        for step in (self._target, self._charts, self._dialogs, self._capture, self._script, self._lost):
            step()
        self._window.context.captures.stop_all()
        self._session.close()
        self._window.deleteLater()
        QApplication.processEvents()

    def _save(self, name: str, widget: QWidget | None = None) -> None:
        path = self._directory / f"{name}-{self._theme.palette.name}-{self._size[0]}.png"
        (widget or self._window).grab().save(str(path))
        print(path, flush=True)

    def _trigger(self, name: str) -> None:
        self._window.context.commands[name].trigger()
        QTest.qWait(SETTLED)

    def _target(self) -> None:
        context = self._window.context
        saved = SavedTarget("edge-1", self._url, "#c0392b", read_only=True)
        context.attachments.attach(self._url, "edge-1", saved)
        QTest.qWait(LIVELY)
        tab = context.current.log
        assert tab is not None
        self._trigger("panel.inspector")
        tab.log.go_to(tab.log_model.rowCount() - 2)
        tab.toggle_mark()
        context.styles.change(
            [Style("outcome == full", "#f5f5f5", "#7a2e35"), Style("queue == done", "", "", True)]
        )
        QTest.qWait(SETTLED)
        self._save("target")
        tab.filter_bar.set_filter("durtion > 5ms")
        tab.find_bar.open()
        QTest.qWait(SETTLED)
        self._save("wrong-filter")
        tab.find_bar.hide()
        tab.filter_bar.set_filter("")

    def _charts(self) -> None:
        charts = self._window.docks.panel(LazyCharts).panel
        self._trigger("panel.charts")
        for index in range(charts.pages.count()):
            charts.pages.setCurrentIndex(index)
            QTest.qWait(SETTLED)
            self._save(f"charts-{index + 1}")

    def _dialogs(self) -> None:
        context, window = self._window.context, self._window
        saved = [
            SavedTarget("edge-1", self._url, "#c0392b", True, True),
            SavedTarget("test", "rqs://ann@10.0.0.7"),
        ]
        stat = context.attachments.active[0].queues[0].stat
        dialogs: dict[str, Callable[[], QWidget]] = {
            "connect": lambda: ConnectDialog(saved, window),
            "create": lambda: CreateDialog("edge-1", {"jobs"}, window),
            "put": lambda: PutDialog(stat, context.drafts, self._theme, window),
            "palette": lambda: PaletteDialog(context.commands, window),
            "generate": lambda: GenerateDialog(context.tasks, self._theme, window),
            "run-with": lambda: RunDialog(window),
            "styles": lambda: StylesDialog(context.styles, self._theme, window),
        }
        for name, make in dialogs.items():
            dialog = make()
            dialog.show()
            QTest.qWait(SETTLED)
            self._save(name, dialog)
            dialog.close()
        for name, queue in (
            ("help.filter", "jobs"),
            ("help.script", "jobs"),
            ("queue.content", "jobs"),
            ("queue.workers", "labels"),
        ):
            self._choose(queue)
            before = set(QApplication.topLevelWidgets())
            self._trigger(name)
            for dialog in set(QApplication.topLevelWidgets()) - before:
                if dialog.isVisible():
                    self._save(name.replace(".", "-"), dialog)
                    dialog.close()

    def _choose(self, name: str) -> None:
        tab = self._window.context.current.target
        assert tab is not None
        tab.choose_queue(next(row.stat.namespace for row in tab.attachment.queues if row.stat.name == name))

    def _capture(self) -> None:
        context = self._window.context
        tab = context.current.log
        assert tab is not None
        path = Path(tempfile.mkdtemp()) / f"{LONG}.arrows"
        list(save_capture(tab.log_model.view.matches, path))
        context.captures.open(path)
        QTest.qWait(2 * SETTLED)
        self._save("capture")
        self._trigger("target.merge")
        self._save("all-targets")

    def _script(self) -> None:
        context = self._window.context
        context.scripts.open(sorted((ROOT / "resources" / "scripts").glob("*.rqs"))[0])
        QTest.qWait(SETTLED)
        context.attachments.detach(context.attachments.active[0])
        context.attachments.attach(self._url, "edge-2", SavedTarget("edge-2", self._url))
        context.scripts.open(sorted((ROOT / "resources" / "scripts").glob("*.rqs"))[0])
        QTest.qWait(LIVELY // 2)
        script = context.current.script
        assert script is not None
        script.editor.toggle_breakpoint(7)
        self._trigger("script.run")
        QTest.qWait(LIVELY // 2)
        self._save("script-paused")
        script.editor.toggle_breakpoint(7)
        self._trigger("script.pause")
        script.replace_bar.open()
        QTest.qWait(LIVELY // 2)
        self._save("script")

    def _lost(self) -> None:
        self._window.context.attachments.attach(UNREACHABLE, f"{LONG}-on-a-target-that-is-not-there")
        QTest.qWait(LIVELY // 2)
        self._save("unreachable")


if __name__ == "__main__":
    sys.exit(main())
