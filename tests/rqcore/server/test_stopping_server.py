# SPDX-License-Identifier: GPL-3.0-or-later
"""A server with durable queues stops: clients that continue at the next controller get no errors."""

from __future__ import annotations

import asyncio

import pytest

from rqcore.server.controller_server import Server
from rqcore.server.data_directory import DataDirectory
from tests.rqcore.server.connected_server import Host, in_loop


class StoppingHost(Host):
    """A server with a data directory that can be stopped."""

    def __init__(self, path):
        super().__init__()
        self.server = Server(self.controller, lambda: self.now, directory=DataDirectory(str(path), "always"))
        self._committer = self.server._committer
        self._committer.start()

    async def saved(self):
        while self._committer._written or not self.controller.state.journal.is_empty:
            await asyncio.sleep(0.001)

    async def begin_to_stop(self):
        """Stop the server, which still writes a record."""
        self.connect()[0].data_received(b"RQ.CREATE DURABLE\r\n")
        stopping = asyncio.create_task(self.server.stop())
        while self.controller.state.journal.is_open:
            await asyncio.sleep(0)
        return stopping

    async def end(self, stopping):
        for connection in list(self.server.connections.values()):
            connection.connection_lost(None)
        await stopping


@pytest.mark.parametrize("command_before", [b"", b"PING\r\n"])
@in_loop
async def test_session_that_is_resumed_while_the_server_stops_continues_at_the_next(tmp_path, command_before):
    host = StoppingHost(tmp_path)
    lost, _, token = host.begin()
    await host.saved()
    lost.connection_lost(None)
    connection, transport = host.connect()
    if command_before:
        connection.data_received(command_before)

    stopping = await host.begin_to_stop()
    if transport.reading:
        connection.data_received(b"RQ.RESUME %b 0\r\n" % token)

    assert not transport.reading
    assert b"CLOSED" not in transport.sent
    await host.end(stopping)


@in_loop
async def test_client_without_a_session_gets_replies_until_the_server_has_stopped(tmp_path):
    host = StoppingHost(tmp_path)
    connection, transport = host.connect()
    connection.data_received(b"PING\r\n")

    stopping = await host.begin_to_stop()
    connection.data_received(b"RQ.GET jobs\r\n")

    assert transport.sent.startswith(b"+PONG\r\n-NOQUEUE")
    await host.end(stopping)
