# SPDX-License-Identifier: MIT
"""What is kept for one client, so that it can continue on another connection; ``sessions`` explains it."""

from __future__ import annotations

from enum import Enum
from typing import Any, Final

from rqcore.controller.items import Item, is_of_transaction, items_of, total_bytes
from rqcore.protocol.memory import ARGUMENT_COST, ITEM_COST, Memory

NOTHING: Final = object()
"""The value of a session that keeps none."""
STRUCTURE_COST = 1000
"""Bytes of Python objects for a structure with named fields, such as the state of a queue."""


class SessionState:
    """The session of a client, which has it as ``Client.session``.

    Args:
        token: The secret of the client.
        memory: Counts the kept items.
    """

    __slots__ = (
        "_memory",
        "has_saved_items",
        "held",
        "is_lost",
        "is_restored",
        "owner",
        "proof",
        "read",
        "requests",
        "saved",
        "token",
        "value",
    )

    def __init__(self, token: bytes, memory: Memory) -> None:
        """Begin a session without requests."""
        self.token: bytes = token
        self.requests: int = 0
        """The requests that the controller has received since the session began."""
        self.value: Any = NOTHING
        """The value or error of the last call, until the client proves that it has received it."""
        self.has_saved_items: bool = False
        """The journal has ``value``, with items: it must record that the client has received them."""
        self.proof: int = 0
        """The number of the record of the last receipt. No reply is sent before this record is safe."""
        self.saved: dict[str, Any] = {}
        """What the journal has of it, as ``saved_sessions`` describes it."""
        self.is_restored: bool = False
        """It was found in the journal. ``requests`` may lack some that changed nothing durable."""
        self.is_lost: bool = False
        """The client has no connection."""
        self.owner: str = ""
        """Who is responsible for the session while it is lost: a user or an address."""
        self.held: int = 0
        """The bytes of memory that are counted for the items of ``value``."""
        self.read: int = 0
        """The bytes of memory that are counted for the rest of ``value``, such as what was only read."""
        self._memory = memory

    def keep(self, value: Any) -> None:
        """Keep the value or error of the last call. It counts as memory."""
        self.value = value
        if type(value) is Item:
            self.held = len(value.payload) + ITEM_COST
        elif items := items_of(value):
            self.held = total_bytes(items) + ITEM_COST * len(items)
        self._memory.held += self.held
        if is_of_transaction(value):
            self.read = sum(_bytes_of(call.value) for call in value)
            self._memory.keep_reply(self.read)

    def forget_value(self) -> None:
        """Keep no value."""
        self.value = NOTHING
        self._memory.held -= self.held
        self._memory.keep_reply(-self.read)
        self.held = self.read = 0


def _bytes_of(value: Any) -> int:
    """Return about how many bytes the result of a call in a transaction uses, apart from items."""
    if value is None or type(value) is Item or isinstance(value, int | float | Enum):
        return 0
    if isinstance(value, bytes | str):
        return len(value) + ARGUMENT_COST
    if type(value) is list:
        return 0 if value and type(value[0]) is Item else sum(map(_bytes_of, value))
    if isinstance(value, tuple):
        return ARGUMENT_COST * len(value) + sum(map(_bytes_of, value))
    return STRUCTURE_COST
