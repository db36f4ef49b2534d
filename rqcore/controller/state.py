# SPDX-License-Identifier: MIT
"""What a controller holds: queues, clients and waiting calls; and how calls end.

Effects are not carried out here: a reply to a client that waited goes into
``outgoing``, for the shell to send.
"""

from __future__ import annotations

import itertools
from collections import OrderedDict, deque
from collections.abc import Sequence
from itertools import repeat

from rqcore.codec import Codec
from rqcore.controller.clients import BlockedCall, Client
from rqcore.controller.deadlines import Deadlines
from rqcore.controller.limits import Counters, Limits
from rqcore.controller.observation.publisher import EventPublisher
from rqcore.controller.queue import ExposedQueue, Item, Queue, make_item, size_of
from rqcore.controller.users import Users
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
from rqcore.protocol import resp
from rqcore.protocol.event_batch import Method, NameKind, Outcome, Phase
from rqcore.protocol.memory import ITEM_COST, Memory
from rqcore.protocol.spool_api import Content, Spool, SpooledPayload

REMEMBERED = 10_000
"""Closed queues that still answer CLOSED rather than NOQUEUE."""
MAX_NAME = 1000
"""Characters in the name of a queue."""


class ControllerState:
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
        self.exposed: dict[bytes, ExposedQueue] = {}
        """Queues of other programs, by namespace and by name."""
        self.clients: dict[int, Client] = {}
        self.news = EventPublisher(self.limits, self.counters)
        self.outgoing: deque[tuple[Client, bytes]] = deque()
        self.deadlines = Deadlines()
        self._closed: OrderedDict[bytes, str] = OrderedDict()
        self._next_queue = itertools.count(1).__next__  # 0 stands for none
        self._item_numbers = itertools.count(1)
        self._next_item = self._item_numbers.__next__
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

    def expose(self, name: str, kind: str) -> ExposedQueue:
        """A queue of another program. Its name gets its number behind it where another has that name."""
        number = self._next_queue()
        key = name.encode()
        if key in self.names or key in self.queues or key in self.exposed:
            name = f"{name}#{number}"
        queue = ExposedQueue(number, name, kind)
        self.exposed[queue.namespace.encode()] = self.exposed[name.encode()] = queue
        return queue

    def hide(self, queue: ExposedQueue) -> None:
        """The other program, or its queue, is gone."""
        for key in (queue.namespace, queue.label):
            del self.exposed[key.encode()]
        self.news.forget(NameKind.QUEUE, queue.number)

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
        self.news.forget(NameKind.QUEUE, queue.number)

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

    def adopt(self, name: bytes) -> SpooledPayload:
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

    def permit(self, size: int) -> None:
        """Whether a reply may hold so many bytes of items. Raises TooBig."""
        if size > self.limits.payload:
            self.counters.refused_payloads += 1
            raise TooBig(f"these items have {size} bytes; a reply holds at most {self.limits.payload}")

    # Calls

    def wait(self, call: BlockedCall) -> None:
        """The call cannot be answered now: it joins a line, and its observers hear of its start."""
        call.line.join(call)
        call.client.call = call
        if call.items:
            rest = call.items[call.moved :]
            call.held = size_of(rest) + ITEM_COST * len(rest)
            self.memory.held += call.held
        self.deadlines.add(call)
        if self.news.observing:
            self.news.told_waiting(call, Phase.START, Outcome.BLOCKED, call.began, call.items)

    def finish(self, call: BlockedCall, reply: bytes, now: int, items: Sequence[Item] = ()) -> None:
        """A waiting call, already out of its line, succeeded."""
        self._end(call, reply, now, Outcome.OK, items)

    def fail(self, call: BlockedCall, error: RqError, now: int) -> None:
        """A waiting call, already out of its line, failed."""
        outcome = Outcome.__members__.get(error.code, Outcome.ERROR)
        self._end(call, resp.error(error.code, str(error)), now, outcome, call.items)

    def give_up(self, call: BlockedCall, error: RqError, now: int) -> None:
        """A waiting call got no further; it failed only if it got nowhere."""
        if call.moved:
            moved = call.items[: call.moved]
            self.finish(call, call.reply(moved), now, moved)
        else:
            self.fail(call, error, now)

    def _end(
        self, call: BlockedCall, reply: bytes, now: int, outcome: Outcome, items: Sequence[Item]
    ) -> None:
        self.deadlines.discard(call)
        self.memory.held -= call.held
        call.client.call = None
        if reply:
            self.outgoing.append((call.client, reply))
        if self.news.observing:
            self.news.told_waiting(call, Phase.END, outcome, now, items)

    def expire(self, now: int) -> None:
        """Fail every call whose time is up."""
        for call in self.deadlines.due(now):
            self.time_out(call, now)

    def time_out(self, call: BlockedCall, now: int) -> None:
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

    def rename(self, client: Client, name: str) -> None:
        """What it did before is told under its old name."""
        if name != client.name:
            self.news.forget(NameKind.CLIENT, client.number)
            client.name = name

    def leave(self, client: Client, now: int) -> None:
        """A client is gone: its waiting call ends, and loses nothing that was put."""
        del self.clients[client.number]
        client.leaving = True
        self.cancel(client, now)
        self.news.unobserve(client)
        for queue in client.used:
            queue.clients -= 1
        for exposed in client.exposes.values():
            self.hide(exposed)
        for other in client.speaks_for.values():
            self.news.forget(NameKind.CLIENT, other.number)
        self.news.forget(NameKind.CLIENT, client.number)

    def cancel(self, client: Client, now: int) -> None:
        """End its waiting call, if it has one, without a reply."""
        if call := client.call:
            call.line.leave(call)
            self._end(call, b"", now, Outcome.CANCELLED, call.items[: call.moved])


def full(queue: Queue) -> Full:
    return Full(f"queue {queue.label} holds {len(queue.store)} of {queue.maxsize}")


def empty(queue: Queue) -> Empty:
    return Empty(f"queue {queue.label} is empty")
