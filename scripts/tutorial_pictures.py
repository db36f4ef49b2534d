# SPDX-License-Identifier: GPL-3.0-or-later
"""Take the pictures of the tutorial and of the README again, in docs/screenshots, in both themes.

    .venv/bin/python scripts/tutorial_pictures.py

The program of the tutorial runs under ``rqcore watch`` and hangs, as a reader sees it.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

# This import must be first: it chooses where Qt draws, and which settings are used.
from gallery import LIVELY, ROOT, SETTLED, THEMES, save_screenshot  # isort: skip

from PyQt5.QtTest import QTest  # noqa: TID251  # a script of the window
from PyQt5.QtWidgets import QApplication  # noqa: TID251

import rqcore
from rqdebug.ui.inspection.content_window import ContentWindow
from rqdebug.ui.services.window_settings import WindowSettings
from rqdebug.ui.style.theme import Theme
from rqdebug.ui.style.translator import SOURCE
from rqdebug.ui.window.app import make_application
from rqdebug.ui.window.main_window import MainWindow
from rqdebug.ui.window.window_session import WindowSession

PROGRAM = ROOT / "resources" / "tutorial" / "photos.py"
THUMBNAILS = "photos.py:15"
WIDTH, HEIGHT = 1280, 720


def main() -> int:
    """Take all pictures; return the exit code."""
    argparse.ArgumentParser(
        description="Take the pictures of the tutorial again, in docs/screenshots, in both themes.",
        epilog="example: .venv/bin/python scripts/tutorial_pictures.py",
    ).parse_args()
    application = make_application(SOURCE)
    for name in THEMES:
        with rqcore.serve() as controller:
            _take(str(controller.url), Theme(application, name))
    return 0


@contextmanager
def hanging_program(url: str) -> Iterator[None]:
    """Run the program of the tutorial until it hangs."""
    watch = [sys.executable, "-m", "rqcore", "watch", "--url", url, str(PROGRAM)]
    with subprocess.Popen(watch, cwd=ROOT) as program:
        try:
            QTest.qWait(LIVELY)
            yield
        finally:
            program.kill()


def _take(url: str, theme: Theme) -> None:
    window = MainWindow(theme, WindowSettings())
    session = WindowSession(window)
    session.build()
    window.resize(WIDTH, HEIGHT)
    window.show()
    context = window.context
    context.attachments.attach(url, "127.0.0.1:7654")
    QTest.qWait(LIVELY)
    with hanging_program(url):
        tab = context.current.target
        assert tab is not None
        tab.filter_bar.set_filter("blocked")
        QTest.qWait(SETTLED)
        save_screenshot("tutorial-blocked", window, theme)
        row = next(row for row in tab.attachment.queues if row.stat.name == THUMBNAILS)
        tab.choose_queue(row.stat.namespace)
        context.commands["queue.content"].trigger()
        QTest.qWait(LIVELY)
        (content,) = (each for each in QApplication.topLevelWidgets() if isinstance(each, ContentWindow))
        save_screenshot("tutorial-waiting", content, theme)
        content.close()
    session.close()
    window.deleteLater()
    QApplication.processEvents()


if __name__ == "__main__":
    sys.exit(main())
