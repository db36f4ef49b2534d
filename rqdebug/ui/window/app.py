# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the program with its window, and returns an exit code."""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

from PyQt5 import sip
from PyQt5.QtCore import QLocale, Qt
from PyQt5.QtWidgets import QApplication

from rqdebug.ui.dialogs.text_dialog import error_dialog
from rqdebug.ui.services.garbage_collection import GarbageCollection
from rqdebug.ui.services.window_settings import WindowSettings
from rqdebug.ui.style.theme import Theme
from rqdebug.ui.style.translator import choose_language, install_translators, languages
from rqdebug.ui.window.main_window import MainWindow
from rqdebug.ui.window.window_session import WindowSession

SWITCH_INTERVAL = 0.001
"""Seconds after which Python lets another thread run, so that the window stays responsive."""
INTERRUPTED = 130
"""Exit code after Ctrl+C or SIGTERM."""
OPEN_FAILED = 2
"""Exit code if a target or file of the command line cannot be opened."""


def run(urls: Sequence[str], files: Sequence[Path], screenshot: Path | None, theme: str | None) -> int:
    """Show the window until the user closes it.

    Args:
        urls: Targets to attach to.
        files: Scripts, captures and workspaces to open.
        screenshot: Write a picture of the window to this file, and exit.
        theme: ``dark``, ``light``, or None for the theme of the desktop.

    Returns:
        The exit code: 0, or ``OPEN_FAILED``.
    """
    missing = next((file for file in files if not file.is_file()), None)
    if missing:
        return _fail(f"{missing} is not a file; give the path of a script, capture or workspace")
    if screenshot is not None:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        os.environ.setdefault("QT_FONT_DPI", "96")  # the picture has the same size on each screen
    try:
        settings = WindowSettings()
    except OSError as error:
        return _fail(f"cannot use the settings in {error.filename}: {error.strerror}; remove or rename it")
    application = make_application(settings.language)
    try:
        return _run_window(application, settings, urls, files, screenshot, theme)
    finally:
        _destroy_widgets()


def _destroy_widgets() -> None:
    """Destroy what is left of the window, such as menus of charts: PyQt would do it in any order later."""
    gc.collect()
    for widget in QApplication.topLevelWidgets():
        if not sip.isdeleted(widget):
            sip.delete(widget)


def _run_window(
    application: QApplication,
    settings: WindowSettings,
    urls: Sequence[str],
    files: Sequence[Path],
    screenshot: Path | None,
    theme: str | None,
) -> int:
    """Show the window until the user closes it, and destroy it: PyQt can crash with a window that is left."""
    has_documents = bool(urls or files) or settings.workspace.exists()
    look = Theme(application, theme or settings.theme)
    look.use_mono(settings.font_family, settings.font_size)
    window = MainWindow(look, settings, welcome=not has_documents)
    try:
        with watched(window):
            window.show()
            return _run_session(WindowSession(window), urls, files, screenshot)
    finally:
        sip.delete(window)


def _run_session(
    session: WindowSession, urls: Sequence[str], files: Sequence[Path], screenshot: Path | None
) -> int:
    """Run until the window is closed. If the engine cannot be loaded, raise the exception."""
    problems: list[str] = []

    def end(problem: str) -> None:
        problems.append(problem)
        QApplication.quit()

    session.ended.connect(end)
    session.start(urls, files, screenshot)
    try:
        code = QApplication.exec()
    finally:
        if screenshot is None:
            session.save_state()  # after a signal; when the user closes the window, it is already saved
        session.close()
    if session.load_error is not None:
        raise session.load_error
    problem = "".join(problems)
    return _fail(problem) if problem else code


def _fail(sentence: str) -> int:
    print(f"rqdebug: {sentence}", file=sys.stderr)
    return OPEN_FAILED


def make_application(language: str = "") -> QApplication:
    """Create the application. ``language``: for example ``de``; by default the language of the system."""
    QApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
    QApplication.setAttribute(Qt.AA_EnableHighDpiScaling)
    QApplication.setAttribute(Qt.AA_UseHighDpiPixmaps)
    sys.setswitchinterval(SWITCH_INTERVAL)
    application = QApplication(["rqdebug"])
    application.setApplicationName("rqdebug")
    application.setDesktopFileName("rqdebug")
    application.setStyle("Fusion")
    GarbageCollection(application)
    chosen = language if language in languages() else choose_language(QLocale.system())
    install_translators(chosen, application)
    return application


@contextmanager
def watched(window: MainWindow) -> Iterator[None]:
    """Let Ctrl+C and SIGTERM end the program, and show unexpected exceptions in a dialog."""

    def show(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        sys.__excepthook__(kind, error, trace)
        error_dialog(kind, error, trace, window.theme, window).show()

    hook = sys.excepthook
    handlers = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    sys.excepthook = show
    # Python handles a signal only while Python code runs, at the latest in the timer of the signal bridge.
    for number in handlers:
        signal.signal(number, lambda *_: QApplication.exit(INTERRUPTED))
    try:
        yield
    finally:
        sys.excepthook = hook
        for number, handler in handlers.items():
            signal.signal(number, handler)
