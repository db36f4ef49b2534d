# SPDX-License-Identifier: MIT
"""The publisher: records every event of a controller, and passes events to the subscriptions.

The package's docstring explains the pipeline as a whole.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from itertools import groupby, repeat
from operator import itemgetter

from rqcore.codec import Codec
from rqcore.controller.items import Item, are_consecutive
from rqcore.controller.limits import Counters, Limits
from rqcore.controller.observation.buffer import BufferMark, EventBuffer
from rqcore.controller.observation.columns import AS_PAYLOAD, MAX_SIZE
from rqcore.controller.observation.subscriptions import MOST_COMPARED, EventSelection, Subscription
from rqcore.controller.observation.templates import (
    EventCall,
    EventClient,
    EventQueue,
    EventTemplate,
    RecordedCall,
    RegularEvent,
    TemplateCache,
)
from rqcore.errors import TooMany
from rqcore.fast_paths.switches import EVENT_RUNS, FLAT_EVENTS
from rqcore.protocol.event_batch import Method, NameKind, Outcome, Phase
from rqcore.protocol.event_fields import LATEST, NO_DEPTH, depth_step, recorded
from rqcore.protocol.memory import Memory
from rqcore.protocol.spool_api import Content, beginning_of

log: logging.Logger = logging.getLogger("rqcore.observers")

NO_ITEM = Item(0, Codec.RAW, b"")
"""The item of an event without items."""
EXPOSED_ITEMS = 1 << 40
"""The item numbers of a queue in another program are above the queue's number times this, so that they
differ from the controller's own item numbers."""
MAX_RUN = 1000
"""The most items of one call that share a record, so that a batch can be closed in between."""
FORGOTTEN = 500
"""The most names that one flush forgets."""
SPOOL_PREVIEW = 64 * 1024
"""The most bytes of a payload in the spool that are read for an event."""


class EventPublisher:
    """Records events and passes them to subscriptions. Times are in ns of the controller's clock.

    Args:
        limits: The most observers, and the most bytes of a backlog.
        counters: Counts events, refused observers and lost events.
        memory: Counts the events that observers have not received.
    """

    def __init__(self, limits: Limits, counters: Counters, memory: Memory | None = None) -> None:
        """Start without observers."""
        self._memory = memory or Memory()
        self.subscriptions: dict[int, Subscription] = {}
        """The subscriptions by the number of the observing client."""
        self.failed: list[int] = []
        """The numbers of clients whose subscriptions were removed, for the server to disconnect."""
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
        self._ended_names: list[tuple[NameKind, int]] = []
        """The names to forget after the next flush."""
        self._calls = 0
        self._uses_runs = EVENT_RUNS.is_on
        self._uses_flat_events = FLAT_EVENTS.is_on

    @property
    def buffered(self) -> int:
        """The number of events that are not flushed yet."""
        return len(self._buffer)

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

    def _fast_recorder(self) -> Callable[[RegularEvent], None]:
        return self._buffer.append_regular if self._uses_flat_events else self._record_regular

    def _record_regular(self, event: RegularEvent) -> None:
        """Do what ``record_fast`` does, without the fast path."""
        client, method, queue, timeout_ns, now_ns, item, depth = event
        limit = recorded(timeout_ns)
        template = self._templates.get(client, method, Phase.END, Outcome.OK, queue, item.codec, limit)
        self._append_one(template, now_ns, item, depth, 0, 0, 1, 0)

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
        depth: int | None = None,
        moved_together: bool = True,
    ) -> None:
        """Record a call that ended without waiting. Each of its items has a record.

        Args:
            client: The client that called.
            method: The method that it called.
            now_ns: When the call ended.
            outcome: How the call ended.
            queue: The queue, if there is one.
            items: The items that the call moved.
            timeout_ns: In ns; None for no timeout, 0 for a method that never waits.
            depth: The number of items in the queue afterwards; None for its present size.
            moved_together: The items were moved one after the other, and nothing else in between.
        """
        if self.record_fast is None:
            return
        if depth is None:
            depth = queue.size if queue else NO_DEPTH
        if len(items) <= 1:
            item = items[0] if items else NO_ITEM
            limit = recorded(timeout_ns)
            template = self._templates.get(client, method, Phase.END, outcome, queue, item.codec, limit)
            self._append_one(template, now_ns, item, depth, 0, 0, len(items), 0)
            return
        step = depth_step(method) if moved_together and outcome is Outcome.OK else 0
        call = RecordedCall(client, method, Phase.END, outcome, queue, recorded(timeout_ns), now_ns)
        self._append(call, items, depth, step)

    def recorder(
        self, client: EventClient, method: Method, now_ns: int, queue: EventQueue, count: int
    ) -> Callable[[Sequence[Item], int], None]:
        """Return a function that records parts of a call that destroys items, or returns them.

        Args:
            client: The client that called.
            method: The method that it called.
            now_ns: When the call ended.
            queue: The queue.
            count: The number of all items.

        Returns:
            The function. It takes some items, and the number of items in front of them.
        """
        number = self.next_call_number()
        call = RecordedCall(client, method, Phase.END, Outcome.OK, queue, 0, now_ns, number)
        step = depth_step(method)
        before = queue.size if step > 0 else count

        def record(items: Sequence[Item], part: int) -> None:
            if self.record_fast is not None:
                depth = max(before + step * (part + len(items)), 0)
                self._append(call, items, depth, step, part, count)

        return record

    def record_move(
        self,
        client: EventClient,
        now_ns: int,
        source: EventQueue,
        target: EventQueue,
        items: Sequence[Item],
        method: Method = Method.MOVE,
        outcome: Outcome = Outcome.OK,
    ) -> None:
        """Record that items were moved: one call with the records of both queues.

        Args:
            client: The client that called.
            now_ns: When the call ended.
            source: The queue that had the items.
            target: The queue that has them now. Can be the same.
            items: The items.
            method: The method in the records of the source.
            outcome: The outcome in these.
        """
        if self.record_fast is None:
            return
        if not items:
            self.record(client, method, now_ns, queue=source)
            return
        depth = source.size - len(items) if source is target else source.size
        number = self.next_call_number()
        call = RecordedCall(client, method, Phase.END, outcome, source, 0, now_ns, number)
        self._append(call, items, depth, -1)
        call = call._replace(method=Method.MOVE_IN, outcome=Outcome.OK, queue=target)
        self._append(call, items, target.size, 1)

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
        queue, waited_ns, count = call.queue, now_ns - call.began_ns, len(items)
        if count <= 1:
            item = items[0] if items else NO_ITEM
            template = self._templates.get(
                call.client, call.method, phase, outcome, queue, item.codec, call.timeout_ns
            )
            self._append_one(template, now_ns, item, queue.size, call.number, waited_ns, count, 0)
            return
        takes = outcome is Outcome.OK and call.method is not Method.PUT_MANY
        event = RecordedCall(
            call.client, call.method, phase, outcome, queue, call.timeout_ns, now_ns, call.number, waited_ns
        )
        self._append(event, items, queue.size, depth_step(call.method) if takes else 0)

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
        special = call, fields["waited"], fields["items"], 0, 1, fields["size"]
        self._buffer.append_one(time, item, fields["depth"], template, *special)

    def mark(self) -> BufferMark:
        """Return a mark before a request, for ``record_took``."""
        return self._buffer.mark

    def record_took(self, mark: BufferMark, client: EventClient, took_ns: int) -> None:
        """Record how many ns the controller needed for a request of a client, after the ``mark`` before it.

        The events that the request has caused receive the time, if the client made one call with it.
        """
        if mark[0] is self._buffer:  # otherwise they were flushed, because a name has changed
            self._buffer.set_took(mark, client, took_ns)

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

    def _append_one(
        self,
        template: EventTemplate,
        now_ns: int,
        item: Item,
        depth: int,
        call: int,
        waited_ns: int,
        count: int,
        part: int,
    ) -> None:
        """Add the record of one item, or of an event without items. ``count``: the items of the event."""
        size = AS_PAYLOAD
        if type(item.payload) is not bytes:  # in the spool
            size = min(len(item.payload), MAX_SIZE)
            item = item._replace(payload=beginning_of(item.payload, min(self.preview, SPOOL_PREVIEW)))
        special = call, waited_ns, count, part, 1, size, item.deliveries
        self._buffer.append_one(now_ns, item, depth, template, *special)

    def _append(
        self,
        call: RecordedCall,
        items: Sequence[Item],
        depth: int,
        step: int = 0,
        part: int = 0,
        total: int = 0,
    ) -> None:
        """Add the records of an event, one for each item.

        Args:
            call: What the records have in common.
            items: At least one item.
            depth: The number of items in the queue after the last.
            step: The change of the depth from one item to the next: 0 if they did not move one by one.
            part: The number of records that the event has already.
            total: The number of items of the whole event, if these are not all.
        """
        count = total or len(items)
        if not call.number:
            call = call._replace(number=self.next_call_number())
        if len(items) == 1:  # the usual case of a move
            self._append_group(call, list(items), depth, step, count, part)
            return
        depth -= step * (len(items) - 1)
        for start in range(0, len(items), MAX_RUN):
            some = items[start : start + MAX_RUN]
            for _, alike in groupby(some, _kind_of if any(map(_deliveries_of, some)) else _codec_of):
                group = list(alike)
                self._append_group(call, group, depth, step, count, part)
                depth, part = depth + step * len(group), part + len(group)

    def _append_group(
        self, call: RecordedCall, items: list[Item], depth: int, step: int, count: int, part: int
    ) -> None:
        """Add the records of items with one codec. ``count``: the number of items of the whole event."""
        client, method, phase, outcome, queue, timeout_ns, time_ns, number, waited_ns = call
        template = self._templates.get(client, method, phase, outcome, queue, items[0].codec, timeout_ns)
        if len(items) == 1 or set(map(type, map(_payload_of, items))) != {bytes}:
            for at, item in enumerate(items):
                self._append_one(
                    template, time_ns, item, depth + step * at, number, waited_ns, count, part + at
                )
            return
        special = {"call": number, "waited_ns": waited_ns, "moved": count, "part": part}
        if items[0].deliveries:
            special["deliveries"] = items[0].deliveries
        if step and self._uses_runs and are_consecutive(items):
            self._buffer.append_parts(template, time_ns, items, depth, **special)
        else:
            depths = range(depth, depth + step * len(items), step) if step else repeat(depth)
            self._buffer.append_irregular(template, time_ns, items, depths, **special)

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
        most_compared = MOST_COMPARED // max(len(self.subscriptions), 1)
        for client, subscription in list(self.subscriptions.items()):
            try:
                subscription.add(columns, most_compared)
            except Exception:  # a defect, or data that no check has found, must not harm the others
                log.exception("observer disconnected: its events cannot be encoded", extra={"client": client})
                self.fail(client)

    def fail(self, client: int) -> None:
        """Remove the subscription of a client whose events cannot be encoded. The server disconnects it."""
        self._counters.failed_observers += 1
        self._remove(client)
        self.failed.append(client)


def _are_alike(items: Sequence[Item]) -> bool:
    """Whether the items have one codec and consecutive numbers."""
    return are_consecutive(items) and all(item.codec == items[0].codec for item in items)


_codec_of: Callable[[Item], Codec] = itemgetter(1)
_payload_of: Callable[[Item], Content] = itemgetter(2)
_deliveries_of: Callable[[Item], int] = itemgetter(4)
_kind_of: Callable[[Item], tuple[Codec, int]] = itemgetter(1, 4)
