# SPDX-License-Identifier: GPL-3.0-or-later
"""Records of events as a controller would have sent them, made on this side."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from rqcore.pressure.redis_payloads import unmark
from rqcore.protocol.event_batch import (
    NO_TIMEOUT,
    EventBatch,
    Method,
    NameKind,
    NameRecord,
    Outcome,
    Phase,
    encode_record,
)

PREVIEW = 256
"""Bytes of a payload that are kept."""
MOST_NAMES = 100_000
"""Queues that are remembered; from then on they get their numbers anew."""


@dataclass(slots=True)
class CallDescription:
    """A call. Times in ns."""

    method: Method
    queue: int
    client: int
    began: int
    number: int
    timeout: int = NO_TIMEOUT
    items: int = 0


class EventRecords:
    """Gives numbers to calls, queues and clients, and keeps what was told until it is taken."""

    def __init__(self) -> None:
        self.strangers = False
        """Whether there are clients of which nobody has said what they call themselves."""
        self._queues: dict[bytes, int] = {}
        self._clients: dict[str, tuple[int, str]] = {}
        self._names: list[NameRecord] = []
        self._records: list[bytes] = []
        self._previews: list[bytes] = []
        self._sequence = self._calls = self._numbers = 0

    def act(
        self, method: Method, queue: int, client: str, began: int, timeout: int = NO_TIMEOUT
    ) -> CallDescription:
        """A new call."""
        self._calls += 1
        return CallDescription(method, queue, self._client(client), began, self._calls, timeout)

    def queue(self, name: bytes) -> int:
        """The number of a queue, a new one if need be."""
        number = self._queues.get(name)
        if number is None:
            if len(self._queues) >= MOST_NAMES:
                self._queues.clear()
            number = self._queues[name] = self._number(
                NameKind.QUEUE, name.decode("utf-8", "backslashreplace")
            )
        return number

    def number_of(self, name: bytes) -> int:
        """The number of a queue; 0, which none has, where nothing was told of it."""
        return self._queues.get(name, 0)

    def name_clients(self, names: dict[str, str]) -> None:
        """Say what clients call themselves, by their addresses."""
        self.strangers = False
        for address, name in names.items():
            text = f"{name}@{address}" if name else address
            number, known = self._clients.get(address, (0, ""))
            if not number:
                self._clients[address] = self._number(NameKind.CLIENT, text), text
            elif text != known:
                self._clients[address] = number, text
                self._names.append(NameRecord(NameKind.CLIENT, number, text))

    def forget_clients(self, alive: Collection[str]) -> None:
        """The others are gone: their addresses may come again as somebody else's."""
        self._clients = {address: known for address, known in self._clients.items() if address in alive}

    def _client(self, address: str) -> int:
        known = self._clients.get(address)
        if known is None:
            self.strangers = True
            known = self._clients[address] = self._number(NameKind.CLIENT, address), address
        return known[0]

    def _number(self, kind: NameKind, text: str) -> int:
        self._numbers += 1
        self._names.append(NameRecord(kind, self._numbers, text))
        return self._numbers

    def tell(
        self, act: CallDescription, phase: Phase, outcome: Outcome, time: int, payloads: Sequence[bytes] = ()
    ) -> None:
        """Note an event."""
        self._sequence += 1
        codec, preview, size = 0, b"", 0
        if payloads:
            unmarked = [unmark(payload) for payload in payloads]
            codec, preview = unmarked[0].codec, unmarked[0].data[:PREVIEW]
            size = sum(len(payload.data) for payload in unmarked)
        self._previews.append(preview)
        self._records.append(
            encode_record(
                sequence=self._sequence,
                time=time,
                duration=time - act.began,
                call=act.number,
                timeout=act.timeout,
                queue=act.queue,
                client=act.client,
                size=size,
                items=act.items,
                method=act.method,
                phase=phase,
                outcome=outcome,
                codec=codec,
                preview=len(preview),
            )
        )

    def take(self) -> EventBatch | None:
        """What was told since the last time."""
        if not self._records:
            return None
        records, previews, names = self._records, self._previews, self._names
        self._records, self._previews, self._names = [], [], []
        packed = memoryview(b"".join(records))
        return EventBatch(tuple(names), len(records), packed, memoryview(b"".join(previews)))
