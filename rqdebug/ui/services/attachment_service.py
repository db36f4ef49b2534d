# SPDX-License-Identifier: GPL-3.0-or-later
"""Attaching and detaching, seen from the window's thread."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from functools import partial
from urllib.parse import unquote, urlsplit

from PyQt5.QtCore import QObject, pyqtSignal

from rqcore.errors import BadUrl
from rqdebug.session import Attachment, Session
from rqdebug.targets.target_registry import create_target
from rqdebug.ui.services import keyring_store
from rqdebug.ui.services.background_tasks import BackgroundTasks
from rqdebug.ui.services.saved_targets import SavedTarget, with_login
from rqdebug.ui.services.signal_bridge import SignalBridge, SignalCarrier
from rqdebug.ui.services.window_settings import WindowSettings


class AttachmentControl(QObject):
    """Attaches to targets, and signals when an attachment is added, changed or removed."""

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
        bridge: SignalBridge,
        tasks: BackgroundTasks,
        settings: WindowSettings,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._bridge = bridge
        self._tasks = tasks
        self._settings = settings
        self._carriers: dict[Attachment, tuple[SignalCarrier, SignalCarrier]] = {}
        self._saved_targets: dict[Attachment, SavedTarget] = {}

    @property
    def active(self) -> tuple[Attachment, ...]:
        """The targets that are watched now, in the order in which they were attached."""
        return tuple(self._carriers)

    def problem_of(self, url: str) -> str:
        """Why no target can have this URL, in one sentence; an empty text if it is well-formed."""
        try:
            create_target(url)
        except BadUrl as error:
            return str(error)
        return ""

    def attach(self, url: str, name: str = "", known: SavedTarget | None = None) -> Attachment | None:
        """Begin to watch a target. If its URL is malformed, emit ``refused`` and return None.

        ``known``: its settings; by default those with which it was attached before.
        """
        taken = {attachment.name for attachment in self.active}
        try:
            attachment = self._session.attach(url, unused(name, taken) if name else None)
        except BadUrl as error:
            self.refused.emit(str(error))
            return None
        attachment.name = unused(attachment.name, taken)
        saved = known or self._settings.known_target(attachment.url) or SavedTarget("", "")
        saved = replace(saved, name=attachment.name, url=attachment.url)
        self._saved_targets[attachment] = saved
        self._settings.remember_target(saved)
        self._watch(attachment)
        return attachment

    def attach_known(self, known: SavedTarget) -> None:
        """Attach with saved settings, and with the password from the keyring."""

        def attach(password: str) -> None:
            user = unquote(urlsplit(known.url).username or "")
            self.attach(with_login(known.url, user, password), known.name, known)

        if urlsplit(known.url).username is None:
            attach("")
        else:
            self._tasks.run(self, lambda: keyring_store.password(known.url), attach)

    def connect_to(self, known: SavedTarget, url: str, keep: bool) -> None:
        """Attach to a target. ``keep``: save the password, which is in ``url``, in the keyring."""
        secret = urlsplit(url).password
        if keep and secret:
            work = partial(keyring_store.keep, known.url, unquote(secret))
            self._tasks.run(self, work, lambda _: None, lambda error: self.refused.emit(str(error)))
        self.attach(url, known.name, known)

    def saved_target(self, attachment: Attachment) -> SavedTarget:
        """The settings of a target, such as its colour and whether it is read-only."""
        return self._saved_targets[attachment]

    def may_change(self, attachment: Attachment) -> bool:
        """Whether the target can be changed, and the user has not marked it as read-only."""
        return attachment.target.capabilities.can_change and not self._saved_targets[attachment].read_only

    def detach(self, attachment: Attachment) -> None:
        """Stop watching a target: emit ``detached`` at once, and disconnect in the background."""
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
        tell()  # for what happened before the signals were connected


def unused(name: str, taken: Collection[str]) -> str:
    """The name, with a number if another has it already."""
    number, result = 1, name
    while result in taken:
        number += 1
        result = f"{name} ({number})"
    return result
