# SPDX-License-Identifier: GPL-3.0-or-later
"""The colours and fonts of the text of a script."""

from __future__ import annotations

from PyQt5.Qsci import QsciLexerPython
from PyQt5.QtGui import QColor, QFont

from rqdebug.ui.style.colors import ColorPalette

_STRINGS = (
    QsciLexerPython.DoubleQuotedString,
    QsciLexerPython.SingleQuotedString,
    QsciLexerPython.TripleDoubleQuotedString,
    QsciLexerPython.TripleSingleQuotedString,
    QsciLexerPython.DoubleQuotedFString,
    QsciLexerPython.SingleQuotedFString,
    QsciLexerPython.TripleDoubleQuotedFString,
    QsciLexerPython.TripleSingleQuotedFString,
)


def paint_lexer(lexer: QsciLexerPython, palette: ColorPalette, mono: QFont) -> None:
    """Use the colours of a palette, and this font."""
    lexer.setDefaultFont(mono)
    lexer.setFont(mono)
    lexer.setDefaultPaper(QColor(palette.ground))
    lexer.setPaper(QColor(palette.ground))
    lexer.setDefaultColor(QColor(palette.text))
    lexer.setColor(QColor(palette.text))
    for color, styles in (
        (palette.muted, (QsciLexerPython.Comment, QsciLexerPython.CommentBlock)),
        (palette.keyword, (QsciLexerPython.Keyword,)),
        (palette.number, (QsciLexerPython.Number,)),
        (palette.error, (QsciLexerPython.UnclosedString,)),
        (palette.string, _STRINGS),
    ):
        for style in styles:
            lexer.setColor(QColor(color), style)
