# SPDX-License-Identifier: GPL-3.0-or-later
"""What the editor of scripts proposes while one types, and its call tips: made from the language's tables."""

from __future__ import annotations

from PyQt5.Qsci import QsciAPIs, QsciLexer

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


def add_words(lexer: QsciLexer) -> QsciAPIs:
    """Let the editor of this lexer propose the words of the language."""
    words = QsciAPIs(lexer)
    values = [entry.signature for entry in SCRIPT_FUNCTIONS.values()]
    tables = (*CALLS.values(), *METHODS.values(), *values, SLEEP, AT, NOTE, ROWS, REPEAT, TIMING)
    for signature in tables:
        words.add(signature.syntax)
    for word in (*_WORDS, *ERRORS):
        words.add(word)
    words.prepare()
    return words
