# SPDX-License-Identifier: GPL-3.0-or-later
"""Lost events that the user has not seen yet: where they are missing was not in sight so far."""

from __future__ import annotations

from PyQt5.QtCore import QObject, pyqtSignal

from rqdebug.session import Attachment


class UnseenLosses(QObject):
    """How many of the lost events of each target were seen."""

    seen = pyqtSignal(object)
    """Of an Attachment more was seen."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._seen: dict[Attachment, int] = {}

    def unseen(self, attachment: Attachment) -> int:
        """How many lost events are to be warned of."""
        return max(attachment.log.lost - self._seen.get(attachment, 0), 0)

    def see(self, attachment: Attachment, count: int) -> None:
        """The places of the first ``count`` lost events have been in sight."""
        if count > self._seen.get(attachment, 0):
            self._seen[attachment] = count
            self.seen.emit(attachment)

    def forget(self, attachment: Attachment) -> None:
        """It was detached."""
        self._seen.pop(attachment, None)
