# SPDX-License-Identifier: MIT
"""What a controller holds: queues, clients, waiting calls, observers; and how calls end.

Effects are not carried out here: a reply to a client that waited goes into
``outgoing``, for the shell to send.
"""

from __future__ import annotations

import itertools
from collections import OrderedDict, deque
from collections.abc import Sequence
from itertools import repeat
from operator import attrgetter
from typing import Any

from rqcore import resp
from rqcore.clients import Client
from rqcore.codec import Codec
from rqcore.errors import (
    BadCall,
    Closed,
    Empty,
    Exists,
    Full,
    NoQueue,
    NotAllowed,
    RqError,
    TooBig,
    TooMany,
)
from rqcore.events import NO_TIMEOUT, Method, NameKind, Outcome, Phase
from rqcore.journal import MAX_SIZE, Journal, Shape
from rqcore.limits import Counters, Limits
from rqcore.memory import ITEM_COST, Memory
from rqcore.observers import Observer, Selection
from rqcore.queues import Exposed, Item, Queue, make_item, size_of
from rqcore.spooled import Content, Spool, Spooled
from rqcore.users import Users
from rqcore.waiting import Call, Deadlines

REMEMBERED = 10_000
"""Closed queues that still answer CLOSED rather than NOQUEUE."""
_number_of, _codec_of, _payload_of = map(attrgetter, ("number", "codec", "payload"))
NO_ITEM = Item(0, Codec.RAW, b"")
ITEMS_OF_EXPOSED = 1 << 40
"""Of each queue in another program: their numbers begin behind those that the controller gives."""
MAX_SHAPES = 256
"""Kinds of events that are remembered of each client."""
MAX_NAME = 1000
"""Characters in the name of a queue."""


class Hub:
    """The state of one controller. Times are ns of a clock that never goes back."""

    def __init__(self, limits: Limits | None = None, users: Users | None = None) -> None:
        self.limits = limits or Limits()
        self.users = users or Users()
        self.counters = Counters()
        self.memory = Memory(self.limits.memory)
        self.spool: Spool | None = None
        """Where large payloads lie; the shell brings one."""
        self.places: list[str] = []
        """The URLs it can be reached by; the shell tells them, and when it began."""
        self.began = 0
        self.queues: dict[bytes, Queue] = {}
        """By namespace; ``names`` by name."""
        self.names: dict[bytes, Queue] = {}
        self.exposed: dict[bytes, Exposed] = {}
        """Queues of other programs, by namespace and by name."""
        self.clients: dict[int, Client] = {}
        self.observing: list[Client] = []
        self.journal = Journal()
        self._preview = 0
        """Bytes of payloads that are noted: as many as any observer has asked for."""
        self.outgoing: deque[tuple[Client, bytes]] = deque()
        self.deadlines = Deadlines()
        self.wall_offset = 0
        """Wall clock minus ``now``; the shell keeps it true."""
        self._closed: OrderedDict[bytes, str] = OrderedDict()
        self._next_queue = itertools.count(1).__next__  # 0 stands for none
        self._item_numbers = itertools.count(1)
        self._next_item = self._item_numbers.__next__
        self._calls = 0
        self._next_client = itertools.count(1).__next__

    # Queues

    def find(self, client: Client, reference: bytes) -> Queue:
        """The queue of this name or namespace. Raises NoQueue or Closed."""
        queue = self.names.get(reference) or self.queues.get(reference)
        if queue is None:
            if label := self._closed.get(reference):
                raise Closed(f"queue {label} was closed")
            if reference in self.exposed:
                raise NotAllowed(
                    f"queue {self.exposed[reference].label} lives in another program; it can only be observed"
                )
            raise NoQueue(f"no queue is called {reference.decode(errors='replace')}")
        if queue not in client.used:
            client.used.add(queue)
            queue.clients += 1
        return queue

    def create(self, client: Client, name: str | None, kind: str, maxsize: int) -> Queue:
        """A new queue. Raises Exists or TooMany."""
        key = (name or "").encode()
        if name and (key in self.names or key in self.queues):
            raise Exists(f"a queue called {name} exists already")
        if len(key) > MAX_NAME:
            raise BadCall(f"a queue's name has at most {MAX_NAME} bytes, not {len(key)}")
        if len(self.queues) >= self.limits.queues:
            self.counters.refused_queues += 1
            raise TooMany(f"the controller holds {self.limits.queues} queues, as many as it may")
        queue = Queue(self._next_queue(), name, kind, maxsize, self.memory)
        self.queues[queue.namespace.encode()] = queue
        if name:
            self.names[key] = queue
            self._closed.pop(key, None)
        return self.find(client, queue.namespace.encode())

    def look(self, client: Client, reference: bytes) -> Queue:
        """``find``, of queues in other programs as well."""
        return self.exposed.get(reference) or self.find(client, reference)

    @property
    def listed(self) -> list[Queue]:
        """Every queue that can be looked at."""
        return [*self.queues.values(), *dict.fromkeys(self.exposed.values())]

    def expose(self, name: str, kind: str) -> Exposed:
        """A queue of another program. Its name gets its number behind it where another has that name."""
        number = self._next_queue()
        key = name.encode()
        if key in self.names or key in self.queues or key in self.exposed:
            name = f"{name}#{number}"
        queue = Exposed(number, name, kind)
        self.exposed[queue.namespace.encode()] = self.exposed[name.encode()] = queue
        return queue

    def hide(self, queue: Exposed) -> None:
        """The other program, or its queue, is gone."""
        for key in (queue.namespace, queue.label):
            del self.exposed[key.encode()]
        self._forget_name(NameKind.QUEUE, queue.number)

    def introduce(self, name: str, client: Client) -> Client:
        """Somebody for whom this client speaks: a thread, a task."""
        return Client(self._next_client(), client.address, client.connected, client.active, True, name)

    def close(self, queue: Queue, now: int) -> None:
        """Destroy a queue: its waiting calls fail with CLOSED."""
        self._forget_queue(queue)
        error = Closed(f"queue {queue.label} was closed")
        for line in (queue.getters, queue.putters, queue.joiners):
            while line:
                self.fail(line.next(), error, now)
        self._forget_name(NameKind.QUEUE, queue.number)

    def _forget_queue(self, queue: Queue) -> None:
        del self.queues[queue.namespace.encode()]
        queue.forget()
        keys = [queue.namespace.encode()]
        if queue.name:
            del self.names[queue.name.encode()]
            keys.append(queue.name.encode())
        for key in keys:
            self._closed[key] = queue.label
        while len(self._closed) > REMEMBERED:
            self._closed.popitem(last=False)
        for client in self.clients.values():
            if queue in client.used:
                client.used.discard(queue)
                client.shapes.clear()

    def adopt(self, name: bytes) -> Spooled:
        """The payload in a file of the spool. Raises NotAllowed, TooBig, TooMany."""
        if self.spool is None:
            raise NotAllowed("this controller has no spool")
        return self.spool.adopt(name, self.limits.payload, self.memory)

    def item(self, codec: Codec, payload: Content, priority: float = 0.0) -> Item:
        return make_item((self._next_item(), codec, payload, priority))

    def items(self, codec: Codec, payloads: Sequence[bytes]) -> list[Item]:
        """An item of each payload, as ``item`` makes one, without a loop in Python."""
        numbers = itertools.islice(self._item_numbers, len(payloads))
        return list(map(tuple.__new__, repeat(Item), zip(numbers, repeat(codec), payloads, repeat(0.0))))

    def admit(self, items: Sequence[Item]) -> None:
        """Whether there is memory for what a put brings. Raises TooMany."""
        size = size_of(items) + ITEM_COST * len(items)
        if self.memory.held + size > self.memory.limit:
            self.counters.refused_for_memory += 1
            raise self.memory.full()

    def permit(self, items: Sequence[Item]) -> None:
        """Whether a reply may hold these items. Raises TooBig."""
        size = size_of(items)
        if size > self.limits.payload:
            self.counters.refused_payloads += 1
            raise TooBig(f"these items have {size} bytes; a reply holds at most {self.limits.payload}")

    # Calls

    def wait(self, call: Call) -> None:
        """The call cannot be answered now: it joins a line, and its observers hear of its start."""
        call.line.join(call)
        call.client.call = call
        if call.items:
            rest = call.items[call.moved :]
            call.held = size_of(rest) + ITEM_COST * len(rest)
            self.memory.held += call.held
        self.deadlines.add(call)
        if self.observing:
            self._tell_call(call, Phase.START, Outcome.BLOCKED, call.began, call.items)

    def call_number(self) -> int:
        self._calls += 1
        return self._calls

    def finish(self, call: Call, reply: bytes, now: int, items: Sequence[Item] = ()) -> None:
        """A waiting call, already out of its line, succeeded."""
        self._end(call, reply, now, Outcome.OK, items)

    def fail(self, call: Call, error: RqError, now: int) -> None:
        """A waiting call, already out of its line, failed."""
        outcome = Outcome.__members__.get(error.code, Outcome.ERROR)
        self._end(call, resp.error(error.code, str(error)), now, outcome, call.items)

    def give_up(self, call: Call, error: RqError, now: int) -> None:
        """A waiting call got no further; it failed only if it got nowhere."""
        if call.moved:
            moved = call.items[: call.moved]
            self.finish(call, call.reply(moved), now, moved)
        else:
            self.fail(call, error, now)

    def _end(self, call: Call, reply: bytes, now: int, outcome: Outcome, items: Sequence[Item]) -> None:
        self.deadlines.discard(call)
        self.memory.held -= call.held
        call.client.call = None
        if reply:
            self.outgoing.append((call.client, reply))
        if self.observing:
            self._tell_call(call, Phase.END, outcome, now, items)

    def expire(self, now: int) -> None:
        """Fail every call whose time is up."""
        for call in self.deadlines.due(now):
            self.time_out(call, now)

    def time_out(self, call: Call, now: int) -> None:
        """Let a waiting call end as when its time is up."""
        call.line.leave(call)
        if call.method is Method.JOIN:
            self.finish(call, call.reply([]), now)
        elif call.late:
            self._end(call, call.late, now, Outcome.EMPTY, ())
        else:
            self.give_up(call, full(call.queue) if call.items else empty(call.queue), now)

    # Clients

    def arrive(self, address: str, now: int) -> Client:
        """A client connected. Raises TooMany."""
        if len(self.clients) >= self.limits.clients:
            self.counters.refused_clients += 1
            raise TooMany(f"the controller serves {self.limits.clients} clients, as many as it may")
        client = Client(self._next_client(), address, now, now, trusted=not self.users)
        self.clients[client.number] = client
        self.counters.clients += 1
        return client

    def leave(self, client: Client, now: int) -> None:
        """A client is gone: its waiting call ends, and loses nothing that was put."""
        del self.clients[client.number]
        client.leaving = True
        self.cancel(client, now)
        self.unobserve(client)
        for queue in client.used:
            queue.clients -= 1
        for exposed in client.exposes.values():
            self.hide(exposed)
        for other in client.speaks_for.values():
            self._forget_name(NameKind.CLIENT, other.number)
        client.shapes.clear()
        self._forget_name(NameKind.CLIENT, client.number)

    def cancel(self, client: Client, now: int) -> None:
        """End its waiting call, if it has one, without a reply."""
        if call := client.call:
            call.line.leave(call)
            self._end(call, b"", now, Outcome.CANCELLED, call.items[: call.moved])

    def _forget_name(self, kind: NameKind, number: int) -> None:
        self.tell_observers()
        for client in self.observing:
            if client.observer:
                client.observer.forget(kind, number)

    def observe(self, client: Client, selection: Selection, preview: int) -> None:
        """Tell this client events from now on. Raises TooMany."""
        self.tell_observers()
        self.unobserve(client)
        if len(self.observing) >= self.limits.observers:
            self.counters.refused_observers += 1
            raise TooMany(f"the controller serves {self.limits.observers} observers, as many as it may")
        client.observer = Observer(selection, preview, self.limits.backlog)
        self.observing.append(client)
        self._preview = max(self._preview, preview)

    def unobserve(self, client: Client) -> None:
        self.tell_observers()
        if client.observer:
            self.counters.lost_events += client.observer.lost
        client.observer = None
        self.observing = [other for other in self.observing if other is not client]

    # Events

    def _tell_call(self, call: Call, phase: Phase, outcome: Outcome, now: int, items: Sequence[Item]) -> None:
        shape = call.client, call.method, phase, outcome, call.queue, "", _codec(items), call.timeout
        self._note(self._shape(*shape), now, call.number, items, now - call.began)

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
        self._note(shape, now, self.call_number(), items)

    def told_run(
        self,
        client: Client,
        method: Method,
        now: int,
        queue: Queue,
        items: Sequence[Item],
        payloads: Sequence[bytes],
        step: int,
        timeout: int | None,
    ) -> None:
        """The same of calls that moved one of the items each; ``step``: what each did to the depth."""
        count, size = len(items), len(queue.store)
        depths = range(size - step * (count - 1), size + step, step)
        codecs = set(map(_codec_of, items))
        if len(codecs) > 1 or max(map(len, payloads)) > self._preview:
            limit = NO_TIMEOUT if timeout is None else timeout
            for item, after in zip(items, depths, strict=True):
                shape = self._shape(client, method, Phase.END, Outcome.OK, queue, "", item.codec, limit)
                self._note(shape, now, self.call_number(), (item,), depth=after)
            return
        shape = self._usual_shape(client, method, queue, codecs.pop(), timeout)
        first = self._calls + 1
        self._calls += count
        calls, numbers = range(first, first + count), map(_number_of, items)
        self.journal.note_run(shape, now + self.wall_offset, calls, numbers, depths, payloads)

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
        self.journal.flat += (shape, now + self.wall_offset, call, number, len(queue.store), payload)

    def report(self, client: Client, queue: Queue, fields: dict[str, int], preview: bytes) -> None:
        """Observers hear of a call in another program. ``fields``: those of its record."""
        method, phase = Method(fields["method"]), Phase(fields["phase"])
        outcome, timeout = Outcome(fields["outcome"]), fields["timeout"]
        shape = self._shape(client, method, phase, outcome, queue, "", Codec(fields["codec"]), timeout)
        call = client.calls.pop(fields["call"], None) or self.call_number()
        if phase is Phase.START:
            client.calls[fields["call"]] = call
        item = fields["item"] and (queue.number * ITEMS_OF_EXPOSED + fields["item"]) % 2**64
        self.journal.note(shape, fields["time"], call, item, fields["depth"], preview)
        if fields["duration"] or fields["items"] != 1 or fields["size"] != len(preview):
            self.journal.note_odd(fields["duration"], fields["size"], fields["items"])

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
        duration: int = 0,
        depth: int | None = None,
    ) -> None:
        """``depth``: where it is another than now."""
        if depth is None:
            depth = len(shape.queue.store) if shape.queue else 0
        number, _, payload, _ = items[0] if items else NO_ITEM
        size, preview = len(payload), self._preview
        head = payload[:preview] if isinstance(payload, bytes) else payload.read(preview)
        self.journal.note(shape, now + self.wall_offset, call, number, depth, head)
        if size > preview or duration or len(items) != 1:
            total = size if len(items) == 1 else min(size_of(items), MAX_SIZE)
            self.journal.note_odd(duration, total, len(items))

    def tell_observers(self) -> None:
        """Hand over what was noted; to be called some 100 times a second."""
        journal = self.journal
        if not journal:
            return
        self.journal = Journal()
        first = self.counters.events + 1
        self.counters.events += len(journal)
        for client in self.observing:
            if client.observer:
                client.observer.tell(first, journal)


def full(queue: Queue) -> Full:
    return Full(f"queue {queue.label} holds {len(queue.store)} of {queue.maxsize}")


def empty(queue: Queue) -> Empty:
    return Empty(f"queue {queue.label} is empty")


def _codec(items: Sequence[Item]) -> int:
    return items[0].codec if items else 0
