# SPDX-License-Identifier: GPL-3.0-or-later
"""Infers calls on queues of rqcore from the scripts that MONITOR reports.

Each call is a script, and MONITOR reports its commands behind it. They show all that matters:

- A script that did its work stores its reply, as the value of a key of its caller: it has the items that were
  taken. RPUSH and ZADD have the items that were put, with their numbers.
- A script that registers its caller as a waiter adds it to the key ``alive``: the call is blocked, and goes
  on with the next script of this caller.
- HSET has the counters of the queue, and so its depth.
- A script that was refused because of a shutdown reads a field of the queue with HGET. One that finds no
  queue reads its fields only.

Source: ``rqcore.redis.queue_scripts``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha1
from typing import Any

from rqcore.codec import Codec
from rqcore.errors import ProtocolError
from rqcore.protocol.event_batch import Method, Outcome, Phase
from rqcore.redis import queue_scripts as scripts
from rqcore.redis.queue_keys import name_of
from rqcore.redis.stored_items import StoredItem, read_item
from rqdebug.events.event_builder import EventBuilder
from rqdebug.targets.redis.client_names import ClientNames
from rqdebug.targets.redis.monitor_parser import LUA, MonitorLine

_METHODS = {
    scripts.CREATE: Method.CREATE,
    scripts.PUT: Method.PUT,
    scripts.GET: Method.GET,
    scripts.GIVE_BACK: Method.PUT,
    scripts.RENEW: Method.PUT,
    scripts.LEAVE: None,
    scripts.PURGE: Method.PURGE,
    scripts.TASK_DONE: Method.TASK_DONE,
    scripts.JOIN: Method.JOIN,
    scripts.SHUTDOWN: Method.SHUTDOWN,
    scripts.CLOSE: Method.CLOSE,
    scripts.MOVE: Method.MOVE,
    scripts.PEEK: Method.PEEK,
    scripts.PREVIEWS: Method.PEEK,
    scripts.READ_PAYLOAD: Method.PEEK,
    scripts.SIZE: Method.QSIZE,
    scripts.STAT: Method.STAT,
    scripts.FIND: None,
}
_SCRIPTS = {script.sha.encode(): (script, method) for script, method in _METHODS.items()}
_WAITING = (scripts.PUT, scripts.RENEW, scripts.GET, scripts.JOIN)
"""The scripts whose callers can wait."""
_NOT_DONE: dict[Method | None, Outcome] = {
    Method.PUT: Outcome.FULL,
    Method.GET: Outcome.EMPTY,
    Method.JOIN: Outcome.OK,
}
"""The outcome of a script that found a queue, but did not do its work; a join is OK, whatever its result."""
_BASE_READS = 2
"""Commands of a script that changes a queue before it knows whether there is one."""
MAX_QUEUES = 100_000
"""Maximum number of queues whose counters are remembered; with more, all are forgotten."""


@dataclass(slots=True)
class ScriptedCall:
    """A call by script, of which commands may follow, or which waits."""

    method: Method | None
    """None for a script that only ends a call which waits."""
    script: Any
    base: bytes
    """The key of the queue."""
    client: str
    began_ns: int
    number: int
    words: Sequence[bytes]
    """The arguments of its last script."""
    timeout_ns: int | None = 0
    steps: list[list[bytes]] = field(default_factory=list)
    """The commands of its last script."""
    items: list[StoredItem] = field(default_factory=list)
    """The items that earlier scripts of a put of many have put."""
    reported: bool = False
    """Whether it was reported as blocked."""

    @property
    def caller(self) -> bytes:
        """The name of the caller on the server."""
        return self.words[0] if self.words else b""


class ScriptedCalls:
    """Takes the commands of MONITOR, and adds the events of calls on queues of rqcore.

    Args:
        prefix: The start of the keys of these queues, without the colon.
        builder: Gets the events.
        clients: Gets the address of each client that makes a call.
    """

    def __init__(self, prefix: bytes, builder: EventBuilder, clients: ClientNames) -> None:
        self._prefix = prefix
        self._start = prefix + b":"
        self._builder = builder
        self._clients = clients
        self._current: ScriptedCall | None = None
        self._waiting: dict[bytes, ScriptedCall] = {}
        """The calls that wait, by their callers."""
        self._counters: dict[bytes, dict[bytes, int]] = {}
        """The fields ``puts`` and ``gets`` of each queue, as far as they were seen."""
        self._time_ns = 0

    @property
    def is_in_script(self) -> bool:
        """Whether further commands of a script may follow."""
        return self._current is not None

    def process(self, line: MonitorLine) -> bool:
        """Process a command; return whether it belongs to a queue of rqcore."""
        arguments = line.arguments
        if line.client == LUA:
            if self._current is not None:
                self._current.steps.append(arguments)
            return self._current is not None
        self._time_ns = line.time_ns
        if arguments[0][:4].upper() == b"EVAL":
            try:
                return self._begin(line)
            except (LookupError, ValueError):  # the server refused it
                return False
        return any(argument.startswith(self._start) for argument in arguments[1:3])

    def _begin(self, line: MonitorLine) -> bool:
        arguments = line.arguments
        sha = arguments[1]
        if arguments[0][-1:] not in b"Aa":
            sha = sha1(sha, usedforsecurity=False).hexdigest().encode()
        if sha not in _SCRIPTS or len(arguments) < 4 or not arguments[3].startswith(self._start):
            return False
        script, method = _SCRIPTS[sha]
        words = arguments[3 + int(arguments[2]) :]
        call = self._waiting.get(words[0]) if script.writes and words else None
        if call is None or (method is not None and call.method is not method):
            self._clients.note(line.client)
            number = self._builder.new_call()
            timeout_ns = _timeout_of(words) if script in _WAITING else 0
            call = ScriptedCall(
                method, script, arguments[3], line.client, line.time_ns, number, words, timeout_ns
            )
        call.client, call.words, call.steps, call.script = line.client, words, [], script
        if script is scripts.MOVE:
            call.words = [*words, arguments[4]]
        self._current = call
        return True

    def end_script(self) -> None:
        """Process the commands of a script, because another command came."""
        call, self._current = self._current, None
        if call is None or not call.steps:  # the server does not have the script; EVAL follows
            return
        try:
            self._end(call)
        except (LookupError, ValueError):  # a script of another program, with the text of ours
            self._waiting.pop(call.caller, None)

    def _end(self, call: ScriptedCall) -> None:
        names = {step[0].upper() for step in call.steps}
        self._count(call)
        if call.script is scripts.LEAVE:
            if self._waiting.pop(call.caller, None) is not None and call.method is not None:
                self._report(call, Outcome.CANCELLED)
            return
        if not call.script.writes:
            self._report(call, Outcome.NOQUEUE if len(call.steps) == 1 else Outcome.OK)
            return
        if b"GET" in names:  # the kept reply of a call that was reported before
            return
        reply = self._kept_reply(call)
        call.items += _items_of(call, reply)
        if any(
            step[0].upper() == b"ZADD" and step[1] == call.base + b":alive" and step[-1] == call.caller
            for step in call.steps
        ):
            self._waiting[call.caller] = call
            return
        if call.script is scripts.RENEW and len(call.steps) > _BASE_READS and b"HGET" not in names:
            return
        self._waiting.pop(call.caller, None)
        self._report(call, self._outcome(call, reply, names))

    def _outcome(self, call: ScriptedCall, reply: bytes | None, names: set[bytes]) -> Outcome:
        if reply is not None or call.items:
            return Outcome.OK
        if b"HGET" in names:
            return Outcome.SHUTDOWN
        if call.script is scripts.CREATE:
            return Outcome.EXISTS
        if len(call.steps) <= _BASE_READS:
            return Outcome.NOQUEUE
        return _NOT_DONE.get(call.method, Outcome.ERROR)

    def _kept_reply(self, call: ScriptedCall) -> bytes | None:
        """Return the reply that the script keeps for its caller, with its mark; None if it keeps none."""
        record = call.base + b":call:" + call.caller
        for step in call.steps:
            if step[0].upper() == b"SET" and step[1] == record:
                return step[2][len(call.words[1]) :]
        return None

    def _count(self, call: ScriptedCall) -> None:
        """Take the counters of queues from the commands of a script."""
        if len(self._counters) > MAX_QUEUES:
            self._counters.clear()
        for step in call.steps:
            if step[0].upper() == b"HSET" and step[1].startswith(self._start):
                pairs = zip(step[2::2], step[3::2], strict=False)
                found = {name: int(value) for name, value in pairs if name in (b"puts", b"gets")}
                self._counters.setdefault(step[1], {}).update(found)
        if call.script is scripts.CLOSE:
            self._counters.pop(call.base, None)

    def _depth(self, base: bytes) -> int | None:
        counters = self._counters.get(base, {})
        return counters[b"puts"] - counters[b"gets"] if len(counters) == 2 else None

    def report_blocked(self, before_ns: int) -> None:
        """Report the calls as blocked that wait since ``before_ns`` or earlier."""
        for call in self._waiting.values():
            if not call.reported and call.began_ns <= before_ns:
                call.reported = True
                self._add(call, Phase.START, Outcome.BLOCKED, call.began_ns)

    def end_lost(self, names: frozenset[str], now_ns: int) -> None:
        """End the calls that wait and whose clients have disconnected.

        Args:
            names: The names of all clients that are connected.
            now_ns: The time of the server's clock.
        """
        for caller, call in list(self._waiting.items()):
            if caller.rpartition(b".")[0].decode(errors="replace") not in names:
                del self._waiting[caller]
                self._time_ns = max(self._time_ns, now_ns)
                self._report(call, Outcome.OK if call.items else Outcome.CANCELLED)

    def _report(self, call: ScriptedCall, outcome: Outcome) -> None:
        if call.method is None:
            return
        self._add(call, Phase.END, outcome, self._time_ns)
        if call.method is Method.MOVE and outcome is Outcome.OK and call.items:
            call.method, call.base = Method.MOVE_IN, call.words[-1]
            self._add(call, Phase.END, outcome, self._time_ns)

    def _add(self, call: ScriptedCall, phase: Phase, outcome: Outcome, time_ns: int) -> None:
        """Add an event for each item; one if there is none."""
        assert call.method is not None
        depth, time_ns = self._depth(call.base), max(time_ns, call.began_ns)
        for part, item in enumerate(call.items or (None,)):
            self._builder.add(
                time_ns=time_ns,
                method=call.method,
                queue=name_of(call.base, self._prefix),
                address=call.client,
                call=call.number,
                phase=phase,
                outcome=outcome,
                waited_ns=0 if phase is Phase.START else time_ns - call.began_ns,
                timeout_ns=call.timeout_ns,
                payload=item.data if item else b"",
                items=len(call.items) if outcome is Outcome.OK else 0,
                part=part,
                depth=depth,
                item=item.number if item else None,
                codec=item.codec if item else Codec.RAW,
            )


def _timeout_of(words: Sequence[bytes]) -> int | None:
    """Return the timeout of a call that can wait, in nanoseconds; None means no limit."""
    text = words[2] if len(words) > 2 else b""
    if text == b"none":
        return None
    return round(float(text or 0) * 1e9)


def _items_of(call: ScriptedCall, reply: bytes | None) -> list[StoredItem]:
    """Return the items that a script has put, moved or taken."""
    if call.script is scripts.GET:
        if reply is None:
            return []
        if reply[:1] == b"=":
            return list(_read([reply[1:]], False))
        taken, kind = _unpack(reply[1:])[1:3]
        return list(_read(taken, kind == b"priority"))
    if call.script is scripts.GIVE_BACK:
        return list(_read(call.words[2:], any(step[0].upper() == b"ZADD" for step in call.steps)))
    stored: list[bytes] = []
    target = call.words[-1] if call.script is scripts.MOVE else call.base
    is_keyed = False
    for step in call.steps:
        name, key = step[0].upper(), step[1] if len(step) > 1 else b""
        if key == target + b":items" and name in (b"RPUSH", b"ZADD"):
            is_keyed = name == b"ZADD"
            stored += step[3:] if is_keyed else step[2:]
    return list(_read(stored, is_keyed)) if reply is not None else []


def _read(stored: Sequence[bytes], is_keyed: bool) -> Iterator[StoredItem]:
    for each in stored:
        try:
            yield read_item(each, is_keyed)
        except ProtocolError:  # of another version of rqcore
            continue


def _unpack(data: bytes) -> Any:
    """Return what cmsgpack has packed: numbers, texts and lists of them."""
    value, _ = _unpack_at(data, 0)
    return value


def _unpack_at(data: bytes, at: int) -> tuple[Any, int]:
    """Return a value, and where the next one begins. The format is MessagePack."""
    kind, at = data[at], at + 1
    if kind < 0x80:
        return kind, at
    if 0x90 <= kind < 0xA0 or kind in (0xDC, 0xDD):
        width = {0xDC: 2, 0xDD: 4}.get(kind, 0)
        count, at = int.from_bytes(data[at : at + width]) if width else kind & 15, at + width
        members = []
        for _ in range(count):
            member, at = _unpack_at(data, at)
            members.append(member)
        return members, at
    if 0xA0 <= kind < 0xC0 or kind in (0xD9, 0xDA, 0xDB):
        width = {0xD9: 1, 0xDA: 2, 0xDB: 4}.get(kind, 0)
        size, at = int.from_bytes(data[at : at + width]) if width else kind & 31, at + width
        return data[at : at + size], at + size
    width = {0xCC: 1, 0xCD: 2, 0xCE: 4, 0xCF: 8}.get(kind, 0)
    return int.from_bytes(data[at : at + width]), at + width
