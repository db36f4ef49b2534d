# SPDX-License-Identifier: MIT
"""The state of a controller: its queues, clients and blocked calls, and how blocked calls begin and end.

Nothing is sent here. The value or error of a blocked call that ends is appended
to ``outgoing``, and the server sends it. ``calls.queue_calls`` explains the whole.
"""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any, Final

from rqcore.controller.background import BackgroundWork, Record, Task
from rqcore.controller.client_registry import ClientRegistry
from rqcore.controller.clients import (
    BlockedCall,
    Client,
    PendingCommit,
    PendingLogin,
    PendingRelease,
    PendingTurn,
    Taken,
    ToValue,
)
from rqcore.controller.deadlines import Deadlines, ItemDeadlines
from rqcore.controller.debugger_state import DebuggerState
from rqcore.controller.exposed_queue import ExposedProgram
from rqcore.controller.items import Item, total_bytes
from rqcore.controller.limits import Limits
from rqcore.controller.logins import Logins
from rqcore.controller.queue import BLOCKED, BlockedValue, EndedCall, Queue
from rqcore.controller.queue_registry import MAX_NAME
from rqcore.controller.spooled_items import load_payloads
from rqcore.controller.storage.durable_queue import DurableQueue
from rqcore.controller.storage.journal import Journal
from rqcore.controller.storage.journal_replay import JournalReplay
from rqcore.controller.storage.saved_sessions import end_session, save_session
from rqcore.controller.users import Users
from rqcore.controller.wait_queue import LEFT_TOGETHER, EndedCalls, outcome_of, step_aside_later
from rqcore.errors import (
    LONGEST_NAME,
    BadCall,
    ControllerError,
    Empty,
    Exists,
    NotAllowed,
    quoted,
)
from rqcore.protocol.event_batch import Method, NameKind, Outcome, Phase, recorded
from rqcore.protocol.memory import ITEM_COST
from rqcore.protocol.queue_values import End
from rqcore.protocol.slices import in_turns
from rqcore.protocol.spool_api import Spool, SpooledPayload

SERVED = 200
"""The most blocked calls that end in one turn of the event loop, because of one call or their timeouts."""
WITHDRAWN = 250
"""The most queues, threads and blocked calls of a program that leave in one turn of the event loop."""
ENDING = 10
"""The work of ending a blocked call."""
NO_VALUE: Final = object()
"""In ``outgoing``: the client receives no reply, but its session must check ``is_leaving``."""


class ControllerState(ClientRegistry):
    """The state of one controller. Times are ns of a monotonic clock.

    Args:
        limits: The limits; None for the defaults.
        users: The users who may log in; None if no login is required.
    """

    work: int  # type checkers need its type again, because methods here change it

    def __init__(self, limits: Limits | None = None, users: Users | None = None) -> None:
        """Start without queues and clients."""
        super().__init__(limits or Limits(), users or Users())
        self.spool: Spool | None = None
        """The spool for large payloads. The server sets it."""
        self.execute: Callable[[Client, list[bytes], int], Any]
        """Executes a request of a client. The dispatcher sets it; EXEC executes the queued calls with it."""
        self.logins: Logins
        """The logins. The dispatcher sets it."""
        self.busy_from: int = sys.maxsize
        """The work from which on the controller is busy. The server sets it when a turn begins."""
        self.background: BackgroundWork = BackgroundWork(self.memory)
        """Work that is left for later turns of the event loop."""
        self.urls: list[str] = []
        """The URLs of the controller. The server sets them."""
        self.journal: Journal = Journal(self.memory)
        """What the server must save of durable queues. It is closed unless there is a data directory."""
        self.began_ns: int = 0
        """When the server began to listen."""
        self.outgoing: deque[tuple[Client, Any]] = deque()
        """Results of blocked calls that ended, for the server to send: a value, an RqError, or NO_VALUE."""
        self.deadlines: Deadlines[BlockedCall] = Deadlines()
        self.item_deadlines: ItemDeadlines = ItemDeadlines()
        self.debuggers: DebuggerState = DebuggerState(self.memory)
        """The debuggers, also while there are none."""
        self.debugging: DebuggerState | None = None
        """The debuggers; None while there are none, so that calls pay one comparison for them."""
        self._postponed: dict[Queue, None] | None = None
        """While EXEC runs: the queues whose blocked calls may be able to continue. Otherwise None."""

    @property
    def is_busy(self) -> bool:
        """Whether so much was done in this turn of the event loop that long requests must wait."""
        return self.work >= self.busy_from

    # Queues

    def create(
        self,
        name: str | None,
        kind: str,
        maxsize: int,
        durable: bool = False,
        max_deliveries: int = 0,
        dead_letter: str | None = None,
    ) -> Queue:
        """Create a queue.

        Args:
            name: The name, or None.
            kind: ``fifo``, ``lifo`` or ``priority``.
            maxsize: The most items that it can hold; 0 for no limit.
            durable: Whether a restart finds it again.
            max_deliveries: The most leases of an item; 0 for no limit.
            dead_letter: The name of the queue for items that had as many.

        Raises:
            Exists: A queue already has this name.
            BadCall: The name is too long.
            NotAllowed: The queue must be durable, and the controller has no data directory.
            StorageError: The queue must be durable, and nothing can be saved now.
            TooMany: The controller has reached its limit of queues.
        """
        key = (name or "").encode()
        exposed = self.exposed.get(key)
        if name and (self.has_queue(key) or (exposed and exposed.namespace == name)):
            raise Exists(
                f"a queue named {quoted(name, LONGEST_NAME)} already exists; "
                "choose another name, or allow an existing queue"
            )
        if len(key) > MAX_NAME:
            raise BadCall(f"the queue name has {len(key)} bytes; use at most {MAX_NAME}")
        self._check_number_of_queues()
        if self.publisher.subscriptions:
            self.work += self.expect_name(name or "")
            self.work += self.flush_work if exposed else 0
        if durable:
            queue: Queue = self._create_durable(name, kind, maxsize)
        else:
            queue = Queue(self._next_queue(), name, kind, maxsize, self.memory, self.item_deadlines)
        queue.max_deliveries, queue.dead_letter = max_deliveries, dead_letter
        if isinstance(queue, DurableQueue):
            queue.record_creation()
        self._add_queue(queue)
        return queue

    def _create_durable(self, name: str | None, kind: str, maxsize: int) -> DurableQueue:
        journal, deadlines = self.journal, self.item_deadlines
        identity, number = journal.new_identity(name or ""), self._next_queue()
        return DurableQueue(number, name, kind, maxsize, self.memory, journal, identity, deadlines)

    def restore(self, replay: JournalReplay) -> None:
        """Add the durable queues that a data directory has. Raises DamagedRecord."""
        for queue in replay.make_queues(self.memory, self.journal, self._next_queue, self.item_deadlines):
            self._add_queue(queue)
        self.continue_numbers(replay.last_item + 1)

    def close(self, queue: Queue, now_ns: int, record: Record | None = None) -> None:
        """Destroy a queue. Its blocked calls fail with Closed. ``record``: records the end of its items."""
        store = queue.destroy()
        if self.debugging and (frozen := self.debugging.freezes.get(queue.namespace)):
            frozen.release(now_ns)
        self._remove_queue(queue)
        forget = partial(self.publisher.forget_name, NameKind.QUEUE, queue.number)
        self.background.discard(store, now_ns, record, forget)
        self.background.begin(partial(self._end_some, queue.close(), forget), now_ns)

    def _end_some(self, closed: EndedCalls, forget: Callable[[], None], now_ns: int) -> bool:
        """End some of the calls that waited for a closed queue. Returns whether others may wait."""
        if self._end_calls(closed, SERVED, now_ns) <= 0:
            return True
        forget()
        return False

    def _end_calls(self, ended_calls: EndedCalls, left: int, now_ns: int) -> int:
        """End calls in up to about ``left`` steps. Returns how many are left; 0 or less: others may end."""
        for ended in ended_calls:
            left -= ended.steps if ended else 1
            if ended:
                self.end_call(ended, now_ns)
            if left <= 0:
                break
        return left

    # Items

    def adopt(self, name: bytes) -> SpooledPayload:
        """Take over a file in the spool as a payload.

        Raises:
            NotAllowed: There is no spool, or no such file.
            TooBig: The file exceeds the limit of payloads.
            TooMany: The spool is full.
        """
        if self.spool is None:
            raise NotAllowed("this controller has no spool; send the payload itself, without SPOOLED")
        return self.spool.adopt(name, self.limits.payload, self.memory)

    def loaded(self, queue: Queue, items: list[Item], end: End | None = None) -> tuple[list[Item], str]:
        """Read the payloads of several items that were taken, as ``load_payloads`` describes."""
        if self.spool is None or not self.spool.items:
            return items, ""
        return load_payloads(queue, items, self.counters, end)

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
        """Create a call that must wait, or may have to wait.

        Args:
            client: The client that calls.
            method: The method that it calls.
            queue: The queue for which it waits.
            now_ns: The current time in ns.
            timeout_ns: In ns; None for no timeout.
            to_value: Converts the items that the call moved to its value.
            fields: Further fields of ``BlockedCall``.
        """
        number, rule = self.publisher.number_call(client)
        limit = recorded(timeout_ns)
        return BlockedCall(number, client, method, queue, now_ns, limit, to_value, rule=rule, **fields)

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
        """Make a call wait for its queue, behind the waiting calls of its kind. Returns ``BLOCKED``.

        The arguments are the same as for ``make_call``.
        """
        call = self.make_call(client, method, queue, now_ns, timeout_ns, to_value, **fields)
        for each in call.alternatives or (queue,):
            each.wait(call)
        self.begin_waiting(call)
        return BLOCKED

    def begin_waiting(self, call: BlockedCall) -> None:
        """Record that a call is blocked from now on. It must already be in its wait queue."""
        call.client.call = call
        if call.items:
            rest = call.items[call.moved :]
            call.held_bytes = total_bytes(rest) + ITEM_COST * len(rest)
        self.memory.held += call.held_bytes
        if len(call.items) > 1 and call.queue.is_durable and call.client.session:
            end_session(self.journal, call.client)  # a restart cannot know how many items moved
        self.deadlines.add(call)
        self.publisher.record_blocked(call, Phase.START, Outcome.BLOCKED, call.began_ns, call.items)

    @property
    def in_transaction(self) -> bool:
        """Whether EXEC is running. Then no call may wait, and no blocked call continues."""
        return self._postponed is not None

    @contextmanager
    def executing_transaction(self, now_ns: int) -> Iterator[None]:
        """Execute the calls in the block as one step. Blocked calls of other clients continue after it."""
        postponed = self._postponed = {}
        try:
            with self.background.deferring():
                yield
        finally:
            self._postponed = None
            self.background.begin(partial(self._serve_queues, deque(postponed)), now_ns)

    def may_wait(self, timeout_ns: int | None) -> bool:
        """Whether a call with this timeout may block."""
        return timeout_ns != 0 and self._postponed is None

    def serve(self, queue: Queue, now_ns: int) -> None:
        """Let the blocked calls of a queue continue as far as possible; in a transaction, at its end."""
        if self._postponed is not None:
            self._postponed[queue] = None
            return
        if self._end_calls(queue.serve(), SERVED, now_ns) <= 0:
            self.background.add(partial(self._serve_queues, deque([queue])))

    def _serve_queues(self, queues: deque[Queue], now_ns: int) -> bool:
        """Let some blocked calls of the queues continue. Returns whether more of them may be able to."""
        left = SERVED
        while queues and left > 0:
            left = self._end_calls(queues[0].serve(), left, now_ns) - 1
            if left >= 0:
                queues.popleft()
        self.work += ENDING * (SERVED - max(left, 0))
        return bool(queues)

    def end_call(self, ended: EndedCall, now_ns: int) -> None:
        """End a blocked call, with its value or its error. It must have left its wait queue."""
        call: BlockedCall = ended.call
        if ended.error is not None:
            is_null = isinstance(ended.error, Empty) and not call.fails_on_timeout
            self._end_call(
                call, None if is_null else ended.error, now_ns, outcome_of(ended.error), call.items
            )
            return
        items, problem = ended.items, ""
        if call.lease_ns:
            lease = call.queue.begin_lease(items[0], ended.place, call.client, now_ns, call.lease_ns)
            self._end_call(call, lease, now_ns, Outcome.OK, (lease.item,))
            return
        if call.wanted > 1:
            items, problem = self.loaded(call.queue, list(ended.items), call.end)
        if problem:
            self._end_call(call, ControllerError(problem), now_ns, Outcome.ERROR, ())
            return
        if call.wanted:
            call.client.remember_taken(call.queue, items)
            if call.end:
                call.client.taken_ends = [(call.client.last_taken, call.end)]
        self._end_call(call, call.to_value(list(items)), now_ns, Outcome.OK, items)

    def _end_call(
        self, call: BlockedCall, value: Any, now_ns: int, outcome: Outcome, items: Sequence[Item]
    ) -> None:
        self.deadlines.discard(call)
        self.memory.held -= call.held_bytes
        call.client.call = None
        if self.debugging and outcome is Outcome.OK and self.debugging.takes_over(call, value, items, now_ns):
            return
        self.finish_call(call, value, now_ns, outcome, items)

    def finish_call(
        self, call: BlockedCall, value: Any, now_ns: int, outcome: Outcome, items: Sequence[Item]
    ) -> None:
        """Send the value of a call that waits no more, when it is safe, and record its end.

        Args:
            call: The call.
            value: Its value or error, or ``NO_VALUE``.
            now_ns: The current time in ns.
            outcome: How it ended.
            items: The items that it has moved.
        """
        if call.queue.is_durable and outcome is Outcome.OK and self.journal.is_awaited:
            has_taken = call.wanted and not call.lease_ns
            self.hold(call.client, value, [(call.queue, items, call.end)] if has_taken else ())
        elif value is not NO_VALUE:
            self.send(call.client, value)
        self.publisher.record_blocked(call, Phase.END, outcome, now_ns, items)

    def send(self, client: Client, value: Any, is_kept: bool = True) -> None:
        """Send the value or error of a call, when the receipt that the client has proved with it is safe.

        ``is_kept``: its session keeps the value until it is received.
        """
        if session := client.session:
            if is_kept:
                session.keep(value)
            if session.proof and self.journal.must_wait_for(session.proof):
                client.call = PendingCommit(client, value, is_receipt=True)
                self.journal.add_waiting(client.call)
                return
        self.outgoing.append((client, value))

    def hold(self, client: Client, value: Any, taken: Taken) -> None:
        """Send the value of a call when the changes of durable queues so far are safe.

        Args:
            client: The client that called.
            value: The value.
            taken: The items that the call took.
        """
        save_session(self.journal, client, value)
        client.call = PendingCommit(client, value, taken)
        self.journal.add_waiting(client.call)

    def give_back(self, client: Client, taken: Taken, now_ns: int) -> None:
        """Put items that a client cannot receive back to the ends from which it took them."""
        for queue, items, end in reversed(taken):
            if not queue.is_closed and queue.give_back_many(items, end):
                method = Method.PUT if len(items) == 1 else Method.PUT_MANY
                self.publisher.record(client, method, now_ns, queue=queue, items=items)
            self.serve(queue, now_ns)

    def expire(self, now_ns: int) -> None:
        """End blocked calls whose deadline is reached, in up to about ``SERVED`` steps."""
        left = SERVED
        while left > 0 and (due := self.deadlines.pop_due(now_ns, 1)):
            left -= self.time_out(due[0], now_ns)

    def time_out(self, call: BlockedCall, now_ns: int) -> int:
        """End a blocked call as its timeout does. Returns the steps that it took."""
        ended = call.queue.time_out(call)
        self.end_call(ended, now_ns)
        self.serve(call.queue, now_ns)
        return ended.steps

    def cancel(self, client: Client, now_ns: int) -> None:
        """End the blocked call of a client without a reply. Does nothing if it has none."""
        if isinstance(client.call, PendingLogin | PendingTurn):
            client.call = None
        elif isinstance(call := client.call, PendingCommit):
            client.call = None
            self.give_back(client, call.taken, now_ns)
        elif isinstance(call, PendingRelease):
            client.call = None
            call.on_left(call, now_ns)
            self.give_back(client, call.taken, now_ns)
        elif call:
            if len(call.alternatives) > LEFT_TOGETHER:
                self.background.add(step_aside_later(call))
                call.alternatives = {}
            else:
                self.work += call.queue.leave(call) // 4  # of the queues for which it waits
            self._end_call(call, NO_VALUE, now_ns, Outcome.CANCELLED, call.items[: call.moved])
            self.serve(call.queue, now_ns)

    # Clients

    def disconnect(self, client: Client, now_ns: int) -> None:
        """Remove a client that has disconnected. Its blocked call ends; the items that it put stay."""
        self.announce(client, now_ns)
        del self.clients[client.number]
        client.is_leaving = True
        client.end_transaction()
        self.cancel(client, now_ns)
        self.publisher.unsubscribe(client.number)
        if self.debugging is not None:
            self.debugging.leave(client, now_ns)
        self.background.begin(partial(self.leave_queues, client), now_ns)
        if client.program is None:
            self._end_client(client, now_ns, client.is_lost)
        else:
            self.background.begin(self._withdrawal(client, client.program, client.is_lost, now_ns), now_ns)

    def _end_client(self, client: Client, now_ns: int, was_lost: bool) -> None:
        """Record that a client has left, and forget its name."""
        if not was_lost:
            self.publisher.record(client, Method.DISCONNECT, now_ns, client.departure)
        self.publisher.forget_name(NameKind.CLIENT, client.number)

    def _withdrawal(self, client: Client, program: ExposedProgram, was_lost: bool, began_ns: int) -> Task:
        """Return a task that removes what a client has reported, and then ends the client."""
        turns = in_turns(self.withdraw(program, began_ns), WITHDRAWN)

        def remove_some(now_ns: int) -> bool:
            if is_done := next(turns, True):
                self._end_client(client, now_ns, was_lost)
            return not is_done

        return remove_some
