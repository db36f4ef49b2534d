# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import threading

import pytest

from rqdebug.scripts.running.breakpoints import Breakpoint
from rqdebug.scripts.running.pause_gate import PauseGate

PATIENCE = 10


class Walker:
    """A lane that passes the gate before each of the lines 1 to 5."""

    def __init__(self, gate):
        self.gate = gate
        self.passed = []
        self.stopped = threading.Event()
        gate.paused.connect(lambda *_: self.stopped.set())
        self.thread = threading.Thread(target=self._walk, daemon=True)
        self.thread.start()

    def _walk(self):
        for line in range(1, 6):
            self.gate.wait_to_pass("edge", "main", line)
            self.passed.append(line)

    def stops_after(self, *lines):
        assert self.stopped.wait(PATIENCE)
        self.stopped.clear()
        return self.passed == list(lines)

    def arrives(self):
        self.thread.join(PATIENCE)
        return self.passed == [1, 2, 3, 4, 5]


@pytest.fixture
def gate():
    gate = PauseGate()
    yield gate
    gate.open_permanently()


def test_new_gate_is_open(gate):
    assert Walker(gate).arrives()
    assert not gate.is_shut


def test_paused_gate_stops_lanes_until_resumed(gate):
    gate.pause()
    walker = Walker(gate)
    assert walker.stops_after()
    gate.resume()
    assert walker.arrives()


def test_step_lets_one_lane_pass_once(gate):
    gate.pause()
    walker = Walker(gate)
    assert walker.stops_after()
    gate.step()
    assert walker.stops_after(1)
    gate.step()
    assert walker.stops_after(1, 2)
    gate.resume()
    assert walker.arrives()


def test_breakpoint_pauses_before_its_line(gate):
    gate.set_breakpoints([Breakpoint(3)])
    walker = Walker(gate)
    assert walker.stops_after(1, 2)
    assert gate.is_shut
    gate.resume()
    assert walker.arrives()


def test_permanently_open_gate_stays_open(gate):
    gate.pause()
    walker = Walker(gate)
    assert walker.stops_after()
    gate.open_permanently()
    gate.pause()
    assert walker.arrives()


class Lane(threading.Thread):
    """A lane that passes the gate twice, and says when."""

    def __init__(self, gate, name):
        super().__init__(daemon=True)
        self.gate, self.lane, self.passed = gate, name, []
        self.start()

    def run(self):
        for line in (1, 2):
            self.gate.wait_to_pass("edge", self.lane, line)
            self.passed.append(line)


def test_step_of_one_lane_leaves_the_others_where_they_are(gate):
    waiting = threading.Semaphore(0)
    gate.paused.connect(lambda *_: waiting.release())
    gate.pause()
    first, second = Lane(gate, "first"), Lane(gate, "second")
    for _ in range(2):
        assert waiting.acquire(timeout=PATIENCE)
    gate.step(("edge", "second"))
    assert waiting.acquire(timeout=PATIENCE)  # it waits before its next line
    assert (first.passed, second.passed) == ([], [1])


def test_time_is_counted_only_while_the_gate_is_shut(gate):
    assert gate.paused_ns == 0
    gate.pause()
    first = gate.paused_ns
    assert gate.paused_ns >= first >= 0
    gate.resume()
    paused = gate.paused_ns
    assert gate.paused_ns == paused > 0


def test_gate_that_is_open_permanently_is_not_shut(gate):
    gate.pause()
    gate.open_permanently()
    assert not gate.is_shut
    gate.pause()
    assert not gate.is_shut


def test_two_lanes_with_one_name_both_continue(gate):
    gate.pause()
    walkers = [Walker(gate), Walker(gate)]
    assert all(walker.stops_after() for walker in walkers)
    gate.resume()
    assert all(walker.arrives() for walker in walkers)
