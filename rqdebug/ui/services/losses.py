# SPDX-License-Identifier: GPL-3.0-or-later
"""Lost events that the user has not seen yet: their gap in the log was never scrolled into view."""

from __future__ import annotations

from PyQt5.QtCore import QObject, pyqtSignal

from rqdebug.session import Attachment


class UnseenLosses(QObject):
    """Counts for each target how many lost events the user has seen."""

    seen = pyqtSignal(object)
    """The user has seen more lost events of an Attachment."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._seen: dict[Attachment, int] = {}

    def unseen(self, attachment: Attachment) -> int:
        """Number of lost events that the user has not seen yet."""
        return max(attachment.log.lost - self._seen.get(attachment, 0), 0)

    def mark_seen(self, attachment: Attachment, count: int) -> None:
        """Mark the first ``count`` lost events of a target as seen."""
        if count > self._seen.get(attachment, 0):
            self._seen[attachment] = count
            self.seen.emit(attachment)

    def forget(self, attachment: Attachment) -> None:
        """Drop the count of a target that was detached."""
        self._seen.pop(attachment, None)
