# SPDX-License-Identifier: MIT
"""What a controller knows of its debuggers: their sessions, rules and freezes, and the held calls."""

from __future__ import annotations

import secrets
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from rqcore.controller.clients import BlockedCall, Client, PendingRelease
from rqcore.controller.deadlines import Deadlines
from rqcore.controller.debugging.rules import CallRule, RuleTable
from rqcore.controller.items import Item
from rqcore.controller.queue import Queue
from rqcore.controller.wait_queue import FrozenWaitQueue
from rqcore.protocol.memory import Memory

HEARTBEAT_SECONDS = 10
"""Seconds without a command of a debugger after which its session ends."""
MAX_SESSIONS = 32
"""The most debuggers."""


@dataclass(slots=True, eq=False)
class DebuggerSession:
    """A debugger: one or more connections, to which rules and freezes belong."""

    number: int
    token: str
    """The secret with which further connections join the session."""
    owner: Client
    """The client whose connection keeps the session alive."""
    deadline_ns: int
    """When it ends unless its debugger sends a command, in ns of the controller's clock."""
    members: set[int] = field(default_factory=set)
    """The numbers of its clients. No rule concerns their calls."""


@dataclass(slots=True, eq=False)
class Freeze:
    """A frozen queue."""

    queue: Queue
    side: str
    """``puts``, ``gets`` or ``both``."""
    rule: CallRule
    release: Callable[[int], object]
    """Ends the freeze at the given time in ns. Everything that it holds continues."""
    steps: dict[str, int] = field(default_factory=lambda: {"puts": 0, "gets": 0})
    """How many items were let through."""
    stopped: dict[int, tuple[BlockedCall, int]] = field(default_factory=dict)
    """The calls whose clock stands still, by number, and when they were frozen, in ns. Some may have left."""

    @property
    def wait_queues(self) -> list[FrozenWaitQueue[Any]]:
        """The wait queues in which no call continues: for puts, gets, or both."""
        waiting = self.queue.putters, self.queue.getters
        return [each for each in waiting if isinstance(each, FrozenWaitQueue)]

    def stops(self, call: BlockedCall) -> bool:
        """Return whether a call waits for the queue and does not continue."""
        return any(call.number in waiting.frozen for waiting in self.wait_queues)

    @property
    def count(self) -> int:
        """The number of calls that do not continue."""
        return sum(len(waiting.frozen) for waiting in self.wait_queues) + len(self.rule.held)


class DebuggerState:
    """The debuggers of a controller.

    Args:
        memory: Counts their rules.
    """

    def __init__(self, memory: Memory) -> None:
        """Start without debuggers."""
        self.are_allowed: bool = True
        """Whether clients may stop and change the calls of others."""
        self.next_number: Callable[[], int] = count(1).__next__
        """Returns the number of the next rule or session. None is used twice."""
        self.leave: Callable[[Client, int], None]
        """Ends what belongs to a client that has disconnected, at the given time in ns."""
        self.cut: Callable[[Client], None] = lambda client: None
        """Cuts the connection of a client. The server sets it."""
        self.meet_end: Callable[[BlockedCall, Any, Sequence[Item], int], bool] | None = None
        """Lets a blocked call that has succeeded meet the rules at its end. Returns whether one has taken it
        over. None while no rule acts on ends."""
        self.notices: deque[tuple[Client, str, Any]] = deque()
        """What the server must report: the client, what happened, and a value for it. Without a name: whether
        the call of this client is held."""
        self.rules: RuleTable = RuleTable(memory)
        self.sessions: dict[int, DebuggerSession] = {}
        self.session_of: dict[int, DebuggerSession] = {}
        """The session of each client that belongs to one, by the number of the client."""
        self.held: dict[int, PendingRelease] = {}
        """The calls that are held, by number."""
        self.session_deadlines: Deadlines[DebuggerSession] = Deadlines()
        self.held_deadlines: Deadlines[PendingRelease] = Deadlines()
        self.has_new_deadline: bool = False
        """A session or a held call was added, so that ``next_due`` may be earlier than the server's timer."""
        self.continuing: set[int] = set()
        """The numbers of clients whose requests were released, and are executed next."""
        self.freezes: dict[str, Freeze] = {}
        """The frozen queues by namespace, with the rules that freeze them."""

    def has_stopped(self, call: BlockedCall) -> bool:
        """Return whether the clock of a call that waits stands still, because its queues are frozen."""
        frozen = self.freezes.get(call.queue.namespace)
        return frozen is not None and call.number in frozen.stopped

    def takes_over(self, call: BlockedCall, value: Any, items: Sequence[Item], now_ns: int) -> bool:
        """Return whether a rule takes a blocked call over that has succeeded, so that it does not end now."""
        return self.meet_end is not None and self.meet_end(call, value, items, now_ns)

    def begin_session(self, client: Client, number: int, now_ns: int) -> DebuggerSession:
        """Begin a session of a client. ``number``: unique in the controller."""
        deadline_ns = now_ns + HEARTBEAT_SECONDS * 10**9
        session = DebuggerSession(number, secrets.token_hex(16), client, deadline_ns, {client.number})
        self.sessions[number] = self.session_of[client.number] = session
        self.session_deadlines.add(session)
        self.has_new_deadline = True
        return session

    def join(self, client: Client, session: DebuggerSession) -> None:
        """Let another connection belong to a session."""
        session.members.add(client.number)
        self.session_of[client.number] = session

    def beat(self, session: DebuggerSession, now_ns: int) -> None:
        """Note that the debugger of a session is alive."""
        before_ns, session.deadline_ns = session.deadline_ns, now_ns + HEARTBEAT_SECONDS * 10**9
        self.session_deadlines.move(session, before_ns)

    def remove_session(self, session: DebuggerSession) -> list[CallRule]:
        """Forget a session. Returns its rules, which the caller must remove."""
        del self.sessions[session.number]
        self.session_deadlines.discard(session)
        for number in session.members:
            self.session_of.pop(number, None)
        return [rule for rule in self.rules if rule.owner == session.number]

    @property
    def is_idle(self) -> bool:
        """Whether there is no debugger, and nothing of one is left."""
        return not (self.sessions or self.held or self.continuing)

    @property
    def next_due(self) -> int | None:
        """When a held call continues automatically, or a session ends, in ns; None if nothing is due."""
        due = (self.session_deadlines.next_due, self.held_deadlines.next_due)
        return min((each for each in due if each is not None), default=None)
