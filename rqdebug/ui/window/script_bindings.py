# SPDX-License-Identifier: GPL-3.0-or-later
"""What the commands for scripts and runs do in the window."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PyQt5.QtCore import QObject
from PyQt5.QtWidgets import QFileDialog, QWidget

from rqdebug.errors import SettingsError
from rqdebug.events.event_log import Event
from rqdebug.events.views.view import FilteredRows
from rqdebug.scripts.recording.recorded_script import MAX_CALLS, RecordedScript, record
from rqdebug.scripts.report import VectorResult
from rqdebug.scripts.reports.html_page import render_html
from rqdebug.scripts.reports.json_report import render_json
from rqdebug.scripts.reports.junit import render_junit
from rqdebug.scripts.running.options import Options
from rqdebug.ui.dialogs.generate_dialog import GenerateDialog
from rqdebug.ui.dialogs.run_dialog import RunDialog
from rqdebug.ui.dialogs.text_dialog import warn
from rqdebug.ui.log.log_tab import LogTab
from rqdebug.ui.models import formats
from rqdebug.ui.models.formats import instant
from rqdebug.ui.scripts.script_tab import ScriptTab
from rqdebug.ui.style.tr import counted, later, tr
from rqdebug.ui.window.window_context import WindowContext

OF_SCRIPT = (
    *("script.save", "script.save_as", "panel.editor", "script.find", "script.find_next"),
    *("script.breakpoint", "script.outline"),
)
"""Commands that need a script in the current tab."""
TO_RUN = ("script.run", "script.loop", "script.run_selection", "script.run_with")
OF_RUN = ("script.stop", "script.stop_after", "script.pause", "script.step")
MOST_EVENTS = 4 * MAX_CALLS
"""Events that are looked at: of more no script could be made."""
MARGIN = 1_000_000
"""ns around a call in which its events are looked for."""
REPORTS = {".xml": render_junit, ".json": render_json, ".html": render_html}
REPORT_FILES = later("Page (*.html);;JUnit (*.xml);;JSON (*.json)")


class ScriptBindings(QObject):
    """Gives them their functions."""

    def __init__(self, context: WindowContext, window: QWidget) -> None:
        super().__init__(window)
        self._context = context
        self._window = window
        self._bind_files()
        self._bind_runs()
        context.commands.bind("script.generate", self._ask_generate)
        context.commands.bind("script.report", self._ask_report)
        context.commands.bind("log.vectors", self._make_vectors)
        context.commands.bind("log.line", self._go_to_line)
        context.report.events_wanted.connect(self._show_events)

    def adapt(self) -> None:
        """Enable what can be done now."""
        commands, runs = self._context.commands, self._context.runs
        script = self._context.current.script
        can_run = bool(script and self._context.attachments.active and not runs.running)
        for names, possible in (
            (OF_SCRIPT, script is not None),
            (TO_RUN, can_run),
            (OF_RUN, runs.running),
            (("script.report",), runs.report is not None),
        ):
            for name in names:
                commands[name].setEnabled(possible)
        commands["script.pause"].setChecked(runs.paused)

    def _bind_files(self) -> None:
        scripts, bind = self._context.scripts, self._context.commands.bind
        bind("script.new", scripts.open)
        bind("script.open", scripts.ask_open)
        bind("script.save", self._on_script(scripts.save))
        bind("script.save_as", self._on_script(scripts.save_as))
        bind("script.find", self._on_script(lambda tab: tab.replace_bar.open()))
        bind("script.find_next", self._on_script(lambda tab: tab.replace_bar.seek(back=False)))
        bind("script.outline", self._on_script(lambda tab: tab.outline.setVisible(tab.outline.isHidden())))
        bind("script.breakpoint", self._on_script(lambda tab: tab.editor.toggle_breakpoint(tab.editor.line)))
        bind("panel.editor", self._on_script(lambda tab: tab.editor.setFocus()))

    def _bind_runs(self) -> None:
        runs, bind = self._context.runs, self._context.commands.bind
        bind("script.run", self._on_script(lambda tab: self._run(tab, Options())))
        bind("script.loop", self._on_script(lambda tab: self._run(tab, Options(loops=0))))
        bind("script.run_selection", self._on_script(self._run_selection))
        bind("script.run_with", self._on_script(self._ask_run))
        bind("script.stop", runs.stop)
        bind("script.stop_after", runs.stop_after_loop)
        bind("script.step", runs.step)
        self._context.commands.bind_state("script.pause", runs.pause)

    def _on_script(self, function: Callable[[ScriptTab], object]) -> Callable[[], None]:
        """To be done with the current tab, if that holds a script."""

        def act() -> None:
            tab = self._context.current.script
            if tab is not None:
                function(tab)

        return act

    # Runs

    def _run(
        self, tab: ScriptTab, options: Options, lines: range | None = None, stepping: bool = False
    ) -> None:
        control, chosen = self._context.attachments, self._context.run_targets.chosen()
        if spared := [attachment.name for attachment in chosen if not control.may_change(attachment)]:
            self._warn(tr("{targets} is read-only: no script runs there.", targets=", ".join(spared)))
        targets = list(filter(control.may_change, chosen))
        self._context.runs.start(tab, targets, options, lines, stepping)

    def _run_selection(self, tab: ScriptTab) -> None:
        self._run(tab, Options(), tab.editor.selected_lines())

    def _ask_run(self, tab: ScriptTab) -> None:
        dialog = RunDialog(self._window)
        dialog.chosen.connect(lambda options, stepping: self._run(tab, options, None, stepping))
        dialog.open()

    def _ask_report(self) -> None:
        report = self._context.runs.report
        if report is None:
            return
        path, _ = QFileDialog.getSaveFileName(
            self._window, tr("Save Report"), "report.html", tr(REPORT_FILES)
        )
        write = REPORTS.get(Path(path).suffix)
        if path and write is None:
            endings = ", ".join(REPORTS)
            self._warn(tr("{file} must end with one of {endings}", file=Path(path).name, endings=endings))
        elif path and write is not None:
            work = partial(_write, Path(path), lambda: write(report))
            self._context.tasks.run(
                self, work, lambda _: self._tell(tr("Report saved in {file}", file=path)), self._fail
            )

    # New scripts

    def _ask_generate(self) -> None:
        dialog = GenerateDialog(self._context.tasks, self._context.theme, self._window)
        dialog.generated.connect(self._context.scripts.open_text)
        dialog.show()

    def _make_vectors(self) -> None:
        """The selected events, or all that are shown, as a script."""
        tab = self._context.current.log
        if tab is not None:
            work = partial(_recorded, tab.log_model.view.found, _chosen_rows(tab))
            self._context.tasks.run(self, work, self._open_recorded, self._fail)

    def _open_recorded(self, recorded: RecordedScript) -> None:
        self._context.scripts.open_text(recorded.text)
        self._tell(counted(recorded.calls, "{n} call as a script", "{n} calls as a script"))

    # From a result to its events, and back

    def _show_events(self, result: VectorResult) -> None:
        """In the log of its target, which has a clock of its own."""
        for attachment in self._context.attachments.active:
            if attachment.name == result.target:
                clock = attachment.log.clock()
                ended, margin = result.ended + clock.offset, MARGIN + clock.error
                first = instant((ended - result.duration_ns - margin) / 1e9)
                last = instant((ended + margin) / 1e9)
                tab = self._context.logs.open_target(attachment)
                tab.filter_bar.set_filter(f"time in {first}..{last}")

    def _go_to_line(self) -> None:
        tab = self._context.current.log
        row = tab.log.current_row() if tab else None
        if tab is None or row is None:
            return
        event = tab.log_model.event_at(row)
        clock = tab.source.clock(event.target)
        time, error = event.time - clock.offset, MARGIN + clock.error
        result = self._context.report.result_at_time(event.target, event.method, time, error)
        if result is None:
            self._tell(_not_run(event))
        else:
            self._context.report.line_chosen.emit(result.line)

    def _fail(self, error: Exception) -> None:
        if not isinstance(error, (SettingsError, OSError)):
            raise error
        self._warn(str(error))

    def _warn(self, sentence: str) -> None:
        warn(sentence, self._window)

    def _tell(self, sentence: str) -> None:
        self._context.status.tell(sentence)


def _chosen_rows(tab: LogTab) -> list[int]:
    """More than one: those are meant."""
    rows = tab.log.chosen_rows()
    return rows if len(rows) > 1 else []


def _recorded(found: FilteredRows, rows: Sequence[int]) -> RecordedScript:
    """Raises SettingsError where no script can be made of the events."""
    count = len(rows) or found.num_rows
    if not count:
        raise SettingsError(tr("no event is shown of which a script could be made"))
    if count > MOST_EVENTS:
        raise SettingsError(
            tr("{n} events are more than a script can hold: filter them first", n=formats.count(count))
        )
    numbers = [found.row(row) for row in rows] if rows else found.rows(0, count)
    events: list[Event] = found.log.events(numbers)
    return record(events)


def _write(path: Path, text: Callable[[], str]) -> None:
    path.write_text(text(), encoding="utf-8")


def _not_run(event: Event) -> str:
    if event.target:
        return tr("no script has run on {target}", target=event.target)
    return tr("no script has run here")
