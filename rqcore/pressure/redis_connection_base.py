# SPDX-License-Identifier: MIT
"""The common base of the blocking and the asyncio connection to a Redis."""

from __future__ import annotations

import os
import re
import secrets
import socket
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from typing import Any, Self, TypeVar

from redis.exceptions import ResponseError

from rqcore.client.base import check_client
from rqcore.errors import BadCall, ConnectionLost, NotAllowed, ProtocolError, RqError
from rqcore.pressure.key_protocol.keys import Keys
from rqcore.pressure.key_protocol.protocol_steps import RunScript
from rqcore.pressure.redis_address import RedisAddress
from rqcore.pressure.redis_errors import WRONG_REPLIES, translated

T = TypeVar("T")

RETRY_PAUSE = 0.05
"""Seconds before a script is sent again after its connection was lost."""
LONGEST_REPEAT = 100.0
"""Seconds from the first time that a script is sent to the last: the server keeps the reply for longer."""
SHORTEST_WAIT = 0.002
"""Seconds. With 0 BLMOVE waits without a limit, and Redis 6 and 7.0 round 0.001 down to 0."""


def wait_command(key: bytes, seconds: float) -> tuple[Any, ...]:
    """Return the command that waits for an element of a list, up to ``seconds``, and changes nothing."""
    return "BLMOVE", key, key, "RIGHT", "RIGHT", f"{max(seconds, SHORTEST_WAIT):.3f}"


class RedisConnectionBase(ABC):
    """A server, and the name of this process there. The first command connects. Can be pickled.

    Args:
        address: The server.
        name: A part of the name of this process on the server.
        network_timeout: Seconds that the network may take for any step.
        changes: Whether calls may change anything on the server; None reads it from the address.
    """

    address: RedisAddress
    name: str
    network_timeout: float
    changes: bool

    def __init__(
        self,
        address: RedisAddress,
        name: str = "",
        network_timeout: float = 5.0,
        changes: bool | None = None,
    ) -> None:
        check_client(name, network_timeout)
        self.address = address
        self.name = name
        self.network_timeout = network_timeout
        self.changes = address.changes if changes is None else changes
        self._opened: tuple[int, str, Any, Any] | None = None
        self._opening = threading.Lock()
        self._has_ended = False
        self.has_answered: bool = False
        """The server has answered, so that an error does not need to explain how to reach it."""

    def with_name(self, name: str) -> Self:
        """Return a connection to the same server with another part of its name."""
        return type(self)(self.address, name, self.network_timeout, self.changes)

    def keys(self, name: str | bytes, prefix: str | bytes) -> Keys:
        """Return the keys of a queue. Raises BadCall if a cluster would not keep them together."""
        keys = Keys.of(name, prefix)
        if self.address.is_cluster and not keys.in_one_slot:
            raise BadCall(
                f"on a cluster the name of a queue needs a part in braces, as in {{{keys.name}}}, "
                "so that all its keys are on one server"
            )
        return keys

    @property
    def client(self) -> Any:
        """The client of redis-py. A forked process makes its own, because connections cannot be shared."""
        return self._open()[2]

    @property
    def sender(self) -> Any:
        """What sends scripts to the server of this client."""
        return self._open()[3]

    @property
    def client_name(self) -> str:
        """The name of this process on the server, such as ``edge-1_pid123_loader_5f3a``."""
        return self._open()[1]

    def _open(self) -> tuple[int, str, Any, Any]:
        opened = self._opened
        if opened is not None and opened[0] == os.getpid():
            return opened
        with self._opening:
            if self._opened is None or self._opened[0] != os.getpid():
                client_name = _unique_name(self.name)
                client = self._open_client(client_name)
                self._opened = os.getpid(), client_name, client, self._open_sender(client)
            return self._opened

    @abstractmethod
    def _open_client(self, client_name: str) -> Any:
        """Make a client of redis-py."""

    @abstractmethod
    def _open_sender(self, client: Any) -> Any:
        """Make what sends scripts with a client of redis-py."""

    @property
    def any_node(self) -> dict[str, Any]:
        """Options of redis-py for a command that any server of a cluster can answer."""
        return {"target_nodes": "random"} if self.address.is_cluster else {}

    def _node_of(self, key: bytes) -> dict[str, Any]:
        """Return options of redis-py for a command to the server of a cluster that has this key."""
        return {"target_nodes": self.client.get_node_from_key(key)} if self.address.is_cluster else {}

    def _error(self, error: Exception) -> RqError:
        """Return our error for one of redis-py."""
        if isinstance(error, ResponseError):
            self.has_answered = True
        return translated(error, self.address, self.has_answered)

    def _check_open(self) -> None:
        """Raise ConnectionLost if the connection has ended, so that no call waits any longer."""
        if self._has_ended:
            raise ConnectionLost(f"the handle of {self.address} was closed during the call")

    def read_reply(self, command: object, read: Callable[[Any], T], reply: Any) -> T:
        """Return what ``read`` makes of the reply to a command.

        Raises:
            ProtocolError: ``read`` has failed, because no Redis sends such a reply.
            RqError: What ``read`` raises.
        """
        try:
            return read(reply)
        except RqError:
            raise
        except WRONG_REPLIES as error:
            if error is reply:
                raise  # it was thrown into the steps of a call, and they have passed it on
            raise wrong_reply(self.address, command) from error

    def _check(self, step: RunScript) -> None:
        if step.script.writes and not self.changes:
            raise read_only_error(self.address)

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.address, self.name, self.network_timeout, self.changes)


def read_only_error(address: RedisAddress) -> NotAllowed:
    """Make the error for a change that the connection does not permit."""
    return NotAllowed(
        f"the connection to {address} is read-only, but the call changes data; remove changes=no from the URL"
    )


def wrong_reply(address: RedisAddress, command: object) -> ProtocolError:
    """Make the error for a reply of another form than that of a Redis."""
    return ProtocolError(f"{address} answered {command} with something that no Redis sends; check the URL")


def client_rows(reply: Any, address: RedisAddress) -> list[dict[str, str]]:
    """Return the rows of CLIENT LIST that redis-py has read. Raises ProtocolError."""
    needed = {"id", "addr", "name", "flags", "cmd"}
    if not isinstance(reply, list) or any(type(row) is not dict or needed - row.keys() for row in reply):
        raise wrong_reply(address, "CLIENT LIST")
    return reply


def waiting_clients(clients: Sequence[dict[str, str]], holders: Sequence[str]) -> list[int]:
    """Return the connection numbers of waiting holders, from the rows of CLIENT LIST."""
    names = {holder.rpartition(".")[0] for holder in holders}
    waiting = (row for row in clients if row["name"] in names and row["cmd"].lower() == "blmove")
    return [int(row["id"]) for row in waiting if row["id"].isdecimal()]


def _unique_name(name: str) -> str:
    parts = [socket.gethostname(), f"pid{os.getpid()}", name, secrets.token_hex(2)]
    return re.sub(r"[^!-?A-~]", "-", "_".join(filter(None, parts)))  # no space, and no @, which marks a time
