# SPDX-License-Identifier: MIT
"""The publisher: records every event of a controller, and passes events to the subscriptions.

The package's docstring explains the pipeline as a whole.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rqcore.codec import Codec
from rqcore.controller.items import Item, total_bytes
from rqcore.controller.limits import Counters, Limits
from rqcore.controller.observation.buffer import EventBuffer
from rqcore.controller.observation.columns import MAX_SIZE
from rqcore.controller.observation.subscriptions import EventSelection, Subscription
from rqcore.controller.observation.templates import (
    EventCall,
    EventClient,
    EventQueue,
    EventTemplate,
    RegularEvent,
    TemplateCache,
    codec_of,
)
from rqcore.errors import TooMany
from rqcore.fast_paths.switches import EVENT_RUNS, FLAT_EVENTS
from rqcore.protocol.event_batch import Method, NameKind, Outcome, Phase, depth_step, recorded
from rqcore.protocol.spool_api import beginning_of

NO_ITEM = Item(0, Codec.RAW, b"")
"""The item of an event without items."""
EXPOSED_ITEMS = 1 << 40
"""The item numbers of a queue in another program are above the queue's number times this, so that they
differ from the controller's own item numbers."""


class EventPublisher:
    """Records events and passes them to subscriptions. Times are in ns of the controller's clock.

    Args:
        limits: The most observers, and the most bytes of a backlog.
        counters: Counts events, refused observers and lost events.
    """

    def __init__(self, limits: Limits, counters: Counters) -> None:
        """Start without observers."""
        self.subscriptions: dict[int, Subscription] = {}
        """The subscriptions by the number of the observing client."""
        self.record_fast: Callable[[RegularEvent], None] | None = None
        """Records a call that moved one item without waiting. None while no client observes.

        The item's payload must be bytes. For payloads in the spool, use ``record``.
        """
        self.wall_offset_ns: int = 0
        """Wall clock minus the controller's clock. The server updates it."""
        self._limits = limits
        self._counters = counters
        self._buffer = EventBuffer()
        self._templates = TemplateCache()
        self._preview = 0
        """The bytes of a payload that are recorded: the most that any observer has requested."""
        self._calls = 0
        self._uses_runs = EVENT_RUNS.is_on
        self._uses_flat_events = FLAT_EVENTS.is_on

    @property
    def buffered(self) -> int:
        """The number of events that are not flushed yet."""
        return len(self._buffer)

    def subscribe(self, client: int, selection: EventSelection, preview: int) -> None:
        """Begin a subscription of a client. It replaces an earlier subscription of the client.

        Args:
            client: The client's number.
            selection: The events to send.
            preview: The most bytes of each payload to send.

        Raises:
            TooMany: The controller has reached its limit of observers.
        """
        self.unsubscribe(client)
        if len(self.subscriptions) >= self._limits.observers:
            self._counters.refused_observers += 1
            raise TooMany(
                f"the controller has reached its limit of {self._limits.observers} observers; "
                "stop one, or raise its max_observers"
            )
        self.subscriptions[client] = Subscription(selection, preview, self._limits.backlog)
        self.record_fast = self._fast_recorder()
        self._preview = max(self._preview, preview)

    def unsubscribe(self, client: int) -> None:
        """End the subscription of a client, if it has one."""
        self.flush()
        if subscription := self.subscriptions.pop(client, None):
            self._counters.lost_events += subscription.lost
        if not self.subscriptions:
            self.record_fast = None

    def forget_name(self, kind: NameKind, number: int) -> None:
        """Prepare for a change of a name. Call it before a client or queue is renamed or removed.

        Args:
            kind: What the number identifies.
            number: The number of the client or queue.
        """
        self.flush()
        self._templates.clear()
        for subscription in self.subscriptions.values():
            subscription.forget_name(kind, number)

    def _fast_recorder(self) -> Callable[[RegularEvent], None]:
        return self._buffer.append_regular if self._uses_flat_events else self._record_regular

    def _record_regular(self, event: RegularEvent) -> None:
        """Do what ``record_fast`` does, without the fast path."""
        client, method, queue, timeout_ns, now_ns, item, depth = event
        limit = recorded(timeout_ns)
        template = self._templates.get(client, method, Phase.END, Outcome.OK, queue, item.codec, limit)
        self._append(template, now_ns, (item,), depth)

    def next_call_number(self) -> int:
        """Return a number for a call that blocks. Its start and its end have the same number."""
        self._calls += 1
        return self._calls

    def record(
        self,
        client: EventClient,
        method: Method,
        now_ns: int,
        outcome: Outcome = Outcome.OK,
        queue: EventQueue | None = None,
        items: Sequence[Item] = (),
        timeout_ns: int | None = 0,
    ) -> None:
        """Record a call that ended without waiting.

        Args:
            client: The client that called.
            method: The method that it called.
            now_ns: When the call ended.
            outcome: How the call ended.
            queue: The queue, if there is one.
            items: The items that the call moved.
            timeout_ns: In ns; None for no timeout, 0 for a method that never waits.
        """
        if self.record_fast is None:
            return
        codec, limit = codec_of(items), recorded(timeout_ns)
        template = self._templates.get(client, method, Phase.END, outcome, queue, codec, limit)
        self._append(template, now_ns, items, queue.size if queue else 0)

    def record_run(
        self,
        client: EventClient,
        method: Method,
        now_ns: int,
        queue: EventQueue,
        items: Sequence[Item],
        payloads: list[bytes],
        timeout_ns: int | None,
        are_alike: bool = False,
    ) -> None:
        """Record several puts, or several gets, each of which moved one item.

        Items with one codec and consecutive numbers are recorded as one run.

        Args:
            client: The client that called.
            method: PUT or GET.
            now_ns: When the calls ended.
            queue: The queue.
            items: The items, one for each call.
            payloads: The payloads of the items.
            timeout_ns: In ns; None for no timeout.
            are_alike: The caller knows that the items have one codec and consecutive numbers.
        """
        if self.record_fast is None:
            return
        count, step = len(items), depth_step(method)
        depth = queue.size - step * (count - 1)
        if self._uses_runs and (are_alike or _are_alike(items)):
            first = Item(items[0].number, items[0].codec, b"")
            self._buffer.append_run((client, method, queue, timeout_ns, now_ns, first, depth), payloads)
            return
        for at, item in enumerate(items):
            self.record_fast((client, method, queue, timeout_ns, now_ns, item, depth + step * at))

    def record_blocked(
        self, call: EventCall, phase: Phase, outcome: Outcome, now_ns: int, items: Sequence[Item]
    ) -> None:
        """Record the start or the end of a call that blocks.

        Args:
            call: The call.
            phase: Start or end.
            outcome: BLOCKED at the start; how the call ended at the end.
            now_ns: When it happened.
            items: At the start, the items of a put; at the end, the items that the call moved.
        """
        if self.record_fast is None:
            return
        queue = call.queue
        template = self._templates.get(
            call.client, call.method, phase, outcome, queue, codec_of(items), call.timeout_ns
        )
        self._append(template, now_ns, items, queue.size, call.number, now_ns - call.began_ns)

    def record_exposed(
        self, client: EventClient, queue: EventQueue, fields: dict[str, int], preview: bytes, call: int
    ) -> None:
        """Record a call in another program.

        Args:
            client: The thread or task that called.
            queue: The exposed queue.
            fields: The fields of the record that the program sent.
            preview: The first bytes of the payload.
            call: The controller's number for the call.

        Raises:
            ValueError: A field has an unknown value.
        """
        if self.record_fast is None:
            return
        method, phase = Method(fields["method"]), Phase(fields["phase"])
        codec, outcome = Codec(fields["codec"]), Outcome(fields["outcome"])
        template = self._templates.get(client, method, phase, outcome, queue, codec, fields["timeout"])
        number = fields["item"] and (queue.number * EXPOSED_ITEMS + fields["item"]) % 2**64
        time, item = fields["time"] - self.wall_offset_ns, Item(number, codec, preview)
        self._buffer.append_irregular(
            template, time, item, fields["depth"], call, fields["waited"], fields["size"], fields["items"]
        )

    def record_for(self, client: int, record: Callable[[], None]) -> None:
        """Record events that only one subscription receives, for example what happened before it began.

        Args:
            client: The number of the observing client.
            record: Calls the other methods.
        """
        self.flush()
        subscriptions = self.subscriptions
        self.subscriptions = {client: subscriptions[client]}
        try:
            record()
            self.flush()
        finally:
            self.subscriptions = subscriptions

    def _append(
        self,
        template: EventTemplate,
        now_ns: int,
        items: Sequence[Item],
        depth: int,
        call: int = 0,
        duration_ns: int = 0,
    ) -> None:
        number, codec, payload, _ = items[0] if items else NO_ITEM
        head = beginning_of(payload, self._preview)
        size = len(payload) if len(items) == 1 else min(total_bytes(items), MAX_SIZE)
        item = Item(number, codec, head)
        self._buffer.append_irregular(template, now_ns, item, depth, call, duration_ns, size, len(items))

    def flush(self) -> None:
        """Pass the buffered events to the subscriptions. The server does this about 40 times per second."""
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
        for subscription in self.subscriptions.values():
            subscription.add(columns)


def _are_alike(items: Sequence[Item]) -> bool:
    """Whether the items have one codec and consecutive numbers."""
    first = items[0]
    numbers = list(range(first.number, first.number + len(items)))
    return [item.number for item in items] == numbers and all(item.codec == first.codec for item in items)
