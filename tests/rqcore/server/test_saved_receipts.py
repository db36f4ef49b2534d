# SPDX-License-Identifier: GPL-3.0-or-later
"""The reply to a request that proves the receipt of a saved item waits until the proof is saved."""

from __future__ import annotations

import pytest

from rqcore.controller.handlers.commits import fail_record, finish_record
from tests.rqcore.server.test_resumable_session import Host
from tests.rqcore.server.test_server_connection import in_loop


class DurableHost(Host):
    """A server with a journal, whose records are written by the test."""

    def __init__(self):
        super().__init__()
        self.journal = self.controller.state.journal
        self.journal.open()

    def save(self):
        finish_record(self.controller.state, self.journal.take_record())
        self.server.send_outgoing()

    def fail(self):
        fail_record(self.controller.state, self.journal.take_record(), "the disk is full", self.now)
        self.server.send_outgoing()

    def begin_with_item(self):
        """Return the connection of a client that has a saved item, and its transport."""
        connection, transport, _ = self.begin()
        for words in (b"RQ.CREATE NAME work DURABLE", b"RQ.PUT work x", b"RQ.GET work"):
            connection.data_received(words + b"\r\n")
            self.save()
        assert transport.sent.endswith(b"$1\r\nx\r\n")
        transport.sent = b""
        return connection, transport


@pytest.mark.parametrize(
    "words, reply",
    [(b"PING", b"+PONG\r\n"), (b"RQ.SIZE jobs", b":0\r\n"), (b"NONSENSE", b"-ERR"), (b"QUIT", b"+OK\r\n")],
)
@in_loop
async def test_reply_to_the_proof_of_a_saved_item_waits_until_the_proof_is_saved(words, reply):
    host = DurableHost()
    host.controller.state.create("jobs", "fifo", 0)
    connection, transport = host.begin_with_item()

    connection.data_received(words + b"\r\n")
    before = transport.sent, transport.is_closing()
    host.save()

    assert before == (b"", False)
    assert transport.sent.startswith(reply)
    assert transport.is_closing() == (words == b"QUIT")


@in_loop
async def test_proof_that_cannot_be_saved_is_not_confirmed():
    host = DurableHost()
    connection, transport = host.begin_with_item()

    connection.data_received(b"PING\r\n")
    host.fail()

    assert transport.sent.startswith(b"-STORAGE")


@in_loop
async def test_request_behind_the_proof_waits_for_nothing():
    host = DurableHost()
    connection, transport = host.begin_with_item()
    connection.data_received(b"PING\r\n")
    host.save()
    transport.sent = b""

    connection.data_received(b"PING\r\n")

    assert transport.sent == b"+PONG\r\n"
