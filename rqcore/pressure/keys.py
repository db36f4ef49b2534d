# SPDX-License-Identifier: MIT
"""The twelve keys of a queue, whose names the protocol (0.15) defines."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from rqcore.errors import BadCall

PREFIX = "__pressure__"
BOUND = b":bound"
ROLES = ("producer", "consumer")
PARTS = (
    b"",
    BOUND,
    b":producer",
    b":consumer",
    b":producer_free",
    b":consumer_free",
    b":not_full",
    b":closed",
    b":stats:produced_messages",
    b":stats:produced_bytes",
    b":stats:consumed_messages",
    b":stats:consumed_bytes",
)
"""The ends of the keys, after the prefix and the name; the first key has the items."""


@dataclass(frozen=True)
class Keys:
    """The keys of one queue, in the orders in which scripts take them."""

    prefix: bytes
    queue: bytes

    @classmethod
    def of(cls, name: str | bytes, prefix: str | bytes = PREFIX) -> Keys:
        """Make the keys of a queue. Raises BadCall if the name is empty, or a key of another queue."""
        keys = cls(to_bytes(prefix), to_bytes(name))
        if not keys.queue:
            raise BadCall("a queue on Redis needs a name of at least one character")
        if keys.queue.endswith(PARTS[1:]):
            raise BadCall(f"a queue cannot be named {keys.name!r}: its keys could be those of another queue")
        return keys

    @property
    def name(self) -> str:
        """The name of the queue as text."""
        return to_text(self.queue)

    @cached_property
    def all(self) -> tuple[bytes, ...]:
        """All keys, in the order of PARTS."""
        return tuple(self._key(part) for part in PARTS)

    @property
    def items(self) -> bytes:
        """The list of items."""
        return self.all[0]

    @property
    def not_full(self) -> bytes:
        """The list that has an element while there is room."""
        return self._key(b":not_full")

    @cached_property
    def producer(self) -> tuple[bytes, ...]:
        """The keys that a producer touches."""
        return self._of_role(b"producer", b"produced")

    @cached_property
    def consumer(self) -> tuple[bytes, ...]:
        """The keys that a consumer touches, in the same order."""
        return self._of_role(b"consumer", b"consumed")

    @property
    def in_one_slot(self) -> bool:
        """Whether a cluster keeps all keys on one server, because the name has a part in braces."""
        return re.search(rb"^[^{]*\{[^}]+\}", self.items) is not None

    def _of_role(self, role: bytes, done: bytes) -> tuple[bytes, ...]:
        before, behind = b":stats:" + done + b"_messages", b":stats:" + done + b"_bytes"
        parts = (b"", BOUND, b":" + role + b"_free", b":" + role, b":not_full", b":closed", before, behind)
        return tuple(self._key(part) for part in parts)

    def _key(self, part: bytes) -> bytes:
        return self.prefix + b":" + self.queue + part


def to_bytes(text: str | bytes) -> bytes:
    """Encode a name. One that is not UTF-8 comes as bytes, or as text from ``to_text``."""
    return text if isinstance(text, bytes) else text.encode("utf-8", "surrogateescape")


def to_text(data: bytes) -> str:
    """Decode a name; bytes that are not UTF-8 survive a round trip."""
    return data.decode("utf-8", "surrogateescape")


def escaped(pattern: bytes) -> bytes:
    """Escape the wildcards of SCAN."""
    return b"".join(b"\\" + bytes([byte]) if byte in b"*?[]\\" else bytes([byte]) for byte in pattern)
