# SPDX-License-Identifier: MIT
"""The queues of a controller by their names and namespaces, and those that were closed lately."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Generator, Iterator
from functools import partial
from itertools import count

from rqcore.controller.clients import Client
from rqcore.controller.exposed_queue import ExposedProgram, ExposedQueue, ExposedQueues
from rqcore.controller.items import ItemFactory
from rqcore.controller.limits import Counters, Limits
from rqcore.controller.observation.missing_queue import MissingQueues
from rqcore.controller.observation.publisher import EventPublisher
from rqcore.controller.observation.templates import EventQueue
from rqcore.controller.queue import Queue
from rqcore.controller.storage.durable_queue import DurableQueue
from rqcore.errors import LONGEST_NAME, Closed, NoQueue, NotAllowed, RqError, TooMany, quoted
from rqcore.protocol.event_batch import NameKind
from rqcore.protocol.memory import FEW_USED, USE_COST, Memory

MAX_REMEMBERED = 10_000
"""The most names of closed queues to remember. Calls to them fail with CLOSED instead of NOQUEUE."""
MAX_NAME = 1000
"""The most bytes in the name of a queue."""
LEFT = 500
"""The most queues that a client that has disconnected leaves in one step."""
COMPARED = 100
"""The characters of a name that are compared with one pattern in one unit of work."""
NAMED = 6
"""The work of sending the first event of a new name to one observer."""
MOST_NAMED = 2000
"""The work for new names after which the events so far are passed to the observers."""
FLUSHING = 70
"""The work of passing a few events to one observer."""
PASSED = 2000
"""The most records of events that all observers together receive in one step of a long report."""


class QueueRegistry(ItemFactory):
    """Finds queues, for the state of a controller, which creates and closes them.

    Args:
        limits: The limits of the controller.
    """

    def __init__(self, limits: Limits) -> None:
        """Start without queues."""
        super().__init__()
        self.limits: Limits = limits
        self.work: int = 0
        """What was done since the start, in units of about a microsecond, apart from small requests."""
        self.counters: Counters = Counters()
        self.memory: Memory = Memory(limits.memory)
        self.publisher: EventPublisher = EventPublisher(limits, self.counters, self.memory)
        self.queues: dict[bytes, Queue] = {}
        """The queues by namespace."""
        self.names: dict[bytes, Queue] = {}
        """The queues that have a name, by name."""
        self.exposed: ExposedQueues = ExposedQueues(self.has_queue)
        """The queues of other programs."""
        self._reported = 0
        """The number of events of programs since some were passed to the observers together."""
        self._expected = 0
        """The work for the new names since the last flush because of them."""
        self._closed: OrderedDict[bytes, str] = OrderedDict()
        self._next_queue = count(1).__next__  # in events, 0 means no queue
        self._missing_queues = MissingQueues(
            self._next_queue, partial(self.publisher.forget_name, NameKind.QUEUE)
        )

    def has_queue(self, reference: bytes) -> bool:
        """Return whether a queue of the controller has this name or namespace."""
        return reference in self.names or reference in self.queues

    def find(self, reference: bytes) -> Queue:
        """Look up a queue by its name or namespace.

        Raises:
            Closed: The queue was destroyed.
            NotAllowed: The queue is in another program.
            NoQueue: There is no such queue.
        """
        if queue := self.names.get(reference) or self.queues.get(reference):
            return queue
        raise self._not_found(reference)

    def _not_found(self, reference: bytes) -> RqError:
        if exposed := self.exposed.get(reference):
            return NotAllowed(f"queue {exposed.label!r} is in another program; clients can only observe it")
        if label := self._closed.get(reference):
            return Closed(f"queue {label!r} was closed; create it again to use it")
        return NoQueue(f"no queue is named {quoted(reference, LONGEST_NAME)}; check the name, or create it")

    def find_any(self, reference: bytes) -> Queue:
        """Look up a queue like ``find``, including the queues of other programs.

        The names of both differ at every moment.
        """
        if exposed := self.exposed.get(reference):
            return exposed
        return self.find(reference)

    def event_queue(self, reference: bytes) -> EventQueue | None:
        """Return the queue that events show for the name or namespace of a call; None if it is empty.

        A name that no queue has, or the name of a closed queue, is shown as the client wrote it.
        """
        queue = self.names.get(reference) or self.queues.get(reference) or self.exposed.get(reference)
        if queue is not None or not reference:
            return queue
        label = self._closed.get(reference) or reference[:MAX_NAME].decode(errors="replace")
        if label not in self._missing_queues:
            self.work += self.expect_name(label)
        return self._missing_queues.get(label)

    def expect_name(self, name: str) -> int:
        """Return the work of comparing a new name with the patterns of all observers, and of sending it.

        The next flush does it. That comes early, so that it never has to compare many long names.
        """
        subscriptions = self.publisher.subscriptions
        if not subscriptions:
            return 0
        wildcards = sum([each.wildcards for each in subscriptions.values()])
        work = len(name) * wildcards // COMPARED + NAMED * len(subscriptions)
        self._expected += work
        if self._expected >= MOST_NAMED:
            self._expected = 0
            self.publisher.flush()
            work += self.flush_work
        return work

    @property
    def flush_work(self) -> int:
        """The work of a flush between two events. The call that causes it counts it."""
        return FLUSHING * len(self.publisher.subscriptions)

    def label_of(self, reference: bytes) -> str:
        """Return the label of the queue with this name or namespace, also of one that was closed.

        If there is none, return the reference itself, as far as it can be a name.
        """
        queue = self.names.get(reference) or self.queues.get(reference) or self.exposed.get(reference)
        if queue is not None:
            return queue.label
        return self._closed.get(reference) or reference[:MAX_NAME].decode(errors="replace")

    def record_use(self, client: Client, queue: Queue) -> None:
        """Record that a client has used a queue, unless it has used many and memory is full."""
        if queue not in client.used_queues and not isinstance(queue, ExposedQueue):
            if len(client.used_queues) >= FEW_USED:
                if self.memory.held + USE_COST > self.memory.limit:
                    return  # a get must not fail because of it
                self.memory.held += USE_COST
            client.used_queues.add(queue)
            queue.users.add(client)

    def leave_queues(self, client: Client, now_ns: int) -> bool:
        """Forget that a client has used some queues. Returns whether it has used others."""
        used = client.used_queues
        self.memory.held -= USE_COST * min(LEFT, max(len(used) - FEW_USED, 0))
        for _ in range(min(len(used), LEFT)):
            used.pop().users.discard(client)
        return bool(used)

    @property
    def durable_queues(self) -> list[DurableQueue]:
        """The durable queues."""
        return [queue for queue in self.queues.values() if isinstance(queue, DurableQueue)]

    @property
    def listed_queues(self) -> list[Queue]:
        """All queues that clients can inspect, including the queues of other programs."""
        return [*self.queues.values(), *self.exposed]

    def expose(self, name: str, kind: str) -> ExposedQueue:
        """Add a queue of another program. If its name is taken, its number is appended to the name."""
        return self.exposed.add(self._next_queue(), name, kind)

    def pass_reported(self) -> int:
        """Count an event of a program, and pass such events to the observers before there are many.

        Returns:
            The number of records that were made, one for each event and observer.
        """
        self._reported += 1
        records = self._reported * len(self.publisher.subscriptions)
        if records < PASSED:
            return 0
        self._reported = 0
        self.publisher.flush()
        return records

    def hide(self, program: ExposedProgram, number: int, now_ns: int) -> Iterator[int]:
        """Remove a queue of a program, and record the end of its blocked calls as cancelled.

        Args:
            program: The program.
            number: Its number for the queue.
            now_ns: The current time in ns.

        Yields:
            The work of each small step: 1, and more if observers received events.
        """
        queue, time_ns = program.queues[number], now_ns + self.publisher.wall_offset_ns
        while queue.calls:
            if call := program.end_call(next(iter(queue.calls))):
                fields = call.cancelled(time_ns)
                self.publisher.record_exposed(call.client, queue, fields, call.preview, call.number)
            yield 1 + self.pass_reported()
        program.remove_queue(number)
        self.exposed.remove(queue)
        self.publisher.forget_name(NameKind.QUEUE, queue.number)
        yield 1

    def withdraw(self, program: ExposedProgram, now_ns: int) -> Generator[int, None, None]:
        """Remove all that a program has reported, as ``hide`` does."""
        for number in list(program.queues):
            yield from self.hide(program, number, now_ns)
        while program.callers:
            self.publisher.forget_name(NameKind.CLIENT, program.remove_caller().number)
            yield 1

    def _check_number_of_queues(self) -> None:
        """Check that another queue may be created. Raises TooMany."""
        if len(self.queues) >= self.limits.queues:
            self.counters.refused_queues += 1
            raise TooMany(
                f"the controller has reached its limit of {self.limits.queues} queues; "
                "close some, or raise its max_queues"
            )

    def _claim_name(self, name: bytes) -> None:
        """Let a queue of another program give up a name, because a queue of the controller has it now."""
        if exposed := self.exposed.get(name):
            self.publisher.rename(NameKind.QUEUE, exposed.number)
            self.exposed.rename(exposed)

    def _add_queue(self, queue: Queue) -> None:
        """Add a queue that was created, or found again after a restart."""
        self.queues[queue.namespace.encode()] = queue
        if queue.name:
            key = queue.name.encode()
            self.names[key] = queue
            self._claim_name(key)
            self._closed.pop(key, None)

    def _remove_queue(self, queue: Queue) -> None:
        """Forget a queue that is closed, apart from its names."""
        del self.queues[queue.namespace.encode()]
        keys = [queue.namespace.encode()]
        if queue.name:
            del self.names[queue.name.encode()]
            keys.append(queue.name.encode())
        for key in keys:
            self._closed[key] = queue.label
        while len(self._closed) > MAX_REMEMBERED:
            self._closed.popitem(last=False)
        for client in queue.users:
            if len(client.used_queues) > FEW_USED:
                self.memory.held -= USE_COST
            client.used_queues.discard(queue)
        queue.users.clear()  # its last client may refer to it: a cycle would stay for long
