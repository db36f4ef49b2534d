# SPDX-License-Identifier: MIT
"""The exchanges of leases; ``exchanges`` explains what they are."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any, TypeVar

from rqcore.argument_checks import duration_of, lease_of, part_of_leases, waiting_time
from rqcore.client.exchange import Exchange, read_ok
from rqcore.client.exchanges import (
    Arguments,
    queue_values,
    read_item,
    read_trusted_item,
    read_undecoded,
    timeout_words,
)
from rqcore.client.structure_reader import read_structure
from rqcore.client.taken_items import LeasedReply
from rqcore.protocol.resp import Value, command

if TYPE_CHECKING:
    from rqcore.protocol.queue_values import LeaseView

T = TypeVar("T")


def lease(
    queue: str,
    block: bool,
    timeout: float | None,
    seconds: float,
    decoded: bool,
    allow_pickle: bool,
    make_item: Callable[[int, int, int, Any], T],
) -> Exchange[T]:
    """Take the next item on a lease.

    Args:
        queue: The namespace or name of the queue.
        block: False does not wait, as a timeout of 0.
        timeout: Maximum seconds to wait; None means no limit.
        seconds: How long the lease lasts.
        decoded: Whether the item has the value; otherwise it has a Payload.
        allow_pickle: Whether a pickle may be loaded.
        make_item: Makes the result from the number of the lease, the deliveries, the number of the item, and
            its value.

    Raises:
        BadCall: The timeout is negative.
    """
    wait = waiting_time(block, timeout)
    decode = read_undecoded if not decoded else read_trusted_item if allow_pickle else read_item
    item = LeasedReply(queue, decode, make_item)
    request = partial(_lease_request, queue, duration_of("seconds", seconds))
    exchange = Exchange(request(wait), item.read, wait, item.give_back)
    if wait:
        exchange.shorten = request
    return exchange


@lru_cache(256, typed=True)
def _lease_request(queue: str, seconds: float, wait: float | None) -> bytes:
    """Return the request. Cached, because consumers repeat it."""
    return command(["RQ.LEASE", queue, *timeout_words(wait), "SECONDS", seconds])


def ack(queue: str, item: object) -> Exchange[None]:
    """Acknowledge a leased item. Raises BadCall if it was not leased."""
    return Exchange(command(["RQ.ACK", queue, lease_of(item)]), read_ok)


def nack(queue: str, item: object, delay: float) -> Exchange[None]:
    """Give a leased item back after ``delay`` seconds. Raises BadCall."""
    seconds = duration_of("delay", delay)
    when: Arguments = ["DELAY", seconds] if seconds else []
    return Exchange(command(["RQ.NACK", queue, lease_of(item), *when]), read_ok)


def extend(queue: str, item: object, seconds: float | None) -> Exchange[None]:
    """Let the lease of an item end ``seconds`` from now; None means its first duration. Raises BadCall."""
    duration: Arguments = [] if seconds is None else ["SECONDS", duration_of("seconds", seconds)]
    return Exchange(command(["RQ.EXTEND", queue, lease_of(item), *duration]), read_ok)


def leases(queue: str, start: int, count: int | None) -> Exchange[list[LeaseView]]:
    """Ask for the leased items of a queue. Raises BadCall."""
    start, most = part_of_leases(start, count)
    skipped: Arguments = ["START", start] if start else []
    limit: Arguments = [] if most is None else ["COUNT", most]
    return Exchange(command(["RQ.LEASES", queue, *skipped, *limit]), _read_leases)


def _read_leases(reply: Value) -> list[LeaseView]:
    return [read_structure(queue_values().LeaseView, row) for row in reply]
