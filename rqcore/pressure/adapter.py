# SPDX-License-Identifier: MIT
"""Names, states and limits of a queue on Redis in the terms of a controller's queue."""

from __future__ import annotations

import json
from math import isfinite
from typing import Any
from uuid import uuid4

from rqcore.argument_checks import whole_number
from rqcore.client.capabilities import Capability, refuse, refuse_method
from rqcore.codec import Codec, Payload
from rqcore.errors import BadCall
from rqcore.pressure.key_protocol.status import QueueStatus
from rqcore.pressure.redis_address import RedisAddress
from rqcore.protocol.queue_values import KINDS, QueueStat, Waiter

_METHODS = {"producer": "put", "consumer": "get"}

CAPABILITIES = frozenset({Capability.TRANSFER, Capability.PURGE, Capability.SHUTDOWN})
"""What a queue on Redis supports."""


def stored_name(address: RedisAddress, name: str | None) -> str:
    """Return the name of a queue on the server. On a cluster it gets braces, which keep its keys together.

    Args:
        address: The server.
        name: The name that the user gave; None makes a random one.
    """
    name = str(uuid4()) if name is None else name
    return f"{{{name}}}" if address.is_cluster and "{" not in name else name


def shown_name(address: RedisAddress, name: str) -> str:
    """Return the name that users see: the stored name without the braces of a cluster."""
    braced = address.is_cluster and name.startswith("{") and name.find("}") == len(name) - 1
    return name[1:-1] if braced else name


def check_kind(kind: str) -> None:
    """Raise BadCall if no queue of any protocol can have this kind."""
    if kind not in KINDS:
        raise BadCall(f"there is no queue kind {kind!r}; write fifo, lifo or priority")


def refuse_options(max_deliveries: int, dead_letter: str | None, durable: bool) -> None:
    """Raise NotAllowed for the options of ``create`` that a pressure queue does not have."""
    if max_deliveries or dead_letter:
        refuse_method("a dead-letter queue")
    refuse_durable(durable)


def refuse_durable(durable: bool) -> None:
    """Raise NotAllowed for a durable queue: the settings of Redis decide what a restart finds again."""
    if durable:
        refuse("a durable queue")


def bound_of(kind: str, maxsize: int) -> int:
    """Return the bound of a new queue; 0 means none. Raises NotAllowed for a kind that Redis lacks."""
    check_kind(kind)
    if kind != "fifo":
        refuse_method(f"a {kind} queue")
    return max(whole_number("maxsize", maxsize), 0)


class PressureStat(QueueStat):
    """The state of a pressure queue."""

    __slots__ = ()

    @property
    def has_roles(self) -> bool:
        """Whether clients take the roles of its producer and its consumer."""
        return True


def stat_of(name: str, status: QueueStatus) -> PressureStat:
    """Return the state of a pressure queue. A held role counts as a blocked call if it has to wait."""
    held = {holder.role for holder in status.holders}
    return PressureStat(
        namespace=name,
        name=name,
        kind="fifo",
        size=status.size,
        maxsize=status.bound,
        puts=status.produced_messages,
        gets=status.consumed_messages,
        blocked_puts=int("producer" in held and 0 < status.bound <= status.size),
        blocked_gets=int("consumer" in held and not status.size),
        blocked_joins=0,
        unfinished=status.size,
        shutdown=status.closed,
        clients=len(held),
        bytes=max(status.produced_bytes - status.consumed_bytes, 0),
    )


def waiters_of(status: QueueStatus) -> list[Waiter]:
    """Return the holders of roles as waiters. Their client numbers and timeouts are unknown."""
    return [
        Waiter(0, holder.name, _METHODS[holder.role], holder.age or 0.0, None) for holder in status.holders
    ]


def plain_stat(name: str, kind: str, size: int) -> QueueStat:
    """Return the state of a list or a stream; only its size is known."""
    return QueueStat(name, name, kind, size, 0, 0, 0, 0, 0, 0, size, False, 0, 0)


def entry_payloads(reply: Any) -> list[Payload]:
    """Return the entries of a stream as JSON, each with its ID and its fields, from the reply to XRANGE."""
    return [_entry_payload(number, fields) for number, fields in reply]


def _entry_payload(number: bytes, fields: Any) -> Payload:
    pairs = fields.items() if isinstance(fields, dict) else zip(fields[::2], fields[1::2], strict=True)
    shown = {"id": number.decode(), **{_printable(key): _printable(value) for key, value in pairs}}
    return Payload(Codec.JSON, json.dumps(shown, ensure_ascii=False).encode())


def member_payloads(reply: Any) -> list[Payload]:
    """Return the members of a sorted set as JSON, each with its score, from the reply to ZRANGE."""
    pairs = zip(reply[::2], reply[1::2], strict=True) if reply and isinstance(reply[0], bytes) else reply
    return [_member_payload(member, float(score)) for member, score in pairs]


def _member_payload(member: bytes, score: float) -> Payload:
    shown = {"member": _printable(member), "score": score if isfinite(score) else str(score)}
    return Payload(Codec.JSON, json.dumps(shown, ensure_ascii=False).encode())


def _printable(data: bytes) -> str:
    return data.decode("utf-8", "backslashreplace")
