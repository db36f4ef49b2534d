# SPDX-License-Identifier: GPL-3.0-or-later
"""An asyncio connection: it carries out steps, and a cancelled task loses nothing that a script took."""

from __future__ import annotations

import asyncio
from itertools import count

import pytest

from rqcore.pressure import protocol_steps
from rqcore.pressure.async_redis_connection import AsyncRedisConnection
from rqcore.pressure.keys import Keys
from rqcore.pressure.protocol_steps import RoleClient, WaitForElement
from rqcore.pressure.redis_address import RedisAddress

PATIENCE = 20
NOW = RoleClient("me", 0, lambda: 0.0)
FOREVER = RoleClient("me", None, lambda: 0.0)
_numbers = count()


@pytest.fixture
def keys(bare):
    keys = Keys.of(f"awaited {next(_numbers)}")
    yield keys
    bare.delete(*keys.all)


@pytest.fixture
def run(redis_server):
    """``run(story)`` runs ``story(connection)`` in an event loop, and closes the connection."""

    def run(story):
        async def main():
            connection = AsyncRedisConnection(RedisAddress.parse(redis_server.url), "loader")
            try:
                async with asyncio.timeout(PATIENCE):
                    return await story(connection)
            finally:
                await connection.close()

        return asyncio.run(main())

    return run


def test_steps_are_carried_out_and_give_their_result(run, keys):
    async def story(connection):
        await connection.carry_out(protocol_steps.create(keys, 3))
        assert await connection.carry_out(protocol_steps.put(keys, [b"a", b"b"], NOW)) == 2
        return await connection.carry_out(protocol_steps.get(keys, 5, NOW))

    assert run(story) == [b"a", b"b"]


def test_script_that_the_server_forgot_is_sent_again(run, bare, keys):
    async def story(connection):
        await connection.carry_out(protocol_steps.create(keys, 3))
        bare.script_flush()
        return await connection.carry_out(protocol_steps.exists(keys))

    assert run(story) is True


def test_each_task_has_a_name_of_its_own(run):
    async def story(connection):
        async def name():
            return connection.caller

        return [connection.caller, *await asyncio.gather(name(), name())], connection.client_name

    names, client_name = run(story)
    assert len(set(names)) == 3
    assert all(name.startswith(f"{client_name}.") for name in names)


def test_task_that_is_cancelled_while_it_waits_gives_its_role_back(run, bare, keys):
    async def story(connection):
        await connection.carry_out(protocol_steps.create(keys, 0))
        getter = asyncio.create_task(connection.carry_out(protocol_steps.get(keys, 1, FOREVER)))
        while bare.llen(keys.consumer[2]):
            await asyncio.sleep(0.001)
        getter.cancel()
        with pytest.raises(asyncio.CancelledError):
            await getter

    run(story)
    assert bare.llen(keys.consumer[2]) == 1


def test_item_that_a_cancelled_task_took_is_put_back(run, bare, keys, monkeypatch):
    async def story(connection):
        await connection.carry_out(protocol_steps.create(keys, 0))
        await connection.carry_out(protocol_steps.put(keys, [b"a", b"b"], NOW))
        # given a task that is cancelled while the server takes an item for it
        send = connection._run
        began = asyncio.Event()

        async def slow_send(step):
            reply = await send(step)
            began.set()
            await asyncio.sleep(0)
            await asyncio.sleep(0)
            return reply

        monkeypatch.setattr(connection, "_run", slow_send)
        getter = asyncio.create_task(
            connection.carry_out(
                protocol_steps.get(keys, 1, NOW), lambda taken: protocol_steps.put_back(keys, taken)
            )
        )
        await began.wait()
        getter.cancel()
        with pytest.raises(asyncio.CancelledError):
            await getter

    run(story)
    assert bare.lrange(keys.items, 0, -1) == [b"b", b"a"]


def test_holder_that_waits_is_woken(run, redis_server, keys, bare):
    async def story(connection):
        other = AsyncRedisConnection(RedisAddress.parse(redis_server.url), "other")
        waiting = asyncio.create_task(other.carry_out(wait_once(keys.items, PATIENCE)))
        while not any(row["cmd"] == "blmove" for row in bare.client_list()):
            await asyncio.sleep(0.001)
        await connection.wake(keys.items, [f"{other.client_name}.1"])
        result = await waiting
        await other.close()
        return result

    assert run(story) == "woken"


def wait_once(key, seconds):
    yield WaitForElement(key, seconds)
    return "woken"


def test_scan_finds_keys_of_one_type_by_pattern(run, bare, keys):
    bare.lpush(keys.items, "a")
    bare.set(keys.all[1], "0")

    async def story(connection):
        return await connection.scan(keys.items + b"*", "list")

    assert run(story) == {keys.items}


def test_closed_connection_connects_again(run):
    async def story(connection):
        names = [connection.client_name]
        await connection.ask("PING")
        await connection.close()
        await connection.ask("PING")
        return [*names, connection.client_name]

    assert len(set(run(story))) == 2
