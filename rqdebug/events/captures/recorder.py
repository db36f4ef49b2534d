# SPDX-License-Identifier: GPL-3.0-or-later
"""Recording while the log grows: a thread that writes at intervals."""

from __future__ import annotations

import threading
import time
from pathlib import Path

from rqdebug.errors import CaptureError
from rqdebug.events.captures.rolling import Recording, Roll
from rqdebug.events.event_log import EventLog
from rqdebug.events.filters.filter import Filter
from rqdebug.support.signals import Signal

INTERVAL = 0.5
"""Seconds between two writes: the longest time before an event is in the file."""


class Recorder:
    """Records a log until stopped.

    Events are in the file half a second after the log took them in, and there
    they outlive this process. A disk that is full ends the recording, with what
    was written before; the log goes on. Raises CaptureError where the file
    cannot be made.
    """

    def __init__(
        self,
        log: EventLog,
        path: Path,
        filter: Filter = Filter(),  # noqa: B008
        since: int | None = None,
        roll: Roll = Roll(),  # noqa: B008
    ) -> None:
        """Begin to record. ``since`` is the first row to record; None is the next one."""
        first = log.num_rows if since is None else since
        self.log = log
        self.problem = ""
        """Why the recording failed, in one sentence; empty if it did not."""
        self.failed: Signal[[]] = Signal()
        """Emitted in the thread of the recorder when the recording fails."""
        self._recording = Recording(log, path, time.monotonic(), filter, first, roll)
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"record {path.name}", daemon=True)
        self._thread.start()

    @property
    def recording(self) -> bool:
        return self._thread.is_alive()

    @property
    def paths(self) -> tuple[Path, ...]:
        """The captures that exist, the current one last."""
        return tuple(self._recording.paths)

    @property
    def rows(self) -> int:
        """The number of events that were written."""
        return self._recording.rows

    @property
    def size(self) -> int:
        """The size of the current capture in bytes."""
        return self._recording.size

    def stop(self, timeout: float = 10.0) -> None:
        """Write the rest and finish the file. Waits up to ``timeout`` seconds."""
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
