# SPDX-License-Identifier: GPL-3.0-or-later
"""A durable queue of a controller that is stopped as usual, and started again: calls that wait continue."""

from __future__ import annotations

import asyncio
import signal
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

import rqcore.aio
from rqcore import Closed
from rqcore.errors import OutcomeUnknown


@pytest.fixture
def start(launch, tmp_path):
    """Start a controller with a data directory, which has the queue jobs."""

    def start(*options: str):
        process = launch("--data", str(tmp_path / "data"), *options)
        with process.connect() as controller:
            controller.create("jobs", maxsize=1, durable=True)
        return process

    return start


def get(url):
    with rqcore.connect(url) as controller:
        return controller.queue("jobs").get(timeout=60)


def lease(url):
    with rqcore.connect(url) as controller, controller.queue("jobs").lease() as item:
        return item.value


def get_with_asyncio(url):
    async def get():
        async with rqcore.aio.connect(url) as controller:
            return await (await controller.queue("jobs")).get()

    return asyncio.run(get())


@pytest.mark.parametrize("call", [get, lease, get_with_asyncio])
def test_call_that_waits_for_an_item_continues_at_the_next_controller(start, until, call):
    with start() as process, ThreadPoolExecutor() as pool, process.connect() as controller:
        jobs = controller.queue("jobs")
        waiting = pool.submit(call, process.url)
        until(lambda: jobs.stat().blocked_gets == 1)

        process.restart(signal.SIGTERM)
        jobs.put("later")

        assert waiting.result(20) == "later"


def test_put_that_waits_for_space_puts_once_at_the_next_controller(start, until):
    with start() as process, ThreadPoolExecutor() as pool, process.connect() as controller:
        jobs = controller.queue("jobs")
        jobs.put(1)
        waiting = pool.submit(jobs.put, 2)
        until(lambda: jobs.stat().blocked_puts == 1)

        process.restart(signal.SIGTERM)

        assert jobs.get(timeout=20) == 1
        waiting.result(20)
        assert (jobs.get(timeout=20), jobs.qsize()) == (2, 0)


def test_busy_clients_do_not_notice_that_the_controller_is_stopped_and_started(start, until):
    put, got = list[int](), list[int]()

    def produce():
        with process.connect() as controller:
            jobs = controller.queue("jobs")
            while not ended.is_set():
                jobs.put(len(put))
                put.append(len(put))
            jobs.put(-1)

    def consume():
        with process.connect() as controller:
            jobs = controller.queue("jobs")
            while (item := jobs.get()) >= 0:
                got.append(item)

    with start() as process, ThreadPoolExecutor() as pool:
        ended = threading.Event()
        running = [pool.submit(produce), pool.submit(consume)]
        try:
            for count in (50, 100, 150):
                until(lambda count=count: len(got) >= count or any(each.done() for each in running))
                process.restart(signal.SIGTERM)
        finally:
            ended.set()
        for each in running:
            each.result(20)

    assert got == put


def test_call_of_a_client_without_a_session_learns_that_the_controller_ends(start, until):
    with start() as process, process.socket() as wire, process.connect() as controller:
        wire.sendall(b"RQ.GET jobs\r\n")
        until(lambda: controller.queue("jobs").stat().blocked_gets == 1)

        process.end()

        text = "the controller ends; use queue 'jobs' again when it has been started again"
        assert wire.recv(1000) == f"-CLOSED {text}\r\n".encode()


@pytest.mark.parametrize("sync", ["second", "off"])
def test_waiting_call_fails_clearly_if_sessions_are_not_saved(start, until, sync):
    with start("--sync", sync) as process, ThreadPoolExecutor() as pool, process.connect() as controller:
        waiting = pool.submit(get, process.url)
        until(lambda: controller.queue("jobs").stat().blocked_gets == 1)

        process.end()

        with pytest.raises(Closed, match=r"^the controller ends; use queue 'jobs' again when"):
            waiting.result(20)


def test_waiting_call_is_unknown_if_no_controller_is_started(start, until):
    with start() as process, ThreadPoolExecutor() as pool, process.connect(network_timeout=1) as controller:
        jobs = controller.queue("jobs")
        waiting = pool.submit(jobs.get)
        until(lambda: jobs.stat().blocked_gets == 1)

        assert process.end() == 0

        with pytest.raises(OutcomeUnknown, match=r"rq://127\.0\.0\.1"):
            waiting.result(20)
