# SPDX-License-Identifier: GPL-3.0-or-later
"""Asks the user for a target, and tests whether it answers."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from urllib.parse import unquote, urlsplit

from PyQt5.QtWidgets import QWidget

from rqcore.errors import RqError
from rqdebug.session import Attachment
from rqdebug.targets.target_registry import create_target
from rqdebug.ui.dialogs.connect_dialog import ConnectDialog
from rqdebug.ui.dialogs.login_dialog import LoginDialog
from rqdebug.ui.dialogs.merge_dialog import MergeDialog
from rqdebug.ui.dialogs.question import ask
from rqdebug.ui.dialogs.target_dialog import TargetDialog
from rqdebug.ui.models import formats
from rqdebug.ui.services import keyring_store
from rqdebug.ui.services.attachment_service import AttachmentControl
from rqdebug.ui.services.background_tasks import BackgroundTasks
from rqdebug.ui.services.window_settings import WindowSettings
from rqdebug.ui.style.engine_messages import translate_message
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
        attachments.login_wanted.connect(self.ask_login)

    def ask_login(self, attachment: Attachment) -> None:
        """Ask for user and password of a target that has refused the log-in."""
        user = unquote(urlsplit(attachment.url).username or "")
        dialog = LoginDialog(attachment.name, translate_message(attachment.reason), user, self._window)
        dialog.chosen.connect(partial(self._attachments.log_in, attachment))
        self._tasks.run(dialog, keyring_store.available, dialog.offer_keyring)
        dialog.open()

    def ask(self) -> None:
        """Show the connect dialog until the user connects or cancels."""
        control = self._attachments
        targets, preview = self._settings.targets, self._settings.preview
        dialog = ConnectDialog(targets, self._window, find_attached=control.find, preview=preview)

        def test(url: str) -> None:
            self._tasks.run(dialog, lambda: probe(url), lambda answer: dialog.show_test(*answer))

        dialog.chosen.connect(control.connect_to)
        dialog.attached_chosen.connect(control.requested)
        dialog.test_wanted.connect(test)
        self._tasks.run(dialog, keyring_store.available, dialog.offer_keyring)
        dialog.exec()

    def ask_settings(self, attachment: Attachment) -> None:
        """Let the user change the name and the settings of an attached target."""
        dialog = TargetDialog(self._attachments.saved_target(attachment), self._window)
        dialog.chosen.connect(partial(self._attachments.edit, attachment))
        dialog.open()

    def ask_merge(self, show: Callable[[list[Attachment]], object]) -> None:
        """Let the user choose targets, and show them in one log."""
        control = self._attachments
        dialog = MergeDialog(control.active, control.color, self._window)

        def merge(chosen: list[Attachment]) -> None:
            if control.check_attached(chosen):
                show(chosen)

        dialog.chosen.connect(merge)
        dialog.open()

    def ask_remove(self, attachment: Attachment) -> None:
        """Remove a target; if its log has events, only after a question."""
        count = attachment.log.num_rows
        if not count:
            self._attachments.detach(attachment)
            return
        question = counted(
            count,
            "Remove {target}? {n} event in its log will be lost, unless it was recorded or exported.",
            "Remove {target}? {n} events in its log will be lost, unless they were recorded or exported.",
            target=attachment.name,
        )
        discard = partial(self._attachments.detach, attachment)
        ask(tr("Remove Target"), question, tr("Remove Target"), discard, self._window)


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
