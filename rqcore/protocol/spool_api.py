# SPDX-License-Identifier: MIT
"""What the core and the clients need to know of a spool; the files are in ``rqcore.server.spool_directory``.

Large payloads need not travel where client and controller share a filesystem:
a client puts a file into the controller's spool and sends its name, a getter
is told the name and takes the file. To have made that file proves that its
client shares the filesystem; a getter proves it by the content of the token
file. Whoever does not share it gets the bytes.

Idea: PyRQ, which passed large data by the target's temporary storage.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from rqcore.protocol.memory import Memory


class SpooledPayload(Protocol):
    """A payload that lies in a file, which is removed when the last reference to this goes away."""

    def __len__(self) -> int:
        """Bytes of the payload."""

    def read(self, most: int = -1, start: int = 0) -> bytes:
        """The payload, or so many bytes of it. Raises ControllerError where the file cannot be read."""

    def hand_over(self) -> bytes:
        """The name of the file, which now belongs to whoever is told it."""


Content = bytes | SpooledPayload
"""What an item carries."""


class Spool(Protocol):
    """The spool of a controller."""

    @property
    def place(self) -> SpoolLocation: ...
    @property
    def items(self) -> int:
        """How many payloads lie in it."""

    @property
    def size(self) -> int:
        """Bytes of them all."""

    def adopt(self, name: bytes, most: int, memory: Memory) -> SpooledPayload:
        """The payload in a file that a client made, or gives back.

        Raises NotAllowed where there is no such file, TooBig where it has more
        than ``most`` bytes, TooMany where the spool is full.
        """

    def knows(self, token: bytes) -> bool:
        """Whether this is what the token file holds."""


class SpoolLocation(NamedTuple):
    """What a client has to know of a spool."""

    directory: str
    token: str
    """The name of the token file in it."""
    above: int
    """Bytes; a payload of more is worth a file."""


class SpoolClient(Protocol):
    """A spool, seen from a client that shares the filesystem."""

    @property
    def above(self) -> int: ...
    @property
    def token(self) -> bytes: ...
    def write(self, payload: bytes) -> bytes:
        """Make a file of it; gives the name. Raises TooMany where the disk is full."""

    def take(self, name: bytes) -> bytes:
        """The payload in a file that was handed over, which is gone then. Raises ProtocolError."""


def content(payload: Content) -> bytes:
    """The bytes themselves, wherever they are."""
    return payload if type(payload) is bytes else payload.read()  # type: ignore[union-attr]


def part_of(payload: Content, start: int, count: int) -> bytes:
    """So many bytes from a place on, or as many as there are."""
    return payload[start : start + count] if isinstance(payload, bytes) else payload.read(count, start)
