# SPDX-License-Identifier: GPL-3.0-or-later
"""Signals for the code without Qt.

A slot runs immediately, in the thread that emits. A slot that needs another thread, as in the window, must
pass the call on itself.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, ParamSpec

P = ParamSpec("P")


class Signal(Generic[P]):
    """A list of callbacks, called slots, which ``emit`` calls in the order of connection."""

    def __init__(self) -> None:
        self._slots: tuple[Callable[P, object], ...] = ()

    def connect(self, slot: Callable[P, object]) -> None:
        """Add a slot; the signal keeps a reference to it until ``disconnect``."""
        self._slots += (slot,)

    def disconnect(self, slot: Callable[P, object]) -> None:
        """Remove a slot. Does nothing if it is not connected."""
        self._slots = tuple(kept for kept in self._slots if kept != slot)

    def emit(self, *args: P.args, **kwargs: P.kwargs) -> None:
        """Call every slot with these arguments. An exception of a slot ends the call."""
        for slot in self._slots:
            slot(*args, **kwargs)
