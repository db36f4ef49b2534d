# SPDX-License-Identifier: GPL-3.0-or-later
"""Merges logs while they grow, in a thread."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from pathlib import Path

from rqdebug.events.event_log import EventLog
from rqdebug.events.merge import LogMerge, MergeSource

INTERVAL = 0.05
"""Seconds between two merges."""


class LiveMerger:
    """Merges several logs into one until ``stop``. Sources can be added at any time.

    Args:
        sources: The logs to merge first.
        directory: Where the merged log creates its temporary file; by default, in the user's cache folder.
    """

    def __init__(self, sources: Sequence[MergeSource] = (), directory: Path | None = None) -> None:
        self._merge = LogMerge(sources, directory)
        self._joining: list[MergeSource] = []
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="merge", daemon=True)
        self._thread.start()

    @property
    def log(self) -> EventLog:
        """The merged log."""
        return self._merge.log

    @property
    def late(self) -> int:
        """The number of events that arrived after later ones were merged."""
        return self._merge.late

    def add(self, source: MergeSource) -> None:
        """Merge one more log from now on. Its events that are earlier than merged ones count as late."""
        self._joining.append(source)

    def stop(self, timeout: float = 10.0) -> None:
        """Merge the remaining events, and wait up to ``timeout`` seconds for the thread to end."""
        self._stopping.set()
        self._thread.join(timeout)

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._advance()
            self._stopping.wait(INTERVAL)
        self._advance()
        self._merge.finish()

    def _advance(self) -> None:
        # `add` only appends, from any thread, so that LogMerge is used by this thread alone.
        while self._joining:
            self._merge.add(self._joining.pop(0))
        for _ in self._merge.advance(time.monotonic()):
            pass
