# SPDX-License-Identifier: MIT
"""The clients of a controller, with the queues that they use."""

from __future__ import annotations

from itertools import count

from rqcore.controller.access import STRANGER, Access
from rqcore.controller.clients import Client
from rqcore.controller.limits import Limits
from rqcore.controller.queue_registry import QueueRegistry
from rqcore.controller.sessions import SessionTable
from rqcore.controller.users import Users
from rqcore.errors import TooMany
from rqcore.protocol.event_batch import Method, NameKind


class ClientRegistry(QueueRegistry):
    """Adds and renames clients, for the state of a controller, which removes them.

    Args:
        limits: The limits of the controller.
        users: The users who may log in.
    """

    work: int  # type checkers need its type again, because methods here change it

    def __init__(self, limits: Limits, users: Users) -> None:
        """Start without clients."""
        super().__init__(limits)
        self.users: Users = users
        self.clients: dict[int, Client] = {}
        """The clients by number: connected, or with a session that is lost."""
        self.sessions: SessionTable = SessionTable(
            self.memory, self.limits.absence, self.limits.lost_sessions
        )
        """The sessions that clients can resume."""
        self._next_client = count(1).__next__

    def connect(self, address: str, now_ns: int) -> Client:
        """Add a client that has connected.

        Raises:
            TooMany: The controller has reached its limit of clients.
        """
        if len(self.clients) - self.sessions.lost_count >= self.limits.clients:
            self.counters.refused_clients += 1
            raise TooMany(
                f"the controller has reached its limit of {self.limits.clients} clients; "
                "close some connections, or raise its max_clients"
            )
        client = Client(self._next_client(), address, now_ns, now_ns, self.access_before_login)
        self.clients[client.number] = client
        self.counters.clients += 1
        return client

    @property
    def access_before_login(self) -> Access | None:
        """What a client may do that has just connected."""
        return STRANGER if self.users else None

    def represent(self, name: str, client: Client) -> Client:
        """Create a client for a thread or task whose calls ``client`` reports."""
        return Client(self._next_client(), client.address, client.connected_ns, client.active_ns, None, name)

    def announce(self, client: Client, now_ns: int) -> None:
        """Record that a client has connected. Does nothing the second time.

        Call it when the client's name is known: when it says its name, or at its first call.
        """
        if not client.is_announced:
            client.is_announced = True
            self.publisher.record(client, Method.CONNECT, now_ns)

    def rename(self, client: Client, name: str) -> None:
        """Change the name of a client. Events of earlier calls keep the old name."""
        if name != client.name:
            if client.is_announced:  # otherwise no event shows it yet
                self.work += self.flush_work
                self.publisher.rename(NameKind.CLIENT, client.number)
            self.work += self.expect_name(name)
            client.name = name
