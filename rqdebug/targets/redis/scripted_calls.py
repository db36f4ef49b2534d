# SPDX-License-Identifier: GPL-3.0-or-later
"""Infers calls on queues of rqcore from the scripts that MONITOR reports.

Each call is a script, and MONITOR reports its commands behind it. They show all that matters:

- A script that did its work stores its reply, as the value of a key of its caller: it has the items that were
  taken. RPUSH and ZADD have the items that were put, with their numbers.
- A script that registers its caller as a waiter adds it to the key ``alive``: the call is blocked, and goes
  on with the next script of this caller.
- HSET has the counters of the queue, and so its depth.
- A script that was refused because of a shutdown reads that field of the queue with HGET. One that finds no
  queue reads its fields only.
- Leases and delays that end in a script are as ``away_items`` describes.

Source: ``rqcore.redis.queue_scripts``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import sha1
from typing import Any

from rqcore.codec import Codec
from rqcore.errors import ProtocolError
from rqcore.protocol.event_batch import Method, Outcome, Phase
from rqcore.redis import lease_scripts as leases
from rqcore.redis import queue_scripts as scripts
from rqcore.redis.queue_keys import name_of
from rqcore.redis.stored_items import StoredItem, read_item
from rqdebug.events.event_builder import EventBuilder
from rqdebug.targets.redis.away_items import (
    AwayItem,
    AwayItems,
    ReturnedItem,
    ReturnReader,
    item_sent_away,
)
from rqdebug.targets.redis.client_names import ClientNames
from rqdebug.targets.redis.monitor_arguments import SURPRISES, read_count, read_integer, read_seconds
from rqdebug.targets.redis.monitor_parser import LUA, MonitorLine
from rqdebug.targets.redis.packed_replies import unpack_list
from rqdebug.targets.redis.waiting_calls import ScriptedCall, WaitingCalls

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
    scripts.RESTORE_DUE: None,
    leases.LEASE: Method.LEASE,
    leases.ACK: Method.ACK,
    leases.NACK: Method.NACK,
    leases.EXTEND: Method.EXTEND,
    leases.LEAVE_LEASES: None,
    leases.OWN_LEASES: None,
    leases.PUT_LATER: Method.PUT,
    leases.LEASES: Method.LEASES,
}
_SCRIPTS = {script.sha.encode(): (script, method) for script, method in _METHODS.items()}
_LEASE_ENDS = (leases.ACK, leases.NACK, leases.EXTEND)
"""The scripts whose replies have the beginning of the item, and the bytes of its payload."""
_WAITING = (scripts.PUT, scripts.RENEW, scripts.GET, scripts.JOIN, leases.LEASE, leases.PUT_LATER)
"""The scripts whose callers can wait."""
_NOT_DONE: dict[Method | None, Outcome] = {
    Method.PUT: Outcome.FULL,
    Method.GET: Outcome.EMPTY,
    Method.LEASE: Outcome.EMPTY,
    Method.JOIN: Outcome.OK,
    Method.ACK: Outcome.LEASELOST,
    Method.NACK: Outcome.LEASELOST,
    Method.EXTEND: Outcome.LEASELOST,
}
"""The outcome of a script that found a queue, but did not do its work; a join is OK, whatever its result."""
_ENDED_LEASES = {b"OK": Outcome.OK, b"DELAYED": Outcome.DELAYED, b"DEAD": Outcome.DEAD}
"""What the reply of a nack says."""
_MOVED = (Outcome.OK, Outcome.DELAYED, Outcome.DEAD)
"""The outcomes of calls that have moved items."""
_BASE_READS = 2
"""Commands of a script that changes a queue before it knows whether there is one."""
MAX_STEPS = 100_000
"""Maximum number of commands that are read of one script. A script of rqcore has fewer."""
MAX_QUEUES = 100_000
"""Maximum number of queues whose counters are remembered; with more, all are forgotten."""


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
        self._waiting = WaitingCalls()
        self._counters: dict[bytes, dict[bytes, int]] = {}
        """The fields ``puts``, ``gets`` and ``delayed`` of each queue, as far as they were seen."""
        self._away = AwayItems()
        self._time_ns = 0

    @property
    def is_in_script(self) -> bool:
        """Whether further commands of a script may follow."""
        return self._current is not None

    def process(self, line: MonitorLine) -> bool:
        """Process a command; return whether it belongs to a queue of rqcore."""
        arguments = line.arguments
        if line.client == LUA:
            if self._current is not None and len(self._current.steps) < MAX_STEPS:
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
        words = arguments[3 + read_count(arguments[2]) :]
        call = self._waiting.get(words[0]) if script.writes and words else None
        if call is None or (method is not None and call.method is not method):
            self._clients.note(line.client)
            number = self._builder.new_call()
            timeout_ns = _timeout_of(words) if script in _WAITING else 0
            call = ScriptedCall(
                method, script, arguments[3], line.client, line.time_ns, number, words, timeout_ns
            )
        call.client, call.words, call.steps, call.script, call.made = line.client, words, [], script, []
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
        except SURPRISES:  # a script of another program, with the text of ours
            self._waiting.pop(call.caller)
            if call.reported:
                call.items.clear()
                self._report(call, Outcome.UNKNOWN)

    def _end(self, call: ScriptedCall) -> None:
        dead = None
        for returned in self._read_steps(call):
            if call.script is not leases.NACK or returned.number != call.words[2]:
                self._report_returned(call, returned)
            elif returned.target == call.base:
                call.items = [returned.stored]
            else:
                dead = returned
        self._away.note(call.base, call.steps, call.client, call.caller)
        self._end_call(call)
        if dead is not None:
            self._report_entry(AwayItem(address=call.client), dead, call.number)
        if call.script is scripts.CREATE and len(call.made) > 1:
            self._report_made(call, call.made[1])

    def _end_call(self, call: ScriptedCall) -> None:
        """Report the call, unless it waits."""
        names = {step[0].upper() for step in call.steps}
        if call.script is scripts.LEAVE:
            if self._waiting.pop(call.caller) is not None and call.method is not None:
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
            self._waiting.add(call, self._time_ns)
            return
        if call.script is scripts.RENEW and len(call.steps) > _BASE_READS and not _reads_field(call, b"shut"):
            return
        self._waiting.pop(call.caller)
        self._report(call, self._outcome(call, reply))

    def _read_steps(self, call: ScriptedCall) -> list[ReturnedItem]:
        """Take the counters from the commands of a script, and the items whose leases and delays have ended.

        The commands that have put these items are removed from the call.
        """
        reader, own, returned = ReturnReader(call.base), [], []
        for step in call.steps:
            self._count(call, step)
            item = reader.read(step)
            if item is None:
                own.append(step)
            else:
                returned.append(item)
            if reader.has_counted(step):
                depth = self._depth(call.base)
                for each in reversed(returned):
                    each.depth = depth if each.depth is None else each.depth
                    if depth is not None and each.target == call.base:
                        depth -= 1
        call.steps = own
        if call.script is scripts.CLOSE:
            self._counters.pop(call.base, None)
        return returned

    def _report_returned(self, call: ScriptedCall, returned: ReturnedItem) -> None:
        """Add the event of a lease or a delay that has ended. Its client is the one that had the item."""
        away, number = self._away.take(call.base, returned), self._builder.new_call()
        is_dead = returned.target != call.base
        self._builder.add(
            time_ns=self._time_ns,
            method=Method.REDELIVERED if returned.is_lease else Method.DUE,
            queue=name_of(call.base, self._prefix),
            client=away.client,
            address=away.address,
            call=number,
            outcome=Outcome.DEAD if is_dead else Outcome.OK,
            payload=returned.stored.data,
            items=1,
            depth=self._depth(call.base) if is_dead else returned.depth,
            item=away.item,
            codec=returned.stored.codec,
            deliveries=away.deliveries or None,
        )
        if is_dead:
            self._report_entry(away, returned, number)

    def _report_entry(self, away: AwayItem, returned: ReturnedItem, number: int) -> None:
        """Add the event of an item that enters the dead-letter queue. ``number``: of the call."""
        self._builder.add(
            time_ns=self._time_ns,
            method=Method.MOVE_IN,
            queue=name_of(returned.target, self._prefix),
            client=away.client,
            address=away.address,
            call=number,
            payload=returned.stored.data,
            items=1,
            depth=self._depth(returned.target),
            item=returned.stored.number,
            codec=returned.stored.codec,
        )

    def _outcome(self, call: ScriptedCall, reply: bytes | None) -> Outcome:
        if call.script is leases.NACK and reply is not None:
            return _ENDED_LEASES[unpack_list(reply[1:])[3]]
        if reply is not None or call.items:
            return Outcome.DELAYED if call.script is leases.PUT_LATER else Outcome.OK
        if _reads_field(call, b"shut"):
            return Outcome.SHUTDOWN
        if call.script is leases.LEASE and _reads_field(call, b"leases"):
            return Outcome.ERROR
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

    def _count(self, call: ScriptedCall, step: Sequence[bytes]) -> None:
        """Take the counters of a queue from a command of a script, and notice that it creates a queue."""
        if len(self._counters) > MAX_QUEUES:
            self._counters.clear()
        if step[0].upper() != b"HSET" or not step[1].startswith(self._start):
            return
        pairs = dict(zip(step[2::2], step[3::2], strict=False))
        found: dict[bytes, int] = {
            name: read_integer(pairs[name]) for name in (b"puts", b"gets", b"delayed") if name in pairs
        }
        if found:
            self._counters.setdefault(step[1], {}).update(found)
        if b"kind" in pairs:
            self._counters[step[1]] = {b"puts": 0, b"gets": 0}
            call.made.append(step[1])
            if call.script is not scripts.CREATE:
                self._report_made(call, step[1])

    def _report_made(self, call: ScriptedCall, base: bytes) -> None:
        """Add the event of a dead-letter queue that a script has created."""
        self._clients.note(call.client)
        queue = name_of(base, self._prefix)
        self._builder.add(
            time_ns=self._time_ns, method=Method.CREATE, queue=queue, address=call.client, depth=0
        )

    def _depth(self, base: bytes) -> int | None:
        counters = self._counters.get(base, {})
        if b"puts" not in counters or b"gets" not in counters:
            return None
        return counters[b"puts"] - counters[b"gets"] - counters.get(b"delayed", 0)

    def report_waiting(self, before_ns: int, now_ns: int) -> None:
        """Report the calls that are blocked, and end those that did not come again in time.

        Args:
            before_ns: Calls that wait since then or earlier are blocked.
            now_ns: The time of the last command.
        """
        for call in self._waiting.take_blocked(before_ns):
            self._add(call, Phase.START, Outcome.BLOCKED, call.began_ns)
        for call in self._waiting.take_unseen(now_ns):
            self._time_ns = max(self._time_ns, now_ns)
            self._report(call, Outcome.OK if call.items else Outcome.UNKNOWN)

    def end_lost(self, names: frozenset[str], now_ns: int) -> None:
        """End the calls that wait and whose clients have disconnected.

        Args:
            names: The names of all clients that are connected.
            now_ns: The time of the server's clock.
        """
        for call in self._waiting.take_lost(names):
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
                size=call.size,
                items=len(call.items) if outcome in _MOVED else 0,
                part=part,
                depth=depth,
                item=item.number if item else None,
                codec=item.codec if item else Codec.RAW,
                deliveries=item.deliveries or None if item else None,
            )


def _reads_field(call: ScriptedCall, field: bytes) -> bool:
    """Return whether a script has read a field of the queue alone, which it does before it refuses a call.

    Args:
        call: The call.
        field: ``shut`` of a queue that was shut down, ``leases`` of one with too many.
    """
    return any(step[0].upper() == b"HGET" and step[2:3] == [field] for step in call.steps)


def _timeout_of(words: Sequence[bytes]) -> int | None:
    """Return the timeout of a call that can wait, in nanoseconds; None means no limit."""
    text = words[2] if len(words) > 2 else b""
    if text == b"none":
        return None
    return read_seconds(text or b"0")


def _items_of(call: ScriptedCall, reply: bytes | None) -> list[StoredItem]:
    """Return the items that a script has put, moved or taken."""
    if call.script is scripts.GET:
        if reply is None:
            return []
        if reply[:1] == b"=":
            return list(_read([reply[1:]], False))
        taken, kind = unpack_list(reply[1:])[1:3]
        return list(_read(_texts(taken), kind == b"priority"))
    if call.script is leases.PUT_LATER:
        sent = [item for step in call.steps if (item := item_sent_away(step, call.base)) is not None]
        return sent[:1] if reply is not None else []
    if call.script is leases.LEASE and reply is not None:
        stored, kind = unpack_list(reply[1:])[1:3]
        return list(_read(_texts([stored]), kind == b"priority"))
    if call.script in _LEASE_ENDS and reply is not None and not call.items:
        head, size = unpack_list(reply[1:])[1:3]
        if not isinstance(size, int):
            raise ValueError(size)
        call.size = size
        return list(_read(_texts([head]), False))
    if call.script is scripts.GIVE_BACK:
        return list(_read(call.words[2:], any(step[0].upper() == b"ZADD" for step in call.steps)))
    put: list[bytes] = []
    target = call.words[-1] if call.script is scripts.MOVE else call.base
    is_keyed = False
    for step in call.steps:
        name, key = step[0].upper(), step[1] if len(step) > 1 else b""
        if key == target + b":items" and name in (b"RPUSH", b"ZADD"):
            is_keyed = name == b"ZADD"
            put += step[3:] if is_keyed else step[2:]
    return list(_read(put, is_keyed)) if reply is not None else []


def _texts(value: Any) -> list[bytes]:
    """Return a part of a kept reply that is a list of texts. Raises ValueError if it is anything else."""
    if not isinstance(value, list) or set(map(type, value)) - {bytes}:
        raise ValueError(value)
    return value


def _read(stored: Sequence[bytes], is_keyed: bool) -> Iterator[StoredItem]:
    for each in stored:
        try:
            yield read_item(each, is_keyed)
        except ProtocolError:  # of another version of rqcore
            continue
