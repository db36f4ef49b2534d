# SPDX-License-Identifier: GPL-3.0-or-later
"""What the commands for logs, filters and captures do in the window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PyQt5.QtCore import QObject
from PyQt5.QtWidgets import QFileDialog, QWidget

from rqdebug.commands import names_of
from rqdebug.events.captures.capture_writer import EXTENSION
from rqdebug.events.captures.export import FORMATS
from rqdebug.events.views.styles import Style
from rqdebug.ui.dialogs.styles_dialog import StylesDialog
from rqdebug.ui.log.log_tab import LogTab
from rqdebug.ui.style.tr import tr
from rqdebug.ui.window.window_context import WindowContext

IN_MENU = ("log.partner", "log.mark", "log.note", "log.copy", "log.copy_json", "log.copy_payload")
"""Commands that the menu of an event shows as well."""
OF_LOG = (*names_of("log"), "filter.focus", "filter.clear", "filter.save", "capture.record", "capture.export")
"""Commands that need a log in the current tab."""


class LogBindings(QObject):
    """Gives them their functions."""

    def __init__(self, context: WindowContext, window: QWidget) -> None:
        super().__init__(window)
        self._context = context
        self._window = window
        self._bind_log()
        self._bind_filter()
        self._bind_captures()
        context.logs.opened.connect(self._furnish)
        context.styles.changed.connect(self._restyle)

    def _bind_log(self) -> None:
        for name, act in (
            ("find", lambda tab: tab.find_bar.open()),
            ("find_next", lambda tab: tab.find_bar.ask(back=False)),
            ("find_previous", lambda tab: tab.find_bar.ask(back=True)),
            ("partner", LogTab.find_partner),
            ("first", LogTab.go_to_first),
            ("time", LogTab.ask_time),
            ("clock", LogTab.next_time_mode),
            ("mark", LogTab.toggle_mark),
            ("note", LogTab.ask_note),
            ("mark_next", lambda tab: tab.go_to_mark(back=False)),
            ("mark_previous", lambda tab: tab.go_to_mark(back=True)),
            ("copy", LogTab.copy_text),
            ("copy_json", LogTab.copy_json),
            ("copy_payload", LogTab.copy_payload),
        ):
            self._context.commands.bind(f"log.{name}", self._on_log(act))

    def _bind_filter(self) -> None:
        bind = self._context.commands.bind
        bind("filter.focus", self._on_log(lambda tab: tab.filter_bar.focus_line()))
        bind("filter.clear", self._on_log(lambda tab: tab.filter_bar.set_filter("")))
        bind("filter.save", self._on_log(lambda tab: tab.filter_bar.ask_name()))
        bind("filter.styles", self._edit_styles)
        bind("view.follow", self._on_log(lambda tab: tab.log.follow()))
        bind("panel.log", self._on_log(lambda tab: tab.log.setFocus()))

    def _bind_captures(self) -> None:
        commands = self._context.commands
        commands.bind("capture.open", self._ask_open)
        commands.bind("capture.export", self._on_log(self._ask_export))
        commands.bind_state("capture.record", self._record)

    def _on_log(self, function: Callable[[LogTab], object]) -> Callable[[], None]:
        """To be done with the current tab, if that holds a log."""

        def act() -> None:
            tab = self._context.current.log
            if tab is not None:
                function(tab)

        return act

    def _furnish(self, tab: LogTab) -> None:
        """A tab was opened: what it shows as all others do."""
        tab.log.log_actions = [self._context.commands[name] for name in IN_MENU]
        tab.style_wanted.connect(self._add_style)
        tab.use_styles(self._context.sheet())

    # Styles

    def _edit_styles(self) -> None:
        StylesDialog(self._context.styles, self._context.theme, self._window).show()

    def _add_style(self, style: Style) -> None:
        """The newest rule goes before the older ones."""
        styles = self._context.styles
        try:
            styles.change((style, *(old for old in styles.styles if old.filter != style.filter)))
        except OSError as error:
            self._context.captures.refused.emit(
                tr("the styles cannot be saved: {why}", why=error.strerror or error)
            )

    def _restyle(self) -> None:
        sheet = self._context.sheet()
        for tab in self._context.logs.log_tabs():
            tab.use_styles(sheet)

    # Captures

    def _ask_open(self) -> None:
        paths, _ = QFileDialog.getOpenFileNames(self._window, tr("Open Capture"), "", _captures())
        for path in paths:
            self._context.captures.open(Path(path).resolve())

    def _ask_export(self, tab: LogTab) -> None:
        kinds = ";;".join(f"{tr(each.help)} (*{each.extension})" for each in FORMATS.values())
        path, kind = QFileDialog.getSaveFileName(
            self._window, tr("Export Events"), f"events{EXTENSION}", kinds
        )
        if path:
            file = Path(path).resolve()
            extension = next(
                (each.extension for each in FORMATS.values() if f"*{each.extension})" in kind), ""
            )
            file = file if file.suffix else file.with_name(file.name + extension)
            self._context.captures.export(tab.log_model.view.found, file)

    def _record(self, on: bool) -> None:
        tab = self._context.current.log
        if tab is None:
            return
        if not on:
            self._context.captures.stop(tab.source)
            return
        path, _ = QFileDialog.getSaveFileName(
            self._window, tr("Record Into"), f"capture{EXTENSION}", _captures()
        )
        if path:
            file = Path(path).resolve()
            self._context.captures.record(tab.source, file if file.suffix else file.with_suffix(EXTENSION))
        else:
            self._context.captures.changed.emit()  # the command is off again


def _captures() -> str:
    """The kinds of files to choose from."""
    return f"{tr('Captures')} (*{EXTENSION});;{tr('All files')} (*)"
