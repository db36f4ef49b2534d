# SPDX-License-Identifier: GPL-3.0-or-later
"""The garbage collector of a controller delays no client, with millions of items too."""

from __future__ import annotations

import signal
import subprocess
import sys

import pytest

from rqcore.server.garbage_collector import YOUNG

COUNTS_VISITS = """
import gc
from rqcore.server.garbage_collector import visit_objects_once
visited = []
def count(phase, _):
    if phase == "start":
        visited.append(len(gc.get_objects()))
visit_objects_once()
gc.callbacks.insert(0, count)
kept = [[number] for number in range(300_000)]
print(len(visited), max(visited), gc.get_freeze_count() >= len(kept) - max(visited))
"""
"""Prints how often objects were visited, how many at most, and whether those before are out of the way."""

SHOWS_CYCLES = """
import collections, gc, signal, sys
import rqcore.__main__
from rqcore.server import controller_server

def keep_garbage():
    gc.collect()
    gc.freeze()
    gc.disable()

def show(*_):
    gc.set_debug(gc.DEBUG_SAVEALL)
    gc.collect()
    print(dict(collections.Counter(type(each).__name__ for each in gc.garbage)), flush=True)

controller_server.visit_objects_once = keep_garbage
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
    "an observer": b"HELLO 3\r\nRQ.OBSERVE QUEUE *\r\nRPUSH jobs a\r\n",
    "a large payload": b"*3\r\n$5\r\nRPUSH\r\n$4\r\nlast\r\n$3000000\r\n"
    + bytes(3_000_000)
    + b"\r\nLPOP last\r\n",
}


def test_objects_that_stay_are_visited_once():
    output = subprocess.run(
        [sys.executable, "-c", COUNTS_VISITS], capture_output=True, text=True, check=True, timeout=60
    ).stdout
    times, most, are_frozen = output.split()
    assert int(times) >= 300_000 // (2 * YOUNG)
    assert int(most) <= 2 * YOUNG
    assert are_frozen == "True"


@pytest.mark.parametrize("story", STORIES.values(), ids=STORIES)
@pytest.mark.skipif(not hasattr(signal, "SIGUSR1"), reason="no SIGUSR1 here")
def test_sessions_leave_no_cycle(launch, until, story):
    with launch("--max-absence", "0.05", program=SHOWS_CYCLES) as process:
        for _ in range(3):
            process.send(story)
        until(lambda: b"connected_clients:1\r\n" in process.send(b"INFO clients\r\n"))
        process._process.send_signal(signal.SIGUSR1)
        assert process.next_line() == "{}"
