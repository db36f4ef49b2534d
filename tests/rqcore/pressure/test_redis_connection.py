# SPDX-License-Identifier: GPL-3.0-or-later
"""A blocking connection on a real server carries out the steps of a call."""

from __future__ import annotations

from itertools import count

import pytest

from rqcore.errors import BadCall, ConnectionLost, NotAllowed, ProtocolError
from rqcore.pressure.key_protocol import protocol_steps
from rqcore.pressure.key_protocol.keys import Keys
from rqcore.pressure.key_protocol.protocol_steps import WaitForElement
from rqcore.pressure.redis_address import RedisAddress
from rqcore.pressure.redis_connection import RedisConnection
from rqcore.redis import queue_scripts

PATIENCE = 20
_numbers = count()


@pytest.fixture
def connect(redis_server):
    connections = []

    def connect(**options):
        connections.append(RedisConnection(RedisAddress.parse(redis_server.url), **options))
        return connections[-1]

    yield connect
    for connection in connections:
        connection.close()


@pytest.fixture
def connection(connect):
    return connect(name="loader")


@pytest.fixture
def keys(bare):
    keys = Keys.of(f"connected {next(_numbers)}")
    yield keys
    bare.delete(*keys.all)


def test_steps_are_executed_and_return_their_result(connection, keys):
    connection.carry_out(protocol_steps.create(keys, 3))
    caller = protocol_steps.RoleClient("me", 0, lambda: 0.0)
    assert connection.carry_out(protocol_steps.put(keys, [b"a", b"b"], caller)) == 2
    assert connection.carry_out(protocol_steps.get(keys, 5, caller)) == [b"a", b"b"]


def test_script_that_the_server_forgot_is_sent_again(connection, bare, keys):
    connection.carry_out(protocol_steps.create(keys, 3))
    bare.script_flush()
    assert connection.carry_out(protocol_steps.exists(keys)) is True
    assert connection.carry_out(protocol_steps.exists(keys)) is True


def test_error_of_a_command_is_thrown_into_the_steps_as_rq_error(connection, keys):
    caught = []

    def steps():
        try:
            yield WaitForElement(keys.all[1], 0.01)
        except BadCall as error:
            caught.append(error)
        return "continued"

    connection.ask("SET", keys.all[1], "no list")
    assert connection.carry_out(steps()) == "continued"
    assert "WRONGTYPE" in str(caught[0])


def test_read_only_connection_changes_no_key(connect, bare, keys):
    connection = connect(changes=False)
    with pytest.raises(NotAllowed, match="read-only"):
        connection.carry_out(protocol_steps.create(keys, 3))
    assert bare.exists(*keys.all) == 0
    assert connection.carry_out(protocol_steps.exists(keys)) is False


def test_connected_returns_the_names_of_clients(connection, connect, keys):
    other = connect(name="other")
    assert connection.client_name in connection.connected(keys.items)
    assert other.client_name not in connection.connected(keys.items)
    other.ask("PING")
    assert other.client_name in connection.connected(keys.items)


def test_waiting_holder_is_woken(connection, connect, keys, bare, aside, until):
    other = connect(name="other")
    waiting = aside(other.carry_out, wait_once(keys.items, PATIENCE))
    until(lambda: any(row["cmd"] == "blmove" for row in bare.client_list()))
    connection.wake(keys.items, [f"{other.client_name}.1"])
    assert waiting.result(PATIENCE) == "woken"


def wait_once(key, seconds):
    yield WaitForElement(key, seconds)
    return "woken"


def test_scan_finds_keys_of_one_type_by_pattern(connection, bare, keys):
    bare.lpush(keys.items, "a")
    bare.set(keys.all[1], "0")
    assert connection.scan(keys.items + b"*", "list") == {keys.items}
    assert connection.scan(keys.items + b"*", "string") == {keys.all[1]}


def test_closed_connection_connects_again(connection):
    first = connection.client_name
    assert connection.ask("PING")
    connection.close()
    assert connection.ask("PING")
    assert connection.client_name != first


def test_lost_server_is_reported_with_its_address(redis_program, redis_server_of):
    with redis_server_of(redis_program) as server:
        connection = RedisConnection(RedisAddress.parse(server.url))
        connection.ask("PING")
        server.stop()
        with pytest.raises(ConnectionLost, match=str(server.port)):
            connection.ask("PING")
        connection.close()


def test_wrong_reply_while_a_script_connects_again_is_an_error_of_rqcore(monkeypatch):
    # Given
    class Sender:
        def send(self, *_):
            raise AttributeError("redis-py reads the reply to HELLO as a map")

    def steps():
        yield protocol_steps.RunScript(queue_scripts.PUT, (b"jobs",), ())

    monkeypatch.setattr(RedisConnection, "sender", Sender())
    monkeypatch.setattr("rqcore.pressure.redis_connection.discard_replies", lambda _: None)
    connection = RedisConnection(RedisAddress.parse("redis://127.0.0.1:1"), "client", 1.0, True)
    # Then
    with pytest.raises(ProtocolError, match="no Redis sends"):
        connection.carry_out(steps())


@pytest.mark.parametrize("error", [ValueError, TypeError, LookupError])
def test_exception_of_a_signal_handler_is_raised_as_it_is(monkeypatch, error):
    def interrupted(*_):
        raise error("of a handler")

    def steps():
        yield protocol_steps.RunScript(queue_scripts.PUT, (b"jobs",), ())

    monkeypatch.setattr(RedisConnection, "_do", interrupted)
    connection = RedisConnection(RedisAddress.parse("redis://127.0.0.1:1"), "client", 1.0, True)
    with pytest.raises(error, match="of a handler"):
        connection.carry_out(steps())
