# SPDX-License-Identifier: GPL-3.0-or-later
"""More of payloads of which only the beginning is known, while their items are still in their queues."""

from __future__ import annotations

from functools import partial

from PyQt5.QtCore import QObject

from rqcore.codec import Codec
from rqcore.queues import Preview
from rqdebug import pieces
from rqdebug.log.eventlog import Event
from rqdebug.session import Attachment
from rqdebug.ui.calls import CallControl
from rqdebug.ui.panels.payload_view import PayloadView
from rqdebug.ui.parts import Parts
from rqdebug.ui.tr import tr


class Fetching(QObject):
    """Asks targets for what views want."""

    def __init__(self, parts: Parts, calls: CallControl, parent: QObject) -> None:
        super().__init__(parent)
        self._parts = parts
        self._calls = calls
        parts.inspector.payload.piece_wanted.connect(self._fetch_of_event)

    def serve(self, view: PayloadView, attachment: Attachment, queue: str) -> None:
        """Whatever this view wants is of an item in this queue: its ``source`` is a Preview."""
        view.piece_wanted.connect(partial(self._fetch, view, attachment, queue))

    def _fetch(
        self, view: PayloadView, attachment: Attachment, queue: str, item: Preview, start: int
    ) -> None:
        self._begin(view, attachment, queue, item, start, source=item)

    def _fetch_of_event(self, event: Event, start: int) -> None:
        view = self._parts.inspector.payload
        targets = self._parts.control.attachments
        attachment = next((target for target in targets if target.name == event.target), None)
        if attachment is None:
            view.show_trouble(event, tr("The target is not attached: no more of the payload was recorded"))
            return
        item = Preview(event.item, Codec.parse(event.codec), event.size, event.payload)
        self._begin(view, attachment, event.queue, item, start, source=event)

    def _begin(
        self,
        view: PayloadView,
        attachment: Attachment,
        queue: str,
        item: Preview,
        start: int,
        source: object,
    ) -> None:
        work = partial(pieces.piece, queue=queue, item=item, start=start)
        self._calls.begin(
            view, attachment, work, partial(view.show_piece, source), partial(view.show_trouble, source)
        )
