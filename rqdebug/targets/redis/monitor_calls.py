# SPDX-License-Identifier: GPL-3.0-or-later
"""Infers queue calls from the commands that MONITOR reports.

MONITOR reports commands but no replies. What no later command shows is therefore *unknown*; nothing is
guessed:

- A pop of a plain list may have found an item or none. Only a pop that the server listed as blocked, and that
  ended before its timeout, has taken one.
- A client of a pressure queue shows the result: it counts the item that it has taken, or gives its role back
  without an item. ``pressure_commands`` has the steps.
- A client that sends any other command no longer waits for a plain list.

A call is reported as blocked when the server lists its client as blocked BLOCKED_AFTER_NS after it began.

Sources: the MONITOR command in the reference of Redis, and ``rqcore.pressure.key_protocol.keys``.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import TypeAlias

import pyarrow as pa

from rqcore.codec import Codec, Payload
from rqcore.pressure.key_protocol.keys import to_bytes
from rqcore.pressure.key_protocol.redis_payloads import unmark
from rqcore.protocol.event_batch import Method, Outcome, Phase
from rqcore.redis.queue_keys import PREFIX as OWN_NAME
from rqdebug.events.event_builder import PREVIEW_BYTES, EventBuilder
from rqdebug.targets.redis.client_names import ClientNames
from rqdebug.targets.redis.key_table import MAX_KEYS, KeyTable, decode
from rqdebug.targets.redis.key_types import HARMLESS, KeyTypes
from rqdebug.targets.redis.known_items import CHANGING_ALL, FOLLOWED, POPS, KnownItems
from rqdebug.targets.redis.monitor_arguments import SURPRISES
from rqdebug.targets.redis.monitor_parser import LUA, MonitorLine
from rqdebug.targets.redis.open_call import OpenCall, QueueKey
from rqdebug.targets.redis.pressure_steps import (
    STATE_AFTER,
    PressureState,
    outcome_before,
    outcome_of_lost,
    outcome_of_script,
)
from rqdebug.targets.redis.scripted_calls import ScriptedCalls

BLOCKED_AFTER_NS = 20_000_000
"""A call that has waited longer than this is reported as blocked."""
OBSERVER_NAME = "rqdebug-observer"
"""Part of the names of clients that only observe: observing must not cause events."""
OWN_PREFIX = OWN_NAME.encode()
_NO_PAYLOAD = Payload(Codec.RAW, b"")


class MonitoredCalls:
    """Takes commands in the order of MONITOR, and builds batches of events.

    Args:
        prefix: The start of the keys of pressure queues, without the colon.
        handlers: The meaning of each command, such as ``monitor_commands.HANDLERS``.
        all_commands: Whether to report commands that are not calls on queues too.
        queue_name: Returns the name to show for a pressure queue, from its name on the server.
        preview_bytes: The number of bytes of each payload that events have.
        own_prefix: The start of the keys of queues of rqcore, without the colon.
    """

    def __init__(
        self,
        prefix: bytes,
        handlers: Handlers,
        all_commands: bool = False,
        queue_name: Callable[[str], str] = lambda name: name,
        preview_bytes: int = PREVIEW_BYTES,
        own_prefix: bytes = OWN_PREFIX,
    ) -> None:
        self.open_calls: dict[str, OpenCall] = {}
        """The open call of each client, by the address of the client."""
        self.clients = ClientNames()
        self.types = KeyTypes(prefix + b":", own_prefix + b":")
        self._states: dict[str, PressureState] = {}
        self._items = KnownItems()
        self._known_queues = self._items.queues
        self._observers: set[str] = set()
        self._new_observers: set[str] = set()
        self._builder = EventBuilder(preview_bytes)
        self._scripts = ScriptedCalls(own_prefix, self._builder, self.clients)
        self._prefix = prefix + b":"
        self._handlers = handlers
        self._all_commands = all_commands
        self._keys = KeyTable(self._prefix, queue_name)
        self._client = ""
        self._time_ns = 0

    def process(self, line: MonitorLine) -> None:
        """Process the next command.

        A command that nothing here expects becomes an event of its own, so that it costs no other event.
        """
        try:
            self._process(line)
        except SURPRISES:
            if line.client != LUA:
                self._client = line.client
            self._give_up(self._client, line.arguments)

    def _give_up(self, client: str, arguments: Sequence[bytes]) -> None:
        """Report a command as it is, and end the call of its client, whose state is not known from now on."""
        call = self.open_calls.pop(client, None)
        if call is not None and call.reported:
            self._report(client, call, Phase.END, Outcome.UNKNOWN, max(self._time_ns, call.began_ns))
        self._report_command(client, arguments, Outcome.UNKNOWN)

    def _process(self, line: MonitorLine) -> None:
        self._time_ns, client, arguments, _ = line
        in_script = client == LUA
        command = arguments[0].upper()
        if not in_script:
            if self._scripts.is_in_script:
                self._scripts.end_script()
            if self.open_calls:
                self._continue(client, arguments)
            self._client = client
            if command == b"CLIENT":
                self._process_client_command(client, arguments)
        elif (call := self.open_calls.get(self._client)) is not None and call.in_script:
            call.note_step(arguments)
        if command not in HARMLESS:
            self.types.forget(arguments)
        if self._known_queues and command not in FOLLOWED:
            self._follow_change(command, arguments)
        if self._client in self._observers or self._client in self._new_observers:
            return
        if self._scripts.process(line):
            return
        if not self._handle(command, arguments, in_script) and self._all_commands and not in_script:
            self._report_command(client, arguments)

    def _continue(self, client: str, arguments: list[bytes]) -> None:
        """End the calls that are over, because a client sends a command."""
        self.end_script()
        call = self.open_calls.get(client)
        if call is None:
            return
        if not call.key.pressure:
            self._end_plain_call(client, call)
            return
        waited_ns = self._time_ns - call.began_ns
        outcome = outcome_before(arguments, call, waited_ns, self.state_of(call.key))
        if outcome is not None:
            self.end(client, outcome, call.payloads, call.items)
        elif len(arguments) > 1:
            call.note_step(arguments)

    @property
    def is_in_script(self) -> bool:
        """Whether the last command belongs to a call by script, of which more commands may follow."""
        call = self.open_calls.get(self._client)
        return self._scripts.is_in_script or (call is not None and call.in_script)

    def end_script(self) -> None:
        """Note that a script has no further commands: they follow each other, and another command came."""
        self._scripts.end_script()
        try:
            self._end_pressure_script()
        except SURPRISES:
            self._give_up(self._client, [b"EVALSHA"])

    def _end_pressure_script(self) -> None:
        call = self.open_calls.get(self._client)
        if call is None or not call.in_script:
            return
        call.in_script = False
        if not call.steps:  # the server does not have the script; EVAL follows
            if not call.waits:
                del self.open_calls[self._client]
            return
        outcome = outcome_of_script(call, self.state_of(call.key))
        if outcome is not None:
            if call.method in STATE_AFTER and outcome is Outcome.OK:
                self.set_state(call.key, STATE_AFTER[call.method])
            self.end(self._client, outcome, call.payloads, call.items)

    def _process_client_command(self, client: str, arguments: list[bytes]) -> None:
        word = arguments[1].upper() if len(arguments) > 1 else b""
        if word == b"SETNAME" and OBSERVER_NAME.encode() in arguments[-1]:
            self._new_observers.add(client)
        elif word == b"UNBLOCK":
            for call in self.open_calls.values():
                call.is_blocked = False  # which one it ends is not known

    def _follow_change(self, command: bytes, arguments: Sequence[bytes]) -> None:
        """Forget the items of queues that a command changes in another way than the protocol does."""
        call = self.open_calls.get(self._client)
        if command in POPS:
            key = self.queue_key(arguments[1])
            if key.part or (call is not None and call.method is Method.GET and call.key.queue == key.queue):
                return
        if call is not None and call.in_script:
            return
        if command in CHANGING_ALL:
            self._items.forget_all()
        elif command != b"BLMOVE" or arguments[1:2] != arguments[2:3]:  # a client of rqcore waits in place
            self.forget_items(arguments[1:])

    def forget_items(self, keys: Iterable[bytes], but: str = "") -> None:
        """Note that the items of the queues of these keys are unknown from now on, except of ``but``."""
        for key in keys:
            if (
                key.startswith(self._prefix)
                and not (found := self.queue_key(key)).part
                and found.queue != but
            ):
                self._items.forget(found.queue)

    def forget_queue(self, key: QueueKey) -> None:
        """Note that the items of a queue are unknown from now on."""
        self._items.forget(key.queue)

    def _handle(self, command: bytes, arguments: list[bytes], in_script: bool) -> bool:
        """Handle a command, and return whether it belongs to a call on a queue.

        MONITOR also reports commands that the server refused, so arguments can be missing or wrong.
        """
        handler = self._handlers.get(command)
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
            if call.is_blocked and not call.reported and now_ns - call.began_ns >= BLOCKED_AFTER_NS:
                call.reported = True
                self._report(client, call, Phase.START, Outcome.BLOCKED, call.began_ns)
        self._scripts.report_waiting(now_ns - BLOCKED_AFTER_NS, self._time_ns)
        batch = self._builder.build(self.clients.names)
        self.clients.forget_disconnected()
        return batch

    def count_blocked(self, queue: str) -> tuple[int, int]:
        """Return how many puts and gets wait for a queue."""
        shown = decode(to_bytes(queue))
        methods = [
            call.method
            for call in self.open_calls.values()
            if call.is_blocked and any(key.queue == shown for key in (call.key, *call.other_keys))
        ]
        return methods.count(Method.PUT), methods.count(Method.GET) + methods.count(Method.MOVE)

    def has_new_client(self, lines: Iterable[MonitorLine]) -> bool:
        """Return whether a command is from a client that no list has contained yet."""
        known, observers = self.clients.names, self._observers
        clients = {line.client for line in lines}
        return any(client not in known and client not in observers for client in clients - {LUA})

    def note_observers(self, names: Mapping[str, str]) -> None:
        """Take the observers from a list of clients, whose names it has by address."""
        self._observers.update(client for client, name in names.items() if OBSERVER_NAME in name)

    def needs_client_list(self, now_ns: int) -> bool:
        """Return whether a list of clients would show if a call waits, or the name of a client."""
        return self.clients.has_unknown or any(
            call.waits and not call.was_checked and now_ns - call.began_ns >= BLOCKED_AFTER_NS
            for call in self.open_calls.values()
        )

    def update_clients(
        self, names: Mapping[str, str], blocked: Collection[str], now_ns: int, active: Collection[str] = ()
    ) -> None:
        """Process a complete client list, and end the calls that are over according to it.

        These are the calls of clients that are not connected, and pops of plain lists whose clients the
        server does not list as blocked.

        Args:
            names: The name of each connected client by its address; empty if it has none.
            blocked: The addresses of the clients that are in a blocking command.
            now_ns: The time of the server's clock, in nanoseconds since 1970.
            active: Clients that sent a command about when the list was made: it may be of an earlier call.
        """
        self._time_ns = max(self._time_ns, now_ns)
        listed = {client for client, name in names.items() if OBSERVER_NAME in name}
        self._observers = listed | (self._new_observers - names.keys())
        self._new_observers = self._new_observers - self._observers - names.keys()
        for client, call in list(self.open_calls.items()):
            if client in active:
                continue
            call.was_checked = call.was_checked or now_ns - call.began_ns >= BLOCKED_AFTER_NS
            if client not in names:
                try:
                    self._lose(client, call)
                except SURPRISES:
                    self._give_up(client, call.steps[-1] if call.steps else ())
            elif client in blocked:
                call.is_blocked = call.waits
            elif not call.key.pressure:
                self._end_plain_call(client, call)
        self._scripts.end_lost(frozenset(names.values()), self._time_ns)
        self.clients.update(names)

    def _lose(self, client: str, call: OpenCall) -> None:
        """End the call of a client that has disconnected."""
        outcome = Outcome.UNKNOWN
        if call.key.pressure:
            outcome = outcome_of_lost(call, self.waited_ns(call))
        self.end(client, outcome, call.payloads, call.items)

    # The methods that handlers call

    def queue_key(self, key: bytes) -> QueueKey:
        """Classify a key; one that is not part of a pressure queue counts as a plain list or stream."""
        return self._keys.find(key)

    def known_queue_key(self, key: bytes) -> QueueKey | None:
        """Classify a key of any type; None unless it is a pressure key or had a call before."""
        return self._keys.find_known(key)

    def set_state(self, key: QueueKey, state: PressureState) -> None:
        """Remember the state of a pressure queue."""
        if len(self._states) >= MAX_KEYS:
            self._states.clear()
        self._states[key.queue] = state

    @property
    def now_ns(self) -> int:
        """The time of the current command, in nanoseconds since 1970."""
        return self._time_ns

    def waited_ns(self, call: OpenCall) -> int:
        """Return how long a call has waited in its current wait, in nanoseconds."""
        return self._time_ns - (call.waits_since_ns or call.began_ns)

    def state_of(self, key: QueueKey) -> PressureState:
        """Return the state of a pressure queue at this point."""
        return self._states.get(key.queue, PressureState.UNKNOWN)

    def begin_call(
        self, client: str, method: Method, key: QueueKey, timeout_ns: int | None = None, waits: bool = True
    ) -> OpenCall:
        """Note that a client is in a new call, and return the call.

        Args:
            client: The address of the client.
            method: The method of the call.
            key: A key of the queue.
            timeout_ns: How long the call may wait, in nanoseconds; None means no limit.
            waits: Whether the call waits.
        """
        self.clients.note(client)
        number = self._builder.new_call()
        call = OpenCall(method, key, self._time_ns, timeout_ns, number, waits)
        self.open_calls[client] = call
        return call

    def report_call(
        self,
        client: str,
        method: Method,
        key: QueueKey,
        payloads: Sequence[bytes] = (),
        *,
        items: int = 0,
        outcome: Outcome = Outcome.OK,
        number: int | None = None,
    ) -> int:
        """Report a call of one command, which did not wait, and return its number.

        Args:
            client: The address of the client.
            method: The method of the call.
            key: A key of the queue.
            payloads: The items that were put, as they are stored on the server.
            items: The number of items that the call moved; 0 means the number of ``payloads``.
            outcome: The result. If it is not OK, the number of items is unknown, and reported as 0.
            number: The number of the call; by default, a new one.
        """
        self.clients.note(client)
        if number is None:
            number = self._builder.new_call()
        self._add(client, method, key, number, Phase.END, outcome, self._time_ns, 0, 0, payloads, items)
        return number

    def end(self, client: str, outcome: Outcome, payloads: Sequence[bytes] = (), items: int = 0) -> None:
        """Report the end of the open call of a client."""
        call = self.open_calls.pop(client)
        time_ns = max(self._time_ns, call.began_ns)
        self._report(client, call, Phase.END, outcome, time_ns, payloads, items)

    def end_as_commands(self, client: str, outcome: Outcome) -> None:
        """Report the open call of a client by its commands, because they do not show its method.

        If its start was reported, with the likely method, its end has this method and an unknown outcome.
        """
        call = self.open_calls[client]
        if call.reported:
            self.end(client, Outcome.UNKNOWN)
            return
        call.method = Method.COMMAND
        self.end(client, outcome, [b", ".join(b" ".join(step) for step in call.steps)])

    def _end_plain_call(self, client: str, call: OpenCall) -> None:
        """End the pop or move of a plain key, because its client no longer waits."""
        in_time = not call.timeout_ns or self._time_ns - call.began_ns < call.timeout_ns
        if call.is_blocked and in_time and call.is_exact and not call.other_keys:
            self.end(client, Outcome.OK, items=1)
        else:
            self.end(client, Outcome.UNKNOWN)

    def _report_command(self, client: str, arguments: Sequence[bytes], outcome: Outcome = Outcome.OK) -> None:
        self.clients.note(client)
        self._builder.add(
            time_ns=self._time_ns,
            method=Method.COMMAND,
            address=client,
            outcome=outcome,
            payload=b" ".join(arguments),
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
        """Add a record for each queue of the call: for each key of a pop, and for both ends of a move."""
        ends = [(call.method, call.key), *((call.method, key) for key in call.other_keys)]
        if call.destination is not None:
            ends.append((Method.MOVE_IN, call.destination))
        timing = time_ns, time_ns - call.began_ns, call.timeout_ns
        distinct = {(method, key.queue): key for method, key in ends}  # two keys can have the same name
        for (method, _), key in distinct.items():
            self._add(client, method, key, call.number, phase, outcome, *timing, payloads, items, call.size)

    def _add(
        self,
        client: str,
        method: Method,
        key: QueueKey,
        number: int,
        phase: Phase,
        outcome: Outcome,
        time_ns: int,
        waited_ns: int,
        timeout_ns: int | None,
        payloads: Sequence[bytes],
        items: int,
        counted_size: int | None = None,
    ) -> None:
        """Add an event for each payload; only one if there is none, or if it represents several items."""
        first = None
        if phase is Phase.END and key.pressure:
            first, payloads = self._items.follow(method, key.queue, outcome, payloads, items, counted_size)
        count = items or len(payloads)
        shown = [unmark(payload) for payload in payloads] or [_NO_PAYLOAD]
        for part, payload in enumerate(shown):
            self._builder.add(
                time_ns=time_ns,
                method=method,
                queue=key.queue,
                address=client,
                call=number,
                phase=phase,
                outcome=outcome,
                waited_ns=waited_ns,
                timeout_ns=timeout_ns,
                payload=payload.data,
                size=len(payload.data) if payloads else counted_size,
                codec=payload.codec,
                items=count if outcome is Outcome.OK else 0,
                part=part if len(shown) == max(count, 1) else None,
                item=None if first is None else first + part,
            )


Handler: TypeAlias = Callable[[MonitoredCalls, str, list[bytes], bool], bool]
"""Handles a command. Takes the calls, the client, the arguments, and whether a script issued the command.

Returns whether the command belongs to a call on a queue.
"""
Handlers: TypeAlias = Mapping[bytes, Handler]
"""The handler of each command by its name, in upper case."""
