# SPDX-License-Identifier: GPL-3.0-or-later
"""Clients are killed and servers restart: no acknowledged item is lost, and none is delivered twice."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from rqcore.errors import ConnectionLost
from rqcore.pressure import Empty, InUse, Queue

ROOT = Path(__file__).resolve().parents[3]

CONSUMER = """
import sys
from rqcore.pressure import Queue
queue = Queue(sys.argv[2], url=sys.argv[1])
print("ready", flush=True)
while True:
    print(queue.get().decode(), flush=True)
"""
PRODUCER = """
import sys
from rqcore.pressure import Queue
queue = Queue(sys.argv[2], url=sys.argv[1])
print("ready", flush=True)
for number in range(int(sys.argv[3]), 10**9):
    queue.put(str(number))
    print(number, flush=True)
"""


class Client:
    """A client in a separate process."""

    def __init__(self, program, *arguments):
        command = [sys.executable, "-c", program, *map(str, arguments)]
        self._process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        assert self.line() == "ready\n"

    def line(self):
        """The next line that it writes."""
        return self._process.stdout.readline()

    def signal(self, number):
        self._process.send_signal(number)

    def kill(self):
        """Kill it; return the complete lines that ``line`` did not return."""
        self._process.kill()
        with self._process.stdout as output:
            written = output.read()  # communicate() would skip what ``line`` has buffered
        self._process.wait(20)
        return [line for line in written.splitlines(keepends=True) if line.endswith("\n")]


def test_consumer_killed_while_it_waits_takes_no_item(make, redis_server, until):
    queue = make(0)
    consumer = Client(CONSUMER, redis_server.url, queue.name)
    until(lambda: queue.holders())
    assert queue.holders()[0].alive
    consumer.kill()
    until(lambda: queue.holders()[0].alive is False)
    queue.put("a")
    assert queue.qsize() == 1
    (holder,) = queue.holders()
    with pytest.raises(InUse, match=holder.name):
        queue.get(timeout=0.1)
    assert queue.holders()[0].age >= 0.1
    assert queue.free("consumer", holder.name)
    assert queue.get() == b"a"


def test_suspended_consumer_takes_no_item_and_loses_its_role(make, redis_server, until):
    """The server does not notice that the client is gone, as when a cable is pulled."""
    queue = make(0)
    consumer = Client(CONSUMER, redis_server.url, queue.name)
    until(lambda: queue.holders())
    consumer.signal(signal.SIGSTOP)
    queue.put("a")
    assert queue.free("consumer")
    assert queue.get() == b"a"
    consumer.signal(signal.SIGCONT)
    queue.put("b")
    assert consumer.line() == "b\n"
    assert consumer.kill() == []


def test_producer_killed_at_any_moment_loses_no_acknowledged_item(make, redis_server):
    queue = make(3)
    got, said, start = [], [], 0
    for turn in range(6):
        producer = Client(PRODUCER, redis_server.url, queue.name, start)
        deadline = time.monotonic() + random.Random(turn).uniform(0.02, 0.08)
        while time.monotonic() < deadline:
            with suppress(Empty):
                got.append(int(queue.get(timeout=0.01)))
        acknowledged = [int(line) for line in producer.kill()]
        queue.free("producer")
        got += _rest(queue)
        said += acknowledged
        start = max([start, *got, *acknowledged]) + 1
    assert len(got) == len(set(got)), "nothing came twice"
    assert got == sorted(got)
    assert set(said) <= set(got), "whatever was acknowledged came"


def _rest(queue):
    return [int(item) for item in queue.get_many(10_000, timeout=0)] if queue.qsize() else []


def test_consumer_killed_at_any_moment_loses_at_most_one_item(make, redis_server):
    """No item is delivered twice. Each killed consumer can lose the one item that was sent to it."""
    queue = make(0)
    queue.put_many([str(number) for number in range(5000)])
    got, kills = [], 5
    for turn in range(kills):
        consumer = Client(CONSUMER, redis_server.url, queue.name)
        time.sleep(random.Random(turn).uniform(0.01, 0.05))
        got += map(int, consumer.kill())
        queue.free("consumer")
    got += _rest(queue)
    assert got == sorted(set(got))
    assert len(got) >= 5000 - kills


def test_restart_of_the_server_ends_waiting_calls(redis_program, redis_server_of, aside, until):
    with (
        redis_server_of(redis_program, "--appendonly", "yes", "--appendfsync", "always") as server,
        Queue("jobs", url=server.url) as queue,
    ):
        queue.create(0)
        waiting = aside(queue.get)
        until(lambda: queue.holders())
        server.stop()
        with pytest.raises(ConnectionLost, match=f"redis://127.0.0.1:{server.port}") as lost:
            waiting.result(20)
        assert "TLS" not in str(lost.value), "the server has answered before"
        with pytest.raises(ConnectionLost):
            queue.put("a")
        server.start()
        queue.put("a")
        (holder,) = queue.holders()
        assert queue.free("consumer", holder.name), "the call that was cut off could not give its role back"
        assert queue.get(timeout=5) == b"a"


def test_hanging_server_blocks_no_call_beyond_its_timeout(redis_program, redis_server_of):
    with (
        redis_server_of(redis_program) as server,
        Queue("jobs", url=server.url, network_timeout=1.0) as queue,
    ):
        queue.create(0)
        server.process.send_signal(signal.SIGSTOP)
        try:
            with pytest.raises(ConnectionLost):
                queue.get(timeout=0.1)
        finally:
            server.process.send_signal(signal.SIGCONT)


def test_connection_lost_during_a_wait_releases_its_role(make, bare, aside, until):
    queue = make(0)
    waiting = aside(queue.get)
    until(lambda: any(row["cmd"] == "blmove" for row in bare.client_list()))
    for row in bare.client_list():
        if row["cmd"] == "blmove":
            bare.client_kill_filter(_id=row["id"])
    with pytest.raises(ConnectionLost):
        waiting.result(20)
    assert queue.holders() == ()
