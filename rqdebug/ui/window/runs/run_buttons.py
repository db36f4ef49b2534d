# SPDX-License-Identifier: GPL-3.0-or-later
"""The buttons that control one run: pause and continue, step, stop."""

from __future__ import annotations

from PyQt5.QtWidgets import QComboBox, QHBoxLayout, QToolButton, QWidget

from rqdebug.scripts.running.pause_gate import ANY, Place
from rqdebug.support.characters import escape_unsafe
from rqdebug.ui.models.formats import tip
from rqdebug.ui.style.icons import icon
from rqdebug.ui.style.theme import Theme
from rqdebug.ui.style.tr import tr
from rqdebug.ui.window.runs.window_run import WindowRun


class RunButtons(QWidget):
    """Controls a run. If several lanes are paused, a box chooses the one that makes the next step."""

    def __init__(self, run: WindowRun, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._run = run
        self._theme = theme
        self._places: list[Place] = []
        self._wanted: Place = ANY
        """The lane that makes the steps; while it makes one, it is not paused."""
        self.places = QComboBox()
        self.places.setAccessibleName(tr("Lane that makes the next step"))
        self.places.activated.connect(lambda _: self.choose(self.chosen))
        self.places.setToolTip(tr("Lane that makes the next step"))
        self.pause_button, self.step_button, self.stop_button = QToolButton(), QToolButton(), QToolButton()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        row.addWidget(self.places)
        for button in (self.pause_button, self.step_button, self.stop_button):
            button.setAutoRaise(True)
            row.addWidget(button)
        self.pause_button.clicked.connect(lambda _: run.pause(not run.paused))
        self.step_button.clicked.connect(lambda _: self.step())
        self.stop_button.clicked.connect(lambda _: run.stop())
        run.state_changed.connect(self.refresh)
        run.finished.connect(self.hide)
        theme.changed.connect(self.refresh)
        self.refresh()

    def step(self) -> None:
        """Run one vector in the chosen lane."""
        self._wanted = self.chosen
        self._run.step(self._wanted)

    @property
    def chosen(self) -> Place:
        """Target and name of the lane that makes the next step; ANY if no lane is paused."""
        index = self.places.currentIndex()
        return self._places[index] if 0 <= index < len(self._places) else ANY

    def choose(self, place: Place) -> None:
        """Let this lane make the next step, if it is paused."""
        self._wanted = place
        if place in self._places:
            self.places.setCurrentIndex(self._places.index(place))

    def refresh(self) -> None:
        """Show whether the run is paused, and where."""
        palette, paused = self._theme.palette, self._run.paused
        for button, name, color, title in (
            (
                self.pause_button,
                "play" if paused else "pause",
                palette.ok if paused else palette.text,
                tr("Continue") if paused else tr("Pause Before the Next Vector"),
            ),
            (self.step_button, "debug-step-over", palette.text, tr("Run One Vector")),
            (self.stop_button, "stop", palette.error, tr("Stop")),
        ):
            button.setIcon(icon(name, color, palette.muted))
            button.setToolTip(tip(title))
            button.setAccessibleName(title)
        self.step_button.setEnabled(paused)
        self.stop_button.setEnabled(not self._run.stopping)
        self._show_places()

    def _show_places(self) -> None:
        paused_at = self._run.paused_at
        self._places = sorted(paused_at)
        self.places.clear()
        for target, lane in self._places:
            line = tr("line {line}", line=self._run.shown_line(paused_at[target, lane]))
            self.places.addItem(escape_unsafe(f"{target}, {lane}: {line}"))
        self.choose(self._wanted)
        self.places.setVisible(len(self._places) > 1)
