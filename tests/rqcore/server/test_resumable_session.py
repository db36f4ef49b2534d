# SPDX-License-Identifier: GPL-3.0-or-later
"""Sessions on connections that are lost: what is sent again, what goes back, and what is never done twice."""

from __future__ import annotations

from itertools import count
from random import Random

import pytest

from rqcore.controller.limits import Limits
from rqcore.controller.users import Users
from rqcore.protocol.resp import command
from tests.rqcore.server.connected_server import Host, in_loop, lose, turns


@pytest.fixture
def host():
    host = Host()
    host.controller.state.create("jobs", "fifo", 0)
    return host


@in_loop
async def test_reply_that_was_lost_is_sent_again_and_its_put_is_not_repeated(host):
    connection, _, token = host.begin()
    connection.data_received(b"RQ.PUT jobs x\r\n")
    lose(connection)
    _, transport = host.resume(token, 0)
    assert transport.sent == b":1\r\n+OK\r\n"
    assert host.say(b"RQ.SIZE jobs") == b":1\r\n"


@in_loop
async def test_request_that_was_lost_is_not_counted(host):
    connection, _, token = host.begin()
    connection.data_received(b"RQ.SIZE jobs\r\n")
    connection.data_received(b"RQ.PUT jobs")
    lose(connection)
    connection, transport = host.resume(token, 1)
    assert transport.sent == b":1\r\n"
    connection.data_received(b"RQ.PUT jobs x\r\n")
    assert transport.sent == b":1\r\n+OK\r\n"


@in_loop
async def test_item_whose_reply_was_lost_is_sent_again(host):
    host.say(b"RQ.PUT jobs x")
    connection, _, token = host.begin()
    connection.data_received(b"RQ.GET jobs WITHCODEC\r\n")
    lose(connection)
    _, transport = host.resume(token, 0)
    assert transport.sent == b":1\r\n*2\r\n+raw\r\n$1\r\nx\r\n"


@in_loop
async def test_reply_is_sent_again_on_each_connection_until_its_receipt_is_proved(host):
    host.say(b"RQ.PUT jobs x")
    connection, _, token = host.begin()
    connection.data_received(b"RQ.GET jobs\r\n")
    for _ in range(3):
        lose(connection)
        connection, transport = host.resume(token, 0)
        assert transport.sent == b":1\r\n$1\r\nx\r\n"
    connection.data_received(b"PING\r\n")
    lose(connection)
    host.pass_time(60)
    assert host.say(b"RQ.SIZE jobs") == b":0\r\n"


@in_loop
async def test_item_without_receipt_goes_back_to_the_head_when_the_grace_time_is_over(host):
    for item in (b"1", b"2", b"3", b"4"):
        host.say(b"RQ.PUT jobs " + item)
    connection, _, token = host.begin()
    connection.data_received(b"RQ.MGET jobs 3\r\n")
    lose(connection)
    host.pass_time(29)
    assert host.say(b"RQ.SIZE jobs") == b":1\r\n"
    host.pass_time(2)
    assert host.say(b"RQ.MGET jobs 9") == b"*4\r\n$1\r\n1\r\n$1\r\n2\r\n$1\r\n3\r\n$1\r\n4\r\n"
    _, transport = host.resume(token, 0)
    assert transport.sent.startswith(b"-NOSESSION ")


@in_loop
async def test_next_request_proves_the_receipt_of_an_item(host):
    host.say(b"RQ.PUT jobs x")
    connection, _, _ = host.begin()
    connection.data_received(b"RQ.GET jobs\r\n")
    connection.data_received(b"PING\r\n")
    lose(connection)
    host.pass_time(31)
    assert host.say(b"RQ.SIZE jobs") == b":0\r\n"


@in_loop
async def test_client_that_quits_has_received_its_item(host):
    host.say(b"RQ.PUT jobs x")
    connection, _, token = host.begin()
    connection.data_received(b"RQ.GET jobs\r\n")
    connection.data_received(b"QUIT\r\n")
    lose(connection)
    assert (host.say(b"RQ.SIZE jobs"), host.clients) == (b":0\r\n", 0)
    assert host.resume(token, 1)[1].sent.startswith(b"-NOSESSION ")


@in_loop
async def test_client_without_a_session_owns_an_item_when_its_reply_is_sent(host):
    host.say(b"RQ.PUT jobs x")
    connection, _ = host.connect()
    connection.data_received(b"RQ.GET jobs\r\n")
    lose(connection)
    host.pass_time(31)
    assert host.say(b"RQ.SIZE jobs") == b":0\r\n"


@in_loop
async def test_get_of_a_lost_client_takes_no_item_and_keeps_its_place(host):
    first, _, token = host.begin()
    first.data_received(b"RQ.GET jobs\r\n")
    second, heard, _ = host.begin()
    second.data_received(b"RQ.GET jobs\r\n")
    lose(first)
    host.say(b"RQ.PUT jobs 1")
    assert heard.sent == b"$1\r\n1\r\n"
    second.data_received(b"RQ.GET jobs\r\n")
    _, again = host.resume(token, 0)
    assert again.sent == b":1\r\n"
    host.say(b"RQ.PUT jobs 2")
    assert again.sent == b":1\r\n$1\r\n2\r\n"


@in_loop
async def test_get_that_resumes_takes_an_item_that_came_meanwhile(host):
    connection, _, token = host.begin()
    connection.data_received(b"RQ.GET jobs TIMEOUT 10\r\n")
    lose(connection)
    host.say(b"RQ.PUT jobs x")
    assert host.say(b"RQ.SIZE jobs") == b":1\r\n"
    assert host.resume(token, 0)[1].sent == b":1\r\n$1\r\nx\r\n"


@in_loop
async def test_timeout_of_a_get_goes_on_while_its_client_is_lost(host):
    connection, _, token = host.begin()
    connection.data_received(b"RQ.GET jobs TIMEOUT 10\r\n")
    lose(connection)
    host.pass_time(11)
    assert host.resume(token, 0)[1].sent.startswith(b":1\r\n-EMPTY ")


@pytest.mark.parametrize(
    ("ending", "answer"),
    [(b"RQ.CLOSE jobs", b"-CLOSED "), (b"RQ.SHUTDOWN jobs", b"-SHUTDOWN ")],
)
@in_loop
async def test_get_of_a_lost_client_fails_on_resume_if_its_queue_ended(host, ending, answer):
    connection, _, token = host.begin()
    connection.data_received(b"RQ.GET jobs\r\n")
    lose(connection)
    host.say(ending)
    assert host.resume(token, 0)[1].sent.startswith(b":1\r\n" + answer)


@in_loop
async def test_put_of_a_lost_client_goes_on_waiting(host):
    host.say(b"RQ.CREATE NAME small MAXSIZE 1")
    host.say(b"RQ.PUT small 1")
    connection, _, token = host.begin()
    connection.data_received(b"RQ.PUT small 2\r\n")
    lose(connection)
    assert host.say(b"RQ.GET small") == b"$1\r\n1\r\n"
    assert host.resume(token, 0)[1].sent == b":1\r\n+OK\r\n"
    assert host.say(b"RQ.GET small") == b"$1\r\n2\r\n"


@in_loop
async def test_blocked_put_never_happens_after_the_grace_time(host):
    host.say(b"RQ.CREATE NAME small MAXSIZE 1")
    host.say(b"RQ.PUT small 1")
    connection, _, _ = host.begin()
    connection.data_received(b"RQ.PUT small 2\r\n")
    lose(connection)
    host.pass_time(31)
    host.say(b"RQ.GET small")
    assert host.say(b"RQ.SIZE small") == b":0\r\n"


@in_loop
async def test_call_that_only_reads_is_sent_again_by_the_client(host):
    connection, _, token = host.begin()
    connection.data_received(b"RQ.SIZE jobs\r\n")
    lose(connection)
    connection, transport = host.resume(token, 0)
    assert transport.sent == b":0\r\n"
    connection.data_received(b"RQ.SIZE jobs\r\n")
    assert transport.sent == b":0\r\n:0\r\n"


@in_loop
async def test_session_leaves_a_connection_that_the_controller_believes_alive(host):
    host.say(b"RQ.PUT jobs x")
    first, transport, token = host.begin()
    first.data_received(b"RQ.GET jobs\r\n")
    _, again = host.resume(token, 0)
    assert (again.sent, transport.aborted) == (b":1\r\n$1\r\nx\r\n", True)
    first.data_received(b"RQ.PUT jobs late\r\n")
    first.connection_lost(None)
    assert (host.say(b"RQ.SIZE jobs"), host.clients) == (b":0\r\n", 1)


@in_loop
async def test_long_reply_with_items_is_sent_again(host, request_of):
    host.say(b"RQ.CREATE NAME many")
    for _ in range(2):
        connection, _ = host.connect()
        connection.data_received(request_of("RQ.MPUT many ITEMS", *[b"x"] * 6000))
        await turns()
    connection, transport, token = host.begin()
    connection.data_received(b"RQ.MGET many 12000\r\n")
    lose(connection)
    assert host.say(b"RQ.SIZE many") == b":0\r\n"
    connection, transport = host.resume(token, 0)
    await turns(200)
    assert (transport.sent[:12], transport.sent.count(b"x")) == (b":1\r\n*12000\r\n", 12000)
    lose(connection)
    host.pass_time(31)
    assert host.say(b"RQ.SIZE many") == b":12000\r\n"


@in_loop
async def test_counts_that_do_not_fit_end_in_an_error(host):
    connection, _, token = host.begin()
    connection.data_received(b"PING\r\n")
    lose(connection)
    assert host.resume(token, 5)[1].sent.startswith(b"-NOSESSION this session has 1 requests")
    assert host.resume(b"0" * 32, 0)[1].sent.startswith(b"-NOSESSION ")


@in_loop
async def test_memory_of_kept_items_is_counted_and_freed(host):
    host.say(command(["RQ.PUT", "jobs", b"x" * 5000])[:-2])
    held = host.held
    connection, _, token = host.begin()
    connection.data_received(b"RQ.GET jobs\r\n")
    assert host.held == held
    lose(connection)
    assert host.held == held
    connection, _ = host.resume(token, 1)
    assert host.held == 0


@in_loop
async def test_oldest_lost_session_ends_for_the_newest():
    host = Host(Limits(lost_sessions=2))
    host.say(b"RQ.CREATE NAME jobs")
    host.say(b"RQ.PUT jobs x")
    tokens = []
    for _ in range(3):
        connection, _, token = host.begin()
        connection.data_received(b"RQ.GET jobs TIMEOUT 0\r\n")
        tokens.append(token)
        lose(connection)
    assert host.clients == 2
    assert host.resume(tokens[0], 0)[1].sent.startswith(b"-NOSESSION ")
    assert host.say(b"RQ.SIZE jobs") == b":1\r\n"


@in_loop
async def test_lost_sessions_keep_no_new_client_out():
    host = Host(Limits(clients=1))
    lose(host.begin()[0])
    connection, transport = host.connect()
    connection.data_received(b"PING\r\n")
    assert transport.sent == b"+PONG\r\n"


@pytest.mark.parametrize("end", [b"CLIENT KILL ID %d", b"CLIENT UNBLOCK %d"])
@in_loop
async def test_lost_client_can_be_killed_and_unblocked(host, end):
    connection, _, token = host.begin()
    connection.data_received(b"RQ.GET jobs\r\n")
    number = connection.session.client.number
    lose(connection)
    host.say(end % number)
    answer = b"-NOSESSION " if b"KILL" in end else b":1\r\n-EMPTY "
    assert host.resume(token, 0)[1].sent.startswith(answer)


@in_loop
async def test_lost_client_is_not_listed_but_counted(host):
    connection, _, token = host.begin()
    connection.data_received(b"CLIENT SETNAME away\r\n")
    assert b"name=away" in host.say(b"CLIENT LIST")
    lose(connection)
    listed, counted = host.say(b"CLIENT LIST"), host.say(b"INFO clients")
    assert b"name=away" not in listed and token not in listed
    assert b"connected_clients:1\r\nlost_sessions:1\r\n" in counted


@in_loop
async def test_client_that_is_killed_cannot_resume_and_its_item_goes_back(host):
    host.say(b"RQ.PUT jobs x")
    connection, _, token = host.begin()
    connection.data_received(b"RQ.GET jobs\r\n")
    host.say(b"CLIENT KILL ID %d" % connection.session.client.number)
    lose(connection)
    assert host.say(b"RQ.SIZE jobs") == b":1\r\n"
    assert host.resume(token, 0)[1].sent.startswith(b"-NOSESSION ")


@in_loop
async def test_session_in_a_transaction_or_with_observer_ends_with_its_connection(host):
    for words in (b"MULTI\r\n", b"HELLO 3\r\nRQ.OBSERVE\r\n"):
        connection, _, token = host.begin()
        connection.data_received(words)
        lose(connection)
        assert host.resume(token, 1)[1].sent.startswith(b"-NOSESSION ")


@in_loop
async def test_requests_behind_the_beginning_of_a_session_are_executed(host):
    connection, transport = host.connect()
    connection.data_received(b"HELLO SESSION\r\nRQ.PUT jobs x\r\nRQ.SIZE jobs\r\n")
    await turns()
    assert transport.sent.endswith(b"+OK\r\n:1\r\n")


@in_loop
async def test_many_sessions_can_be_begun_and_resumed_in_one_pipeline(host):
    connection, transport = host.connect()
    connection.data_received(b"HELLO SESSION\r\n" * 1000)
    await turns(1100)
    assert (transport.sent.count(b"session"), host.controller.state.memory.held) == (1000, 0)
    tokens = [host.begin()[2] for _ in range(300)]
    connection, transport = host.connect()
    connection.data_received(b"".join(b"RQ.RESUME %b 0\r\n" % token for token in tokens) + b"PING\r\n")
    await turns(700)
    assert transport.sent.endswith(b"+PONG\r\n")
    assert transport.sent.count(b":0\r\n") + transport.sent.count(b"-NOSESSION") == 300
    assert host.controller.state.memory.held == 0


@in_loop
async def test_requests_behind_the_resumption_of_a_waiting_call_follow_it(host):
    connection, _, token = host.begin()
    connection.data_received(b"RQ.GET jobs\r\n")
    lose(connection)
    connection, transport = host.connect()
    connection.data_received(b"RQ.RESUME %b 0\r\nPING\r\n" % token)
    await turns()
    assert b"PONG" not in transport.sent
    host.say(b"RQ.PUT jobs x")
    await turns()
    assert transport.sent.endswith(b"$1\r\nx\r\n+PONG\r\n")


class TestUsers:
    """With users."""

    @pytest.fixture
    def host(self):
        users = Users()
        users.add("ann", "a")
        users.add("bob", "b")
        return Host(users=users)

    def log_in(self, host, name):
        connection, transport = host.connect()
        state = host.controller.state
        state.logins.verify = lambda user, password, digest: state.logins.finish(digest, True)
        connection.data_received(b"AUTH %b %b\r\n" % (name, name[:1]))
        connection.data_received(b"")
        host.server.send_outgoing()
        transport.sent = b""
        return connection, transport

    @in_loop
    async def test_only_the_user_of_a_session_can_resume_it(self, host):
        connection, transport = self.log_in(host, b"ann")
        connection.data_received(b"HELLO 2 SESSION\r\n")
        words = transport.sent.split(b"\r\n")
        token = words[words.index(b"session") + 2]
        lose(connection)
        for name, answer in ((b"bob", b"-NOSESSION "), (b"ann", b":0\r\n")):
            connection, transport = self.log_in(host, name)
            connection.data_received(b"RQ.RESUME %b 0\r\n" % token)
            assert transport.sent.startswith(answer)

    @in_loop
    async def test_stranger_gets_no_session(self, host):
        connection, transport = host.connect()
        connection.data_received(b"HELLO 2 SESSION\r\n")
        connection.data_received(b"RQ.RESUME x 0\r\n")
        assert transport.sent.count(b"-NOAUTH ") == 2


class Walker:
    """A client that puts and gets, and whose connection is lost at any moment of a call."""

    def __init__(self, host, chance, number):
        self._host, self._chance = host, chance
        self._connection, self._transport, self._token = host.begin()
        self._received = 0
        self._numbers = count(number * 1000)
        self.put, self.got = [], []

    def call(self, request):
        """Return the reply to a request, whatever is lost on the way."""
        pieces = self._send(request)
        while not pieces:
            lose(self._connection)
            self._host.server._begin_turn()  # each attempt has its own turn, so none is postponed
            self._connection, self._transport = self._host.resume(self._token, self._received)
            first, _, rest = self._transport.sent.partition(b"\r\n")
            if self._chance.random() < 0.3:
                continue
            pieces = self._send(request) if first == b":%d" % self._received else rest
        self._received += 1
        return pieces

    def _send(self, request):
        """Return the reply, or nothing if the request, a part of it, or the reply is lost."""
        self._transport.sent = b""
        sent = self._chance.choice([len(request)] * 3 + [self._chance.randrange(len(request))])
        self._connection.data_received(request[:sent])
        is_received = sent == len(request) and self._chance.random() < 0.7
        return self._transport.sent if is_received else b""

    def step(self):
        if self._chance.random() < 0.5:
            number = next(self._numbers)
            assert self.call(b"RQ.PUT jobs %d TIMEOUT 0\r\n" % number) == b"+OK\r\n"
            self.put.append(number)
        elif not (reply := self.call(b"RQ.GET jobs TIMEOUT 0\r\n")).startswith(b"-EMPTY "):
            self.got.append(int(reply.split(b"\r\n")[1]))


@pytest.mark.parametrize("seed", range(20))
@in_loop
async def test_losses_at_random_moments_lose_and_double_no_item(host, seed):
    chance = Random(seed)
    walkers = [Walker(host, chance, number) for number in range(4)]
    for _ in range(100):
        chance.choice(walkers).step()
    left = host.controller.state.names[b"jobs"].store
    got = [number for walker in walkers for number in walker.got]
    found = [*got, *(int(item.payload) for item in left)]
    assert sorted(found) == sorted(number for walker in walkers for number in walker.put)
