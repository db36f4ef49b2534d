# SPDX-License-Identifier: GPL-3.0-or-later
"""How a page of the help looks: what Qt leaves plain when it reads Markdown."""

from __future__ import annotations

from collections.abc import Iterator

from PyQt5.QtGui import (
    QBrush,
    QColor,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFrame,
    QTextFrameFormat,
    QTextLength,
    QTextTable,
)

from rqdebug.ui.style.theme import Theme

HEADING_SPACE = 18
"""Pixels above a heading."""
CELL_PADDING = 5
CODE_MARGIN = 10


def style_document(document: QTextDocument, theme: Theme) -> None:
    """Format code, tables and headings of a page that was read from Markdown."""
    ground = QBrush(QColor(theme.palette.stripe))
    code, lines, spaced = QTextCharFormat(), QTextBlockFormat(), QTextBlockFormat()
    code.setFont(theme.mono)
    lines.setNonBreakableLines(True)
    lines.setBackground(ground)
    lines.setTextIndent(CODE_MARGIN)
    spaced.setTopMargin(HEADING_SPACE)
    cursor = QTextCursor(document)
    for block in _blocks(document):
        cursor.setPosition(block.position())
        if block.blockFormat().headingLevel() > 1:
            cursor.mergeBlockFormat(spaced)
        if _is_code(block):
            cursor.movePosition(QTextCursor.EndOfBlock, QTextCursor.KeepAnchor)
            cursor.mergeCharFormat(code)
            if block.text() or _is_code(block.next()):  # Qt ends code with an empty line
                cursor.mergeBlockFormat(lines)
        else:
            for start, length in _inline_code(block):
                cursor.setPosition(start)
                cursor.setPosition(start + length, QTextCursor.KeepAnchor)
                cursor.mergeCharFormat(code)
    for frame in document.rootFrame().childFrames():
        _style_table(frame, QBrush(QColor(theme.palette.line)))


def _blocks(document: QTextDocument) -> Iterator[QTextBlock]:
    block = document.begin()
    while block.isValid():
        yield block
        block = block.next()


def _is_code(block: QTextBlock) -> bool:
    return block.isValid() and block.blockFormat().hasProperty(QTextFormat.BlockCodeFence)


def _inline_code(block: QTextBlock) -> list[tuple[int, int]]:
    """Return position and length of each piece of code in a paragraph."""
    pieces = [piece for piece in block.textFormats() if piece.format.fontFixedPitch()]
    return [(block.position() + piece.start, piece.length) for piece in pieces]


def _style_table(frame: QTextFrame, line: QBrush) -> None:
    if not isinstance(frame, QTextTable):
        return
    style = frame.format()
    style.setBorder(1)
    style.setBorderStyle(QTextFrameFormat.BorderStyle_Solid)
    style.setBorderBrush(line)
    style.setBorderCollapse(True)
    style.setCellSpacing(0)
    style.setCellPadding(CELL_PADDING)
    style.setTopMargin(CELL_PADDING)
    style.setBottomMargin(CELL_PADDING)
    style.setWidth(QTextLength(QTextLength.VariableLength, 0))
    frame.setFormat(style)
