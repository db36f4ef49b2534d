# SPDX-License-Identifier: GPL-3.0-or-later
"""Calls on durable queues that a debugger holds."""

from __future__ import annotations

import json

import pytest

from tests.rqcore.controller.handlers.saved_server import SavedServer
from tests.rqcore.server.connected_server import in_loop


@pytest.fixture
def host():
    host = SavedServer()
    host.state.create("jobs", "fifo", 0, durable=True)
    host.write()
    return host


def hold(debugger, at):
    rule = json.dumps({"action": {"kind": "hold"}, "at": at}).encode()
    debugger.data_received(b"*3\r\n$8\r\nRQ.DEBUG\r\n$3\r\nADD\r\n$%d\r\n%b\r\n" % (len(rule), rule))


def release(debugger):
    debugger.data_received(b"RQ.DEBUG RELEASE ALL\r\n")


@pytest.fixture
def connect(host):
    def begin(address="127.0.0.1:1"):
        connection, transport = host.connect()
        connection.session.client.address = address
        return connection, transport

    return begin


@in_loop
async def test_reply_of_a_put_that_was_held_waits_until_it_is_safe(host, connect):
    debugger, _ = connect()
    client, transport = connect("10.0.0.1:1")
    hold(debugger, "end")
    client.data_received(b"RQ.PUT jobs a\r\n")
    release(debugger)
    assert transport.sent == b""
    host.write()
    assert transport.sent == b"+OK\r\n"


@in_loop
async def test_reply_of_a_put_whose_record_is_safe_is_sent_at_its_release(host, connect):
    debugger, _ = connect()
    client, transport = connect("10.0.0.1:1")
    hold(debugger, "end")
    client.data_received(b"RQ.PUT jobs a\r\n")
    host.write()
    assert transport.sent == b""
    release(debugger)
    assert transport.sent == b"+OK\r\n"


@in_loop
async def test_put_that_is_held_at_its_start_is_saved_when_it_was_released(host, connect):
    debugger, _ = connect()
    client, transport = connect("10.0.0.1:1")
    hold(debugger, "start")
    client.data_received(b"RQ.PUT jobs a\r\n")
    host.write()
    assert host.state.names[b"jobs"].size == 0
    release(debugger)
    host.write()
    assert (transport.sent, host.state.names[b"jobs"].size) == (b"+OK\r\n", 1)


@in_loop
async def test_item_of_a_held_get_returns_to_the_durable_queue_if_its_client_leaves(host, connect):
    debugger, _ = connect()
    client, _ = connect("10.0.0.1:1")
    client.data_received(b"RQ.PUT jobs a\r\n")
    host.write()
    hold(debugger, "end")
    client.data_received(b"RQ.GET jobs\r\n")
    assert host.state.names[b"jobs"].size == 0
    client.connection_lost(None)
    host.write()
    assert host.state.names[b"jobs"].size == 1
