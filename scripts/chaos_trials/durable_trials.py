# SPDX-License-Identifier: GPL-3.0-or-later
"""Disturb a controller with a durable queue under random calls, and count what is lost and doubled.

Each trial gets a controller that it does not use, because the others need one.
"""

from __future__ import annotations

import signal
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import rqcore
from chaos_trials.cutting_proxy import LONGEST_LIFE, Cuts
from chaos_trials.host import Host, Outcome, drain, wait_until
from chaos_trials.random_load import DURABLE, RandomLoad

RESUMING = 0.06
"""Seconds after the start of a controller in which most of its clients resume their sessions."""
STEPPED_CLOCK = """
import sys, time
from pathlib import Path
real_ns, steps = time.time_ns, Path({!r})
time.time_ns = lambda: real_ns() + int(steps.read_text() or 0)
time.time = lambda: time.time_ns() / 1e9
from rqcore.__main__ import main
sys.exit(main())
"""
"""The program of a controller on a machine whose clock is set."""
SMALL_PAGES = """
import sys
from rqcore.controller import paged_store
paged_store.PAGE_ITEMS, paged_store.WINDOW_ITEMS, paged_store.LOW_ITEMS = 3, 5, 4
from rqcore.__main__ import main
sys.exit(main())
"""
"""The program of a controller that has only a few items of a durable queue in memory."""


def _disturb(cuts: Cuts, disturb: Callable[[Host, int, float], None], program: str = "") -> Outcome:
    """Disturb a controller with a durable queue under random calls.

    Args:
        cuts: Says how often.
        disturb: Gets the controller, how many disturbances there were, and a random number below 1.
        program: The program of the controller, if it is not that of rqcore.
    """
    # Large items are put through the spool, which ends with its controller, and are sent back in parts.
    with tempfile.TemporaryDirectory() as root:
        options = ("--data", f"{root}/data", "--spool", f"{root}/spool", "--max-absence", "20")
        with Host(*options, program=program) as host:
            with rqcore.connect(host.url) as controller:
                controller.create(DURABLE, durable=True)
            load = RandomLoad(host.url, cuts.seed)
            for number in range(max(cuts.left // 20, 1)):
                disturb(host, number, (cuts.life() or 0) / LONGEST_LIFE)
            counts = load.end()
            with rqcore.connect(host.url) as controller:
                left = [number for number, _ in drain(controller.queue(DURABLE))]
            certain = sorted({*counts.put}.difference(counts.unsure))
            return Outcome.of(certain, counts.found + left, counts.unknown)


def _end_and_start(host: Host, number: int, moment: float, how: int) -> None:
    """End a controller. Half of the times, its clients are resuming their sessions after the last one."""
    time.sleep(RESUMING * moment if number % 2 else 0.2 + moment / 2)
    host.restart(how)


def kill_controller(other: Host, cuts: Cuts) -> Outcome:
    """Kill a controller under random calls, and start it again. ``other`` is not used."""
    return _disturb(cuts, partial(_end_and_start, how=signal.SIGKILL))


def kill_paging_controller(other: Host, cuts: Cuts) -> Outcome:
    """Kill a controller that has most items on the disk."""
    return _disturb(cuts, partial(_end_and_start, how=signal.SIGKILL), SMALL_PAGES)


def end_controller(other: Host, cuts: Cuts) -> Outcome:
    """End a controller as an update does, and start it again."""
    return _disturb(cuts, partial(_end_and_start, how=signal.SIGTERM))


def pause_controller(other: Host, cuts: Cuts) -> Outcome:
    """Stop the process of a controller for up to 2 s, and let it continue, or kill it while it is stopped."""

    def pause(host: Host, number: int, moment: float) -> None:
        time.sleep(moment / 2)
        with host.stopped():
            time.sleep(2 * moment)
            if number % 2:
                host.restart(signal.SIGKILL)

    return _disturb(cuts, pause)


def fill_disk(other: Host, cuts: Cuts) -> Outcome:
    """Let a controller write nothing for a moment, as on a full disk. Half of the times, kill it later."""

    def fill(host: Host, number: int, moment: float) -> None:
        time.sleep(moment / 2)
        with host.full_disk(), rqcore.connect(host.url) as controller:
            wait_until(lambda: bool(controller.info()["storage_failure"]))
            time.sleep(moment)
        with rqcore.connect(host.url) as controller:
            wait_until(lambda: not controller.info()["storage_failure"])
        if number % 2:
            host.restart(signal.SIGKILL)

    return _disturb(cuts, fill)


def step_clock(other: Host, cuts: Cuts) -> Outcome:
    """Set the clock of a controller by up to an hour, in both directions, and kill it."""
    with tempfile.TemporaryDirectory() as directory:
        steps = Path(directory) / "nanoseconds"
        steps.write_text("0")

        def step(host: Host, number: int, moment: float) -> None:
            steps.write_text(str(int((moment - 0.5) * 7200e9)))
            _end_and_start(host, number, moment, signal.SIGKILL)

        return _disturb(cuts, step, STEPPED_CLOCK.format(str(steps)))
