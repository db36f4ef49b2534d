# SPDX-License-Identifier: GPL-3.0-or-later
"""Attaches to targets and detaches from them, without blocking the GUI thread."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from functools import partial
from urllib.parse import unquote, urlsplit

from PyQt5.QtCore import QObject, pyqtSignal

from rqcore.errors import BadUrl
from rqcore.url import is_loopback
from rqdebug.session import Attachment, Session
from rqdebug.targets.target_registry import create_target
from rqdebug.ui.services import keyring_store
from rqdebug.ui.services.background_tasks import BackgroundTasks
from rqdebug.ui.services.saved_targets import SavedTarget, with_login, without_password
from rqdebug.ui.services.signal_bridge import SignalBridge, SignalCarrier
from rqdebug.ui.services.window_settings import WindowSettings
from rqdebug.ui.style.tr import tr

LOCAL = "local"
"""The host in the names of targets on this machine: shorter than its address, so that the port is visible."""


class AttachmentControl(QObject):
    """Attaches to targets, and signals when an attachment is added, changed or removed."""

    attached = pyqtSignal(object)
    """A new Attachment, which is not connected yet."""
    changed = pyqtSignal(object)
    """The state of an Attachment or of one of its queues has changed."""
    detached = pyqtSignal(object)
    """An Attachment was removed from the session."""
    login_wanted = pyqtSignal(object)
    """The target of an Attachment has refused the log-in: ask for user and password, then call ``log_in``."""
    edited = pyqtSignal(object)
    """The user has changed the name or the settings of an Attachment."""
    requested = pyqtSignal(object)
    """The user asked for a target that is attached already: its Attachment."""
    refused = pyqtSignal(str)
    """A URL is not valid, or a password cannot be saved: why, in one sentence."""

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
        """The attached targets, in the order in which they were attached."""
        return tuple(self._carriers)

    def find(self, url: str) -> Attachment | None:
        """The first attachment to the server of a URL, with any user and options; None if there is none."""
        address = _address(url)
        return next((one for one in self.active if _address(one.url) == address), None)

    def named(self, name: str) -> Attachment | None:
        """The attachment whose events name their target so; a name before a change counts too."""
        return next((one for one in self.active if name in one.names), None)

    def queue_kinds(self) -> dict[tuple[str, str], str]:
        """The kind of each queue of the attached targets, by the names of its target and of the queue."""
        return {
            (name, row.stat.label): row.stat.kind
            for attachment in self.active
            for row in attachment.queues
            for name in attachment.names
        }

    def check_attached(self, attachments: Collection[Attachment]) -> bool:
        """Return whether targets are still attached, after the user was asked about them.

        If one is not, emit ``refused``: nothing may be done then, also not on another target in its place.
        """
        gone = [attachment.name for attachment in attachments if attachment not in self._carriers]
        if gone:
            self.refused.emit(_removed_sentence(", ".join(gone)))
        return not gone

    def problem_of(self, url: str) -> str:
        """What is wrong with a URL, in one sentence; an empty text if it is valid."""
        try:
            create_target(url)
        except BadUrl as error:
            return str(error)
        return ""

    def attach(self, url: str, name: str = "", saved: SavedTarget | None = None) -> Attachment | None:
        """Attach to a target. If its URL is not valid, emit ``refused`` and return None.

        Args:
            url: Address of the target, with its password if it needs one.
            name: Name shown in the window; by default host and port.
            saved: Settings of the target; by default the settings saved when it was last attached.
        """
        try:
            attachment = self._session.attach(url, self._unused_name(name or default_name(url)))
        except BadUrl as error:
            self.refused.emit(str(error))
            return None
        saved = saved or self._settings.find_target(attachment.url) or SavedTarget("", "")
        saved = replace(saved, name=attachment.name, url=attachment.url)
        self._saved_targets[attachment] = saved
        self._settings.remember_target(saved)
        self._watch(attachment)
        return attachment

    def attach_saved(self, saved: SavedTarget) -> None:
        """Attach with saved settings, and with the password from the keyring, unless it is attached."""

        def attach(password: str) -> None:
            attached = (one for one in self.active if (one.url, one.name) == (saved.url, saved.name))
            if attachment := next(attached, None):
                self.requested.emit(attachment)
                return
            user = unquote(urlsplit(saved.url).username or "")
            self.attach(with_login(saved.url, user, password), saved.name, saved)

        if urlsplit(saved.url).username is None:
            attach("")
        else:
            self._tasks.run(self, lambda: keyring_store.password(saved.url), attach)

    def connect_to(self, saved: SavedTarget, url: str, keep: bool) -> None:
        """Attach to a target. With ``keep``, save the password in ``url`` in the keyring."""
        secret = urlsplit(url).password
        if keep and secret:
            work = partial(keyring_store.keep, saved.url, unquote(secret))
            self._tasks.run(self, work, lambda _: None, lambda error: self.refused.emit(str(error)))
        self.attach(url, saved.name, saved)

    def edit(self, attachment: Attachment, saved: SavedTarget) -> None:
        """Change the name and the settings of a target. An empty name is the default one."""
        if not self.check_attached([attachment]):
            return
        name = saved.name or default_name(attachment.url)
        if name != attachment.name:
            attachment.rename(self._unused_name(name, attachment))
        saved = replace(saved, name=attachment.name, url=attachment.url)
        self._saved_targets[attachment] = saved
        self._settings.remember_target(saved)
        self.edited.emit(attachment)

    def saved_target(self, attachment: Attachment) -> SavedTarget:
        """The settings of a target, such as its colour and whether it is read-only, also after ``detach``."""
        return self._saved_targets[attachment]

    def color(self, attachment: Attachment) -> str:
        """The colour of a target as ``#rrggbb``; empty if it has none, or is detached."""
        return self._saved_targets[attachment].color if attachment in self._saved_targets else ""

    def may_change(self, attachment: Attachment) -> bool:
        """Whether the target supports changes and the user has not marked it as read-only."""
        return attachment.target.capabilities.can_change and not self._saved_targets[attachment].read_only

    def problem_of_change(self, attachment: Attachment) -> str:
        """Why a target cannot be changed, in one sentence: that can begin while a dialog is open.

        The text is empty if it can be changed.
        """
        if attachment not in self._carriers:
            return _removed_sentence(attachment.name)
        if self.may_change(attachment):
            return ""
        return tr(
            "{target} is read-only here; “Target Settings…” in the menu Target permits changes",
            target=attachment.name,
        )

    def reconnect(self, attachment: Attachment) -> None:
        """Try to connect to a target again now; if it has refused the log-in, ask for another one."""
        if attachment.is_refused:
            self.login_wanted.emit(attachment)
        else:
            attachment.reconnect()

    def log_in(self, attachment: Attachment, user: str, password: str, keep: bool) -> None:
        """Connect to a target again with another user and password. ``keep``: save it in the keyring."""
        if not self.check_attached([attachment]):
            return
        url = with_login(without_password(attachment.url), user, password)
        try:
            target = create_target(url)
        except BadUrl as error:
            self.refused.emit(str(error))
            return
        saved = replace(self._saved_targets[attachment], url=without_password(url))
        self._saved_targets[attachment] = saved
        self._settings.remember_target(saved)
        if keep and password:
            work = partial(keyring_store.keep, saved.url, password)
            self._tasks.run(self, work, lambda _: None, lambda error: self.refused.emit(str(error)))
        attachment.reconnect(target)

    def detach(self, attachment: Attachment) -> None:
        """Detach from a target: emit ``detached`` now, and disconnect in the background."""
        if not self.check_attached([attachment]):
            return
        for carrier in self._carriers.pop(attachment, ()):
            carrier.close()
        self._tasks.run(self, lambda: self._session.detach(attachment), lambda _: None)
        self.detached.emit(attachment)

    def _unused_name(self, name: str, attachment: Attachment | None = None) -> str:
        """Return the name, with a number if another attachment has it, or had it before."""
        return unused(name, {each for one in self.active if one is not attachment for each in one.names})

    def _watch(self, attachment: Attachment) -> None:
        asked = 0

        def report() -> None:
            nonlocal asked
            self.changed.emit(attachment)
            if attachment.is_refused and attachment.refusals > asked:
                asked = attachment.refusals
                self.login_wanted.emit(attachment)

        self._carriers[attachment] = (
            self._bridge.carry_change(attachment.state_changed, report),
            self._bridge.carry_change(attachment.queues_changed, report),
        )
        self.attached.emit(attachment)
        report()  # the attachment may have changed before its signals were connected


def unused(name: str, taken: Collection[str]) -> str:
    """Return the name, with a number appended if it is taken: ``edge (2)``."""
    number, result = 1, name
    while result in taken:
        number += 1
        result = f"{name} ({number})"
    return result


def default_name(url: str) -> str:
    """Return the name of a target without one: host and port; for this machine ``local`` and the port.

    Raises:
        BadUrl: The URL is malformed, or its scheme is not supported.
    """
    address = create_target(url).label.rpartition("@")[2]
    host, colon, port = address.rpartition(":")
    return f"{LOCAL}:{port}" if colon and is_loopback(host.strip("[]")) else address


def _address(url: str) -> str:
    """Return what identifies the server of a valid URL: host, port and path."""
    parts = urlsplit(create_target(url).url)
    return parts.netloc.rpartition("@")[2].lower() + parts.path


def _removed_sentence(target: str) -> str:
    return tr("{target} was removed in the meantime, so nothing was done", target=target)
