# SPDX-License-Identifier: GPL-3.0-or-later
"""Infers queue calls from the commands that MONITOR reports.

MONITOR reports commands but no replies. So the result of a call follows from the next command of its client:

- A client that counts an item as consumed has taken it.
- A client that gives its producer or consumer role back has moved no item.
- A client that sends any other command no longer waits for a plain list.

A call is reported as blocked when it has not ended after BLOCKED_AFTER_NS. The states of a client are those
of the pressure protocol: wait for a role, hold the role, wait for space or for an item, count the item, give
the role back.

Sources: the MONITOR command in the reference of Redis, and ``rqcore.pressure.keys``.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import pyarrow as pa

from rqcore.codec import Codec, Payload
from rqcore.pressure.keys import PARTS, to_bytes, to_text
from rqcore.pressure.redis_payloads import unmark
from rqcore.protocol.event_batch import Method, Outcome, Phase
from rqdebug.events.event_builder import EventBuilder
from rqdebug.targets.redis.client_labels import ClientLabels
from rqdebug.targets.redis.monitor_parser import LUA, MonitorLine

BLOCKED_AFTER_NS = 20_000_000
"""A call that takes longer than this is reported as blocked."""
MAX_KEYS = 100_000
"""Maximum number of keys in the table; a server can have more, and then the table is cleared."""
FAILURES = {Method.PUT: Outcome.FULL, Method.GET: Outcome.EMPTY}
"""The outcome of a call that moved nothing."""
_NO_PAYLOAD = Payload(Codec.RAW, b"")
_PARTS = sorted((part for part in PARTS if part), key=len, reverse=True)


@dataclass(frozen=True, slots=True)
class QueueKey:
    """A key, and its part in a queue."""

    queue: str
    """The name of the queue in the log."""
    part: bytes
    """The suffix of the key in the pressure protocol; empty for the list of items."""
    pressure: bool
    """Whether the queue follows the pressure protocol; otherwise it is a plain list or stream."""


@dataclass(slots=True)
class OpenCall:
    """A call that has not ended yet."""

    method: Method
    key: QueueKey
    began_ns: int
    """Nanoseconds since 1970."""
    timeout_ns: int | None
    """Nanoseconds; None means no limit."""
    number: int
    """The number of the call in its start event and its end event."""
    waits: bool = True
    """Whether it waits; otherwise it ends with its script."""
    reported: bool = False
    """Whether it was reported as blocked."""
    script_ran: bool = False
    """Whether the server has executed commands of its script."""


class MonitoredCalls:
    """Takes commands in the order of MONITOR, and builds batches of events.

    Args:
        prefix: The start of the keys of pressure queues, without the colon.
        handlers: The meaning of each command, such as ``monitor_commands.HANDLERS``.
        all_commands: Whether to report commands that are not calls on queues too.
        queue_name: Returns the name to show for a pressure queue, from its name on the server.
    """

    def __init__(
        self,
        prefix: bytes,
        handlers: Handlers,
        all_commands: bool = False,
        queue_name: Callable[[str], str] = lambda name: name,
    ) -> None:
        self.open_calls: dict[str, OpenCall] = {}
        """The open call of each client, by the address of the client."""
        self.ignored_clients: Collection[str] = ()
        """Clients whose calls are not reported, because they are observers."""
        self.clients = ClientLabels()
        self._deleted: set[str] = set()
        self._builder = EventBuilder()
        self._prefix = prefix + b":"
        self._handlers = handlers
        self._all_commands = all_commands
        self._queue_name = queue_name
        self._keys: dict[bytes, QueueKey] = {}
        self._client = ""
        self._time_ns = 0

    def process(self, line: MonitorLine) -> None:
        """Process the next command."""
        self._time_ns, client, arguments = line
        in_script = client == LUA
        if not in_script:
            self._end_script()
            self._client = client
            self._end_plain_pop(client)
        if self._client in self.ignored_clients:
            return
        if in_script and (call := self.open_calls.get(self._client)) is not None:
            call.script_ran = True
        if not self._handle(arguments, in_script) and self._all_commands and not in_script:
            self._report_command(client, arguments)

    def _handle(self, arguments: list[bytes], in_script: bool) -> bool:
        """Handle a command, and return whether it belongs to a call on a queue.

        MONITOR also reports commands that the server refused, so arguments can be missing or wrong.
        """
        handler = self._handlers.get(arguments[0].upper())
        try:
            return handler is not None and handler(self, self._client, arguments, in_script)
        except (LookupError, ValueError):
            return False

    def build(self, now_ns: int) -> pa.RecordBatch | None:
        """Return the events since the last call, or None if there are none.

        Args:
            now_ns: The time of the server's clock, in nanoseconds since 1970.

        Returns:
            A record batch with the columns of ``events.schema.SCHEMA``.
        """
        for client, call in self.open_calls.items():
            if call.waits and not call.reported and now_ns - call.began_ns >= BLOCKED_AFTER_NS:
                call.reported = True
                self._report(client, call, Phase.START, Outcome.BLOCKED, call.began_ns)
        batch = self._builder.build(self.clients.labels)
        self.clients.forget_disconnected()
        return batch

    def count_blocked(self, queue: str) -> tuple[int, int]:
        """Return how many puts and gets wait for a queue."""
        shown = _decode(to_bytes(queue))
        methods = [call.method for call in self.open_calls.values() if call.waits and call.key.queue == shown]
        return methods.count(Method.PUT), methods.count(Method.GET)

    def update_clients(self, names: Mapping[str, str], blocked: Collection[str], now_ns: int) -> None:
        """Process a complete client list, and end the calls that are over according to it.

        These are the calls of clients that are not connected, and pops of plain lists whose clients the
        server does not list as blocked.

        Args:
            names: The name of each connected client by its address; empty if it has none.
            blocked: The addresses of the clients that are in a blocking command.
            now_ns: The time of the server's clock, in nanoseconds since 1970.
        """
        self._time_ns = max(self._time_ns, now_ns)
        for client in self.open_calls.keys() - names.keys():
            self._end(client, Outcome.CANCELLED)
        for client in self.open_calls.keys() - set(blocked):
            self._end_plain_pop(client)
        self.clients.update(names)

    # The methods that handlers call

    def queue_key(self, key: bytes) -> QueueKey:
        """Classify a key; one that is not part of a pressure queue counts as a plain list or stream."""
        queue_key = self._keys.get(key)
        if queue_key is None:
            if len(self._keys) >= MAX_KEYS:
                self._keys.clear()
            queue_key = self._keys[key] = self._classify(key)
        return queue_key

    def known_queue_key(self, key: bytes) -> QueueKey | None:
        """Classify a key of any type; None unless it is a pressure key or had a call before."""
        return self._keys.get(key) or (self.queue_key(key) if key.startswith(self._prefix) else None)

    def _classify(self, key: bytes) -> QueueKey:
        if not key.startswith(self._prefix):
            return QueueKey(_decode(key), b"", False)
        name = key[len(self._prefix) :]
        part = next((part for part in _PARTS if name.endswith(part) and name != part), b"")
        shown = self._queue_name(to_text(name[: len(name) - len(part)]))
        return QueueKey(_decode(to_bytes(shown)), part, True)

    def mark_deleted(self, key: QueueKey, deleted: bool) -> None:
        """Note that a pressure queue is being deleted, so that the rest of the deletion counts as no call.

        Args:
            key: A key of the queue.
            deleted: True if it is being deleted, False if it was created.
        """
        if not deleted:
            self._deleted.discard(key.queue)
        elif key.pressure:
            if len(self._deleted) >= MAX_KEYS:
                self._deleted.clear()
            self._deleted.add(key.queue)

    def is_deleted(self, key: QueueKey) -> bool:
        """Return whether the queue of this key was deleted, and not created again since."""
        return key.queue in self._deleted

    def begin_call(
        self, client: str, method: Method, key: QueueKey, timeout_ns: int | None = None, waits: bool = True
    ) -> None:
        """Note that a client is in a call. If it already is in the same call, that one continues.

        Args:
            client: The address of the client.
            method: PUT or GET.
            key: A key of the queue.
            timeout_ns: How long the call may wait, in nanoseconds; None means no limit.
            waits: Whether the call waits; otherwise it ends with its script.
        """
        call = self._same_call(client, method, key)
        if call is None:
            self.clients.note(client)
            number = self._builder.new_call()
            self.open_calls[client] = OpenCall(method, key, self._time_ns, timeout_ns, number, waits)
        else:
            call.waits = call.waits or waits

    def end_call(
        self, client: str, method: Method, key: QueueKey, payloads: Sequence[bytes] = (), items: int = 0
    ) -> None:
        """Report that a call succeeded, whether its start was reported or not.

        Args:
            client: The address of the client.
            method: The method of the call.
            key: A key of the queue.
            payloads: The items that were put, as they are stored on the server.
            items: The number of items that the call moved; 0 means the number of ``payloads``.
        """
        call = self._same_call(client, method, key)
        if call is None:
            self.clients.note(client)
            call = OpenCall(method, key, self._time_ns, 0, self._builder.new_call())
        else:
            del self.open_calls[client]
        self._report(client, call, Phase.END, Outcome.OK, self._time_ns, payloads, items or len(payloads))

    def fail_call(self, client: str, method: Method) -> None:
        """Report that a call moved no item, if the client is still in it: it gave its role back."""
        call = self.open_calls.get(client)
        if call is not None and call.method is method:
            self._end(client, FAILURES[method])

    def _same_call(self, client: str, method: Method, key: QueueKey) -> OpenCall | None:
        call = self.open_calls.get(client)
        same = call is not None and call.method is method and call.key.queue == key.queue
        return call if same else None

    def _end(self, client: str, outcome: Outcome, items: int = 0) -> None:
        call = self.open_calls.pop(client)
        self._report(client, call, Phase.END, outcome, max(self._time_ns, call.began_ns), items=items)

    def _end_script(self) -> None:
        """End a call that does not wait, when the next command of a client follows: it moved no item."""
        call = self.open_calls.get(self._client)
        if call is None or call.waits:
            return
        if call.script_ran:
            self._end(self._client, FAILURES[call.method])
        else:
            del self.open_calls[self._client]  # the server does not have the script; EVAL follows

    def _end_plain_pop(self, client: str) -> None:
        """End the blocking pop of a plain list, because the client sent another command."""
        call = self.open_calls.get(client)
        if call is None or call.key.pressure:
            return
        timeout_ns = call.timeout_ns or 0
        if 0 < timeout_ns <= self._time_ns - call.began_ns:
            self._end(client, Outcome.EMPTY)
        else:
            self._end(client, Outcome.OK, items=1)

    def _report_command(self, client: str, arguments: Sequence[bytes]) -> None:
        self.clients.note(client)
        self._builder.add(
            time_ns=self._time_ns, method=Method.COMMAND, client=client, payload=b" ".join(arguments)
        )

    def _report(
        self,
        client: str,
        call: OpenCall,
        phase: Phase,
        outcome: Outcome,
        time_ns: int,
        payloads: Sequence[bytes] = (),
        items: int = 0,
    ) -> None:
        unmarked = [unmark(payload) for payload in payloads]
        first = unmarked[0] if unmarked else _NO_PAYLOAD
        self._builder.add(
            time_ns=time_ns,
            method=call.method,
            queue=call.key.queue,
            client=client,
            call=call.number,
            phase=phase,
            outcome=outcome,
            duration_ns=time_ns - call.began_ns,
            timeout_ns=call.timeout_ns,
            payload=first.data,
            size=sum(len(payload.data) for payload in unmarked),
            codec=first.codec,
            items=items,
        )


def _decode(name: bytes) -> str:
    """Return the name of a queue for the log; any bytes can be a key."""
    return name.decode("utf-8", "backslashreplace")


Handler: TypeAlias = Callable[[MonitoredCalls, str, list[bytes], bool], bool]
"""Handles a command. Takes the calls, the client, the arguments, and whether a script issued the command.

Returns whether the command belongs to a call on a queue.
"""
Handlers: TypeAlias = Mapping[bytes, Handler]
"""The handler of each command by its name, in upper case."""
