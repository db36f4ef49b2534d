# SPDX-License-Identifier: GPL-3.0-or-later
"""The breakpoints in the margin of an editor: their marks, menu and descriptions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from PyQt5.Qsci import QsciScintilla
from PyQt5.QtCore import QPointF, QRectF, Qt
from PyQt5.QtGui import QColor, QPainter, QPen, QPixmap

from rqdebug.scripts.running.breakpoints import Breakpoint
from rqdebug.ui.style.colors import ColorPalette
from rqdebug.ui.style.tr import counted, tr
from rqdebug.ui.widgets.mnemonics import ContextMenu

if TYPE_CHECKING:
    from rqdebug.ui.scripts.editor import ScriptEditor

_PLAIN, _CONDITIONAL = 0, 1  # the markers
_SIZE = 14  # pixels of the mark of a conditional breakpoint


class BreakpointMarks:
    """Breakpoints that move with the lines of a text. Lines are counted from 1."""

    def __init__(self, editor: QsciScintilla) -> None:
        self._editor = editor
        self._by_handle: dict[int, Breakpoint] = {}
        """By the handle of its mark, which knows the line that a breakpoint has now."""
        editor.markerDefine(QsciScintilla.MarkerSymbol.Circle, _PLAIN)

    def all(self) -> tuple[Breakpoint, ...]:
        """Return the breakpoints in the order of their lines."""
        found: dict[int, Breakpoint] = {}
        for handle, each in self._by_handle.items():
            line = self._editor.markerLine(handle) + 1
            if line and (line not in found or found[line].is_plain):  # two lines can have become one
                found[line] = replace(each, line=line)
        return tuple(sorted(found.values()))

    def at(self, line: int) -> Breakpoint | None:
        """Return the breakpoint of a line; None if it has none."""
        return next((each for each in self.all() if each.line == line), None)

    def set(self, breakpoint: Breakpoint) -> None:
        """Set a breakpoint, in place of the one that its line may have."""
        self.remove(breakpoint.line)
        marker = _PLAIN if breakpoint.is_plain else _CONDITIONAL
        self._by_handle[self._editor.markerAdd(breakpoint.line - 1, marker)] = breakpoint

    def remove(self, line: int) -> None:
        """Remove the breakpoint of a line."""
        for handle in list(self._by_handle):
            if self._editor.markerLine(handle) in (line - 1, -1):
                self._editor.markerDeleteHandle(handle)
                del self._by_handle[handle]

    def replace(self, breakpoints: Iterable[Breakpoint]) -> None:
        """Replace all breakpoints."""
        for marker in (_PLAIN, _CONDITIONAL):
            self._editor.markerDeleteAll(marker)
        self._by_handle.clear()
        for each in breakpoints:
            self.set(each)

    def paint(self, palette: ColorPalette) -> None:
        """Use the colours of a theme."""
        self._editor.setMarkerBackgroundColor(QColor(palette.error), _PLAIN)
        self._editor.setMarkerForegroundColor(QColor(palette.error), _PLAIN)
        self._editor.markerDefine(_disc(palette), _CONDITIONAL)


def _disc(palette: ColorPalette) -> QPixmap:
    """Return a disc with the two bars of an equals sign."""
    picture = QPixmap(_SIZE, _SIZE)
    picture.fill(Qt.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.Antialiasing)
    painter.setPen(Qt.NoPen)
    painter.setBrush(QColor(palette.error))
    painter.drawEllipse(QRectF(0.5, 0.5, _SIZE - 1, _SIZE - 1))
    painter.setRenderHint(QPainter.Antialiasing, False)
    painter.setPen(QPen(QColor(palette.panel), 2))
    for y in (5, 9):
        painter.drawLine(QPointF(4, y), QPointF(_SIZE - 4, y))
    painter.end()
    return picture


def describe_breakpoint(breakpoint: Breakpoint) -> str:
    """Say when a run pauses at a breakpoint; empty for always."""
    parts = [tr("Condition: {condition}", condition=breakpoint.condition)] if breakpoint.condition else []
    if breakpoint.skip:
        parts.append(counted(breakpoint.skip, "Skips the first hit", "Skips the first {n} hits"))
    return "\n".join(parts)


def breakpoint_menu(editor: ScriptEditor, line: int, has_breakpoint: bool) -> ContextMenu:
    """Return the menu of the margin beside a line."""
    menu = ContextMenu(editor)
    toggle = tr("Remove Breakpoint") if has_breakpoint else tr("Add Breakpoint")
    edit = tr("Edit Breakpoint…") if has_breakpoint else tr("Add Conditional Breakpoint…")
    menu.addAction(toggle).triggered.connect(lambda: editor.toggle_breakpoint(line))
    menu.addAction(edit).triggered.connect(lambda: editor.breakpoint_wanted.emit(line))
    return menu
