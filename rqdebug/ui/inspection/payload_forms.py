# SPDX-License-Identifier: GPL-3.0-or-later
"""Bytes in every form in which they can be read: text, tree, bytes, steps of a pickle."""

from __future__ import annotations

import io
import json
import pickletools
from contextlib import suppress

from PyQt5.QtWidgets import QHeaderView, QPlainTextEdit, QTabWidget, QTreeView, QWidget

from rqdebug.ui.models import formats
from rqdebug.ui.models.json_tree import JsonTree
from rqdebug.ui.style.theme import Theme
from rqdebug.ui.style.tr import later, tr

EXPANDED = 200
"""A tree of so many rows, or fewer, is shown unfolded."""
FORMS = TEXT, TREE, HEX, PICKLE = later("Text"), later("Tree"), later("Hex"), later("Pickle")
RESTS, LONGEST_REST = bytes(range(0x80, 0xC0)), 3
"""The bytes of a character of UTF-8 after its first, and how many there may be."""


class PayloadForms(QTabWidget):
    """Offers of the forms those that the bytes have."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text = _reader(tr("Payload as text"), theme)
        self.tree = _tree(theme)
        self.hex = _reader(tr("Payload in hexadecimal"), theme)
        self.pickle = _reader(tr("Payload as steps of a pickle"), theme)
        self._json = JsonTree(self)
        self.tree.setModel(self._json)
        self._pages = dict(zip(FORMS, (self.text, self.tree, self.hex, self.pickle), strict=True))
        self._preferred = TEXT
        self.setDocumentMode(True)
        for name, page in self._pages.items():
            self.addTab(page, tr(name))
        self.tabBarClicked.connect(self._prefer)

    @property
    def tree_is_cut(self) -> bool:
        """Whether the tree has more rows than are shown."""
        return self._json.cut

    def show_part(self, data: bytes, codec: str, start: int, size: int) -> None:
        """Show the bytes of a payload from ``start`` on; ``size``: of the whole."""
        text = _readable(data, start, size)
        if codec == "json" and len(data) == size:
            text = _laid_out(_json_value(data)) or text
        self.text.setPlainText(text)
        self.hex.setPlainText(formats.hex_dump(data, start))
        pickle = codec == "pickle" and not start
        self.pickle.setPlainText(disassembly(data) if pickle else "")
        self.setTabVisible(FORMS.index(PICKLE), pickle)

    def show_tree(self, payload: bytes | None) -> None:
        """Show the tree of a payload in JSON; None: there is none, or not all of it is known."""
        value = None if payload is None else _json_value(payload)
        self._json.show_value(value)
        if self._json.rowCount() <= EXPANDED:
            self.tree.expandAll()
        self.tree.resizeColumnToContents(0)
        self.setTabVisible(FORMS.index(TREE), isinstance(value, (dict, list)))

    def show_preferred(self) -> None:
        """Bring to the front the form that the user chose last, if the payload has it."""
        wanted = self._preferred
        if wanted == TEXT and self.isTabVisible(FORMS.index(PICKLE)):
            wanted = PICKLE
        shown = wanted if self.isTabVisible(FORMS.index(wanted)) else TEXT
        self.setCurrentWidget(self._pages[shown])

    def _prefer(self, number: int) -> None:
        self._preferred = FORMS[number]


def disassembly(payload: bytes) -> str:
    """The steps of a pickle, which are only read: nothing of it is loaded or carried out."""
    steps = io.StringIO()
    try:
        pickletools.dis(payload, steps)
    except (ValueError, IndexError, KeyError, AttributeError, UnicodeDecodeError) as error:
        return f"{steps.getvalue()}\n{tr('Here it is cut off, or no pickle')}: {error}"
    return steps.getvalue()


def _json_value(payload: bytes) -> object:
    """None where the codec is not what the client said it was."""
    try:
        value: object = json.loads(payload)
    except (ValueError, RecursionError):
        return None
    return value


def _laid_out(value: object) -> str:
    """JSON as people read it; empty for what has no parts."""
    if isinstance(value, (dict, list)):
        with suppress(RecursionError):  # nested too deeply to be laid out
            return json.dumps(value, indent=2, ensure_ascii=False)
    return ""


def _readable(data: bytes, start: int, size: int) -> str:
    """Text as it is, anything else as bytes. It may begin and end within a character."""
    head = data[:LONGEST_REST] if start else b""
    rest = len(head) - len(head.lstrip(RESTS))
    return formats.as_text(data[rest:]) or formats.payload(data, size - start)


def _reader(name: str, theme: Theme) -> QPlainTextEdit:
    reader = QPlainTextEdit()
    reader.setObjectName("reader")
    reader.setFont(theme.mono)
    reader.setReadOnly(True)
    reader.setFrameShape(QPlainTextEdit.NoFrame)
    reader.setAccessibleName(name)
    return reader


def _tree(theme: Theme) -> QTreeView:
    tree = QTreeView()
    tree.setFont(theme.mono)
    tree.setFrameShape(QTreeView.NoFrame)
    tree.setAlternatingRowColors(True)
    tree.setAccessibleName(tr("Payload as a tree"))
    tree.header().setSectionResizeMode(QHeaderView.Interactive)
    return tree
