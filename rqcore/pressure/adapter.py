# SPDX-License-Identifier: MIT
"""A pressure queue as a queue of a controller: how the one looks as the other."""

from __future__ import annotations

from typing import NoReturn
from uuid import uuid4

from rqcore.errors import BadCall, NotAllowed
from rqcore.pressure.redis_address import RedisAddress
from rqcore.pressure.status import QueueStatus
from rqcore.protocol.queue_values import QueueStat, Waiter

_METHODS = {"producer": "put", "consumer": "get"}

CAN: tuple[tuple[str, bool, str], ...] = (
    ("fifo queues, bounded or not", True, ""),
    ("lifo and priority queues", False, "the protocol knows FIFO only"),
    (
        "put, get, put_many, get_many, timeouts",
        True,
        "producers take turns, and so do consumers",
    ),
    ("peek, purge, qsize, stat, queues", True, ""),
    ("shutdown, close", True, "they close and delete the queue of the protocol"),
    ("waiters", True, "the holders of roles"),
    ("task_done, join", False, "the protocol does not count what is done"),
    ("bytes, text, JSON, pickles", True, "all but bytes have a mark of five bytes in front"),
    ("events of every call", True, "from MONITOR, or counters alone"),
)
"""What a queue on Redis can do of what a queue of a controller can, and what there is to know of it."""


def refuse(what: str) -> NoReturn:
    raise NotAllowed(f"{what} needs a controller (rq://): a queue on Redis does not have it")


def stored_name(place: RedisAddress, name: str | None) -> str:
    """How a queue is called on the server: on a cluster in braces, which keep its keys together."""
    name = str(uuid4()) if name is None else name
    return f"{{{name}}}" if place.is_cluster and "{" not in name else name


def shown_name(place: RedisAddress, name: str) -> str:
    """How its users call it."""
    braced = place.is_cluster and name.startswith("{") and name.find("}") == len(name) - 1
    return name[1:-1] if braced else name


def bound_of(kind: str, maxsize: int) -> int:
    """Raises NotAllowed for a kind that Redis does not have."""
    if kind not in ("fifo", "lifo", "priority"):
        raise BadCall(f"a queue is fifo, lifo or priority, not {kind!r}")
    if kind != "fifo":
        refuse(f"a {kind} queue")
    return max(maxsize, 0)


def stat_of(name: str, standing: QueueStatus) -> QueueStat:
    """As a controller would tell it; calls that wait are the roles that are held meanwhile."""
    held = {holder.role for holder in standing.holders}
    return QueueStat(
        namespace=name,
        name=name,
        kind="fifo",
        size=standing.size,
        maxsize=standing.bound,
        puts=standing.produced_messages,
        gets=standing.consumed_messages,
        blocked_puts=int("producer" in held and 0 < standing.bound <= standing.size),
        blocked_gets=int("consumer" in held and not standing.size),
        blocked_joins=0,
        unfinished=standing.size,
        shutdown=standing.closed,
        clients=len(held),
        bytes=max(standing.produced_bytes - standing.consumed_bytes, 0),
    )


def waiters_of(standing: QueueStatus) -> list[Waiter]:
    """Who holds a role. Their numbers are not known, nor how long they would wait."""
    return [
        Waiter(0, holder.name, _METHODS[holder.role], holder.age or 0.0, None) for holder in standing.holders
    ]
