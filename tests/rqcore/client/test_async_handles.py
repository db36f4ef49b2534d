# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import asyncio
import inspect
import pickle
import random
import socket

import pytest

import rqcore
from rqcore import BadUrl, Closed, ConnectionLost, Empty, Full, NoQueue, ProtocolError, aio

PATIENCE = 20.0


@pytest.fixture
def run(process):
    """Runs an async function with a handle of the shared controller."""

    def run(story, **options):
        async def told():
            async with asyncio.timeout(PATIENCE), aio.connect(process.url, **options) as controller:
                return await story(controller)

        return asyncio.run(told())

    return run


async def blocked(queue: aio.QueueHandle, count: int) -> None:
    """Comes back when so many gets wait."""
    while (await queue.stat()).blocked_gets != count:
        await asyncio.sleep(0.002)


def methods(kind: type) -> dict[str, str]:
    """Its public methods with their signatures, in which each class has the name of the blocking one."""
    found = inspect.getmembers(kind, inspect.isfunction)
    return {
        name: str(inspect.signature(each)).replace("Async", "")
        for name, each in found
        if not name.startswith("_")
    }


def test_the_methods_are_those_of_the_blocking_client():
    assert methods(aio.ControllerHandle) == methods(rqcore.ControllerHandle)
    theirs = methods(rqcore.QueueHandle)
    del theirs["join_thread"], theirs["cancel_join_thread"]
    assert methods(aio.QueueHandle) == theirs
    ours = str(inspect.signature(aio.connect))
    assert ours.replace("Async", "") == str(inspect.signature(rqcore.connect))


def test_every_method_is_documented_as_there():
    for mine, theirs in [
        (aio.ControllerHandle, rqcore.ControllerHandle),
        (aio.QueueHandle, rqcore.QueueHandle),
    ]:
        for name in methods(mine):
            first = (
                inspect.getdoc(getattr(theirs, name))
                .splitlines()[0]
                .split(".")[0]
                .replace("threads", "tasks")
            )
            assert inspect.getdoc(getattr(mine, name)).startswith(first.split(" of the flow")[0]), name


def test_every_method_does_what_it_says(run):
    async def story(controller):
        jobs = await controller.create("aio-jobs", maxsize=3)
        assert (jobs.name, jobs.maxsize, jobs.kind) == ("aio-jobs", 3, "fifo")
        assert (await controller.queue("aio-jobs")).namespace == jobs.namespace
        assert jobs.namespace in {stat.namespace for stat in await controller.queues()}
        assert (await controller.create("aio-jobs", exist_ok=True)).maxsize == 3
        assert await controller.ping()
        assert (await controller.info())["server"] == "rqcore"
        await jobs.put({"n": 1})
        await jobs.put_nowait("b")
        assert await jobs.put_many([3, 4], timeout=0.01) == 1
        assert await jobs.put_many([]) == 0
        assert await jobs.full()
        with pytest.raises(Full):
            await jobs.put("c", timeout=0.01)
        assert await jobs.peek() == [{"n": 1}, "b", 3]
        (preview,) = await jobs.previews(0, 0, 4)
        assert (preview.size, preview.beginning) == (7, b'{"n"')
        assert await jobs.read_payload(preview.number, 4, 9) == b":1}"
        assert (await jobs.get(), await jobs.get_nowait()) == ({"n": 1}, "b")
        assert await jobs.get_many(5) == [3]
        with pytest.raises(Empty):
            await jobs.get(timeout=0.01)
        assert (await jobs.empty(), await jobs.qsize(), await jobs.waiters()) == (True, 0, [])
        assert await jobs.join(timeout=0) is False
        for _ in range(3):
            await jobs.task_done()
        assert await jobs.join() is True
        await jobs.put(1)
        assert await jobs.purge() == 1
        await jobs.shutdown()
        with pytest.raises(rqcore.ShutDown):
            await jobs.put(1)
        assert await jobs.close() == 0
        with pytest.raises(Closed):
            await jobs.get()

    run(story)


def test_the_order_of_a_priority_queue(run):
    async def story(controller):
        jobs = await controller.create(kind="priority")
        for item, priority in ((3, None), ([1, "first"], None), ("second", 2)):
            await jobs.put(item, priority=priority)
        assert [await jobs.get() for _ in range(3)] == [[1, "first"], "second", 3]
        await jobs.close()

    run(story)


def test_pickles_are_for_those_who_ask(run):
    async def story(controller):
        jobs = await controller.create()
        await jobs.put({1, 2})
        assert await jobs.get() == {1, 2}
        same = pickle.loads(pickle.dumps(jobs))
        await same.put(3)
        assert (await jobs.close(), await same.controller.close()) == (1, None)

    run(story, codec="pickle")


def test_many_tasks_wait_at_the_same_time(run):
    async def story(controller):
        jobs = await controller.create()
        getters = [asyncio.create_task(jobs.get()) for _ in range(50)]
        await blocked(jobs, 50)
        await jobs.put_many(list(range(50)))
        assert sorted(await asyncio.gather(*getters)) == list(range(50))
        await jobs.close()

    run(story)


def test_closing_the_queue_raises_in_every_task_that_waits(run):
    async def story(controller):
        jobs = await controller.create()
        getters = [asyncio.create_task(jobs.get()) for _ in range(3)]
        await blocked(jobs, 3)
        await jobs.close()
        assert {type(each) for each in await asyncio.gather(*getters, return_exceptions=True)} == {Closed}

    run(story)


def test_closing_the_handle_interrupts_what_waits_on_it(process, run):
    async def story(controller):
        jobs = await controller.create()
        other = await aio.connect(process.url)
        getter = asyncio.create_task((await other.queue(jobs.namespace)).get())
        await blocked(jobs, 1)
        await other.close()
        with pytest.raises(ConnectionLost, match="was closed"):
            await getter
        with pytest.raises(ConnectionLost, match="was closed"):
            await other.ping()
        await other.close()
        await blocked(jobs, 0)
        await jobs.close()

    run(story)


# Cancelling


def test_a_cancelled_get_waits_no_more_and_its_connection_is_used_again(run):
    async def story(controller):
        jobs = await controller.create()
        for _ in range(3):
            getter = asyncio.create_task(jobs.get())
            await blocked(jobs, 1)
            getter.cancel()
            with pytest.raises(asyncio.CancelledError):
                await getter
            assert (await jobs.stat()).blocked_gets == 0
        await jobs.put("x")
        assert await jobs.get(timeout=0) == "x"
        assert (await jobs.stat()).clients <= 3
        await jobs.close()

    run(story)


async def answered(controller: aio.ControllerHandle) -> None:
    """Comes back when a reply has come, before the task that waits for it can take it."""
    while not any(link._replies for link in controller._pool._busy):
        await asyncio.sleep(0)


async def cancel(task: asyncio.Task) -> None:
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


@pytest.mark.parametrize(
    ("kind", "order"), [("fifo", [1, 2, 3]), ("lifo", [3, 2, 1]), ("priority", [2, 3, 1])]
)
def test_an_item_that_came_too_late_is_at_the_head_again(run, kind, order):
    async def story(controller):
        jobs = await controller.create(kind=kind)
        for item, priority in ((1, 7), (2, 5), (3, 5)):
            await jobs.put(item, priority=priority)
        getter = asyncio.create_task(jobs.get())
        await answered(controller)
        await cancel(getter)
        assert (await jobs.stat()).gets == 0
        assert await jobs.get_many(9) == order
        await jobs.close()

    run(story)


def test_a_get_of_many_gives_back_all_in_order(run):
    async def story(controller):
        jobs = await controller.create(maxsize=3)
        items = [b"raw", "text", {"n": 3}]
        for item in items:
            await jobs.put(item)
        getter = asyncio.create_task(jobs.get_many(3))
        await answered(controller)
        await cancel(getter)
        assert await jobs.get_many(9) == items
        assert (await jobs.stat()).unfinished == 3
        await jobs.close()

    run(story)


def test_an_item_goes_back_to_a_queue_that_has_filled_up(run):
    async def story(controller):
        jobs = await controller.create(maxsize=1)
        await jobs.put(1)
        putter = asyncio.create_task(jobs.put(2))
        while not (await jobs.stat()).blocked_puts:
            await asyncio.sleep(0.002)
        getter = asyncio.create_task(jobs.get())
        await answered(controller)
        await cancel(getter)
        await putter
        assert await jobs.peek() == [1, 2]
        await jobs.close()

    run(story)


def test_an_item_of_a_queue_that_was_closed_has_nowhere_to_go(run):
    async def story(controller):
        jobs = await controller.create()
        await jobs.put(1)
        getter = asyncio.create_task(jobs.get())
        await answered(controller)
        getter.cancel()
        await jobs.close()
        with pytest.raises(asyncio.CancelledError):
            await getter

    run(story)


def test_a_cancelled_put_puts_nothing_later(run):
    async def story(controller):
        jobs = await controller.create(maxsize=1)
        await jobs.put(1)
        putter = asyncio.create_task(jobs.put(2))
        while not (await jobs.stat()).blocked_puts:
            await asyncio.sleep(0.002)
        await cancel(putter)
        assert await jobs.get() == 1
        with pytest.raises(Empty):
            await jobs.get(timeout=0)
        await jobs.close()

    run(story)


def test_a_time_limit_of_asyncio_loses_nothing(run):
    async def story(controller):
        jobs = await controller.create()
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.01):
                await jobs.get()
        await jobs.put(1)
        assert await asyncio.wait_for(jobs.get(), PATIENCE) == 1
        await jobs.close()

    run(story)


def test_who_is_cancelled_twice_does_not_wait_and_loses_nothing(process, run):
    async def story(controller):
        jobs = await controller.create()
        async with aio.connect(process.url) as other:
            getter = asyncio.create_task((await other.queue(jobs.namespace)).get())
            await blocked(jobs, 1)
            await jobs.put(1)
            while not any(link._replies for link in other._pool._busy):
                await asyncio.sleep(0)
            getter.cancel()
            await asyncio.sleep(0)
            await cancel(getter)
        assert await jobs.get(timeout=0) == 1
        await jobs.close()

    run(story)


@pytest.mark.parametrize("many", [False, True])
@pytest.mark.parametrize("seed", range(3))
def test_every_item_put_is_got_exactly_once_whoever_is_cancelled(run, seed, many):
    """Consumers are cancelled at any moment, under load, and what they had is got by others."""
    chance = random.Random(seed)
    total, got = 600, []

    async def consume(jobs):
        got.extend(await jobs.get_many(3) if many else [await jobs.get()])

    async def produce(jobs, start):
        for item in range(start, total, 4):
            await jobs.put(item)

    async def disturb(jobs):
        while len(got) < total:
            tasks = [asyncio.create_task(consume(jobs)) for _ in range(chance.randrange(1, 20))]
            await asyncio.sleep(chance.choice([0, 0, 0.001, 0.003]))
            for task in chance.sample(tasks, chance.randrange(len(tasks) + 1)):
                task.cancel()
            while await jobs.qsize() and not all(task.done() for task in tasks):
                await asyncio.sleep(0)
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def story(controller):
        jobs = await controller.create(maxsize=10)
        async with asyncio.TaskGroup() as group:
            for start in range(4):
                group.create_task(produce(jobs, start))
            group.create_task(disturb(jobs))
        assert sorted(got) == list(range(total))
        assert await jobs.close() == 0

    run(story)


# What the network does


def test_no_url():
    with pytest.raises(BadUrl):
        aio.connect("127.0.0.1:7654")


def test_the_environment_says_where(process, monkeypatch):
    async def story():
        async with aio.connect() as controller:
            return str(controller.url)

    monkeypatch.setenv("RQ_URL", process.url)
    assert asyncio.run(story()) == process.url


async def enter(url: str, network_timeout: float = PATIENCE) -> None:
    async with aio.connect(url, network_timeout=network_timeout) as controller:
        await controller.queue("jobs")


def test_nobody_listens():
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"rq://127.0.0.1:{server.getsockname()[1]}"
    with pytest.raises(ConnectionLost, match=f"cannot reach {url}: "):
        asyncio.run(enter(url))


def test_somebody_listens_and_does_not_answer():
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"rq://127.0.0.1:{server.getsockname()[1]}"
        with pytest.raises(ConnectionLost, match=r"did not answer within 0\.05 s"):
            asyncio.run(enter(url, network_timeout=0.05))


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (b"HTTP/1.1 400 Bad Request\r\n\r\n", ProtocolError),
        (b"%0\r\n", ProtocolError),
        (b"-ERR unknown command 'HELLO'\r\n", rqcore.BadCall),
        (b"", ConnectionLost),
    ],
)
def test_somebody_else_answers(answer, error):
    async def serve(reader, writer):
        await reader.read(1000)
        writer.write(answer)
        writer.close()
        await writer.wait_closed()

    async def story():
        async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
            with pytest.raises(error):
                await enter(f"rq://127.0.0.1:{server.sockets[0].getsockname()[1]}")

    asyncio.run(story())


def test_an_idle_connection_that_was_lost_is_not_used_again(process, run):
    async def story(controller):
        (idle,) = controller._pool._idle
        process.send(b"CLIENT KILL ID %d\r\n" % idle.number)
        await idle.closed
        assert await controller.ping()
        with pytest.raises(NoQueue):
            await controller.queue("never")

    run(story)
