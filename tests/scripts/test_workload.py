# SPDX-License-Identifier: GPL-3.0-or-later
"""The workload of scripts/run, with a real controller."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

import rqcore

WORKLOAD = Path(__file__).resolve().parents[2] / "scripts" / "workload.py"


@contextmanager
def running(*arguments: str) -> Iterator[subprocess.Popen[str]]:
    """Run a Python process, and kill it at the end of the test."""
    command = [sys.executable, *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


@pytest.fixture
def url() -> Iterator[str]:
    with running("-m", "rqcore", "serve", "--port", "0") as controller:
        assert controller.stdout is not None
        yield controller.stdout.readline().rpartition(" ")[2].strip()


def workload(url: str) -> AbstractContextManager[subprocess.Popen[str]]:
    return running(str(WORKLOAD), url)


def wait_until_saved(url: str, items: int) -> None:
    """Wait until the last queue has delivered this number of items."""
    with rqcore.connect(url, name="test") as controller:
        while {stat.label: stat.gets for stat in controller.queues()}.get("done", 0) < items:
            time.sleep(0.05)


def test_sigterm_ends_the_workload_and_removes_its_queues(url: str) -> None:
    with workload(url) as process:
        wait_until_saved(url, items=2)
        process.terminate()
        _, errors = process.communicate(timeout=50)
    assert (process.returncode, errors) == (0, "")
    with rqcore.connect(url) as controller:
        assert controller.queues() == []


def test_item_that_is_put_by_hand_does_not_end_the_workload(url: str) -> None:
    with workload(url) as process:
        wait_until_saved(url, items=1)
        with rqcore.connect(url) as controller:
            controller.queue("jobs").put("hello", timeout=10)
            saved = controller.queue("done").stat().gets
        wait_until_saved(url, items=saved + 10)
        process.terminate()
        _, errors = process.communicate(timeout=50)
    assert (process.returncode, errors) == (0, "")


def test_missing_controller_is_reported_in_one_line() -> None:
    with workload("rq://127.0.0.1:1") as process:
        _, errors = process.communicate(timeout=50)
    assert process.returncode == 1
    assert errors.startswith("workload: ")
    assert errors.count("\n") == 1


def test_workload_ends_when_another_client_closes_its_queue(url: str) -> None:
    with workload(url) as process:
        wait_until_saved(url, items=1)
        with rqcore.connect(url) as controller:
            controller.queue("done").close()
        _, errors = process.communicate(timeout=50)
    assert (process.returncode, errors) == (0, "")
