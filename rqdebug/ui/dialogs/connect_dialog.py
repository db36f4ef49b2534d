# SPDX-License-Identifier: GPL-3.0-or-later
"""Asks which target to attach to, and how it is to be treated."""

from __future__ import annotations

from collections.abc import Sequence

from PyQt5.QtCore import Qt, pyqtSignal
from PyQt5.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from rqcore.errors import BadUrl
from rqcore.url import DEFAULT_URL
from rqdebug.targets.registry import is_redis, target
from rqdebug.ui.dialogs.redis_options import RedisOptions
from rqdebug.ui.services.saved_targets import SavedTarget, with_login, without_password
from rqdebug.ui.style.tr import later, tr
from rqdebug.ui.widgets.swatch import swatch

COLORS = {
    later("None"): "",
    later("Red: production"): "#c0392b",
    later("Amber: staging"): "#b7791f",
    later("Green: test"): "#2f855a",
}
"""Of the line below the name of a target."""
MOST_SHOWN = 6
"""Earlier targets that are seen at once."""


class ConnectDialog(QDialog):
    """Says what is wrong with a URL while it is written; offers what was attached before."""

    chosen = pyqtSignal(object, str, bool)
    """A Known, its URL with the password, and whether to keep that in the keyring."""
    test_wanted = pyqtSignal(str)
    """Try whether a URL, with its password, answers; ``show_test`` tells."""

    def __init__(self, known: Sequence[SavedTarget], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WA_DeleteOnClose)
        self.setWindowTitle(tr("Connect"))
        self.setMinimumWidth(520)
        self.url = QLineEdit(known[0].url if known else DEFAULT_URL)
        self.name = QLineEdit(known[0].name if known else "")
        self.user, self.password = QLineEdit(), QLineEdit()
        self.keep = QCheckBox(tr("Keep in the keyring"))
        self.authority = QLineEdit()
        self.color = QComboBox()
        self.read_only = QCheckBox(tr("Read-only: change nothing there"))
        self.favourite = QCheckBox(tr("Favourite"))
        self.problem = QLabel()
        self.redis = RedisOptions()
        self.known = QListWidget()
        self._buttons = QDialogButtonBox(QDialogButtonBox.Cancel)
        self.test_button: QPushButton = self._buttons.addButton(tr("Test"), QDialogButtonBox.ActionRole)
        self.connect_button: QPushButton = self._buttons.addButton(tr("Connect"), QDialogButtonBox.AcceptRole)
        self._lay_out(known)
        if known:
            self._show_manner(known[0])
        self.url.textChanged.connect(self._check)
        self.authority.textChanged.connect(self._check)
        self.known.currentItemChanged.connect(self._fill)
        self.known.itemActivated.connect(lambda _: self.accept())
        self.test_button.clicked.connect(self._test)
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        self._check()
        self.url.selectAll()

    def accept(self) -> None:
        if self.connect_button.isEnabled():
            self.chosen.emit(self._chosen_target(), self.full_url(), self.keep.isChecked())
            super().accept()

    def full_url(self) -> str:
        """The URL with all that was written beside it."""
        url = with_login(self.url.text().strip(), self.user.text().strip(), self.password.text())
        file = self.authority.text().strip()
        if file and self._encrypted:
            word = "ssl_ca_certs" if is_redis(url) else "cafile"
            url = f"{url}{'&' if '?' in url else '?'}{word}={file}"
        return self.redis.applied(url)

    def show_test(self, sentence: str, good: bool) -> None:
        """What came of the test."""
        self.test_button.setEnabled(True)
        self._say(sentence, "ok" if good else "error")

    def offer_keyring(self, there: bool) -> None:
        """Whether the system has a keyring."""
        self.keep.setEnabled(there)
        self.keep.setToolTip("" if there else tr("This system has no keyring"))

    @property
    def _encrypted(self) -> bool:
        return self.url.text().strip().startswith(("rqs://", "rediss://"))

    def _chosen_target(self) -> SavedTarget:
        color = str(self.color.currentData())
        switches = self.read_only.isChecked(), self.favourite.isChecked()
        return SavedTarget(self.name.text().strip(), without_password(self.full_url()), color, *switches)

    def _test(self) -> None:
        self.test_button.setEnabled(False)
        self._say(tr("asking…"), "muted")
        self.test_wanted.emit(self.full_url())

    def _check(self) -> None:
        self._authority_row.setVisible(self._encrypted)
        self.redis.setVisible(is_redis(self.url.text()))
        try:
            target(self.full_url())
        except BadUrl as error:
            self._say(str(error), "error")
        else:
            self._say("", "error")
        self.connect_button.setEnabled(not self.problem.text())
        self.test_button.setEnabled(not self.problem.text())

    def _say(self, sentence: str, look: str) -> None:
        self.problem.setText(sentence)
        self.problem.setObjectName(look)
        self.problem.style().unpolish(self.problem)
        self.problem.style().polish(self.problem)

    def _fill(self, item: QListWidgetItem) -> None:
        known: SavedTarget = item.data(Qt.UserRole)
        self.url.setText(known.url)
        self.name.setText(known.name)
        self._show_manner(known)

    def _show_manner(self, known: SavedTarget) -> None:
        self.color.setCurrentIndex(max(self.color.findData(known.color), 0))
        self.read_only.setChecked(known.read_only)
        self.favourite.setChecked(known.favourite)

    # Laying out

    def _lay_out(self, known: Sequence[SavedTarget]) -> None:
        self.url.setObjectName("mono")
        self.url.setAccessibleName("URL")
        self.name.setPlaceholderText(tr("host and port, if left empty"))
        self.name.setAccessibleName(tr("Name"))
        self.user.setPlaceholderText(tr("default"))
        self.user.setAccessibleName(tr("User"))
        self.password.setEchoMode(QLineEdit.Password)
        self.password.setAccessibleName(tr("Password"))
        for title, color in COLORS.items():
            self.color.addItem(swatch(color), tr(title), color)
        self.color.setAccessibleName(tr("Colour"))
        self.problem.setTextFormat(Qt.PlainText)
        self.problem.setWordWrap(True)
        self.problem.setMinimumHeight(2 * self.fontMetrics().lineSpacing() + 8)
        self.problem.setAlignment(Qt.AlignTop | Qt.AlignLeft)
        self.connect_button.setDefault(True)
        form = QFormLayout()
        form.setHorizontalSpacing(14)
        form.setVerticalSpacing(8)
        form.addRow("URL", self.url)
        form.addRow("", self.problem)
        form.addRow(tr("User"), self.user)
        form.addRow(tr("Password"), _row(self.password, self.keep))
        self._authority_row = self._authority()
        form.addRow("", self._authority_row)
        form.addRow(tr("Name"), self.name)
        form.addRow(tr("Colour"), self.color)
        form.addRow("", _row(self.read_only, self.favourite))
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 18, 18, 14)
        column.setSpacing(12)
        column.addLayout(form)
        column.addWidget(self.redis)
        if known:
            column.addWidget(self._known_list(known))
        column.addWidget(self._buttons)

    def _authority(self) -> QWidget:
        """Whom to trust, where the connection is encrypted."""
        self.authority.setPlaceholderText(tr("certificates to trust, in place of the system's"))
        self.authority.setAccessibleName(tr("Trusted certificates"))
        button = QPushButton(tr("File…"))
        button.setAutoDefault(False)
        button.clicked.connect(self._ask_authority)
        return _row(self.authority, button)

    def _ask_authority(self) -> None:
        path, _ = QFileDialog.getOpenFileName(
            self, tr("Trusted Certificates"), "", tr("Certificates (*.pem *.crt)")
        )
        if path:
            self.authority.setText(path)

    def _known_list(self, known: Sequence[SavedTarget]) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 4, 0, 4)
        title = QLabel(tr("Attached before"))
        title.setObjectName("muted")
        for one in known:
            item = QListWidgetItem(swatch(one.color), one.title)
            item.setData(Qt.UserRole, one)
            self.known.addItem(item)
        self.known.setAccessibleName(tr("Attached before"))
        self.known.setFixedHeight(self.known.sizeHintForRow(0) * min(len(known), MOST_SHOWN) + 4)
        column.addWidget(title)
        column.addWidget(self.known)
        return box


def _row(*widgets: QWidget) -> QWidget:
    whole = QWidget()
    row = QHBoxLayout(whole)
    row.setContentsMargins(0, 0, 0, 0)
    for widget in widgets:
        row.addWidget(widget)
    return whole
