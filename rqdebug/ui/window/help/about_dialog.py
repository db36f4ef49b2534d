# SPDX-License-Identifier: GPL-3.0-or-later
"""The dialog with the versions of the program and of what it runs on, to copy into a report."""

from __future__ import annotations

import platform
from importlib.metadata import PackageNotFoundError, version

from PyQt5.Qsci import QSCINTILLA_VERSION_STR
from PyQt5.QtCore import PYQT_VERSION_STR, Qt, qVersion
from PyQt5.QtGui import QGuiApplication
from PyQt5.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QHBoxLayout, QVBoxLayout, QWidget

from rqcore.version import VERSION
from rqdebug.ui.style.tr import tr
from rqdebug.ui.widgets.plain_label import PlainLabel
from rqdebug.ui.widgets.value_line import ValueLine

ICON = 64
"""Width and height of the icon in pixels."""
PACKAGES = ("pyarrow", "numpy", "pyqtgraph", "redis", "hiredis", "uvloop", "keyring")
"""The libraries whose versions matter for an error; some of them may be missing."""


class AboutDialog(QDialog):
    """Shows purpose, licence and versions."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WA_DeleteOnClose)
        self.setWindowTitle(tr("About rqdebug"))
        self.buttons = QDialogButtonBox(QDialogButtonBox.Close)
        self.copy_button = self.buttons.addButton(tr("Copy"), QDialogButtonBox.ActionRole)
        self.copy_button.clicked.connect(lambda: QGuiApplication.clipboard().setText(versions_text()))
        self.buttons.rejected.connect(self.reject)
        picture, name = PlainLabel(), PlainLabel("rqdebug")
        picture.setPixmap(QGuiApplication.windowIcon().pixmap(ICON, ICON))
        if parent is not None:
            picture.setPixmap(parent.windowIcon().pixmap(ICON, ICON))
        name.setObjectName("heading")
        text = QVBoxLayout()
        text.addWidget(name)
        text.addWidget(PlainLabel(tr("A debugger and test-vector workbench for remote queues.")))
        text.addWidget(
            PlainLabel(tr("Licence: GPL-3.0-or-later. The queue system underneath, rqcore, is MIT."))
        )
        text.addWidget(PlainLabel(tr("© 2026 the rqdebug authors")))
        head = QHBoxLayout()
        head.setSpacing(18)
        head.addWidget(picture, 0, Qt.AlignTop)
        head.addLayout(text, 1)
        form = QFormLayout()
        form.setHorizontalSpacing(18)
        form.setVerticalSpacing(3)
        for title, value in versions():
            line = ValueLine()
            line.setText(value)
            line.setAccessibleName(title)
            form.addRow(title, line)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 18, 18, 14)
        column.setSpacing(14)
        column.addLayout(head)
        column.addLayout(form)
        column.addWidget(self.buttons)


def versions() -> tuple[tuple[str, str], ...]:
    """Return the name and the version of the program and of each part that it runs on."""
    return (
        ("rqdebug, rqcore", VERSION),
        ("Python", platform.python_version()),
        ("Qt", qVersion()),
        ("PyQt", PYQT_VERSION_STR),
        ("QScintilla", QSCINTILLA_VERSION_STR),
        *((package, _version_of(package)) for package in PACKAGES),
        (tr("System"), f"{platform.platform(terse=True)}, {QGuiApplication.platformName()}"),
    )


def versions_text() -> str:
    """Return all versions, one on a line, as a report needs them."""
    return "\n".join(f"{title}: {value}" for title, value in versions())


def _version_of(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return tr("not installed")
