# SPDX-License-Identifier: GPL-3.0-or-later
"""Base of all tabs with a log: its filter bar, table and find bar, and the commands for them."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime
from functools import partial
from threading import Event as Flag

from PyQt5.QtCore import QPoint, pyqtSignal
from PyQt5.QtGui import QShowEvent
from PyQt5.QtWidgets import QInputDialog, QVBoxLayout, QWidget

from rqdebug.errors import FilterError
from rqdebug.events.captures.event_json import event_to_json
from rqdebug.events.event_log import Event, EventLog
from rqdebug.events.filters.combine import add_condition
from rqdebug.events.filters.fields import FIELDS, INSTANT
from rqdebug.events.filters.filter import Filter
from rqdebug.events.filters.saved_filters import SavedFilters
from rqdebug.events.views.find import find, find_mark, find_time, make_partner_filter, make_text_filter
from rqdebug.events.views.recent_values import last_time
from rqdebug.events.views.sorted_rows import SortedRows, Sorting
from rqdebug.events.views.styles import StyleSheet
from rqdebug.events.views.view import FilteredRows, View
from rqdebug.inspection.payload_text import as_text
from rqdebug.scripts.recording.python_lines import PythonWriter
from rqdebug.scripts.recording.redis_cli_lines import RedisCliWriter
from rqdebug.ui.log.filter_bar import FilterBar
from rqdebug.ui.log.find_bar import FindBar
from rqdebug.ui.log.log_jobs import LogJobs
from rqdebug.ui.log.log_sorter import LogSorter
from rqdebug.ui.log.log_view import LogPlace, LogView
from rqdebug.ui.log.marks_window import MarksWindow
from rqdebug.ui.log.pause_condition import PauseCondition
from rqdebug.ui.log.selection_summary import SelectionSummary
from rqdebug.ui.log.sort_bar import SortBar
from rqdebug.ui.models.copied_calls import CallWriter, CopiedCalls, QueueKinds
from rqdebug.ui.models.copied_lines import lines_of
from rqdebug.ui.models.event_texts import TimeMode
from rqdebug.ui.models.log_feed import LogFeed
from rqdebug.ui.models.log_model import LogModel
from rqdebug.ui.services.background_tasks import BackgroundTask, BackgroundTasks
from rqdebug.ui.services.signal_bridge import SignalBridge, SignalCarrier
from rqdebug.ui.services.window_settings import WindowSettings
from rqdebug.ui.style.command_keys import COMMAND_KEYS, TextWithKeys
from rqdebug.ui.style.theme import Theme
from rqdebug.ui.style.tr import tr
from rqdebug.ui.widgets.note_dialog import NoteDialog


class LogTab(QWidget):
    """Shows a log with filter and search. It does not depend on other tabs."""

    COLUMNS = "log-columns"
    """Settings key under which the column layout is stored."""

    event_chosen = pyqtSignal(object)
    """An Event was selected in the log."""
    event_left = pyqtSignal()
    """No event is selected: the selection was removed, a filter hides it, or the log was cleared."""
    event_opened = pyqtSignal()
    """The user wants to see the details of the selected event."""
    menu_wanted = pyqtSignal(str, QPoint)
    """Show the menu of this command group at this position on the screen."""
    style_wanted = pyqtSignal(object)
    """The user chose this Style for events like the selected one."""
    losses_seen = pyqtSignal(int)
    """The user has seen this many lost events, up to the last visible row."""
    failed = pyqtSignal(str)
    """A command failed, for this reason."""
    done = pyqtSignal(str)
    """A command ended: what it did, for the status bar."""

    def __init__(
        self,
        log: EventLog,
        bridge: SignalBridge,
        tasks: BackgroundTasks,
        theme: Theme,
        settings: WindowSettings,
        saved: SavedFilters,
        ended: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """``ended``: the log no longer grows, such as that of a capture."""
        super().__init__(parent)
        self.source = log
        self._ended = ended
        self._bridge = bridge
        self._tasks = tasks
        self._theme = theme
        self._settings = settings
        self._search: BackgroundTask | None = None
        self._place_in_order: LogPlace | None = None
        """What was shown before the log was sorted."""
        self._has_event = False
        """Whether an event was reported as chosen, and no loss of it since."""
        self._jobs = LogJobs(tasks, self)
        self.feed = LogFeed(log, tasks, ended, self)
        self.log_model = LogModel(self.feed.view, theme, self)
        self.filter_bar = FilterBar(theme, settings, saved, log, ended)
        self.log = LogView(self.log_model, theme)
        self.log.restore_columns(settings.layout(self.COLUMNS))
        self._empty_text = TextWithKeys(self.log.note, lambda: _empty_text(bool(self.filter_bar.text)))
        self.find_bar = FindBar()
        self.sorter = LogSorter(tasks, self)
        self.sort_bar = SortBar()
        self.pause_condition = PauseCondition(self.feed, tasks, self.filter_bar, settings, self)
        self._carriers: list[SignalCarrier] = [
            bridge.carry_change(log.changed, self._wake),
            bridge.carry_change(log.marks.changed, self._show_marks),
        ]
        self.selection = SelectionSummary(self.selected_rows, tasks, self)
        self._connect_log()
        self._count()
        self.feed.wake()  # events may have come before the signals were connected

    def close_feed(self) -> None:
        """Disconnect from the log's signals. Call before deleting the tab."""
        self.stop_search()
        self.sorter.stop()
        self.pause_condition.stop()
        self.selection.stop()
        for carrier in self._carriers:
            carrier.close()
        self.filter_bar.disconnect_signals()

    def log_area(self) -> QWidget:
        """Return the filter bar, the sort bar, the pause bar, the table and the find bar in a column."""
        area = QWidget()
        column = QVBoxLayout(area)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.filter_bar)
        column.addWidget(self.sort_bar)
        column.addWidget(self.pause_condition.bar)
        column.addWidget(self.log, 1)
        column.addWidget(self.find_bar)
        return area

    def use_styles(self, styles: StyleSheet) -> None:
        self.log_model.use_styles(styles.at(self._now_ns()))

    def _now_ns(self) -> int:
        """The time from which ``last 5min`` counts back: in a capture, its end."""
        return (last_time(self.source) if self._ended else None) or time.time_ns()

    def selected_rows(self) -> FilteredRows:
        """Return the selected rows, in the order of the log."""
        return self.log_model.shown.select(self.log.selected_ranges())

    # Clearing

    def clear(self) -> None:
        """Hide the events so far."""
        self.feed.show_from(self.source.num_rows)

    def show_cleared(self) -> None:
        """Show the events that ``clear`` has hidden."""
        self.feed.show_from(0)

    # Pausing

    def _wake(self) -> None:
        self.feed.wake()
        self.pause_condition.wake()

    # Filtering

    def add_test(self, word: str, test: str) -> None:
        """Combine a condition with the filter.

        ``word`` is ``and``, ``or`` or ``and not``; ``not`` or an empty word replaces the filter.
        """
        if word in ("", "not"):
            self.filter_bar.set_filter(add_condition("", "and not", test) if word else test)
            return
        try:
            self.filter_bar.set_filter(add_condition(self.filter_bar.text, word, test))
        except FilterError as error:
            self.failed.emit(str(error))

    # Sorting

    def sort(self, sorting: Sorting | None) -> None:
        """Sort the events that match the filter; None shows them in the order of the log."""
        if sorting is None and self.sorter.sorting is None:
            self.done.emit(tr("The log is in the order of time"))
            return
        if self.sorter.sorting is None:
            self._place_in_order = self.log.place()
        self.stop_search()
        self.sorter.sort(self.feed.view, sorting)
        self._show_sorting()

    def sort_again(self) -> None:
        """Sort again, with the events that have arrived since."""
        self.sort(self.sorter.sorting)

    def _show_rows(self, view: View, rows: SortedRows | None) -> None:
        """Show rows as they are sorted now. A selected event stays visible, or else the first are shown."""
        before, place = self.log_model.sorted, self.log.place()
        is_resorted = (before and before.sorting) != (rows and rows.sorting)
        self.log_model.show_view(view, rows)
        if is_resorted and (place is None or place.selected is None):
            self._show_beginning(rows)
        elif place is not None:
            self.log.restore_place(place)
        self._show_sorting()
        self._count()
        self._report_selection()
        self.pause_condition.pause_if_reached()

    def _report_selection(self) -> None:
        """Report that no event is selected any more, or that the last one is selected again."""
        row = self.log.chosen_row()
        if not self.log.selectionModel().hasSelection():
            self._has_event = False
            self.event_left.emit()
        elif not self._has_event and row is not None:
            self.event_chosen.emit(self.log_model.event_at(row))

    def _remember_choice(self) -> None:
        self._has_event = True

    def _show_beginning(self, rows: SortedRows | None) -> None:
        """Show the first of sorted rows; in the order of the log, what was shown before it was sorted."""
        if rows is not None:
            self.log.show_first()
        elif self._place_in_order is not None:
            self.log.restore_place(self._place_in_order)
        else:
            self.log.follow()

    def _show_sorting(self) -> None:
        rows = self.log_model.sorted
        new = self.log_model.view.num_rows - rows.num_rows if rows is not None else 0
        self.sort_bar.show_sorting(self.sorter.sorting, self.sorter.is_working, new)
        self.log.show_sorting(self.sorter.sorting)

    # Finding

    def find_text(self, text: str, back: bool) -> None:
        self._find(make_text_filter(text), back, tr("“{words}”", words=text))

    def find_partner(self) -> None:
        """Go from the start of a call to its end, or from the end to the start."""
        row = self.log.current_row()
        if row is None:
            return
        event = self.log_model.event_at(row)
        what = tr("The end of this call") if event.phase == "start" else tr("The start of this call")
        self._find(make_partner_filter(event), event.phase == "end", what)

    def stop_search(self) -> None:
        if self._search is not None:
            self._search.forget()
            self._search = None

    def _find(self, filter: Filter, back: bool, what: str) -> None:
        self._search_rows(partial(find, filter=filter), back, _not_found(what, back))

    def _search_rows(self, search: Callable[..., int | None], back: bool, message: str) -> None:
        """Search from the current row on in the background, and go to the row that is found.

        ``search`` takes the rows, the position to begin at, the direction, and a flag that stops it.
        """
        self.stop_search()
        found, stopped = self.log_model.shown, Flag()
        row = self.log.current_row()
        start = row if row is not None else (found.num_rows if back else -1)

        def ended(row: int | None) -> None:
            self._search = None
            self._show_match(row, message)

        self._search = self._tasks.run(
            self, lambda: search(found, at=start, back=back, stopped=stopped), ended, stopped=stopped
        )

    def _show_match(self, row: int | None, message: str) -> None:
        """Go to a row; without one, show ``message`` in the find bar."""
        if row is None:
            self.find_bar.show()
            self.find_bar.show_message(message)
        else:
            self.find_bar.show_message("")
            self.log.go_to(row)

    # Going

    def go_to_first(self) -> None:
        if self.log_model.rowCount():
            self.log.go_to(0)

    def ask_time(self) -> None:
        """Ask the user for a time and go to the first event at or after it."""
        label = tr("Time, such as 14:03:20 or 2026-11-20T14:03:20:")
        text, accepted = QInputDialog.getText(self, tr("Go to Time"), label)
        if accepted and text.strip():
            self.go_to_time(text.strip())

    def go_to_time(self, text: str) -> None:
        try:
            time_ns = self._parse_time(text)
        except ValueError as error:
            self.failed.emit(str(error))
            return
        rows = self.log_model.in_log_order
        if rows.num_rows:
            self.go_to_row(rows.row(min(find_time(rows, time_ns), rows.num_rows - 1)))

    def _parse_time(self, text: str) -> int:
        """Return ns since 1970. A time of day refers to the day of the last event. Raises ValueError."""
        if "-" in text:
            return int(INSTANT.kind.read(text).value)
        day = datetime.fromtimestamp((last_time(self.source) or 0) // 10**9).date()  # local
        return int(INSTANT.kind.read(f"{day}T{FIELDS['time'].kind.read(text).text}").value)

    def go_to_mark(self, back: bool) -> None:
        """Go to the next or previous mark that matches the filter."""
        self._search_rows(find_mark, back, _no_mark(back))

    # Marks

    def toggle_mark(self) -> None:
        """Mark the selected rows; if all are marked, remove their marks."""
        self._jobs.toggle_marks(self.selected_rows())

    def ask_note(self) -> None:
        """Ask the user for a note on the selected rows."""
        rows, ranges = self.selected_rows(), self.log.selected_ranges()
        if not rows.num_rows:
            return
        note = self.source.marks.note(self.log_model.shown.row(ranges[0].start))
        note, accepted = NoteDialog.ask(self, note, rows.num_rows)
        if accepted:
            self._jobs.write_note(rows, note)

    def show_marks(self, title: str) -> None:
        """List all marks and notes in a window of its own."""
        window = MarksWindow(self.source, title, self._bridge, self._theme, self)
        window.row_chosen.connect(self.go_to_row)
        window.removal_wanted.connect(partial(self._jobs.remove_mark, self.source))
        window.show()

    def go_to_row(self, row: int) -> None:
        """Go to a row of the log, if it is shown."""
        position = self.log_model.shown.position_of(row)
        if position is not None:
            self.log.go_to(position)
        elif self.log_model.sorted and self.log_model.view.matches.position_of(row) is not None:
            self.done.emit(tr("This event came after the log was sorted. “Sort Again” shows it."))
        else:
            self.done.emit(
                tr(
                    "The filter hides this event. Press {keys} to show all events.",
                    keys=COMMAND_KEYS["filter.clear"],
                )
            )

    # Copying

    def copy_text(self) -> None:
        """Copy the selected rows as shown, with tabs between the cells."""
        ranges = self.log.selected_ranges()
        lines = self.log_model.table_lines(self.log.shown_columns())
        self._jobs.copy(lines.chunks(ranges), sum(map(len, ranges)))

    def copy_json(self) -> None:
        """Copy the selected events as JSON, one object per line."""
        self._copy_lines(event_to_json)

    def copy_payload(self) -> None:
        """Copy the payloads of the selected events, as text if possible, otherwise as hex."""
        self._copy_lines(lambda event: as_text(event.payload) or event.payload.hex(" "))

    def _copy_lines(self, line: Callable[[Event], str]) -> None:
        ranges = self.log.selected_ranges()
        self._jobs.copy(lines_of(self.log_model.shown, ranges, line), sum(map(len, ranges)))

    def copy_redis_cli(self, kinds: QueueKinds) -> None:
        """Copy the selected calls as lines for a shell that make them again."""
        self._copy_calls(RedisCliWriter, kinds)

    def copy_python(self, kinds: QueueKinds) -> None:
        """Copy the selected calls as a Python program that makes them again."""
        self._copy_calls(PythonWriter, kinds)

    def _copy_calls(self, writer: type[CallWriter], kinds: QueueKinds) -> None:
        """``kinds``: the kinds of the queues that are known, by target and queue."""
        calls = CopiedCalls(self.selected_rows(), writer, kinds)
        self._jobs.copy(calls.chunks(), calls.count, calls.result)

    # Time

    def next_time_mode(self) -> None:
        """Switch to the next time format."""
        modes = [mode for mode in TimeMode if self.log_model.has_time_mode(mode)]
        place = modes.index(self.log_model.time_mode)
        self.log_model.use_time_mode(modes[(place + 1) % len(modes)])

    def toggle_time_reference(self) -> None:
        """Show times relative to the current event; if they are already, show the time of day again."""
        row = self.log.current_row()
        if row is None:
            self.done.emit(tr("Select the event that times are relative to"))
            return
        model, time_ns = self.log_model, self.log_model.event_at(row).time_ns
        if model.time_mode is TimeMode.REFERENCE and model.reference_ns == time_ns:
            model.use_time_mode(TimeMode.ABSOLUTE)
        else:
            model.use_reference(time_ns)

    # Losses

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._report_visible_losses()

    def _report_visible_losses(self) -> None:
        if self.log.isVisible():
            self.losses_seen.emit(self.log_model.lost_until(self.log.last_visible_row()))

    # Wiring

    def _connect_log(self) -> None:
        self.feed.grown.connect(self._grow)
        self.feed.replaced.connect(self.sorter.show)
        self.sorter.ready.connect(self._show_rows)
        self.log.sort_wanted.connect(self.sort)
        self.sort_bar.again_wanted.connect(self.sort_again)
        self.pause_condition.noted.connect(self.done)
        self.pause_condition.reached.connect(self.go_to_row)
        self.sort_bar.time_order_wanted.connect(lambda: self.sort(None))
        self.feed.time_passed.connect(lambda: self.log_model.restyle(self._now_ns()))
        self.log.verticalScrollBar().valueChanged.connect(lambda _: self._report_visible_losses())
        self.filter_bar.filter_changed.connect(self.sorter.stop)
        self.filter_bar.filter_changed.connect(self.feed.set_filter)
        self.filter_bar.filter_changed.connect(self._count)
        self.filter_bar.left.connect(self.log.setFocus)
        self.find_bar.wanted.connect(self.find_text)
        self.find_bar.left.connect(self.log.setFocus)
        self.log.selectionModel().selectionChanged.connect(lambda *_: self.selection.refresh())
        self.log.selectionModel().selectionChanged.connect(lambda *_: self._report_selection())
        self.log_model.modelReset.connect(self.selection.refresh)
        self.log.test_wanted.connect(self.add_test)
        self.log.style_wanted.connect(self.style_wanted)
        self.log.event_chosen.connect(self.event_chosen)
        self.event_chosen.connect(self._remember_choice)
        self.log.event_opened.connect(self.event_opened)
        self.log.columns_changed.connect(self._remember_columns)
        self._jobs.done.connect(self.done)
        self._jobs.failed.connect(self.failed)

    def _show_marks(self) -> None:
        self.log.viewport().update()
        self.log_model.restyle(self._now_ns())
        if self.feed.view.filter.needs_marks:
            self.feed.refresh()

    def _grow(self) -> None:
        self.log_model.grow()
        if self.log_model.sorted is not None:
            self._show_sorting()
        self.log.update_ended_calls()
        self._report_visible_losses()
        self._count()
        self.pause_condition.pause_if_reached()

    def _count(self) -> None:
        self._empty_text.refresh()
        shown, unknown = self.log_model.rowCount(), self.log_model.view.unknown_count
        filtering = self.feed.filtering or self.sorter.is_working
        self.filter_bar.show_counts(shown, self.source.num_rows, filtering, unknown)

    def _remember_columns(self) -> None:
        self._settings.remember_layout(self.COLUMNS, self.log.columns)


def _empty_text(filtered: bool) -> str:
    if filtered:
        keys = COMMAND_KEYS["filter.clear"]
        return tr("No events match the filter. Press {keys} to show all events.", keys=keys)
    return tr("No events yet. Calls appear here as they happen.")


def _not_found(what: str, back: bool) -> str:
    if back:
        return tr("{what} was not found before this event", what=what)
    return tr("{what} was not found after this event", what=what)


def _no_mark(back: bool) -> str:
    return tr("No mark before this event") if back else tr("No mark after this event")
