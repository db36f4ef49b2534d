# SPDX-License-Identifier: MIT
"""Lists and streams that are nobody's pressure queue, seen as queues.

A list is pushed left and popped right, has no bound, and cannot be shut down.
A stream can be looked at; each entry is shown as the JSON of its fields.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from typing import Any, NoReturn

from rqcore.client import handles
from rqcore.client.exchanges import waiting_time
from rqcore.codec import Codec, Payload, decode
from rqcore.errors import Closed, Empty, NotAllowed
from rqcore.pressure.adapter import refuse
from rqcore.pressure.keys import to_bytes, to_text
from rqcore.pressure.protocol_steps import SLICE
from rqcore.pressure.redis_connection import RedisConnection, wait_words
from rqcore.pressure.redis_payloads import mark, unmark
from rqcore.protocol.queue_values import QueueStat, Waiter


class PlainHandle(handles.QueueHandle):
    """A key of Redis as a queue. What it cannot do raises NotAllowed."""

    length = ""
    """The command that tells how many items there are."""

    def __init__(
        self, controller: Any, namespace: str, name: str | None, kind: str, maxsize: int = 0
    ) -> None:
        super().__init__(controller, namespace, name, kind, maxsize)
        self._link: RedisConnection = controller.link
        self._key = to_bytes(namespace)

    def qsize(self) -> int:
        """How many items it holds."""
        return int(self._link.ask(self.length, self._key))

    def stat(self) -> QueueStat:
        """How it stands. Nobody counts what was put and taken. Raises Closed where it is gone."""
        size = self.qsize()
        if not size and not self._link.ask("EXISTS", self._key):
            raise Closed(f"the {self.kind} {self.namespace} is gone: Redis keeps no empty ones")
        return plain_stat(self.namespace, self.kind, size)

    def waiters(self) -> list[Waiter]:
        """Not known: Redis does not tell which key a client waits for."""
        return []

    def close(self) -> int:
        """Delete it; returns how many items went with it."""
        self._change()
        size = self.qsize()
        self._link.ask("DEL", self._key)
        return size

    def purge(self) -> int:
        """The same as ``close``: Redis keeps no empty ones."""
        return self.close()

    def task_done(self) -> None:
        """Not on Redis: raises NotAllowed."""
        refuse("task_done")

    def join(self, timeout: float | None = None) -> bool:
        """Not on Redis: raises NotAllowed."""
        refuse("join")

    def shutdown(self, immediate: bool = False) -> None:
        """Not on Redis: raises NotAllowed."""
        refuse(f"shutting down a {self.kind}")

    def _change(self) -> None:
        if not self._link.changes:
            raise NotAllowed(
                f"{self._link.place} was connected to for looking only, and this would change it"
            )

    def _value(self, payload: Payload, decoded: bool) -> Any:
        if not decoded:
            return payload
        return decode(payload.data, payload.codec, allow_pickle=self.controller.allow_pickle)


class ListHandle(PlainHandle):
    """A list."""

    length = "LLEN"

    def put(
        self,
        item: Any,
        block: bool = True,
        timeout: float | None = None,
        *,
        codec: str | None = None,
        priority: float | None = None,
    ) -> None:
        """Push an item; there is always room."""
        if priority is not None:
            refuse("a priority")
        self.put_many([item], codec=codec)

    def put_many(
        self, items: Sequence[Any], timeout: float | None = None, *, codec: str | None = None
    ) -> int:
        """Push items in order; returns how many."""
        self._change()
        marked = [mark(item, codec, self.controller.allow_pickle) for item in items]
        if marked:
            self._link.ask("LPUSH", self._key, *marked)
        return len(marked)

    def get(self, block: bool = True, timeout: float | None = None, *, decoded: bool = True) -> Any:
        """Pop the next item; wait for one up to ``timeout`` seconds. Raises Empty."""
        return self._value(unmark(self._pop(waiting_time(block, timeout))), decoded)

    def get_many(self, count: int, timeout: float | None = None) -> list[Any]:
        """Pop up to ``count`` items; wait for the first only. Raises Empty."""
        first = self.get(timeout=timeout)
        more = self._link.ask("RPOP", self._key, count - 1) if count > 1 else None
        return [first, *(self._value(unmark(data), True) for data in more or ())]

    def _pop(self, wait: float | None) -> bytes:
        self._change()
        deadline = None if wait is None else time.monotonic() + wait
        while True:
            data = self._link.ask("RPOP", self._key)
            if data is not None:
                return bytes(data)
            left = SLICE if deadline is None else min(deadline - time.monotonic(), SLICE)
            if left <= 0:
                raise Empty(f"the list {self.namespace} is empty")
            self._link.ask(*wait_words(self._key, left))

    def peek(self, start: int = 0, stop: int = -1, *, decoded: bool = True) -> list[Any]:
        """The items from ``start`` to ``stop``, both included, without taking them."""
        found = self._link.ask("LRANGE", self._key, -stop - 1, -start - 1)
        return [self._value(unmark(data), decoded) for data in reversed(found)]


class StreamHandle(PlainHandle):
    """A stream: it can be looked at."""

    length = "XLEN"

    def put(self, *_: Any, **__: Any) -> NoReturn:
        """Not on a stream: raises NotAllowed."""
        refuse("putting on a stream")

    def get(self, *_: Any, **__: Any) -> NoReturn:
        """Not from a stream: raises NotAllowed."""
        refuse("taking from a stream")

    put_many = put
    get_many = get

    def peek(self, start: int = 0, stop: int = -1, *, decoded: bool = True) -> list[Any]:
        """The entries from ``start`` to ``stop``, both included, the oldest first."""
        count = () if stop < 0 else ("COUNT", stop + 1)
        entries = self._link.client.execute_command("XRANGE", self._key, "-", "+", *count)
        return [self._value(_entry(number, fields), decoded) for number, fields in entries[start:]]


def _entry(number: bytes, fields: Any) -> Payload:
    pairs = fields.items() if isinstance(fields, dict) else zip(fields[::2], fields[1::2], strict=True)
    shown = {"id": number.decode(), **{_text(key): _text(value) for key, value in pairs}}
    return Payload(Codec.JSON, json.dumps(shown, ensure_ascii=False).encode())


def _text(data: bytes) -> str:
    return data.decode("utf-8", "backslashreplace")


KINDS: dict[bytes, Callable[..., PlainHandle]] = {b"list": ListHandle, b"stream": StreamHandle}
"""The types of keys that can be seen as queues."""


def find_plain(controller: Any, reference: str) -> PlainHandle | None:
    """The list or stream of this name."""
    kind = bytes(controller.link.ask("TYPE", to_bytes(reference)))
    made = KINDS.get(kind)
    return made(controller, reference, reference, to_text(kind)) if made else None


def plain_stat(name: str, kind: str, size: int) -> QueueStat:
    """How a list or a stream stands."""
    return QueueStat(name, name, kind, size, 0, 0, 0, 0, 0, 0, size, False, 0, 0)
