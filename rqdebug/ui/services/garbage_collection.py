# SPDX-License-Identifier: GPL-3.0-or-later
"""Lets the garbage collector run in the thread of the window alone, and only briefly while the user works."""

from __future__ import annotations

import gc

from PyQt5.QtCore import QCoreApplication, QEvent, QObject, QTimer

from rqdebug.support.garbage import collection_is_paused
from rqdebug.ui.services.timers import after_pause

INTERVAL = 1000
"""Milliseconds between two looks at what there is to collect."""
MAX_NEW = 50_000
"""The most objects that are examined while the user works, in about 20 ms. A long script has 300,000."""
GROWTH = 1.25
"""All objects are examined when there are this many times as many as last time, as Python itself does."""
LIMIT = 3_000_000
"""They are examined even while the user works when there are this many more."""
REST = 5000
"""Milliseconds without an input after which the user does not notice half a second."""
_INPUTS = frozenset(
    {QEvent.KeyPress, QEvent.MouseButtonPress, QEvent.MouseMove, QEvent.Wheel, QEvent.InputMethod}
)


class GarbageCollection(QObject):
    """Collects cyclic garbage in the thread of the window, and keeps Python from doing so elsewhere.

    Python collects in whichever thread makes the next object, and destroys there what it finds. Among it are
    Qt's items, fonts and text layouts, which only the thread of the window may touch: destroyed elsewhere,
    they can crash the program.

    New objects are examined once, soon after they were made, and frozen then, so that the collector passes
    over them. All objects are examined when the user rests.

    Args:
        parent: The application.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._kept = 0
        self._is_due = False
        self._rest = after_pause(REST, self.collect_all, self)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.collect_due)
        gc.disable()
        self._timer.start(INTERVAL)

    def stop(self) -> None:
        """Let Python collect automatically again."""
        self._timer.stop()
        self._wait_no_longer()
        gc.unfreeze()
        gc.enable()

    def collect_due(self) -> None:
        """Examine what is new, unless it is little, much, or still being made; see whether all is due."""
        if gc.get_count()[0] <= gc.get_threshold()[0] or collection_is_paused():
            return
        if len(gc.get_objects(0)) <= MAX_NEW:
            gc.collect(0)
        gc.freeze()
        self._kept = self._kept or gc.get_freeze_count()
        if gc.get_freeze_count() > LIMIT + self._kept:
            self.collect_all()
        elif gc.get_freeze_count() > GROWTH * self._kept:
            self._wait_for_rest()

    def collect_all(self) -> None:
        """Examine all objects. For a large program this takes some tenths of a second."""
        self._wait_no_longer()
        if not collection_is_paused():
            gc.unfreeze()
            gc.collect()
            gc.freeze()
            self._kept = gc.get_freeze_count()

    def _wait_for_rest(self) -> None:
        application = QCoreApplication.instance()
        if not self._is_due and application is not None:
            self._is_due = True
            application.installEventFilter(self)
            self._rest.start()

    def _wait_no_longer(self) -> None:
        application = QCoreApplication.instance()
        if self._is_due and application is not None:
            application.removeEventFilter(self)
        self._is_due = False
        self._rest.stop()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note that the user works; only while all objects are due."""
        if event.type() in _INPUTS:
            self._rest.start()
        return False
