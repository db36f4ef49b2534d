# SPDX-License-Identifier: GPL-3.0-or-later
"""A payload in every format that can decode it: one page per decoder of ``rqdebug.inspection``."""

from __future__ import annotations

from PyQt5.QtWidgets import QHeaderView, QPlainTextEdit, QTabWidget, QTreeView, QWidget

from rqdebug.inspection.decoders import (
    DECODERS,
    DecodedText,
    DecodedTree,
    Decoder,
    PayloadSlice,
)
from rqdebug.ui.models.json_tree import JsonTree
from rqdebug.ui.style.theme import Theme
from rqdebug.ui.style.tr import tr

MAX_EXPANDED = 200
"""A tree with up to this many rows is shown expanded."""


class PayloadForms(QTabWidget):
    """Shows the pages of the decoders that can decode the payload, and hides the others."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pages: dict[str, TextPage | TreePage] = {}
        """The pages by decoder title."""
        self._selected: int | None = None
        self._codec = ""
        self.setDocumentMode(True)
        for decoder in DECODERS:
            page = (TreePage if decoder.is_tree else TextPage)(decoder, theme)
            self.pages[decoder.title] = page
            self.addTab(page, tr(decoder.title))
        self.tabBarClicked.connect(self._choose)

    @property
    def tree_is_cut(self) -> bool:
        """Whether a tree has more rows than are shown."""
        return any(page.is_cut for page in self.pages.values() if isinstance(page, TreePage))

    def show_part(self, part: PayloadSlice) -> None:
        """Show a part of a payload in the formats that can decode a part."""
        self._show(part, needs_whole_payload=False)

    def show_whole(self, part: PayloadSlice | None) -> None:
        """Show a whole payload in the formats that need all of it; None if it is not loaded completely."""
        self._show(part, needs_whole_payload=True)

    def show_preferred(self) -> None:
        """Select the page that the user chose last, if visible; otherwise the best one for the codec."""
        preferred = [n for n, decoder in enumerate(DECODERS) if self._codec in decoder.preferred_codecs]
        last = [] if self._selected is None else [self._selected]
        self.setCurrentIndex(next(filter(self.isTabVisible, (*last, *preferred)), 0))

    def _show(self, part: PayloadSlice | None, needs_whole_payload: bool) -> None:
        self._codec = part.codec if part else self._codec
        for number, (decoder, page) in enumerate(zip(DECODERS, self.pages.values(), strict=True)):
            if decoder.needs_whole_payload == needs_whole_payload:
                decoded = decoder.decode(part) if part else None
                page.show_decoded(decoded)
                self.setTabVisible(number, decoded is not None)

    def _choose(self, number: int) -> None:
        self._selected = number


class TextPage(QPlainTextEdit):
    """A page that shows text."""

    def __init__(self, decoder: Decoder, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("reader")
        self.setFont(theme.mono)
        self.setReadOnly(True)
        self.setFrameShape(QPlainTextEdit.NoFrame)
        if decoder.has_columns:
            self.setLineWrapMode(QPlainTextEdit.NoWrap)
        self.setAccessibleName(tr("Payload: {format}", format=tr(decoder.title)))

    def show_decoded(self, decoded: DecodedText | DecodedTree | None) -> None:
        """Show a text and the problem that its decoder reported; clear the page for other values."""
        if not isinstance(decoded, DecodedText):
            self.setPlainText("")
        elif decoded.problem:
            self.setPlainText(f"{decoded.text}\n{tr(decoded.problem)}: {decoded.detail}")
        else:
            self.setPlainText(decoded.text)


class TreePage(QTreeView):
    """A page that shows a tree."""

    def __init__(self, decoder: Decoder, theme: Theme) -> None:
        super().__init__()
        self._model = JsonTree(self)
        self.setModel(self._model)
        self.setFont(theme.mono)
        self.setFrameShape(QTreeView.NoFrame)
        self.setAlternatingRowColors(True)
        self.setAccessibleName(tr("Payload: {format}", format=tr(decoder.title)))
        self.header().setSectionResizeMode(QHeaderView.Interactive)

    def keyboardSearch(self, search: str) -> None:
        """Do nothing: Qt would compare the typed letters with each row that is open."""

    @property
    def is_cut(self) -> bool:
        """Whether there are more rows than are shown."""
        return self._model.cut

    def show_decoded(self, decoded: DecodedText | DecodedTree | None) -> None:
        """Show a tree; clear the page for other values."""
        self._model.show_value(decoded.value if isinstance(decoded, DecodedTree) else None)
        if self._model.rowCount() <= MAX_EXPANDED:
            self.expandAll()
        self.resizeColumnToContents(0)
