# SPDX-License-Identifier: GPL-3.0-or-later
"""The box with the targets that scripts run on."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING

from PyQt5.QtCore import Qt, pyqtSignal
from PyQt5.QtGui import QIcon, QKeyEvent, QPaintEvent, QWheelEvent
from PyQt5.QtWidgets import QComboBox, QStyle, QStyleOptionComboBox, QStylePainter, QWidget

from rqdebug.support.characters import escape_unsafe
from rqdebug.ui.models import formats
from rqdebug.ui.scripts.run_target_list import RunTargetList
from rqdebug.ui.style.tr import later, tr
from rqdebug.ui.widgets.swatch import swatch

if TYPE_CHECKING:  # the window shows before the engine is imported
    from rqdebug.session import Attachment

ALL = later("All targets")


class RunTargets(QComboBox):
    """Names the targets that scripts run on; a list below it has a tick for each.

    The choice is separate from the current target: only the user changes it, so that a look at the tab of
    another target does not send the next run there. The first target that is attached is chosen. No other
    takes the place of one that is removed.

    The box gets the keyboard only when the user asks for it, by a click or by a command.
    """

    changed = pyqtSignal()
    """The user has chosen other targets."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._attachments: tuple[Attachment, ...] = ()
        self._chosen: tuple[Attachment, ...] = ()
        self._is_all = False
        self._awaited: frozenset[str] = frozenset()
        """Names of targets that are chosen as soon as they are attached."""
        self._is_restored = False
        """Whether the choice comes from a workspace, so that the first target is not chosen for it."""
        self._color: Callable[[Attachment], str] = lambda _: ""
        self.list = RunTargetList(self)
        self.list.changed.connect(self._take_ticks)
        self.setPlaceholderText(tr("Choose a target"))
        self.setFocusPolicy(Qt.ClickFocus)
        self.setAccessibleName(tr("Targets of runs"))
        self.setMinimumContentsLength(14)
        self.setSizeAdjustPolicy(QComboBox.AdjustToMinimumContentsLengthWithIcon)
        self.show_attachments(())

    def show_attachments(
        self, attachments: Sequence[Attachment], color: Callable[[Attachment], str] = lambda _: ""
    ) -> None:
        """Offer these targets. The choice stays.

        Args:
            attachments: The targets.
            color: Returns the colour of a target that the user has chosen, or an empty text.
        """
        is_first = not (self._attachments or self._is_restored)
        if self._attachments and not attachments:
            self._is_all = self._is_restored = False
        self._attachments, self._color = tuple(attachments), color
        awaited = {each for each in attachments if each.name in self._awaited}
        self._awaited -= {each.name for each in awaited}
        if self._is_all:
            self._chosen = self._attachments
        elif is_first:
            self._chosen = self._attachments[:1]
        else:
            self._chosen = tuple(each for each in attachments if each in self._chosen or each in awaited)
        self._show()

    def choose(self, attachments: Collection[Attachment]) -> None:
        """Choose these targets, as far as they are attached."""
        self._set(tuple(each for each in self._attachments if each in attachments), is_all=False)

    def choose_all(self) -> None:
        """Choose all targets, also those that are attached later."""
        self._set(self._attachments, is_all=True)

    def restore(self, names: Collection[str], is_all: bool) -> None:
        """Choose the targets of a workspace, which are being attached; no other becomes the first choice."""
        self._awaited, self._is_restored = frozenset(names), True
        self._is_all = is_all
        self.show_attachments(self._attachments, self._color)

    def selected(self) -> tuple[Attachment, ...]:
        """Return the targets to run on; none if the ones that were chosen are gone."""
        return self._chosen

    @property
    def covers_all(self) -> bool:
        """Whether all targets are chosen, also those that are attached later."""
        return self._is_all

    def _take_ticks(self) -> None:
        self._set(self.list.chosen(), self.list.is_all)

    def _set(self, chosen: tuple[Attachment, ...], is_all: bool) -> None:
        self._chosen, self._is_all, self._awaited = chosen, is_all, frozenset()
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        """Show the choice as the only entry of the box."""
        self.clear()
        names = [escape_unsafe(each.name) for each in self._chosen]
        if names or not self._attachments:
            self.addItem(_described(names, self._is_all) or tr("No target"))
            colors = [shade for each in self._chosen if (shade := self._color(each))]
            self.setItemIcon(0, swatch(*colors) if colors else QIcon())
            self.setCurrentIndex(0)
        self.setEnabled(bool(self._attachments))
        title = tr("Scripts run on these targets:") if names else tr("Choose the targets that scripts run on")
        self.setToolTip(formats.tip("\n".join([title, *names])))

    # What opens a list of entries opens the list with ticks

    def showPopup(self) -> None:
        self.list.show_targets(self._attachments, self._chosen, self._is_all, self._color)
        self.list.open_below(self)

    def hidePopup(self) -> None:
        self.list.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the list with the arrow keys, too: the box itself has a single entry."""
        if event.key() in (Qt.Key_Down, Qt.Key_Up, Qt.Key_Return, Qt.Key_Enter):
            self.showPopup()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw an ellipsis where the names do not fit; Qt would cut them."""
        if self.currentIndex() < 0:
            super().paintEvent(event)
            return
        painter, option = QStylePainter(self), QStyleOptionComboBox()
        self.initStyleOption(option)
        field = self.style().subControlRect(QStyle.CC_ComboBox, option, QStyle.SC_ComboBoxEditField, self)
        icon = 0 if option.currentIcon.isNull() else option.iconSize.width() + 8
        option.currentText = self.fontMetrics().elidedText(
            option.currentText, Qt.ElideRight, field.width() - icon
        )
        painter.drawComplexControl(QStyle.CC_ComboBox, option)
        painter.drawControl(QStyle.CE_ComboBoxLabel, option)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


def _described(names: Sequence[str], is_all: bool) -> str:
    """Return a short text for a choice of targets; the tooltip names all of them."""
    if len(names) < 2:
        return "".join(names)
    if is_all:
        return tr(ALL)
    return tr("{n} targets: {names}", n=formats.count(len(names)), names=", ".join(names))
