# SPDX-License-Identifier: GPL-3.0-or-later
"""The tab widget of the documents, which works with documents of any kind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PyQt5.QtCore import QPoint, pyqtSignal
from PyQt5.QtGui import QIcon, QPaintEvent, QResizeEvent
from PyQt5.QtWidgets import QMenu, QTabWidget, QToolButton, QWidget

from rqdebug.ui.models.formats import escape_mnemonic, tip, without_mnemonic
from rqdebug.ui.style.theme import Theme
from rqdebug.ui.style.tr import tr
from rqdebug.ui.widgets.mnemonics import ContextMenu
from rqdebug.ui.window.documents.detached_window import DetachedWindow
from rqdebug.ui.window.documents.document_tab_bar import DocumentTabBar


@dataclass(frozen=True)
class DocumentLook:
    """How the tab of a document looks."""

    icon: QIcon
    color: str = ""
    """The colour of its target as ``#rrggbb``; empty for none."""
    tool_tip: str = ""


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
    menu_requested = pyqtSignal(str, QPoint)
    """The user asked for the menu of the current tab: its name, and a position on the screen."""

    def __init__(
        self, theme: Theme, look: Callable[[QWidget], DocumentLook], parent: QWidget | None = None
    ) -> None:
        """``look`` returns how the tab of a document looks."""
        super().__init__(parent)
        self._look = look
        self._theme = theme
        self._bar = DocumentTabBar()
        self.setTabBar(self._bar)
        self.list_button = QToolButton()
        self._detached: list[DetachedWindow] = []
        self._front: DetachedWindow | None = None
        self.setTabsClosable(True)
        self.setMovable(True)
        self.setDocumentMode(True)
        self._set_up_list()
        self.currentChanged.connect(lambda _: self.current_changed.emit())
        self.tabCloseRequested.connect(lambda index: self.close_requested.emit(self.widget(index)))
        self._bar.close_clicked.connect(self.tabCloseRequested)
        self._bar.menu_wanted.connect(self._show_menu)
        theme.changed.connect(self.refresh_all)

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

    def add(self, document: QWidget, title: str) -> None:
        """Add a tab with a document at the right end."""
        self.addTab(document, escape_mnemonic(title))
        self.refresh(document)

    def bring_to_front(self, document: QWidget) -> None:
        """Show the tab of a document, or raise its window."""
        window = self._window_of(document)
        if window is not None:
            window.raise_()
            window.activateWindow()
        else:
            self.setCurrentWidget(document)
        self.set_active_window(window)

    def title_of(self, document: QWidget) -> str:
        """Return the title of a document."""
        window = self._window_of(document)
        return window.title if window else without_mnemonic(self.tabText(self.indexOf(document)))

    def set_title(self, document: QWidget, title: str) -> None:
        """Set the title of the tab or window of a document."""
        if window := self._window_of(document):
            window.show_title(title)
        else:
            self.setTabText(self.indexOf(document), escape_mnemonic(title))
        self.titles_changed.emit()

    def refresh(self, document: QWidget) -> None:
        """Update how the tab or window of a document looks."""
        index, look = self.indexOf(document), self._look(document)
        if window := self._window_of(document):
            window.setWindowIcon(look.icon)
        elif index >= 0:
            if self.tabIcon(index).cacheKey() != look.icon.cacheKey():  # Qt lays out the window for it
                self.setTabIcon(index, look.icon)
            self.setTabToolTip(index, tip(look.tool_tip))
            self._bar.set_color(index, look.color)

    def refresh_all(self) -> None:
        """Update how all tabs and windows look."""
        self.list_button.setIcon(self._theme.icon("chevron-down", self._theme.palette.muted))
        for document in self.documents():
            self.refresh(document)

    def step(self, by: int) -> None:
        """Move ``by`` tabs to the right, or to the left if negative; wraps around at the ends."""
        if self.count():
            self.setCurrentIndex((self.currentIndex() + by) % self.count())

    def request_close(self) -> None:
        """Emit ``close_requested`` for the current document."""
        if self.current_document() is not None:
            self.close_requested.emit(self.current_document())

    def request_close_others(self) -> None:
        """Emit ``close_requested`` for each document but the current one."""
        for document in self.documents():
            if document is not self.current_document():
                self.close_requested.emit(document)

    def show_list(self) -> None:
        """Show the menu with all documents."""
        self.list_menu().popup(self.list_button.mapToGlobal(self.list_button.rect().bottomLeft()))

    def list_menu(self) -> QMenu:
        """Return a menu with the titles of all documents, which leads to them."""
        menu, current = ContextMenu(self), self.current_document()
        for document in self.documents():
            action = menu.addAction(self._look(document).icon, escape_mnemonic(self.title_of(document)))
            action.triggered.connect(partial(self.bring_to_front, document))
            if document is current:
                menu.setDefaultAction(action)
        return menu

    def detach(self, document: QWidget) -> None:
        """Move a document to a separate window; when the user closes that window, it moves back."""
        index = self.indexOf(document)
        if index < 0:  # it has its window already
            return
        title, icon = self.title_of(document), self.tabIcon(index)
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
        focused = self.window().focusWidget()  # also while a dialog that has asked has the keyboard
        had_focus = document.isAncestorOf(focused or self)
        self.removeTab(self.indexOf(document))
        document.deleteLater()
        if had_focus and self.currentWidget() is not None:
            self.currentWidget().setFocus()  # otherwise Qt chooses any widget of the window

    def _window_of(self, document: QWidget) -> DetachedWindow | None:
        return next((window for window in self._detached if window.document is document), None)

    def _attach(self, window: DetachedWindow) -> None:
        self._detached.remove(window)
        self.set_active_window(None)
        self.add(window.document, window.title)
        self.setCurrentWidget(window.document)

    def _show_menu(self, index: int, position: QPoint) -> None:
        """Make a tab the current one, on which commands work, and ask for its menu."""
        self.bring_to_front(self.widget(index))
        self.menu_requested.emit("tab", position)

    # The list of all documents, for more tabs than the bar can show

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.list_button.setFixedHeight(self._bar.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw nothing: Qt would draw a line beside the tabs, above the button."""

    def _set_up_list(self) -> None:
        self.list_button.setIcon(self._theme.icon("chevron-down", self._theme.palette.muted))
        self.list_button.setToolTip(tr("List of all tabs"))
        self.list_button.setAccessibleName(tr("List of all tabs"))
        self.list_button.setAutoRaise(True)
        self.list_button.clicked.connect(self.show_list)
        self.setCornerWidget(self.list_button)
