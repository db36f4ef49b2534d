# SPDX-License-Identifier: GPL-3.0-or-later
"""Sessions with a pretended target, whose ups and downs the test decides, and with a real one."""

from __future__ import annotations

import queue
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator

import pytest

import rqcore
from rqcore import ControllerHandle
from rqcore.errors import BadUrl, ConnectionLost
from rqcore.protocol.queue_values import QueueStat
from rqdebug import session
from rqdebug.session import Attachment, Session, State
from rqdebug.targets.base import LostEvents, Observation, ObservationCost, Target
from rqdebug.targets.clock_offset import ClockReading


def until(true: Callable[[], bool]) -> None:
    """Wait for what happens in another thread."""
    deadline = time.monotonic() + 10
    while not true():
        assert time.monotonic() < deadline, "it never happened"
        time.sleep(0.005)


def stat(puts: int = 0, gets: int = 0) -> QueueStat:
    return QueueStat("ns", "jobs", "fifo", puts - gets, 0, puts, gets, 1, 2, 0, 0, False, 1, 0)


class Pretended(Target, Observation):
    """A target, its observation in one, that does what is put into ``script``."""

    def __init__(self) -> None:
        self.script: queue.SimpleQueue[object] = queue.SimpleQueue()
        self.reachable = True
        self.stats = [stat()]
        self.closed = 0
        self.ahead: int | None = None
        self.costs: deque[ObservationCost] = deque()

    @property
    def url(self) -> str:
        return "rq://pretended:7654"

    def connect(self) -> ControllerHandle:
        raise NotImplementedError

    def observe(self) -> Pretended:
        if not self.reachable:
            raise ConnectionLost("nobody is there")
        return self

    def receive(self, timeout: float) -> list[object]:
        try:
            told = self.script.get(timeout=timeout)
        except queue.Empty:
            return []
        if isinstance(told, Exception):
            raise told
        return [told]

    def list_queues(self) -> list[QueueStat]:
        return self.stats

    def read_clock(self) -> ClockReading | None:
        now = time.time_ns()
        return None if self.ahead is None else ClockReading(now, now + self.ahead, now)

    def read_cost(self) -> ObservationCost | None:
        return self.costs.popleft() if self.costs else None

    def close(self) -> None:
        self.closed += 1


@pytest.fixture
def target() -> Pretended:
    return Pretended()


@pytest.fixture
def attachment(target) -> Iterator[Attachment]:
    attachment = Attachment(target, "edge")
    yield attachment
    attachment.stop()
    assert not [thread for thread in threading.enumerate() if thread.name == "observe edge"]


def test_states_are_told_as_they_come_and_go(attachment, target):
    states: list[tuple[State, str, float]] = []
    attachment.state_changed.connect(
        lambda: states.append((attachment.state, attachment.reason, attachment.retry_delay))
    )
    attachment.start()
    until(lambda: attachment.state is State.LIVE)
    target.reachable = False
    target.script.put(ConnectionLost("it hung up"))
    until(lambda: "nobody is there" in attachment.reason)
    target.reachable = True
    until(lambda: attachment.state is State.LIVE)
    assert states[0] == (State.LIVE, "", 0)
    assert states[1] == (State.LOST, "it hung up", 0.25)
    assert states[2] == (State.LOST, "nobody is there", 0.5)
    assert states[-1][:2] == (State.LIVE, "")
    assert target.closed == 1


def test_a_target_that_is_lost_again_at_once_is_tried_ever_less_often(attachment, target, monkeypatch):
    monkeypatch.setattr(session, "FIRST_RETRY", 0.001)
    retries: list[float] = []
    attachment.state_changed.connect(
        lambda: attachment.state is State.LOST and retries.append(attachment.retry_delay)
    )
    for _ in range(4):
        target.script.put(ConnectionLost("it hung up"))
    attachment.start()
    until(lambda: len(retries) == 4)
    assert retries == [0.001, 0.002, 0.004, 0.008]


def test_a_gap_is_left_where_nobody_listened(attachment, target):
    target.ahead = 3600 * 10**9
    attachment.start()
    until(lambda: attachment.state is State.LIVE and attachment.log.clock().offset > 0)
    before = time.time_ns()
    target.script.put(ConnectionLost("it hung up"))
    until(lambda: bool(attachment.log.gaps))
    (gap,) = attachment.log.gaps
    assert gap.start <= gap.end
    assert abs(gap.end - target.ahead - before) < 10 * 10**9  # on the target's clock


def test_the_first_connection_leaves_no_gap(attachment, target):
    target.reachable = False
    attachment.start()
    until(lambda: attachment.state is State.LOST)
    target.reachable = True
    until(lambda: attachment.state is State.LIVE)
    assert attachment.log.gaps == ()


def test_nobody_has_to_wait_for_the_next_try(attachment, target, monkeypatch):
    monkeypatch.setattr(session, "FIRST_RETRY", 3600.0)
    target.reachable = False
    attachment.start()
    until(lambda: attachment.state is State.LOST)
    target.reachable = True
    attachment.reconnect()
    until(lambda: attachment.state is State.LIVE)


def test_the_cost_is_metered(attachment, target):
    target.costs.extend([ObservationCost(100, 1000, 0, 1.0), ObservationCost(200, 3000, 4, 1.1)])
    attachment.start()
    until(lambda: attachment.meter is not None)
    meter = attachment.meter
    assert meter.byte_rate == pytest.approx(20 * meter.event_rate)
    assert 0 < meter.time_share <= 1
    assert meter.lost_events == 4


def test_a_share_is_never_more_than_all(attachment, target):
    target.costs.extend([ObservationCost(0, 0, 0, 0.0), ObservationCost(0, 0, 0, 1e6)])
    attachment.start()
    until(lambda: attachment.meter is not None)
    assert attachment.meter.time_share == 1.0


def test_a_call_that_was_blocked_when_the_target_was_lost_is_no_more(attachment, target, rows):
    attachment.start()
    target.script.put(rows({"phase": "start", "outcome": "blocked"}))
    until(lambda: attachment.log.blocked == 1)
    target.script.put(ConnectionLost("it hung up"))
    until(lambda: attachment.log.blocked == 0)


def test_lost_events_are_counted(attachment, target):
    attachment.start()
    target.script.put(LostEvents(3))
    target.script.put(LostEvents(4))
    until(lambda: attachment.log.lost == 7)


def test_rates_are_those_since_the_last_look(attachment, target):
    attachment.start()
    until(lambda: bool(attachment.queues))
    assert (attachment.queues[0].put_rate, attachment.queues[0].get_rate) == (0, 0)
    assert attachment.queues[0].blocked == 3
    target.stats = [stat(puts=1000, gets=500)]
    until(lambda: attachment.queues[0].put_rate > 0)
    row = attachment.queues[0]
    assert row.put_rate == pytest.approx(2 * row.get_rate)


def test_an_attachment_ends_while_it_cannot_connect(target):
    target.reachable = False
    attachment = Attachment(target, "edge")
    attachment.start()
    until(lambda: attachment.state is State.LOST)
    attachment.stop()
    assert target.closed == 0


def test_a_session_attaches_and_detaches(controller_url):
    session = Session()
    told: list[tuple[str, str]] = []
    session.attached.connect(lambda one: told.append(("attached", one.name)))
    session.detached.connect(lambda one: told.append(("detached", one.name)))
    first = session.attach(controller_url, "first")
    second = session.attach(controller_url)
    assert session.attachments == (first, second)
    assert second.name == controller_url.removeprefix("rq://")
    until(lambda: first.state is second.state is State.LIVE)
    session.detach(first)
    session.close()
    assert session.attachments == ()
    assert told == [(what, name) for what in ("attached", "detached") for name in ("first", second.name)]


def test_events_of_a_real_controller_arrive(controller_url):
    session = Session()
    attachment = session.attach(controller_url)
    until(lambda: attachment.state is State.LIVE)
    with rqcore.connect(controller_url) as controller:
        box = controller.create("box")
        until(lambda: "box" in {row.stat.name for row in attachment.queues})
        box.close()
    until(lambda: attachment.log.num_rows >= 2)
    session.close()


def test_a_bad_url_attaches_nothing():
    session = Session()
    with pytest.raises(BadUrl):
        session.attach("nonsense")
    assert session.attachments == ()
