# SPDX-License-Identifier: GPL-3.0-or-later
"""Connections of clients whose calls a debugger has stopped."""

from __future__ import annotations

import pytest

from rqcore.controller.limits import Limits
from rqcore.server import held_connections
from rqcore.server.base_session import HELD_INPUT
from tests.rqcore.server.connected_server import ConnectedServer, in_loop, turns

MIB = 1 << 20


@pytest.fixture(params=["held", "frozen"])
def stop(request, request_of):
    """Return the connection and transport of a client whose call is stopped, and what lets it continue."""

    def stop(server):
        debugger, _ = server.connect("127.0.0.1")
        client, transport = server.connect()
        debugger.data_received(request_of("RQ.CREATE", "NAME", "jobs"))
        if request.param == "held":
            debugger.data_received(request_of("RQ.DEBUG", "ADD", '{"action": {"kind": "hold"}}'))
            client.data_received(request_of("RQ.GET", "jobs"))
        else:
            client.data_received(request_of("RQ.GET", "jobs"))
            debugger.data_received(request_of("RQ.DEBUG", "FREEZE", "jobs"))
        return client, transport, lambda: debugger.data_received(request_of("RQ.DEBUG", "REMOVE", "ALL"))

    return stop


@in_loop
async def test_client_of_a_held_call_is_read_from_so_that_its_end_is_noticed(stop):
    server = ConnectedServer()
    client, transport, _ = stop(server)
    for _ in range(5):
        client.data_received(b"x" * MIB)
        assert transport.reading
    client.connection_lost(None)
    assert server.controller.state.find(b"jobs").waiting_calls == []
    assert not server.controller.state.debuggers.held


@in_loop
async def test_client_that_sends_much_behind_a_held_call_is_read_from_no_further(stop):
    server = ConnectedServer(Limits(pipelined=MIB))
    client, transport, _ = stop(server)
    client.data_received(b"x" * (MIB // 8))
    assert transport.reading
    client.data_received(b"x" * MIB)
    assert (transport.reading, transport.closed) == (False, False)


@in_loop
async def test_held_client_is_read_from_no_further_when_memory_is_short(stop):
    server = ConnectedServer(Limits(memory=4 * HELD_INPUT))
    client, transport, _ = stop(server)
    client.data_received(b"x" * HELD_INPUT)
    assert transport.reading
    client.data_received(b"x" * HELD_INPUT)
    assert not transport.reading


@in_loop
async def test_client_is_read_from_again_when_its_call_continues(monkeypatch, stop):
    monkeypatch.setattr(held_connections, "INTERVAL", 0)
    monkeypatch.setattr(held_connections, "_has_ended", lambda transport: True)
    server = ConnectedServer(Limits(pipelined=2 * MIB))
    client, transport, go_on = stop(server)
    client.data_received(b"x" * (MIB + 1))
    assert not transport.reading
    go_on()
    await turns()
    assert (transport.reading, transport.aborted) == (True, False)


@in_loop
async def test_client_whose_end_is_noticed_although_it_is_not_read_is_removed(monkeypatch, stop):
    monkeypatch.setattr(held_connections, "INTERVAL", 0)
    monkeypatch.setattr(held_connections, "_has_ended", lambda transport: True)
    server = ConnectedServer(Limits(pipelined=2 * MIB))
    client, transport, _ = stop(server)
    client.data_received(b"x" * (MIB + 1))
    await turns()
    assert transport.aborted
