# SPDX-License-Identifier: GPL-3.0-or-later
"""An end-to-end test without fakes: a controller process, two client processes,
the window that observes them, a filter, a script, and a queue that is closed
while a call waits on it.
"""

from __future__ import annotations

import subprocess
import sys
import textwrap
from collections.abc import Iterator

import pytest
from PyQt5.QtCore import Qt

import rqcore
from rqdebug.session import State
from rqdebug.ui.services.window_settings import WindowSettings
from rqdebug.ui.style.theme import Theme
from rqdebug.ui.window.main_window import MainWindow
from rqdebug.ui.window.window_session import WindowSession

PATIENCE = 15_000
"""The timeout for each step in milliseconds."""

PRODUCER = """
    with rqcore.connect(url, name="loader") as controller:
        jobs = controller.create("jobs", maxsize=2)
        for n in range(20):  # from the third put on, each waits for the consumer
            jobs.put({"n": n}, timeout=10)
        print("done", flush=True)
        sys.stdin.readline()
"""
CONSUMER = """
    with rqcore.connect(url, name="saver") as controller:
        jobs = controller.queue("jobs")
        for n in range(20):
            assert jobs.get(timeout=10) == {"n": n}
        print("waiting", flush=True)
        try:
            jobs.get()
        except rqcore.Closed as error:
            print(f"closed: {error}", flush=True)
"""


class Process:
    """A Python process that is controlled line by line."""

    def __init__(self, *arguments: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    @classmethod
    def client(cls, url: str, work: str) -> Process:
        return cls("-c", f"import rqcore, sys\nurl = {url!r}\n{textwrap.dedent(work)}")

    def line(self) -> str:
        assert self._process.stdout
        return self._process.stdout.readline().strip()

    def end(self) -> int:
        """Stop the process if it has not ended, and return its exit code."""
        self._process.terminate()
        self._process.communicate(timeout=10)
        return self._process.returncode


@pytest.fixture
def controller_process() -> Iterator[Process]:
    process = Process("-m", "rqcore", "serve", "--port", "0")
    yield process
    assert process.end() == 0


@pytest.fixture
def url(controller_process: Process) -> str:
    return controller_process.line().removeprefix("rqcore: listening on ")


@pytest.fixture
def window(qtbot, qapp, tmp_path) -> Iterator[MainWindow]:
    window = MainWindow(Theme(qapp, "dark"), WindowSettings(tmp_path / "window.ini"))
    session = WindowSession(window)
    session.build()
    qtbot.addWidget(window)
    window.show()
    yield window
    session.close()


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # the offscreen plugin has no screen
def test_window_shows_filters_and_runs_scripts_on_a_live_controller(qtbot, window, url, tmp_path):
    producer = Process.client(url, PRODUCER)
    attachment = window.context.attachments.attach(url)
    tab = window.context.current.target
    qtbot.waitUntil(lambda: attachment.state is State.LIVE, timeout=PATIENCE)
    qtbot.waitUntil(lambda: [row.stat.name for row in attachment.queues] == ["jobs"], timeout=PATIENCE)
    consumer = Process.client(url, CONSUMER)
    assert (producer.line(), consumer.line()) == ("done", "waiting")

    see_the_events(qtbot, tab)
    filter_them(qtbot, tab)
    run_a_script(qtbot, window, tmp_path)

    with rqcore.connect(url) as controller:
        controller.queue("jobs").close()
    assert consumer.line() == "closed: queue 'jobs' was closed; create it again to use it"
    qtbot.waitUntil(lambda: attachment.queues == (), timeout=PATIENCE)
    qtbot.waitUntil(lambda: tab.log_model.rowCount() == 1, timeout=PATIENCE)
    (producer.end(), consumer.end())


def shown(tab):
    return [tab.log_model.event_at(row) for row in range(tab.log_model.rowCount())]


def see_the_events(qtbot, tab):
    """Twenty gets succeeded, puts that had to wait are shown as blocked, and one get is waiting."""

    def outcomes(method):
        return [event.outcome for event in shown(tab) if event.method == method]

    qtbot.waitUntil(lambda: outcomes("get").count("ok") == 20, timeout=PATIENCE)
    qtbot.waitUntil(lambda: tab.attachment.log.blocked == 1, timeout=PATIENCE)
    assert "blocked" in outcomes("put")
    names = {event.client.partition("@")[0] for event in shown(tab)}
    assert {"loader", "saver"} <= names


def filter_them(qtbot, tab):
    """An invalid filter shows its error; a valid one hides all other events."""
    line = tab.filter_bar.line
    qtbot.keyClicks(line, "methd == put")
    qtbot.keyClick(line, Qt.Key_Return)
    assert "did you mean `method`?" in tab.filter_bar.problem.text()
    line.clear()
    qtbot.keyClicks(line, "method == get and outcome == closed")
    qtbot.keyClick(line, Qt.Key_Return)
    assert tab.filter_bar.problem.text() == ""
    qtbot.waitUntil(lambda: tab.log_model.rowCount() == 0, timeout=PATIENCE)


def run_a_script(qtbot, window, tmp_path):
    """Open a script from a file and run it: two vectors pass and one fails."""
    path = tmp_path / "check.rqs"
    path.write_text('box = create(maxsize=1)\nbox.put("a")\nassert box.get() == "b"\n', encoding="utf-8")
    window.context.scripts.open(path)
    qtbot.waitUntil(lambda: "assert" in window.context.current.script.editor.text(), timeout=PATIENCE)
    with qtbot.waitSignal(window.context.runs.finished, timeout=PATIENCE) as finished:
        window.context.commands["script.run"].trigger()
    (report,) = finished.args
    assert (report.passed, report.failed, report.errors) == (2, 1, 0)
