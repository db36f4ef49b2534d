# SPDX-License-Identifier: GPL-3.0-or-later
"""The two kinds of timers that the window uses: periodic, and after a pause in typing."""

from __future__ import annotations

from collections.abc import Callable

from PyQt5.QtCore import QObject, QTimer


def every(milliseconds: int, act: Callable[[], object], owner: QObject) -> QTimer:
    """Call ``act`` periodically, until ``owner`` is deleted or the timer is stopped."""
    timer = QTimer(owner)
    timer.setInterval(milliseconds)
    timer.timeout.connect(act)
    timer.start()
    return timer


def after_pause(milliseconds: int, act: Callable[[], object], owner: QObject) -> QTimer:
    """Create a timer that calls ``act`` when this time has passed since the last call of its ``start``."""
    timer = QTimer(owner)
    timer.setSingleShot(True)
    timer.setInterval(milliseconds)
    timer.timeout.connect(act)
    return timer
