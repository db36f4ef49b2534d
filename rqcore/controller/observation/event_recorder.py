# SPDX-License-Identifier: MIT
"""The recorder: turns calls into events, which wait in a buffer until the publisher passes them on."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby, repeat
from operator import itemgetter

from rqcore.codec import Codec
from rqcore.controller.items import Item, are_consecutive
from rqcore.controller.observation.buffer import BufferMark, EventBuffer
from rqcore.controller.observation.columns import AS_PAYLOAD, MAX_SIZE
from rqcore.controller.observation.templates import (
    EventCall,
    EventClient,
    EventQueue,
    EventTemplate,
    RecordedCall,
    RegularEvent,
    TemplateCache,
)
from rqcore.controller.observation.touched_call import TouchedCall
from rqcore.fast_paths.switches import EVENT_RUNS, FLAT_EVENTS
from rqcore.protocol.event_batch import Method, Outcome, Phase
from rqcore.protocol.event_fields import NO_DEPTH, depth_step, recorded
from rqcore.protocol.spool_api import Content, beginning_of

NO_ITEM = Item(0, Codec.RAW, b"")
"""The item of an event without items."""
EXPOSED_ITEMS = 1 << 40
"""The item numbers of a queue in another program are above the queue's number times this, so that they
differ from the controller's own item numbers."""
MAX_RUN = 1000
"""The most items of one call that share a record, so that a batch can be closed in between."""
SPOOL_PREVIEW = 64 * 1024
"""The most bytes of a payload in the spool that are read for an event."""


class EventRecorder(ABC):
    """Records events. Times are in ns of the controller's clock."""

    def __init__(self) -> None:
        """Start without observers."""
        self.record_fast: Callable[[RegularEvent], None] | None = None
        """Records a call that moved one item without waiting. None while no client observes.

        The item's payload must be bytes. For payloads in the spool, use ``record``.
        """
        self.wall_offset_ns: int = 0
        """Wall clock minus the controller's clock. The server updates it."""
        self._buffer = EventBuffer()
        self._templates = TemplateCache()
        self._calls = 0
        self._touched: TouchedCall | None = None
        self._uses_runs = EVENT_RUNS.is_on
        self._uses_flat_events = FLAT_EVENTS.is_on

    @property
    @abstractmethod
    def preview(self) -> int:
        """The most bytes of a payload that an observer receives now."""

    @property
    def buffered(self) -> int:
        """The number of events that are not flushed yet."""
        return len(self._buffer)

    def _fast_recorder(self) -> Callable[[RegularEvent], None]:
        is_flat = self._uses_flat_events and self._touched is None
        return self._buffer.append_regular if is_flat else self._record_regular

    @contextmanager
    def touching(self, touched: TouchedCall | None) -> Iterator[None]:
        """Show a rule, and the number of the call, in the events of a call that is executed in the block.

        None: no rule concerns the call.
        """
        before, self._touched = self._touched, touched
        self._choose_recorder()
        try:
            yield
        finally:
            self._touched = before
            self._choose_recorder()

    def record_kept_back(self, touched: TouchedCall, now_ns: int) -> None:
        """Record the events that were kept back, with the rule that acted on the call."""
        events, touched.kept_back, touched.is_kept_back = touched.kept_back, [], False
        with self.touching(touched):
            for record in events:
                record(now_ns)

    def _choose_recorder(self) -> None:
        if self.record_fast is not None:
            self.record_fast = self._fast_recorder()

    def _touch(self, client: EventClient, now_ns: int) -> tuple[int, int, int]:
        """Return the rule, the number and the waited ns of the present call of a client; 0 for none."""
        touched = self._touched
        if touched is None or touched.client is not client:
            return 0, 0, 0
        return touched.rule, touched.number, now_ns - touched.began_ns if touched.number else 0

    def number_call(self, client: EventClient) -> tuple[int, int]:
        """Return the number for a call that blocks, and the rule that acted on it; 0 for none.

        The start and the end of a call have the same number.
        """
        touched = self._touched
        if touched is None or touched.client is not client:
            return self.next_call_number(), 0
        if not touched.number:
            touched.number = self.next_call_number()
        return touched.number, touched.rule

    def _record_regular(self, event: RegularEvent) -> None:
        """Do what ``record_fast`` does, without the fast path."""
        client, method, queue, timeout_ns, now_ns, item, depth = event
        self.record(client, method, now_ns, Outcome.OK, queue, (item,), timeout_ns, depth)

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
        if (touched := self._touched) and touched.is_kept_back and touched.client is client:
            later = (outcome, queue, items, timeout_ns, depth, moved_together)
            touched.kept_back.append(lambda then_ns: self.record(client, method, then_ns, *later))
            return
        rule, number, waited_ns = self._touch(client, now_ns)
        limit = recorded(timeout_ns)
        if len(items) <= 1:
            item = items[0] if items else NO_ITEM
            template = self._templates.get(client, method, Phase.END, outcome, queue, item.codec, limit, rule)
            self._append_one(template, now_ns, item, depth, number, waited_ns, len(items), 0)
            return
        step = depth_step(method) if moved_together and outcome is Outcome.OK else 0
        call = RecordedCall(client, method, Phase.END, outcome, queue, limit, now_ns, number, waited_ns, rule)
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
        rule, number, waited_ns = self._touch(client, now_ns)
        number = number or self.next_call_number()
        call = RecordedCall(client, method, Phase.END, outcome, source, 0, now_ns, number, waited_ns, rule)
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
                call.client, call.method, phase, outcome, queue, item.codec, call.timeout_ns, call.rule
            )
            self._append_one(template, now_ns, item, queue.size, call.number, waited_ns, count, 0)
            return
        takes = outcome is Outcome.OK and call.method is not Method.PUT_MANY
        limit, number = call.timeout_ns, call.number
        event = RecordedCall(
            call.client, call.method, phase, outcome, queue, limit, now_ns, number, waited_ns, call.rule
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
        client, method, phase, outcome, queue, timeout_ns, time_ns, number, waited_ns, rule = call
        template = self._templates.get(
            client, method, phase, outcome, queue, items[0].codec, timeout_ns, rule
        )
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


def _are_alike(items: Sequence[Item]) -> bool:
    """Whether the items have one codec and consecutive numbers."""
    return are_consecutive(items) and all(item.codec == items[0].codec for item in items)


_codec_of: Callable[[Item], Codec] = itemgetter(1)
_payload_of: Callable[[Item], Content] = itemgetter(2)
_deliveries_of: Callable[[Item], int] = itemgetter(4)
_kind_of: Callable[[Item], tuple[Codec, int]] = itemgetter(1, 4)
