# SPDX-License-Identifier: GPL-3.0-or-later
"""Opens and records captures, and exports logs, in background threads."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PyQt5.QtCore import QObject, pyqtSignal
from PyQt5.QtWidgets import QWidget

from rqdebug.errors import CaptureError
from rqdebug.events.captures.capture_reader import open_capture
from rqdebug.events.captures.export import FORMATS, export, save_capture
from rqdebug.events.captures.recorder import Recorder
from rqdebug.events.event_log import EventLog
from rqdebug.events.filters.filter import Filter
from rqdebug.events.marked_rows import MarkedRows
from rqdebug.events.views.view import FilteredRows
from rqdebug.ui.services.background_tasks import BackgroundTasks
from rqdebug.ui.services.progress_job import ProgressJob
from rqdebug.ui.services.signal_bridge import SignalBridge, SignalCarrier
from rqdebug.ui.style.tr import counted, tr


class CaptureControl(QObject):
    """Opens, records and exports captures; a log has at most one recording at a time."""

    opened = pyqtSignal(object, object)
    """A capture was opened: its Path, and an EventLog with its events."""
    refused = pyqtSignal(str)
    """A capture cannot be opened, recorded or exported: why, in one sentence."""
    changed = pyqtSignal()
    """A recording started or ended."""
    saved = pyqtSignal(object)
    """A capture was recorded or exported completely: its Path."""
    done = pyqtSignal(str)
    """A recording or an export has ended: a sentence for the status bar."""

    def __init__(self, bridge: SignalBridge, tasks: BackgroundTasks, window: QWidget) -> None:
        super().__init__(window)
        self._bridge = bridge
        self._tasks = tasks
        self._window = window
        self._saved_rows: dict[EventLog, int] = {}
        """Number of rows of each log that are in finished recordings and exported captures."""
        self._saved_marks: dict[EventLog, MarkedRows] = {}
        """The marks of each log when its last recording or exported capture was saved."""
        self._titles: dict[EventLog, str] = {}
        """The title of the tab of each recorded log."""
        self._recorders: dict[EventLog, tuple[Recorder, SignalCarrier]] = {}

    def open(self, path: Path) -> None:
        """Open a capture; ``opened`` or ``refused`` follows."""
        opened = partial(self.opened.emit, path)
        self._tasks.run(self, lambda: open_capture(path), opened, self._refuse)

    def recorder(self, log: EventLog) -> Recorder | None:
        """The recorder of a log; None if it is not recorded."""
        entry = self._recorders.get(log)
        return entry[0] if entry else None

    @property
    def recordings(self) -> list[tuple[str, int]]:
        """The titles of the logs that are being recorded, and the bytes of their captures."""
        return [(self._titles[log], recorder.size) for log, (recorder, _) in self._recorders.items()]

    def recorded_file(self, log: EventLog) -> Path | None:
        """The file to which a log is being recorded; None if it is not recorded."""
        recorder = self.recorder(log)
        return recorder.paths[-1] if recorder and recorder.paths else None

    def unsaved_count(self, log: EventLog) -> int:
        """The number of events of a log that were neither recorded nor exported."""
        recorder = self.recorder(log)
        recorded = log.num_rows - recorder.first_row if recorder is not None else 0
        return max(log.num_rows - self._saved_rows.get(log, 0) - recorded, 0)

    def has_unsaved_marks(self, log: EventLog) -> bool:
        """Whether a log has marks or notes that its captures do not have. A recording saves its own."""
        marked = log.marks.marked
        return len(marked) > 0 and log not in self._recorders and self._saved_marks.get(log) is not marked

    def record(self, log: EventLog, path: Path, title: str = "") -> None:
        """Record new events of a log in a capture, until stopped. ``title``: the title of its tab."""
        try:
            recorder = Recorder(log, path, Filter())
        except CaptureError as error:
            self._refuse(error)
            self.changed.emit()
            return
        self._titles[log] = title
        self._recorders[log] = recorder, self._bridge.carry_change(recorder.failed, partial(self._fail, log))
        self.changed.emit()

    def stop(self, log: EventLog) -> None:
        """Stop recording; the file is complete when ``done`` is emitted. ``refused`` says why it is not."""
        entry = self._recorders.pop(log, None)
        if entry is None:
            return
        recorder, carrier = entry
        carrier.close()
        marked = log.marks.marked
        self._tasks.run(self, recorder.stop, lambda _: self._report_end(recorder, marked))
        self.changed.emit()

    def stop_all(self) -> list[str]:
        """Stop all recordings, complete their files, and return why some are not complete.

        Blocks: call it only when the window closes.
        """
        recorders = [recorder for recorder, _ in self._recorders.values()]
        for recorder, carrier in self._recorders.values():
            carrier.close()
            recorder.stop()
        self._recorders.clear()
        self.changed.emit()
        return [recorder.problem for recorder in recorders if recorder.problem]

    def export(self, rows: FilteredRows, path: Path) -> None:
        """Write the rows of a view to a file, in the format of its extension."""
        format = next((each for each in FORMATS.values() if path.name.endswith(each.extension)), None)
        if format is None:
            endings = ", ".join(each.extension for each in FORMATS.values())
            self.refused.emit(
                tr(
                    "unknown file type of {file}; use one of these extensions: {endings}",
                    file=path.name,
                    endings=endings,
                )
            )
            return
        marked = rows.log.marks.marked
        steps = save_capture(rows, path) if format.name == "capture" else export(rows, path, format.name)

        def ended(whole: bool) -> None:
            if whole:
                self._saved_rows[rows.log] = max(self._saved_rows.get(rows.log, 0), rows.num_rows)
                if format.name == "capture":
                    if rows.num_rows == rows.log.num_rows:
                        self._saved_marks[rows.log] = marked
                    self.saved.emit(path)
            self.done.emit(_written(rows.num_rows, path) if whole else _unwritten(path))

        ProgressJob(
            tr("Writing {file}", file=path.name), steps, self._tasks, ended, self._refuse, self._window
        )

    def _report_end(self, recorder: Recorder, marked: MarkedRows) -> None:
        if recorder.problem:
            self.refused.emit(recorder.problem)
            return
        self._saved_marks[recorder.log] = marked
        self._saved_rows[recorder.log] = self._saved_rows.get(recorder.log, 0) + recorder.rows
        self.saved.emit(recorder.paths[-1])
        self.done.emit(_recorded(recorder.rows, recorder.paths[-1]))

    def _fail(self, log: EventLog) -> None:
        recorder, carrier = self._recorders.pop(log)
        carrier.close()
        self.refused.emit(recorder.problem)
        self.changed.emit()

    def _refuse(self, error: Exception) -> None:
        self.refused.emit(str(error))


def _unwritten(path: Path) -> str:
    return tr("Cancelled; {file} was not saved", file=path)


def _written(rows: int, path: Path) -> str:
    return counted(rows, "Exported {n} event to {file}", "Exported {n} events to {file}", file=path)


def _recorded(rows: int, path: Path) -> str:
    return counted(rows, "Recorded {n} event in {file}", "Recorded {n} events in {file}", file=path)
