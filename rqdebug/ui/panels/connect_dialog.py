# SPDX-License-Identifier: GPL-3.0-or-later
"""Asks which target to attach to."""

from __future__ import annotations

from collections.abc import Sequence

from PyQt5.QtCore import Qt, pyqtSignal
from PyQt5.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from rqcore.client import DEFAULT_URL
from rqcore.errors import BadUrl
from rqdebug.targets.kinds import is_redis, target
from rqdebug.ui.panels.redis_options import RedisOptions
from rqdebug.ui.settings import Known


class ConnectDialog(QDialog):
    """Says what is wrong with a URL while it is written; offers what was attached before."""

    chosen = pyqtSignal(str, str)
    """URL and name; the name may be empty."""

    def __init__(self, known: Sequence[Known], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WA_DeleteOnClose)
        self.setWindowTitle("Connect")
        self.setMinimumWidth(460)
        self.url = QLineEdit(known[0].url if known else DEFAULT_URL)
        self.name = QLineEdit(known[0].name if known else "")
        self.problem = QLabel()
        self.redis = RedisOptions()
        self.known = QListWidget()
        self._buttons = QDialogButtonBox(QDialogButtonBox.Cancel)
        self.connect_button: QPushButton = self._buttons.addButton("Connect", QDialogButtonBox.AcceptRole)
        self._lay_out(known)
        self.url.textChanged.connect(self._check)
        self.known.currentItemChanged.connect(self._fill)
        self.known.itemActivated.connect(lambda _: self.accept())
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        self._check()
        self.url.selectAll()

    def accept(self) -> None:
        if self.connect_button.isEnabled():
            self.chosen.emit(self.redis.applied(self.url.text().strip()), self.name.text().strip())
            super().accept()

    def _check(self) -> None:
        self.redis.setVisible(is_redis(self.url.text()))
        try:
            target(self.url.text())
        except BadUrl as error:
            self.problem.setText(str(error))
        else:
            self.problem.setText("")
        self.connect_button.setEnabled(not self.problem.text())

    def _fill(self, item: QListWidgetItem) -> None:
        known = item.data(Qt.UserRole)
        self.url.setText(known.url)
        self.name.setText(known.name)

    def _lay_out(self, known: Sequence[Known]) -> None:
        self.url.setObjectName("mono")
        self.url.setAccessibleName("URL")
        self.name.setPlaceholderText("host and port, if left empty")
        self.name.setAccessibleName("Name")
        self.problem.setObjectName("error")
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
        form.addRow("Name", self.name)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 18, 18, 14)
        column.setSpacing(12)
        column.addLayout(form)
        column.addWidget(self.redis)
        if known:
            column.addWidget(self._known_list(known))
        column.addWidget(self._buttons)

    def _known_list(self, known: Sequence[Known]) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 4, 0, 4)
        title = QLabel("Attached before")
        title.setObjectName("muted")
        for one in known:
            item = QListWidgetItem(f"{one.name}   {one.url}")
            item.setData(Qt.UserRole, one)
            self.known.addItem(item)
        self.known.setFixedHeight(self.known.sizeHintForRow(0) * len(known) + 4)
        column.addWidget(title)
        column.addWidget(self.known)
        return box
