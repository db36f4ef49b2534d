# SPDX-License-Identifier: MIT
"""The state, waiters, leases and previews of a queue on Redis, from the replies of scripts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from rqcore.client.capabilities import ALL_CAPABILITIES, Capability
from rqcore.protocol.queue_values import LeaseView, Preview, QueueStat, Waiter
from rqcore.redis.queue_keys import QueueKeys
from rqcore.redis.stored_items import read_item

CAPABILITIES = ALL_CAPABILITIES - {Capability.EXCHANGES}
"""What a queue of rqcore on Redis supports."""


def stat_of(keys: QueueKeys, reply: Sequence[Any]) -> QueueStat:
    """Return the state from the reply of STAT. Clients are only known while they wait."""
    kind, size, maxsize, puts, gets, size_bytes, unfinished, shut, _, _, *rest = reply
    leased, delayed, dead, max_deliveries, dead_letter = rest
    waiting = waiters_of(reply)
    methods = [waiter.method for waiter in waiting]
    return QueueStat(
        namespace=keys.name,
        name=keys.name,
        kind=kind.decode(),
        size=size,
        maxsize=maxsize,
        puts=puts,
        gets=gets,
        blocked_puts=methods.count("put"),
        blocked_gets=methods.count("get") + methods.count("lease"),
        blocked_joins=methods.count("join"),
        unfinished=unfinished,
        shutdown=shut != b"0",
        clients=len({waiter.name for waiter in waiting}),
        bytes=size_bytes,
        leased=leased,
        delayed=delayed,
        dead=dead,
        max_deliveries=max_deliveries,
        dead_letter=keys.name_of(dead_letter) if dead_letter else None,
    )


def waiters_of(reply: Sequence[Any]) -> list[Waiter]:
    """Return the waiters from the reply of STAT, the oldest first. Their client numbers are unknown."""
    return sorted(_waiters(reply[8], reply[9]), key=lambda waiter: -waiter.waited)


def _waiters(now: int, waiting: Sequence[bytes]) -> Iterator[Waiter]:
    for caller, words in zip(waiting[::2], waiting[1::2], strict=True):
        method, start, timeout = words.decode().split(" ")
        name = _client_of(caller)
        limit = None if timeout == "none" else float(timeout)
        yield Waiter(0, name, method, max(now - int(start), 0) / 1000, limit)


def _client_of(caller: bytes) -> str:
    return caller.decode(errors="replace").rpartition(".")[0]


def leases_of(now: int, found: Sequence[Any]) -> Iterator[tuple[int, LeaseView]]:
    """Yield the number of each lease, and its view, from a reply of LEASES. Client numbers are unknown."""
    for number, held, end in found:
        caller, start, _, item, deliveries, size = held.split(b" ")
        yield (
            int(number),
            LeaseView(
                item=int(item),
                deliveries=int(deliveries),
                size=int(size),
                client=0,
                name=_client_of(caller),
                held=max(now - int(start), 0) / 1000,
                left=max(float(end) - now, 0) / 1000,
            ),
        )


def previews_of(reply: Sequence[Any]) -> list[Preview]:
    """Return previews from the reply of PREVIEWS."""
    return [
        Preview(item.number, item.codec, size, item.data)
        for stored, size in reply
        for item in (read_item(stored, False),)
    ]
