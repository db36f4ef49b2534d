# SPDX-License-Identifier: MIT
"""The publisher: records every event of a controller, and passes events to the subscriptions.

The package's docstring explains the pipeline as a whole.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from rqcore.controller.limits import Counters, Limits
from rqcore.controller.observation.buffer import EventBuffer
from rqcore.controller.observation.event_recorder import EventRecorder
from rqcore.controller.observation.subscriptions import (
    MOST_COMPARED,
    MOST_ENCODED,
    EventSelection,
    Subscription,
)
from rqcore.errors import TooMany
from rqcore.protocol.event_batch import NameKind
from rqcore.protocol.event_fields import LATEST
from rqcore.protocol.memory import Memory

log: logging.Logger = logging.getLogger("rqcore.observers")

FORGOTTEN = 500
"""The most names that one flush forgets."""


class EventPublisher(EventRecorder):
    """Records events and passes them to subscriptions. Times are in ns of the controller's clock.

    Args:
        limits: The most observers, and the most bytes of a backlog.
        counters: Counts events, refused observers and lost events.
        memory: Counts the events that observers have not received.
    """

    def __init__(self, limits: Limits, counters: Counters, memory: Memory | None = None) -> None:
        """Start without observers."""
        super().__init__()
        self._memory = memory or Memory()
        self.subscriptions: dict[int, Subscription] = {}
        """The subscriptions by the number of the observing client."""
        self.failed: list[int] = []
        """The numbers of clients whose subscriptions were removed, for the server to disconnect."""
        self._limits = limits
        self._counters = counters
        self._ended_names: list[tuple[NameKind, int]] = []
        """The names to forget after the next flush."""

    @property
    def preview(self) -> int:
        """The most bytes of a payload that an observer receives now."""
        return max((each.preview for each in self.subscriptions.values()), default=0)

    def subscribe(self, client: int, selection: EventSelection, preview: int, version: int = LATEST) -> None:
        """Begin a subscription of a client, as ``begin`` does. Arguments as for ``make_subscription``."""
        self.begin(client, self.make_subscription(selection, preview, version))

    def make_subscription(self, selection: EventSelection, preview: int, version: int) -> Subscription:
        """Return a subscription for ``begin``, which sends at most ``preview`` bytes of each payload."""
        return Subscription(selection, preview, self._limits.backlog, version, self._memory)

    def begin(self, client: int, subscription: Subscription) -> None:
        """Begin a subscription of a client. It replaces an earlier one. Raises TooMany."""
        self.flush()
        self.unsubscribe(client)
        if len(self.subscriptions) >= self._limits.observers:
            self._counters.refused_observers += 1
            raise TooMany(
                f"the controller has reached its limit of {self._limits.observers} observers; "
                "stop one, or raise its max_observers"
            )
        self.subscriptions[client] = subscription
        self.record_fast = self._fast_recorder()

    def unsubscribe(self, client: int) -> None:
        """End the subscription of a client, if it has one."""
        if client in self.subscriptions:
            self.flush()
            self._remove(client)

    def _remove(self, client: int) -> None:
        subscription = self.subscriptions.pop(client)
        subscription.end()
        self._counters.lost_events += subscription.lost
        if not self.subscriptions:
            self.record_fast = None
            self._forget_ended_names()

    def forget_name(self, kind: NameKind, number: int) -> None:
        """Forget a name after the next flush, because its client or queue is removed.

        No number is used again, so the events that are not flushed yet can still show the name. Many clients
        that leave together cost one flush.

        Args:
            kind: What the number identifies.
            number: The number of the client or queue.
        """
        if self.subscriptions:
            self._ended_names.append((kind, number))

    def _forget_ended_names(self) -> None:
        """Forget some names that no later record needs, and the templates that refer to them."""
        ended, self._ended_names = self._ended_names[:FORGOTTEN], self._ended_names[FORGOTTEN:]
        self._templates.clear()
        for subscription in self.subscriptions.values():
            for kind, number in ended:
                subscription.forget_name(kind, number)

    def rename(self, kind: NameKind, number: int) -> None:
        """Prepare for another name of a client or queue. Call it before the change."""
        self.flush()
        self._templates.clear()
        for subscription in self.subscriptions.values():
            subscription.rename(kind, number)

    def record_for(self, client: int, record: Callable[[], None]) -> None:
        """Record events for one observing client, such as what happened before. ``record`` does it."""
        self.flush()
        subscriptions = self.subscriptions
        self.subscriptions = {client: subscriptions[client]}
        try:
            record()
            self.flush()
        finally:
            self.subscriptions = subscriptions

    def flush(self) -> None:
        """Pass the buffered events to the subscriptions. The server does this about 40 times per second."""
        self._pass_events()
        if self._ended_names:
            self._forget_ended_names()

    def _pass_events(self) -> None:
        buffer = self._buffer
        if not buffer:
            return
        self._buffer = EventBuffer()
        if self.record_fast is not None:
            self.record_fast = self._fast_recorder()
        columns = buffer.to_columns(
            self._templates, self._counters.events + 1, self._calls + 1, self.wall_offset_ns
        )
        self._counters.events += len(columns)
        self._calls += len(columns)
        count = max(len(self.subscriptions), 1)
        for client, subscription in list(self.subscriptions.items()):
            try:
                subscription.add(columns, MOST_COMPARED // count, MOST_ENCODED // count)
            except Exception:  # a defect, or data that no check has found, must not harm the others
                log.exception("observer disconnected: its events cannot be encoded", extra={"client": client})
                self.fail(client)

    def fail(self, client: int) -> None:
        """Remove the subscription of a client whose events cannot be encoded. The server disconnects it."""
        self._counters.failed_observers += 1
        self._remove(client)
        self.failed.append(client)
