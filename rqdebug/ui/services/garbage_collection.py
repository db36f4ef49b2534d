# SPDX-License-Identifier: GPL-3.0-or-later
"""Lets the garbage collector run in the thread of the window alone."""

from __future__ import annotations

import gc

from PyQt5.QtCore import QObject, QTimer

from rqdebug.support.garbage import collection_is_paused

INTERVAL = 1000
"""Milliseconds between two looks at what there is to collect."""
GROWTH = 1.25
"""All objects are examined when there are this many times as many as last time, as Python itself does."""


class GarbageCollection(QObject):
    """Collects cyclic garbage in the thread of the window, and keeps Python from doing so elsewhere.

    Python collects in whichever thread makes the next object, and destroys there what it finds. Among it are
    Qt's items, fonts and text layouts, which only the thread of the window may touch: destroyed elsewhere,
    they can crash the program.

    Args:
        parent: The application.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._kept = 0
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.collect_due)
        gc.disable()
        self._timer.start(INTERVAL)

    def stop(self) -> None:
        """Let Python collect automatically again."""
        self._timer.stop()
        gc.unfreeze()
        gc.enable()

    def collect_due(self) -> None:
        """Collect the generations that have grown past their thresholds, unless collection is paused."""
        counts, thresholds = gc.get_count(), gc.get_threshold()
        if counts[0] <= thresholds[0] or collection_is_paused():
            return
        if counts[1] <= thresholds[1]:
            gc.collect(0)
        elif counts[2] <= thresholds[2]:
            gc.collect(1)
        else:
            self._collect_oldest()

    def _collect_oldest(self) -> None:
        """Collect what is new since the last time, and all objects if their number has grown much.

        What was examined is frozen, so that the collector passes over it. All objects of a large program take
        a tenth of a second.
        """
        gc.collect()
        gc.freeze()
        if gc.get_freeze_count() > GROWTH * self._kept:
            gc.unfreeze()
            gc.collect()
            gc.freeze()
            self._kept = gc.get_freeze_count()
