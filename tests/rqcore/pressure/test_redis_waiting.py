# SPDX-License-Identifier: GPL-3.0-or-later
"""Signals interrupt calls of a program with several threads: no item is lost, and none is delivered twice."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from itertools import count
from pathlib import Path

import pytest

from rqcore.pressure.redis_waiting import Interruptions

ROOT = Path(__file__).resolve().parents[3]
INTERRUPTS = 300
_numbers = count()

PROGRAM = """
import json, os, random, signal, sys, threading
import rqcore

url, name, kind, interrupts = *sys.argv[1:4], int(sys.argv[4])
caught, ended = threading.Event(), threading.Event()
number, taken = 0, []


def put(handle):
    global number
    items = list(range(number, number + 50))
    if kind == "list":
        handle.connection.ask("LPUSH", name, *items)
    else:
        handle.create(name, exist_ok=True).put_many(items)
    number += 50


def keep_full(handle):
    while not ended.is_set():
        if len(taken) > number - 50:
            put(handle)
        ended.wait(0.0005)


def interrupt():
    moments = random.Random(7)
    for _ in range(interrupts):
        caught.clear()
        ended.wait(moments.uniform(0, 0.003))  # any moment will do
        os.kill(os.getpid(), signal.SIGINT)  # the system chooses the thread that receives it
        caught.wait(20)
    ended.set()


put(rqcore.connect(url))
jobs = rqcore.connect(url).queue(name)
threads = [threading.Thread(target=keep_full, args=[rqcore.connect(url)]), threading.Thread(target=interrupt)]
caught_number = 0
while not ended.is_set():
    try:
        for thread in threads:
            if thread.ident is None:
                thread.start()
        while not ended.is_set():
            taken.append(jobs.get(timeout=20))
    except KeyboardInterrupt:
        caught_number += 1
        caught.set()
for thread in threads:
    thread.join()
while len(taken) < number and jobs.qsize():
    taken.append(jobs.get(timeout=20))
print(json.dumps({"interrupts": caught_number, "put": number, "taken": [int(item) for item in taken]}))
"""


@pytest.mark.parametrize("kind", ["pressure", "list"])
def test_interrupts_of_a_program_with_threads_lose_no_item(redis_server, kind):
    # When
    name = f"interrupted {next(_numbers)}"
    command = [sys.executable, "-c", PROGRAM, redis_server.url, name, kind, str(INTERRUPTS)]
    result = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True, timeout=50)
    report = json.loads(result.stdout)
    # Then
    assert report["interrupts"] == INTERRUPTS
    assert report["taken"] == list(range(report["put"]))


class Interrupted(BaseException):
    """What the handlers of this test raise."""


@pytest.fixture
def handlers():
    """Set handlers: ``handlers(number, function)``."""
    before = {}

    def set_handler(number, function):
        before[number] = signal.signal(number, function)

    yield set_handler
    for number, handler in before.items():
        signal.signal(number, handler)


def raise_interrupted(*_):
    raise Interrupted


def test_handlers_run_when_the_block_ends_and_stay_what_they_were(handlers):
    # Given
    handlers(signal.SIGUSR1, raise_interrupted)
    handlers(signal.SIGUSR2, noted := lambda number, frame: came.append(number))
    came = []
    # When
    with pytest.raises(Interrupted), Interruptions():
        signal.raise_signal(signal.SIGUSR1)
        signal.raise_signal(signal.SIGUSR2)
        came.append("end of the block")
    # Then
    assert came == ["end of the block", signal.SIGUSR2]
    assert signal.getsignal(signal.SIGUSR1) is raise_interrupted
    assert signal.getsignal(signal.SIGUSR2) is noted


def test_handler_interrupts_a_wait_immediately(handlers):
    # Given
    handlers(signal.SIGUSR1, raise_interrupted)
    came = []
    # When
    with pytest.raises(Interrupted), Interruptions() as interruptions:
        with pytest.raises(Interrupted):
            interruptions.wait(signal.raise_signal, signal.SIGUSR1)
        came.append("waited")
        signal.raise_signal(signal.SIGUSR1)
        came.append("end of the block")
    # Then
    assert came == ["waited", "end of the block"]


def test_block_inside_a_block_leaves_signals_delayed(handlers):
    # Given
    handlers(signal.SIGUSR1, raise_interrupted)
    came = []
    # When
    with pytest.raises(Interrupted), Interruptions():
        with Interruptions():
            signal.raise_signal(signal.SIGUSR1)
        came.append("end of the block")
    # Then
    assert came == ["end of the block"]


def test_other_threads_delay_no_signal(aside):
    def block():
        with Interruptions() as interruptions:
            return interruptions.finish(signal.getsignal, signal.SIGINT)

    assert aside(block).result(20) is signal.getsignal(signal.SIGINT)
