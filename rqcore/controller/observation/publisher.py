# SPDX-License-Identifier: MIT
"""What observers are told of calls, from when a call is noted until their batches have it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rqcore.codec import Codec
from rqcore.controller.clients import BlockedCall, Client
from rqcore.controller.limits import Counters, Limits
from rqcore.controller.observation.buffer import EventBuffer
from rqcore.controller.observation.columns import MAX_SIZE
from rqcore.controller.observation.subscriptions import EventSelection, Observer
from rqcore.controller.observation.templates import EventTemplate, TemplateCache
from rqcore.controller.queue import Item, Queue, make_item, size_of
from rqcore.errors import TooMany
from rqcore.protocol.event_batch import Method, NameKind, Outcome, Phase, depth_step, recorded

Note = Callable[[tuple[Client, Method, Queue, int | None, int, Item, int]], None]
NO_ITEM = Item(0, Codec.RAW, b"")
ITEMS_OF_EXPOSED = 1 << 40
"""Of each queue in another program: their numbers begin behind those that the controller gives."""


class EventPublisher:
    """Whoever has something to tell asks ``observing`` first: mostly it is empty. Times in ns."""

    def __init__(self, limits: Limits, counters: Counters) -> None:
        self.observing: list[Client] = []
        self.note: Note | None = None
        """For the most frequent call by far, that moved one item at once; None while nobody observes.

        Takes its client, method, queue, timeout, time, item and the depth
        afterwards. The payload has to be bytes: of others see ``told``.
        """
        self.wall_offset = 0
        """Wall clock minus ``now``; the shell keeps it true."""
        self._limits = limits
        self._counters = counters
        self._journal = EventBuffer()
        self._shapes = TemplateCache()
        self._preview = 0
        """Bytes of payloads that are noted: as many as any observer has asked for."""
        self._calls = 0

    @property
    def noted(self) -> int:
        """Events that are not in batches yet."""
        return len(self._journal)

    def observe(self, client: Client, selection: EventSelection, preview: int) -> None:
        """Tell this client events from now on. Raises TooMany."""
        self.tell()
        self.unobserve(client)
        if len(self.observing) >= self._limits.observers:
            self._counters.refused_observers += 1
            raise TooMany(f"the controller serves {self._limits.observers} observers, as many as it may")
        client.observer = Observer(selection, preview, self._limits.backlog)
        self.observing.append(client)
        self.note = self._journal.note
        self._preview = max(self._preview, preview)

    def unobserve(self, client: Client) -> None:
        self.tell()
        if client.observer:
            self._counters.lost_events += client.observer.lost
        client.observer = None
        self.observing = [other for other in self.observing if other is not client]
        if not self.observing:
            self.note = None

    def forget(self, kind: NameKind, number: int) -> None:
        """A client or a queue is gone, or has another name."""
        self.tell()
        self._shapes.clear()
        for client in self.observing:
            if client.observer:
                client.observer.forget(kind, number)

    def call_number(self) -> int:
        """Of a call that is about to be told, or to wait."""
        self._calls += 1
        return self._calls

    def told_waiting(
        self, call: BlockedCall, phase: Phase, outcome: Outcome, now: int, items: Sequence[Item]
    ) -> None:
        """Observers hear of a call that waits, at its start and at its end."""
        parts = call.client, call.method, phase, outcome, call.queue, "", _codec(items), call.timeout
        shape = self._shapes.of(*parts)
        self._note(shape, now, items, len(call.queue.store), call.number, now - call.began)

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
        codec, limit = _codec(items), recorded(timeout)
        shape = self._shapes.of(client, method, Phase.END, outcome, queue, label, codec, limit)
        self._note(shape, now, items, len(queue.store) if queue else 0)

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
        if alike:
            first = make_item((items[0].number, items[0].codec, b"", 0.0))
            self._journal.note_run((client, method, queue, timeout, now, first, depth), payloads)
            return
        for at, item in enumerate(items):
            self._journal.note((client, method, queue, timeout, now, item, depth + step * at))

    def told_elsewhere(self, client: Client, queue: Queue, fields: dict[str, int], preview: bytes) -> None:
        """Observers hear of a call in another program. ``fields``: those of its record."""
        method, phase = Method(fields["method"]), Phase(fields["phase"])
        codec, outcome = Codec(fields["codec"]), Outcome(fields["outcome"])
        shape = self._shapes.of(client, method, phase, outcome, queue, "", codec, fields["timeout"])
        call = client.calls.pop(fields["call"], None) or self.call_number()
        if phase is Phase.START:
            client.calls[fields["call"]] = call
        number = fields["item"] and (queue.number * ITEMS_OF_EXPOSED + fields["item"]) % 2**64
        now, item = fields["time"] - self.wall_offset, Item(number, codec, preview)
        numbers = call, fields["duration"], fields["size"], fields["items"]
        self._journal.note_odd(shape, now, item, fields["depth"], *numbers)

    def _note(
        self,
        shape: EventTemplate,
        now: int,
        items: Sequence[Item],
        depth: int,
        call: int = 0,
        duration: int = 0,
    ) -> None:
        number, codec, payload, _ = items[0] if items else NO_ITEM
        head = payload[: self._preview] if isinstance(payload, bytes) else payload.read(self._preview)
        size = len(payload) if len(items) == 1 else min(size_of(items), MAX_SIZE)
        item = Item(number, codec, head)
        self._journal.note_odd(shape, now, item, depth, call, duration, size, len(items))

    def tell(self) -> None:
        """Hand over what was noted; to be called some 100 times a second."""
        journal = self._journal
        if not journal:
            return
        self._journal = EventBuffer()
        self.note = self._journal.note
        told = journal.told(self._shapes, self._counters.events + 1, self._calls + 1, self.wall_offset)
        self._counters.events += len(told)
        self._calls += len(told)
        for client in self.observing:
            if client.observer:
                client.observer.tell(told)


def _codec(items: Sequence[Item]) -> int:
    return items[0].codec if items else 0
