# SPDX-License-Identifier: MIT
"""The state, waiters, leases and previews of a queue on Redis, from the replies of scripts."""

from __future__ import annotations

import logging
import math
from collections.abc import Iterator, Sequence
from typing import Any

from rqcore.client.capabilities import ALL_CAPABILITIES, Capability
from rqcore.protocol.queue_values import KINDS, LeaseView, Preview, QueueStat, Waiter
from rqcore.redis.queue_keys import QueueKeys
from rqcore.redis.script_parts import MOST_LISTED
from rqcore.redis.stored_items import read_item

log: logging.Logger = logging.getLogger("rqcore.client")

CAPABILITIES = ALL_CAPABILITIES - {Capability.EXCHANGES}
"""What a queue of rqcore on Redis supports."""


_WAITING = ("put", "get", "lease", "join")
"""The methods that can wait."""


def _count(figure: Any) -> int:
    """Return a number of 64 bits that is not negative. Raises TypeError, ValueError."""
    number = int(figure)
    if not 0 <= number < 2**64:
        raise ValueError(number)
    return number


def _seconds(figure: Any) -> float:
    """Return a number that is finite and not negative. Raises TypeError, ValueError."""
    number = float(figure)
    if not 0 <= number < math.inf:
        raise ValueError(number)
    return number


def items_of(reply: Sequence[Any]) -> tuple[list[bytes], bool]:
    """Return the items from the reply of PEEK, and whether they have keys."""
    found, kind = reply
    if set(map(type, found)) - {bytes}:
        raise TypeError(found)
    return found, kind == b"priority"


def number_of(reply: Sequence[Any]) -> int:
    """Return the number from a reply that has nothing else."""
    (number,) = reply
    return int(number)


def part_of(reply: Sequence[Any]) -> bytes | None:
    """Return the part of a payload from the reply of READ_PAYLOAD; None if the item is gone."""
    (part,) = reply
    if not isinstance(part, bytes | None):
        raise TypeError(part)
    return part


def stat_of(keys: QueueKeys, reply: Sequence[Any]) -> QueueStat:
    """Return the state from the reply of STAT. Clients are only known while they wait."""
    kind, size, maxsize, puts, gets, size_bytes, unfinished, shut, _, _, *rest = reply
    leased, delayed, dead, max_deliveries, dead_letter, alive, *lines = rest
    if kind.decode() not in KINDS:
        raise ValueError(kind[:40])
    waiting = waiters_of(reply)
    methods = [waiter.method for waiter in waiting]
    blocked_puts, blocked_gets, blocked_joins = map(_count, lines)
    if _count(alive) <= MOST_LISTED:  # all are listed, and none of them has died
        blocked_puts, blocked_joins = methods.count("put"), methods.count("join")
        blocked_gets = len(methods) - blocked_puts - blocked_joins
    return QueueStat(
        namespace=keys.name,
        name=keys.name,
        kind=kind.decode(),
        size=_count(size),
        maxsize=_count(maxsize),
        puts=_count(puts),
        gets=_count(gets),
        blocked_puts=blocked_puts,
        blocked_gets=blocked_gets,
        blocked_joins=blocked_joins,
        unfinished=_count(unfinished),
        shutdown=shut != b"0",
        clients=len({waiter.name for waiter in waiting}),
        bytes=_count(size_bytes),
        leased=_count(leased),
        delayed=_count(delayed),
        dead=_count(dead),
        max_deliveries=_count(max_deliveries),
        dead_letter=keys.name_of(dead_letter) if dead_letter else None,
    )


def waiters_of(reply: Sequence[Any]) -> list[Waiter]:
    """Return the waiters from the reply of STAT, the oldest first. Their client numbers are unknown."""
    return sorted(_waiters(reply[8], reply[9]), key=lambda waiter: -waiter.waited)


def _waiters(now: int, waiting: Sequence[Any]) -> Iterator[Waiter]:
    """Yield the waiters. One that no client of rqcore registers is left out: it costs no other figure."""
    for caller, words in zip(waiting[::2], waiting[1::2], strict=True):
        try:
            yield _waiter(now, caller, *words.decode().split(" "))
        except (TypeError, ValueError, AttributeError):
            continue


def _waiter(now: int, caller: bytes, method: str, start: str, timeout: str) -> Waiter:
    """Make a waiter. Raises TypeError, ValueError."""
    if method not in _WAITING:
        raise ValueError(method)
    limit = None if timeout == "none" else _seconds(timeout)
    return Waiter(0, _client_of(caller), method, max(now - _count(start), 0) / 1000, limit)


def _client_of(caller: bytes) -> str:
    return caller.decode(errors="replace").rpartition(".")[0]


def leases_of(reply: tuple[int, Sequence[Any]]) -> list[LeaseView]:
    """Return the leases from the replies of LEASES, those that end first in front."""
    return list(_leases(*reply))


def _leases(now: int, found: Sequence[Any]) -> Iterator[LeaseView]:
    """Yield the view of each lease. One that no client of rqcore writes is left out."""
    strange = 0
    for _, held, end in found:
        try:
            yield _lease(now, end, *held.split(b" "))
        except (TypeError, ValueError, AttributeError):
            strange += 1
    if strange:
        log.warning("leases left out: no client of rqcore writes such fields", extra={"leases": strange})


def _lease(
    now: int, end: Any, caller: bytes, start: bytes, _: bytes, item: bytes, deliveries: bytes, size: bytes
) -> LeaseView:
    """Make the view of a lease. Client numbers are unknown. Raises TypeError, ValueError."""
    return LeaseView(
        item=_count(item),
        deliveries=_count(deliveries),
        size=_count(size),
        client=0,
        name=_client_of(caller),
        held=max(now - _count(start), 0) / 1000,
        left=max(_seconds(end) - now, 0) / 1000,
    )


def previews_of(reply: Sequence[Any]) -> list[Preview]:
    """Return previews from the reply of PREVIEWS."""
    (found,) = reply
    return [
        Preview(item.number, item.codec, int(size), item.data)
        for stored, size in found
        for item in (read_item(stored, False),)
    ]
