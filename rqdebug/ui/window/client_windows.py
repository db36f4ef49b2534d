# SPDX-License-Identifier: GPL-3.0-or-later
"""Opens windows with the clients of targets."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PyQt5.QtCore import QObject
from PyQt5.QtWidgets import QWidget

from rqcore import ControllerHandle
from rqdebug.events.filters.literals import quote
from rqdebug.events.views.call_counter import CallCounter, ClientKey
from rqdebug.inspection.client_list import ConnectedClient, list_clients
from rqdebug.session import Attachment
from rqdebug.ui.inspection.clients_window import ClientsWindow
from rqdebug.ui.services.background_tasks import BackgroundTasks
from rqdebug.ui.services.manual_calls import CallControl, KeptConnection, connect_unseen
from rqdebug.ui.style.theme import Theme
from rqdebug.ui.window.documents.log_documents import LogDocuments


class ClientWindows(QObject):
    """Fetches the clients of a target in the background while their window is open."""

    def __init__(self, tasks: BackgroundTasks, logs: LogDocuments, theme: Theme, window: QWidget) -> None:
        super().__init__(window)
        self._calls = CallControl(tasks, self)
        self._logs = logs
        self._theme = theme
        self._window = window

    def show(self, attachment: Attachment) -> None:
        """Open a window with the clients of a target."""
        window = ClientsWindow(attachment.name, self._theme, self._window)
        kept = KeptConnection(partial(connect_unseen, attachment))
        counter = CallCounter(attachment.log)

        def fetch(controller: ControllerHandle) -> tuple[list[ConnectedClient], Mapping[ClientKey, int]]:
            stats = [row.stat for row in attachment.queues]
            return list_clients(controller, stats), counter.update()

        def ask() -> None:
            self._calls.repeat(
                window, kept, fetch, lambda found: window.show_clients(*found), window.show_failed
            )

        window.destroyed.connect(kept.close)
        window.refresh_wanted.connect(ask)
        window.client_opened.connect(partial(self._show_calls, attachment))
        window.show()

    def _show_calls(self, attachment: Attachment, name: str, address: str) -> None:
        """Filter the log of a target by a client."""
        test = f"address == {quote(address)}"
        if (tab := self._logs.show_target(attachment)) is not None:
            tab.filter_bar.set_filter(f"client == {quote(name)} and {test}" if name else test)
