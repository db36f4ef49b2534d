# SPDX-License-Identifier: MIT
"""Sessions: what the controller keeps so that a client whose connection was lost can continue.

Theory of operation. A client asks for a session with HELLO SESSION and receives a secret token. From then on
both ends count the requests of the connection; no number travels with a request. The client sends one
request and waits for its reply, so at most one reply is on its way, and each request proves that the client
has received the reply before it. When its connection is lost, the client opens another one, and sends
RQ.RESUME with the token and the number of replies that it has received. The reply is the number of requests
that the controller has received. Two numbers suffice:

- They are equal: the last request was lost. The client sends it again.
- The controller has received one more: its call continues to wait, or its reply is sent again.

So no call is carried out twice, and no reply is lost.

States of a session::

     HELLO SESSION            connection lost
    ─────────────► attached ───────────────────► lost
                    │    ▲                       │  │
                    │    └───────────────────────┘  │ the grace time is over,
                    │            RQ.RESUME          │ or too many are lost
                    │                               │
                    └──────────────► ended ◄────────┘
            QUIT, CLIENT KILL, a limit exceeded

- *attached*: the client is connected. The value of its last call is kept from the moment at which the call
  ends, even before it is sent, until its next request.
- *lost*: the client keeps its number, its user and its blocked call. A blocked put or join continues to wait.
  A blocked get steps aside, because it would take an item for a client that may be dead. On resume it takes
  its place again, in front of all gets that began later. If a call ends meanwhile, its value is kept.
- *ended*: the blocked call is cancelled. Items that the client took go back to the head of their queue, in
  order, unless it has proved their receipt.

A session is not kept, and ends with its connection, if the client observes, exposes queues, waits for a
login, is in a transaction, or is being disconnected. It cannot be resumed before either, while its old
connection still seems alive.

What must never happen:

- A call that changes a queue is carried out twice, for example because its result waited to be sent.
- An item is both kept for a client and in a queue.
- Another user resumes a session. Its token is random, is never listed, and works only for its user.
- A client that has not logged in makes the controller keep anything. At most ``Limits.lost_sessions`` are
  lost at a time; a further one ends the oldest of an owner with more than its share. Kept items count in the
  controller's memory.
- The value of a call that only reads is kept: it can be large, and the client can read again.

``calls.session_calls`` makes the transitions. ``rqcore.server.resumable_session`` attaches a session to a
connection. ``rqcore.client`` explains what clients do. ``storage.saved_sessions`` explains how a
session survives a restart of the controller.
"""

from __future__ import annotations

import secrets
from collections import OrderedDict

from rqcore.controller.clients import Client
from rqcore.controller.session_state import SessionState
from rqcore.errors import NoSession
from rqcore.protocol.memory import Memory

TOKEN_BYTES = 16
"""Random bytes in a token."""


class SessionTable:
    """All sessions by their tokens, and the lost ones in the order in which they were lost.

    Args:
        memory: Counts kept items.
        grace: Seconds that a session is kept without a connection.
        most_lost: The most sessions that are kept without a connection.
    """

    def __init__(self, memory: Memory, grace: float, most_lost: int) -> None:
        """Start without sessions."""
        self.grace_ns: int = int(grace * 1e9)
        self.resumed: int = 0
        """How many sessions were resumed."""
        self.returned_items: int = 0
        """How many items went back to their queues when a session ended."""
        self._memory = memory
        self._most_lost = most_lost
        self._clients: dict[bytes, Client] = {}
        self._lost: OrderedDict[bytes, tuple[Client, int]] = OrderedDict()
        """The lost clients, and when their grace time is over, in ns."""
        self._owned: dict[str, OrderedDict[bytes, None]] = {}
        """The tokens of the lost sessions of each owner, oldest first."""

    def begin(self, client: Client) -> SessionState:
        """Begin a session of a client that has none."""
        session = client.session = SessionState(secrets.token_hex(TOKEN_BYTES).encode(), self._memory)
        self.add(client, session)
        return session

    def add(self, client: Client, session: SessionState) -> None:
        """Add the session of a client."""
        self._clients[session.token] = client

    def find(self, token: bytes, newcomer: Client) -> Client:
        """Return the client whose session has a token, for another connection of its user.

        Raises:
            NoSession: There is no such session, or it belongs to another user.
        """
        client = self._clients.get(token)
        if client is None or client.user != newcomer.user or client.access != newcomer.access:
            raise NoSession("this session has ended, or the controller was restarted; begin another one")
        return client

    def lose(self, client: Client, session: SessionState, now_ns: int) -> Client | None:
        """Record that the client of a session lost its connection. Returns another client that must end."""
        session.is_lost = True
        self._lost[session.token] = client, now_ns + self.grace_ns
        session.owner = _owner_of(client)
        self._owned.setdefault(session.owner, OrderedDict())[session.token] = None
        return self._surplus(session.owner) if len(self._lost) > self._most_lost else None

    def _surplus(self, owner: str) -> Client:
        """Return the oldest client of an owner that has more than its share, if possible of this owner."""
        owned = self._owned[owner]
        if len(owned) <= self._most_lost // len(self._owned):
            owned = max(self._owned.values(), key=len)
        return self._lost[next(iter(owned))][0]

    def _forget_lost(self, session: SessionState) -> None:
        if self._lost.pop(session.token, None):
            owned = self._owned[session.owner]
            del owned[session.token]
            if not owned:
                del self._owned[session.owner]

    def attach(self, session: SessionState) -> None:
        """Record that the client of a session has a connection again."""
        session.is_lost = False
        self._forget_lost(session)
        self.resumed += 1

    def remove(self, session: SessionState) -> None:
        """Remove a session that has ended."""
        session.forget_value()
        self._clients.pop(session.token, None)
        self._forget_lost(session)

    @property
    def lost_count(self) -> int:
        """The number of lost sessions."""
        return len(self._lost)

    @property
    def next_due(self) -> int | None:
        """When the grace time of the first lost session is over, in ns; None if no session is lost."""
        return next(iter(self._lost.values()))[1] if self._lost else None

    def first_due(self, now_ns: int) -> Client | None:
        """Return a client whose grace time is over."""
        due_ns = self.next_due
        return next(iter(self._lost.values()))[0] if due_ns is not None and due_ns <= now_ns else None


def _owner_of(client: Client) -> str:
    """Return who is responsible for a session: its user, or its address if there are no users."""
    return f"address {client.address.rpartition(':')[0]}" if client.access is None else f"user {client.user}"
