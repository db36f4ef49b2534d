# SPDX-License-Identifier: GPL-3.0-or-later
"""The one place where signals of the engine cross into the thread of the window.

The engine emits in threads of its own, at any rate. Emissions go into a queue,
which a timer empties in the window's thread; each listener is called at most
once per tick, with everything that was emitted for it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from queue import Empty, SimpleQueue
from typing import Any

from PyQt5.QtCore import QObject

from rqdebug.support.signals import Signal
from rqdebug.ui.services.timers import every

INTERVAL = 40
"""Milliseconds from one emptying to the next: 25 pictures a second."""

Arguments = tuple[Any, ...]


class SignalBridge(QObject):
    """Carries signals of the engine to listeners in the window."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._mail: SimpleQueue[tuple[SignalCarrier, Arguments]] = SimpleQueue()
        self._timer = every(INTERVAL, self.deliver, self)

    def carry(self, signal: Signal[Any], listener: Callable[[list[Any]], object]) -> SignalCarrier:
        """Call ``listener`` with a list: for each emission its only argument, or a tuple of several."""
        return SignalCarrier(signal, listener, self._mail)

    def carry_change(self, signal: Signal[[]], listener: Callable[[], object]) -> SignalCarrier:
        """Call ``listener`` if the signal, which says nothing but that it happened, was emitted."""
        return SignalCarrier(signal, lambda _: listener(), self._mail, once=True)

    def deliver(self) -> None:
        """Hand over everything that has come, in the order in which listeners were first meant."""
        letters: defaultdict[SignalCarrier, list[Any]] = defaultdict(list)
        for carrier, arguments in _drained(self._mail):
            letters[carrier].append(arguments[0] if len(arguments) == 1 else arguments)
        for carrier, contents in letters.items():
            carrier.hand_over(contents)


class SignalCarrier:
    """One signal on its way to one listener, until closed."""

    def __init__(
        self,
        signal: Signal[Any],
        listener: Callable[[list[Any]], object],
        mail: SimpleQueue[tuple[SignalCarrier, Arguments]],
        *,
        once: bool = False,
    ) -> None:
        self._signal = signal
        self._listener = listener
        self._mail = mail
        self._once = once
        self._waiting = False
        self._closed = False
        signal.connect(self._take)

    def close(self) -> None:
        """Disconnect the listener; emissions that are already queued are dropped too."""
        self._closed = True
        self._signal.disconnect(self._take)

    def hand_over(self, contents: list[Any]) -> None:
        self._waiting = False  # before the call: an emission during it is delivered next time
        if not self._closed:
            self._listener(contents)

    def _take(self, *arguments: Any) -> None:
        """In a thread of the engine."""
        if not (self._once and self._waiting):
            self._waiting = True
            self._mail.put((self, arguments))


def _drained(mail: SimpleQueue[tuple[SignalCarrier, Arguments]]) -> list[tuple[SignalCarrier, Arguments]]:
    """What is in the queue now. What comes meanwhile waits for the next time."""
    letters = []
    for _ in range(mail.qsize()):
        try:
            letters.append(mail.get_nowait())
        except Empty:
            break
    return letters
