# SPDX-License-Identifier: GPL-3.0-or-later
"""Starts the window, and ends everything when it is closed."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PyQt5.QtCore import QLocale, Qt
from PyQt5.QtWidgets import QApplication

from rqdebug.ui.dialogs.text_dialog import error_dialog
from rqdebug.ui.services.background_tasks import BackgroundTasks
from rqdebug.ui.services.window_settings import WindowSettings
from rqdebug.ui.style.theme import Theme
from rqdebug.ui.style.translator import chosen, speak
from rqdebug.ui.window.main_window import MainWindow

if TYPE_CHECKING:
    from rqdebug.ui.window.window_session import WindowSession

SWITCH_INTERVAL = 0.001
"""Seconds after which a thread of the engine lets that of the window go on."""
COULD_NOT = 2
"""Exit code when what was asked for could not be done."""


def run(urls: Sequence[str], files: Sequence[Path], screenshot: Path | None, theme: str | None) -> int:
    """Open the window on these targets, scripts and captures; returns the exit code when it was closed.

    screenshot: take a picture of the living window for this file, and end.
    theme: ``dark``, ``light``, or None for that of the desktop.
    """
    missing = next((file for file in files if not file.is_file()), None)
    if missing:
        return _fail(f"{missing} is no file")
    if screenshot is not None:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application, settings = make_application(), WindowSettings()
    something = bool(urls or files) or settings.workspace.exists()
    window = MainWindow(Theme(application, theme), settings, welcome=not something)
    with watched(window):
        window.show()
        return WindowOpening(window, urls, files, screenshot).run()


def load() -> type[WindowSession]:
    """The engine and all panels. That takes longer than anybody should wait for a window."""
    from rqdebug.ui.window.window_session import WindowSession

    return WindowSession


class WindowOpening:
    """Furnishes the frame of a window as soon as what belongs into it is loaded."""

    def __init__(
        self, window: MainWindow, urls: Sequence[str], files: Sequence[Path], screenshot: Path | None
    ) -> None:
        self._window = window
        self._urls = urls
        self._files = files
        self._screenshot = screenshot
        self._visit: WindowSession | None = None
        self._problem = ""
        self._failure: Exception | None = None

    def run(self) -> int:
        """Until the window is closed; returns the exit code. Raises what kept it from being loaded."""
        tasks = BackgroundTasks()
        tasks.run(self._window, load, self._begin, self._give_up)
        try:
            code = QApplication.exec()
        finally:
            tasks.close()
            if self._visit:
                self._visit.close()
        if self._failure:
            raise self._failure
        return _fail(self._problem) if self._problem else code

    def _begin(self, make: type[WindowSession]) -> None:
        self._visit = visit = make(self._window)
        visit.ended.connect(self._end)
        visit.open(self._urls, self._files)
        if self._screenshot:
            visit.photograph(self._screenshot)

    def _end(self, problem: str) -> None:
        self._problem = problem
        QApplication.quit()

    def _give_up(self, error: Exception) -> None:
        self._failure = error
        QApplication.quit()


def _fail(sentence: str) -> int:
    print(f"rqdebug: {sentence}", file=sys.stderr)
    return COULD_NOT


def make_application(language: str = "") -> QApplication:
    """``language``: such as ``de``; without it, that of the system."""
    QApplication.setAttribute(Qt.AA_EnableHighDpiScaling)
    QApplication.setAttribute(Qt.AA_UseHighDpiPixmaps)
    sys.setswitchinterval(SWITCH_INTERVAL)
    application = QApplication(["rqdebug"])
    application.setApplicationName("rqdebug")
    application.setDesktopFileName("rqdebug")
    application.setStyle("Fusion")
    speak(language or chosen(QLocale.system()), application)
    return application


@contextmanager
def watched(window: MainWindow) -> Iterator[None]:
    """Ctrl+C ends the window; an error that nobody expected is shown, and the window goes on."""

    def show(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        sys.__excepthook__(kind, error, trace)
        error_dialog(kind, error, trace, window.theme, window).show()

    hook, handler = sys.excepthook, signal.getsignal(signal.SIGINT)
    sys.excepthook = show
    # Python looks for signals whenever the bridge's timer runs.
    signal.signal(signal.SIGINT, lambda *_: QApplication.quit())
    try:
        yield
    finally:
        sys.excepthook = hook
        signal.signal(signal.SIGINT, handler)
