# SPDX-License-Identifier: GPL-3.0-or-later
"""The current document, target and queue of the window.

Each command and dialog works on these. The current document is the current tab of the main window, or the
document of the detached window that was active last. The current target and queue belong to this document:
a queue is identified by its target and its namespace. They are shown at the top of the document.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from PyQt5.QtCore import QObject, pyqtSignal

from rqcore.protocol.queue_values import QueueStat
from rqdebug.session import Attachment, QueueRow
from rqdebug.ui.log.events_tab import EventsTab
from rqdebug.ui.log.log_tab import LogTab
from rqdebug.ui.log.target_tab import TargetTab
from rqdebug.ui.scripts.script_tab import ScriptTab
from rqdebug.ui.services.saved_targets import without_password
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
    queue_changed = pyqtSignal()
    """Another queue of the current target was selected, or none."""

    def __init__(self, tabs: DocumentTabs) -> None:
        super().__init__(tabs)
        self._tabs = tabs
        tabs.current_changed.connect(self.changed)

    @property
    def target(self) -> TargetTab | None:
        """Tab of the current target."""
        current = self._tabs.current_document()
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
        current = self._tabs.current_document()
        return current if isinstance(current, LogTab) else None

    @property
    def script(self) -> ScriptTab | None:
        """Tab of the current script."""
        current = self._tabs.current_document()
        return current if isinstance(current, ScriptTab) else None

    @property
    def place(self) -> str:
        """Where the current document is: a URL without a password, or a path; empty if it is in no file."""
        current = self._tabs.current_document()
        if isinstance(current, TargetTab):
            return without_password(current.attachment.url)
        if isinstance(current, EventsTab) and current.is_file:
            return current.title
        if isinstance(current, ScriptTab) and current.path is not None:
            return str(current.path)
        return ""

    @property
    def title(self) -> str:
        """Title of the current tab of the main window as displayed; empty if there is no tab."""
        return self._tabs.tabText(self._tabs.currentIndex()).replace("&&", "&")

    def watch(self, tab: LogTab) -> None:
        """Report when another queue of a tab is selected while it is the current document."""
        if isinstance(tab, TargetTab):
            tab.queues.current_changed.connect(partial(self._report_queue, tab))

    def _report_queue(self, tab: TargetTab) -> None:
        if tab is self.target:
            self.queue_changed.emit()
