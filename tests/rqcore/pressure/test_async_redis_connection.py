# SPDX-License-Identifier: GPL-3.0-or-later
"""A connection to a Redis carries out the steps of a call; a fake client replaces the server."""

from __future__ import annotations

import asyncio
import pickle

import pytest

redis_exceptions = pytest.importorskip("redis.exceptions")

from rqcore import BadCall, ConnectionLost, NotAllowed, RqError  # noqa: E402
from rqcore.pressure.async_redis_connection import AsyncRedisConnection  # noqa: E402
from rqcore.pressure.key_protocol import lua_scripts  # noqa: E402
from rqcore.pressure.key_protocol.protocol_steps import RunScript, WaitForElement, Wake  # noqa: E402
from rqcore.pressure.redis_address import RedisAddress  # noqa: E402
from rqcore.pressure.redis_connection import RedisConnection  # noqa: E402
from rqcore.pressure.redis_connection_base import waiting_clients  # noqa: E402

STAT = RunScript(lua_scripts.STAT, (b"a", b"b"), ())
PUT = RunScript(lua_scripts.PUT, (b"a",), ("me", 1))


class Client:
    """A fake client of redis-py: keeps commands, and returns or raises the next answer."""

    def __init__(self, *answers):
        self.answers = list(answers)
        self.commands = []

    def execute_command(self, *words, **options):
        self.commands.append(words)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


class AsyncClient(Client):
    """A fake asyncio client; an answer can be an event to wait for."""

    async def execute_command(self, *words, **options):
        answer = super().execute_command(*words, **options)
        if isinstance(answer, asyncio.Event):
            self.waiting.set()
            await answer.wait()
            return b"late"
        return answer


def connected(client, connection_class=RedisConnection, url="redis://host"):
    connection = connection_class(RedisAddress.parse(url), "test")
    connection._open_client = lambda name: client
    return connection


@pytest.mark.parametrize("is_asyncio", [False, True])
def test_only_a_server_that_has_never_answered_may_need_another_url(is_asyncio):
    closed = redis_exceptions.ConnectionError("Connection closed by server.")
    refused = redis_exceptions.ResponseError("no")
    for answers, is_explained in (([closed], True), ([b"PONG", closed], False), ([refused, closed], False)):
        if is_asyncio:
            connection = connected(AsyncClient(*answers), AsyncRedisConnection)
        else:
            connection = connected(Client(*answers))
        for _ in answers:
            try:
                reply = connection.ask("PING")
                assert (asyncio.run(reply) if is_asyncio else reply) == b"PONG"
            except RqError as error:
                last = error
        assert isinstance(last, ConnectionLost)
        assert ("add an s to the URL" in str(last)) == is_explained


def steps(*script):
    """A call of these steps; its result is the list of replies and of errors that were thrown into it."""
    replies = []
    for step in script:
        try:
            replies.append((yield step))
        except RuntimeError as error:
            replies.append(str(error))
    return replies


def test_script_is_sent_by_its_hash():
    client = Client([b"OK", 1])
    assert connected(client).carry_out(steps(STAT)) == [[b"OK", 1]]
    assert client.commands == [("EVALSHA", lua_scripts.STAT.sha, 2, b"a", b"b")]


def test_unknown_script_is_sent_as_text():
    client = Client(redis_exceptions.NoScriptError("NOSCRIPT"), [b"OK"])
    assert connected(client).carry_out(steps(STAT)) == [[b"OK"]]
    assert client.commands[1][:2] == ("EVAL", lua_scripts.STAT.text)


def test_wait_moves_an_element_to_its_own_place():
    client = Client(b"x")
    assert connected(client).carry_out(steps(WaitForElement(b"list", 0.5))) == [None]
    assert client.commands == [("BLMOVE", b"list", b"list", "RIGHT", "RIGHT", "0.500")]


def test_wake_unblocks_the_connections_of_waiting_holders():
    rows = [
        {"id": "7", "name": "edge_pid1", "cmd": "blmove"},
        {"id": "8", "name": "edge_pid1", "cmd": "evalsha"},
        {"id": "9", "name": "other", "cmd": "blmove"},
    ]
    rows = [{"addr": "127.0.0.1:1", "flags": "b"} | row for row in rows]
    client = Client(rows, 1)
    connected(client).carry_out(steps(Wake(b"list", ["edge_pid1.a0"])))
    assert client.commands == [("CLIENT LIST",), ("CLIENT UNBLOCK", 7)]
    assert waiting_clients(rows, ["other.1", "edge_pid1.2"]) == [7, 9]


def test_forbidden_wake_is_ignored():
    client = Client(redis_exceptions.NoPermissionError("NOPERM client"))
    assert connected(client).carry_out(steps(Wake(b"list", ["a.1"]))) == [None]


def test_error_of_a_step_is_thrown_into_the_call():
    def call():
        try:
            yield STAT
        except ConnectionLost as error:
            return f"saw {error}"

    client = Client(redis_exceptions.ConnectionError("refused"))
    assert connected(client).carry_out(call()) == "saw cannot reach redis://host: refused"


def test_read_only_connection_runs_no_script_that_writes():
    connection = connected(Client([b"OK"]), url="redis://host?changes=no")
    assert connection.carry_out(steps(STAT)) == [[b"OK"]]
    with pytest.raises(NotAllowed, match="read-only"):
        connection.carry_out(steps(PUT))


def test_keys_of_a_cluster_need_braces():
    connection = connected(Client(), url="redis+cluster://host")
    assert connection.keys("{jobs}", "app").items == b"app:{jobs}"
    with pytest.raises(BadCall, match="needs a part in braces"):
        connection.keys("jobs", "app")


def test_pickled_connection_opens_its_own_client():
    connection = connected(Client())
    copy = pickle.loads(pickle.dumps(RedisConnection(connection.address, "me", 2.0, False)))
    assert (copy.address, copy.name, copy.network_timeout, copy.changes, copy._opened) == (
        connection.address,
        "me",
        2.0,
        False,
        None,
    )


def test_client_name_is_printable_and_unique():
    address = RedisAddress.parse("redis://host")
    names = {connected(Client(), url=str(address)).client_name for _ in range(2)}
    (first, second) = names
    assert "_test_" in first and first != second
    assert "@" not in first and first.isprintable() and " " not in first


# Cancelling


def run_cancelled(*script, undo=None):
    """Cancel a call in its first step, then let that step end; return the commands that were sent."""

    async def story():
        released = asyncio.Event()
        client = AsyncClient(released, b"second", b"third")
        client.waiting = asyncio.Event()
        connection = connected(client, AsyncRedisConnection)
        task = asyncio.create_task(connection.carry_out(steps(*script), undo))
        await client.waiting.wait()
        task.cancel()
        await asyncio.sleep(0)
        assert not task.done()
        released.set()
        with pytest.raises(asyncio.CancelledError):
            await task
        return [words[0] for words in client.commands]

    return asyncio.run(story())


def test_cancelled_call_ends_its_script_and_undoes_the_result():
    undone = []

    def undo(result):
        undone.append(result)
        return steps(STAT)

    assert run_cancelled(STAT, undo=undo) == ["EVALSHA", "EVALSHA"]
    assert undone == [[b"late"]]


def test_cancelled_call_does_not_begin_to_wait():
    assert run_cancelled(STAT, WaitForElement(b"list", 9)) == ["EVALSHA"]
