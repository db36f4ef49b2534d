# SPDX-License-Identifier: MIT
"""What observers are told of calls, from when a call is noted until their batches have it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rqcore.clients import Call, Client
from rqcore.codec import Codec
from rqcore.errors import TooMany
from rqcore.events import NO_TIMEOUT, Method, NameKind, Outcome, Phase, depth_step
from rqcore.journal import MAX_SIZE, Journal, Shape
from rqcore.limits import Counters, Limits
from rqcore.observers import Observer, Selection
from rqcore.queues import Item, Queue, size_of

NO_ITEM = Item(0, Codec.RAW, b"")
ITEMS_OF_EXPOSED = 1 << 40
"""Of each queue in another program: their numbers begin behind those that the controller gives."""
MAX_SHAPES = 256
"""Kinds of events that are remembered of each client."""


class News:
    """Whoever has something to tell asks ``observing`` first: mostly it is empty. Times in ns."""

    def __init__(self, limits: Limits, counters: Counters) -> None:
        self.observing: list[Client] = []
        self.wall_offset = 0
        """Wall clock minus ``now``; the shell keeps it true."""
        self._limits = limits
        self._counters = counters
        self._journal = Journal()
        self._preview = 0
        """Bytes of payloads that are noted: as many as any observer has asked for."""
        self._calls = 0

    @property
    def noted(self) -> int:
        """Events that are not in batches yet."""
        return len(self._journal)

    def observe(self, client: Client, selection: Selection, preview: int) -> None:
        """Tell this client events from now on. Raises TooMany."""
        self.tell()
        self.unobserve(client)
        if len(self.observing) >= self._limits.observers:
            self._counters.refused_observers += 1
            raise TooMany(f"the controller serves {self._limits.observers} observers, as many as it may")
        client.observer = Observer(selection, preview, self._limits.backlog)
        self.observing.append(client)
        self._preview = max(self._preview, preview)

    def unobserve(self, client: Client) -> None:
        self.tell()
        if client.observer:
            self._counters.lost_events += client.observer.lost
        client.observer = None
        self.observing = [other for other in self.observing if other is not client]

    def forget(self, kind: NameKind, number: int) -> None:
        self.tell()
        for client in self.observing:
            if client.observer:
                client.observer.forget(kind, number)

    def call_number(self) -> int:
        """Of a call that is about to be told, or to wait."""
        self._calls += 1
        return self._calls

    def told_waiting(
        self, call: Call, phase: Phase, outcome: Outcome, now: int, items: Sequence[Item]
    ) -> None:
        """Observers hear of a call that waits, at its start and at its end."""
        shape = call.client, call.method, phase, outcome, call.queue, "", _codec(items), call.timeout
        self._note(self._shape(*shape), now, call.number, items, len(call.queue.store), now - call.began)

    def told(
        self,
        client: Client,
        method: Method,
        now: int,
        outcome: Outcome = Outcome.OK,
        queue: Queue | None = None,
        items: Sequence[Item] = (),
        timeout: int | None = 0,
        label: str = "",
    ) -> None:
        """Observers hear of a call that was answered at once. Ask ``observing`` first: it is seldom."""
        limit = NO_TIMEOUT if timeout is None else timeout
        shape = self._shape(client, method, Phase.END, outcome, queue, label, _codec(items), limit)
        self._note(shape, now, self.call_number(), items, len(queue.store) if queue else 0)

    def told_run(
        self,
        client: Client,
        method: Method,
        now: int,
        queue: Queue,
        items: Sequence[Item],
        payloads: list[bytes],
        timeout: int | None,
        alike: bool,
    ) -> None:
        """The same of several puts, or gets, that moved one of the items each.

        alike: their items have one codec, and their numbers follow each other.
        """
        count, step = len(items), depth_step(method)
        depth = len(queue.store) - step * (count - 1)
        if not alike or max(map(len, payloads)) > self._preview:
            limit = NO_TIMEOUT if timeout is None else timeout
            for at, item in enumerate(items):
                shape = self._shape(client, method, Phase.END, Outcome.OK, queue, "", item.codec, limit)
                self._note(shape, now, self.call_number(), (item,), depth + step * at)
            return
        first = items[0]
        shape = self._usual_shape(client, method, queue, first.codec, timeout)
        call = self._calls + 1
        self._calls += count
        self._journal.note_run(shape, now + self.wall_offset, call, first.number, depth, payloads)

    def told_one(
        self, client: Client, method: Method, now: int, queue: Queue, item: Item, timeout: int | None
    ) -> None:
        """``told`` of the call that is by far the most frequent: it moved one item."""
        number, codec, payload, _ = item
        if len(payload) > self._preview or type(payload) is not bytes:
            self.told(client, method, now, queue=queue, items=(item,), timeout=timeout)
            return
        shape = client.shapes.get((method, queue, codec, timeout))
        if shape is None:
            shape = self._usual_shape(client, method, queue, codec, timeout)
        self._calls = call = self._calls + 1
        self._journal.flat += (shape, now + self.wall_offset, call, number, len(queue.store), payload)

    def told_elsewhere(self, client: Client, queue: Queue, fields: dict[str, int], preview: bytes) -> None:
        """Observers hear of a call in another program. ``fields``: those of its record."""
        method, phase = Method(fields["method"]), Phase(fields["phase"])
        outcome, timeout = Outcome(fields["outcome"]), fields["timeout"]
        shape = self._shape(client, method, phase, outcome, queue, "", Codec(fields["codec"]), timeout)
        call = client.calls.pop(fields["call"], None) or self.call_number()
        if phase is Phase.START:
            client.calls[fields["call"]] = call
        item = fields["item"] and (queue.number * ITEMS_OF_EXPOSED + fields["item"]) % 2**64
        self._journal.note(shape, fields["time"], call, item, fields["depth"], preview)
        if fields["duration"] or fields["items"] != 1 or fields["size"] != len(preview):
            self._journal.note_odd(fields["duration"], fields["size"], fields["items"])

    def _usual_shape(
        self, client: Client, method: Method, queue: Queue, codec: Codec, timeout: int | None
    ) -> Shape:
        """That of a call which ended well at once: it is remembered by what distinguishes those."""
        key = method, queue, codec, timeout
        shape = client.shapes.get(key)
        if shape is None:
            limit = NO_TIMEOUT if timeout is None else timeout
            shape = self._shape(client, method, Phase.END, Outcome.OK, queue, "", codec, limit)
            client.shapes[key] = shape
        return shape

    def _shape(self, *parts: Any) -> Shape:
        """Of the client's own, which are few, as it calls the same again and again."""
        client: Client = parts[0]
        shape = client.shapes.get(parts)
        if shape is None:
            if len(client.shapes) >= MAX_SHAPES:
                client.shapes.clear()
            shape = client.shapes[parts] = Shape(*parts)
        return shape

    def _note(
        self,
        shape: Shape,
        now: int,
        call: int,
        items: Sequence[Item],
        depth: int,
        duration: int = 0,
    ) -> None:
        number, _, payload, _ = items[0] if items else NO_ITEM
        size, preview = len(payload), self._preview
        head = payload[:preview] if isinstance(payload, bytes) else payload.read(preview)
        self._journal.note(shape, now + self.wall_offset, call, number, depth, head)
        if size > preview or duration or len(items) != 1:
            total = size if len(items) == 1 else min(size_of(items), MAX_SIZE)
            self._journal.note_odd(duration, total, len(items))

    def tell(self) -> None:
        """Hand over what was noted; to be called some 100 times a second."""
        journal = self._journal
        if not journal:
            return
        self._journal = Journal()
        first = self._counters.events + 1
        self._counters.events += len(journal)
        for client in self.observing:
            if client.observer:
                client.observer.tell(first, journal)


def _codec(items: Sequence[Item]) -> int:
    return items[0].codec if items else 0
