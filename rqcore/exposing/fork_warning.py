# SPDX-License-Identifier: MIT
"""Keeps Python's warning about a fork with threads away from programs that have no threads of their own.

The background thread ends before a fork and starts again after it. From version 3.13 on, Python counts the
threads only then, and would warn because of the background thread.
"""

from __future__ import annotations

import os
import sys
import warnings
from contextlib import suppress
from typing import Any

MESSAGE = "This process .* is multi-threaded, use of fork"
COUNTS_LATE = sys.version_info >= (3, 13)
THREADS = "/proc/self/task"
"""The folder in which Linux lists the threads of this process."""


class ForkWarning:
    """Ignores the warning of one fork."""

    def __init__(self) -> None:
        self._filters: list[Any] = []
        self._entry: object = None

    def ignore(self) -> None:
        """Ignore the warning from now on, unless the program itself has threads. Call it before the fork."""
        self.restore()
        if COUNTS_LATE and _number_of_threads() == 1:
            warnings.filterwarnings("ignore", MESSAGE, DeprecationWarning)
            self._filters = warnings.filters  # type: ignore[assignment]
            self._entry = self._filters[0]

    def restore(self) -> None:
        """Show the warning again."""
        for filters in (self._filters, warnings.filters):
            with suppress(ValueError):  # the program has changed the filters itself
                filters.remove(self._entry)  # type: ignore[union-attr]
        self._filters = []


fork_warning: ForkWarning = ForkWarning()
"""The warning of this process."""


def _number_of_threads() -> int:
    """Return the number of threads of this process; 0 if the system does not list them."""
    try:
        return len(os.listdir(THREADS))
    except OSError:
        return 0
