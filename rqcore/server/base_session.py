# SPDX-License-Identifier: MIT
"""Flow control of a session: the state between the bytes of one client and the controller.

Theory of operation. A client sends requests and reads replies, and can do neither, or only one of them.
Flow control bounds what the controller keeps for it, and never reorders its requests. A session has no
socket: ``server_connection`` reads bytes from the socket, calls ``receive``, and writes the bytes that it
returns.

How a request travels::

    socket ─► receive ─► parser ─► pending requests ─► controller ─► replies ─► socket buffer ─► socket
                 │  while blocked or stalled                │
                 └► unparsed input ─► parser                └► outgoing ─► deliver   (end of a blocked call)

States::

                a request blocks: client.call is set
        ready ────────────────────────────────────────► blocked
        ▲   │ ◄────────────────────────────────────────   │
        │   │         the call ended: deliver             │
        │   │                                             │ input exceeds max_pipelined,
 resume │   │ work or replies of                          │ or memory is short
        │   │ this turn exceed a limit                    ▼
        │   ▼                            any state ──► leaving
       stalled                           QUIT; input cannot be parsed; no login in max_silence
                                         seconds; replies left unread while memory is short

- *ready*: requests are carried out as they arrive, one after the other.
- *blocked*: the client waits for the end of one call. What it sends meanwhile is kept unparsed. Reading
  from the socket continues: otherwise a closed connection would go unnoticed, and its blocked call would
  still take an item.
- *stalled*: the work of one turn exceeds ``TURN``, or its replies ``max_output``. The remaining requests, and
  the rest of a long reply, wait until the connection calls ``resume``: in a later turn of the event loop, so
  that other clients are served first, and not while the client leaves its replies unread. The connection
  stops reading from the socket, so TCP makes the client stop sending.

Turns are shared: when all clients together have done ``BUSY`` work in one turn, only ``FEW`` requests of
``SMALL`` input are carried out immediately, and the session is stalled with the rest. The server continues
stalled sessions one after the other, about ``TURN`` work in each turn. So a small request never waits until
the pipelines of all other clients are done, however many clients send one.

- *leaving*: ``client.is_leaving`` is set. No request is carried out; the connection closes when the last
  replies are read, or after ``server_connection.LINGER`` seconds.

What is kept for one client, with its bound and what happens beyond it::

    input while blocked           max_pipelined       TOOBIG, and the client is disconnected
    input while held              max_pipelined / 2   reading stops
    the same, if memory is short  HELD_INPUT          reading stops
    an incomplete request         max_payload         TOOBIG, and the client is disconnected
    the same before a login       BEFORE_LOGIN        NOTALLOWED, and the client is disconnected
    the same, of all clients      STRANGERS           NOTALLOWED, and the client is disconnected
    replies made in one turn      max_output          the session is stalled
    input parsed in one turn      SLICE               the session is stalled
    work in one turn              TURN                the session is stalled
    input while all are busy      SMALL, FEW          the session is stalled
    replies not read              transport buffer    reading stops, and a stalled session stays stalled
    all of this, of all clients   max_memory          TOOMANY; clients that use much are disconnected

What must never happen:

- A request is carried out before the request in front of it has ended, or a reply is sent out of order.
- Events are sent between the parts of a reply (``is_amid_reply``): the client would take them for a part.
- A session is blocked and stalled at the same time.
- A session keeps input that is not counted in the controller's memory (``counted``), or counts input
  after ``end``.
"""

from __future__ import annotations

import logging
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Iterator
from itertools import chain
from time import perf_counter_ns
from typing import Any, Protocol

from rqcore.controller.clients import BlockedCall, Client, PendingRelease
from rqcore.controller.handlers.dispatcher import Controller
from rqcore.errors import NotAllowed, RqError, TooBig
from rqcore.protocol.event_values import Outcome
from rqcore.protocol.memory import ALLOWANCE, BEFORE_LOGIN, EXPANSION, STRANGERS
from rqcore.protocol.requests.foreign_protocols import ForeignProtocol

log: logging.Logger = logging.getLogger("rqcore.server")

SLICE = 32 * 1024
"""The most bytes that are parsed in one turn, unless they belong to one large argument."""
TURN = 2000
"""The most work of one client in one turn of the event loop, in units of about a microsecond."""
PARSING = 500
"""The work of parsing ``SLICE`` bytes."""
LARGE = 1 << 20
"""The most bytes of replies that are sent in one turn, if the others can wait."""
COPIED = 1 << 10
"""The bytes of large replies that take as long to copy as one unit of work."""
REQUESTS = 500
"""The most requests of one client in one turn. Their handlers can add more to ``ControllerState.work``."""
REQUEST = TURN // REQUESTS
"""The work of one request, apart from what its handler adds."""
BUSY = 5000
"""The work of all clients in one turn from which on longer input waits for a later turn."""
FEW = 16
"""The most requests of one client that are carried out immediately even then. Less work is not counted."""
HELD_INPUT = 64 * 1024
"""The bytes that are read in any case from a client whose call a debugger has stopped."""
SMALL = 1024
"""The most bytes of input that are parsed immediately even then."""


class Parser(Protocol):
    """Splits bytes into requests. Once ``error`` is set, it ignores further bytes."""

    error: RqError | None
    """Why the input cannot be parsed further."""
    held: int
    """Bytes of a request that is not complete yet."""
    has_more: bool
    """There may be complete requests that ``feed`` has not returned yet."""

    @property
    def wanted(self) -> int:
        """How many further bytes can be parsed with little work, because they belong to one argument."""

    def feed(self, data: bytes) -> list[Any]:
        """Return requests that these bytes complete."""

    def fail(self, error: RqError) -> None:
        """Ignore all further bytes, for this reason."""


class BaseSession(ABC):
    """The session of one client; subclasses add a protocol.

    Args:
        controller: Carries out the requests.
        client: The client at the controller.
        parser: Parses its requests.
    """

    def __init__(self, controller: Controller, client: Client, parser: Parser) -> None:
        """Begin the session of a client that has just connected."""
        self.client: Client = client
        self.is_stalled: bool = False
        """Enough replies were made; the next requests wait for ``resume``."""
        self.counted: int = 0
        """Bytes that this session has added to the count of the controller's memory, for its input."""
        self._counted_before_login = 0
        """The part of ``counted`` that came before the client logged in."""
        self._state = controller.state
        self._max_output = self._state.limits.output
        self._parser = parser
        self._pending: deque[Any] = deque()
        """Parsed requests that have not been carried out."""
        self._parsed_bytes = 0
        """Bytes of the input from which the pending requests were parsed."""
        self._unparsed = bytearray()
        """Input that came while the session was blocked or stalled. Unparsed, it takes the least memory."""
        self._parts: Iterator[bytes] | None = None
        """The rest of a reply that is made in several turns."""
        self._parts_bytes = 0
        """Bytes that the rest of the reply keeps in memory."""

    @abstractmethod
    def _execute(self, request: Any, now_ns: int) -> bytes:
        """Carry out a request. Returns the reply, or b"" if the call is blocked."""

    @abstractmethod
    def _finish(self, value: Any, now_ns: int) -> bytes:
        """Return the reply to the call that was blocked, or b"" if it stays blocked.

        Args:
            value: The value or error, as in ``ControllerState.outgoing``.
            now_ns: The time of the monotonic clock, in ns.
        """

    @abstractmethod
    def encode_refusal(self, error: RqError) -> bytes:
        """Return the bytes that report to this client an error outside any request."""

    def receive(self, data: bytes, now_ns: int) -> bytes:
        """Accept bytes from the client, and carry out the requests that can be carried out now.

        Args:
            data: The bytes.
            now_ns: The time of the monotonic clock, in ns.

        Returns:
            The replies to send.
        """
        if self.client.call or self.is_stalled:
            self._unparsed += data
            self._count()
            return self._refuse_surplus(now_ns) if self.client.call and not self.is_held else b""
        if self._state.is_busy and len(data) > SMALL and self.client.is_trusted:
            self._unparsed += data
            self.is_stalled = True
            self._count()
            return b""
        if len(data) > max(SLICE, self._parser.wanted):
            self._unparsed += data
            return self._advance(b"", now_ns)
        self._pending += self._parser.feed(data)
        self._parsed_bytes = len(data)
        if self._parser.held or self.counted:
            self._count()
        return self._advance(b"", now_ns)

    def deliver(self, value: Any, now_ns: int) -> bytes:
        """Continue after the blocked call has ended. Returns the replies to send.

        Args:
            value: The value or error of the call, as in ``ControllerState.outgoing``.
            now_ns: The time of the monotonic clock, in ns.
        """
        reply = self._finish(value, now_ns)
        if self.has_input or self._parts is not None or self.counted or self._parser.error:
            return self._advance(reply, now_ns)
        return reply  # saves a tenth of the time of a call on a durable queue

    def resume(self, now_ns: int) -> bytes:
        """Continue a stalled session at ``now_ns``, because it is its turn. Returns the replies to send."""
        return self._advance(b"", now_ns, REQUESTS)

    @property
    def is_held(self) -> bool:
        """Whether a debugger has stopped the call of the client."""
        call = self.client.call
        if isinstance(call, BlockedCall):
            return self._state.debuggers.has_stopped(call)
        return isinstance(call, PendingRelease)

    @property
    def waits_for_debugger(self) -> bool:
        """Whether nothing is read because a debugger has stopped the call, and much was sent behind it.

        The end of the client comes behind its input: it is noticed as long as that is read.
        """
        if self.counted <= HELD_INPUT or not self.is_held:
            return False
        memory = self._state.memory
        return self.counted > self._state.limits.pipelined // 2 or memory.held > memory.limit // 2

    @property
    def has_input(self) -> bool:
        """Whether there are requests that have not been carried out."""
        return bool(self._pending or self._unparsed or self._parser.has_more)

    @property
    def is_amid_reply(self) -> bool:
        """Whether a part of a reply may have been sent, so that nothing else may be sent before its rest."""
        return self._parts is not None

    def first_part(self, replies: bytes) -> bytes | memoryview:
        """Keep the rest of large replies for later turns, because even copying them takes long.

        Args:
            replies: More than ``LARGE`` bytes that a method has returned.

        Returns:
            The bytes to send now: all, if the client is leaving, or if its next reply may come at any time.
        """
        if self.client.call or self.client.is_leaving:
            return replies
        view = memoryview(replies)
        self._state.work += len(view) // COPIED
        rest = (bytes(view[start : start + LARGE]) for start in range(LARGE, len(view), LARGE))
        self._parts = rest if self._parts is None else chain(rest, self._parts)
        self._parts_bytes += len(view) - LARGE
        self.is_stalled = True
        self._count()
        return view[:LARGE]

    def last_parts(self) -> bytes:
        """Return the rest of a reply that is made in several turns, because there will be no other turn."""
        parts, self._parts, self._parts_bytes = self._parts, None, 0
        return b"".join(parts or ())

    def end(self) -> None:
        """Discard the input of a client that has disconnected."""
        self._pending.clear()
        self._unparsed.clear()
        self._parts = None
        self._state.memory.held -= self.counted
        self._state.memory.of_strangers -= self._counted_before_login
        self.counted = self._counted_before_login = 0

    def _advance(self, reply: bytes, now_ns: int, most: int = 0) -> bytes:
        """Carry out requests up to the limits of one turn.

        Args:
            reply: A reply that comes first.
            now_ns: The time of the monotonic clock, in ns.
            most: The most requests; 0 for ``REQUESTS``, or for ``FEW`` while the controller is busy.

        Returns:
            ``reply`` and the replies to the requests.
        """
        client, pending, execute, state = self.client, self._pending, self._execute, self._state
        if state.publisher.record_fast is not None:
            execute = self._execute_measured
        replies = [reply]
        left, most_work = self._max_output - len(reply), state.work + TURN
        if self._parts is not None:
            replies.append(self._next_part())
        for _ in range(most or (FEW if state.is_busy else REQUESTS)):
            if client.call or client.is_leaving or left <= 0 or state.work >= most_work:
                break
            if pending:
                if answer := execute(pending.popleft(), now_ns):
                    replies.append(answer)
                    left -= len(answer)
            elif self._unparsed or self._parser.has_more:
                self._refill()
            else:
                break
        if len(replies) > FEW:
            state.work += REQUEST * len(replies)
        is_read = not (pending or self._parts is not None or self._unparsed or self._parser.has_more)
        if not is_read:
            self.is_stalled = not client.call and not client.is_leaving
            self._count()
            is_read = self._parser.error is not None and not self.has_input  # all input was refused
        if is_read:
            self.is_stalled = False
            if self._parser.error and not client.call:
                replies.append(self._refuse_input())
            if self.counted:
                self._count()
        return b"".join(replies[1:] if not reply else replies)

    def _postpone(self, request: Any) -> None:
        """Carry out a request, and all behind it, in a later turn."""
        self._pending.appendleft(request)
        self._state.work += TURN  # nothing else in this turn
        self.is_stalled = not self.client.call
        self._count()

    def _execute_measured(self, request: Any, now_ns: int) -> bytes:
        """Carry out a request while a client observes, and record how long the controller needed for it."""
        publisher = self._state.publisher
        mark, began_ns = publisher.mark(), perf_counter_ns()
        reply = self._execute(request, now_ns)
        publisher.record_took(mark, self.client, perf_counter_ns() - began_ns)
        return reply

    def _refill(self) -> None:
        """Parse the next part of the unparsed input."""
        size = 0 if self._parser.has_more else max(SLICE, self._parser.wanted)
        data = bytes(self._unparsed[:size])
        del self._unparsed[:size]
        self._pending += self._parser.feed(data)
        self._parsed_bytes = len(data)
        self._state.work += PARSING

    def _begin_parts(self, parts: Iterator[bytes], kept_bytes: int) -> bytes:
        """Begin a reply that is made in several turns. Returns its first part, unless all are busy.

        Args:
            parts: Makes one part at a time.
            kept_bytes: Bytes that the rest of the reply keeps in memory.
        """
        self._parts, self._parts_bytes, self.is_stalled = parts, kept_bytes, True
        first = b""
        if self._state.is_busy:
            self._state.work += TURN  # no further request in this turn: its reply would come first
        else:
            first = self._next_part()
        self._count()
        return first

    def _next_part(self) -> bytes:
        """Return the next part of the reply."""
        assert self._parts is not None
        self._state.work += TURN  # nothing else in this turn
        part = next(self._parts, None)
        if part is None:
            self._parts, self._parts_bytes = None, 0
        return part or b""

    def _refuse_surplus(self, now_ns: int) -> bytes:
        """Disconnect a client that sent too much during its blocked call."""
        state, size = self._state, len(self._unparsed)
        if size > state.limits.pipelined:
            error: RqError = TooBig(
                f"the client sent {size} bytes during a blocked call; send at most {state.limits.pipelined}, "
                "or raise max_pipelined"
            )
            state.counters.refused_payloads += 1
        elif size > ALLOWANCE and not state.memory.makes_room(0):
            error = state.memory.refuse()
        else:
            return b""
        state.cancel(self.client, now_ns)
        self.client.dismiss(Outcome.ERROR)
        return self.encode_refusal(error)

    def _refuse_input(self) -> bytes:
        """Disconnect a client whose input cannot be parsed further."""
        error = self._parser.error
        assert error
        self.client.dismiss(Outcome.ERROR)
        if isinstance(error, ForeignProtocol):
            self._state.counters.foreign_clients += 1
            log.warning("client disconnected: it speaks another protocol, such as HTTP", extra=self._who)
            return b""
        if isinstance(error, TooBig):
            self._state.counters.refused_payloads += 1
        return self.encode_refusal(error)

    @property
    def _who(self) -> dict[str, object]:
        """The client, for a line of the log."""
        return {"client": self.client.number, "address": self.client.address}

    def _count(self) -> None:
        """Update the count of memory. If memory is short, refuse a large request before it is complete."""
        memory, parser = self._state.memory, self._parser
        pending = EXPANSION * self._parsed_bytes if self._pending else 0
        counted = parser.held + len(self._unparsed) + pending + self._parts_bytes
        memory.held += counted - self.counted
        self.counted = counted
        if self._counted_before_login or not self.client.is_trusted:
            self._count_stranger()
        if memory.is_over and parser.held > ALLOWANCE and not memory.makes_room(0):
            parser.fail(memory.refuse())
            self._count()

    def _count_stranger(self) -> None:
        """Count the input of a client that has not logged in, and refuse a large request.

        All such clients together may use so little memory that they never delay those that have logged in.
        """
        memory, counted = self._state.memory, 0 if self.client.is_trusted else self.counted
        memory.of_strangers += counted - self._counted_before_login
        self._counted_before_login = counted
        if not counted:
            return
        sent = self._parser.held + len(self._unparsed) + (self._parsed_bytes if self._pending else 0)
        if sent > BEFORE_LOGIN or (sent and memory.of_strangers > STRANGERS):
            self._state.counters.refused_strangers += 1
            self._pending.clear()
            self._unparsed.clear()
            self._parser.fail(
                NotAllowed(f"the client sent {sent} bytes of a command before it logged in; log in first")
            )
            self._count()  # now that all input is dropped, it does not come here again
