# SPDX-License-Identifier: GPL-3.0-or-later
"""The widget that holds the documents of the window, whatever they are."""

from __future__ import annotations

from collections.abc import Callable

from PyQt5.QtCore import Qt, pyqtSignal
from PyQt5.QtGui import QIcon
from PyQt5.QtWidgets import QTabWidget, QWidget

from rqdebug.ui.models.formats import escape_mnemonic, tip
from rqdebug.ui.style.theme import Theme
from rqdebug.ui.window.documents.detached_window import DetachedWindow


class DocumentTabs(QTabWidget):
    """A bar of tabs that can be moved, detached into windows of their own, and closed.

    It never closes a document itself: it emits ``close_requested``, and the owner of the document
    calls ``remove`` when nothing is lost by that.
    """

    close_requested = pyqtSignal(object)
    """The user wants to close a document: its widget."""
    titles_changed = pyqtSignal()

    def __init__(self, theme: Theme, icon: Callable[[QWidget], QIcon], parent: QWidget | None = None) -> None:
        """``icon`` gives the icon of a document."""
        super().__init__(parent)
        self._icon = icon
        self._detached: list[DetachedWindow] = []
        self.setTabsClosable(True)
        self.setMovable(True)
        self.setDocumentMode(True)
        self.setElideMode(Qt.ElideMiddle)
        self.tabCloseRequested.connect(lambda index: self.close_requested.emit(self.widget(index)))
        theme.changed.connect(self._refresh_icons)

    def documents(self) -> list[QWidget]:
        """All documents: those in tabs from left to right, then those in windows of their own."""
        tabs = [self.widget(index) for index in range(self.count())]
        return [*tabs, *(window.document for window in self._detached)]

    def add(self, document: QWidget, title: str, tool_tip: str = "") -> None:
        """Add a document at the right end."""
        index = self.addTab(document, self._icon(document), escape_mnemonic(title))
        self.setTabToolTip(index, tip(tool_tip))

    def bring_to_front(self, document: QWidget) -> None:
        """Show the tab of a document, or raise its window."""
        if self.indexOf(document) < 0:
            document.window().raise_()
        else:
            self.setCurrentWidget(document)

    def set_title(self, document: QWidget, title: str) -> None:
        self.setTabText(self.indexOf(document), escape_mnemonic(title))
        self.titles_changed.emit()

    def refresh(self, document: QWidget, tool_tip: str) -> None:
        """Ask for the icon of a document again, and give it a tool tip."""
        index = self.indexOf(document)
        if index >= 0:
            self.setTabIcon(index, self._icon(document))
            self.setTabToolTip(index, tip(tool_tip))

    def step(self, by: int) -> None:
        """Go ``by`` tabs to the right, around the end; negative: to the left."""
        self.setCurrentIndex((self.currentIndex() + by) % self.count())

    def request_close(self) -> None:
        """Ask for the current document to be closed."""
        if self.currentWidget() is not None:
            self.close_requested.emit(self.currentWidget())

    def detach(self, document: QWidget) -> None:
        """Show a document in a window of its own; closing that window moves it back into a tab."""
        index = self.indexOf(document)
        title, icon = self.tabText(index), self.tabIcon(index)
        self.removeTab(index)
        window = DetachedWindow(document, title, icon, self)
        window.closed.connect(lambda: self._attach(window))
        self._detached.append(window)
        window.show()

    def remove(self, document: QWidget) -> None:
        """Close the tab or window of a document, and delete its widget."""
        for window in [window for window in self._detached if window.document is document]:
            window.close()
        self.removeTab(self.indexOf(document))
        document.deleteLater()

    def _attach(self, window: DetachedWindow) -> None:
        self._detached.remove(window)
        self.addTab(window.document, self._icon(window.document), window.title)
        self.setCurrentWidget(window.document)

    def _refresh_icons(self) -> None:
        for index in range(self.count()):
            self.setTabIcon(index, self._icon(self.widget(index)))
