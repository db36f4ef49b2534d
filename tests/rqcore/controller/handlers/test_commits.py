# SPDX-License-Identifier: GPL-3.0-or-later
"""Calls on durable queues wait until their changes are safe, and fail if they cannot be saved."""

from __future__ import annotations

import pytest

from rqcore.controller.calls import queue_calls
from rqcore.controller.handlers import commits, queue_methods
from tests.rqcore.controller.handlers.saved_server import SavedServer
from tests.rqcore.server.connected_server import in_loop


@pytest.fixture
def host():
    host = SavedServer()
    for name in ("jobs", "others"):
        host.state.create(name, "fifo", 0, durable=True)
    host.state.create("memory", "fifo", 0)
    host.write()
    return host


def fail(host: SavedServer) -> None:
    """The record of this turn cannot be written."""
    record = host.state.journal.take_record()
    commits.fail_record(host.state, record, "disk full", 0)
    host.server.send_outgoing()


@in_loop
async def test_requests_behind_a_call_wait_for_it_and_keep_their_order(host):
    connection, transport = host.connect()
    connection.data_received(b"RQ.PUT jobs a\r\nRQ.PUT memory b\r\nRQ.SIZE jobs\r\n")
    assert transport.sent == b""

    host.write()

    assert transport.sent == b"+OK\r\n+OK\r\n:1\r\n"


@in_loop
async def test_calls_of_other_clients_on_queues_in_memory_wait_for_nothing(host):
    connection, _ = host.connect()
    connection.data_received(b"RQ.PUT jobs a\r\n")

    assert host.say(b"RQ.PUT memory b") == b"+OK\r\n"


@in_loop
async def test_calls_of_a_pipeline_wait_together(host):
    connection, transport = host.connect()
    connection.data_received(b"*3\r\n$6\r\nRQ.PUT\r\n$4\r\njobs\r\n$1\r\nx\r\n" * 3)
    for _ in range(3):
        host.write()

    assert transport.sent == b"+OK\r\n" * 3


@pytest.mark.parametrize("way", ["", " ITEM 1 ITEM 2 ITEM 3 ITEM 4"])
@in_loop
async def test_one_move_into_a_durable_queue_has_few_bytes(host, monkeypatch, way):
    monkeypatch.setattr(queue_methods, "MOVED_BYTES", 250)
    connection, transport = host.connect()
    for name in (b"memory", b"jobs", b"jobs"):
        host.say(b"RQ.MPUT %s ITEMS " % name + b" ".join([b"x" * 100] * 4))
        host.write()
    transport.sent = b""

    for _ in range(3):
        connection.data_received(b"RQ.MOVE memory others%s\r\n" % way.encode())
        host.write()
    connection.data_received(b"RQ.MOVE jobs memory\r\n")
    host.write()

    assert transport.sent == b":2\r\n:2\r\n:0\r\n:8\r\n"  # into memory, all


@in_loop
async def test_transaction_moves_few_bytes_into_durable_queues(host, monkeypatch):
    monkeypatch.setattr(queue_calls, "SAVED", 1)
    connection, transport = host.connect()
    host.say(b"RQ.MPUT memory ITEMS " + b" ".join([b"x" * 4_000] * 5))
    move = b"RPOPLPUSH memory jobs\r\n"

    connection.data_received(b"MULTI\r\n" + move * 5 + b"EXEC\r\n")
    host.write()

    assert transport.sent.count(b"x" * 4_000) == 3
    assert transport.sent.count(b"-TOOBIG the calls of the transaction move too many items") == 2


@in_loop
async def test_item_whose_taking_cannot_be_saved_goes_back_to_its_place(host):
    for payload in (b"a", b"b", b"c"):
        host.say(b"RQ.PUT jobs " + payload)
    host.write()
    connections = [host.connect() for _ in range(2)]
    for connection, _ in connections:
        connection.data_received(b"RQ.GET jobs\r\n")

    fail(host)

    assert all(transport.sent.startswith(b"-STORAGE") for _, transport in connections)
    assert [item.payload for item in host.state.names[b"jobs"].store] == [b"a", b"b", b"c"]


@in_loop
async def test_getter_waits_during_a_failure_and_continues_after_it(host):
    host.say(b"RQ.PUT jobs a")
    host.write()
    connection, transport = host.connect()
    connection.data_received(b"RQ.GET others\r\n")
    putter, _ = host.connect()
    putter.data_received(b"RQ.PUT jobs b\r\n")
    fail(host)
    assert transport.sent == b""

    commits.continue_after_failure(host.state, 0)
    host.say(b"RQ.PUT others c")
    host.write()

    assert transport.sent == b"$1\r\nc\r\n"


@in_loop
async def test_client_that_leaves_before_its_item_is_safe_gives_it_back(host):
    host.say(b"RQ.PUT jobs a")
    host.write()
    connection, _ = host.connect()
    connection.data_received(b"RQ.GET jobs\r\n")
    connection.connection_lost(None)
    host.write()

    assert host.say(b"RQ.SIZE jobs") == b":1\r\n"
    assert host.restart().say(b"RQ.SIZE jobs") == b":1\r\n"
