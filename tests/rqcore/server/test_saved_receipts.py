# SPDX-License-Identifier: GPL-3.0-or-later
"""The reply to a request that proves the receipt of a saved item waits until the proof is saved."""

from __future__ import annotations

import pytest

from rqcore.controller.handlers.commits import fail_record, finish_record
from rqcore.protocol.resp import command
from tests.rqcore.server.connected_server import Host, in_loop, lose, turns


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
        connection, transport, self.token = self.begin()
        for words in (b"RQ.CREATE NAME work DURABLE", b"RQ.PUT work x", b"RQ.GET work"):
            connection.data_received(words + b"\r\n")
            self.save()
        assert transport.sent.endswith(b"$1\r\nx\r\n")
        transport.sent = b""
        return connection, transport

    def resume_with_item(self):
        """Return the second connection of such a client, which proves the receipt of the item."""
        connection, _ = self.begin_with_item()
        lose(connection)
        return self.resume(self.token, 3)


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


LARGE = b"y" * 600_000


@pytest.mark.parametrize(
    "words, reply",
    [
        (b"LRANGE jobs 0 -1", b"*5\r\n$600000\r\ny"),
        (b"LPOP jobs 5", b"*5\r\n$600000\r\ny"),
        (b"RQ.GET jobs WITHCODEC", b"*2\r\n+raw\r\n$600000\r\ny"),
        (b"BLPOP jobs 0", b"*2\r\n$4\r\njobs\r\n$600000\r\ny"),
        (b"DEL " + b" ".join(b"q%d" % n for n in range(30)) + b" jobs", b":1\r\n"),
        (b"CLIENT LIST", b"$"),
    ],
)
@pytest.mark.parametrize("is_busy", [False, True])
@in_loop
async def test_reply_that_takes_several_turns_waits_for_the_proof_too(words, reply, is_busy):
    host = DurableHost()
    state = host.controller.state
    connection, transport = host.begin_with_item()
    putter, _ = host.connect()
    for _ in range(5):
        putter.data_received(command(["RPUSH", "jobs", LARGE]))
    for _ in range(200):
        host.connect()
    await turns(3)
    state.busy_from = 0 if is_busy else state.work + 10**6

    connection.data_received(words + b"\r\n")
    await turns(10)
    before = transport.sent
    host.save()
    await turns(20)

    assert before == b""
    assert transport.sent.startswith(reply)


@pytest.mark.parametrize(
    "words, in_time, late",
    [
        (b"RQ.GET jobs TIMEOUT 5", b"$1\r\nx\r\n", b"-EMPTY"),
        (b"BLPOP jobs 5", b"*2\r\n$4\r\njobs\r\n$1\r\nx\r\n", b"*-1\r\n"),
        (b"RQ.JOIN full TIMEOUT 5", b":0\r\n", b":1\r\n"),
    ],
)
@pytest.mark.parametrize("is_in_time", [False, True])
@in_loop
async def test_reply_of_a_call_that_had_to_wait_waits_for_the_proof_too(words, in_time, late, is_in_time):
    host = DurableHost()
    connection, transport = host.begin_with_item()
    host.say(b"RPUSH full x")
    host.controller.state.create("jobs", "fifo", 0)

    connection.data_received(words + b"\r\n")
    for end in (b"RPUSH jobs x", b"RQ.DONE full") if is_in_time else ():
        host.say(end)
    host.pass_time(6)
    before = transport.sent
    host.save()

    assert before == b""
    assert transport.sent.startswith(in_time if is_in_time else late)


@in_loop
async def test_session_resumes_when_the_receipt_that_it_proves_is_saved():
    host = DurableHost()
    connection, transport = host.resume_with_item()

    connection.data_received(b"PING\r\n")
    before = transport.sent
    host.save()
    await turns()

    assert before == b""
    assert transport.sent == b":3\r\n+PONG\r\n"


@in_loop
async def test_connection_that_is_lost_while_it_resumes_does_not_end_the_session():
    host = DurableHost()
    connection, transport = host.resume_with_item()

    lose(connection)
    host.save()
    _, other = host.resume(host.token, 3)

    assert (transport.sent, other.sent) == (b"", b":3\r\n")


@in_loop
async def test_session_resumes_while_no_receipt_can_be_saved():
    host = DurableHost()
    connection, transport = host.resume_with_item()

    host.fail()
    connection.data_received(b"PING\r\n")
    await turns()

    assert transport.sent == b":3\r\n+PONG\r\n"


@in_loop
async def test_reply_that_waits_for_the_proof_is_sent_once_on_the_next_connection():
    host = DurableHost()
    host.say(b"RPUSH jobs x y")
    connection, _ = host.begin_with_item()
    connection.data_received(b"RQ.GET jobs\r\n")
    lose(connection)

    _, transport = host.resume(host.token, 3)
    before = transport.sent
    host.save()

    assert before == b":4\r\n"
    assert transport.sent == b":4\r\n$1\r\nx\r\n"
    assert host.say(b"RQ.SIZE jobs") == b":1\r\n"


@in_loop
async def test_item_in_memory_that_waits_for_the_proof_goes_back_when_its_client_is_killed():
    host = DurableHost()
    host.say(b"RPUSH jobs x y")
    connection, _ = host.begin_with_item()
    held = host.controller.state.memory.held
    connection.data_received(b"RQ.MGET jobs 2\r\n")

    lose(connection)
    host.pass_time(60)
    host.save()

    assert host.say(b"LRANGE jobs 0 -1") == b"*2\r\n$1\r\nx\r\n$1\r\ny\r\n"
    assert host.controller.state.memory.held <= held + 100


@pytest.mark.parametrize(
    "words, reply",
    [(b"RQ.GET jobs", b"$1\r\nx\r\n"), (b"RQ.PUT jobs z", b"+OK\r\n"), (b"BAD", b"-ERR unknown")],
)
@in_loop
async def test_call_on_a_queue_in_memory_does_not_fail_because_a_receipt_cannot_be_saved(words, reply):
    host = DurableHost()
    host.say(b"RPUSH jobs x")
    connection, transport = host.begin_with_item()

    connection.data_received(words + b"\r\n")
    host.fail()
    connection.data_received(b"RQ.SIZE jobs\r\n")

    assert transport.sent.startswith(reply)
    assert transport.sent.count(b"\r\n:") == 1
