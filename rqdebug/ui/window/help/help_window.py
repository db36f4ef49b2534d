# SPDX-License-Identifier: GPL-3.0-or-later
"""The help window: shows the pages of the documentation, with links, pictures and generated parts."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from PyQt5.QtCore import Qt, QUrl
from PyQt5.QtGui import (
    QDesktopServices,
    QImage,
    QShowEvent,
    QTextBlock,
    QTextDocument,
)
from PyQt5.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QTextBrowser,
    QWidget,
)

from rqdebug.support.paths import documentation
from rqdebug.ui.style.theme import Theme
from rqdebug.ui.style.tr import later, tr
from rqdebug.ui.style.translator import language
from rqdebug.ui.widgets.text_finder import TextFinder
from rqdebug.ui.window.help.help_document import style_document
from rqdebug.ui.window.help.help_pages import help_pages
from rqdebug.ui.window.help_topics import FIRST_PAGE

SECTIONS = (
    later("Tutorial"),
    later("Window"),
    later("How-to guides"),
    later("Troubleshooting"),
    later("Reference"),
    later("Explanation"),
)
"""The sections of ``SUMMARY.md``, listed here for the translation."""

TITLES_WIDTH = 320
"""Most pixels that the list of pages takes."""


class HelpWindow(QDialog):
    """Stays open beside the main window."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WA_DeleteOnClose)
        self.setWindowTitle(tr("Help"))
        self.resize(1080, 680)
        self._pages = {page.path: page for page in help_pages(language())}
        self.page = self._pages[FIRST_PAGE]
        """The page that is shown."""
        self._theme = theme
        self._items: dict[str, QListWidgetItem] = {}
        self.titles = QListWidget()
        self.titles.setMaximumWidth(TITLES_WIDTH)
        self.titles.setHorizontalScrollBarPolicy(Qt.ScrollBarAlwaysOff)
        self.titles.setAccessibleName(tr("Pages"))
        self._list_pages()
        self.text = _PageView(theme)
        self.finder = TextFinder(self.text)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.titles)
        row.addWidget(self.text, 1)
        self.titles.currentItemChanged.connect(self._show)
        self.text.anchorClicked.connect(self.open_link)
        self._place = 0
        """Where the text was scrolled to before the theme changed."""
        theme.changing.connect(self._remember_place)
        theme.changed.connect(self._show_again)
        self.open_page(FIRST_PAGE)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        # A page chosen before this moment was laid out without the style sheet.
        self.titles.doItemsLayout()  # type: ignore[attr-defined]  # the stubs lack it

    def open_page(self, path: str, heading: str = "") -> None:
        """Show a page by its path, for example ``window/log.md``; show the first steps if it does not exist.

        ``heading`` scrolls to the heading with this anchor.
        """
        item = self._items.get(path) or self._items[FIRST_PAGE]
        self.titles.setCurrentItem(item)
        if heading:
            self.text.scroll_to(heading)

    def open_link(self, link: QUrl) -> None:
        """Follow a link on the current page: to another page, to a heading, or to the web."""
        if link.scheme():
            QDesktopServices.openUrl(link)
            return
        path = self.page.resolve(link.path()) if link.path() else self.page.path
        if path in self._items:
            self.open_page(path, link.fragment())

    def _list_pages(self) -> None:
        """Fill the list. Headings of sections, and pages without a section, are bold."""
        bold = self.titles.font()
        bold.setBold(True)
        section = ""
        for page in self._pages.values():
            if page.section not in ("", section):
                heading = QListWidgetItem(tr(page.section), self.titles)
                heading.setFlags(Qt.NoItemFlags)
                heading.setFont(bold)
            section = page.section
            item = self._items[page.path] = QListWidgetItem(page.title, self.titles)
            item.setData(Qt.UserRole, page.path)
            if not section:
                item.setFont(bold)

    def _show(self, item: QListWidgetItem | None) -> None:
        if item is None:
            return
        self.page = self._pages[item.data(Qt.UserRole)]
        self.text.folder = self.page.resolve(".")
        self.text.show_page(self.page.markdown(self._pages))

    def _remember_place(self) -> None:
        self._place = self.text.verticalScrollBar().value()

    def _show_again(self) -> None:
        """Show the page in the colours and pictures of the new theme, at the same place."""
        self._show(self.titles.currentItem())
        self.text.verticalScrollBar().setValue(self._place)


MARGIN = 18
"""Pixels around a page."""


class _PageView(QTextBrowser):
    """Shows pictures in the theme of the window, scaled down to the width of the page."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.folder = "window"
        """The folder of the page in the documentation; pictures are relative to it."""
        self.setOpenLinks(False)

    def show_page(self, markdown: str) -> None:
        """Show a page in a new document, which is laid out only when it is complete."""
        document = QTextDocument(self)
        document.setDefaultFont(self._theme.text_font)
        document.setDocumentMargin(MARGIN)
        document.setMarkdown(markdown)
        style_document(document, self._theme)
        self.setDocument(document)

    def loadResource(self, kind: int, name: QUrl) -> Any:
        if kind != QTextDocument.ImageResource:
            return super().loadResource(kind, name)
        path = (documentation() / self.folder / name.path()).resolve()
        other = path.with_name(path.name.replace("-light", f"-{self._theme.palette.name}"))
        picture, ratio = QImage(str(other if other.is_file() else path)), self.devicePixelRatioF()
        edges = 2 * self.document().documentMargin() + self.verticalScrollBar().sizeHint().width()
        room = self.contentsRect().width() - edges
        if picture.width() > room * ratio:
            picture = picture.scaledToWidth(int(room * ratio), Qt.SmoothTransformation)
        picture.setDevicePixelRatio(ratio)
        return picture

    def scroll_to(self, anchor: str) -> None:
        """Move the heading with this anchor to the top. The site uses the same anchors."""
        block = self.document().begin()
        while block.isValid() and not (_is_heading(block) and anchor_of(block.text()) == anchor):
            block = block.next()
        if block.isValid():
            top = self.document().documentLayout().blockBoundingRect(block).top()
            self.verticalScrollBar().setValue(int(top))


def _is_heading(block: QTextBlock) -> bool:
    return block.blockFormat().headingLevel() > 0


def anchor_of(heading: str) -> str:
    """Return the anchor that the site gives to a heading."""
    letters = unicodedata.normalize("NFKD", heading).encode("ascii", "ignore").decode()
    return re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", letters).strip().lower())
