# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import queue
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from types import SimpleNamespace

import pyarrow as pa
import pytest

import rqcore
from rqcore.debug import HeldCall
from rqdebug.events.schema import SCHEMA

USUAL = {
    "sequence": 1,
    "time": 1_700_000_000_123_456_789,
    "waited": 41_000,
    "took": None,
    "method": "put",
    "queue": "jobs",
    "client": "loader",
    "address": "a:512",
    "outcome": "ok",
    "phase": "end",
    "size": 3,
    "depth": 1,
    "items": 1,
    "part": None,
    "timeout": None,
    "codec": "text",
    "call": 5,
    "item": 9,
    "payload": b"abc",
    "unknown": None,
    "target": "",
}


@pytest.fixture(scope="session")
def controller_url():
    """The URL of a controller in its own process."""
    command = [sys.executable, "-m", "rqcore", "serve", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process.stdout.readline().split()[-1]
        finally:
            process.terminate()


@pytest.fixture
def controller(controller_url):
    """A client of the controller. All queues are closed after the test."""
    with rqcore.connect(controller_url, name="tester") as handle:
        yield handle
        for stat in handle.queues():
            handle.queue(stat.namespace).close()


SLOW_TASK = """
import sys, time, rqcore
from rqcore.parallel_queue import ParallelQueue

def develop(name, seconds=0):
    time.sleep(seconds)

with ParallelQueue(2) as pictures:
    exposure = rqcore.expose(pictures, "pictures", url=sys.argv[1])
    pictures.put(develop, "first.tif")
    pictures.put(develop, "slow.tif", seconds=600)
    for number in range(4):
        pictures.put(develop, f"{number}.tif")
    print("ready", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def slow_task():
    """``with slow_task(url)``: a program in whose queue "pictures" one slow task blocks the results."""

    @contextmanager
    def slow_task(url):
        command = [sys.executable, "-c", SLOW_TASK, url]
        pipe = subprocess.PIPE
        with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as program:
            try:
                assert program.stdout.readline() == "ready\n"
                yield program
            finally:
                program.kill()

    return slow_task


@pytest.fixture(scope="session")
def rows():
    """A function that makes rows of a log from their differences to USUAL.

    A client that a row names has no address, unless the row has one.
    """

    def rows(*differences):
        usual = ({**USUAL, "address": ""} if "client" in one else USUAL for one in differences)
        whole = [{**known, **one} for known, one in zip(usual, differences, strict=True)]
        return pa.RecordBatch.from_pylist(whole, schema=SCHEMA)

    return rows


@pytest.fixture
def private_queue(controller_url, controller):
    """A queue of this process, exposed as "private", with a thread that waits for an item."""
    jobs = queue.Queue()
    exposure = rqcore.expose(jobs, "private", url=controller_url)
    getter = threading.Thread(target=jobs.get, name="consumer")
    getter.start()
    while not any(stat.blocked_gets for stat in controller.queues()):
        time.sleep(0.005)
    yield jobs
    jobs.put("x")
    getter.join(5)
    exposure.close()


@pytest.fixture(scope="session")
def held_call():
    """A call as a controller reports it: ``held_call(7, b"abc", method="get", at="end")``."""

    def held_call(number=1, *payloads, codec="text", at="start", size=None, count=None, **facts):
        items = [
            {
                "codec": codec.encode(),
                "size": len(each) if size is None else size,
                "deliveries": 0,
                "payload": each,
            }
            for each in payloads
        ]
        usual = {
            "method": "put",
            "queue": "jobs",
            "name": "loader",
            "address": "127.0.0.1:4000",
            "kind": "fifo",
        }
        texts = {key: facts.pop(key, value).encode() for key, value in usual.items()}
        usual_facts = {"rule": 3, "depth": 2, "timeout": 5.0, "held": 0.0, "left": 300.0}
        whole = usual_facts | facts | texts
        count = len(items) if count is None else count
        return HeldCall(
            SimpleNamespace(), whole | {"call": number, "at": at.encode(), "items": items, "count": count}
        )

    return held_call
