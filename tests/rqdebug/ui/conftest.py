# SPDX-License-Identifier: GPL-3.0-or-later
"""A window as a user has it, on a real controller, and logs made by hand."""

from __future__ import annotations

import gc
import os
import signal
import subprocess
import sys
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from PyQt5.QtCore import QEvent, Qt
from PyQt5.QtGui import QFont, QImage

import rqcore
from rqcore.protocol.queue_values import QueueStat
from rqdebug.events.event_log import EventLog
from rqdebug.events.filters.saved_filters import SavedFilters
from rqdebug.session import Attachment, QueueRow, State
from rqdebug.targets.base import Coverage
from rqdebug.ui.services.background_tasks import BackgroundTasks
from rqdebug.ui.services.signal_bridge import SignalBridge
from rqdebug.ui.services.window_settings import WindowSettings
from rqdebug.ui.style.numbers import use_notation
from rqdebug.ui.style.theme import Theme
from rqdebug.ui.window.main_window import MainWindow
from rqdebug.ui.window.window_session import WindowSession

ROOT = Path(__file__).resolve().parents[3]
OFFSCREEN = "This plugin does not support"
"""What the platform without a screen complains of; it is no fault of the window."""


def pytest_itemcollected(item):
    item.add_marker(pytest.mark.qt_log_ignore(OFFSCREEN, extend=True))


@pytest.fixture(scope="session")
def url():
    """Where a controller listens, in a process of its own."""
    command = [sys.executable, "-m", "rqcore", "serve", "--port", "0"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        greeting = server.stdout.readline()
        assert "listening on" in greeting
        yield greeting.split()[-1]
        server.send_signal(signal.SIGTERM)
        assert server.wait(10) == 0


@pytest.fixture
def controller(url):
    """A client of the controller, whose queues are gone after the test."""
    with rqcore.connect(url, name="tester") as handle:
        yield handle
        for stat in handle.queues():
            handle.queue(stat.namespace).close()


@pytest.fixture(scope="session")
def imported_modules_frozen():
    """The collector passes over what was imported, so that collecting in each test takes 1 ms, not 100."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


@pytest.fixture
def theme(qapp, imported_modules_frozen):
    # A style that is changed while what earlier tests left dies can meet it half dead.
    gc.collect()
    qapp.sendPostedEvents(None, QEvent.DeferredDelete)
    qapp.setStyle("Fusion")
    yield Theme(qapp, "dark")
    qapp.setStyleSheet("")
    qapp.setFont(QFont())


@pytest.fixture
def settings(tmp_path):
    return WindowSettings(tmp_path / "window.ini")


@pytest.fixture
def tasks(qapp):
    tasks = BackgroundTasks()
    yield tasks
    tasks.close()


@pytest.fixture
def bridge(qapp):
    return SignalBridge()


@pytest.fixture
def log():
    return EventLog()


@pytest.fixture
def saved(settings):
    return SavedFilters(settings.filters_file)


@pytest.fixture
def click(qtbot):
    """Click a widget with the left button, in its middle or at a place of it."""

    def click(widget, place=None):
        qtbot.mouseClick(widget, Qt.LeftButton, pos=place) if place else qtbot.mouseClick(
            widget, Qt.LeftButton
        )

    return click


@pytest.fixture(scope="session")
def colors_of():
    """The colours, as ``#rrggbb``, of all pixels of a widget or image, or of a rectangle of it."""

    def colors_of(drawn, area=None):
        image = drawn.grab().toImage() if hasattr(drawn, "grab") else drawn
        area = (area or image.rect()) & image.rect()
        if area.isEmpty():
            return set()
        part = image.copy(area).convertToFormat(QImage.Format_RGB32)
        pixels = np.frombuffer(part.constBits().asstring(part.sizeInBytes()), np.uint32) & 0xFFFFFF
        return {f"#{pixel:06x}" for pixel in np.unique(pixels).tolist()}

    return colors_of


@pytest.fixture(scope="session")
def long_name():
    """A name of 420 characters without a space, as machines make them."""
    return "edge-controller-of-the-second-hall." * 12


@pytest.fixture
def fits(qapp):
    """Whether a window can be shown whole on the smallest screen, 1280 × 720 with a frame around it."""

    def fits(window):
        qapp.processEvents()  # for the layout to learn of texts that have changed
        least = window.minimumSizeHint().expandedTo(window.minimumSize())
        return least.width() <= 1280 and least.height() <= 720 - 40

    return fits


@pytest.fixture(scope="session")
def queue_row():
    """A queue as a target reports it: ``queue_row("jobs", size=3, put_rate=1.5)``."""

    def queue_row(name, *, put_rate=0.0, get_rate=0.0, **figures):
        usual = dict.fromkeys(QueueStat.__dataclass_fields__, 0)
        usual |= {"namespace": f"uuid-of-{name}", "name": name, "kind": "fifo", "shutdown": False}
        return QueueRow(QueueStat(**usual | figures), put_rate, get_rate)

    return queue_row


@pytest.fixture
def make_attachment():
    """An attachment without its thread, for a test to say how it stands."""

    def make_attachment(name="edge-1", url="rq://edge:7654", state=State.LIVE, queues=(), **target):
        attachment = Attachment(SimpleNamespace(url=url, **target), name)
        attachment.state, attachment.queues, attachment.coverage = state, tuple(queues), Coverage()
        return attachment

    return make_attachment


@pytest.fixture
def window(window_session):
    return window_session.window


@pytest.fixture
def window_session(qtbot, theme, settings):
    """The session of a window that is ready."""
    window = MainWindow(theme, settings)
    session = WindowSession(window)
    session.build()
    qtbot.addWidget(window, before_close_func=partial(_forget_changes, session))
    window.resize(1280, 800)
    window.show()
    yield session
    window.context.runs.stop_all()
    session.close()


@pytest.fixture
def attached(qtbot, window, url, controller):
    """The attachment of a window to the controller, live."""
    attachment = window.context.attachments.attach(url, "edge-1")
    qtbot.waitUntil(lambda: attachment.state is State.LIVE)
    return attachment


@pytest.fixture
def show_matching(qtbot):
    """Filter a log, and wait until it shows all events that match, which are this many."""

    def show_matching(tab, text, count):
        tab.filter_bar.set_filter(text)
        qtbot.waitUntil(lambda: not tab.feed.filtering and tab.log_model.rowCount() == count)

    return show_matching


@pytest.fixture
def wait_for_event(qtbot):
    """Wait until a log has an event of a method."""

    def wait_for_event(log, method):
        qtbot.waitUntil(lambda: any(event.method == method for event in log.events(range(log.num_rows))))

    return wait_for_event


@pytest.fixture
def german(qapp):
    """Let messages of the engine and numbers be German, as in a German window."""
    qapp.setProperty("language", "de")
    use_notation("de")
    yield
    qapp.setProperty("language", None)
    use_notation("en")


def _forget_changes(session, window):
    session._losses_accepted = True
    window.context.runs.stop_all()
    script = window.context.current.script
    if script is not None:
        script.editor.setModified(False)
    for index in range(window.context.tabs.count()):
        tab = window.context.tabs.widget(index)
        if hasattr(tab, "editor"):
            tab.editor.setModified(False)


def pytest_configure(config):
    os.environ.setdefault("XDG_RUNTIME_DIR", "/tmp")
