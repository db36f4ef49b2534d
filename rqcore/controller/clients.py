# SPDX-License-Identifier: MIT
"""The state of each connected client, and of its blocked call."""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from rqcore.controller.access import STRANGER, Access
from rqcore.controller.debugging.rules import Effort
from rqcore.controller.exposed_queue import ExposedProgram
from rqcore.controller.items import CountedList, Item, ItemLease, Numbers, deliveries_of, numbers_of
from rqcore.controller.observation.templates import EventQueue
from rqcore.controller.observation.touched_call import TouchedCall
from rqcore.controller.queue import Queue
from rqcore.controller.session_state import SessionState
from rqcore.controller.transaction import Transaction
from rqcore.errors import RqError
from rqcore.protocol.command_spec import CommandSpec
from rqcore.protocol.command_traits import Right
from rqcore.protocol.event_batch import NO_TIMEOUT, Method, Outcome
from rqcore.protocol.item_encoding import PAYLOAD, ItemForm
from rqcore.protocol.memory import FEW_TAKEN, NUMBER_COST
from rqcore.protocol.queue_values import End
from rqcore.protocol.slices import PostponedRequest, Slices
from rqcore.url import is_loopback

ToValue = Callable[[list[Item]], Any]
"""Converts the items that a call moved to the call's value."""
Taken = Sequence[tuple[Queue, Sequence[Item], End | None]]
"""The items that a call took, with their queues."""
Take = tuple[Queue | None, Numbers]
"""The queue and the item numbers of a get."""


@dataclass(slots=True, eq=False)
class Client:
    """One connection to the controller."""

    number: int
    """Unique in the controller. Events identify the client by it."""
    address: str
    """The remote address, such as ``127.0.0.1:40312``."""
    connected_ns: int
    """When the client connected, in ns of the controller's clock."""
    active_ns: int
    """When the client sent its last command, in ns of the controller's clock."""
    access: Access | None
    """What the client may do. None: everything, because the controller has no users."""
    name: str = ""
    """The name that the client chose."""
    user: str = "default"
    """The user name of the last login."""
    library: str = ""
    """The name of the client library, from CLIENT SETINFO."""
    library_version: str = ""
    """The version of the client library, from CLIENT SETINFO."""
    no_touch: bool = False
    """Calls that only read are not recorded, as CLIENT NO-TOUCH requests."""
    protocol: int = 2
    """The version of RESP."""
    command: CommandSpec | None = None
    """The last command."""
    item_form: ItemForm = PAYLOAD
    """How the reply to the last command encodes items."""
    call: BlockedCall | PendingLogin | PendingTurn | PendingCommit | PendingRelease | None = None
    """The blocked call, or what the client waits for. Until it ends, the session stores further requests."""
    transaction: Transaction | None = None
    """The calls queued since MULTI; None if the client is not in a transaction."""
    slices: Slices | PostponedRequest | None = None
    """The value of the last command, if it is BLOCKED and is made in slices or in a later turn."""
    failed: TouchedCall | None = None
    """The call that has failed, if rules concern it, until its failure is recorded."""
    met: MetRules | None = None
    """What the debugger's rules have done with the request that is executed next; None for none."""
    session: SessionState | None = None
    """What is kept so that the client can continue on another connection; None without HELLO SESSION."""
    successor: Client | None = None
    """The client, leaving or not, whose session continues on the connection of this client."""
    is_announced: bool = False
    """The client's connection was recorded as an event."""
    is_leaving: bool = False
    """The server closes the connection as soon as the last replies are sent."""
    is_cut: bool = False
    """The connection ends like one that the network has cut: its session can be resumed."""
    departure: Outcome = Outcome.OK
    """The outcome of its disconnection in events: CANCELLED or ERROR if the server ends the connection."""
    used_queues: set[Queue] = field(default_factory=set)
    """The queues that the client has used since it connected."""
    program: ExposedProgram | None = None
    """What the client has reported of its own program; None if it has reported nothing."""
    leases: dict[int, ItemLease] = field(default_factory=dict)
    """The leases of the items that the client has, by number. Some may have ended with their queue."""
    last_taken: Take = field(default_factory=lambda: (None, []))
    """The queue and the item numbers of the client's last get. The client may return these items."""
    executed_takes: list[Take] = field(default_factory=list)
    """The queue and the item numbers of each get in the client's last EXEC."""
    taken_ends: list[tuple[Take, End]] = field(default_factory=list)
    """The end of the list of each of these gets that did not take the next item, with its ``last_taken``."""
    taken_keys: list[bytes] = field(default_factory=list)
    """The keys of the priorities of these items, if they are from a priority queue."""
    taken_deliveries: dict[int, int] = field(default_factory=dict)
    """The deliveries of the items of the last get that were leased before, by number."""

    @property
    def last_end(self) -> End | None:
        """The end of the list from which the client's last get took its items; None for the next items."""
        ends = self.taken_ends
        return ends[-1][1] if ends and ends[-1][0] is self.last_taken else None

    def remember_taken(self, queue: Queue, items: Sequence[Item]) -> None:
        """Remember what the client may return with FRONT: the items of its last get. Many count as memory."""
        numbers = numbers_of(items)
        self.taken_keys = [item.priority for item in items] if queue.kind == "priority" else []
        self.taken_deliveries = deliveries_of(items) if queue.redelivers else {}
        if len(items) > FEW_TAKEN:
            others = len(self.taken_keys) + 3 * len(self.taken_deliveries)
            if others or type(numbers) is list:
                numbers = CountedList(numbers, queue.memory, NUMBER_COST * (len(items) + others))
        self.last_taken = queue, numbers

    @property
    def is_trusted(self) -> bool:
        """Whether the client has logged in, or the controller requires no password."""
        return self.access is not STRANGER

    @property
    def is_lost(self) -> bool:
        """Whether the client has lost its connection, and may resume its session."""
        return self.session is not None and self.session.is_lost

    @property
    def is_local(self) -> bool:
        """Whether the client is certainly on this machine."""
        host = self.address.rpartition(":")[0].strip("[]")
        return host == "unix" or is_loopback(host)

    def may(self, right: Right) -> bool:
        """Return whether the client has a right."""
        return self.access is None or right in self.access.rights

    def sees(self, queue: Queue) -> bool:
        """Return whether the rights of the client apply to a queue."""
        return self.access is None or self.access.sees(queue.label)

    @property
    def label(self) -> str:
        """The client's name and address, or only its address if it has no name."""
        return f"{self.name}@{self.address}" if self.name else self.address

    def dismiss(self, outcome: Outcome) -> None:
        """End the connection, although the client did not ask for it. ``outcome``: why, as in events."""
        self.is_leaving, self.departure = True, outcome

    def cut(self) -> None:
        """Carry out no further request, and end the connection like one that the network has cut."""
        self.is_cut = True
        self.dismiss(Outcome.CANCELLED)

    def end_transaction(self) -> None:
        """Discard the calls queued since MULTI, if there are any."""
        if self.transaction is not None:
            self.transaction.end()
            self.transaction = None

    def describe(self, now_ns: int, is_observer: bool) -> str:
        """Return the client's line in CLIENT LIST, named as in Redis 7. The number -1 means unknown."""
        state = "O" if is_observer else "x" if self.transaction else "b" if self.call else "N"
        queued = -1 if self.transaction is None else len(self.transaction.requests)
        fields = (
            f"id={self.number}",
            f"addr={self.address}",
            f"name={self.name}",
            f"age={(now_ns - self.connected_ns) // 10**9}",
            f"idle={(now_ns - self.active_ns) // 10**9}",
            f"flags={state}",
            f"db=0 sub=0 psub=0 ssub=0 multi={queued}",
            "qbuf=-1 qbuf-free=-1 argv-mem=-1 multi-mem=-1 obl=-1 oll=-1 omem=-1 tot-mem=-1",
            f"cmd={self.command.name.lower() if self.command else 'NULL'}",
            f"user={self.user} redir=-1 resp={self.protocol}",
            f"lib-name={self.library} lib-ver={self.library_version}",
        )
        return " ".join(fields)


@dataclass(slots=True, eq=False)
class PendingLogin:
    """A login that waits for the check of its password."""

    client: Client
    user: str
    """The name of the user."""
    digest: bytes
    """The keyed digest of the login."""
    proceed: Callable[[], Any]
    """Makes the reply after the login."""


class PendingTurn:
    """A call that does more work in a later turn of the event loop."""


@dataclass(slots=True, eq=False)
class PendingCommit:
    """A call on durable queues that has ended, but waits until its changes are safe."""

    client: Client
    value: Any
    """The value of the call, which is sent then."""
    taken: Taken = ()
    """The items that it took, with their queues. They go back if the client cannot receive them."""
    is_receipt: bool = False
    """Of this call nothing must be saved: it waits for the receipt that the client has proved with it."""


@dataclass(slots=True, eq=False)
class MetRules:
    """What the debugger's rules have done with one request so far."""

    request: list[bytes]
    """The request, with what they have changed."""
    touched: TouchedCall
    """How its events show them."""
    passed: int = 0
    """The number of the last rule that it has met at its start."""
    copies: int = 0
    """How often its items are put again."""
    answer: Answer | None = None
    """What to answer instead of executing it."""
    has_begun: bool = False
    """It was executed before, and a rule dropped what it took: no rule acts on its start again."""
    copied: int = 0
    """How many copies of items rules have demanded."""
    effort: Effort = field(default_factory=Effort)
    """What may still be done to compare it with rules."""


class Answer(NamedTuple):
    """What a client receives although its call was not executed, or instead of its value."""

    is_lost: bool = False
    """Acknowledge a put as if it had succeeded."""
    error: RqError | None = None
    """The error; None for the answer of an empty queue."""


@dataclass(slots=True, eq=False)
class PendingRelease:
    """A call that a debugger's rule has stopped, at its start or at its end."""

    number: int
    """The number of the call in events. Unique among all calls of the controller."""
    client: Client
    rule_held: Any
    """The rule."""
    method: Method
    queue: EventQueue
    """Its queue, or what events show for it."""
    began_ns: int
    """When it was stopped, in ns of the controller's clock."""
    met: MetRules
    command: CommandSpec
    timeout_ns: int
    """The timeout of the call in ns, which stands still; NO_TIMEOUT without one."""
    items: Sequence[Item]
    """The items that it puts, or has taken."""
    deadline_ns: int | None
    """When it continues automatically, in ns of the controller's clock; None if it does not."""
    labels: Collection[str]
    """The labels of all queues that it names, for the rights of debuggers."""
    is_at_end: bool = False
    """The call was executed, and its reply is not sent."""
    value: Any = None
    """The value of a call at its end."""
    taken: Taken = ()
    """What a call at its end has taken. It goes back if the client leaves."""
    record: int = 0
    """The record of the journal that has what a call at its end has changed; 0 for none."""
    blocked: BlockedCall | None = None
    """The call, if it waited for its queue before it was stopped at its end."""
    held_bytes: int = 0
    """The memory that is counted for its items while it is held: they are in no queue."""
    meets_rest: Callable[[PendingRelease, int], bool] = lambda held, now_ns: False
    """Lets the call, at the present time in ns, meet the rules behind the one that has held it at its end.
    Returns whether one of them takes it over, so that no reply is sent now."""
    on_left: Callable[[PendingRelease, int], None] = lambda held, now_ns: None
    """Called with the call and the present time in ns when its client has left. It must not refer to the
    call: items and requests in a cycle would stay."""

    @property
    def rule(self) -> int:
        """The number of the rule, as events show it."""
        return int(self.rule_held.number)


class BatchValues(NamedTuple):
    """The values of several calls that were executed as one."""

    values: Sequence[Any]


@dataclass(slots=True, eq=False)
class BlockedCall:
    """A call that waits: a put, a get, or a join."""

    number: int
    """Unique among all calls of the controller."""
    client: Client
    method: Method
    queue: Queue
    began_ns: int
    """When the call began, in ns of the controller's clock."""
    timeout_ns: int
    """In ns; NO_TIMEOUT if the call waits without a timeout."""
    to_value: ToValue
    """Converts the items that the call moved to its value."""
    items: list[Item] = field(default_factory=list)
    """The items of a put; empty for other calls."""
    moved: int = 0
    """The number of ``items`` that are already in the queue."""
    wanted: int = 0
    """The maximum number of items that a get takes; 0 for other calls."""
    lease_ns: int = 0
    """How long the lease of the item of a get lasts, in ns; 0 for a get that takes it."""
    enters_ns: int = 0
    """When the item of a put enters the queue, in ns of the controller's clock; 0 for immediately."""
    most_bytes: int = sys.maxsize
    """The payload bytes that the items of a get may have together, if they are several."""
    end: End | None = None
    """The end of the list from which a get takes; None for the next item."""
    alternatives: dict[Queue, bytes] = field(default_factory=dict)
    """All queues for which a get waits, if there are several, and the names by which the client knows them.
    The first that has an item ends the call."""
    fails_on_timeout: bool = True
    """At its timeout the call fails with Empty. If False, its value is None instead."""
    rule: int = 0
    """The number of the debugger's rule that acted on it; 0 for none."""
    is_aside: bool = False
    """The client has lost its connection, so its get has left its place and takes no item."""
    held_bytes: int = 0
    """The memory that is counted for what the call has while it waits: the items that were not in the queue
    when it blocked, or the names of several queues."""

    @property
    def deadline_ns(self) -> int | None:
        """When the call times out, in ns of the controller's clock; None if it has no timeout."""
        return None if self.timeout_ns == NO_TIMEOUT else self.began_ns + self.timeout_ns
