# SPDX-License-Identifier: GPL-3.0-or-later
"""The list of proposals and the call tips of the script editor."""

from __future__ import annotations

from PyQt5 import sip
from PyQt5.Qsci import QsciScintilla
from PyQt5.QtCore import QObject, Qt
from PyQt5.QtGui import QKeyEvent

from rqdebug.scripts.editing.cursor_context import MAX_TEXT
from rqdebug.scripts.editing.proposals import call_tip, propose

ORDER_OF_THE_LIST = 2
"""Scintilla's SC_ORDER_CUSTOM: the list stays in the order in which it is given."""
MAX_ROWS = 12


class EditorCompletion(QObject):
    """Proposes words while the user types, and shows the signature of the call around the cursor."""

    def __init__(self, editor: QsciScintilla) -> None:
        super().__init__(editor)
        self._editor = editor
        editor.setAutoCompletionSource(QsciScintilla.AutoCompletionSource.AcsNone)
        editor.SendScintilla(QsciScintilla.SCI_AUTOCSETORDER, ORDER_OF_THE_LIST)
        editor.SendScintilla(QsciScintilla.SCI_AUTOCSETIGNORECASE, True)
        editor.SendScintilla(QsciScintilla.SCI_AUTOCSETMAXHEIGHT, MAX_ROWS)
        editor.SCN_CHARADDED.connect(self._answer)
        editor.SCN_AUTOCCHARDELETED.connect(self.update)
        editor.SCN_AUTOCCOMPLETED.connect(lambda *_: self.show_call_tip())
        editor.SCN_AUTOCCANCELLED.connect(self.show_call_tip)

    def complete(self) -> None:
        """Propose words, or show the call tip if there are none, because the user asks for it."""
        if not self._show_proposals(is_wanted=True):
            self.show_call_tip()

    def update(self) -> None:
        """Propose the words that are possible at the cursor, if a word has begun."""
        if not self._show_proposals(is_wanted=False):
            self._editor.SendScintilla(QsciScintilla.SCI_AUTOCCANCEL)
            self.show_call_tip()

    def show_call_tip(self) -> None:
        """Show the signature of the call around the cursor; hide it outside of calls."""
        is_gone = sip.isdeleted(self._editor)  # Scintilla also cancels its list when the editor is deleted
        if is_gone or self._editor.SendScintilla(QsciScintilla.SCI_AUTOCACTIVE):
            return
        tip = call_tip(self._text_before())
        if tip is None:
            self._editor.SendScintilla(QsciScintilla.SCI_CALLTIPCANCEL)
            return
        position = self._editor.SendScintilla(QsciScintilla.SCI_GETCURRENTPOS)
        self._editor.SendScintilla(QsciScintilla.SCI_CALLTIPSHOW, position, tip.text.encode())
        if tip.highlight is not None:
            offsets = (len(tip.text[:index].encode()) for index in tip.highlight)
            self._editor.SendScintilla(QsciScintilla.SCI_CALLTIPSETHLT, *offsets)

    def ends_line(self, event: QKeyEvent) -> bool:
        """Whether Enter ends the line: the proposed word is complete, so there is nothing to accept."""
        is_first = not self._editor.SendScintilla(QsciScintilla.SCI_AUTOCGETCURRENT)
        if event.key() not in (Qt.Key_Return, Qt.Key_Enter) or not is_first:
            return False
        word = propose(self._text_before(), is_wanted=True)
        return word is not None and word.word == word.words[0]

    def _answer(self, _char: int) -> None:
        self.update()

    def _show_proposals(self, is_wanted: bool) -> bool:
        proposals = propose(self._text_before(), is_wanted)
        if proposals is None:
            return False
        words = " ".join(proposals.words).encode()
        length = len(proposals.word.encode())
        self._editor.SendScintilla(QsciScintilla.SCI_AUTOCSHOW, length, words)
        return True

    def _text_before(self) -> str:
        """Return the text before the cursor; of a long one, its end."""
        end = self._editor.SendScintilla(QsciScintilla.SCI_GETCURRENTPOS)
        data = bytes(self._editor.bytes(max(end - MAX_TEXT, 0), end))
        return data.rstrip(b"\0").decode(errors="ignore")
