# SPDX-License-Identifier: GPL-3.0-or-later
"""The workload that scripts/run shows, against a real controller."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import rqcore

WORKLOAD = Path(__file__).resolve().parents[2] / "scripts" / "workload.py"


@pytest.fixture
def url() -> Iterator[str]:
    command = [sys.executable, "-m", "rqcore", "serve", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as controller:
        assert controller.stdout is not None
        yield controller.stdout.readline().rpartition(" ")[2].strip()
        controller.terminate()


def start(url: str) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, str(WORKLOAD), url], stderr=subprocess.PIPE, text=True)


def wait_until_saved(url: str, items: int) -> None:
    """Wait until so many items came out at the far end."""
    with rqcore.connect(url, name="test") as controller:
        while {stat.label: stat.gets for stat in controller.queues()}.get("done", 0) < items:
            time.sleep(0.05)


def test_items_flow_and_sigterm_ends_it_leaving_no_queue(url: str) -> None:
    with start(url) as workload:
        wait_until_saved(url, items=2)
        workload.terminate()
        _, errors = workload.communicate(timeout=10)
    assert (workload.returncode, errors) == (0, "")
    with rqcore.connect(url) as controller:
        assert controller.queues() == []


def test_says_in_one_line_that_there_is_no_controller() -> None:
    with start("rq://127.0.0.1:1") as workload:
        _, errors = workload.communicate(timeout=10)
    assert workload.returncode == 1
    assert errors.startswith("workload: ")
    assert errors.count("\n") == 1


def test_ends_when_its_queues_are_closed_by_somebody_else(url: str) -> None:
    with start(url) as workload:
        wait_until_saved(url, items=1)
        with rqcore.connect(url) as controller:
            controller.queue("done").close()
        _, errors = workload.communicate(timeout=10)
    assert (workload.returncode, errors) == (0, "")
