# SPDX-License-Identifier: GPL-3.0-or-later
"""The two kinds of timers in the window."""

from __future__ import annotations

from collections.abc import Callable

from PyQt5.QtCore import QObject, QTimer


def every(milliseconds: int, act: Callable[[], object], owner: QObject) -> QTimer:
    """Call ``act`` again and again, from now on."""
    timer = QTimer(owner)
    timer.setInterval(milliseconds)
    timer.timeout.connect(act)
    timer.start()
    return timer


def after_pause(milliseconds: int, act: Callable[[], object], owner: QObject) -> QTimer:
    """Call ``act`` this long after the last call of ``start``."""
    timer = QTimer(owner)
    timer.setSingleShot(True)
    timer.setInterval(milliseconds)
    timer.timeout.connect(act)
    return timer
