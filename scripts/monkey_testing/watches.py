# SPDX-License-Identifier: GPL-3.0-or-later
"""What looks for faults while the monkey plays: errors, stalls, and calls to a queue that was not chosen."""

from __future__ import annotations

import faulthandler
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Iterable, Iterator, Set
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import IO, NamedTuple
from urllib.parse import urlsplit

import pyarrow as pa
from PyQt5.QtCore import QObject, QTimer, QtMsgType, qInstallMessageHandler  # noqa: TID251
from PyQt5.QtWidgets import QApplication, QWidget  # noqa: TID251

from rqdebug.targets.base import LostEvents
from rqdebug.targets.target_registry import create_target
from rqdebug.ui.window.documents.current_document import CurrentDocument
from rqdebug.ui.window.main_window import MainWindow

TICK_MS = 5
PLACES = 12
"""Number of calls to print of each place of a stall."""
SAMPLES = 4
"""Number of places to print of a stall."""
STALL_MS = 200
"""A turn of the window's thread that takes longer is a stall."""
HARMLESS = ("This plugin does not support", "propagateSizeHints", "QXcbConnection: XError")
"""Beginnings of messages of Qt that are about the screen, not about the window."""
COMMANDS = {
    "put": ("queue.put", "queue.again"),
    "get": ("queue.take",),
    "purge": ("queue.purge",),
    "shutdown": ("queue.shutdown",),
    "close": ("queue.close",),
    "move": ("queue.send_back",),
}
"""The commands that lead to a call that changes a queue."""
OF_DIALOGS = ("put", "get", "move")
"""Calls that the buttons of dialogs make, too; the titles of these dialogs name their queue."""
BY_HAND = "rqdebug"
"""The name of the client of calls that the user makes by hand, and of scripts."""
AFTER_RUN = 5
"""Number of looks after a run in which its last events can arrive."""


class Call(NamedTuple):
    """A call that a target received, or the use of a command for a queue."""

    verb: str
    """The method of the call, or the name of the command."""
    target: str
    queue: str


def unasked_calls(received: Iterable[Call], chosen: Set[Call], titles: Iterable[str]) -> list[str]:
    """Return a sentence for each call that neither a command nor a dialog was about.

    Args:
        received: The calls by hand that targets received.
        chosen: The commands that were used, with the target and the queue that the window showed.
        titles: The titles of all windows; the ones of dialogs name their target and queue.
    """
    return [
        f"{call.verb} of {call.target} › {call.queue} was not asked for"
        for call in received
        if not any(call._replace(verb=command) in chosen for command in COMMANDS[call.verb])
        and not (call.verb in OF_DIALOGS and any(call.target in it and call.queue in it for it in titles))
    ]


class ErrorWatch:
    """Collects unexpected exceptions and complaints of Qt."""

    def __init__(self) -> None:
        self.errors: list[str] = []

    @contextmanager
    def installed(self) -> Iterator[None]:
        """Watch in this block."""
        hook, handler = sys.excepthook, qInstallMessageHandler(self._note_message)
        sys.excepthook = self._note_exception
        threading.excepthook = lambda given: self._note_exception(
            given.exc_type, given.exc_value or given.exc_type(), given.exc_traceback
        )
        try:
            yield
        finally:
            sys.excepthook = hook
            threading.excepthook = threading.__excepthook__
            qInstallMessageHandler(handler)

    def _note_exception(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        self.errors.append("".join(traceback.format_exception(kind, error, trace)))

    def _note_message(self, kind: QtMsgType, context: object, message: str) -> None:
        if not any(part in message for part in HARMLESS):
            self.errors.append(f"Qt: {message}")


class StallWatch(QObject):
    """Measures the turns of the window's thread, and finds out where long ones were spent."""

    def __init__(self) -> None:
        super().__init__()
        self.longest_ms = 0.0
        self.stalls: list[str] = []
        self._thread = threading.get_ident()
        self._statistics = Path(f"/proc/self/task/{threading.get_native_id()}/schedstat")
        self._last, self._last_work = self._now(), self._work()
        self._places: list[str] = []
        self._is_stopped = threading.Event()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._beat)
        self._timer.start(TICK_MS)
        self._sampler = threading.Thread(target=self._sample, name="stall watch", daemon=True)
        self._sampler.start()

    def stop(self) -> None:
        """Measure no longer."""
        self._timer.stop()
        self._is_stopped.set()

    def _now(self) -> float:
        """Return milliseconds, less the time in which the thread waited for a processor."""
        waited = int(self._statistics.read_text().split()[1]) if self._statistics.exists() else 0
        return (time.perf_counter_ns() - waited) / 1e6

    @staticmethod
    def _work() -> float:
        """Return milliseconds of processor time of this thread."""
        return time.thread_time_ns() / 1e6

    def _beat(self) -> None:
        now, work = self._now(), self._work()
        duration, worked = now - self._last, work - self._last_work
        self._last, self._last_work = now, work
        self.longest_ms = max(self.longest_ms, duration)
        if duration > STALL_MS:
            places = "\nthen in\n".join(self._places)
            self.stalls.append(f"{duration:.0f} ms, {worked:.0f} ms of them processor time, in\n{places}")
        self._places = []

    def _sample(self) -> None:
        """Remember where the window's thread is when a turn has become long, and some time later."""
        with tempfile.TemporaryFile("w+") as file:
            while not self._is_stopped.wait(STALL_MS / 2000):
                if len(self._places) < SAMPLES and self._now() - self._last > STALL_MS / 2:
                    self._places.append(self._stack(file))

    def _stack(self, file: IO[str]) -> str:
        """Return the latest calls of the window's thread. A frame object would keep a painter alive."""
        file.seek(0)
        file.truncate()
        faulthandler.dump_traceback(file)
        file.seek(0)
        threads = file.read().split("\n\n")
        own = next((one for one in threads if f"{self._thread:#018x}" in one), "")
        return "\n".join(own.splitlines()[1 : 1 + PLACES])


class TargetWatch:
    """Compares the calls that targets received with what the window showed when a command was used.

    Args:
        window: The window.
        urls: The URL of each target by its name.
        queues: The names of the queues to watch, which no script uses.
    """

    def __init__(self, window: MainWindow, urls: dict[str, str], queues: Set[str]) -> None:
        self.calls = 0
        """Number of calls by hand that changed a queue."""
        self._current: CurrentDocument = window.context.current
        self._chosen: set[Call] = set()
        self._titles: set[str] = set()
        self._queues = queues
        self._targets = {urlsplit(url).port: name for name, url in urls.items()}
        """The targets by their ports: the monkey renames them, and connects again as another user."""
        self._looks_after_run = AFTER_RUN
        self._runs = window.context.runs
        self._runs.started.connect(self._note_run)
        self._received: list[Call] = []
        self._observations = {name: create_target(url).observe() for name, url in urls.items()}
        for action in window.context.commands:
            if action.objectName().startswith("queue."):
                action.triggered.connect(partial(self._note_choice, action.objectName()))

    def _note_run(self) -> None:
        self._looks_after_run = 0

    def _note_choice(self, verb: str, _checked: bool = False) -> None:
        """Remember what the heading of the current document shows."""
        tab = self._current.target
        if tab is not None:
            place = tab.header.queue.text().removeprefix("›").strip()
            target = self._targets.get(urlsplit(tab.attachment.url).port, "")
            self._chosen.add(Call(verb, target, place))

    def look(self) -> None:
        """Receive events, and read the titles of dialogs, whose buttons also make calls.

        What comes during a run and shortly after it is left out: scripts have the same client name.
        """
        for widget in QApplication.topLevelWidgets():
            if isinstance(widget, QWidget) and widget.isVisible():
                self._titles.add(widget.windowTitle())
        self._looks_after_run = 0 if self._runs.running else self._looks_after_run + 1
        counts = self._looks_after_run > AFTER_RUN
        for target, observation in self._observations.items():
            while batches := observation.receive(0.0):
                for batch in batches:
                    if counts and not isinstance(batch, LostEvents):
                        self._note_calls(target, batch)

    def _note_calls(self, target: str, batch: pa.RecordBatch) -> None:
        rows = batch.select(["method", "queue", "client", "phase"]).to_pylist()
        self._received += [Call(row["method"], target, row["queue"]) for row in rows if self._is_by_hand(row)]

    def _is_by_hand(self, row: dict[str, str]) -> bool:
        """Whether an event is of a call that the user made."""
        if row["queue"] not in self._queues:
            return False
        return row["client"] == BY_HAND and row["phase"] == "end" and row["method"] in COMMANDS

    def strays(self) -> list[str]:
        """Return the calls on queues that were not shown when any command for them was used."""
        self.look()
        self.calls = len(self._received)
        return unasked_calls(self._received, self._chosen, self._titles)

    def close(self) -> None:
        """Stop observing."""
        for observation in self._observations.values():
            observation.close()
