# SPDX-License-Identifier: GPL-3.0-or-later
"""The help: a page for each panel, and pages generated from the languages and the commands."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from PyQt5.QtCore import Qt, QUrl
from PyQt5.QtGui import (
    QFont,
    QImage,
    QKeySequence,
    QShowEvent,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
)
from PyQt5.QtWidgets import QDialog, QHBoxLayout, QListWidget, QMessageBox, QTextBrowser, QWidget

from rqcore.version import VERSION
from rqdebug.commands import Command
from rqdebug.events.filters.filter import help_text as filter_help
from rqdebug.scripts.language.language_reference import help_text as script_help
from rqdebug.support.paths import resources
from rqdebug.ui.style.theme import Theme
from rqdebug.ui.style.tr import tr
from rqdebug.ui.window.commands import COMMANDS
from rqdebug.ui.window.help_topics import COMMANDS_PAGE, FILTER_LANGUAGE, SCRIPT_LANGUAGE


class HelpBrowser:
    """Opens the help of a window, in one window that is used again."""

    def __init__(self, theme: Theme, window: QWidget) -> None:
        self._theme = theme
        self._window = window

    def show(self, title: str) -> None:
        """Open a page by its title."""
        shown = next(iter(self._window.findChildren(HelpWindow)), None)
        help_window = shown or HelpWindow(self._theme, self._window)
        help_window.open_page(title)
        help_window.show()
        help_window.raise_()

    def show_about(self) -> None:
        """Show the version and the licence."""
        QMessageBox.about(self._window, tr("About rqdebug"), about_text())


class HelpWindow(QDialog):
    """Stays open beside the main window."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WA_DeleteOnClose)
        self.setWindowTitle(tr("Help"))
        self.resize(1080, 680)
        self._pages = dict(pages())
        self._mono = theme.mono
        self.titles = QListWidget()
        self.titles.addItems(list(self._pages))
        self.titles.setMaximumWidth(200)
        self.titles.setAccessibleName(tr("Pages"))
        self.text = _Page(theme)
        self.text.document().setDefaultFont(theme.text_font)
        self.text.document().setDocumentMargin(18)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.titles)
        row.addWidget(self.text, 1)
        self.titles.currentTextChanged.connect(self._show)
        self.titles.setCurrentRow(0)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        # A page chosen before this moment was laid out without the style sheet.
        self.titles.doItemsLayout()  # type: ignore[attr-defined]  # the stubs lack it

    def open_page(self, title: str) -> None:
        """Show a page by its title; show the first page if there is none of that title."""
        found = self.titles.findItems(title, Qt.MatchExactly)
        self.titles.setCurrentItem(found[0] if found else self.titles.item(0))

    def _show(self, title: str) -> None:
        self.text.setMarkdown(self._pages[title])
        _set_code(self.text.document(), self._mono)


class _Page(QTextBrowser):
    """Shows pictures in the theme of the window, scaled down to the width of the page."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme

    def loadResource(self, kind: int, name: QUrl) -> Any:
        if kind != QTextDocument.ImageResource:
            return super().loadResource(kind, name)
        path = (resources() / "help" / name.path()).resolve()
        other = path.with_name(path.name.replace("-light", f"-{self._theme.palette.name}"))
        picture, ratio = QImage(str(other if other.is_file() else path)), self.devicePixelRatioF()
        edges = 2 * self.document().documentMargin() + self.verticalScrollBar().sizeHint().width()
        room = self.contentsRect().width() - edges
        if picture.width() > room * ratio:
            picture = picture.scaledToWidth(int(room * ratio), Qt.SmoothTransformation)
        picture.setDevicePixelRatio(ratio)
        return picture


def about_text() -> str:
    """What the program is, and under which licence, as HTML."""
    what = tr("A debugger and test-vector workbench for remote queues.")
    licence = tr("Licence: GPL-3.0-or-later.<br>The queue system underneath, rqcore, is MIT.")
    return f"<h3>rqdebug {VERSION}</h3><p>{what}</p><p>{licence}</p>"


def pages() -> Iterator[tuple[str, str]]:
    """Title and Markdown of each page, in order."""
    for path in sorted((resources() / "help").glob("*.md")):
        text = path.read_text(encoding="utf-8")
        yield text.partition("\n")[0].removeprefix("# "), text
    yield FILTER_LANGUAGE, f"# {FILTER_LANGUAGE}\n\n{_code(filter_help())}"
    yield SCRIPT_LANGUAGE, f"# {SCRIPT_LANGUAGE}\n\n{_code(script_help())}"
    yield COMMANDS_PAGE, f"# {COMMANDS_PAGE}\n\n{_commands()}"


def _set_code(document: QTextDocument, font: QFont) -> None:
    """Give code its font and keep its lines whole: Qt does neither for Markdown."""
    looks, lines = QTextCharFormat(), QTextBlockFormat()
    looks.setFont(font)
    lines.setNonBreakableLines(True)
    cursor, block = QTextCursor(document), document.begin()
    while block.isValid():
        if block.blockFormat().hasProperty(QTextFormat.BlockCodeFence):
            cursor.setPosition(block.position())
            cursor.movePosition(QTextCursor.EndOfBlock, QTextCursor.KeepAnchor)
            cursor.mergeCharFormat(looks)
            cursor.mergeBlockFormat(lines)
        block = block.next()


def _code(text: str) -> str:
    return f"```\n{text}\n```\n"


def _commands() -> str:
    lines = []
    for group, commands in groupby(COMMANDS, lambda command: command.group):
        lines += [f"\n## {tr(group.title())}\n", f"| {tr('Command')} | {tr('Shortcut')} | |", "|---|---|---|"]
        lines += [f"| {tr(each.title)} | {_keys(each)} | {tr(each.help)} |" for each in commands]
    return "\n".join(lines)


def _keys(command: Command) -> str:
    """The shortcut of a command, as it is labelled on this platform."""
    return QKeySequence(command.shortcut).toString(QKeySequence.NativeText)
