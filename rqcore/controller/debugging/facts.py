# SPDX-License-Identifier: MIT
"""What is known of one call while predicates are evaluated."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from rqcore.codec import Codec
from rqcore.protocol.event_values import Method

MAX_PAYLOAD = 64 * 1024
"""Payloads of more bytes are not looked at: a condition on one is unknown."""
NOT_PARSED: Any = object()
"""The ``document`` of a payload that was not parsed yet."""


@dataclass(slots=True)
class CallFacts:
    """A call before anything has happened, or at its end; one for each item of the call.

    Where something does not exist, a predicate takes it as events show it: the size of a call without an item
    is 0, its payload is empty, and its codec is raw.
    """

    method: Method
    queue: str
    """The queue's name, or its namespace if it has no name."""
    namespace: str
    kind: str
    """The kind of the queue, such as ``fifo``."""
    client: str
    """The client's name; empty if it has none."""
    address: str
    """The client's address, such as ``127.0.0.1:40312``."""
    size: int | None
    """Bytes of the payload; None if the call has no item."""
    depth: int
    """The number of items in the queue now."""
    items: int
    """The number of items that the whole call puts or wants."""
    timeout_ns: int | None
    """How long the call may wait, in ns; None without a timeout."""
    codec: Codec | None
    """The codec of the payload; None if the call has no item."""
    priority: object = None
    """The item's priority as users see it: a number, a text, bytes or a list; None if it has none."""
    payload: bytes | None = None
    """The whole payload; None if the call has no item, or if the payload is too large or not in memory."""
    deliveries: int = 0
    """How often the item was leased."""
    document: Any = field(default=NOT_PARSED, repr=False, compare=False)
    """The payload as parsed JSON, for the next predicate. Set it to ``NOT_PARSED`` with another payload."""
