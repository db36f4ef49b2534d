# SPDX-License-Identifier: GPL-3.0-or-later
"""The dialog in which the user chooses a target to connect to, and its settings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PyQt5.QtCore import Qt, pyqtSignal
from PyQt5.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from rqcore.errors import BadUrl
from rqcore.url import Url
from rqdebug.session import Attachment
from rqdebug.targets.preview_option import PREVIEW
from rqdebug.targets.target_kind import TargetKind
from rqdebug.targets.target_registry import create_target, find_kind, target_kinds
from rqdebug.ui.dialogs.option_rows import OptionRows
from rqdebug.ui.services.saved_targets import SavedTarget, with_login, without_password
from rqdebug.ui.services.timers import after_pause
from rqdebug.ui.style.engine_messages import translate_message
from rqdebug.ui.style.tr import tr
from rqdebug.ui.widgets.color_box import ColorBox
from rqdebug.ui.widgets.escaping_delegate import escape_items
from rqdebug.ui.widgets.mnemonics import retitle
from rqdebug.ui.widgets.plain_label import PlainLabel
from rqdebug.ui.widgets.styled_name import rename_for_style
from rqdebug.ui.widgets.swatch import swatch

MAX_VISIBLE = 6
"""Number of recent targets visible without scrolling."""


class ConnectDialog(QDialog):
    """Validates the URL while the user types, and offers recent targets.

    If the server is attached already, the dialog offers to go to it, or to connect again. The kind of
    target follows from the URL and determines the options below it. If the user chooses another kind, an
    example URL of that kind replaces the URL.
    """

    chosen = pyqtSignal(object, str, bool)
    """A SavedTarget, its URL with the password, and whether to save the password in the keyring."""
    attached_chosen = pyqtSignal(object)
    """The user goes to this Attachment instead of connecting to its server again."""
    test_wanted = pyqtSignal(str)
    """Test whether the target at a URL answers; pass the result to ``show_test``."""

    def __init__(
        self,
        saved: Sequence[SavedTarget],
        parent: QWidget | None = None,
        *,
        find_attached: Callable[[str], Attachment | None] = lambda _: None,
        preview: str = "",
    ) -> None:
        """``find_attached`` returns the attachment to the server of a valid URL.

        ``preview`` is how much of each payload the events of a new target have; empty for the usual.
        """
        super().__init__(parent)
        self.setAttribute(Qt.WA_DeleteOnClose)
        self.setWindowTitle(tr("Connect"))
        self.setMinimumWidth(520)
        self._kinds = target_kinds()
        self._kind = self._kinds[0]
        self._saved = {_address(target.url): target for target in saved}
        self._edited: set[QWidget] = set()
        self._find_attached = find_attached
        self._preview = preview
        self._attached: Attachment | None = None
        """The attachment to the server of the URL in the dialog."""
        first = next((each for each in saved if not find_attached(each.url)), saved[0] if saved else None)
        self._tested = ""
        """The URL of the last test."""
        self.kind = QComboBox()
        self.url = QLineEdit(first.url if first else self._kind.example)
        self.name = QLineEdit(first.name if first else "")
        self.user, self.password = QLineEdit(), QLineEdit()
        self.keep = QCheckBox(tr("Save in keyring"))
        self.color = ColorBox()
        self.read_only = QCheckBox(tr("Read-only: never change this target"))
        self.favourite = QCheckBox(tr("Favourite"))
        self.message = PlainLabel()
        self.saved_targets = QListWidget()
        self._form = QFormLayout()
        self._password_row = _row(self.password, self.keep)
        self.options = OptionRows(self._form, self._password_row)
        self._buttons = QDialogButtonBox(QDialogButtonBox.Cancel)
        self.test_button: QPushButton = self._buttons.addButton(
            tr("Test Connection"), QDialogButtonBox.ActionRole
        )
        self.again_button: QPushButton = self._buttons.addButton(
            tr("Connect Again"), QDialogButtonBox.ActionRole
        )
        self.connect_button: QPushButton = self._buttons.addButton(tr("Connect"), QDialogButtonBox.AcceptRole)
        self._set_up_widgets()
        self._lay_out(saved)
        if first:
            self._show_settings(first)
        self._connect_signals()
        self._check()
        self._focus_url()

    def accept(self) -> None:
        if not self.connect_button.isEnabled():
            return
        if self._attached is not None:
            self.attached_chosen.emit(self._attached)
            super().accept()
        else:
            self._connect()

    def full_url(self) -> str:
        """The URL completed with user, password and options from the other fields."""
        url = self.url.text().strip()
        if self._kind.form.has_login:
            url = with_login(url, self.user.text().strip(), self.password.text())
        return self._kind.form.apply(url, self.options.values())

    def show_test(self, sentence: str, good: bool) -> None:
        """Show the result of a test; ignore it if the URL has changed since."""
        if self._tested == self.full_url():
            self.test_button.setEnabled(True)
            self._show_message(sentence, "ok" if good else "error")

    def offer_keyring(self, available: bool) -> None:
        """Enable saving the password if the system has a keyring."""
        self.keep.setEnabled(available)
        self.keep.setToolTip("" if available else tr("This system has no keyring"))

    def _connect(self) -> None:
        self.chosen.emit(self._chosen_target(), self.full_url(), self.keep.isChecked())
        super().accept()

    def _chosen_target(self) -> SavedTarget:
        color = self.color.color()
        switches = self.read_only.isChecked(), self.favourite.isChecked()
        return SavedTarget(self.name.text().strip(), without_password(self.full_url()), color, *switches)

    def _connect_signals(self) -> None:
        self.kind.activated.connect(self._choose_kind)
        self.url.textEdited.connect(self._follow_url)
        self.color.activated.connect(lambda _: self._edited.add(self.color))
        for box in (self.read_only, self.favourite):
            box.clicked.connect(partial(self._edited.add, box))
        for line in (self.url, self.user, self.password):
            line.textChanged.connect(self._check)
        self.options.changed.connect(self._check)
        # later, because the labels of new rows have their width only after the next layout
        self.options.replaced.connect(after_pause(0, self._fit_size, self).start)
        self.saved_targets.currentItemChanged.connect(self._fill)
        self.saved_targets.itemActivated.connect(lambda _: self.accept())
        self.test_button.clicked.connect(self._test)
        self.again_button.clicked.connect(self._connect)
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)

    def _test(self) -> None:
        self._tested = self.full_url()
        self.connect_button.setFocus()  # a disabled button would pass the focus on to Cancel
        self.test_button.setEnabled(False)
        self._show_message(tr("Connecting…"), "muted")
        self.test_wanted.emit(self._tested)

    def _choose_kind(self, index: int) -> None:
        kind = self._kinds[index]
        if kind is not self._kind:
            self.url.setText(kind.example)
            self._follow_url()
            self._focus_url()

    def _focus_url(self) -> None:
        self.url.setFocus()
        self.url.selectAll()

    def _follow_url(self) -> None:
        """Show the saved settings of the target at the URL, or none; settings that the user chose stay."""
        saved = self._saved.get(_address(self.url.text().strip()), SavedTarget("", ""))
        if not self.name.isModified():
            self.name.setText(saved.name)
        self._show_settings(saved)

    def _check(self) -> None:
        try:
            self._show_kind(find_kind(self.url.text()))
            create_target(self.full_url())
        except BadUrl as error:
            self._show_message(str(error), "error")
            is_valid = False
            self._attached = None
        else:
            self._attached = self._find_attached(self.full_url())
            self._show_message(self._warning(), "muted")
            is_valid = True
        self.again_button.setVisible(self._attached is not None)
        retitle(self.connect_button, tr("Go to Target") if self._attached else tr("Connect"))
        self.connect_button.setEnabled(is_valid)
        self.test_button.setEnabled(is_valid)

    def _warning(self) -> str:
        """Return what to know about the URL, which is valid; empty if there is nothing."""
        if self._attached is not None:
            return tr("This server is open already, as {target}.", target=self._attached.name)
        url = _address(self.full_url().strip())
        if url.startswith("rq://") and Url.parse(url).is_exposed:
            return tr("rq:// sends passwords and payloads unencrypted. Use rqs:// outside of this machine.")
        return ""

    def _show_kind(self, kind: TargetKind) -> None:
        self._kind = kind
        self.kind.setCurrentIndex(self._kinds.index(kind))
        for widget in (self.user, self._password_row):
            widget.setVisible(kind.form.has_login)
            self._form.labelForField(widget).setVisible(kind.form.has_login)
        is_saved = _address(self.url.text().strip()) in self._saved
        defaults = {PREVIEW.name: PREVIEW.default if is_saved else self._preview or PREVIEW.default}
        self.options.show_form(kind.form, self.url.text(), defaults)

    def _fit_size(self) -> None:
        """Fit the height to the options, and grow if a row is wider than the dialog."""
        layout = self.layout()
        if layout is not None and self.isVisible():
            layout.activate()
            hint = self.sizeHint()
            self.resize(max(self.width(), hint.width()), hint.height())

    def _show_message(self, sentence: str, style: str) -> None:
        self.message.setText(translate_message(sentence))
        rename_for_style(self.message, style)

    def _fill(self, item: QListWidgetItem) -> None:
        saved: SavedTarget = item.data(Qt.UserRole)
        self._edited.clear()
        self.url.setText(saved.url)
        self.name.setText(saved.name)
        self._show_settings(saved)

    def _show_settings(self, saved: SavedTarget) -> None:
        if self.color not in self._edited:
            self.color.show_color(saved.color)
        for box, is_on in ((self.read_only, saved.read_only), (self.favourite, saved.favourite)):
            if box not in self._edited:
                box.setChecked(is_on)

    # Layout

    def _set_up_widgets(self) -> None:
        for kind in self._kinds:
            self.kind.addItem(tr(kind.title))
        self.kind.setAccessibleName(tr("Kind"))
        self.url.setObjectName("mono")
        self.url.setAccessibleName("URL")
        self.name.setPlaceholderText(tr("Optional; host and port by default"))
        self.name.setAccessibleName(tr("Name"))
        self.user.setPlaceholderText(tr("default"))
        self.user.setAccessibleName(tr("User"))
        self.password.setEchoMode(QLineEdit.Password)
        self.password.setAccessibleName(tr("Password"))
        self.message.setWordWrap(True)
        self.message.setMinimumHeight(3 * self.fontMetrics().lineSpacing() + 8)
        self.message.setAlignment(Qt.AlignTop | Qt.AlignLeft)
        self.connect_button.setDefault(True)
        for button in self._buttons.findChildren(QPushButton):
            # otherwise the button with the keyboard focus is the default one: Cancel after a test
            button.setAutoDefault(button is self.connect_button)

    def _lay_out(self, saved: Sequence[SavedTarget]) -> None:
        form = self._form
        form.setHorizontalSpacing(14)
        form.setVerticalSpacing(8)
        form.addRow(tr("Kind"), self.kind)
        form.addRow("URL", self.url)
        form.addRow("", self.message)
        form.addRow(tr("User"), self.user)
        form.addRow(tr("Password"), self._password_row)
        form.addRow(tr("Name"), self.name)
        form.addRow(tr("Colour"), self.color)
        form.addRow("", _row(self.read_only, self.favourite))
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 18, 18, 14)
        column.setSpacing(12)
        column.addLayout(form)
        if saved:
            column.addWidget(self._saved_list(saved))
        column.addWidget(self._buttons)

    def _saved_list(self, saved: Sequence[SavedTarget]) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 4, 0, 4)
        title = PlainLabel(tr("Recent targets"))
        title.setObjectName("muted")
        for target in saved:
            item = QListWidgetItem(swatch(target.color), target.title)
            item.setData(Qt.UserRole, target)
            self.saved_targets.addItem(item)
        self.saved_targets.setAccessibleName(tr("Recent targets"))
        escape_items(self.saved_targets)
        height = self.saved_targets.sizeHintForRow(0) * min(len(saved), MAX_VISIBLE) + 4
        self.saved_targets.setFixedHeight(height)
        column.addWidget(title)
        column.addWidget(self.saved_targets)
        return box


def _address(url: str) -> str:
    """Return the part of a URL that says which target it is: without options."""
    return url.partition("?")[0]


def _row(*widgets: QWidget) -> QWidget:
    whole = QWidget()
    row = QHBoxLayout(whole)
    row.setContentsMargins(0, 0, 0, 0)
    for widget in widgets:
        row.addWidget(widget)
    return whole
