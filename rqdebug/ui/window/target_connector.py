# SPDX-License-Identifier: GPL-3.0-or-later
"""Asks the user for a target, and tests whether it answers."""

from __future__ import annotations

from PyQt5.QtWidgets import QWidget

from rqcore.errors import RqError
from rqdebug.targets.target_registry import create_target
from rqdebug.ui.dialogs.connect_dialog import ConnectDialog
from rqdebug.ui.models import formats
from rqdebug.ui.services import keyring_store
from rqdebug.ui.services.attachment_service import AttachmentControl
from rqdebug.ui.services.background_tasks import BackgroundTasks
from rqdebug.ui.services.window_settings import WindowSettings
from rqdebug.ui.style.tr import counted, tr


class TargetConnector:
    """Shows the connect dialog and attaches to the target that the user chooses."""

    def __init__(
        self,
        attachments: AttachmentControl,
        settings: WindowSettings,
        tasks: BackgroundTasks,
        window: QWidget,
    ) -> None:
        self._attachments = attachments
        self._settings = settings
        self._tasks = tasks
        self._window = window

    def ask(self) -> None:
        """Show the connect dialog until the user connects or cancels."""
        dialog = ConnectDialog(self._settings.targets, self._window)

        def test(url: str) -> None:
            self._tasks.run(dialog, lambda: probe(url), lambda answer: dialog.show_test(*answer))

        dialog.chosen.connect(self._attachments.connect_to)
        dialog.test_wanted.connect(test)
        self._tasks.run(dialog, keyring_store.available, dialog.offer_keyring)
        dialog.exec()


def probe(url: str) -> tuple[str, bool]:
    """Connect to a target and disconnect again. Blocks, up to several seconds.

    Returns:
        A sentence for the user, and whether the target answered.
    """
    try:
        observation = create_target(url).observe()
    except RqError as error:
        return str(error), False
    try:
        reading = observation.read_clock()
        queues = len(observation.list_queues())
    except RqError as error:
        return str(error), False
    finally:
        observation.close()
    answer = tr("Connected: {queues}", queues=counted(queues, "{n} queue", "{n} queues"))
    if reading is None:
        return f"{answer}.", True
    away = formats.duration(reading.received_ns - reading.sent_ns)
    return tr("{answer}, round-trip time {duration}.", answer=answer, duration=away), True
