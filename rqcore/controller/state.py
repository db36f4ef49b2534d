# SPDX-License-Identifier: MIT
"""What a controller holds: queues, clients and blocked calls; and how blocked calls begin and end.

No effect is carried out here: the value or the error with which a blocked call
ends goes into ``outgoing``, for the server to send.
"""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Sequence
from itertools import count, islice, repeat
from typing import Any, Final

from rqcore.codec import Codec
from rqcore.controller.clients import BlockedCall, Client, ToValue
from rqcore.controller.deadlines import Deadlines
from rqcore.controller.exposed_queue import ExposedQueue
from rqcore.controller.items import Item, item_maker, total_bytes
from rqcore.controller.limits import Counters, Limits
from rqcore.controller.observation.publisher import EventPublisher
from rqcore.controller.queue import BLOCKED, BlockedValue, EndedCall, Queue
from rqcore.controller.users import Users
from rqcore.errors import BadCall, Closed, Empty, Exists, NoQueue, NotAllowed, RqError, TooBig, TooMany
from rqcore.fast_paths.switches import TUPLE_ITEMS
from rqcore.protocol.event_batch import Method, NameKind, Outcome, Phase, recorded
from rqcore.protocol.memory import ITEM_COST, Memory
from rqcore.protocol.spool_api import Content, Spool, SpooledPayload

MAX_REMEMBERED = 10_000
"""Closed queues whose calls still fail with CLOSED rather than NOQUEUE."""
MAX_NAME = 1000
"""Bytes in the name of a queue."""
NO_VALUE: Final = object()
"""In ``outgoing``: the client gets no reply, but its connection has to look at ``is_leaving``."""


class ControllerState:
    """The state of one controller. Times are ns of a clock that never goes back."""

    def __init__(self, limits: Limits | None = None, users: Users | None = None) -> None:
        """Start without queues and clients."""
        self.limits: Limits = limits or Limits()
        self.users: Users = users or Users()
        self.counters: Counters = Counters()
        self.memory: Memory = Memory(self.limits.memory)
        self.spool: Spool | None = None
        """Where large payloads are; the server provides one."""
        self.urls: list[str] = []
        """Where the controller can be reached; the server sets them."""
        self.began_ns: int = 0
        """When the server began to listen."""
        self.queues: dict[bytes, Queue] = {}
        """By namespace."""
        self.names: dict[bytes, Queue] = {}
        """The same, by name."""
        self.exposed: dict[bytes, ExposedQueue] = {}
        """Queues of other programs, by namespace and by name."""
        self.clients: dict[int, Client] = {}
        self.publisher: EventPublisher = EventPublisher(self.limits, self.counters)
        self.outgoing: deque[tuple[Client, Any]] = deque()
        """How blocked calls ended: a value, an RqError, or NO_VALUE."""
        self.deadlines: Deadlines = Deadlines()
        self._closed: OrderedDict[bytes, str] = OrderedDict()
        self._next_queue = count(1).__next__  # in events, 0 stands for no queue
        self._item_numbers = count(1)
        self._next_item = self._item_numbers.__next__
        self._new_item = item_maker()
        self._uses_tuple_items = TUPLE_ITEMS.is_on
        self._next_client = count(1).__next__

    # Queues

    def find(self, reference: bytes) -> Queue:
        """Look up a queue by its name or namespace.

        Raises:
            Closed: It was destroyed.
            NotAllowed: It lives in another program.
            NoQueue: There is no such queue.
        """
        queue = self.names.get(reference) or self.queues.get(reference)
        if queue is None:
            raise self._not_found(reference)
        return queue

    def _not_found(self, reference: bytes) -> RqError:
        if label := self._closed.get(reference):
            return Closed(f"queue {label} was closed")
        if reference in self.exposed:
            label = self.exposed[reference].label
            return NotAllowed(f"queue {label} lives in another program; it can only be observed")
        return NoQueue(f"no queue is called {reference.decode(errors='replace')}")

    def find_any(self, reference: bytes) -> Queue:
        """Look up a queue as ``find`` does, among those of other programs too."""
        return self.exposed.get(reference) or self.find(reference)

    def note_use(self, client: Client, queue: Queue) -> None:
        """Count the client among the users of the queue."""
        if queue not in client.used_queues and not isinstance(queue, ExposedQueue):
            client.used_queues.add(queue)
            queue.clients += 1

    @property
    def listed_queues(self) -> list[Queue]:
        """Every queue that clients can look at."""
        return [*self.queues.values(), *dict.fromkeys(self.exposed.values())]

    def create(self, name: str | None, kind: str, maxsize: int) -> Queue:
        """Create a queue.

        Raises:
            Exists: Another queue has this name.
            BadCall: The name is too long.
            TooMany: The controller holds as many queues as it may.
        """
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
        return queue

    def close(self, queue: Queue, now_ns: int) -> None:
        """Destroy a queue. Its blocked calls fail with Closed."""
        self._remove_queue(queue)
        for ended in queue.close():
            self.end_call(ended, now_ns)
        self.publisher.forget_name(NameKind.QUEUE, queue.number)

    def _remove_queue(self, queue: Queue) -> None:
        del self.queues[queue.namespace.encode()]
        keys = [queue.namespace.encode()]
        if queue.name:
            del self.names[queue.name.encode()]
            keys.append(queue.name.encode())
        for key in keys:
            self._closed[key] = queue.label
        while len(self._closed) > MAX_REMEMBERED:
            self._closed.popitem(last=False)
        for client in self.clients.values():
            client.used_queues.discard(queue)

    def expose(self, name: str, kind: str) -> ExposedQueue:
        """List a queue of another program. If its name is taken, its number is appended."""
        number = self._next_queue()
        key = name.encode()
        if key in self.names or key in self.queues or key in self.exposed:
            name = f"{name}#{number}"
        queue = ExposedQueue(number, name, kind)
        self.exposed[queue.namespace.encode()] = self.exposed[name.encode()] = queue
        return queue

    def hide(self, queue: ExposedQueue) -> None:
        """List a queue of another program no longer."""
        for key in (queue.namespace, queue.label):
            del self.exposed[key.encode()]
        self.publisher.forget_name(NameKind.QUEUE, queue.number)

    # Items

    def make_item(self, codec: Codec, payload: Content, priority: float = 0.0) -> Item:
        """A new item with the next number."""
        return self._new_item((self._next_item(), codec, payload, priority))

    def make_items(self, codec: Codec, payloads: Sequence[bytes]) -> list[Item]:
        """A new item for each payload."""
        numbers = islice(self._item_numbers, len(payloads))
        fields = zip(numbers, repeat(codec), payloads, repeat(0.0))
        if self._uses_tuple_items:
            return list(map(tuple.__new__, repeat(Item), fields))
        return list(map(self._new_item, fields))

    def adopt(self, name: bytes) -> SpooledPayload:
        """Take over a file of the spool as a payload. Raises NotAllowed, TooBig, TooMany."""
        if self.spool is None:
            raise NotAllowed("this controller has no spool")
        return self.spool.adopt(name, self.limits.payload, self.memory)

    def check_reply_size(self, size: int) -> None:
        """Raise TooBig if a reply may not hold ``size`` bytes of items."""
        if size > self.limits.payload:
            self.counters.refused_payloads += 1
            raise TooBig(f"these items have {size} bytes; a reply holds at most {self.limits.payload}")

    # Blocked calls

    def make_call(
        self,
        client: Client,
        method: Method,
        queue: Queue,
        now_ns: int,
        timeout_ns: int | None,
        to_value: ToValue,
        **fields: Any,
    ) -> BlockedCall:
        """A call that has to wait, or may have to.

        Args:
            client: The client that calls.
            method: What it calls.
            queue: The queue for which it waits.
            now_ns: In ns.
            timeout_ns: In ns; None for no timeout.
            to_value: Makes its value from the items that it moved.
            fields: Further fields of ``BlockedCall``.
        """
        number = self.publisher.next_call_number()
        return BlockedCall(number, client, method, queue, now_ns, recorded(timeout_ns), to_value, **fields)

    def block(
        self,
        client: Client,
        method: Method,
        queue: Queue,
        now_ns: int,
        timeout_ns: int | None,
        to_value: ToValue,
        **fields: Any,
    ) -> BlockedValue:
        """Let a call wait for its queue, behind all others. The arguments are those of ``make_call``."""
        call = self.make_call(client, method, queue, now_ns, timeout_ns, to_value, **fields)
        queue.wait(call)
        self.begin_waiting(call)
        return BLOCKED

    def begin_waiting(self, call: BlockedCall) -> None:
        """Note that a call, already in its wait queue, is blocked from now on."""
        call.client.call = call
        if call.items:
            rest = call.items[call.moved :]
            call.held_bytes = total_bytes(rest) + ITEM_COST * len(rest)
            self.memory.held += call.held_bytes
        self.deadlines.add(call)
        self.publisher.record_blocked(call, Phase.START, Outcome.BLOCKED, call.began_ns, call.items)

    def serve(self, queue: Queue, now_ns: int) -> None:
        """Let the blocked calls of a queue go on as far as they can."""
        for ended in queue.serve():
            self.end_call(ended, now_ns)

    def end_call(self, ended: EndedCall, now_ns: int) -> None:
        """End a blocked call that has left its wait queue, with its value or its error."""
        call: BlockedCall = ended.call
        if ended.error is not None:
            late = isinstance(ended.error, Empty) and not call.fails_late
            value = None if late else ended.error
            self._end_call(call, value, now_ns, outcome_of(ended.error), call.items)
            return
        if call.wanted:
            call.client.last_taken = call.queue, [item.number for item in ended.items]
        self._end_call(call, call.to_value(list(ended.items)), now_ns, Outcome.OK, ended.items)

    def _end_call(
        self, call: BlockedCall, value: Any, now_ns: int, outcome: Outcome, items: Sequence[Item]
    ) -> None:
        self.deadlines.discard(call)
        self.memory.held -= call.held_bytes
        call.client.call = None
        if value is not NO_VALUE:
            self.outgoing.append((call.client, value))
        self.publisher.record_blocked(call, Phase.END, outcome, now_ns, items)

    def expire(self, now_ns: int) -> None:
        """End every blocked call whose time is up."""
        for call in self.deadlines.pop_due(now_ns):
            self.time_out(call, now_ns)

    def time_out(self, call: BlockedCall, now_ns: int) -> None:
        """End a blocked call as when its time is up."""
        self.end_call(call.queue.time_out(call), now_ns)
        self.serve(call.queue, now_ns)

    def cancel(self, client: Client, now_ns: int) -> None:
        """End the blocked call of a client, if it has one, without a reply."""
        if call := client.call:
            call.queue.leave(call)
            self._end_call(call, NO_VALUE, now_ns, Outcome.CANCELLED, call.items[: call.moved])
            self.serve(call.queue, now_ns)

    # Clients

    def connect(self, address: str, now_ns: int) -> Client:
        """A client has connected. Raises TooMany."""
        if len(self.clients) >= self.limits.clients:
            self.counters.refused_clients += 1
            raise TooMany(f"the controller serves {self.limits.clients} clients, as many as it may")
        client = Client(self._next_client(), address, now_ns, now_ns, is_trusted=not self.users)
        self.clients[client.number] = client
        self.counters.clients += 1
        return client

    def represent(self, name: str, client: Client) -> Client:
        """A client for which this one reports calls: one of its threads or tasks."""
        return Client(self._next_client(), client.address, client.connected_ns, client.active_ns, True, name)

    def rename(self, client: Client, name: str) -> None:
        """Give a client another name. Its earlier calls keep the old one in events."""
        if name != client.name:
            self.publisher.forget_name(NameKind.CLIENT, client.number)
            client.name = name

    def disconnect(self, client: Client, now_ns: int) -> None:
        """A client has disconnected: its blocked call ends, and loses nothing that was put."""
        del self.clients[client.number]
        client.is_leaving = True
        self.cancel(client, now_ns)
        self.publisher.unsubscribe(client.number)
        for queue in client.used_queues:
            queue.clients -= 1
        for exposed in client.exposed_queues.values():
            self.hide(exposed)
        for other in client.represented.values():
            self.publisher.forget_name(NameKind.CLIENT, other.number)
        self.publisher.forget_name(NameKind.CLIENT, client.number)


def outcome_of(error: RqError) -> Outcome:
    """How events report a call that failed with this error."""
    return Outcome.__members__.get(error.code, Outcome.ERROR)
