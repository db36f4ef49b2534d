# SPDX-License-Identifier: GPL-3.0-or-later
"""The tab widget of the documents, which works with documents of any kind."""

from __future__ import annotations

from collections.abc import Callable

from PyQt5.QtCore import Qt, pyqtSignal
from PyQt5.QtGui import QIcon
from PyQt5.QtWidgets import QApplication, QTabWidget, QWidget

from rqdebug.ui.models.formats import escape_mnemonic, tip
from rqdebug.ui.style.theme import Theme
from rqdebug.ui.window.documents.detached_window import DetachedWindow


class DocumentTabs(QTabWidget):
    """Tabs that the user can move, close, and detach into separate windows.

    This widget never closes a document: it emits ``close_requested``, and the owner of the document
    calls ``remove`` when the user has saved or discarded all changes.
    """

    close_requested = pyqtSignal(object)
    """The user wants to close a document: its widget."""
    current_changed = pyqtSignal()
    """Another document became the current one: see ``current_document``."""
    window_opened = pyqtSignal(object)
    """A document was moved to this DetachedWindow."""
    titles_changed = pyqtSignal()
    """A document has a new title."""

    def __init__(self, theme: Theme, icon: Callable[[QWidget], QIcon], parent: QWidget | None = None) -> None:
        """``icon`` returns the icon for a document."""
        super().__init__(parent)
        self._icon = icon
        self._detached: list[DetachedWindow] = []
        self._front: DetachedWindow | None = None
        self.setTabsClosable(True)
        self.setMovable(True)
        self.setDocumentMode(True)
        self.setElideMode(Qt.ElideMiddle)
        self.currentChanged.connect(lambda _: self.current_changed.emit())
        self.tabCloseRequested.connect(lambda index: self.close_requested.emit(self.widget(index)))
        theme.changed.connect(self._refresh_icons)

    def documents(self) -> list[QWidget]:
        """All documents: the tabs from left to right, then the detached windows."""
        tabs = [self.widget(index) for index in range(self.count())]
        return [*tabs, *(window.document for window in self._detached)]

    def current_document(self) -> QWidget | None:
        """The document of the window that was active last: of a detached one, or the current tab."""
        return self._front.document if self._front is not None else self.currentWidget()

    def set_active_window(self, window: DetachedWindow | None) -> None:
        """Make the document of a detached window the current one; None is the main window."""
        if window is not self._front:
            self._front = window
            self.current_changed.emit()

    def add(self, document: QWidget, title: str, tool_tip: str = "") -> None:
        """Add a tab with a document at the right end."""
        index = self.addTab(document, self._icon(document), escape_mnemonic(title))
        self.setTabToolTip(index, tip(tool_tip))

    def bring_to_front(self, document: QWidget) -> None:
        """Show the tab of a document, or raise its window."""
        window = self._window_of(document)
        if window is not None:
            window.raise_()
            window.activateWindow()
        else:
            self.setCurrentWidget(document)
        self.set_active_window(window)

    def set_title(self, document: QWidget, title: str) -> None:
        """Set the title of the tab or window of a document."""
        if window := self._window_of(document):
            window.show_title(title)
        else:
            self.setTabText(self.indexOf(document), escape_mnemonic(title))
        self.titles_changed.emit()

    def refresh(self, document: QWidget, tool_tip: str) -> None:
        """Update the icon of a document, and set its tooltip."""
        index = self.indexOf(document)
        if index >= 0:
            self.setTabIcon(index, self._icon(document))
            self.setTabToolTip(index, tip(tool_tip))

    def step(self, by: int) -> None:
        """Move ``by`` tabs to the right, or to the left if negative; wraps around at the ends."""
        if self.count():
            self.setCurrentIndex((self.currentIndex() + by) % self.count())

    def request_close(self) -> None:
        """Emit ``close_requested`` for the current document."""
        if self.current_document() is not None:
            self.close_requested.emit(self.current_document())

    def detach(self, document: QWidget) -> None:
        """Move a document to a separate window; when the user closes that window, it moves back."""
        index = self.indexOf(document)
        if index < 0:  # it has its window already
            return
        title, icon = self.tabText(index).replace("&&", "&"), self.tabIcon(index)
        self.removeTab(index)
        window = DetachedWindow(document, title, icon, self)
        window.closed.connect(lambda: self._attach(window))
        window.activated.connect(lambda: self.set_active_window(window))
        self._detached.append(window)
        self.window_opened.emit(window)
        self.set_active_window(window)
        window.show()

    def remove(self, document: QWidget) -> None:
        """Close the tab or window of a document, and delete its widget."""
        for window in [window for window in self._detached if window.document is document]:
            window.close()
        had_focus = document.isAncestorOf(QApplication.focusWidget() or self)
        self.removeTab(self.indexOf(document))
        document.deleteLater()
        if had_focus and self.currentWidget() is not None:
            self.currentWidget().setFocus()  # otherwise Qt chooses any widget of the window

    def _window_of(self, document: QWidget) -> DetachedWindow | None:
        return next((window for window in self._detached if window.document is document), None)

    def _attach(self, window: DetachedWindow) -> None:
        self._detached.remove(window)
        self.set_active_window(None)
        self.addTab(window.document, self._icon(window.document), escape_mnemonic(window.title))
        self.setCurrentWidget(window.document)

    def _refresh_icons(self) -> None:
        for index in range(self.count()):
            self.setTabIcon(index, self._icon(self.widget(index)))
