# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether the window stays awake: under load, while it filters millions of events, and when it starts.

.venv/bin/python scripts/bench_window.py [--quick | --long] [PART …]

With --long memory is looked at for ten minutes, without for one.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from math import inf
from statistics import linear_regression, median

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["XDG_CONFIG_HOME"] = tempfile.mkdtemp(prefix="rqdebug-bench-")

from bench import servers  # Qt reads the environment first
from bench.events import MANY, capture, private_memory
from bench.figures import Figure, Pace, at_most, main, note
from PyQt5.QtCore import QTimer  # noqa: TID251  # a script of the window
from PyQt5.QtTest import QTest  # noqa: TID251

from rqdebug.session import Attachment, State
from rqdebug.ui.services.window_settings import WindowSettings
from rqdebug.ui.style.theme import Theme
from rqdebug.ui.window.app import make_application
from rqdebug.ui.window.main_window import MainWindow
from rqdebug.ui.window.window_session import WindowSession

APPLICATION = make_application()
TICK = 4
"""Milliseconds between two signs of life."""
RATE = 50_000
TARGETS = 3
SAMPLES = 200
"""Looks at the memory."""
FLAT, MOST_MEMORY = 3.0, 600
"""MiB a minute, of some 300 that the events of a minute have; and MiB altogether."""

LOAD = """
import socket, sys, time
wire = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
rate, batch = float(sys.argv[2]), 100
push = b"*3\\r\\n$5\\r\\nLPUSH\\r\\n$4\\r\\njobs\\r\\n$9\\r\\n{\\"n\\":123}\\r\\n"
pull = b"*2\\r\\n$4\\r\\nRPOP\\r\\n$4\\r\\njobs\\r\\n"
due = time.monotonic()
wire.settimeout(10)
while True:
    for request in (push, pull):
        wire.sendall(request * batch)
        wire.recv(1 << 20)
    due += 2 * batch / rate
    time.sleep(max(due - time.monotonic(), 0))
"""
"""Puts and gets at a steady rate, in batches."""

START = """
import sys, time
began = time.perf_counter()
{imports}
application = {application}
window = {window}
window.show()
application.processEvents()
print(time.perf_counter() - began, flush=True)
import os
os._exit(0)
"""
BARE = START.format(
    imports="import pyarrow\nfrom PyQt5.QtWidgets import QApplication, QMainWindow\n"
    "from PyQt5.Qsci import QsciScintilla",
    application="QApplication([])",
    window="QMainWindow()\nwindow.setCentralWidget(QsciScintilla())",
)
OURS = START.format(
    imports="from rqdebug.ui.window.app import make_application\n"
    "from rqdebug.ui.window.main_window import MainWindow\n"
    "from rqdebug.ui.services.window_settings import WindowSettings\n"
    "from rqdebug.ui.style.theme import Theme",
    application="make_application()",
    window="MainWindow(Theme(application), WindowSettings())",
)
FURNISHED = OURS.replace(
    "application.processEvents()\n",
    "application.processEvents()\n"
    "from rqdebug.ui.window.window_session import WindowSession\n"
    "session = WindowSession(window)\n"
    "session.build()\n"
    "session.open()\n"
    "application.processEvents()\n",
)
"""Until every panel is there and the first command can be given."""


class Pulse:
    """How long the thread of the window was away between two signs of life, in ms."""

    def __init__(self) -> None:
        self.gaps: list[float] = []
        self._last = time.perf_counter()
        self._timer = QTimer()
        self._timer.setInterval(TICK)
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    def _beat(self) -> None:
        now = time.perf_counter()
        self.gaps.append((now - self._last) * 1000)
        self._last = now

    def figures(self, work: str) -> Iterator[Figure]:
        """The longest stall, and what 99 of 100 gaps stay below."""
        gaps = sorted(self.gaps)
        yield at_most(f"{work}: longest stall", gaps[-1], 100, "ms")
        yield at_most(f"{work}: 99th percentile of frames", gaps[int(len(gaps) * 0.99)], 33, "ms")


@contextmanager
def window() -> Iterator[MainWindow]:
    shown = MainWindow(Theme(APPLICATION, "dark"), WindowSettings())
    session = WindowSession(shown)
    session.build()
    shown.resize(1600, 1000)
    shown.show()
    try:
        yield shown
    finally:
        session.close()
        shown.deleteLater()


@contextmanager
def load(url: str, rate: float) -> Iterator[None]:
    port = str(servers.port_of(url))
    with subprocess.Popen([sys.executable, "-c", LOAD, port, str(rate)]) as process:
        try:
            yield
        finally:
            process.terminate()


@contextmanager
def busy_window() -> Iterator[list[Attachment]]:
    """A window with several busy targets, the log followed and charts drawn."""
    with ExitStack() as stack:
        urls = [stack.enter_context(servers.controller()) for _ in range(TARGETS)]
        shown = stack.enter_context(window())
        found = [shown.context.attachments.attach(url) for url in urls]
        attachments = [attachment for attachment in found if attachment is not None]
        while any(attachment.state is not State.LIVE for attachment in attachments):
            QTest.qWait(20)
        shown.context.commands["panel.charts"].trigger()
        for url in urls:
            stack.enter_context(load(url, RATE / TARGETS))
        QTest.qWait(2000)
        yield attachments


def load_figures(pace: Pace) -> Iterator[Figure]:
    """Events of several targets for a minute."""
    seconds = max(60 * pace.scale, 10)
    with busy_window() as attachments:
        before, start = sum(one.log.num_rows for one in attachments), time.perf_counter()
        pulse = Pulse()
        QTest.qWait(int(seconds * 1000))
        came = sum(one.log.num_rows for one in attachments) - before
        rate = came / (time.perf_counter() - start)
    work = f"{seconds:.0f} s of {TARGETS} targets"
    yield Figure(f"{work}: events", f"{rate:,.0f}/s", "", f"{rate:,.0f}", f"{RATE:,}", rate >= 0.9 * RATE)
    yield from pulse.figures(work)


def memory_figures(pace: Pace) -> Iterator[Figure]:
    """Whether memory grows with the events: its slope, once the first of them are in a file."""
    seconds = 600 if pace.long else max(60 * pace.scale, 20)
    times, sizes = [], []
    with busy_window() as attachments:
        start = time.perf_counter()
        while (passed := time.perf_counter() - start) < seconds:
            times.append(passed / 60)
            sizes.append(private_memory())
            QTest.qWait(int(seconds * 1000 / SAMPLES))
        events = sum(one.log.num_rows for one in attachments)
    for at in range(0, len(times), len(times) // 10):
        note(f"after {times[at]:5.1f} min: {sizes[at]:6.1f} MiB private")
    settled = len(times) // 4
    slope = linear_regression(times[settled:], sizes[settled:]).slope
    work = f"{seconds / 60:.1f} min, {events:,} events: private memory"
    yield at_most(f"{work} grows by", slope, FLAT, "MiB/min")
    yield at_most(f"{work} at most", max(sizes), MOST_MEMORY, "MiB")


def filter_figures(pace: Pace) -> Iterator[Figure]:
    """Filters that change while millions of events are shown."""
    count = pace.amount(MANY)
    with capture(count) as path, window() as shown:
        shown.context.captures.open(path)
        while (
            (tab := shown.context.current.log) is None or tab.feed.filtering or not tab.log_model.rowCount()
        ):
            QTest.qWait(20)
        QTest.qWait(1000)
        pulse = Pulse()
        for text in (
            'payload ~ "[0-9]7/4"',
            "method == put and duration > 5ms",
            'payload contains "17/4"',
            "",
        ):
            tab.filter_bar.set_filter(text)
            QTest.qWait(1500)
        work = f"filters over {count:,} events"
        yield from pulse.figures(work)


def start_figures(pace: Pace) -> Iterator[Figure]:
    """From the start of Python's own work to the first window, and to its last panel, beside a bare one."""
    took: dict[str, list[float]] = {BARE: [], OURS: [], FURNISHED: []}
    for _ in range(pace.rounds + 1):
        for program, times in took.items():
            times.append(_started(program))
    bare, ours, furnished = (median(times[1:]) for times in took.values())
    yield _beside("start to first window", ours, bare, 1.5)
    yield _beside("  and to all that is in it", furnished, bare)


def _beside(work: str, mine: float, bare: float, most: float = inf) -> Figure:
    ratio, wanted = mine / bare, f"≤ {most}" if most < inf else ""
    return Figure(work, f"{mine:.2f} s", f"bare {bare:.2f} s", f"{ratio:.2f}", wanted, ratio <= most)


def _started(program: str) -> float:
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": ""}  # as what is installed, it is compiled
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, env=environment
    )
    return float(done.stdout)


if __name__ == "__main__":
    parts = (start_figures, filter_figures, load_figures, memory_figures)
    sys.exit(main("Whether the window stays awake", parts))
