# SPDX-License-Identifier: GPL-3.0-or-later
"""Records a log while it grows, in a thread."""

from __future__ import annotations

import threading
import time
from pathlib import Path

from rqdebug.errors import CaptureError
from rqdebug.events.captures.rolling import Recording, Roll
from rqdebug.events.event_log import EventLog
from rqdebug.events.filters.filter import Filter
from rqdebug.events.views.view import View
from rqdebug.support.signals import Signal

INTERVAL = 0.5
"""Seconds between two writes; an event is in the file after at most this time."""


class Recorder:
    """Records a log in captures until ``stop``.

    Events are in the file at most INTERVAL seconds after they are in the log;
    then they survive a crash of the process. If the disk is full, the recording
    ends, the file keeps what was written, and the log continues.

    Args:
        log: The log to record.
        path: The capture to write; an existing one is replaced, except if ``roll`` numbers the files.
        filter: Which events to record.
        since: The first row to record; None begins with the next row.
        roll: When to begin a new file.

    Raises:
        CaptureError: The file cannot be created.
    """

    def __init__(
        self,
        log: EventLog,
        path: Path,
        filter: Filter = Filter(),  # noqa: B008
        since: int | None = None,
        roll: Roll = Roll(),  # noqa: B008
    ) -> None:
        first = log.num_rows if since is None else since
        self.log = log
        self.first_row = first
        """The first row of the log that is recorded."""
        self.problem = ""
        """Why the recording has failed, in one sentence; empty if it has not."""
        self.failed: Signal[[]] = Signal()
        """Emitted in the recorder's thread when the recording has failed."""
        self._recording = Recording(log, path, time.monotonic(), filter, first, roll)
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"record {path.name}", daemon=True)
        self._thread.start()

    @property
    def recording(self) -> bool:
        """Whether the recording continues: it was not stopped, and has not failed."""
        return self._thread.is_alive()

    @property
    def paths(self) -> tuple[Path, ...]:
        """The captures that exist; the last one is being written."""
        return tuple(self._recording.paths)

    @property
    def rows(self) -> int:
        """The number of events that were written; deleted files count too."""
        return self._recording.rows

    @property
    def kept_rows(self) -> int:
        """The number of events in the captures that exist."""
        return self._recording.kept_rows

    @property
    def view(self) -> View:
        """The rows of the log that are recorded."""
        return self._recording.view

    @property
    def size(self) -> int:
        """The size of the current capture in bytes."""
        return self._recording.size

    def stop(self, timeout: float = 10.0) -> None:
        """Write the remaining events, finish the file, and wait up to ``timeout`` seconds for that."""
        self._stopping.set()
        self._thread.join(timeout)

    def _run(self) -> None:
        try:
            while not self._stopping.wait(INTERVAL):
                self._recording.write(time.monotonic())
            self._recording.write(time.monotonic())
            self._recording.close()
        except CaptureError as error:
            self._recording.abandon()
            self.problem = str(error)
            self.failed.emit()
