# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import subprocess
import sys

import pyarrow as pa
import pytest

import rqcore
from rqdebug.log.columns import SCHEMA

USUAL = {
    "sequence": 1,
    "time": 1_700_000_000_123_456_789,
    "duration": 41_000,
    "method": "put",
    "queue": "jobs",
    "client": "loader@a:512",
    "outcome": "ok",
    "phase": "end",
    "size": 3,
    "depth": 1,
    "items": 1,
    "timeout": None,
    "codec": "text",
    "call": 5,
    "item": 9,
    "payload": b"abc",
    "target": "",
}


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


@pytest.fixture(scope="session")
def rows():
    """Rows of a log; each says what is not usual."""

    def rows(*differences):
        return pa.RecordBatch.from_pylist([{**USUAL, **one} for one in differences], schema=SCHEMA)

    return rows
