# SPDX-License-Identifier: GPL-3.0-or-later
"""The filter bar of a log, in which filters are written, chosen and saved."""

from __future__ import annotations

from functools import partial

from PyQt5.QtCore import Qt, pyqtSignal
from PyQt5.QtWidgets import (
    QAction,
    QFrame,
    QHBoxLayout,
    QInputDialog,
    QLineEdit,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from rqdebug.errors import FilterError
from rqdebug.events.event_log import EventLog
from rqdebug.events.filters.filter import Filter, parse
from rqdebug.events.filters.filter_completion import Completion, complete
from rqdebug.events.filters.saved_filters import SavedFilters
from rqdebug.events.views.recent_values import collect_recent_values, last_time
from rqdebug.ui.log.filter_line import FilterLine
from rqdebug.ui.models import formats
from rqdebug.ui.services.timers import after_pause
from rqdebug.ui.services.window_settings import WindowSettings
from rqdebug.ui.style.engine_messages import translate_message
from rqdebug.ui.style.theme import Theme
from rqdebug.ui.style.tr import counted, later, tr
from rqdebug.ui.widgets.elided import ElidedLabel
from rqdebug.ui.widgets.focus_order import order_focus
from rqdebug.ui.widgets.mnemonics import mark_menu
from rqdebug.ui.widgets.steady_label import SteadyLabel
from rqdebug.ui.widgets.styled_name import restyle

TYPING_PAUSE = 250
"""Milliseconds without a key press before the typed text is applied."""

MAX_CHIPS = 4
"""Number of saved filters with their own button; the menu lists all."""
CHIP_LETTERS = 24
"""Letters of a name that a button shows."""

SPACING = 4
"""Pixels between the input field and the error."""

EXAMPLE = 'method == put and queue ~ "order" and waited > 5ms'
PRESETS = (
    (later("Blocked"), "blocked", later("Calls that wait and have not ended")),
    (later("Slow"), "waited > 5ms", later("Calls that took longer than 5 ms")),
    (
        later("Errors"),
        "not outcome in {ok, blocked, held, busy, delayed, unknown}",
        later("Calls that failed"),
    ),
)
"""Built-in filter buttons: title, filter and meaning."""


class FilterBar(QFrame):
    """Parses and applies filters. Errors appear immediately, below the input field."""

    filter_changed = pyqtSignal(object)
    """The user applied another Filter."""
    left = pyqtSignal()
    """The user pressed Return; the focus goes to the log."""

    def __init__(
        self,
        theme: Theme,
        settings: WindowSettings,
        saved: SavedFilters,
        log: EventLog,
        ended: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """``ended``: the log is complete, so relative times refer to its last event instead of to now."""
        super().__init__(parent)
        self.setObjectName("strip")
        self._theme = theme
        self._settings = settings
        self._saved = saved
        self._log = log
        self._ended = ended
        self._applied = ""
        self.line = FilterLine(self.complete)
        self.problem = ElidedLabel()
        self.counts = SteadyLabel()
        self._chips = QHBoxLayout()
        self._chips.setSpacing(6)
        self.more = QPushButton("+")
        self._buttons: dict[str, QPushButton] = {}
        self._pause = after_pause(TYPING_PAUSE, self.apply, self)
        self._lay_out()
        self._show_chips()
        self._saved.changed.connect(self._show_chips)
        self.line.textChanged.connect(self._typed)
        self.line.returnPressed.connect(self._entered)
        self.setFocusProxy(self.line)

    @property
    def text(self) -> str:
        """The filter that is applied."""
        return self._applied

    def set_filter(self, text: str) -> None:
        """Set the text of the filter and apply it."""
        self.line.setText(text)
        self._remember()
        self.apply()

    def disconnect_signals(self) -> None:
        """Disconnect from the saved filters. Call before deleting the bar."""
        self._saved.changed.disconnect(self._show_chips)

    def focus_line(self) -> None:
        self.line.setFocus(Qt.ShortcutFocusReason)
        self.line.selectAll()

    def show_counts(self, shown: int, total: int, filtering: bool, unknown: int = 0) -> None:
        """Show how many rows of the log match.

        ``filtering`` is True while that is not known yet. ``unknown`` rows do not match because too little of
        them was recorded to know.
        """
        tip = formats.tip(_unknown_help()) if unknown and not filtering else ""
        if tip != self.counts.toolTip():
            self.counts.setToolTip(tip)
        if filtering:
            self.counts.setText(tr("Filtering…"))
        elif self._applied:
            texts = {"shown": formats.count(shown), "total": formats.count(total)}
            if unknown:
                text = tr("{shown} of {total}, {unknown} unknown", unknown=formats.count(unknown), **texts)
            else:
                text = tr("{shown} of {total}", **texts)
            self.counts.setText(text)
        else:
            self.counts.setText(counted(total, "{n} event", "{n} events"))

    def apply(self) -> None:
        """Apply the text if it is a valid filter and not applied already."""
        self._pause.stop()
        text = self.line.text().strip()
        try:
            filter = self.read(text)
        except FilterError as error:
            self._show_problem(str(error))
            return
        self._show_problem("")
        if text != self._applied:
            self._applied = text
            self.filter_changed.emit(filter)

    def read(self, text: str) -> Filter:
        """Return the filter that a text means. Raises FilterError."""
        return parse(text, self._saved.load(), last_time(self._log) if self._ended else None)

    def _typed(self, text: str) -> None:
        self._check_chips(text)
        self._pause.start()

    def _entered(self) -> None:
        self.apply()
        if not self.problem.text():
            self._remember()
            self.left.emit()

    def _remember(self) -> None:
        if text := self.line.text().strip():
            self._settings.remember_filter(text)
            self.line.remember(self._settings.filters)

    def _show_problem(self, text: str) -> None:
        self.problem.setText(translate_message(text))
        self.problem.setVisible(bool(text))
        self.line.leave_space(self.problem.sizeHint().height() + 2 * SPACING if text else 0)
        self.line.setProperty("wrong", bool(text))
        restyle(self.line)

    def complete(self, text: str, place: int) -> Completion:
        """Return what can complete a filter at a place."""
        return complete(text, place, collect_recent_values(self._log), self._names())

    def _names(self) -> dict[str, str]:
        """Return the saved filters; none if they cannot be read, which the next use of one reports."""
        try:
            return self._saved.load()
        except FilterError:
            return {}

    # Chips

    def _show_chips(self) -> None:
        for button in self._buttons.values():
            self._chips.removeWidget(button)
            button.deleteLater()
        saved = [(name, f"@{name}", text) for name, text in list(self._names().items())[-MAX_CHIPS:]]
        presets = [(tr(title), text, f"{tr(help)}: {text}") for title, text, help in PRESETS]
        self._buttons = {text: self._chip(title, text, help) for title, text, help in (*presets, *saved)}
        for button in self._buttons.values():
            self._chips.addWidget(button)
        order_focus([self.line, *self._buttons.values(), self.more])
        self._check_chips(self.line.text())

    def _check_chips(self, text: str) -> None:
        for wanted, button in self._buttons.items():
            button.setChecked(wanted == text.strip())

    def _chip(self, title: str, text: str, help: str) -> QPushButton:
        short = title if len(title) <= CHIP_LETTERS else f"{title[: CHIP_LETTERS - 1]}…"
        button = QPushButton(formats.escape_mnemonic(short))
        button.setObjectName("chip")
        button.setCheckable(True)
        button.setToolTip(formats.tip(help))
        button.clicked.connect(lambda checked: self.set_filter(text if checked else ""))
        return button

    def _fill_menu(self, menu: QMenu) -> None:
        """Fill the menu with Save and the saved filters."""
        menu.clear()
        save = menu.addAction(tr("Save This Filter…"), self.ask_name)
        save.setEnabled(bool(self.line.text().strip()))
        saved = self._names()
        if saved:
            menu.addSeparator()
            removal = QMenu(tr("Remove"), menu)
            for name, text in saved.items():
                title = formats.escape_mnemonic(f"{name}    {text}")
                menu.addAction(title, partial(self.set_filter, f"@{name}"))
                removal.addAction(formats.escape_mnemonic(name), partial(self._remove, name))
            menu.addSeparator()
            menu.addMenu(removal)
        mark_menu(menu)

    def ask_name(self) -> None:
        """Ask the user for a name and save the filter under it."""
        label = tr("Name (use it as @name in other filters):")
        name, accepted = QInputDialog.getText(self, tr("Save Filter"), label)
        if accepted and name.strip():
            self.save(name.strip())

    def save(self, name: str) -> None:
        """Save the filter under ``name``. Errors appear below the input field."""
        try:
            self._saved.save(name, self.line.text().strip())
        except (FilterError, OSError) as error:
            self._show_problem(str(error))
        else:
            self.set_filter(f"@{name}")

    def _remove(self, name: str) -> None:
        try:
            self._saved.remove(name)
        except (FilterError, OSError) as error:
            self._show_problem(str(error))

    def _lay_out(self) -> None:
        self.line.setObjectName("mono")
        self.line.setPlaceholderText(f"{tr('Filter')}: {EXAMPLE}")
        self.line.setClearButtonEnabled(True)
        self.line.setAccessibleName(tr("Filter"))
        self.line.remember(self._settings.filters)
        self._symbol = QAction(self.line)
        self.line.addAction(self._symbol, QLineEdit.LeadingPosition)
        self._draw_icons()
        self._theme.changed.connect(self._draw_icons)
        self.problem.setObjectName("error")
        self.problem.hide()
        self.more.setObjectName("chip")
        self.more.setToolTip(tr("Save this filter or apply a saved one"))
        self.more.setAccessibleName(tr("Saved filters"))
        menu = QMenu(self.more)
        menu.aboutToShow.connect(lambda: self._fill_menu(menu))
        self.more.setMenu(menu)
        self.counts.setObjectName("muted")
        self.counts.setAlignment(Qt.AlignRight | Qt.AlignVCenter)
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self.line, 1)
        row.addLayout(self._chips)
        row.addWidget(self.more)
        row.addWidget(self.counts)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 6, 10, 6)
        column.setSpacing(SPACING)
        column.addLayout(row)
        column.addWidget(self.problem)

    def _draw_icons(self) -> None:
        self._symbol.setIcon(self._theme.icon("filter-variant", self._theme.palette.muted))


def _unknown_help() -> str:
    return tr(
        "Unknown: too little of these events was recorded to know whether they match, for example only the "
        "beginning of a payload. They are not shown."
    )
