# SPDX-License-Identifier: GPL-3.0-or-later
"""A payload, however large: a piece of it at a time, and the way to the others."""

from __future__ import annotations

from PyQt5.QtCore import Qt, pyqtSignal
from PyQt5.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSlider, QVBoxLayout, QWidget

from rqdebug.inspection.decoders import PayloadSlice
from rqdebug.inspection.payload_reader import AT_ONCE, PIECE, PayloadPart
from rqdebug.ui.inspection.payload_forms import PayloadForms
from rqdebug.ui.models import formats
from rqdebug.ui.services.timers import after_pause
from rqdebug.ui.style.theme import Theme
from rqdebug.ui.style.tr import tr

DRAGGED = 120
"""Milliseconds for which the slider rests before the piece at its place is shown."""


class PayloadView(QWidget):
    """Shows a payload, and asks for the parts that it does not have."""

    piece_wanted = pyqtSignal(object, int)
    """Of what was shown last, the ``source``; and from which byte on more of it is wanted."""
    save_wanted = pyqtSignal(object)
    """The whole payload of this ``source`` is wanted in a file."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.forms = PayloadForms(theme)
        self.note = QLabel()
        self.more_button = QPushButton(tr("Show More"))
        self.back_button, self.next_button = QPushButton(tr("Back")), QPushButton(tr("Next"))
        self.save_button = QPushButton(tr("Save…"))
        self.slider = QSlider(Qt.Horizontal)
        self._payload, self._codec, self._size = b"", "", 0
        self._source: object = None
        self._pause = after_pause(DRAGGED, self._turn, self)
        self._lay_out()
        self.more_button.clicked.connect(lambda _: self.piece_wanted.emit(self._source, 0))
        self.back_button.clicked.connect(lambda _: self.slider.triggerAction(QSlider.SliderSingleStepSub))
        self.next_button.clicked.connect(lambda _: self.slider.triggerAction(QSlider.SliderSingleStepAdd))
        self.save_button.clicked.connect(lambda _: self.save_wanted.emit(self._source))
        self.slider.valueChanged.connect(lambda _: self._pause.start())

    def show_payload(self, payload: bytes, codec: str, size: int, source: object = None) -> None:
        """``payload`` may be the first of ``size`` bytes only.

        ``source`` then says what ``piece_wanted`` is to ask for; None: there is no more.
        """
        self._payload, self._codec, self._size, self._source = payload, codec, size, source
        self._pause.stop()
        self._begin_pages()
        self._show_pages(self._complete and size > PIECE)
        self.more_button.setVisible(source is not None and not self._complete)
        self.save_button.setVisible(source is not None and size > len(payload[:PIECE]))
        is_small = self._complete and size <= AT_ONCE
        self.forms.show_whole(PayloadSlice(payload, codec, 0, size) if is_small else None)
        self._show(PayloadPart(0, payload[:PIECE]))
        self.forms.show_preferred()

    def show_piece(self, source: object, piece: PayloadPart) -> None:
        """What was wanted has come; a whole payload is kept, so that nothing more needs to be asked for."""
        if source is not self._source:
            return  # another payload is shown by now
        if len(piece.data) == self._size:
            self.show_payload(piece.data, self._codec, self._size, source)
            return
        self.more_button.hide()
        self._show_pages(True)
        self._show(piece)

    def show_trouble(self, source: object, sentence: str) -> None:
        """What was wanted cannot be had."""
        if source is self._source:
            self._say(sentence)
            self.more_button.hide()
            self.save_button.hide()

    @property
    def _complete(self) -> bool:
        return len(self._payload) >= self._size

    def _turn(self) -> None:
        """To the piece at which the slider stands."""
        start = self.slider.value() * PIECE
        if self._complete:
            self._show(PayloadPart(start, self._payload[start : start + PIECE]))
        else:
            self.piece_wanted.emit(self._source, start)

    def _show(self, piece: PayloadPart) -> None:
        start, end = piece.start, piece.start + len(piece.data)
        self.forms.show_part(PayloadSlice(piece.data, self._codec, start, self._size))
        notes = [_where(start, end, self._size)] if end - start < self._size else []
        notes += [tr("The tree is too large to be shown whole")] if self.forms.tree_is_cut else []
        self._say(" · ".join(notes))

    def _begin_pages(self) -> None:
        self.slider.blockSignals(True)
        self.slider.setRange(0, max(self._size - 1, 0) // PIECE)
        self.slider.setValue(0)
        self.slider.blockSignals(False)

    def _show_pages(self, shown: bool) -> None:
        for widget in (self.slider, self.back_button, self.next_button):
            widget.setVisible(shown)

    def _say(self, sentence: str) -> None:
        self.note.setText(sentence)
        self.note.setVisible(bool(sentence))

    def _lay_out(self) -> None:
        self.note.setObjectName("muted")
        self.note.setTextFormat(Qt.PlainText)
        self.slider.setAccessibleName(tr("Place in the payload"))
        row = QHBoxLayout()
        row.setContentsMargins(10, 2, 10, 4)
        row.addWidget(self.note)
        row.addWidget(self.more_button)
        row.addWidget(self.back_button)
        row.addWidget(self.slider, 1)
        row.addWidget(self.next_button)
        row.addWidget(self.save_button)
        row.addStretch(0)
        self.show_payload(b"", "", 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.forms)
        column.addLayout(row)


def _where(start: int, end: int, size: int) -> str:
    if not start:
        return tr("The first {n} of {all}", n=formats.size(end), all=formats.size(size))
    places = {"first": formats.size(start), "last": formats.size(end), "all": formats.size(size)}
    return tr("{first} to {last} of {all}", **places)
