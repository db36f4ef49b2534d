# SPDX-License-Identifier: GPL-3.0-or-later
"""Delivers signals of the engine in the GUI thread. No other place crosses threads into Qt.

The engine emits signals in its own threads, as fast as events arrive. Each emission goes into a
queue. A timer empties the queue in the GUI thread and calls each listener at most once per tick, with a
list of all emissions since the last tick. So the cost of a listener does not grow with the rate of events.
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
"""Milliseconds between two deliveries: 25 updates a second."""

Arguments = tuple[Any, ...]


class SignalBridge(QObject):
    """Connects signals of the engine to listeners in the GUI thread."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._queue: SimpleQueue[tuple[SignalCarrier, Arguments]] = SimpleQueue()
        self._timer = every(INTERVAL, self.deliver, self)

    def carry(self, signal: Signal[Any], listener: Callable[[list[Any]], object]) -> SignalCarrier:
        """Call ``listener`` in the GUI thread with a list of emissions, in order.

        An emission with one argument is listed as that argument, one with several as a tuple.
        """
        return SignalCarrier(signal, listener, self._queue)

    def carry_change(self, signal: Signal[[]], listener: Callable[[], object]) -> SignalCarrier:
        """Call ``listener`` in the GUI thread, once for all emissions since the last delivery."""
        return SignalCarrier(signal, lambda _: listener(), self._queue, once=True)

    def deliver(self) -> None:
        """Deliver all queued emissions. The timer calls this; tests call it to avoid waiting."""
        emissions: defaultdict[SignalCarrier, list[Any]] = defaultdict(list)
        for carrier, arguments in _drain(self._queue):
            emissions[carrier].append(arguments[0] if len(arguments) == 1 else arguments)
        for carrier, batch in emissions.items():
            carrier.deliver(batch)


class SignalCarrier:
    """Connection of one engine signal to one listener, until ``close``."""

    def __init__(
        self,
        signal: Signal[Any],
        listener: Callable[[list[Any]], object],
        queue: SimpleQueue[tuple[SignalCarrier, Arguments]],
        *,
        once: bool = False,
    ) -> None:
        self._signal = signal
        self._listener = listener
        self._queue = queue
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


def _drain(queue: SimpleQueue[tuple[SignalCarrier, Arguments]]) -> list[tuple[SignalCarrier, Arguments]]:
    """Remove and return what is in the queue now; later emissions wait for the next tick."""
    emissions = []
    for _ in range(queue.qsize()):
        try:
            emissions.append(queue.get_nowait())
        except Empty:
            break
    return emissions
