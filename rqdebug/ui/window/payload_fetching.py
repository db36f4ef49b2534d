# SPDX-License-Identifier: GPL-3.0-or-later
"""More of payloads of which only the beginning is known, while their items are still in their queues."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from PyQt5.QtCore import QObject
from PyQt5.QtWidgets import QFileDialog, QWidget

from rqcore.codec import Codec
from rqcore.errors import RqError
from rqcore.protocol.queue_values import Preview
from rqdebug.events.event_log import Event
from rqdebug.inspection import payload_reader
from rqdebug.session import Attachment
from rqdebug.ui.inspection.payload_view import PayloadView
from rqdebug.ui.services.manual_calls import CallControl
from rqdebug.ui.services.progress_job import ProgressJob
from rqdebug.ui.style.tr import tr
from rqdebug.ui.window.window_context import WindowContext


class PayloadFetching(QObject):
    """Asks targets for what views want."""

    def __init__(self, context: WindowContext, calls: CallControl, window: QWidget) -> None:
        super().__init__(window)
        self._context = context
        self._calls = calls
        self._window = window
        context.inspector.payload.piece_wanted.connect(self._fetch_of_event)
        context.inspector.payload.save_wanted.connect(self._save_of_event)

    def serve(self, view: PayloadView, attachment: Attachment, queue: str) -> None:
        """Whatever this view wants is of an item in this queue: its ``source`` is a Preview."""
        view.piece_wanted.connect(partial(self._fetch, view, attachment, queue))
        view.save_wanted.connect(partial(self._save, attachment, queue))

    def _fetch(
        self, view: PayloadView, attachment: Attachment, queue: str, item: Preview, start: int
    ) -> None:
        self._begin(view, attachment, queue, item, start, source=item)

    def _fetch_of_event(self, event: Event, start: int) -> None:
        if attachment := self._attachment(event):
            view = self._context.inspector.payload
            self._begin(view, attachment, event.queue, _item(event), start, source=event)

    def _save_of_event(self, event: Event) -> None:
        if attachment := self._attachment(event):
            self._save(attachment, event.queue, _item(event))

    def _attachment(self, event: Event) -> Attachment | None:
        """The target of an event; where it is not attached, that is said."""
        targets = self._context.attachments.active
        found = next((target for target in targets if target.name == event.target), None)
        if found is None:
            sentence = tr("The target is not attached: no more of the payload was recorded")
            self._context.inspector.payload.show_trouble(event, sentence)
        return found

    def _save(self, attachment: Attachment, queue: str, item: Preview) -> None:
        name, _ = QFileDialog.getSaveFileName(self._window, tr("Save Payload"), "payload")
        if not name:
            return
        path, captures = Path(name), self._context.captures

        def ended(whole: bool) -> None:
            saved, given_up = (
                tr("Payload saved in {file}", file=path),
                tr("{file} was not written", file=path),
            )
            captures.done.emit(saved if whole else given_up)

        def failed(error: Exception) -> None:
            if not isinstance(error, (RqError, OSError)):
                raise error
            captures.refused.emit(str(error))

        steps = _saved(attachment, queue, item, path)
        ProgressJob(
            tr("Writing {file}", file=path.name), steps, self._context.tasks, ended, failed, self._window
        )

    def _begin(
        self,
        view: PayloadView,
        attachment: Attachment,
        queue: str,
        item: Preview,
        start: int,
        source: object,
    ) -> None:
        work = partial(payload_reader.read_part, queue=queue, item=item, start=start)
        self._calls.begin(
            view, attachment, work, partial(view.show_piece, source), partial(view.show_trouble, source)
        )


def _item(event: Event) -> Preview:
    return Preview(event.item, Codec.parse(event.codec), event.size, event.payload)


def _saved(attachment: Attachment, queue: str, item: Preview, path: Path) -> Iterator[float]:
    """In another thread."""
    with attachment.target.connect() as controller:
        yield from payload_reader.save_payload(controller, queue, item, path)
