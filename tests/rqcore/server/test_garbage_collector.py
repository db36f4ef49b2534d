# SPDX-License-Identifier: GPL-3.0-or-later
"""The garbage collector of a controller delays no client, with millions of items too."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys

import pytest

from rqcore.controller.state import ControllerState
from rqcore.errors import NoQueue
from rqcore.server import garbage_collector
from rqcore.server.garbage_collector import FEW_BYTES, FEW_CLIENTS, FEW_QUEUES, YOUNG, collect_old_objects
from tests.rqcore.server.connected_server import Host, in_loop

COUNTS_VISITS = """
import gc
from rqcore.server.garbage_collector import visit_only_new_objects
visited = []
def count(phase, info):
    if phase == "start":
        visited.append(sum(len(gc.get_objects(each)) for each in range(info["generation"] + 1)))
visit_only_new_objects()
gc.callbacks.append(count)
kept = [[number] for number in range(300_000)]
print(len(visited), max(visited))
"""
"""Prints how many collections there were, and how many objects the largest visited."""

SHOWS_CYCLES = """
import collections, gc, signal, sys
import rqcore.__main__
from rqcore.server import controller_server

def keep_garbage(*_):
    gc.collect()
    gc.freeze()
    gc.disable()

def show(*_):
    gc.set_debug(gc.DEBUG_SAVEALL)
    gc.collect()
    print(dict(collections.Counter(type(each).__name__ for each in gc.garbage)), flush=True)

controller_server.visit_only_new_objects = keep_garbage
signal.signal(signal.SIGUSR1, show)
sys.exit(rqcore.__main__.main(sys.argv[1:]))
"""
"""A controller that prints the types of all objects in cycles at SIGUSR1."""

STORIES = {
    "nothing": b"",
    "calls": b"RPUSH jobs a\r\nLPOP jobs\r\nRQ.CREATE NAME own\r\nRQ.CLOSE own\r\n",
    "errors": b"nonsense\r\nRPUSH\r\nLPOP own\r\nAUTH a b\r\n",
    "no RESP": b"*1\r\n$999999999999\r\n",
    "HTTP": b"POST / HTTP/1.1\r\n\r\n",
    "a call that waits": b"BLPOP empty 30\r\n",
    "a transaction": b"MULTI\r\nRPUSH jobs a\r\nEXEC\r\n",
    "a session": b"HELLO 3 SESSION\r\nRQ.LEASE jobs\r\n",
    "an error in a session": b"HELLO 3 SESSION\r\nRQ.PUT unknown a\r\n",
    "an error in a transaction": b"HELLO 3 SESSION\r\nMULTI\r\nRQ.GET unknown\r\nEXEC\r\n",
    "a wrong login": b"HELLO 3 SESSION\r\nAUTH a b\r\n",
    "an observer": b"HELLO 3\r\nRQ.OBSERVE QUEUE *\r\nRPUSH jobs a\r\n",
    "a large payload": b"*3\r\n$5\r\nRPUSH\r\n$4\r\nlast\r\n$3000000\r\n"
    + bytes(3_000_000)
    + b"\r\nLPOP last\r\n",
}


def test_objects_that_stay_are_visited_once():
    output = subprocess.run(
        [sys.executable, "-c", COUNTS_VISITS], capture_output=True, text=True, check=True, timeout=60
    ).stdout
    times, most = map(int, output.split())
    assert times >= 300_000 // (2 * YOUNG)
    assert most <= 2 * YOUNG


@pytest.mark.parametrize(
    ("held", "clients", "queues", "is_collected"),
    [
        (FEW_BYTES, FEW_CLIENTS, FEW_QUEUES, True),
        (FEW_BYTES + 1, 0, 0, False),
        (0, FEW_CLIENTS + 1, 0, False),
        (0, 0, FEW_QUEUES + 1, False),
    ],
)
def test_old_cycles_are_destroyed_while_the_controller_is_small(
    monkeypatch, held, clients, queues, is_collected
):
    # Given
    state = ControllerState()
    state.memory.held = held
    state.clients.update(dict.fromkeys(range(clients)))
    state.queues.update(dict.fromkeys(range(queues)))
    collected = []
    monkeypatch.setattr(garbage_collector, "PERIOD", 0.0)
    monkeypatch.setattr(garbage_collector.gc, "get_count", lambda: (0, 1, 0))
    monkeypatch.setattr(garbage_collector.gc, "collect", lambda: collected.append(True))

    async def collect_for_a_moment():
        task = asyncio.create_task(collect_old_objects(state))
        for _ in range(10):
            await asyncio.sleep(0)
        task.cancel()

    # When
    asyncio.run(collect_for_a_moment())
    # Then
    assert bool(collected) == is_collected


@pytest.mark.parametrize("blocked", [(), ("uvloop",)], ids=["all", "no uvloop"])
@pytest.mark.parametrize("story", STORIES.values(), ids=STORIES)
@pytest.mark.skipif(not hasattr(signal, "SIGUSR1"), reason="no SIGUSR1 here")
def test_sessions_leave_no_cycle(launch, until, story, blocked):
    program = f"import sys; sys.modules.update(dict.fromkeys({blocked}))" + SHOWS_CYCLES
    with launch("--max-absence", "0.05", program=program) as process:
        for _ in range(3):
            process.send(story)
        until(lambda: b"connected_clients:1\r\nlost_sessions:0\r\n" in process.send(b"INFO clients\r\n"))
        process._process.send_signal(signal.SIGUSR1)
        assert process.next_line() == "{}"


@in_loop
@pytest.mark.parametrize(
    "request_that_fails", [b"RQ.PUT unknown x\r\n", b"MULTI\r\nRQ.PUT unknown x\r\nEXEC\r\n"]
)
async def test_kept_error_holds_no_frame_with_its_request(request_that_fails):
    connection, *_ = Host().begin()
    connection.data_received(request_that_fails)
    value = connection.session.client.session.value
    error = value[0].value if type(value) is list else value
    assert isinstance(error, NoQueue)
    assert (error.__traceback__, error.__context__) == (None, None)
