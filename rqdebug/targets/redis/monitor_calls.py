# SPDX-License-Identifier: GPL-3.0-or-later
"""Commands on the keys of queues as the calls that they stand for.

MONITOR tells commands and no replies. What came of a call is told by what
its client does next: who counts an item has it, who gives a role back without
has none, who speaks again waits no more. A call is told as started when it
has not ended for a while.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from rqcore.pressure.keys import PARTS, to_bytes, to_text
from rqcore.protocol.event_batch import NO_TIMEOUT, EventBatch, Method, Outcome, Phase
from rqdebug.targets.redis.event_records import CallDescription, EventRecords
from rqdebug.targets.redis.monitor_parser import LUA, MonitorLine

PATIENCE = 20_000_000
"""ns after which a call that has not ended is told as blocked."""
MOST_KEYS = 100_000
"""Keys that are remembered; a server may have many more, and from then on they are learnt anew."""
FAILED = {Method.PUT: Outcome.FULL, Method.GET: Outcome.EMPTY}
"""What it is called that nothing came of a call."""
_PARTS = sorted((part for part in PARTS if part), key=len, reverse=True)


@dataclass(frozen=True, slots=True)
class QueueKey:
    """What a key is to its queue."""

    queue: int
    part: bytes
    """One of the protocol's; empty for the items themselves."""
    pressure: bool


@dataclass(slots=True)
class OpenCall:
    """A call of which the end was not heard yet."""

    act: CallDescription
    pressure: bool
    told: bool = False
    waits: bool = True
    """False: it is over when its script is."""
    carried_out: bool = False
    """Its script was found on the server, and says commands."""


class MonitoredCalls:
    """Hears commands, tells events."""

    def __init__(
        self,
        prefix: bytes,
        handlers: Handlers,
        others: bool = False,
        shown: Callable[[str], str] = lambda name: name,
    ) -> None:
        """prefix: of pressure queues; shown: what they are called. handlers: what commands say.

        others: tell all other commands as they are.
        """
        self.open: dict[str, OpenCall] = {}
        """By client."""
        self.silent: Collection[str] = ()
        """Clients of which nothing is told: those of observers."""
        self.gone: set[int] = set()
        """Queues that were deleted: what else is done to their keys is part of that."""
        self.records = EventRecords()
        self._before = prefix + b":"
        self._handlers = handlers
        self._others = others
        self._shown = shown
        self._keys: dict[bytes, QueueKey] = {}
        self._speaker = ""
        self._time = 0

    def hear(self, said: MonitorLine) -> None:
        """Take in a command."""
        self._time, client, words = said
        inside = client == LUA
        if not inside:
            self._end_script()
            self._speaker = client
            self._spoke_again(client)
        if self._speaker in self.silent:
            return
        if inside and (found := self.open.get(self._speaker)) is not None:
            found.carried_out = True
        if not self._handle(words, inside) and self._others and not inside:
            act = self.records.act(Method.COMMAND, 0, client, self._time, 0)
            self.records.tell(act, Phase.END, Outcome.OK, self._time, [b" ".join(words)])

    def _handle(self, words: list[bytes], inside: bool) -> bool:
        """Whether it was a call on a queue. What the server refused may be any nonsense."""
        handler = self._handlers.get(words[0].upper())
        try:
            return handler is not None and handler(self, self._speaker, words, inside)
        except (LookupError, ValueError):
            return False

    def take(self, now: int) -> EventBatch | None:
        """What is to be told since the last time. ``now``: ns since 1970 on the server's clock."""
        for one in self.open.values():
            if one.waits and not one.told and now - one.act.began >= PATIENCE:
                one.told = True
                self.records.tell(one.act, Phase.START, Outcome.BLOCKED, one.act.began)
        return self.records.take()

    def waiting(self, queue: str) -> tuple[int, int]:
        """How many puts and gets wait for a queue."""
        number = self.records.number_of(to_bytes(queue))
        methods = [one.act.method for one in self.open.values() if one.act.queue == number and one.waits]
        return methods.count(Method.PUT), methods.count(Method.GET)

    def know_clients(self, names: dict[str, str], blocked: Collection[str], now: int) -> None:
        """Say who is connected, by address, what they call themselves, and who of them waits.

        Who is gone waits no more, nor does a pop of a plain list of a client that does not.
        """
        self._time = max(self._time, now)
        for client in self.open.keys() - names.keys():
            self._end(client, Outcome.CANCELLED)
        for client in self.open.keys() - set(blocked):
            self._spoke_again(client)
        self.records.forget_clients(names.keys())
        self.records.name_clients(names)

    # What handlers are made of

    def key(self, key: bytes) -> QueueKey:
        """What a key is that holds items, if it is not one of a pressure queue."""
        known = self._keys.get(key)
        if known is None:
            if len(self._keys) >= MOST_KEYS:
                self._keys.clear()
            known = self._keys[key] = self._learn(key)
        return known

    def known(self, key: bytes) -> QueueKey | None:
        """The same for a key that may be anything: None where it is of no queue that was heard of."""
        return self._keys.get(key) or (self.key(key) if key.startswith(self._before) else None)

    def _learn(self, key: bytes) -> QueueKey:
        if not key.startswith(self._before):
            return QueueKey(self.records.queue(key), b"", False)
        name = key[len(self._before) :]
        part = next((part for part in _PARTS if name.endswith(part) and name != part), b"")
        shown = self._shown(to_text(name[: len(name) - len(part)]))
        return QueueKey(self.records.queue(to_bytes(shown)), part, True)

    def begin(
        self, client: str, method: Method, key: QueueKey, timeout: int = NO_TIMEOUT, waits: bool = True
    ) -> None:
        """A client is in a call: a new one, if it was in none of this kind."""
        found = self._in(client, method, key)
        if found is None:
            act = self.records.act(method, key.queue, client, self._time, timeout)
            self.open[client] = OpenCall(act, key.pressure, waits=waits)
        else:
            found.waits = found.waits or waits

    def done(
        self, client: str, method: Method, key: QueueKey, payloads: Sequence[bytes] = (), items: int = 0
    ) -> None:
        """A call has ended well, whether its beginning was heard or not."""
        found = self._in(client, method, key)
        if found is None:
            act = self.records.act(method, key.queue, client, self._time, 0)
        else:
            act = self.open.pop(client).act
        act.items = items or len(payloads)
        self.records.tell(act, Phase.END, Outcome.OK, self._time, payloads)

    def gave_up(self, client: str, method: Method) -> None:
        """A role was given back: if a call is open still, it got nothing."""
        found = self.open.get(client)
        if found is not None and found.act.method is method:
            self._end(client, FAILED[method])

    def _in(self, client: str, method: Method, key: QueueKey) -> OpenCall | None:
        found = self.open.get(client)
        same = found is not None and (found.act.method, found.act.queue) == (method, key.queue)
        return found if same else None

    def _end(self, client: str, outcome: Outcome) -> None:
        act = self.open.pop(client).act
        self.records.tell(act, Phase.END, outcome, max(self._time, act.began))

    def _end_script(self) -> None:
        """The script is over; a call that has not ended and does not wait has got nothing."""
        found = self.open.get(self._speaker)
        if found is None or found.waits:
            return
        if found.carried_out:
            self._end(self._speaker, FAILED[found.act.method])
        else:
            del self.open[self._speaker]

    def _spoke_again(self, client: str) -> None:
        """A pop of a plain list that waited is over when its client says something else."""
        found = self.open.get(client)
        if found is not None and not found.pressure:
            late = 0 < found.act.timeout <= self._time - found.act.began
            found.act.items = 0 if late else 1
            self._end(client, Outcome.EMPTY if late else Outcome.OK)


Handler: TypeAlias = Callable[[MonitoredCalls, str, list[bytes], bool], bool]
"""Given the client, the words, and whether a script said them. Whether it was a call on a queue."""
Handlers: TypeAlias = Mapping[bytes, Handler]
"""By the name of the command."""
