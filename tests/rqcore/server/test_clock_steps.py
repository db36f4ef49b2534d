# SPDX-License-Identifier: GPL-3.0-or-later
"""The machine's clock is set while durable queues have leased and delayed items."""

from __future__ import annotations

import asyncio
import time

import pytest

from rqcore.controller.handlers.dispatcher import Controller
from rqcore.server.committer import Committer
from rqcore.server.data_directory import DataDirectory

HOUR_NS = 3600 * 10**9
SECOND_NS = 10**9


class Machine:
    """A machine whose clock is set: starts controllers with a data directory, one after the other."""

    def __init__(self, path, monkeypatch):
        self.path = str(path)
        self.step_ns = 0
        self.writes = 0
        real = time.time_ns
        monkeypatch.setattr(time, "time_ns", lambda: real() + self.step_ns)

    def run(self, work):
        async def main():
            controller, directory = Controller(), DataDirectory(self.path, "always")
            committer = Committer(controller, directory, time.monotonic_ns)
            committer.on_finished = controller.state.outgoing.clear
            committer.on_events = lambda: None
            committer.start()
            try:
                await work(controller, committer)
            finally:
                committer.seal()
                await committer.stop()

        asyncio.run(main())

    def seconds_left(self):
        """Start a controller. Returns the seconds until its lease and its delay end."""
        left = []

        async def look(controller, committer):
            jobs = controller.state.names[b"jobs"]
            for each in (*jobs.leases.values(), *jobs.delayed.values()):
                left.append((each.deadline_ns - time.monotonic_ns()) / SECOND_NS)

        self.run(look)
        return left


@pytest.fixture
def machine(tmp_path, monkeypatch):
    return Machine(tmp_path, monkeypatch)


def notice_clock(committer):
    committer.set_wall_offset(time.time_ns() - time.monotonic_ns())


async def saved(controller, committer):
    """Wait until all changes are saved, also by a checkpoint."""
    while not controller.state.journal.is_empty or committer._written or committer._checkpoint:
        await asyncio.sleep(0.001)


async def fill(controller, committer):
    """Lease an item for 30 s, and put one that comes in 60 s."""
    for words in ("RQ.CREATE NAME jobs DURABLE", "RQ.PUT jobs a", "RQ.PUT jobs b DELAY 60"):
        controller.execute(controller.connect("10.0.0.1:1", 0), words.encode().split(), time.monotonic_ns())
    client = controller.connect("10.0.0.1:1", 0)
    controller.execute(client, b"HELLO SESSION".split(), time.monotonic_ns())
    controller.execute(client, b"RQ.LEASE jobs SECONDS 30".split(), time.monotonic_ns())
    await saved(controller, committer)


@pytest.mark.parametrize("step_ns", [HOUR_NS, -HOUR_NS])
def test_deadlines_survive_a_restart_after_the_clock_was_set(machine, step_ns):
    async def work(controller, committer):
        await fill(controller, committer)
        machine.step_ns += step_ns
        notice_clock(committer)
        await saved(controller, committer)

    machine.run(work)

    lease, delay = machine.seconds_left()
    assert 0 < lease <= 30
    assert 30 < delay <= 60


def test_step_during_a_checkpoint_is_followed_by_another_one(machine):
    async def work(controller, committer):
        await fill(controller, committer)
        for _ in range(3):
            machine.step_ns += HOUR_NS
            notice_clock(committer)
        await saved(controller, committer)

    machine.run(work)

    assert [0 < each <= 60 for each in machine.seconds_left()] == [True, True]


def test_clock_that_was_set_back_while_no_controller_ran_makes_no_lease_longer(machine):
    machine.run(fill)
    machine.step_ns -= HOUR_NS

    lease, _ = machine.seconds_left()
    assert 0 < lease <= 30


@pytest.mark.parametrize("step_ns", [0, SECOND_NS // 2])
def test_clock_that_is_only_corrected_causes_no_checkpoint(machine, step_ns):
    async def work(controller, committer):
        await fill(controller, committer)
        records = controller.state.journal.records
        machine.step_ns += step_ns
        notice_clock(committer)
        assert committer._checkpoint is None
        await saved(controller, committer)
        assert controller.state.journal.records == records

    machine.run(work)


def test_step_without_leased_and_delayed_items_causes_no_checkpoint(machine):
    async def work(controller, committer):
        client = controller.connect("10.0.0.1:1", 0)
        controller.execute(client, b"RQ.CREATE NAME jobs DURABLE".split(), time.monotonic_ns())
        await saved(controller, committer)
        machine.step_ns += HOUR_NS
        notice_clock(committer)
        assert committer._checkpoint is None

    machine.run(work)
