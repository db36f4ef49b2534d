# SPDX-License-Identifier: GPL-3.0-or-later
"""Copies and marks any number of events of a log in the background."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator
from functools import partial
from itertools import accumulate

from PyQt5.QtCore import QByteArray, QMimeData, QObject, pyqtSignal
from PyQt5.QtGui import QGuiApplication
from PyQt5.QtWidgets import QWidget

from rqdebug.events.event_log import EventLog
from rqdebug.events.marks import MAX_MARKS, Marks
from rqdebug.events.views.view import FilteredRows
from rqdebug.ui.models import formats
from rqdebug.ui.services.background_tasks import BackgroundTasks
from rqdebug.ui.services.progress_job import ProgressJob
from rqdebug.ui.style.tr import counted, tr

MAX_COPIED = 32 * 1024 * 1024
"""Maximum number of bytes that are copied. A program that pastes takes them all."""


class LogJobs(QObject):
    """Each job shows its progress if it takes long, and can be cancelled."""

    done = pyqtSignal(str)
    """A job ended: what it did, for the status bar."""
    failed = pyqtSignal(str)
    """A job failed, for this reason."""

    def __init__(self, tasks: BackgroundTasks, window: QWidget) -> None:
        super().__init__(window)
        self._tasks = tasks
        self._window = window

    def copy(
        self,
        chunks: Iterator[list[str]],
        count: int,
        result: Callable[[int], str] | None = None,
    ) -> None:
        """Copy the lines of ``count`` events, as many as fit into the clipboard.

        ``result`` returns a sentence about the number of texts that were copied; by default, each is of one
        event. The clipboard stays as it is if there are none.
        """
        if not count:
            return
        copy = _Copy(chunks, count)

        def end(whole: bool) -> None:
            if not whole:
                self.done.emit(tr("Cancelled; nothing was copied"))
                return
            if copy.copied:
                QGuiApplication.clipboard().setMimeData(copy.to_mime())
            self.done.emit(result(copy.copied) if result is not None else _copied(copy.copied, count))

        self._run(counted(count, "Copying {n} event", "Copying {n} events"), copy.steps(), end)

    def toggle_marks(self, rows: FilteredRows) -> None:
        """Mark events; if all of them are marked already, remove their marks."""
        self._change_marks(rows, lambda marks: marks.toggle(rows.numbers()))

    def write_note(self, rows: FilteredRows, note: str) -> None:
        """Mark events and give each of them a note."""
        self._change_marks(rows, lambda marks: marks.write_note(rows.numbers(), note))

    def remove_mark(self, log: EventLog, row: int) -> None:
        """Remove the mark of an event."""
        self._tasks.run(self, partial(log.marks.remove, row), lambda _: None, self._fail)

    def _change_marks(self, rows: FilteredRows, change: Callable[[Marks], Iterator[float]]) -> None:
        count, marks = rows.num_rows, rows.log.marks
        if count > MAX_MARKS:
            limit = formats.count(MAX_MARKS)
            self.failed.emit(tr("At most {limit} events can be marked together", limit=limit))
            return
        if not count:
            return
        before = len(marks)

        def end(whole: bool) -> None:
            if not whole:
                self.done.emit(tr("Cancelled; no marks were changed"))
            elif count > 1:
                self.done.emit(_marked(before, len(marks)))

        title = counted(count, "Changing the mark of {n} event", "Changing the marks of {n} events")
        self._run(title, _later(partial(change, marks)), end)

    def _run(self, title: str, steps: Iterator[float], end: Callable[[bool], object]) -> None:
        ProgressJob(title, steps, self._tasks, end, self._fail, self._window)

    def _fail(self, error: Exception) -> None:
        if not isinstance(error, OSError):
            raise error
        self.failed.emit(tr("Cannot save the marks: {reason}", reason=error.strerror or error))


class _Copy:
    """Collects lines as UTF-8, in another thread, until MAX_COPIED.

    Chunk after chunk is encoded and appended. To join all lines in one call would hold the GIL for 0.1 s.
    """

    def __init__(self, chunks: Iterator[list[str]], count: int) -> None:
        self._chunks = chunks
        self._count = count
        self.copied = 0
        """The number of events whose lines are in ``text``."""
        self.text = QByteArray()

    def steps(self) -> Iterator[float]:
        """Collect the lines, and yield the progress."""
        for chunk in self._chunks:
            lines = [line.encode(errors="replace") for line in chunk]
            fitting = self._count_fitting(lines)
            if fitting and self.copied:
                self.text.append(b"\n")
            self.text.append(b"\n".join(lines[:fitting]))
            self.copied += fitting
            if fitting < len(lines):
                return
            yield self.copied / self._count

    def _count_fitting(self, lines: list[bytes]) -> int:
        """Return how many of the next lines fit. The first line of all always does."""
        ends = accumulate((len(line) + 1 for line in lines), initial=self.text.size() + bool(self.copied))
        fitting = bisect_right(list(ends), MAX_COPIED + 1) - 1  # the last line needs no end
        return max(fitting, 0 if self.copied or not lines else 1)

    def to_mime(self) -> QMimeData:
        """Return the text for the clipboard. Qt decodes it only when a program asks for it."""
        mime = QMimeData()
        mime.setData("text/plain", self.text)
        return mime


def _later(steps: Callable[[], Iterator[float]]) -> Iterator[float]:
    """Begin an iterator in the thread that consumes it."""
    yield from steps()


def _copied(copied: int, count: int) -> str:
    if copied == count:
        return counted(count, "Copied {n} event", "Copied {n} events")
    return tr(
        "Copied only the first {copied} of {count} events: more do not fit into the clipboard. "
        "“Export Selected…” writes all to a file",
        copied=formats.count(copied),
        count=formats.count(count),
    )


def _marked(before: int, after: int) -> str:
    if after >= before:
        return counted(after, "{n} event is marked now", "{n} events are marked now")
    return counted(before - after, "Removed {n} mark", "Removed {n} marks")
