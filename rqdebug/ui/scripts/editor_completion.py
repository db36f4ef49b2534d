# SPDX-License-Identifier: GPL-3.0-or-later
"""Completion and call tips of the script editor, generated from the tables of the language."""

from __future__ import annotations

from functools import cache

from PyQt5.Qsci import QsciAPIs, QsciLexer, QsciLexerPython
from PyQt5.QtCore import QCoreApplication

from rqdebug.scripts.language.functions import SCRIPT_FUNCTIONS
from rqdebug.scripts.language.vocabulary import (
    AT,
    CALLS,
    ERRORS,
    METHODS,
    NOTE,
    REPEAT,
    ROWS,
    SLEEP,
    TIMING,
    TURN,
)

_WORDS = (
    "assert",
    "for",
    "in",
    "range",
    "with",
    "raises",
    "parallel",
    "lane",
    "not",
    "True",
    "False",
    "None",
)


def add_words(lexer: QsciLexer) -> None:
    """Add the words of the script language to the completion of a lexer."""
    lexer.setAPIs(_words())


@cache
def _words() -> QsciAPIs:
    """Return the words of the language, one list for all editors.

    QScintilla prepares the list in a thread. If each editor had its own list, closing an editor during
    that time would delete the list that the thread reads, and crash the process.
    """
    words = QsciAPIs(QsciLexerPython(QCoreApplication.instance()))
    values = [entry.signature for entry in SCRIPT_FUNCTIONS.values()]
    tables = (*CALLS.values(), *METHODS.values(), *values, SLEEP, AT, NOTE, ROWS, REPEAT, TIMING, TURN)
    for signature in tables:
        words.add(signature.syntax)
    for word in (*_WORDS, *ERRORS):
        words.add(word)
    words.prepare()
    return words
