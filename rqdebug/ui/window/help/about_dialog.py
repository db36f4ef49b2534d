# SPDX-License-Identifier: GPL-3.0-or-later
"""The dialog with the versions of the program and of what it runs on, to copy into a report."""

from __future__ import annotations

import platform

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
        head = QHBoxLayout()
        head.setSpacing(18)
        head.addWidget(picture, 0, Qt.AlignTop)
        head.addLayout(text, 1)
        form = QFormLayout()
        form.setHorizontalSpacing(18)
        for title, version in versions():
            line = ValueLine()
            line.setText(version)
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
        (tr("System"), f"{platform.platform(terse=True)}, {QGuiApplication.platformName()}"),
    )


def versions_text() -> str:
    """Return all versions, one on a line, as a report needs them."""
    return "\n".join(f"{title}: {version}" for title, version in versions())
