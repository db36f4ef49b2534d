# SPDX-License-Identifier: GPL-3.0-or-later
"""Measure whether the window responds: under load, while it filters millions of events, and when it starts.

scripts/bench window [--quick | --long] [PART …]

With --long memory is measured for ten minutes, otherwise for one.
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
os.environ.setdefault("QT_FONT_DPI", "96")
os.environ["XDG_CONFIG_HOME"] = tempfile.mkdtemp(prefix="rqdebug-bench-")

from benchmarks import servers  # Qt reads the environment first
from benchmarks.events import MANY, capture, private_memory
from benchmarks.figures import Figure, Pace, at_most, main, note
from PyQt5.QtCore import QEventLoop, QTimer  # noqa: TID251  # a script of the window
from PyQt5.QtTest import QTest  # noqa: TID251

from rqdebug.session import Attachment, State
from rqdebug.ui.log.log_tab import LogTab
from rqdebug.ui.services.window_settings import WindowSettings
from rqdebug.ui.style.theme import Theme
from rqdebug.ui.window.app import make_application
from rqdebug.ui.window.main_window import MainWindow
from rqdebug.ui.window.window_session import WindowSession

APPLICATION = make_application()
TICK = 4
"""Milliseconds between two ticks of the pulse."""
FEW = 60
"""Events per second of a quiet system."""
RATE = 50_000
"""Events per second of all targets together."""
TARGETS = 3
SAMPLES = 200
"""Number of memory measurements."""
FLAT, MOST_MEMORY = 3.0, 600
"""Maximum growth in MiB per minute, while the events of a minute have about 300 MiB; and maximum in MiB."""

LOAD = """
import socket, sys, time
wire = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
rate = float(sys.argv[2])
batch = max(min(int(rate / 20), 100), 1)
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
"""A program that puts and gets at a steady rate, in batches."""

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
COMPLETE = OURS.replace(
    "application.processEvents()\n",
    "application.processEvents()\n"
    "from rqdebug.ui.window.window_session import WindowSession\n"
    "session = WindowSession(window)\n"
    "session.build()\n"
    "session.open()\n"
    "application.processEvents()\n",
)
"""Measures until every panel exists and the first command can be used."""


class Pulse:
    """Measures the gaps between two ticks in the thread of the window, in milliseconds."""

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
        """Yield the longest gap, and the 99th percentile of the gaps."""
        gaps = sorted(self.gaps)
        yield at_most(f"{work}: longest stall", gaps[-1], 100, "ms")
        yield at_most(f"{work}: 99th percentile of frames", gaps[int(len(gaps) * 0.99)], 33, "ms")


@contextmanager
def window() -> Iterator[MainWindow]:
    """Show a window; close it at the end."""
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
    """Run a load of ``rate`` events per second on a controller."""
    port = str(servers.port_of(url))
    with subprocess.Popen([sys.executable, "-c", LOAD, port, str(rate)]) as process:
        try:
            yield
        finally:
            process.terminate()


@contextmanager
def busy_window(
    targets: int = TARGETS, rate: float = RATE, panel: str = "charts"
) -> Iterator[list[Attachment]]:
    """Show a window with busy targets, a log that follows new events, and a panel.

    Args:
        targets: The number of targets.
        rate: The number of events per second of all targets together.
        panel: The panel in front.
    """
    with ExitStack() as stack:
        urls = [stack.enter_context(servers.controller()) for _ in range(targets)]
        shown = stack.enter_context(window())
        attached = [shown.context.attachments.attach(url) for url in urls]
        attachments = [attachment for attachment in attached if attachment is not None]
        while any(attachment.state is not State.LIVE for attachment in attachments):
            QTest.qWait(20)
        shown.context.commands[f"panel.{panel}"].trigger()
        for url in urls:
            stack.enter_context(load(url, rate / targets))
        QTest.qWait(2000)
        yield attachments


def quiet_figures(pace: Pace) -> Iterator[Figure]:
    """Measure the share of a core that the whole program needs while few events arrive."""
    for panel in ("inspector", "charts"):
        with busy_window(1, FEW, panel):
            _run_events(3)
            start, before = time.perf_counter(), time.process_time()
            _run_events(max(30 * pace.scale, 10))
            share = (time.process_time() - before) / (time.perf_counter() - start)
        yield at_most(f"{FEW} events/s, {panel}: share of a core", share * 100, 5, "%")


def _run_events(seconds: float) -> None:
    """Run the event loop as a program does; ``QTest.qWait`` asks for events all the time."""
    loop = QEventLoop()
    QTimer.singleShot(int(seconds * 1000), loop.quit)
    loop.exec()


def load_figures(pace: Pace) -> Iterator[Figure]:
    """Measure the window while events of several targets arrive for a minute."""
    seconds = max(60 * pace.scale, 10)
    with busy_window() as attachments:
        before, start = sum(one.log.num_rows for one in attachments), time.perf_counter()
        pulse = Pulse()
        QTest.qWait(int(seconds * 1000))
        received = sum(one.log.num_rows for one in attachments) - before
        rate = received / (time.perf_counter() - start)
    work = f"{seconds:.0f} s of {TARGETS} targets"
    yield Figure(f"{work}: events", f"{rate:,.0f}/s", "", f"{rate:,.0f}", f"{RATE:,}", rate >= 0.9 * RATE)
    yield from pulse.figures(work)


def memory_figures(pace: Pace) -> Iterator[Figure]:
    """Measure whether memory grows with the events, after the first events were moved to a file."""
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


@contextmanager
def open_log(count: int) -> Iterator[LogTab]:
    """Show a capture with this many events."""
    with capture(count) as path, window() as shown:
        shown.context.captures.open(path)
        while (
            (tab := shown.context.current.log) is None or tab.feed.filtering or not tab.log_model.rowCount()
        ):
            QTest.qWait(20)
        QTest.qWait(1000)
        yield tab


def filter_figures(pace: Pace) -> Iterator[Figure]:
    """Measure the window while filters change over millions of events."""
    count = pace.amount(MANY)
    with open_log(count) as tab:
        pulse = Pulse()
        for text in (
            'payload ~ "[0-9]7/4"',
            "method == put and waited > 5ms",
            'payload contains "17/4"',
            "",
        ):
            tab.filter_bar.set_filter(text)
            QTest.qWait(1500)
        work = f"filters over {count:,} events"
        yield from pulse.figures(work)


def selection_figures(pace: Pace) -> Iterator[Figure]:
    """Measure the window while all of millions of events are selected, copied, marked and unmarked."""
    count = pace.amount(MANY)
    with open_log(count) as tab:
        ended: list[str] = []
        pulse = Pulse()
        tab.done.connect(ended.append)
        tab.log.selectAll()
        for act in (tab.copy_text, tab.toggle_mark, tab.toggle_mark):
            act()
            ended.clear()
            while not ended:
                QTest.qWait(10)
            note(ended[-1])
        yield from pulse.figures(f"copy and mark all of {count:,} events")


def start_figures(pace: Pace) -> Iterator[Figure]:
    """Measure the time to the first window and to its last panel, next to a bare window."""
    took: dict[str, list[float]] = {BARE: [], OURS: [], COMPLETE: []}
    for _ in range(pace.rounds + 1):
        for program, times in took.items():
            times.append(_started(program))
    bare, ours, complete = (median(times[1:]) for times in took.values())
    yield _beside("start to first window", ours, bare, 1.5)
    yield _beside("  and to its last panel", complete, bare)


def _beside(work: str, mine: float, bare: float, most: float = inf) -> Figure:
    ratio, wanted = mine / bare, f"≤ {most}" if most < inf else ""
    return Figure(work, f"{mine:.2f} s", f"bare {bare:.2f} s", f"{ratio:.2f}", wanted, ratio <= most)


def _started(program: str) -> float:
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": ""}  # an installed package has bytecode
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, env=environment
    )
    return float(done.stdout)


if __name__ == "__main__":
    parts = (start_figures, filter_figures, selection_figures, quiet_figures, load_figures, memory_figures)
    sys.exit(main("Measure whether the window responds.", parts))
