# SPDX-License-Identifier: GPL-3.0-or-later
"""A payload in every format that can decode it: one page per decoder of ``rqdebug.inspection``."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from PyQt5.QtCore import QEvent, QModelIndex, QPoint, Qt, pyqtSignal
from PyQt5.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PyQt5.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QMenu,
    QPlainTextEdit,
    QTabWidget,
    QTreeView,
    QWidget,
)

from rqdebug.events.filters.combine import make_member_condition
from rqdebug.events.filters.json_members import format_path
from rqdebug.inspection.decoders import (
    DECODERS,
    DecodedText,
    DecodedTree,
    Decoder,
    PayloadSlice,
)
from rqdebug.inspection.json_layout import JsonObject, write_json
from rqdebug.inspection.text_encodings import AUTOMATIC, ENCODINGS, EncodedText
from rqdebug.ui.models.json_tree import JsonTree, text_of
from rqdebug.ui.style.theme import Theme
from rqdebug.ui.style.tr import counted, tr
from rqdebug.ui.widgets.escaping_delegate import escape_items
from rqdebug.ui.widgets.filter_menu import add_copy_action, add_filter_menu, add_rule_actions
from rqdebug.ui.widgets.mnemonics import ContextMenu
from rqdebug.ui.widgets.text_finder import TextFinder

MAX_EXPANDED = 200
"""A tree with up to this many rows is shown expanded."""


class PayloadForms(QTabWidget):
    """Shows the pages of the decoders that can decode the payload, and hides the others."""

    test_wanted = pyqtSignal(str, str)
    """How to combine it with the filter of the log, and a condition on a member."""
    rule_wanted = pyqtSignal(str, str)
    """Stop or delay calls like this: the kind of action, and a condition on a member."""
    notes_changed = pyqtSignal()
    """Another page or encoding was chosen, and with it ``notes``."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pages: dict[str, TextPage | TreePage] = {}
        """The pages by decoder title."""
        self._selected: int | None = None
        self._part = PayloadSlice(b"", "", 0, 0)
        self._found = AUTOMATIC
        self.encoding = QComboBox()
        self._lay_out_encodings()
        self.setDocumentMode(True)
        for decoder in DECODERS:
            page = (TreePage if decoder.is_tree else TextPage)(decoder, theme)
            if isinstance(page, TreePage):
                page.test_wanted.connect(self.test_wanted)
                page.rule_wanted.connect(self.rule_wanted)
            self.pages[decoder.title] = page
            self.addTab(page, tr(decoder.title))
        self.tabBarClicked.connect(self._choose)
        self.currentChanged.connect(self._change_page)
        self.encoding.activated.connect(self._change_encoding)

    @property
    def tree_is_cut(self) -> bool:
        """Whether a tree has more rows than are shown."""
        return any(page.is_cut for page in self.pages.values() if isinstance(page, TreePage))

    @property
    def notes(self) -> list[str]:
        """What is not shown as it was sent, as sentences."""
        page = self.currentWidget()
        notes = [tr("The tree is too large to show completely")] if self.tree_is_cut else []
        return notes + (_encoding_notes(page.source) if isinstance(page, TextPage) and page.source else [])

    def offer_filters(self, offered: bool) -> None:
        """Let the menus of trees offer filters, which find the members of payloads as they were sent."""
        for page in self.pages.values():
            if isinstance(page, TreePage):
                page.offers_filters = offered

    def show_empty_note(self, text: str) -> None:
        """Show a text in the place of a payload without bytes."""
        for page in self.pages.values():
            if isinstance(page, TextPage):
                page.setPlaceholderText(text)

    def show_part(self, part: PayloadSlice) -> None:
        """Show a part of a payload in the formats that can decode a part."""
        self._show(part, needs_whole_payload=False)

    def show_whole(self, part: PayloadSlice | None) -> None:
        """Show a whole payload in the formats that need all of it; None if it is not loaded completely."""
        self._show(part, needs_whole_payload=True)

    def show_preferred(self) -> None:
        """Select the page that the user chose last, if visible; otherwise the best one for the payload."""
        preferred = [n for n, decoder in enumerate(DECODERS) if decoder.prefers(self._part)]
        last = [] if self._selected is None else [self._selected]
        self.setCurrentIndex(next(filter(self.isTabVisible, (*last, *preferred)), 0))

    def _show(self, part: PayloadSlice | None, needs_whole_payload: bool) -> None:
        part = part and self._with_encoding(part)
        for number, (decoder, page) in enumerate(zip(DECODERS, self.pages.values(), strict=True)):
            if decoder.needs_whole_payload == needs_whole_payload:
                decoded = decoder.decode(part) if part else None
                page.show_decoded(decoded)
                self.setTabVisible(number, decoded is not None)
                if isinstance(decoded, DecodedText) and decoded.source:
                    self._found = decoded.source.encoding

    def _with_encoding(self, part: PayloadSlice) -> PayloadSlice:
        """Return the part with the chosen encoding; a later part has the one of the beginning."""
        chosen = self.encoding.currentData() or (self._found if part.start else AUTOMATIC)
        self._part = replace(part, encoding=chosen)
        return self._part

    def _change_page(self) -> None:
        self.encoding.setVisible(isinstance(page := self.currentWidget(), TextPage) and page.has_encoding)
        self.notes_changed.emit()

    def _change_encoding(self) -> None:
        self.show_part(self._part)
        self.notes_changed.emit()

    def _choose(self, number: int) -> None:
        self._selected = number

    def _lay_out_encodings(self) -> None:
        self.encoding.addItem(tr("Automatic"), AUTOMATIC)
        for name in ENCODINGS:
            self.encoding.addItem(name, name)
        self.encoding.setAccessibleName(tr("Text encoding"))
        self.encoding.setToolTip(tr("The encoding in which the payload is read as text"))
        corner = QWidget()
        corner.setAutoFillBackground(True)  # hides the line that Qt draws behind a corner
        row = QHBoxLayout(corner)
        row.setContentsMargins(0, 0, 6, 2)
        row.addWidget(self.encoding)
        self.setCornerWidget(corner)


def _encoding_notes(source: EncodedText) -> list[str]:
    """Return sentences about the characters that are not shown as they were sent."""
    notes = []
    if source.replaced:
        notes.append(
            counted(
                source.replaced,
                "{n} invalid sequence of {encoding} is shown as �",
                "{n} invalid sequences of {encoding} are shown as �",
                encoding=source.encoding,
            )
        )
    if source.controls:
        notes.append(
            counted(
                source.controls,
                "{n} control character is shown as an escape",
                "{n} control characters are shown as escapes",
            )
        )
    return notes


class TextPage(QPlainTextEdit):
    """A page that shows text."""

    def __init__(self, decoder: Decoder, theme: Theme) -> None:
        super().__init__()
        self.source: EncodedText | None = None
        """What was decoded, if it is a text in an encoding."""
        self.has_encoding = decoder.has_encoding
        self.setObjectName("reader")
        theme.follow_mono(self)
        self.setReadOnly(True)
        if decoder.has_columns:
            self.setLineWrapMode(QPlainTextEdit.NoWrap)
        self.finder = TextFinder(self)
        self.setAccessibleName(tr("Payload: {format}", format=tr(decoder.title)))

    def show_decoded(self, decoded: DecodedText | DecodedTree | None) -> None:
        """Show a text and the problem that its decoder reported; clear the page for other values."""
        self.source = decoded.source if isinstance(decoded, DecodedText) else None
        if not isinstance(decoded, DecodedText):
            self.setPlainText("")
        elif decoded.problem:
            problem = ": ".join(filter(None, (tr(decoded.problem), decoded.detail)))
            self.setPlainText(f"{decoded.text}\n{problem}")
        else:
            self.setPlainText(decoded.text)


class TreePage(QTreeView):
    """A page that shows a tree. The menu of a row copies its value or its path, or filters by it."""

    test_wanted = pyqtSignal(str, str)
    """How to combine it with the filter of the log, and a condition on a member."""
    rule_wanted = pyqtSignal(str, str)
    """Stop or delay calls like this: the kind of action, and a condition on a member."""

    def __init__(self, decoder: Decoder, theme: Theme) -> None:
        super().__init__()
        self.offers_filters = False
        self._model = JsonTree(self)
        self.setContextMenuPolicy(Qt.CustomContextMenu)
        self.customContextMenuRequested.connect(self._show_menu)
        self.setModel(self._model)
        escape_items(self)
        theme.follow_mono(self)
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

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.Copy) and self.currentIndex().isValid():
            QGuiApplication.clipboard().setText(text_of(self._model.value(self.currentIndex())))
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.ShortcutOverride and cast(QKeyEvent, event).matches(QKeySequence.Copy):
            event.accept()  # otherwise the shortcut of the window would copy events of the log
        return super().event(event)

    def menu_for(self, index: QModelIndex) -> QMenu:
        """Return the context menu of a row."""
        menu = ContextMenu(self)
        value, path = self._model.value(index), self._model.path(index)
        add_copy_action(menu, tr("Copy Value"), text_of(value))
        add_copy_action(menu, tr("Copy as JSON"), write_json(value))
        if path:
            add_copy_action(menu, tr("Copy Path"), format_path(path))
        is_scalar = not isinstance(value, (JsonObject, list))
        if self.offers_filters and is_scalar and (test := make_member_condition(path, write_json(value))):
            menu.addSeparator()
            add_filter_menu(menu, test, self.test_wanted.emit)
            add_rule_actions(menu, test, self.rule_wanted.emit)
        return menu

    def _show_menu(self, position: QPoint) -> None:
        index = self.indexAt(position)
        if index.isValid():
            self.menu_for(index).popup(self.viewport().mapToGlobal(position))
