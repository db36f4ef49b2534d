# SPDX-License-Identifier: GPL-3.0-or-later
"""How both clients send scripts, and how a task is cancelled while a script runs."""

from __future__ import annotations

import asyncio

import pytest
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import NoScriptError

from rqcore.pressure.async_redis_waiting import AsyncInterruptions, AsyncScriptSender, open_client
from rqcore.pressure.redis_address import RedisAddress
from rqcore.pressure.redis_waiting import ScriptSender


@pytest.fixture
def sender(redis_server):
    """A sender, and a client that counts and ends its connections."""
    client = RedisAddress.parse(redis_server.url).open("sends-scripts", 5.0)
    yield ScriptSender(client)
    client.close()


def connections_of(bare, name):
    return [row["id"] for row in bare.client_list() if row["name"] == name]


def test_scripts_are_sent_on_one_connection_that_is_kept(sender, bare):
    assert [sender.send(5.0, ("EVAL", f"return {n}", 0)) for n in range(5)] == list(range(5))
    assert len(connections_of(bare, "sends-scripts")) == 1


def test_connection_stays_when_the_server_refuses_a_script(sender, bare):
    sender.send(5.0, ("PING",))
    before = connections_of(bare, "sends-scripts")
    with pytest.raises(NoScriptError):
        sender.send(5.0, ("EVALSHA", "0" * 40, 0))
    assert sender.send(5.0, ("EVAL", "return 1", 0)) == 1
    assert connections_of(bare, "sends-scripts") == before


def test_closed_connection_is_found_by_the_script_and_the_next_one_connects_again(sender, bare):
    sender.send(5.0, ("PING",))
    (number,) = connections_of(bare, "sends-scripts")
    bare.client_kill_filter(_id=number)
    with pytest.raises(RedisConnectionError):
        sender.send(5.0, ("EVAL", "return 1", 0))
    assert sender.send(5.0, ("EVAL", "return 1", 0)) == 1


def test_sender_of_asyncio_replies(redis_server):
    async def story():
        client = open_client(RedisAddress.parse(redis_server.url), "sends-scripts", 5.0)
        assert await AsyncScriptSender(client).send(5.0, ("EVAL", "return 7", 0)) == 7
        await client.aclose()

    asyncio.run(story())


def test_work_is_finished_before_its_task_is_cancelled():
    async def story():
        done = []

        async def work():
            await asyncio.sleep(0)
            done.append(True)

        async def call():
            with AsyncInterruptions() as interruptions:
                await interruptions.finish(work)
            done.append("not reached")

        task = asyncio.create_task(call())
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert done == [True]

    asyncio.run(story())
