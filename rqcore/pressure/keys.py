# SPDX-License-Identifier: MIT
"""The keys of a queue: twelve, with names that the protocol (0.15) fixes."""

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
"""What stands behind the prefix and the name; first the items themselves."""


@dataclass(frozen=True)
class Keys:
    """The keys of one queue. Scripts are given them in the orders that are here."""

    prefix: bytes
    queue: bytes

    @classmethod
    def of(cls, name: str | bytes, prefix: str | bytes = PREFIX) -> Keys:
        """Any bytes are a name, save a few. Raises BadCall for one whose keys would be another queue's."""
        keys = cls(to_bytes(prefix), to_bytes(name))
        if not keys.queue:
            raise BadCall("a queue on Redis needs a name of at least one character")
        if keys.queue.endswith(PARTS[1:]):
            raise BadCall(f"no queue can be called {keys.name!r}: that is a key of another queue")
        return keys

    @property
    def name(self) -> str:
        """For people, and for handles."""
        return to_text(self.queue)

    @cached_property
    def all(self) -> tuple[bytes, ...]:
        """In the order of PARTS."""
        return tuple(self._key(part) for part in PARTS)

    @property
    def items(self) -> bytes:
        return self.all[0]

    @property
    def not_full(self) -> bytes:
        return self._key(b":not_full")

    @cached_property
    def producer(self) -> tuple[bytes, ...]:
        """What a producer touches."""
        return self._of_role(b"producer", b"produced")

    @cached_property
    def consumer(self) -> tuple[bytes, ...]:
        """What a consumer touches: the same places, in the same order."""
        return self._of_role(b"consumer", b"consumed")

    @property
    def in_one_slot(self) -> bool:
        """Whether a cluster keeps all of them together: so it is with a part in braces."""
        return re.search(rb"^[^{]*\{[^}]+\}", self.items) is not None

    def _of_role(self, role: bytes, done: bytes) -> tuple[bytes, ...]:
        before, behind = b":stats:" + done + b"_messages", b":stats:" + done + b"_bytes"
        parts = (b"", BOUND, b":" + role + b"_free", b":" + role, b":not_full", b":closed", before, behind)
        return tuple(self._key(part) for part in parts)

    def _key(self, part: bytes) -> bytes:
        return self.prefix + b":" + self.queue + part


def to_bytes(text: str | bytes) -> bytes:
    """A name that is no UTF-8 comes as bytes, or as the text that ``to_text`` makes of them."""
    return text if isinstance(text, bytes) else text.encode("utf-8", "surrogateescape")


def to_text(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape")


def escaped(pattern: bytes) -> bytes:
    """With nothing in it that SCAN would take for more than itself."""
    return b"".join(b"\\" + bytes([byte]) if byte in b"*?[]\\" else bytes([byte]) for byte in pattern)
