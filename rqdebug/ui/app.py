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

from PyQt5.QtCore import QLocale, Qt
from PyQt5.QtWidgets import QApplication

from rqcore.errors import BadUrl
from rqdebug.session import Session
from rqdebug.targets.kinds import target
from rqdebug.ui.language import chosen, speak
from rqdebug.ui.main_window import MainWindow
from rqdebug.ui.panels.text_dialog import error_dialog
from rqdebug.ui.screenshot import Screenshot
from rqdebug.ui.settings import Settings
from rqdebug.ui.theme import Theme

SWITCH_INTERVAL = 0.001
"""Seconds after which a thread of the engine lets that of the window go on."""
COULD_NOT = 2
"""Exit code when what was asked for could not be done."""


def run(urls: Sequence[str], files: Sequence[Path], screenshot: Path | None, theme: str | None) -> int:
    """Open the window on these targets, scripts and captures; returns the exit code when it was closed.

    screenshot: take a picture of the living window for this file, and end.
    theme: ``dark``, ``light``, or None for that of the desktop.
    """
    problem = _problem(urls, files)
    if problem:
        return _fail(problem)
    if screenshot is not None:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = make_application()
    session = Session()
    window = MainWindow(session, Theme(application, theme), Settings())
    with watched(window):
        window.show()
        for url in urls:
            window.parts.control.attach(url)
        for file in files:
            window.open_file(file)
        window.autosave.bring_back()
        if not urls and not files and window.parts.settings.workspace.exists():
            window.workspaces.restore(window.parts.settings.workspace)
        try:
            return _photograph(window, screenshot) if screenshot else application.exec()
        finally:
            session.close()
            window.parts.tasks.close()


def _problem(urls: Sequence[str], files: Sequence[Path]) -> str:
    """Why this cannot be opened, in one sentence; empty if it can."""
    for url in urls:
        try:
            target(url)
        except BadUrl as error:
            return str(error)
    return next((f"{file} is no file" for file in files if not file.is_file()), "")


def _fail(sentence: str) -> int:
    print(f"rqdebug: {sentence}", file=sys.stderr)
    return COULD_NOT


def _photograph(window: MainWindow, path: Path) -> int:
    problems: list[str] = []

    def ended(problem: str) -> None:
        problems.append(problem)
        QApplication.quit()

    Screenshot(window, path, ended)
    QApplication.exec()
    return _fail(problems[0]) if problems and problems[0] else 0


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
        error_dialog(kind, error, trace, window.parts.theme, window).show()

    hook, handler = sys.excepthook, signal.getsignal(signal.SIGINT)
    sys.excepthook = show
    # Python looks for signals whenever the bridge's timer runs.
    signal.signal(signal.SIGINT, lambda *_: QApplication.quit())
    try:
        yield
    finally:
        sys.excepthook = hook
        signal.signal(signal.SIGINT, handler)
