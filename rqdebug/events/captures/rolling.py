# SPDX-License-Identifier: GPL-3.0-or-later
"""Records a log in one capture after the other (rolling files)."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from rqdebug.errors import CaptureError
from rqdebug.events.captures.capture_reader import compact
from rqdebug.events.captures.capture_writer import EMPTY_BATCH, CaptureWriter, capture_errors, encode_changes
from rqdebug.events.captures.recording_lock import lock_recording, refuse_recorded
from rqdebug.events.changes import LogChanges
from rqdebug.events.event_log import EventLog
from rqdebug.events.filters.filter import Filter
from rqdebug.events.marks import marks_path, save_marks
from rqdebug.events.row_batches import FULL_ROWS, merge_batches
from rqdebug.events.views.view import View

MAX_SMALL_BATCHES = 100
"""A finished capture with more small batches than this is rewritten in fewer batches."""


@dataclass(frozen=True, slots=True)
class Roll:
    """When to begin a new file. By default, all events go into one file; rolling files are numbered."""

    size: int | None = None
    """Begin a new file when the current one has this many bytes; None never does."""
    seconds: float | None = None
    """Begin a new file after this many seconds; None never does."""
    keep: int | None = None
    """The number of files to keep; older ones are deleted. None keeps all."""

    def path(self, path: Path, number: int) -> Path:
        """Return the path of a file, numbered from 1. Without rolling, that is ``path``."""
        return path.with_stem(f"{path.stem}-{number:03}") if self.rolls else path

    @property
    def rolls(self) -> bool:
        """Whether there can be several files."""
        return self.size is not None or self.seconds is not None

    def last_number(self, path: Path) -> int:
        """Return the highest number of the files that exist; 0 if there is none, or without rolling.

        Args:
            path: The pattern for the names of the files.

        Raises:
            OSError: The folder cannot be read.
        """
        if not self.rolls:
            return 0
        stems = (each.stem for each in path.parent.iterdir() if each.suffix == path.suffix)
        parts = (stem.removeprefix(f"{path.stem}-") for stem in stems if stem.startswith(f"{path.stem}-"))
        return max((int(part) for part in parts if part.isascii() and part.isdigit()), default=0)

    def is_due(self, size: int, seconds: float) -> bool:
        """Whether to begin a new file after one with this size in bytes and age in seconds."""
        too_large = self.size is not None and size >= self.size
        return too_large or (self.seconds is not None and seconds >= self.seconds)


class Recording:
    """Writes a log to captures. The caller decides when to write, and passes the time.

    Without rolling, an existing file is replaced. Rolling files get numbers
    after the numbers of existing files, which are kept. All methods but ``abandon``
    raise CaptureError if a file cannot be written.

    Args:
        log: The log to record.
        path: The file to write, or the pattern for the names of rolling files.
        now: The time of a monotonic clock, in seconds.
        filter: Which events to record.
        since: The first row to record.
        roll: When to begin a new file.

    Raises:
        CaptureError: The file cannot be created.
    """

    def __init__(
        self,
        log: EventLog,
        path: Path,
        now: float,
        filter: Filter = Filter(),  # noqa: B008
        since: int = 0,
        roll: Roll = Roll(),
    ) -> None:
        self.paths: list[Path] = []
        """The captures that exist; the last one is being written."""
        self.rows = 0
        """The number of events that were written; deleted files count too."""
        self._starts: list[int] = []
        """For each path, how many events were written before it."""
        self._log = log
        self._path = path
        self._roll = roll
        self.view = View(log, filter, since)
        """The rows of the log that are recorded."""
        self._changes = LogChanges(log, since)
        self._count = 0
        self._begin(now)

    @property
    def kept_rows(self) -> int:
        """The number of events in the captures that exist."""
        return self.rows - self._starts[0]

    @property
    def size(self) -> int:
        """The size of the current capture in bytes."""
        return self._writer.size

    def write(self, now: float) -> None:
        """Write the new events, and begin a new file if it is time to. ``now``: as for the class."""
        self._check_file()
        for _ in self.view.scan_forward():
            if self.view.num_rows - self.rows >= FULL_ROWS:
                self._flush(now)
        self._flush(now)

    def close(self) -> None:
        """Finish the current capture, and save the marks of its rows beside it."""
        self._check_file()
        path, writer = self.paths[-1], self._writer
        with capture_errors(path):
            writer.close()
            marked = self.view.matches.find_marks().shifted(self._first, self.rows)
            save_marks(marks_path(path), marked)
            if writer.batches > MAX_SMALL_BATCHES and writer.rows < writer.batches * FULL_ROWS // 8:
                compact(path)

    def abandon(self) -> None:
        """Close the current capture after an error, without finishing it."""
        self._writer.abandon()

    def _begin(self, now: float) -> None:
        self._started_at, self._first = now, self.rows
        with capture_errors(self._path):  # another recording may have written files since
            self._count = max(self._count, self._roll.last_number(self._path)) + 1
        path = self._roll.path(self._path, self._count)
        if path.exists() and not path.is_file():
            raise CaptureError(f"{path} exists, and is not a regular file; choose another name")
        refuse_recorded(path)
        with capture_errors(path):
            _remove(path)  # do not overwrite it: a reader may have mapped the old file into memory
            file = path.open("xb")
            lock_recording(file)
            self._file_number = _file_number(os.fstat(file.fileno()))
            self._writer = CaptureWriter(file, self._log.origins)
            self._writer.write(EMPTY_BATCH)  # from now on, the file is a valid capture
            self.paths.append(path)
            self._starts.append(self.rows)
            while self._roll.keep is not None and len(self.paths) > max(self._roll.keep, 1):
                _remove(self.paths.pop(0))
                del self._starts[0]

    def _check_file(self) -> None:
        """Raise CaptureError if another program has changed the capture: further events would be lost."""
        path, found = self.paths[-1], None
        with suppress(OSError):  # it is missing
            status = path.stat()
            found = _file_number(status), status.st_size
        if found != (self._file_number, self.size):
            raise CaptureError(
                f"{path} was removed or changed by another program, so the recording has ended; start another"
            )

    def _flush(self, now: float) -> None:
        batches = list(self.view.batches(self.rows))
        changes = self._collect_changes()
        if batches or changes:
            with capture_errors(self.paths[-1]):
                self._writer.write(merge_batches(batches or [EMPTY_BATCH]), changes)
        self.rows = self.view.num_rows
        if self._roll.is_due(self.size, now - self._started_at):
            self.close()
            self._begin(now)

    def _collect_changes(self) -> dict[str, Any]:
        """Return the new gaps, losses and clocks, up to the last scanned row."""
        until = self.view.stop
        return encode_changes(
            [replace(gap, row=self._position(gap.row)) for gap in self._changes.take_gaps(until)],
            [replace(loss, row=self._position(loss.row)) for loss in self._changes.take_losses(until)],
            self._changes.take_origins(),
        )

    def _position(self, row: int) -> int:
        """Return the number of a row of the log in the current capture.

        A row that does not match gets the number of the next row that does.
        """
        return self.view.matches.position(row) - self._first


def _file_number(status: os.stat_result) -> tuple[int, int]:
    return status.st_dev, status.st_ino


def _remove(path: Path) -> None:
    """Remove a capture and its marks."""
    path.unlink(missing_ok=True)
    marks_path(path).unlink(missing_ok=True)
