# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import platform

import pyarrow
from PyQt5.QtCore import PYQT_VERSION_STR, qVersion
from PyQt5.QtGui import QGuiApplication

from rqcore.version import VERSION
from rqdebug.ui.style.tr import tr
from rqdebug.ui.widgets.plain_label import PlainLabel
from rqdebug.ui.widgets.value_line import ValueLine
from rqdebug.ui.window.help import about_dialog
from rqdebug.ui.window.help.about_dialog import AboutDialog


def test_about_shows_and_copies_all_versions(window):
    window.commands["help.about"].trigger()
    (dialog,) = window.findChildren(AboutDialog)
    assert dialog.isVisible()
    shown = {line.accessibleName(): line.text() for line in dialog.findChildren(ValueLine)}
    assert shown["Python"] == platform.python_version()
    assert (shown["Qt"], shown["PyQt"]) == (qVersion(), PYQT_VERSION_STR)
    assert shown["QScintilla"]
    assert shown["pyarrow"] == pyarrow.__version__
    assert tr("© 2026 the rqdebug authors") in [label.text() for label in dialog.findChildren(PlainLabel)]
    dialog.copy_button.click()
    copied = QGuiApplication.clipboard().text().splitlines()
    assert copied[0] == f"rqdebug, rqcore: {VERSION}"
    assert [line.partition(": ")[0] for line in copied] == [*shown]
    dialog.close()


def test_about_names_a_library_that_is_missing(window, fits, monkeypatch):
    monkeypatch.setattr(about_dialog, "PACKAGES", ("pyarrow", "no-such-library"))
    dialog = AboutDialog(window)
    assert "no-such-library: not installed" in about_dialog.versions_text().splitlines()
    assert fits(dialog)
