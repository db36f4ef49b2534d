# SPDX-License-Identifier: MIT
"""The twelve keys of a queue, as version 0.15 of the pressure protocol defines them.

The protocol is that of the pressure clients for C, Go and Python; these are its keys, after the prefix and
the name of the queue:

=========================  ======  ==================================================================
key                        type    value
=========================  ======  ==================================================================
(no suffix)                list    the items; put on the left, taken on the right
:bound                     string  maximum number of items; 0 means no limit. Exists while the queue does
:producer, :consumer       string  the client that holds or last held the role
:producer_free             list    one element while the producer role is free
:consumer_free             list    one element while the consumer role is free
:not_full                  list    one element while there is space for an item
:closed                    list    elements once the queue is closed
:stats:produced_messages   string  number of items put; ``…_bytes`` their size
:stats:consumed_messages   string  number of items taken; ``…_bytes`` their size
=========================  ======  ==================================================================
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from rqcore.argument_checks import lone_surrogate, shown
from rqcore.errors import BadCall

PREFIX = "__pressure__"
"""The default start of all keys."""
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
"""The suffixes of the keys, after the prefix and the name; the key without a suffix has the items."""


@dataclass(frozen=True)
class Keys:
    """The keys of one queue, in the orders in which scripts take them."""

    prefix: bytes
    queue: bytes
    """The name of the queue."""

    @classmethod
    def of(cls, name: str | bytes, prefix: str | bytes = PREFIX) -> Keys:
        """Make the keys of a queue. Raises BadCall if the name is empty or ends like a key."""
        keys = cls(to_bytes(prefix, "prefix"), to_bytes(name))
        if not keys.queue:
            raise BadCall("a queue on Redis needs a name of at least one character")
        if keys.queue.endswith(PARTS[1:]):
            part = next(part for part in PARTS[1:] if keys.queue.endswith(part)).decode()
            raise BadCall(f"a queue cannot be named {keys.name!r}: a name must not end in {part!r}")
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
        """The list that has an element while there is space for an item."""
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
        """Whether a cluster keeps all keys on one server: the name has a part in braces (a hash tag)."""
        return re.search(rb"^[^{]*\{[^}]+\}", self.items) is not None

    def _of_role(self, role: bytes, done: bytes) -> tuple[bytes, ...]:
        before, behind = b":stats:" + done + b"_messages", b":stats:" + done + b"_bytes"
        parts = (b"", BOUND, b":" + role + b"_free", b":" + role, b":not_full", b":closed", before, behind)
        return tuple(self._key(part) for part in parts)

    def _key(self, part: bytes) -> bytes:
        return self.prefix + b":" + self.queue + part


def to_bytes(text: str | bytes, argument: str = "name") -> bytes:
    """Encode a name as UTF-8; restore the bytes of a text from ``to_text``. Raises BadCall.

    Args:
        text: The name.
        argument: The argument of the call that it is.
    """
    try:
        if isinstance(text, bytes):
            return text
        return text.encode("utf-8", "surrogateescape")
    except AttributeError:
        raise BadCall(f"{argument!r} must be a text or bytes, not {shown(text)}") from None
    except UnicodeEncodeError as error:
        raise lone_surrogate(argument, error.object) from None


def to_text(data: bytes) -> str:
    """Decode a name; ``to_bytes`` restores bytes that are not UTF-8."""
    return data.decode("utf-8", "surrogateescape")


def escaped(pattern: bytes) -> bytes:
    """Escape the wildcards of a SCAN pattern."""
    return b"".join(b"\\" + bytes([byte]) if byte in b"*?[]\\" else bytes([byte]) for byte in pattern)
