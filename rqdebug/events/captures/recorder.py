# SPDX-License-Identifier: GPL-3.0-or-later
"""Recording while one watches: a thread that writes now and then."""

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
"""Seconds between two writes: as long may the end of an event take until it is in the file."""


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
        """``since`` is the first row that is recorded; None: the next that comes."""
        first = log.num_rows if since is None else since
        self.log = log
        self.trouble = ""
        """Why the recording ended by itself, in one sentence."""
        self.failed: Signal[[]] = Signal()
        """Emitted in the thread of the recorder, when there is trouble."""
        self._recording = Recording(log, path, time.monotonic(), filter, first, roll)
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"record {path.name}", daemon=True)
        self._thread.start()

    @property
    def recording(self) -> bool:
        return self._thread.is_alive()

    @property
    def paths(self) -> tuple[Path, ...]:
        """The captures that are there, the current one last."""
        return tuple(self._recording.paths)

    @property
    def rows(self) -> int:
        """Events that were written."""
        return self._recording.rows

    @property
    def size(self) -> int:
        """Bytes of the current capture."""
        return self._recording.size

    def stop(self, timeout: float = 10.0) -> None:
        """Write the rest and finish the file; wait for that up to ``timeout`` seconds."""
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
            self.trouble = str(error)
            self.failed.emit()
