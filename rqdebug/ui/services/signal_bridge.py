# SPDX-License-Identifier: GPL-3.0-or-later
"""Delivers signals of the engine in the GUI thread. No other place crosses threads into Qt.

The engine emits signals in its own threads, as fast as events arrive. Each emission goes into a
queue, and the first one wakes the GUI thread, which empties the queue, at most once in INTERVAL. It calls
each listener with a list of all emissions since the last time. So the cost of a listener does not grow
with the rate of events, and without events the GUI thread sleeps. Very many emissions are delivered in
several turns, between which the user's input is handled.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable
from functools import partial
from queue import Empty, SimpleQueue
from typing import Any

from PyQt5.QtCore import QObject, pyqtSignal

from rqdebug.support.signals import Signal
from rqdebug.ui.services.timers import after_pause

INTERVAL = 40
"""Milliseconds between two deliveries: at most 25 updates a second."""

TURN = 0.02
"""Seconds after which the rest of the emissions waits for the next turn."""
TOGETHER = 200
"""The most emissions that are delivered together: as results of a run they take 20 ms."""

Arguments = tuple[Any, ...]


class SignalBridge(QObject):
    """Connects signals of the engine to listeners in the GUI thread."""

    _woken = pyqtSignal()
    """There are emissions to deliver; emitted in any thread."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._queue: SimpleQueue[tuple[SignalCarrier, Arguments]] = SimpleQueue()
        self._is_awake = False
        self._delivered = 0.0
        self._timer = after_pause(INTERVAL, self.deliver, self)
        self._woken.connect(self._schedule)
        # Sleep forever then. A slot of this object would be disconnected before the signal.
        self.destroyed.connect(partial(setattr, self, "_is_awake", True))

    def carry(self, signal: Signal[Any], listener: Callable[[list[Any]], object]) -> SignalCarrier:
        """Call ``listener`` in the GUI thread with a list of emissions, in order.

        An emission with one argument is listed as that argument, one with several as a tuple.
        """
        return SignalCarrier(signal, listener, self._queue, self._wake)

    def carry_change(self, signal: Signal[[]], listener: Callable[[], object]) -> SignalCarrier:
        """Call ``listener`` in the GUI thread, once for all emissions since the last delivery."""
        return SignalCarrier(signal, lambda _: listener(), self._queue, self._wake, once=True)

    def deliver(self) -> None:
        """Deliver what is queued now, in one turn or several. The timer calls this; tests call it, too."""
        self._is_awake = False  # before the queue is read: a later emission wakes this thread again
        self._delivered = time.monotonic()
        rest = self._queue.qsize()
        try:
            while rest > 0 and time.monotonic() < self._delivered + TURN:
                rest -= TOGETHER
                self._deliver(_drain(self._queue))
        finally:
            if rest > 0:
                self._is_awake = True
                self._timer.start(0)

    @staticmethod
    def _deliver(queued: list[tuple[SignalCarrier, Arguments]]) -> None:
        emissions: defaultdict[SignalCarrier, list[Any]] = defaultdict(list)
        for carrier, arguments in queued:
            emissions[carrier].append(arguments[0] if len(arguments) == 1 else arguments)
        for carrier, batch in emissions.items():
            carrier.deliver(batch)

    def _wake(self) -> None:
        """Have the queue delivered soon. Runs in any thread, after an emission was queued."""
        if not self._is_awake:
            self._is_awake = True
            self._woken.emit()

    def _schedule(self) -> None:
        passed = (time.monotonic() - self._delivered) * 1000
        self._timer.start(max(round(INTERVAL - passed), 0))


class SignalCarrier:
    """Connection of one engine signal to one listener, until ``close``."""

    def __init__(
        self,
        signal: Signal[Any],
        listener: Callable[[list[Any]], object],
        queue: SimpleQueue[tuple[SignalCarrier, Arguments]],
        wake: Callable[[], object],
        *,
        once: bool = False,
    ) -> None:
        self._signal = signal
        self._listener = listener
        self._queue = queue
        self._wake = wake
        self._once = once
        self._pending = False
        self._closed = False
        signal.connect(self._enqueue)

    def close(self) -> None:
        """Disconnect the listener; emissions that are already queued are discarded."""
        self._closed = True
        self._signal.disconnect(self._enqueue)

    def deliver(self, emissions: list[Any]) -> None:
        """Call the listener, in the GUI thread."""
        self._pending = False  # before the call: an emission during it is delivered at the next tick
        if not self._closed:
            self._listener(emissions)

    def _enqueue(self, *arguments: Any) -> None:
        """Queue an emission. Runs in a thread of the engine."""
        if not (self._once and self._pending):
            self._pending = True
            self._queue.put((self, arguments))
            self._wake()


def _drain(queue: SimpleQueue[tuple[SignalCarrier, Arguments]]) -> list[tuple[SignalCarrier, Arguments]]:
    """Remove and return the first emissions of the queue."""
    emissions = []
    for _ in range(TOGETHER):
        try:
            emissions.append(queue.get_nowait())
        except Empty:
            break
    return emissions
