# SPDX-License-Identifier: GPL-3.0-or-later
"""What the monkey plays with: two busy controllers, files in a private folder, and the window."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks import servers
from benchmarks.events import events
from PyQt5.QtCore import QObject, QUrl, pyqtSlot  # noqa: TID251  # a script of the window
from PyQt5.QtGui import QDesktopServices  # noqa: TID251
from PyQt5.QtTest import QTest  # noqa: TID251
from PyQt5.QtWidgets import QApplication  # noqa: TID251

from rqdebug.events.captures.capture_writer import CaptureWriter
from rqdebug.session import State
from rqdebug.support.paths import resources
from rqdebug.ui.services.window_settings import WindowSettings
from rqdebug.ui.style.theme import Theme
from rqdebug.ui.window.main_window import MainWindow
from rqdebug.ui.window.panels import scripts_panel
from rqdebug.ui.window.window_session import WindowSession

SHARED = ("jobs", "done")
"""Queues that both controllers have, so that a call to the wrong controller would succeed."""
OWN = {"edge-1": ("labels", "short"), "edge-2": ("alerts", "long-name-" * 12)}
"""The targets, and the queues that only one of them has."""
QUEUES = {*SHARED, *(name for names in OWN.values() for name in names)}
ROWS = 50_000
"""Events of the capture."""
PATIENCE = 10.0
"""Seconds for the targets to be observed."""
SCRIPT = """\
jobs = create(name="of-the-script", maxsize=2)
for n in range(3):
    jobs.put([n], timeout=0.1)
assert jobs.get() == [0]
assert jobs.qsize() == 2
jobs.close()
"""
TRAFFIC = """
import os, random, sys, time, rqcore
from rqcore.errors import RqError
parent, names = os.getppid(), sys.argv[2:]
with rqcore.connect(sys.argv[1], name="traffic") as controller:
    while os.getppid() == parent:
        try:
            queue = controller.create(random.choice(names), maxsize=20, exist_ok=True)
            queue.put({"order": random.randrange(1000)}, timeout=0.01)
            if random.random() < 0.8:
                queue.get(timeout=0.01)
        except RqError:
            pass
        time.sleep(0.03)
"""
"""Puts and gets, and creates again the queues that the monkey deletes."""


@dataclass(frozen=True)
class Surroundings:
    """The window, and the URL of each target by its name."""

    session: WindowSession
    window: MainWindow
    urls: dict[str, str]


class _LinkCatcher(QObject):
    """Catches links to web pages, so that no browser opens."""

    @pyqtSlot(QUrl)
    def catch(self, link: QUrl) -> None:
        """Do nothing with a link."""


@contextmanager
def surroundings(application: QApplication, folder: Path, theme: str) -> Iterator[Surroundings]:
    """Start controllers with traffic, write a script and a capture, and show them in the window.

    Args:
        application: The application.
        folder: An empty folder for all files.
        theme: ``dark`` or ``light``.
    """
    catcher = _LinkCatcher()
    with ExitStack() as stack:
        for scheme in ("http", "https"):
            QDesktopServices.setUrlHandler(scheme, catcher, "catch")
            stack.callback(QDesktopServices.unsetUrlHandler, scheme)
        urls = {name: stack.enter_context(servers.controller()) for name in OWN}
        for name, url in urls.items():
            stack.enter_context(_traffic(url, (*SHARED, *OWN[name])))
        shutil.copytree(resources() / "scripts", folder / "scripts")
        vars(scripts_panel)["resources"] = lambda: folder  # the monkey saves the examples that it has changed
        window = MainWindow(Theme(application, theme), WindowSettings(folder / "window.ini"), welcome=False)
        session = WindowSession(window)
        session.build()
        stack.callback(session.close)
        window.resize(1280, 800)
        window.show()
        _open_documents(window, folder, urls)
        yield Surroundings(session, window, urls)


def _open_documents(window: MainWindow, folder: Path, urls: dict[str, str]) -> None:
    """Open a capture and a script, and wait until each target is observed."""
    context = window.context
    capture = folder / "recorded.arrows"
    with capture.open("wb") as file:
        writer = CaptureWriter(file)
        writer.write(events(0, ROWS))
        writer.close()
    script = folder / "vector.rqs"
    script.write_text(SCRIPT)
    context.captures.open(capture)
    context.scripts.open(script)
    attachments = [context.attachments.attach(url, name) for name, url in urls.items()]
    end = time.monotonic() + PATIENCE
    while not all(one is not None and one.state is State.LIVE for one in attachments):
        if time.monotonic() > end:
            raise TimeoutError("the targets were not observed in time")
        QTest.qWait(20)


@contextmanager
def _traffic(url: str, names: tuple[str, ...]) -> Iterator[None]:
    """Put and get on these queues, in a process of its own."""
    with subprocess.Popen([sys.executable, "-c", TRAFFIC, url, *names]) as process:
        try:
            yield
        finally:
            process.terminate()
