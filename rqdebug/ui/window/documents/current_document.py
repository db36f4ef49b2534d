# SPDX-License-Identifier: GPL-3.0-or-later
"""The document of the current tab: a target, another log, or a script."""

from __future__ import annotations

from dataclasses import dataclass

from PyQt5.QtCore import QObject, pyqtSignal

from rqcore.protocol.queue_values import QueueStat
from rqdebug.session import Attachment, QueueRow
from rqdebug.ui.log.log_tab import LogTab
from rqdebug.ui.log.target_tab import TargetTab
from rqdebug.ui.scripts.script_tab import ScriptTab
from rqdebug.ui.window.documents.document_tabs import DocumentTabs


@dataclass(frozen=True, slots=True)
class SelectedQueue:
    """The queue that is selected in the current tab, and the tab."""

    tab: TargetTab
    row: QueueRow

    @property
    def attachment(self) -> Attachment:
        """Target of the queue."""
        return self.tab.attachment

    @property
    def stat(self) -> QueueStat:
        """State of the queue when the table was last refreshed."""
        return self.row.stat


class CurrentDocument(QObject):
    """A property is None if the current tab is of another kind, or if there is no tab."""

    changed = pyqtSignal()
    """Another document became the current one, or the last document was closed."""
    target_shown = pyqtSignal(object)
    """The tab of a target became the current one: its Attachment."""

    def __init__(self, tabs: DocumentTabs) -> None:
        super().__init__(tabs)
        self._tabs = tabs
        tabs.currentChanged.connect(self._report_change)

    @property
    def target(self) -> TargetTab | None:
        """Tab of the current target."""
        current = self._tabs.currentWidget()
        return current if isinstance(current, TargetTab) else None

    @property
    def queue(self) -> SelectedQueue | None:
        """Queue selected in the tab of the current target."""
        tab = self.target
        row = tab.queues.selected() if tab else None
        return SelectedQueue(tab, row) if tab and row else None

    @property
    def log(self) -> LogTab | None:
        """Current tab with a log: of a target, a capture, or all targets."""
        current = self._tabs.currentWidget()
        return current if isinstance(current, LogTab) else None

    @property
    def script(self) -> ScriptTab | None:
        """Tab of the current script."""
        current = self._tabs.currentWidget()
        return current if isinstance(current, ScriptTab) else None

    @property
    def title(self) -> str:
        """Title of the current tab as displayed; empty if there is no tab."""
        return self._tabs.tabText(self._tabs.currentIndex()).replace("&&", "&")

    def _report_change(self) -> None:
        self.changed.emit()
        if self.target is not None:
            self.target_shown.emit(self.target.attachment)
