# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import subprocess
import sys

import pytest

import rqcore


@pytest.fixture(scope="session")
def controller_url():
    """The URL of a controller in a process of its own."""
    command = [sys.executable, "-m", "rqcore", "serve", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process.stdout.readline().split()[-1]
        finally:
            process.terminate()


@pytest.fixture
def controller(controller_url):
    """A client of the controller, whose queues are gone after the test."""
    with rqcore.connect(controller_url, name="tester") as handle:
        yield handle
        for stat in handle.queues():
            handle.queue(stat.namespace).close()
