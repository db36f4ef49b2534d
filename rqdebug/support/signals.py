# SPDX-License-Identifier: GPL-3.0-or-later
"""Signals for the engine, which knows no toolkit.

A slot runs at once, in the thread that emits. Whoever needs another thread
(the window) hands the call over itself.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, ParamSpec

P = ParamSpec("P")


class Signal(Generic[P]):
    """Something that happened, told to every connected slot in order of connection."""

    def __init__(self) -> None:
        self._slots: tuple[Callable[P, object], ...] = ()

    def connect(self, slot: Callable[P, object]) -> None:
        self._slots += (slot,)

    def disconnect(self, slot: Callable[P, object]) -> None:
        """Forget a slot; one that was never connected is no error."""
        self._slots = tuple(kept for kept in self._slots if kept != slot)

    def emit(self, *args: P.args, **kwargs: P.kwargs) -> None:
        for slot in self._slots:
            slot(*args, **kwargs)
