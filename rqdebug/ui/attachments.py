# SPDX-License-Identifier: GPL-3.0-or-later
"""Attaching and detaching, seen from the window's thread."""

from __future__ import annotations

from collections.abc import Collection

from PyQt5.QtCore import QObject, pyqtSignal

from rqcore.errors import BadUrl
from rqdebug.session import Attachment, Session
from rqdebug.ui.bridge import Bridge, Carrier
from rqdebug.ui.settings import Settings
from rqdebug.ui.tasks import Tasks


class AttachmentControl(QObject):
    """Tells of every attachment of the session when it comes, changes and goes."""

    attached = pyqtSignal(object)
    """An Attachment, not yet connected."""
    changed = pyqtSignal(object)
    """An Attachment has another state, or its queues do."""
    detached = pyqtSignal(object)
    refused = pyqtSignal(str)
    """Why a URL cannot be attached to."""

    def __init__(
        self,
        session: Session,
        bridge: Bridge,
        tasks: Tasks,
        settings: Settings,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._bridge = bridge
        self._tasks = tasks
        self._settings = settings
        self._carriers: dict[Attachment, tuple[Carrier, Carrier]] = {}

    @property
    def attachments(self) -> tuple[Attachment, ...]:
        """Those that are watched now, in the order in which they came."""
        return tuple(self._carriers)

    def attach(self, url: str, name: str = "") -> Attachment | None:
        """Begin to watch a target; None, and ``refused``, where the URL is none."""
        taken = {attachment.name for attachment in self.attachments}
        try:
            attachment = self._session.attach(url, unused(name, taken) if name else None)
        except BadUrl as error:
            self.refused.emit(str(error))
            return None
        attachment.name = unused(attachment.name, taken)
        self._settings.remember_target(attachment.name, attachment.url)
        self._watch(attachment)
        return attachment

    def detach(self, attachment: Attachment) -> None:
        """Let go of a target. That it is gone is told at once, the rest takes its time."""
        for carrier in self._carriers.pop(attachment, ()):
            carrier.close()
        self._tasks.run(self, lambda: self._session.detach(attachment), lambda _: None)
        self.detached.emit(attachment)

    def _watch(self, attachment: Attachment) -> None:
        def tell() -> None:
            self.changed.emit(attachment)

        self._carriers[attachment] = (
            self._bridge.carry_change(attachment.state_changed, tell),
            self._bridge.carry_change(attachment.queues_changed, tell),
        )
        self.attached.emit(attachment)
        tell()  # what happened before anyone listened


def unused(name: str, taken: Collection[str]) -> str:
    """The name, with a number if another has it already."""
    number, result = 1, name
    while result in taken:
        number += 1
        result = f"{name} ({number})"
    return result
