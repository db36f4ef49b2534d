# SPDX-License-Identifier: MIT
"""What the core and the clients need to know of a spool; the files are in ``rqcore.server.spool_directory``.

Large payloads need not travel where client and controller share a filesystem:
a client puts a file into the controller's spool and sends its name, a getter
receives the name and takes the file. A client that made such a file has proved
that it shares the filesystem; a getter proves it by the content of the token
file. Clients that do not share it get the bytes.

Idea: PyRQ, which passed large data by the target's temporary storage.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from rqcore.protocol.memory import Memory


class SpooledPayload(Protocol):
    """A payload in a file. The file is removed with the last reference to this object."""

    def __len__(self) -> int:
        """Bytes of the payload."""

    def read(self, most: int = -1, start: int = 0) -> bytes:
        """Up to ``most`` bytes of the payload from ``start`` on. Raises ControllerError if that fails."""

    def hand_over(self) -> bytes:
        """The name of the file, which now belongs to the client that receives it."""


Content = bytes | SpooledPayload
"""What an item carries."""


class Spool(Protocol):
    """The spool of a controller."""

    @property
    def location(self) -> SpoolLocation:
        """What clients need to know of it."""

    @property
    def items(self) -> int:
        """How many payloads lie in it."""

    @property
    def size(self) -> int:
        """Bytes of them all."""

    def adopt(self, name: bytes, most: int, memory: Memory) -> SpooledPayload:
        """The payload in a file that a client made, or gives back.

        Raises:
            NotAllowed: There is no such file.
            TooBig: It has more than ``most`` bytes.
            TooMany: The spool is full.
        """

    def accepts(self, token: bytes) -> bool:
        """Whether this is the content of the token file: its client shares the filesystem."""


class SpoolLocation(NamedTuple):
    """What a client needs to know of a spool."""

    directory: str
    token: str
    """The name of the token file in it."""
    above: int
    """Bytes; a larger payload is worth a file."""


class SpoolClient(Protocol):
    """A spool, seen from a client that shares the filesystem."""

    @property
    def above(self) -> int: ...
    @property
    def token(self) -> bytes: ...
    def write(self, payload: bytes) -> bytes:
        """Write the payload to a new file; returns its name. Raises TooMany if the disk is full."""

    def take(self, name: bytes) -> bytes:
        """Read the payload in a file that was handed over, and remove the file. Raises ProtocolError."""


def content(payload: Content) -> bytes:
    """The bytes of a payload, wherever they are."""
    return payload if type(payload) is bytes else payload.read()  # type: ignore[union-attr]


def part_of(payload: Content, start: int, count: int) -> bytes:
    """Up to ``count`` bytes from ``start`` on."""
    return payload[start : start + count] if isinstance(payload, bytes) else payload.read(count, start)
