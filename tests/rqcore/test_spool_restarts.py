# SPDX-License-Identifier: GPL-3.0-or-later
"""Large payloads in the spool of a controller that is killed and started again."""

from __future__ import annotations

import asyncio
import os

import pytest

import rqcore.aio
from rqcore import NotAllowed
from rqcore.client import exchanges
from rqcore.client.exchange import Exchange, read_ok
from rqcore.protocol.resp import command

BIG = b"large" * 400_000


@pytest.fixture
def served(launch, tmp_path):
    """A controller with a data directory and a spool."""
    spools = ("--spool", str(tmp_path / "spool"), "--data", str(tmp_path / "data"))
    with launch(*spools) as process:
        yield process


def test_put_that_waits_during_a_restart_is_sent_again(served, aside, until):
    with served.connect() as controller, served.connect() as other:
        jobs = controller.create("jobs", maxsize=1, durable=True)
        jobs.put("first")
        putting = aside(lambda: jobs.put(BIG, timeout=30))
        until(lambda: other.queue("jobs").waiters() != [])

        served.restart()
        until(lambda: other.queue("jobs").waiters() != [])
        taken = [other.queue("jobs").get(timeout=20) for _ in range(2)]
        putting.result(20)

        assert taken == ["first", BIG]
        assert other.queue("jobs").qsize() == 0


def spooled_put(controller, queue):
    return exchanges.put(queue.namespace, BIG, True, 20, None, None, controller.shared_spool, False)


def test_put_whose_file_has_gone_is_sent_once_and_later_puts_use_the_new_spool(served):
    with served.connect() as controller:
        jobs = controller.create("jobs", durable=True)
        before = controller.shared_spool
        put = spooled_put(controller, jobs)
        served.restart()

        controller.run(put)
        controller.create("memory").put(BIG)

        assert jobs.get_many(5) == [BIG]
        assert controller.shared_spool is not before
        assert controller.info()["spooled_items"] == "1"


def test_asyncio_put_whose_file_has_gone_is_sent_once(served):
    async def put() -> list[bytes]:
        async with rqcore.aio.connect(served.url) as controller:
            jobs = await controller.create("jobs", durable=True)
            put = spooled_put(controller, jobs)
            served.restart()
            await controller.run(put)
            return await jobs.get_many(5)

    assert asyncio.run(put()) == [BIG]


def test_file_that_a_controller_refuses_is_deleted(launch, tmp_path):
    with launch("--spool", str(tmp_path)) as process, process.connect() as controller:
        jobs = controller.create("jobs")
        put = spooled_put(controller, jobs)
        spool = controller.shared_spool
        [name] = [each for each in os.listdir(spool._directory) if each.endswith(".part")]
        put.request = put.request.replace(name.partition(".")[0].encode(), b"0" * 32)

        controller.run(put)

        assert jobs.get() == BIG
        assert name not in os.listdir(spool._directory)


def test_second_refusal_is_raised(launch, tmp_path):
    with launch("--spool", str(tmp_path)) as process, process.connect() as controller:
        jobs = controller.create("jobs")
        refused = Exchange(command(["RQ.PUT", jobs.namespace, "x", "SPOOLED"]), read_ok)
        refused.unspooled = lambda: refused

        with pytest.raises(NotAllowed, match="32 hexadecimal"):
            controller.run(refused)
