# SPDX-License-Identifier: GPL-3.0-or-later
"""The two ways in which the window lets time pass."""

from __future__ import annotations

from collections.abc import Callable

from PyQt5.QtCore import QObject, QTimer


def every(milliseconds: int, act: Callable[[], object], owner: QObject) -> QTimer:
    """Act again and again, from now on."""
    timer = QTimer(owner)
    timer.setInterval(milliseconds)
    timer.timeout.connect(act)
    timer.start()
    return timer


def after_pause(milliseconds: int, act: Callable[[], object], owner: QObject) -> QTimer:
    """Act when ``start`` was not called again for so long."""
    timer = QTimer(owner)
    timer.setSingleShot(True)
    timer.setInterval(milliseconds)
    timer.timeout.connect(act)
    return timer
