# SPDX-License-Identifier: GPL-3.0-or-later
"""A payload in every form in which it can be read: a page for each decoder of ``rqdebug.inspection``."""

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
"""A tree of up to this many rows is expanded at once."""


class PayloadForms(QTabWidget):
    """Shows the pages of the decoders that can read the payload, and hides the others."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pages: dict[str, TextPage | TreePage] = {}
        """By the title of the decoder."""
        self._chosen: int | None = None
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
        """Show some bytes of a payload in the forms that need no more than them."""
        self._show(part, needs_whole_payload=False)

    def show_whole(self, part: PayloadSlice | None) -> None:
        """Show a whole payload in the forms that need all of it; None: it is not all known."""
        self._show(part, needs_whole_payload=True)

    def show_preferred(self) -> None:
        """Bring to the front the form that the user chose last, or the best one, if the payload has it."""
        preferred = [n for n, decoder in enumerate(DECODERS) if self._codec in decoder.preferred_codecs]
        chosen = [] if self._chosen is None else [self._chosen]
        self.setCurrentIndex(next(filter(self.isTabVisible, (*chosen, *preferred)), 0))

    def _show(self, part: PayloadSlice | None, needs_whole_payload: bool) -> None:
        self._codec = part.codec if part else self._codec
        for number, (decoder, page) in enumerate(zip(DECODERS, self.pages.values(), strict=True)):
            if decoder.needs_whole_payload == needs_whole_payload:
                decoded = decoder.decode(part) if part else None
                page.show_decoded(decoded)
                self.setTabVisible(number, decoded is not None)

    def _choose(self, number: int) -> None:
        self._chosen = number


class TextPage(QPlainTextEdit):
    """A form that is text."""

    def __init__(self, decoder: Decoder, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("reader")
        self.setFont(theme.mono)
        self.setReadOnly(True)
        self.setFrameShape(QPlainTextEdit.NoFrame)
        if decoder.has_columns:
            self.setLineWrapMode(QPlainTextEdit.NoWrap)
        self.setAccessibleName(tr("Payload: {form}", form=tr(decoder.title)))

    def show_decoded(self, decoded: DecodedText | DecodedTree | None) -> None:
        """Show a text with the problem that its decoder had, or nothing."""
        if not isinstance(decoded, DecodedText):
            self.setPlainText("")
        elif decoded.problem:
            self.setPlainText(f"{decoded.text}\n{tr(decoded.problem)}: {decoded.detail}")
        else:
            self.setPlainText(decoded.text)


class TreePage(QTreeView):
    """A form that is a tree."""

    def __init__(self, decoder: Decoder, theme: Theme) -> None:
        super().__init__()
        self._model = JsonTree(self)
        self.setModel(self._model)
        self.setFont(theme.mono)
        self.setFrameShape(QTreeView.NoFrame)
        self.setAlternatingRowColors(True)
        self.setAccessibleName(tr("Payload: {form}", form=tr(decoder.title)))
        self.header().setSectionResizeMode(QHeaderView.Interactive)

    @property
    def is_cut(self) -> bool:
        """Whether there are more rows than are shown."""
        return self._model.cut

    def show_decoded(self, decoded: DecodedText | DecodedTree | None) -> None:
        """Show a tree, or nothing."""
        self._model.show_value(decoded.value if isinstance(decoded, DecodedTree) else None)
        if self._model.rowCount() <= MAX_EXPANDED:
            self.expandAll()
        self.resizeColumnToContents(0)
