# SPDX-License-Identifier: GPL-3.0-or-later
"""A payload in every form in which it can be read: text, tree, bytes, steps of a pickle."""

from __future__ import annotations

import io
import json
import pickletools
from contextlib import suppress

from PyQt5.QtWidgets import QHeaderView, QLabel, QPlainTextEdit, QTabWidget, QTreeView, QVBoxLayout, QWidget

from rqdebug.ui.models import formats
from rqdebug.ui.models.json_tree import JsonTree
from rqdebug.ui.theme import Theme
from rqdebug.ui.tr import later, tr

EXPANDED = 200
"""A tree of so many rows, or fewer, is shown unfolded."""
FORMS = TEXT, TREE, HEX, PICKLE = later("Text"), later("Tree"), later("Hex"), later("Pickle")


class PayloadView(QWidget):
    """Shows what it is told to show; of the forms those that the payload has."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.tabs = QTabWidget()
        self.text = _reader(tr("Payload as text"), theme)
        self.tree = _tree(theme)
        self.hex = _reader(tr("Payload in hexadecimal"), theme)
        self.pickle = _reader(tr("Payload as steps of a pickle"), theme)
        self.note = QLabel()
        self._json = JsonTree(self)
        self.tree.setModel(self._json)
        self._pages = dict(zip(FORMS, (self.text, self.tree, self.hex, self.pickle), strict=True))
        self._preferred = TEXT
        self._lay_out()
        self.tabs.tabBarClicked.connect(self._prefer)

    def show_payload(self, payload: bytes, codec: str, whole: int) -> None:
        """``payload`` may be the first bytes only of ``whole`` bytes."""
        cut = whole > len(payload)
        value = _json_value(payload) if codec == "json" and not cut else None
        self.text.setPlainText(_readable(payload, value, whole))
        self.hex.setPlainText(formats.hex_dump(payload))
        self.pickle.setPlainText(disassembly(payload) if codec == "pickle" else "")
        self._show_tree(value)
        notes = (
            [tr("The first {n} of {all}", n=formats.size(len(payload)), all=formats.size(whole))]
            if cut
            else []
        )
        notes += [tr("The tree is too large to be shown whole")] if value and self._json.cut else []
        self.note.setText(" · ".join(notes))
        self.note.setVisible(bool(notes))
        self._offer(tree=isinstance(value, (dict, list)), pickle=codec == "pickle")

    def _show_tree(self, value: object) -> None:
        self._json.show_value(value)
        if self._json.rowCount() <= EXPANDED:
            self.tree.expandAll()
        self.tree.resizeColumnToContents(0)

    def _offer(self, tree: bool, pickle: bool) -> None:
        """Of the forms only those that fit; in front the one that the user chose last, if it fits."""
        possible = {TEXT: True, TREE: tree, HEX: True, PICKLE: pickle}
        for number, name in enumerate(self._pages):
            self.tabs.setTabVisible(number, possible[name])
        shown = self._preferred if possible[self._preferred] else TEXT
        self.tabs.setCurrentWidget(self._pages[PICKLE if pickle and shown == TEXT else shown])

    def _prefer(self, number: int) -> None:
        self._preferred = FORMS[number]

    def _lay_out(self) -> None:
        self.tabs.setDocumentMode(True)
        for name, page in self._pages.items():
            self.tabs.addTab(page, tr(name))
        self.note.setObjectName("muted")
        self.note.setContentsMargins(10, 2, 10, 4)
        self.note.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.tabs)
        column.addWidget(self.note)


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


def _readable(payload: bytes, value: object, whole: int) -> str:
    """As people read it: JSON laid out, text as it is, anything else as bytes."""
    if isinstance(value, (dict, list)):
        with suppress(RecursionError):  # nested too deeply to be laid out
            return json.dumps(value, indent=2, ensure_ascii=False)
    text = formats.as_text(payload)
    return formats.payload(payload, whole) if text is None else text


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
