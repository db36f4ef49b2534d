# SPDX-License-Identifier: GPL-3.0-or-later
"""Takes a picture of the window when there is something to see in it."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator
from pathlib import Path

from PyQt5.QtCore import QObject

from rqdebug.session import Attachment, State
from rqdebug.ui.services.timers import every
from rqdebug.ui.window.main_window import MainWindow

WIDTH, HEIGHT = 1600, 1000
INTERVAL = 50
"""Milliseconds between two looks."""
REACHED_WITHIN = 5.0
"""Seconds in which a target must have been reached."""
EVENTS_WITHIN = 4.0
"""Seconds in which something should have happened at a target; an idle one is no mistake."""
RUN_WITHIN = 15.0
"""Seconds in which the run of a script should have ended; a long one is shown as it goes on."""
ALIVE = 3.5
"""Seconds until rates and curves tell something."""
NEWEST = 20
"""How many events at the end of the log are looked through for one with a payload."""
SETTLED = 0.5
"""Seconds until what came last is drawn."""

Waiting = Generator[None, None, None]


class ScreenshotError(Exception):
    """There is nothing to take a picture of: why, in one sentence."""


class Screenshot(QObject):
    """Waits for life in the window, then writes the picture and says so."""

    def __init__(self, window: MainWindow, path: Path, ended: Callable[[str], object]) -> None:
        """``ended`` is called with an empty text, or with what went wrong."""
        super().__init__(window)
        self._window = window
        self._path = path
        self._ended = ended
        self._steps = self._wait_and_take()
        window.resize(WIDTH, HEIGHT)
        self._timer = every(INTERVAL, self._step, self)

    def _step(self) -> None:
        try:
            next(self._steps)
        except StopIteration:
            self._end("")
        except ScreenshotError as error:
            self._end(str(error))

    def _end(self, problem: str) -> None:
        self._timer.stop()
        self._ended(problem)

    def _wait_and_take(self) -> Waiting:
        attachments = self._window.context.attachments.active
        yield from self._reach(attachments)
        if self._window.context.current.script is not None and attachments:
            yield from self._run()
        if self._window.context.current.target is not None:
            self._window.context.commands["panel.inspector"].trigger()
        yield from until(lambda: False, ALIVE if attachments else 0)
        self._choose_event()
        yield from until(lambda: False, SETTLED)
        if not self._window.grab().save(str(self._path)):
            raise ScreenshotError(f"{self._path} cannot be written as a picture")

    def _reach(self, attachments: tuple[Attachment, ...]) -> Waiting:
        yield from until(lambda: all(one.state is State.LIVE for one in attachments), REACHED_WITHIN)
        for one in attachments:
            if one.state is not State.LIVE:
                reason = one.reason
                raise ScreenshotError(reason or f"{one.url} did not answer in time")
        yield from until(lambda: all(one.log.num_rows for one in attachments), EVENTS_WITHIN)

    def _run(self) -> Waiting:
        runs = self._window.context.runs
        self._window.context.commands["script.run"].trigger()
        yield from until(lambda: not runs.running, RUN_WITHIN)

    def _choose_event(self) -> None:
        """One of the newest, with a payload if there is one."""
        tab = self._window.context.current.target
        if tab is not None and tab.log_model.rowCount():
            last = tab.log_model.rowCount() - 1
            newest = range(last, max(last - NEWEST, -1), -1)
            tab.log.selectRow(next((row for row in newest if tab.log_model.event_at(row).payload), last))


def until(condition: Callable[[], bool], seconds: float) -> Waiting:
    """Yield until the condition holds, or so many seconds have passed."""
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        yield
