# SPDX-License-Identifier: GPL-3.0-or-later
"""Pausing the garbage collector. For programs, which own their process; no library calls this."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_lock = threading.Lock()
_pauses = 0


@contextmanager
def pause_collection() -> Iterator[None]:
    """Pause the cyclic garbage collector while something large without cycles is built.

    The collector looks through all objects each time that their number has
    grown by a quarter, and stops all threads for it: parsing a script of
    100,000 vectors takes 2.3 times as long (bench_vectors.py, part
    ``generated``). Memory is still freed by reference counts.

    Pauses can overlap, in several threads; the end of the last one resumes
    the collector. One that was disabled before the first stays disabled.
    """
    global _pauses
    with _lock:
        if _pauses or gc.isenabled():
            gc.disable()
            _pauses += 1
            is_counted = True
        else:
            is_counted = False
    try:
        yield
    finally:
        with _lock:
            _pauses -= is_counted
            if is_counted and not _pauses:
                gc.enable()
