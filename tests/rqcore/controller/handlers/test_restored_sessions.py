# SPDX-License-Identifier: GPL-3.0-or-later
"""Sessions that survive a restart: no call is carried out twice, and no item is lost."""

from __future__ import annotations

import pytest

from rqcore.controller.handlers import commits
from rqcore.controller.storage.checkpoint import Checkpoint
from rqcore.controller.users import Users
from rqcore.protocol.resp import command
from tests.rqcore.controller.handlers.saved_server import SavedServer
from tests.rqcore.server.connected_server import in_loop, lose, turns


@pytest.fixture
def host():
    host = SavedServer()
    host.state.create("jobs", "fifo", 0, durable=True)
    host.write()
    return host


def copy_all(host):
    """Replace all records with a checkpoint."""
    checkpoint = Checkpoint(host.state.journal, host.state.durable_queues, host.state.skip_number)
    while not checkpoint.is_done:
        checkpoint.copy_part()
        host.write()
    del host.records[: checkpoint.first_record - 1]


def put(host, *payloads):
    for payload in payloads:
        host.say(b"RQ.PUT jobs " + payload)
        host.write()


@in_loop
async def test_more_sessions_than_clients_are_found_again(host):
    # Given
    for _ in range(3):
        connection, *_ = host.begin()
        connection.data_received(b"RQ.PUT jobs x\r\n")
        host.write()
        lose(connection)
    # When
    again = SavedServer(host.records, clients=2)
    # Then
    assert (again.clients, again.state.sessions.lost_count, again.size()) == (3, 3, b":3\r\n")


@in_loop
async def test_reply_that_was_lost_with_the_controller_is_sent_again(host):
    connection, transport, token = host.begin()
    connection.data_received(b"RQ.PUT jobs x\r\n")
    assert transport.sent == b""
    host.write()
    assert transport.sent == b"+OK\r\n"

    host = host.restart()

    _, transport = host.resume(token, 0)
    assert transport.sent == b":1\r\n+OK\r\n"
    assert host.size() == b":1\r\n"


@in_loop
async def test_call_that_was_not_saved_is_made_again(host):
    connection, _, token = host.begin()
    host.write()
    connection.data_received(b"RQ.PUT jobs x\r\n")

    host = host.restart()

    connection, transport = host.resume(token, 0)
    assert transport.sent == b":0\r\n"
    connection.data_received(b"RQ.PUT jobs x\r\n")
    host.write()
    assert transport.sent == b":0\r\n+OK\r\n"
    assert host.size() == b":1\r\n"


@in_loop
async def test_first_reply_of_a_session_waits_until_a_restarted_controller_knows_it(host):
    connection, transport, token = host.begin()
    connection.data_received(b"RQ.SIZE jobs\r\n")
    before = transport.sent
    host.write()
    first = transport.sent
    connection.data_received(b"RQ.PUT jobs x\r\n")

    host = host.restart()

    _, transport = host.resume(token, 1)
    assert (before, first) == (b"", b":0\r\n")
    assert transport.sent == b":1\r\n"  # the put was not received
    assert host.size() == b":0\r\n"


@pytest.mark.parametrize(
    ("words", "reply"),
    [
        (b"RQ.GET jobs WITHCODEC", b"*2\r\n+raw\r\n$1\r\na\r\n"),
        (b"RQ.MGET jobs 2", b"*2\r\n$1\r\na\r\n$1\r\nb\r\n"),
        (b"RPOP jobs", b"$1\r\na\r\n"),
        (b"BRPOP jobs 0", b"*2\r\n$4\r\njobs\r\n$1\r\na\r\n"),
        (b"BLPOP others jobs 0", b"*2\r\n$4\r\njobs\r\n$1\r\nc\r\n"),
        (b"LMOVE jobs others LEFT LEFT", b"$1\r\nc\r\n"),
        (b"RPOPLPUSH jobs jobs", b"$1\r\na\r\n"),
        (b"RQ.MOVE jobs memory COUNT 1", b":1\r\n"),
    ],
)
@in_loop
async def test_items_whose_reply_was_lost_are_sent_again(host, words, reply):
    host.state.create("memory", "fifo", 0)
    put(host, b"a", b"b", b"c")
    connection, _, token = host.begin()
    connection.data_received(words + b"\r\n")
    host.write()

    host = host.restart().restart()

    _, transport = host.resume(token, 0)
    await turns(3)
    assert transport.sent == b":1\r\n" + reply


@in_loop
async def test_item_of_a_waiting_pop_is_sent_again_also_after_a_checkpoint(host):
    connection, _, token = host.begin()
    connection.data_received(b"BLPOP others jobs 0\r\n")
    put(host, b"a", b"b")
    copy_all(host)

    host = host.restart()

    _, transport = host.resume(token, 0)
    assert transport.sent == b":1\r\n*2\r\n$4\r\njobs\r\n$1\r\na\r\n"
    assert host.size() == b":1\r\n"


@pytest.mark.parametrize("words", [b"BLPOP jobs 0", b"BRPOP others jobs 0"])
@in_loop
async def test_put_whose_item_goes_to_a_waiting_pop_of_another_client_is_done_once(host, words):
    taker, taken = host.connect()
    taker.data_received(words + b"\r\n")
    connection, _, token = host.begin()
    connection.data_received(b"RQ.PUT jobs x\r\n")
    host.write()
    assert taken.sent == b"*2\r\n$4\r\njobs\r\n$1\r\nx\r\n"

    host = host.restart()

    _, transport = host.resume(token, 0)
    assert transport.sent == b":1\r\n+OK\r\n"
    assert host.size() == b":0\r\n"


@pytest.mark.parametrize("words", [b"LMOVE jobs other LEFT LEFT", b"LMOVE memory other LEFT LEFT"])
@pytest.mark.parametrize("is_copied", [False, True])
@in_loop
async def test_moved_item_is_sent_again_although_another_client_took_it(host, words, is_copied):
    host.state.create("memory", "fifo", 0)
    host.state.create("other", "fifo", 0, durable=True)
    host.say(b"RQ.PUT memory a")
    put(host, b"a")
    connection, _, token = host.begin()
    connection.data_received(words + b"\r\n")
    host.write()
    taker, _ = host.connect()
    taker.data_received(b"RQ.GET other\r\n")
    host.write()
    if is_copied:
        copy_all(host)

    host = host.restart()

    connection, transport = host.resume(token, 0)
    assert transport.sent == b":1\r\n$1\r\na\r\n"
    connection.data_received(b"QUIT\r\n")
    host.write()
    assert transport.sent.endswith(b"+OK\r\n")
    assert host.say(b"RQ.SIZE other") == b":0\r\n"


@in_loop
async def test_moved_item_stays_in_its_queue_if_the_client_does_not_return(host):
    put(host, b"a", b"b")
    connection, _, _ = host.begin()
    connection.data_received(b"RPOPLPUSH jobs jobs\r\n")
    host.write()

    host = host.restart()
    host.pass_time(61)
    host.write()

    host = host.restart()
    assert [item.payload for item in host.state.names[b"jobs"].store] == [b"b", b"a"]


@in_loop
async def test_item_that_is_being_saved_is_not_received_when_its_session_resumes(host):
    put(host, b"a")
    connection, _, token = host.begin()
    connection.data_received(b"RQ.GET jobs\r\n")
    lose(connection)
    connection, _ = host.resume(token, 0)
    host.write()
    lose(connection)

    host = host.restart()

    _, transport = host.resume(token, 0)
    assert transport.sent == b":1\r\n$1\r\na\r\n"


@in_loop
async def test_items_go_back_if_their_client_does_not_return(host):
    put(host, b"a", b"b", b"c")
    connection, _, _ = host.begin()
    connection.data_received(b"RQ.MGET jobs 2\r\n")
    host.write()

    host = host.restart()
    assert host.size() == b":1\r\n"
    host.pass_time(61)
    host.write()

    host = host.restart()
    assert [item.payload for item in host.state.names[b"jobs"].store] == [b"a", b"b", b"c"]
    assert host.clients == 0


@pytest.mark.parametrize("words", [b"RPOP jobs", b"LPOP jobs", b"RPOP jobs 2", b"LPOP jobs 2"])
@pytest.mark.parametrize("is_safe", [False, True])
@in_loop
async def test_items_of_durable_list_go_back_to_the_end_from_which_they_were_taken(host, words, is_safe):
    put(host, b"a", b"b", b"c")
    connection, _, _ = host.begin()
    connection.data_received(words + b"\r\n")
    if is_safe:
        host.write()
        host = host.restart()
    else:
        lose(connection)
    host.pass_time(61)
    host.write()

    assert [item.payload for item in host.restart().state.names[b"jobs"].store] == [b"a", b"b", b"c"]


@in_loop
async def test_received_items_do_not_go_back(host):
    put(host, b"a")
    connection, _, _ = host.begin()
    connection.data_received(b"RQ.GET jobs\r\n")
    host.write()
    connection.data_received(b"PING\r\n")
    host.write()

    host = host.restart()
    host.pass_time(61)

    assert host.size() == b":0\r\n"


@in_loop
async def test_resuming_proves_the_receipt_of_items(host):
    put(host, b"a")
    connection, _, token = host.begin()
    connection.data_received(b"RQ.GET jobs\r\n")
    host.write()

    host = host.restart()
    connection, transport = host.resume(token, 1)
    assert transport.sent == b""
    host.write()
    assert transport.sent == b":1\r\n"
    lose(connection)
    host = host.restart()
    host.pass_time(61)

    assert host.size() == b":0\r\n"


@in_loop
async def test_client_may_know_of_later_calls_that_changed_nothing_durable(host):
    connection, _, token = host.begin()
    connection.data_received(b"RQ.PUT jobs x\r\n")
    host.write()
    for _ in range(3):
        connection.data_received(b"RQ.SIZE jobs\r\n")

    host = host.restart()

    connection, transport = host.resume(token, 4)
    assert transport.sent == b":4\r\n"
    connection.data_received(b"RQ.GET jobs\r\n")
    host.write()
    assert transport.sent == b":4\r\n$1\r\nx\r\n"


@in_loop
async def test_client_that_lacks_more_than_one_reply_is_refused(host):
    connection, _, token = host.begin()
    for _ in range(2):
        connection.data_received(b"RQ.PUT jobs x\r\n")
        host.write()

    _, transport = host.restart().resume(token, 0)

    assert transport.sent.startswith(b"-NOSESSION")


@in_loop
async def test_closed_session_is_not_found_again(host):
    connection, _, token = host.begin()
    host.write()
    connection.data_received(b"QUIT\r\n")
    lose(connection)
    host.write()

    _, transport = host.restart().resume(token, 1)

    assert transport.sent.startswith(b"-NOSESSION")


@in_loop
async def test_session_survives_a_checkpoint_with_its_items(host):
    put(host, b"a", b"b")
    connection, _, token = host.begin()
    connection.data_received(b"RQ.GET jobs\r\n")
    host.write()
    copy_all(host)

    host = host.restart()
    _, transport = host.resume(token, 0)

    assert transport.sent == b":1\r\n$1\r\na\r\n"


@in_loop
async def test_failed_write_is_the_value_of_the_call(host):
    put(host, b"a")
    connection, _, token = host.begin()
    host.write()
    connection.data_received(b"RQ.GET jobs\r\n")
    record = host.state.journal.take_record()
    commits.fail_record(host.state, record, "disk full", 0)
    host.records.append(b"".join(record.rows()))  # it is written later
    commits.continue_after_failure(host.state, 0)
    host.write()

    host = host.restart()

    _, transport = host.resume(token, 0)
    assert transport.sent.startswith(b":1\r\n-STORAGE")
    assert host.size() == b":1\r\n"


@in_loop
async def test_transaction_ends_a_saved_session(host):
    connection, _, token = host.begin()
    host.write()
    for words in (b"MULTI", b"RQ.PUT jobs x", b"EXEC"):
        connection.data_received(words + b"\r\n")
    host.write()

    _, transport = host.restart().resume(token, 2)

    assert transport.sent.startswith(b"-NOSESSION")  # so its client gets OutcomeUnknown


@in_loop
async def test_put_of_many_items_that_waits_ends_a_saved_session():
    host = SavedServer()
    host.state.create("jobs", "fifo", 2, durable=True)
    connection, _, token = host.begin()
    host.write()
    connection.data_received(b"RQ.MPUT jobs ITEMS a b c\r\n")
    host.write()

    _, transport = host.restart().resume(token, 0)

    assert transport.sent.startswith(b"-NOSESSION")


@in_loop
async def test_session_of_a_user_that_was_removed_ends(host, monkeypatch):
    put(host, b"a")
    connection, _, _ = host.begin()
    connection.data_received(b"RQ.GET jobs\r\n")
    host.write()
    monkeypatch.setattr(Users, "__len__", lambda self: 1)

    host = host.restart()

    assert host.clients == 0
    assert host.state.names[b"jobs"].size == 1


@in_loop
async def test_priorities_are_kept_with_items_that_go_back():
    host = SavedServer()
    host.state.create("jobs", "priority", 0, durable=True)
    for priority in (2, 1, 3):
        host.say(b"RQ.PUT jobs %d PRIORITY %d" % (priority, priority))
    connection, _, _ = host.begin()
    connection.data_received(b"RQ.GET jobs\r\n")
    host.write()

    host = host.restart()
    host.pass_time(61)

    assert [item.payload for item in host.state.names[b"jobs"].store] == [b"1", b"2", b"3"]


@in_loop
async def test_many_items_are_sent_again_although_one_was_leased_before(host):
    putter, transport = host.connect()
    for _ in range(2):
        putter.data_received(command(["RQ.MPUT", "jobs", "ITEMS", *["x"] * 900]))
        host.write()
    transport.sent = b""
    putter.data_received(b"RQ.LEASE jobs SECONDS 30\r\n")
    host.write()
    number = transport.sent.split(b"\r\n")[1].removeprefix(b":")
    putter.data_received(b"RQ.NACK jobs %b\r\n" % number)
    connection, _, token = host.begin()
    connection.data_received(b"RQ.MGET jobs 1800\r\n")
    host.write()

    host = host.restart()
    _, transport = host.resume(token, 0)
    await turns(20)

    assert transport.sent == b":1\r\n*1800\r\n" + b"$1\r\nx\r\n" * 1800
