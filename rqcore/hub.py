# SPDX-License-Identifier: MIT
"""What a controller holds: queues, clients, waiting calls, observers; and how calls end.

Effects are not carried out here: a reply to a client that waited goes into
``outgoing``, for the shell to send.
"""

from __future__ import annotations

import itertools
from collections import OrderedDict, deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rqcore import resp
from rqcore.clients import Client
from rqcore.codec import Codec
from rqcore.errors import Closed, Empty, Exists, Full, NoQueue, RqError, TooMany
from rqcore.events import NO_TIMEOUT, Method, NameKind, Outcome, Phase
from rqcore.observers import Event
from rqcore.queues import Item, Queue, make_item
from rqcore.waiting import Call, Deadlines

REMEMBERED = 10_000
"""Closed queues that still answer CLOSED rather than NOQUEUE."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a controller takes before it says TOOBIG or TOOMANY."""

    clients: int = 20_000
    queues: int = 100_000
    payload: int = 512 * 1024 * 1024
    """Bytes in one command."""


@dataclass(slots=True)
class Counters:
    """Totals since the start, for INFO."""

    clients: int = 0
    commands: int = 0
    events: int = 0


class Hub:
    """The state of one controller. Times are ns of a clock that never goes back."""

    def __init__(self, limits: Limits | None = None, passwords: Mapping[str, str] | None = None) -> None:
        self.limits = limits or Limits()
        self.passwords = dict(passwords or {})
        self.counters = Counters()
        self.queues: dict[bytes, Queue] = {}
        """By namespace; ``names`` by name."""
        self.names: dict[bytes, Queue] = {}
        self.clients: dict[int, Client] = {}
        self.observing: list[Client] = []
        self.outgoing: deque[tuple[Client, bytes]] = deque()
        self.deadlines = Deadlines()
        self.wall_offset = 0
        """Wall clock minus ``now``; the shell keeps it true."""
        self._closed: OrderedDict[bytes, str] = OrderedDict()
        self._next_queue = itertools.count(1).__next__  # 0 stands for none
        self._next_item = itertools.count(1).__next__
        self._next_call = itertools.count(1).__next__
        self._next_client = itertools.count(1).__next__

    # Queues

    def find(self, client: Client, reference: bytes) -> Queue:
        """The queue of this name or namespace. Raises NoQueue or Closed."""
        queue = self.names.get(reference) or self.queues.get(reference)
        if queue is None:
            if label := self._closed.get(reference):
                raise Closed(f"queue {label} was closed")
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
        if len(self.queues) >= self.limits.queues:
            raise TooMany(f"the controller holds {self.limits.queues} queues, as many as it may")
        queue = Queue(self._next_queue(), name, kind, maxsize)
        self.queues[queue.namespace.encode()] = queue
        if name:
            self.names[key] = queue
            self._closed.pop(key, None)
        return self.find(client, queue.namespace.encode())

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
        keys = [queue.namespace.encode()]
        if queue.name:
            del self.names[queue.name.encode()]
            keys.append(queue.name.encode())
        for key in keys:
            self._closed[key] = queue.label
        while len(self._closed) > REMEMBERED:
            self._closed.popitem(last=False)
        for client in self.clients.values():
            client.used.discard(queue)

    def item(self, codec: Codec, payload: bytes, priority: float = 0.0) -> Item:
        return make_item((self._next_item(), codec, payload, priority))

    # Calls

    def wait(self, call: Call) -> None:
        """The call cannot be answered now: it joins a line, and its observers hear of its start."""
        call.line.join(call)
        call.client.call = call
        self.deadlines.add(call)
        if self.observing:
            self._tell_call(call, Phase.START, Outcome.BLOCKED, call.began, call.items)

    def call_number(self) -> int:
        return self._next_call()

    def finish(self, call: Call, reply: bytes, now: int, items: Sequence[Item] = ()) -> None:
        """A waiting call, already out of its line, succeeded."""
        self._end(call, reply, now, Outcome.OK, items)

    def fail(self, call: Call, error: RqError, now: int) -> None:
        """A waiting call, already out of its line, failed."""
        self._end(call, resp.error(error.code, str(error)), now, Outcome[error.code], call.items)

    def give_up(self, call: Call, error: RqError, now: int) -> None:
        """A waiting call got no further; it failed only if it got nowhere."""
        if call.moved:
            moved = call.items[: call.moved]
            self.finish(call, call.reply(moved), now, moved)
        else:
            self.fail(call, error, now)

    def _end(self, call: Call, reply: bytes, now: int, outcome: Outcome, items: Sequence[Item]) -> None:
        self.deadlines.discard(call)
        call.client.call = None
        if reply:
            self.outgoing.append((call.client, reply))
        if self.observing:
            self._tell_call(call, Phase.END, outcome, now, items)

    def expire(self, now: int) -> None:
        """Fail every call whose time is up."""
        for call in self.deadlines.due(now):
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
            raise TooMany(f"the controller serves {self.limits.clients} clients, as many as it may")
        client = Client(self._next_client(), address, now, now, trusted=not self.passwords)
        self.clients[client.number] = client
        self.counters.clients += 1
        return client

    def leave(self, client: Client, now: int) -> None:
        """A client is gone: its waiting call ends, and loses nothing that was put."""
        del self.clients[client.number]
        client.leaving = True
        if client.call:
            call = client.call
            call.line.leave(call)
            self._end(call, b"", now, Outcome.CANCELLED, call.items[: call.moved])
        self.unobserve(client)
        for queue in client.used:
            queue.clients -= 1
        self._forget_name(NameKind.CLIENT, client.number)

    def _forget_name(self, kind: NameKind, number: int) -> None:
        for client in self.observing:
            if client.observer:
                client.observer.forget(kind, number)

    def unobserve(self, client: Client) -> None:
        client.observer = None
        self.observing = [other for other in self.observing if other is not client]

    # Events

    def _tell_call(self, call: Call, phase: Phase, outcome: Outcome, now: int, items: Sequence[Item]) -> None:
        self._tell(
            Event(
                time=now + self.wall_offset,
                duration=now - call.began,
                call=call.number,
                timeout=call.timeout,
                client=call.client,
                method=call.method,
                phase=phase,
                outcome=outcome,
                queue=call.queue,
                **_of(items),
            )
        )

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
        self._tell(
            Event(
                time=now + self.wall_offset,
                duration=0,
                call=self._next_call(),
                timeout=NO_TIMEOUT if timeout is None else timeout,
                client=client,
                method=method,
                phase=Phase.END,
                outcome=outcome,
                queue=queue,
                label=label,
                **_of(items),
            )
        )

    def _tell(self, event: Event) -> None:
        sequence = self.counters.events = self.counters.events + 1
        for client in self.observing:
            observer = client.observer
            if observer and observer.selection.wants(event):
                observer.add(sequence, event)


def full(queue: Queue) -> Full:
    return Full(f"queue {queue.label} holds {len(queue.store)} of {queue.maxsize}")


def empty(queue: Queue) -> Empty:
    return Empty(f"queue {queue.label} is empty")


def _of(items: Sequence[Item]) -> dict[str, Any]:
    """The part of an event that speaks of its items."""
    if not items:
        return {}
    first = items[0]
    return {
        "item": first.number,
        "items": len(items),
        "size": sum(len(item.payload) for item in items),
        "codec": first.codec,
        "payload": first.payload,
    }
