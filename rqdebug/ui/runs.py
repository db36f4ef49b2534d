# SPDX-License-Identifier: GPL-3.0-or-later
"""The run of a script that the window has begun, seen from the window's thread."""

from __future__ import annotations

from collections.abc import Sequence

from PyQt5 import sip
from PyQt5.QtCore import QObject, pyqtSignal

from rqdebug.script.nodes import Script
from rqdebug.script.options import Options
from rqdebug.script.report import Report, Result
from rqdebug.script.runner import Run
from rqdebug.session import Attachment
from rqdebug.ui.bridge import Bridge, Carrier
from rqdebug.ui.panels.script_tab import ScriptTab


class RunControl(QObject):
    """Runs a script tab, one at a time, and lets it see what comes out."""

    started = pyqtSignal(str, list)
    """Title of the script, and names of the targets."""
    results_added = pyqtSignal(list)
    """Of Result."""
    finished = pyqtSignal(object)
    """A Report."""

    def __init__(self, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._run: Run | None = None
        self._tab: ScriptTab | None = None
        self._carriers: tuple[Carrier, ...] = ()

    @property
    def running(self) -> bool:
        return self._run is not None

    @property
    def tab(self) -> ScriptTab | None:
        """The script that runs or ran last, unless its tab was closed."""
        return None if self._tab is None or sip.isdeleted(self._tab) else self._tab

    def start(self, tab: ScriptTab, attachments: Sequence[Attachment], loops: int) -> None:
        """Run what is written in the tab; nothing happens if it cannot be understood.

        ``loops``: how often; 0: until stopped.
        """
        if attachments:
            tab.understand(lambda script: self._start(script, tab, attachments, loops))

    def stop(self) -> None:
        """End the run soon; ``finished`` tells when."""
        if self._run is not None:
            self._run.stop()

    def _start(self, script: Script, tab: ScriptTab, attachments: Sequence[Attachment], loops: int) -> None:
        if self.running:
            return
        self._tab = tab
        tab.begin_run()
        targets = {attachment.name: attachment.target.call for attachment in attachments}
        run = self._run = Run(script, targets, Options(loops=loops))
        self._carriers = (
            self._bridge.carry(run.line_started, self._show_lines),
            self._bridge.carry(run.result_added, self._show_results),
            self._bridge.carry(run.finished, self._finish),
        )
        self.started.emit(script.filename, list(targets))
        run.start()

    def _show_lines(self, started: list[tuple[str, str, int]]) -> None:
        if self.tab is not None:
            self.tab.show_lines(started)

    def _show_results(self, results: list[Result]) -> None:
        self.results_added.emit(results)
        if self.tab is not None:
            self.tab.show_results(results)

    def _finish(self, reports: list[Report]) -> None:
        for carrier in self._carriers:
            carrier.close()
        self._run = None
        if self.tab is not None:
            self.tab.end_run()
        self.finished.emit(reports[-1])
