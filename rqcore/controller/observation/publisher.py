# SPDX-License-Identifier: MIT
"""The entrance of the observation pipeline: every event of a controller is recorded here.

Theory of operation::

    call on a queue
       │ record_fast, record, record_run, record_blocked, record_exposed
       ▼
    EventBuffer        rows of plain values, in the order in which things happened
       │ flush, some 40 times a second
       ▼
    EventColumns       the same as columns; sequence and call numbers are given here
       │ Subscription.add, for each observer
       ▼
    Subscription       selects rows, cuts previews, fills batches
       │ Subscription.take, when the observer's connection can send
       ▼
    batches, and the number of lost events, which the server sends as push frames

States. While no client observes, ``record_fast`` is None, and every other
method that records returns at once: observation costs one test for None. The
first subscription opens a buffer; the end of the last one closes it. A
subscription is *taking* while its closed batches are below the bound of its
backlog, and *dropping* above it; ``take`` empties the backlog.

What must always hold:

- Events keep the order in which they happened. An event is recorded right
  after its call changed the queue, before anything else does.
- An event is recorded under the names of its time: ``forget_name`` flushes
  before a name changes or disappears.
- ``subscribe`` and ``unsubscribe`` flush first: an observer sees exactly the
  events between them.
- ``sequence`` has no gaps. What a subscription drops it counts and reports
  (``rq.lost``), always as whole batches.
- No method waits for an observer or fails because of one.
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

NO_ITEM = Item(0, Codec.RAW, b"")
EXPOSED_ITEMS = 1 << 40
"""Item numbers for each queue of another program, above those that the controller gives itself."""


class EventPublisher:
    """Records events and hands them to subscriptions. Times in ns."""

    def __init__(self, limits: Limits, counters: Counters) -> None:
        """Start without observers.

        Args:
            limits: How many observers there may be, and how long their backlogs.
            counters: Where events, refused observers and losses are counted.
        """
        self.subscriptions: dict[int, Subscription] = {}
        """By the number of the client that observes."""
        self.record_fast: Callable[[RegularEvent], None] | None = None
        """Record a call that moved one item at once: the most frequent by far. None while no client observes.

        The payload of the item must be bytes; see ``record`` for others.
        """
        self.wall_offset_ns: int = 0
        """Wall clock minus the controller's clock; the server keeps it true."""
        self._limits = limits
        self._counters = counters
        self._buffer = EventBuffer()
        self._templates = TemplateCache()
        self._preview = 0
        """Bytes of payloads that are recorded: as many as any observer has asked for."""
        self._calls = 0
        self._uses_runs = EVENT_RUNS.is_on
        self._uses_flat_events = FLAT_EVENTS.is_on

    @property
    def buffered(self) -> int:
        """Events that are not flushed yet."""
        return len(self._buffer)

    def subscribe(self, client: int, selection: EventSelection, preview: int) -> None:
        """Let a client observe from now on, instead of what it observed before.

        Args:
            client: Its number.
            selection: The events that it wants.
            preview: The bytes of each payload that it wants.

        Raises:
            TooMany: There are as many observers as there may be.
        """
        self.unsubscribe(client)
        if len(self.subscriptions) >= self._limits.observers:
            self._counters.refused_observers += 1
            raise TooMany(f"the controller serves {self._limits.observers} observers, as many as it may")
        self.subscriptions[client] = Subscription(selection, preview, self._limits.backlog)
        self.record_fast = self._fast_recorder()
        self._preview = max(self._preview, preview)

    def unsubscribe(self, client: int) -> None:
        """Let a client observe no longer, if it does."""
        self.flush()
        if subscription := self.subscriptions.pop(client, None):
            self._counters.lost_events += subscription.lost
        if not self.subscriptions:
            self.record_fast = None

    def forget_name(self, kind: NameKind, number: int) -> None:
        """A client or a queue is gone, or is about to get another name."""
        self.flush()
        self._templates.clear()
        for subscription in self.subscriptions.values():
            subscription.forget_name(kind, number)

    def _fast_recorder(self) -> Callable[[RegularEvent], None]:
        return self._buffer.append_regular if self._uses_flat_events else self._record_regular

    def _record_regular(self, event: RegularEvent) -> None:
        """What ``record_fast`` does without the fast path."""
        client, method, queue, timeout_ns, now_ns, item, depth = event
        limit = recorded(timeout_ns)
        template = self._templates.get(client, method, Phase.END, Outcome.OK, queue, "", item.codec, limit)
        self._append(template, now_ns, (item,), depth)

    def next_call_number(self) -> int:
        """A number for a call that blocks, the same at its start and at its end."""
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
        label: str = "",
    ) -> None:
        """Record a call that ended at once.

        Args:
            client: The client that called.
            method: What it called.
            now: When the call ended.
            outcome: How it ended.
            queue: The queue, if there is one.
            items: The items that the call moved.
            timeout: None for no timeout, 0 for a method that never waits.
            label: What the client called the queue, if there is no such queue.
        """
        if self.record_fast is None:
            return
        codec, limit = codec_of(items), recorded(timeout_ns)
        template = self._templates.get(client, method, Phase.END, outcome, queue, label, codec, limit)
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
        """Record several puts, or several gets, that moved one of the items each.

        ``payloads`` are those of the items. Items with one codec whose numbers
        follow each other take a single row; ``are_alike`` if the caller knows
        that they are such items.
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
        """Record the start or the end of a call that blocks."""
        if self.record_fast is None:
            return
        queue = call.queue
        template = self._templates.get(
            call.client, call.method, phase, outcome, queue, "", codec_of(items), call.timeout_ns
        )
        self._append(template, now_ns, items, queue.size, call.number, now_ns - call.began_ns)

    def record_exposed(
        self, client: EventClient, queue: EventQueue, fields: dict[str, int], preview: bytes, call: int
    ) -> None:
        """Record a call in another program.

        Args:
            client: The thread or task that called.
            queue: The exposed queue.
            fields: The fields of the record that its program sent.
            preview: The first bytes of the payload.
            call: Our number for the call.

        Raises:
            ValueError: A field has a value that does not exist.
        """
        if self.record_fast is None:
            return
        method, phase = Method(fields["method"]), Phase(fields["phase"])
        codec, outcome = Codec(fields["codec"]), Outcome(fields["outcome"])
        template = self._templates.get(client, method, phase, outcome, queue, "", codec, fields["timeout"])
        number = fields["item"] and (queue.number * EXPOSED_ITEMS + fields["item"]) % 2**64
        time, item = fields["time"] - self.wall_offset_ns, Item(number, codec, preview)
        self._buffer.append_irregular(
            template, time, item, fields["depth"], call, fields["duration"], fields["size"], fields["items"]
        )

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
        head = payload[: self._preview] if isinstance(payload, bytes) else payload.read(self._preview)
        size = len(payload) if len(items) == 1 else min(total_bytes(items), MAX_SIZE)
        item = Item(number, codec, head)
        self._buffer.append_irregular(template, now_ns, item, depth, call, duration_ns, size, len(items))

    def flush(self) -> None:
        """Hand the buffered events to the subscriptions. The server does so some 40 times a second."""
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
    """Whether the items have one codec, and numbers that follow each other."""
    first = items[0]
    numbers = list(range(first.number, first.number + len(items)))
    return [item.number for item in items] == numbers and all(item.codec == first.codec for item in items)
