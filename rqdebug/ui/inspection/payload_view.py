# SPDX-License-Identifier: GPL-3.0-or-later
"""Shows a payload of any size, one part at a time."""

from __future__ import annotations

from PyQt5.QtCore import Qt, pyqtSignal
from PyQt5.QtWidgets import QCheckBox, QHBoxLayout, QPushButton, QSlider, QVBoxLayout, QWidget

from rqdebug.inspection.decoders import PayloadSlice
from rqdebug.inspection.layers.unwrapping import unwrap
from rqdebug.inspection.payload_reader import AT_ONCE, PIECE, PayloadPart
from rqdebug.ui.inspection.payload_forms import PayloadForms
from rqdebug.ui.models import formats
from rqdebug.ui.services.timers import after_pause
from rqdebug.ui.style.engine_messages import translate_message
from rqdebug.ui.style.theme import Theme
from rqdebug.ui.style.tr import tr
from rqdebug.ui.widgets.elided import ElidedLabel

SLIDER_PAUSE = 120
"""Milliseconds without a move of the slider before the part at its position is shown."""


class PayloadView(QWidget):
    """Shows a payload and requests the parts that it does not have."""

    piece_wanted = pyqtSignal(object, int)
    """Fetch a part of the payload: the ``source`` of the current payload, and the first byte."""
    save_wanted = pyqtSignal(object)
    """Save the whole payload of this ``source`` to a file."""

    def __init__(self, theme: Theme, parent: QWidget | None = None, *, offers_filters: bool = False) -> None:
        """``offers_filters``: whether payloads are of events in a log, which can be filtered by a member."""
        super().__init__(parent)
        self._offers_filters = offers_filters
        self.forms = PayloadForms(theme)
        self.note = ElidedLabel()
        self.more_button = QPushButton(tr("Show More"))
        self.back_button, self.next_button = QPushButton(tr("Previous")), QPushButton(tr("Next"))
        self.save_button = QPushButton(tr("Save…"))
        self.as_sent = QCheckBox(tr("As sent"))
        self.as_sent.setToolTip(tr("Show the bytes that were sent, with their layers"))
        self.slider = QSlider(Qt.Horizontal)
        self._payload, self._codec, self._size = b"", "", 0
        self._source: object = None
        self._sent: tuple[bytes, str, int, object] = (b"", "", 0, None)
        self._layers: tuple[str, ...] = ()
        self._range = ""
        self._pause = after_pause(SLIDER_PAUSE, self._go_to_slider, self)
        self._lay_out()
        self.more_button.clicked.connect(lambda _: self.piece_wanted.emit(self._source, 0))
        self.back_button.clicked.connect(lambda _: self.slider.triggerAction(QSlider.SliderSingleStepSub))
        self.next_button.clicked.connect(lambda _: self.slider.triggerAction(QSlider.SliderSingleStepAdd))
        self.save_button.clicked.connect(lambda _: self.save_wanted.emit(self._source))
        self.slider.valueChanged.connect(lambda _: self._pause.start())
        self.as_sent.toggled.connect(lambda _: self.show_payload(*self._sent))
        self.forms.notes_changed.connect(self._show_notes)

    def show_nothing(self) -> None:
        """Show that there is no payload, which is not the same as an empty one."""
        self.show_payload(b"", "", 0)
        self.forms.show_empty_note(tr("No item"))

    def show_payload(self, payload: bytes, codec: str, size: int, source: object = None) -> None:
        """Show a payload of ``size`` bytes, of which ``payload`` may be only the first part.

        ``source`` identifies the payload in ``piece_wanted``; None if no more can be fetched.
        """
        self._sent = payload, codec, size, source
        inside = unwrap(payload) if len(payload) == size <= AT_ONCE else None
        self._layers = inside.names if inside else ()
        self.as_sent.setVisible(bool(self._layers))
        self.forms.offer_filters(self._offers_filters and not self._layers)
        if inside and self._layers and not self.as_sent.isChecked():
            self._show_payload(inside.data, "", len(inside.data), source)
        else:
            self._show_payload(*self._sent)
        self.save_button.setVisible(source is not None and size > len(payload[:PIECE]))

    def _show_payload(self, payload: bytes, codec: str, size: int, source: object) -> None:
        self.forms.show_empty_note("" if size else tr("Empty item: 0 bytes"))
        self._payload, self._codec, self._size, self._source = payload, codec, size, source
        self._pause.stop()
        self._begin_pages()
        self._show_pages(self._complete and size > PIECE)
        self.more_button.setVisible(source is not None and not self._complete)
        is_small = self._complete and size <= AT_ONCE
        self.forms.show_whole(PayloadSlice(payload, codec, 0, size) if is_small else None)
        self._show(PayloadPart(0, payload[:PIECE]))
        self.forms.show_preferred()

    def show_piece(self, source: object, piece: PayloadPart) -> None:
        """Show a part that ``piece_wanted`` requested. A whole payload is kept for all later parts."""
        if source is not self._source:
            return  # another payload is shown now
        if len(piece.data) == self._size:
            self.show_payload(piece.data, self._codec, self._size, source)
            return
        self.more_button.hide()
        self._show_pages(True)
        self._show(piece)

    def show_error(self, source: object, message: str) -> None:
        """Show why a requested part is not available."""
        if source is self._source:
            self._range = translate_message(message)
            self._show_notes()
            self.more_button.hide()
            self.save_button.hide()

    @property
    def _complete(self) -> bool:
        return len(self._payload) >= self._size

    def _go_to_slider(self) -> None:
        """Show the part at the position of the slider."""
        start = self.slider.value() * PIECE
        if self._complete:
            self._show(PayloadPart(start, self._payload[start : start + PIECE]))
        else:
            self.piece_wanted.emit(self._source, start)

    def _show(self, piece: PayloadPart) -> None:
        start, end = piece.start, piece.start + len(piece.data)
        self.forms.show_part(PayloadSlice(piece.data, self._codec, start, self._size))
        self._range = _range_text(start, end, self._size) if end - start < self._size else ""
        self._show_notes()

    def _show_notes(self) -> None:
        self._show_note(" · ".join(filter(None, [self._path(), self._range, *self.forms.notes])))

    def _path(self) -> str:
        """Return a note about the layers in which the payload was sent."""
        if not self._layers or self.as_sent.isChecked():
            return ""
        return tr("Sent as {layers}", layers=" → ".join(self._layers))

    def _begin_pages(self) -> None:
        self.slider.blockSignals(True)
        self.slider.setRange(0, max(self._size - 1, 0) // PIECE)
        self.slider.setValue(0)
        self.slider.blockSignals(False)

    def _show_pages(self, shown: bool) -> None:
        for widget in (self.slider, self.back_button, self.next_button):
            widget.setVisible(shown)

    def _show_note(self, text: str) -> None:
        self.note.setText(text)
        self.note.setVisible(bool(text))

    def _lay_out(self) -> None:
        self.note.setObjectName("muted")
        self.slider.setAccessibleName(tr("Position in the payload"))
        row = QHBoxLayout()
        row.setContentsMargins(10, 2, 10, 4)
        row.addWidget(self.note)
        row.addWidget(self.more_button)
        row.addWidget(self.back_button)
        row.addWidget(self.slider, 1)
        row.addWidget(self.next_button)
        row.addWidget(self.save_button)
        row.addStretch(0)
        row.addWidget(self.as_sent)
        self.show_nothing()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.forms)
        column.addLayout(row)


def _range_text(start: int, end: int, size: int) -> str:
    if not start:
        return tr("The first {n} of {all}", n=formats.size(end), all=formats.size(size))
    positions = {"first": formats.size(start), "last": formats.size(end), "all": formats.size(size)}
    return tr("{first} to {last} of {all}", **positions)
