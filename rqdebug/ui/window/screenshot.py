# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes a picture of the window as soon as the window shows events or results."""

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
"""Milliseconds between two checks."""
REACHED_WITHIN = 5.0
"""Seconds after which a target that does not answer is an error."""
EVENTS_WITHIN = 4.0
"""Seconds to wait for the first event of a target; an idle target is not an error."""
RUN_WITHIN = 15.0
"""Seconds to wait for the end of a run; a longer run is shown while it is running."""
ALIVE = 3.5
"""Seconds until rates and charts have enough data."""
NEWEST = 20
"""Number of newest events in which to look for one with a payload."""
SETTLED = 0.5
"""Seconds until the window has drawn the last change."""

Waiting = Generator[None, None, None]


class ScreenshotError(Exception):
    """The picture cannot be written: why, in one sentence."""


class Screenshot(QObject):
    """Waits until the window shows events or results, writes the picture, and reports the end."""

    def __init__(self, window: MainWindow, path: Path, ended: Callable[[str], object]) -> None:
        """``ended`` is called with an empty text, or with the reason of a failure."""
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
            raise ScreenshotError(
                f"cannot write a picture to {self._path}; use a writable folder and a name such as window.png"
            )

    def _reach(self, attachments: tuple[Attachment, ...]) -> Waiting:
        yield from until(lambda: all(one.state is State.LIVE for one in attachments), REACHED_WITHIN)
        for one in attachments:
            if one.state is not State.LIVE:
                reason = one.reason
                raise ScreenshotError(
                    reason or f"{one.url} did not answer within {REACHED_WITHIN:g} s; is it running?"
                )
        yield from until(lambda: all(one.log.num_rows for one in attachments), EVENTS_WITHIN)

    def _run(self) -> Waiting:
        runs = self._window.context.runs
        self._window.context.commands["script.run"].trigger()
        yield from until(lambda: not runs.running, RUN_WITHIN)

    def _choose_event(self) -> None:
        """Select one of the newest events, with a payload if there is one."""
        tab = self._window.context.current.target
        if tab is not None and tab.log_model.rowCount():
            last = tab.log_model.rowCount() - 1
            newest = range(last, max(last - NEWEST, -1), -1)
            tab.log.selectRow(next((row for row in newest if tab.log_model.event_at(row).payload), last))


def until(condition: Callable[[], bool], seconds: float) -> Waiting:
    """Yield until the condition is true, or the time in seconds has passed."""
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        yield
