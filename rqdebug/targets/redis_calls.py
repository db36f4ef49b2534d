# SPDX-License-Identifier: GPL-3.0-or-later
"""Commands on the keys of queues as the calls that they stand for, in the records of events.

MONITOR tells commands and no replies. What came of a call is told by what
its client does next: who counts an item has it, who gives a role back without
has none, who speaks again waits no more. A call is told as started when it
has not ended for a while.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from hashlib import sha1

from rqcore.events import NO_TIMEOUT, RECORD, Batch, Method, Name, NameKind, Outcome, Phase
from rqcore.pressure.items import unmark
from rqcore.pressure.keys import PARTS, to_bytes
from rqcore.pressure.scripts import GET, PURGE, PUT, STAT
from rqdebug.targets.redis_monitor import LUA, Said

PREVIEW = 256
"""Bytes of a payload that are kept."""
PATIENCE = 20_000_000
"""ns after which a call that has not ended is told as blocked."""
MOST_KEYS = 100_000
"""Keys that are remembered; a server may have many more, and from then on they are learnt anew."""

_PARTS = sorted((part for part in PARTS if part), key=len, reverse=True)
_SCRIPTS = {
    PUT.sha.encode(): Method.PUT,
    GET.sha.encode(): Method.GET,
    STAT.sha.encode(): Method.STAT,
    PURGE.sha.encode(): Method.PURGE,
}
_FAILED = {Method.PUT: Outcome.FULL, Method.GET: Outcome.EMPTY}
_ROLES = {b":producer": Method.PUT, b":consumer": Method.GET}


@dataclass(frozen=True, slots=True)
class Key:
    """What a key is to its queue."""

    queue: int
    part: bytes
    """One of the protocol's; empty for the items themselves."""
    pressure: bool


@dataclass(slots=True)
class Act:
    """A call of which the end was not heard yet. Times in ns."""

    method: Method
    key: Key
    client: int
    began: int
    number: int
    timeout: int = NO_TIMEOUT
    told: bool = False
    waits: bool = True
    """False: it is over when its script is."""
    carried_out: bool = False
    """Its script was found on the server, and says commands."""
    items: int = 0


@dataclass
class Calls:
    """Hears commands, tells events. ``prefix`` is that of pressure queues; ``others``: tell every command."""

    prefix: bytes
    others: bool = False
    open: dict[str, Act] = field(default_factory=dict)
    """By client."""
    silent: set[str] = field(default_factory=set)
    """Clients of which nothing is told: those of the observer itself."""

    strangers: bool = False
    """Whether there are clients of which nobody has said what they call themselves."""
    gone: set[int] = field(default_factory=set)
    """Queues that were deleted: what else is done to their keys is part of that."""

    def __post_init__(self) -> None:
        self._keys: dict[bytes, Key] = {}
        self._queues: dict[bytes, int] = {}
        self._clients: dict[str, int] = {}
        self._names: list[Name] = []
        self._records: list[bytes] = []
        self._previews: list[bytes] = []
        self._sequence = self._calls = 0
        self._speaker = ""
        self._time = 0

    def hear(self, said: Said) -> None:
        """Take in a command."""
        self._time, client, words = said
        inside = client == LUA
        if not inside:
            self._end_script()
            self._speaker = client
            self._spoke_again(client)
        if self._speaker in self.silent:
            return
        if inside and (act := self.open.get(self._speaker)) is not None:
            act.carried_out = True
        client = self._speaker
        name = words[0].upper()
        if not self._handle(name, client, words, inside) and self.others and not inside:
            self._tell_other(client, words)

    def _handle(self, name: bytes, client: str, words: list[bytes], inside: bool) -> bool:
        """Whether it was a call on a queue. What the server refused may be any nonsense."""
        handler = _HANDLERS.get(name)
        try:
            return handler is not None and handler(self, client, words, inside)
        except (LookupError, ValueError):
            return False

    def name_clients(self, names: dict[str, str]) -> None:
        """Say what clients call themselves, by their addresses."""
        self.strangers = False
        for address, name in names.items():
            number = self._clients.get(address)
            if number is None:
                number = self._clients[address] = len(self._clients) + 1
            self._names.append(Name(NameKind.CLIENT, number, f"{name}@{address}" if name else address))

    def take(self, now: int) -> Batch | None:
        """What is to be told since the last time. ``now``: ns since 1970 on the server's clock."""
        for act in self.open.values():
            if act.waits and not act.told and now - act.began >= PATIENCE:
                act.told = True
                self._tell(act, Phase.START, Outcome.BLOCKED, act.began)
        if not self._records:
            return None
        records, previews, names = self._records, self._previews, self._names
        self._records, self._previews, self._names = [], [], []
        packed = memoryview(b"".join(records))
        return Batch(tuple(names), len(records), packed, memoryview(b"".join(previews)))

    def waiting(self, queue: str) -> tuple[int, int]:
        """How many puts and gets wait for a queue."""
        number = self._queues.get(to_bytes(queue), 0)
        methods = [act.method for act in self.open.values() if act.key.queue == number and act.waits]
        return methods.count(Method.PUT), methods.count(Method.GET)

    def forget(self, alive: Sequence[str]) -> None:
        """Clients that are gone wait no more."""
        for client in self.open.keys() - set(alive):
            self._end(client, Outcome.CANCELLED)

    # What handlers are made of

    def key(self, key: bytes) -> Key:
        known = self._keys.get(key)
        if known is None:
            if len(self._keys) >= MOST_KEYS:
                self._keys.clear()
            known = self._keys[key] = self._learn(key)
        return known

    def _learn(self, key: bytes) -> Key:
        before = self.prefix + b":"
        if not key.startswith(before):
            return Key(self._queue(key), b"", False)
        name = key[len(before) :]
        part = next((part for part in _PARTS if name.endswith(part) and name != part), b"")
        return Key(self._queue(name[: len(name) - len(part)]), part, True)

    def _queue(self, name: bytes) -> int:
        number = self._queues.get(name)
        if number is None:
            number = self._queues[name] = len(self._queues) + 1
            self._names.append(Name(NameKind.QUEUE, number, name.decode("utf-8", "backslashreplace")))
        return number

    def _client(self, client: str) -> int:
        number = self._clients.get(client)
        if number is None:
            number = self._clients[client] = len(self._clients) + 1
            self._names.append(Name(NameKind.CLIENT, number, client))
            self.strangers = True
        return number

    def begin(
        self, client: str, method: Method, key: Key, timeout: int = NO_TIMEOUT, waits: bool = True
    ) -> Act:
        """The call that a client is in, a new one if it is in none of this kind."""
        act = self.open.get(client)
        if act is None or act.method is not method or act.key.queue != key.queue:
            self._calls += 1
            act = Act(method, key, self._client(client), self._time, self._calls, timeout, waits=waits)
            self.open[client] = act
        act.waits = act.waits or waits
        return act

    def done(
        self, client: str, method: Method, key: Key, payloads: Sequence[bytes] = (), items: int = 0
    ) -> None:
        """A call has ended well, whether its beginning was heard or not."""
        act = self.open.get(client)
        if act is not None and act.method is method and act.key.queue == key.queue:
            del self.open[client]
        else:
            self._calls += 1
            act = Act(method, key, self._client(client), self._time, self._calls, 0)
        act.items = items or len(payloads)
        self._tell(act, Phase.END, Outcome.OK, self._time, payloads)

    def _end(self, client: str, outcome: Outcome) -> None:
        act = self.open.pop(client)
        self._tell(act, Phase.END, outcome, max(self._time, act.began))

    def gave_up(self, client: str, method: Method) -> None:
        """A role was given back: if a call is open still, it got nothing."""
        act = self.open.get(client)
        if act is not None and act.method is method:
            self._end(client, _FAILED[method])

    def _end_script(self) -> None:
        """The script is over; a call that has not ended and does not wait has got nothing."""
        act = self.open.get(self._speaker)
        if act is None or act.waits:
            return
        if act.carried_out:
            self._end(self._speaker, _FAILED[act.method])
        else:
            del self.open[self._speaker]

    def _spoke_again(self, client: str) -> None:
        """A pop of a plain list that waited is over when its client says something else."""
        act = self.open.get(client)
        if act is not None and not act.key.pressure:
            late = 0 < act.timeout <= self._time - act.began
            act.items = 0 if late else 1
            self._end(client, Outcome.EMPTY if late else Outcome.OK)

    def _tell_other(self, client: str, words: Sequence[bytes]) -> None:
        self._calls += 1
        act = Act(Method.COMMAND, _NO_KEY, self._client(client), self._time, self._calls, 0)
        self._tell(act, Phase.END, Outcome.OK, self._time, [b" ".join(words)])

    def _tell(
        self, act: Act, phase: Phase, outcome: Outcome, time: int, payloads: Sequence[bytes] = ()
    ) -> None:
        self._sequence += 1
        codec, preview, size = 0, b"", 0
        if payloads:
            unmarked = [unmark(payload) for payload in payloads]
            codec, preview = unmarked[0].codec, unmarked[0].data[:PREVIEW]
            size = sum(len(payload.data) for payload in unmarked)
        self._previews.append(preview)
        self._records.append(
            RECORD.pack(
                self._sequence,
                time,
                time - act.began,
                act.number,
                0,
                act.timeout,
                act.key.queue,
                act.client,
                size,
                0,
                act.items,
                act.method,
                phase,
                outcome,
                codec,
                len(preview),
            )
        )


_NO_KEY = Key(0, b"", False)
Handler = Callable[[Calls, str, list[bytes], bool], bool]
"""Whether it was a call on a queue."""


def _push(calls: Calls, client: str, words: list[bytes], inside: bool) -> bool:
    key = calls.key(words[1])
    match key.part:
        case b"":
            calls.done(client, Method.PUT, key, words[2:])
        case b":producer_free":
            calls.gave_up(client, Method.PUT)
        case b":consumer_free":
            calls.gave_up(client, Method.GET)
        case b":closed" if key.queue not in calls.gone:
            calls.done(client, Method.SHUTDOWN, key)
    return True


def _pop(calls: Calls, client: str, words: list[bytes], inside: bool) -> bool:
    key = calls.key(words[1])
    if not key.pressure:
        calls.done(client, Method.GET, key, items=int(words[2]) if len(words) > 2 else 1)
    return True


def _wait(calls: Calls, client: str, words: list[bytes], inside: bool) -> bool:
    """BRPOP and BLPOP: the keys, then the seconds."""
    key = calls.key(words[1])
    puts = key.part in (b":producer_free", b":not_full")
    calls.begin(client, Method.PUT if puts else Method.GET, key, 0 if key.pressure else _ns(words[-1]))
    return True


def _move(calls: Calls, client: str, words: list[bytes], inside: bool) -> bool:
    """BLMOVE, LMOVE, RPOPLPUSH, BRPOPLPUSH. To the same place: somebody of ours waits."""
    key = calls.key(words[1])
    waits = words[0][:1] in b"Bb"
    if key.pressure and words[1] == words[2]:
        puts = key.part in (b":producer_free", b":not_full")
        calls.begin(client, Method.PUT if puts else Method.GET, key)
    elif waits and words[1] != words[2]:
        calls.begin(client, Method.GET, key, _ns(words[-1]))
    elif not waits:
        calls.done(client, Method.GET, key, items=1)
    return True


def _count(calls: Calls, client: str, words: list[bytes], inside: bool) -> bool:
    """INCR and INCRBY: whoever counts what was consumed has it."""
    key = calls.key(words[1])
    if key.part == b":stats:consumed_messages":
        calls.done(client, Method.GET, key, items=int(words[2]) if len(words) > 2 else 1)
    return key.pressure


def _set(calls: Calls, client: str, words: list[bytes], inside: bool) -> bool:
    """SET and SETNX: of the bound it makes a queue, of a holder that is marked it begins to wait."""
    key = calls.key(words[1])
    if key.part == b":bound":
        calls.gone.discard(key.queue)
        calls.done(client, Method.CREATE, key)
    elif key.part in _ROLES and b"@" in words[2]:
        calls.begin(client, _ROLES[key.part], key)
    return key.pressure


def _delete(calls: Calls, client: str, words: list[bytes], inside: bool) -> bool:
    key = calls.key(words[1])
    if key.part == b":bound" or not key.pressure:
        calls.gone.add(key.queue)
        calls.done(client, Method.CLOSE, key)
    return True


def _evaluate(calls: Calls, client: str, words: list[bytes], inside: bool) -> bool:
    """EVALSHA and EVAL: of our scripts the call is known at once."""
    sha = words[1] if words[0][-1:] in b"Aa" else sha1(words[1], usedforsecurity=False).hexdigest().encode()
    method = _SCRIPTS.get(sha)
    if method in _FAILED:
        calls.begin(client, method, calls.key(words[3]), waits=False)
    elif method is not None:
        calls.done(client, method, calls.key(words[3]))
    return method is not None


def _looks(method: Method) -> Handler:
    def handler(calls: Calls, client: str, words: list[bytes], inside: bool) -> bool:
        key = calls.key(words[1])
        if not inside and not key.part:
            calls.done(client, method, key)
        return True

    return handler


def _ns(seconds: bytes) -> int:
    """Of a timeout; 0 is for ever."""
    return round(float(seconds) * 1e9) or NO_TIMEOUT


def _add(calls: Calls, client: str, words: list[bytes], inside: bool) -> bool:
    """XADD: what goes on a stream."""
    calls.done(client, Method.PUT, calls.key(words[1]), [b" ".join(words[2:])], items=1)
    return True


_HANDLERS: dict[bytes, Handler] = {
    **dict.fromkeys((b"LPUSH", b"RPUSH", b"LPUSHX", b"RPUSHX"), _push),
    **dict.fromkeys((b"LPOP", b"RPOP"), _pop),
    **dict.fromkeys((b"BLPOP", b"BRPOP"), _wait),
    **dict.fromkeys((b"LMOVE", b"BLMOVE", b"RPOPLPUSH", b"BRPOPLPUSH"), _move),
    **dict.fromkeys((b"INCR", b"INCRBY"), _count),
    **dict.fromkeys((b"SET", b"SETNX"), _set),
    **dict.fromkeys((b"DEL", b"UNLINK"), _delete),
    **dict.fromkeys((b"EVALSHA", b"EVAL"), _evaluate),
    b"LLEN": _looks(Method.QSIZE),
    b"XLEN": _looks(Method.QSIZE),
    b"LRANGE": _looks(Method.PEEK),
    b"XRANGE": _looks(Method.PEEK),
    b"XADD": _add,
}
"""What each command says of a queue."""
