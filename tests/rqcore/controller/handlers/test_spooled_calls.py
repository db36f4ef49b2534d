# SPDX-License-Identifier: GPL-3.0-or-later
"""Large files of the spool enter durable queues in slices, while other clients are served."""

from __future__ import annotations

import os

import pytest

from rqcore.protocol.resp import command
from rqcore.protocol.slices import WHOLE_PAYLOAD
from rqcore.server.spool_directory import SpoolDirectory, SpooledFile
from tests.rqcore.controller.handlers.saved_server import SavedServer
from tests.rqcore.server.connected_server import SECOND, in_loop, lose, turns

SLICES = 5
LARGE = os.urandom(SLICES * WHOLE_PAYLOAD)


@pytest.fixture
def spool(tmp_path):
    spool = SpoolDirectory(str(tmp_path), 1000, 1 << 30)
    yield spool
    spool.close()


@pytest.fixture
def host(spool):
    host = SavedServer()
    host.state.spool = spool
    for name in ("jobs", "others"):
        host.state.create(name, "fifo", 1 if name == "jobs" else 0, durable=True)
    host.state.create("memory", "fifo", 0)
    host.write()
    return host


@pytest.fixture
def reads(monkeypatch):
    """The sizes of the parts of files that were read."""
    sizes, read = [], SpooledFile.read

    def count(file, most=-1, start=0):
        data = read(file, most, start)
        sizes.append(len(data))
        return data

    monkeypatch.setattr(SpooledFile, "read", count)
    return sizes


def written(spool, payload=LARGE):
    name = os.urandom(16).hex()
    (spool.directory / (name + ".part")).write_bytes(payload)
    return name.encode()


def spooled_put(spool, queue, *more, payload=LARGE):
    return command(["RQ.PUT", queue, written(spool, payload), "SPOOLED", *more])


def files(spool):
    return [name for name in os.listdir(spool.directory) if name not in ("secret", "lock")]


def payloads(host, queue):
    return [item.payload for item in host.state.names[queue].store]


@in_loop
async def test_put_reads_its_file_in_slices_and_ends_when_it_is_saved(host, spool, reads):
    connection, transport = host.connect()
    connection.data_received(spooled_put(spool, "jobs"))
    at_once = list(reads)
    await turns(4 * SLICES)
    before = transport.sent
    host.write()

    assert (at_once, reads) == ([], [WHOLE_PAYLOAD] * SLICES)
    assert (before, transport.sent) == (b"", b"+OK\r\n")
    assert payloads(host, b"jobs") == [LARGE]
    assert files(spool) == []
    assert host.state.memory.held >= len(LARGE)


@in_loop
async def test_other_clients_are_served_while_a_file_is_read(host, spool, reads):
    connection, _ = host.connect()
    connection.data_received(spooled_put(spool, "jobs"))

    assert host.say(b"PING") == b"+PONG\r\n"
    assert len(reads) < SLICES
    await turns(4 * SLICES)


@in_loop
async def test_put_of_a_file_waits_for_a_place_and_counts_its_memory_once(host, spool):
    host.say(b"RQ.PUT jobs x")
    host.write()
    before = host.state.memory.held
    connection, transport = host.connect()
    connection.data_received(spooled_put(spool, "jobs", "TIMEOUT", 9))
    await turns(4 * SLICES)
    waiting = transport.sent
    getter, _ = host.connect()
    getter.data_received(b"RQ.GET jobs\r\n")
    host.write()

    assert (waiting, transport.sent) == (b"", b"+OK\r\n")
    assert payloads(host, b"jobs") == [LARGE]
    assert abs(host.state.memory.held - before - len(LARGE)) < 10_000


@in_loop
async def test_lease_that_waits_while_a_file_is_read_lasts_as_long_as_it_should(host, spool):
    putter, _ = host.connect()
    putter.data_received(spooled_put(spool, "jobs"))
    host.now = 5 * SECOND
    other, _ = host.connect()
    other.data_received(b"RQ.LEASE jobs SECONDS 30\r\n")
    await turns(4 * SLICES)

    (lease,) = host.state.names[b"jobs"].leases.values()
    assert lease.deadline_ns == 35 * SECOND


@pytest.mark.parametrize(
    ("end", "error"), [(b"RQ.SHUTDOWN jobs", b"-SHUTDOWN"), (b"RQ.CLOSE jobs", b"-CLOSED"), (b"", b"-FULL")]
)
@in_loop
async def test_put_that_fails_when_its_file_is_read_reports_it_and_leaves_no_file(host, spool, end, error):
    host.say(b"RQ.PUT jobs x")
    host.write()
    held = host.state.memory.held
    connection, transport = host.connect()
    connection.data_received(spooled_put(spool, "jobs", "TIMEOUT", 0))
    if end:
        host.say(end)
    await turns(4 * SLICES)
    host.write()
    await turns(2)

    assert transport.sent.startswith(error)
    assert files(spool) == []
    assert host.state.memory.held <= held


@in_loop
async def test_put_of_a_client_that_leaves_while_its_file_is_read_puts_nothing(host, spool):
    connection, _ = host.connect()
    connection.data_received(spooled_put(spool, "jobs"))
    lose(connection)
    await turns(4 * SLICES)

    assert payloads(host, b"jobs") == []
    assert files(spool) == []


@in_loop
async def test_put_of_a_lost_session_is_carried_out_once_and_confirmed_when_it_resumes(host, spool):
    connection, _, token = host.begin()
    connection.data_received(spooled_put(spool, "jobs"))
    lose(connection)
    await turns(4 * SLICES)
    host.write()

    _, transport = host.resume(token, 0)

    assert transport.sent == b":1\r\n+OK\r\n"
    assert payloads(host, b"jobs") == [LARGE]


@in_loop
async def test_put_whose_file_is_read_when_the_controller_ends_is_made_again_after_the_restart(host, spool):
    connection, transport, token = host.begin()
    host.write()
    connection.data_received(spooled_put(spool, "jobs"))
    host.state.journal.seal()
    host.controller.close(host.now)
    await turns(4 * SLICES)

    assert transport.sent == b""
    connection, transport = host.restart().resume(token, 0)
    assert transport.sent == b":0\r\n"


@in_loop
async def test_file_that_was_removed_while_it_was_read_is_an_error(host, spool):
    connection, transport = host.connect()
    connection.data_received(spooled_put(spool, "jobs"))
    os.unlink(spool.directory / files(spool)[0])
    await turns(4 * SLICES)

    assert b"cannot be read" in transport.sent
    assert payloads(host, b"jobs") == []


MOVES = [b"RQ.MOVE memory others", b"RQ.MOVE memory others ITEM 1", b"LMOVE memory others RIGHT RIGHT"]


@pytest.mark.parametrize("words", [*MOVES, b"RPOPLPUSH memory others"])
@in_loop
async def test_move_into_a_durable_queue_reads_files_in_slices(host, spool, reads, words):
    putter, _ = host.connect()
    putter.data_received(spooled_put(spool, "memory"))
    connection, transport = host.connect()

    connection.data_received(words + b"\r\n")
    at_once = list(reads)
    await turns(4 * SLICES)
    host.write()
    await turns(4 * SLICES)

    assert (at_once, reads) == ([], [WHOLE_PAYLOAD] * SLICES)
    assert transport.sent.startswith((b":1\r\n", b"$"))
    assert payloads(host, b"others") == [LARGE]
    assert files(spool) == []


@pytest.mark.parametrize("words", MOVES)
@in_loop
async def test_move_whose_item_was_taken_meanwhile_moves_what_is_there(host, spool, words):
    putter, _ = host.connect()
    putter.data_received(spooled_put(spool, "memory") + spooled_put(spool, "memory", payload=b"next"))
    connection, transport = host.connect()
    connection.data_received(words + b"\r\n")
    host.say(b"RQ.PURGE memory")
    host.say(b"RQ.PUT memory later")
    await turns(4 * SLICES)
    host.write()

    is_gone = b"ITEM" in words
    assert transport.sent.endswith(b":0\r\n" if is_gone else b":1\r\n" if b"RQ" in words else b"later\r\n")
    assert payloads(host, b"others") == ([] if is_gone else [b"later"])


@in_loop
async def test_durable_queue_never_holds_a_file(host, spool):
    putter, _ = host.connect()
    putter.data_received(spooled_put(spool, "memory", payload=b"small file"))
    host.say(b"RQ.MOVE memory others")

    assert payloads(host, b"others") == [b"small file"]
    assert (spool.items, files(spool)) == (0, [])
    host.write()


@in_loop
async def test_transaction_moves_files_in_its_step(host, spool):
    putter, _ = host.connect()
    putter.data_received(spooled_put(spool, "memory"))
    connection, transport = host.connect()
    connection.data_received(b"MULTI\r\nRQ.MOVE memory others\r\nEXEC\r\n")
    host.write()

    assert transport.sent.endswith(b"*1\r\n:1\r\n")
    assert payloads(host, b"others") == [LARGE]
