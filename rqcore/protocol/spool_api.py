# SPDX-License-Identifier: MIT
"""The interface of a spool. ``rqcore.server.spool_directory`` implements it with files.

If a client and the controller share a filesystem, large payloads do not have to go
through the socket. The client writes a payload to a file in the controller's
spool and sends the file's name. A get receives the name and takes the file.
Clients that do not share the filesystem receive the bytes.

A client that has written a file to the spool has proved that it shares the
filesystem. A client that gets an item proves it with a digest of the spool's
secret; ``spool_proof`` explains how.

The idea comes from PyRQ, which passed large data through temporary files of the target.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

from rqcore.errors import RqError

if TYPE_CHECKING:
    from rqcore.protocol.memory import Memory


class SpooledPayload(Protocol):
    """A payload in a file. The file is removed when the last reference to this object is gone."""

    def __len__(self) -> int:
        """Return the number of payload bytes."""

    def read(self, most: int = -1, start: int = 0) -> bytes:
        """Read up to ``most`` bytes of the payload, beginning at ``start``.

        Raises:
            ControllerError: The file cannot be read.
        """

    def hand_over(self) -> bytes:
        """Return the name of the file. From now on the client that receives the name must remove the file.

        Raises:
            ControllerError: The file was removed or changed.
        """

    def take_back(self) -> bool:
        """Own the file again: the client has not received its name. Returns whether the file exists."""


Content = bytes | SpooledPayload
"""The payload of an item."""


class Spool(Protocol):
    """The spool of a controller."""

    @property
    def above(self) -> int:
        """A size in bytes. Clients should write larger payloads to files."""

    @property
    def path(self) -> str:
        """The path of the spool."""

    def locate(self, nonce: bytes) -> SpoolLocation:
        """Return where the spool is, with a proof for the client that sent this nonce."""

    @property
    def items(self) -> int:
        """The number of payloads in the spool."""

    @property
    def size(self) -> int:
        """The bytes of all payloads in the spool."""

    def adopt(self, name: bytes, most: int, memory: Memory) -> SpooledPayload:
        """Take over a file that a client wrote or returned.

        Args:
            name: The name of the file in the spool.
            most: The most bytes that it may have.
            memory: The controller's memory. Queues count the payload there, although it is on the disk, so
                its size is subtracted again as long as the file exists.

        Raises:
            NotAllowed: There is no such file.
            TooBig: It has more than ``most`` bytes.
            TooMany: The spool is full.
        """

    def accepts(self, proof: bytes) -> bool:
        """Whether ``proof`` proves that the client can read the spool."""


class SpoolLocation(NamedTuple):
    """Where a spool is, and when to use it."""

    directory: str
    """The path of the spool."""
    above: int
    """A size in bytes. Clients should write larger payloads to files."""
    proof: str
    """The digest that proves that the controller knows the secret of the spool."""


class SpoolClient(Protocol):
    """The spool, as a client that shares the filesystem uses it."""

    @property
    def above(self) -> int:
        """A size in bytes. Larger payloads should be written to files."""

    @property
    def proof(self) -> bytes:
        """The digest that proves to the controller that this client can read the spool."""

    def is_at(self, location: SpoolLocation, nonce: str) -> bool:
        """Return whether a controller that sent this location for a nonce has this spool."""

    def write(self, payload: bytes) -> bytes | None:
        """Write a payload to a new file. Returns the file's name, or None if the spool no longer exists.

        Raises:
            TooMany: The disk is full.
        """

    def withdraw(self, name: bytes) -> None:
        """Delete a file that was written, because the controller has refused it."""

    def read(self, name: bytes) -> bytes:
        """Read the payload in a file that the controller handed over.

        Raises:
            ProtocolError: The file cannot be read.
        """

    def delete(self, name: bytes) -> None:
        """Delete the file of a payload that was read. Does nothing if it does not exist."""


def content(payload: Content) -> bytes:
    """Return the bytes of a payload, whether it is in memory or in a file."""
    return payload if type(payload) is bytes else payload.read()  # type: ignore[union-attr]


def beginning_of(payload: Content, most: int) -> bytes:
    """Return up to ``most`` bytes for a preview; none if the file of the payload cannot be read."""
    try:
        return part_of(payload, 0, most)
    except RqError:
        return b""


def part_of(payload: Content, start: int, count: int) -> bytes:
    """Return up to ``count`` bytes of a payload, beginning at ``start``."""
    return payload[start : start + count] if isinstance(payload, bytes) else payload.read(count, start)
