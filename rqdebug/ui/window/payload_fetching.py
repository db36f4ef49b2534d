# SPDX-License-Identifier: GPL-3.0-or-later
"""Fetches whole payloads from the queue; events and previews contain only the beginning."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from PyQt5.QtCore import QObject, pyqtSignal
from PyQt5.QtWidgets import QFileDialog, QWidget

from rqcore.codec import Codec
from rqcore.errors import RqError
from rqcore.protocol.queue_values import Preview
from rqdebug.events.event_log import Event
from rqdebug.inspection import payload_reader
from rqdebug.session import Attachment
from rqdebug.ui.inspection.payload_view import PayloadView
from rqdebug.ui.services.attachment_service import AttachmentControl
from rqdebug.ui.services.background_tasks import BackgroundTasks
from rqdebug.ui.services.manual_calls import CallControl
from rqdebug.ui.services.progress_job import ProgressJob
from rqdebug.ui.style.tr import tr


class PayloadFetching(QObject):
    """Fetches more of a payload, or saves it to a file, when a payload view asks for it."""

    done = pyqtSignal(str)
    """A payload was saved, or saving was canceled: a sentence for the status bar."""
    failed = pyqtSignal(str)
    """A payload cannot be saved: why, in one sentence."""

    def __init__(self, attachments: AttachmentControl, tasks: BackgroundTasks, window: QWidget) -> None:
        super().__init__(window)
        self._attachments = attachments
        self._tasks = tasks
        self._calls = CallControl(tasks, self)
        self._window = window

    def serve(self, view: PayloadView, attachment: Attachment, queue: str) -> None:
        """Connect a view that shows items of one queue; its ``source`` is a Preview."""
        view.piece_wanted.connect(partial(self._fetch, view, attachment, queue))
        view.save_wanted.connect(partial(self._save, attachment, queue))

    def serve_events(self, view: PayloadView) -> None:
        """Connect a view that shows payloads of events; its ``source`` is an Event."""
        view.piece_wanted.connect(partial(self._fetch_of_event, view))
        view.save_wanted.connect(partial(self._save_of_event, view))

    def _fetch(
        self, view: PayloadView, attachment: Attachment, queue: str, item: Preview, start: int
    ) -> None:
        self._begin(view, attachment, queue, item, start, source=item)

    def _fetch_of_event(self, view: PayloadView, event: Event, start: int) -> None:
        if attachment := self._attachment(view, event):
            self._begin(view, attachment, event.queue, _item(event), start, source=event)

    def _save_of_event(self, view: PayloadView, event: Event) -> None:
        if attachment := self._attachment(view, event):
            self._save(attachment, event.queue, _item(event))

    def _attachment(self, view: PayloadView, event: Event) -> Attachment | None:
        """Return the target of an event; if it is not attached, show that in the view and return None."""
        attachment = self._attachments.named(event.target)
        if attachment is None:
            sentence = tr("The rest of the payload is not available: its target is not connected")
            view.show_error(event, sentence)
        return attachment

    def _save(self, attachment: Attachment, queue: str, item: Preview) -> None:
        name, _ = QFileDialog.getSaveFileName(self._window, tr("Save Payload"), "payload")
        if not name:
            return
        path = Path(name)

        def ended(whole: bool) -> None:
            saved, canceled = (
                tr("Saved the payload to {file}", file=path),
                tr("Cancelled; {file} was not saved", file=path),
            )
            self.done.emit(saved if whole else canceled)

        def failed(error: Exception) -> None:
            if not isinstance(error, (RqError, OSError)):
                raise error
            self.failed.emit(str(error))

        steps = _save_steps(attachment, queue, item, path)
        ProgressJob(tr("Writing {file}", file=path.name), steps, self._tasks, ended, failed, self._window)

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
            view, attachment, work, partial(view.show_piece, source), partial(view.show_error, source)
        )


def _item(event: Event) -> Preview:
    return Preview(event.item, Codec.parse(event.codec), event.size, event.payload)


def _save_steps(attachment: Attachment, queue: str, item: Preview, path: Path) -> Iterator[float]:
    """Save a payload; yields the progress as a fraction. Runs in another thread."""
    with attachment.target.connect() as controller:
        yield from payload_reader.save_payload(controller, queue, item, path)
