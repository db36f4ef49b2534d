# SPDX-License-Identifier: GPL-3.0-or-later
"""Sessions with a fake target, which the test controls, and with a real controller."""

from __future__ import annotations

import queue
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

import rqcore
from rqcore import ControllerHandle
from rqcore.errors import BadUrl, ConnectionLost, WrongPass
from rqcore.protocol.queue_values import QueueStat
from rqdebug import session
from rqdebug.events.event_log import read_events
from rqdebug.session import Attachment, Session, State
from rqdebug.targets.base import Coverage, Interventions, LostEvents, Observation, ObservationCost, Target
from rqdebug.targets.clock_offset import ClockReading


def wait_until(condition: Callable[[], bool]) -> None:
    """Wait for another thread to make a condition true."""
    deadline = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < deadline, "the condition never came true"
        time.sleep(0.005)


def stat(puts: int = 0, gets: int = 0) -> QueueStat:
    return QueueStat("ns", "jobs", "fifo", puts - gets, 0, puts, gets, 1, 2, 0, 0, False, 1, 0)


class FakeTarget(Target, Observation):
    """A target that is its own observation. ``receive`` returns or raises the next value of ``script``."""

    def __init__(self) -> None:
        self.script: queue.SimpleQueue[object] = queue.SimpleQueue()
        self.reachable = True
        self.stats = [stat()]
        self.closed = 0
        self.part = Coverage()
        self.may_answer = threading.Event()
        self.may_answer.set()
        self.ahead_ns: int | None = None
        self.interventions = Interventions()
        self.costs: deque[ObservationCost] = deque()

    @property
    def url(self) -> str:
        return "rq://fake:7654"

    def connect(self) -> ControllerHandle:
        raise NotImplementedError

    def observe(self) -> FakeTarget:
        if not self.reachable:
            raise ConnectionLost("nothing is listening")
        return self

    def receive(self, timeout: float) -> list[object]:
        try:
            arrival = self.script.get(timeout=timeout)
        except queue.Empty:
            return []
        if isinstance(arrival, Exception):
            raise arrival
        return [arrival]

    def list_queues(self) -> list[QueueStat]:
        self.may_answer.wait(10)
        return self.stats

    @property
    def coverage(self) -> Coverage:
        return self.part

    def read_clock(self) -> ClockReading | None:
        now = time.time_ns()
        return None if self.ahead_ns is None else ClockReading(now, now + self.ahead_ns, now)

    def read_cost(self) -> ObservationCost | None:
        return self.costs.popleft() if self.costs else None

    def read_interventions(self) -> Interventions:
        return self.interventions

    def close(self) -> None:
        self.closed += 1


@pytest.fixture
def target() -> FakeTarget:
    return FakeTarget()


@pytest.fixture
def attachment(target) -> Iterator[Attachment]:
    attachment = Attachment(target, "edge")
    yield attachment
    attachment.stop()
    assert not [thread for thread in threading.enumerate() if thread.name == "observe edge"]


def test_states_are_signalled_in_order(attachment, target):
    states: list[tuple[State, str, float]] = []
    attachment.state_changed.connect(
        lambda: states.append((attachment.state, attachment.reason, attachment.retry_delay))
    )
    attachment.start()
    wait_until(lambda: attachment.state is State.LIVE)
    target.reachable = False
    target.script.put(ConnectionLost("it hung up"))
    wait_until(lambda: "nothing is listening" in attachment.reason)
    target.reachable = True
    wait_until(lambda: attachment.state is State.LIVE)
    assert states[0] == (State.LIVE, "", 0)
    assert states[1] == (State.LOST, "it hung up", 0.25)
    assert states[2] == (State.LOST, "nothing is listening", 0.5)
    assert states[-1][:2] == (State.LIVE, "")
    assert target.closed == 1


def test_nothing_is_known_of_the_queues_before_the_first_answer_on_a_connection(
    attachment, target, monkeypatch
):
    monkeypatch.setattr(session, "FIRST_RETRY", 0.001)
    target.may_answer.clear()
    attachment.start()
    wait_until(lambda: attachment.state is State.LIVE)
    assert not attachment.has_listed_all and attachment.coverage is None
    target.may_answer.set()
    wait_until(lambda: attachment.has_listed_all)
    target.may_answer.clear()
    target.script.put(ConnectionLost("it hung up"))
    wait_until(lambda: not attachment.has_listed_all)
    assert len(attachment.queues) == 1
    target.may_answer.set()
    wait_until(lambda: attachment.has_listed_all)


def test_queue_is_closed_only_when_all_of_the_target_was_examined(attachment, target, monkeypatch):
    monkeypatch.setattr(session, "POLL_INTERVAL", 0.001)
    attachment.start()
    wait_until(lambda: attachment.has_listed_all)
    target.part, target.stats = Coverage(is_complete=False, unexamined_keys=9), []
    wait_until(lambda: attachment.coverage == target.part)
    assert [row.stat.label for row in attachment.queues] == ["jobs"]
    target.part = Coverage()
    wait_until(lambda: not attachment.queues)
    assert [each.row.stat.label for each in attachment.closed_queues] == ["jobs"]


def test_queue_that_is_one_of_too_many_is_not_called_closed(attachment, target, monkeypatch):
    monkeypatch.setattr(session, "POLL_INTERVAL", 0.001)
    attachment.start()
    wait_until(lambda: attachment.has_listed_all)
    target.part, target.stats = Coverage(hidden_queues=1), []
    wait_until(lambda: not attachment.queues)
    assert attachment.closed_queues == () and not attachment.has_listed_all


def test_delay_doubles_with_each_failed_attempt(attachment, target, monkeypatch):
    monkeypatch.setattr(session, "FIRST_RETRY", 0.001)
    retries: list[float] = []
    attachment.state_changed.connect(
        lambda: attachment.state is State.LOST and retries.append(attachment.retry_delay)
    )
    for _ in range(4):
        target.script.put(ConnectionLost("it hung up"))
    attachment.start()
    wait_until(lambda: len(retries) == 4)
    assert retries == [0.001, 0.002, 0.004, 0.008]


def test_loss_leaves_a_gap_in_the_log(attachment, target):
    target.ahead_ns = 3600 * 10**9
    attachment.start()
    wait_until(lambda: attachment.state is State.LIVE and attachment.log.clock().offset_ns > 0)
    before = time.time_ns()
    target.script.put(ConnectionLost("it hung up"))
    wait_until(lambda: bool(attachment.log.gaps))
    (gap,) = attachment.log.gaps
    assert gap.start_ns <= gap.end_ns
    assert abs(gap.end_ns - target.ahead_ns - before) < 10 * 10**9  # by the target's clock


def test_first_connection_leaves_no_gap(attachment, target):
    target.reachable = False
    attachment.start()
    wait_until(lambda: attachment.state is State.LOST)
    target.reachable = True
    wait_until(lambda: attachment.state is State.LIVE)
    assert attachment.log.gaps == ()


def test_reconnect_ends_the_delay(attachment, target, monkeypatch):
    monkeypatch.setattr(session, "FIRST_RETRY", 3600.0)
    target.reachable = False
    attachment.start()
    wait_until(lambda: attachment.state is State.LOST)
    target.reachable = True
    attachment.reconnect()
    wait_until(lambda: attachment.state is State.LIVE)


def test_cost_is_measured(attachment, target):
    target.costs.extend([ObservationCost(100, 1000, 0, 1.0), ObservationCost(200, 3000, 4, 1.1)])
    attachment.start()
    wait_until(lambda: attachment.meter is not None)
    meter = attachment.meter
    assert meter.byte_rate == pytest.approx(20 * meter.event_rate)
    assert 0 < meter.time_share <= 1
    assert meter.lost_events == 4


def test_time_share_is_at_most_one(attachment, target):
    target.costs.extend([ObservationCost(0, 0, 0, 0.0), ObservationCost(0, 0, 0, 1e6)])
    attachment.start()
    wait_until(lambda: attachment.meter is not None)
    assert attachment.meter.time_share == 1.0


def test_open_calls_are_removed_when_the_target_is_lost(attachment, target, rows):
    attachment.start()
    target.script.put(rows({"phase": "start", "outcome": "blocked"}))
    wait_until(lambda: attachment.log.blocked == 1)
    target.script.put(ConnectionLost("it hung up"))
    wait_until(lambda: attachment.log.blocked == 0)


def test_lost_events_are_counted(attachment, target):
    attachment.start()
    target.script.put(LostEvents(3))
    target.script.put(LostEvents(4))
    wait_until(lambda: attachment.log.lost == 7)


def test_rates_are_computed_since_the_last_poll(attachment, target):
    polls = []
    attachment.queues_changed.connect(lambda: polls.append(attachment.queues))
    attachment.start()
    wait_until(lambda: bool(polls))
    (first,) = polls[0]
    assert (first.put_rate, first.get_rate, first.blocked) == (None, None, 3)
    target.stats = [stat(puts=1000, gets=500)]
    wait_until(lambda: bool(attachment.queues[0].put_rate))
    row = attachment.queues[0]
    assert row.put_rate == pytest.approx(2 * row.get_rate)


def test_rates_of_a_lost_target_are_unknown(attachment, target):
    attachment.start()
    wait_until(lambda: bool(attachment.queues) and attachment.queues[0].put_rate is not None)
    target.reachable = False
    target.script.put(ConnectionLost("it hung up"))
    wait_until(lambda: attachment.state is State.LOST)
    assert [(row.put_rate, row.get_rate) for row in attachment.queues] == [(None, None)]


def test_attachment_stops_while_it_cannot_connect(target):
    target.reachable = False
    attachment = Attachment(target, "edge")
    attachment.start()
    wait_until(lambda: attachment.state is State.LOST)
    attachment.stop()
    assert target.closed == 0


def test_session_attaches_and_detaches(controller_url):
    session = Session()
    announced: list[tuple[str, str]] = []
    session.attached.connect(lambda one: announced.append(("attached", one.name)))
    session.detached.connect(lambda one: announced.append(("detached", one.name)))
    first = session.attach(controller_url, "first")
    second = session.attach(controller_url)
    assert session.attachments == (first, second)
    assert second.name == controller_url.removeprefix("rq://")
    wait_until(lambda: first.state is second.state is State.LIVE)
    session.detach(first)
    session.close()
    assert session.attachments == ()
    assert announced == [(what, name) for what in ("attached", "detached") for name in ("first", second.name)]


def test_events_of_a_real_controller_are_added_to_the_log(controller_url):
    session = Session()
    attachment = session.attach(controller_url)
    wait_until(lambda: attachment.state is State.LIVE)
    with rqcore.connect(controller_url) as controller:
        box = controller.create("box")
        wait_until(lambda: "box" in {row.stat.name for row in attachment.queues})
        box.close()
    wait_until(lambda: attachment.log.num_rows >= 2)
    session.close()


def test_malformed_url_attaches_nothing():
    session = Session()
    with pytest.raises(BadUrl):
        session.attach("nonsense")
    assert session.attachments == ()


def test_queues_are_polled_repeatedly(attachment, target):
    polls: list[int] = []
    attachment.queues_changed.connect(lambda: polls.append(attachment.polls))
    attachment.start()
    wait_until(lambda: len(polls) >= 3)
    assert polls[:3] == [1, 2, 3]


def test_queues_of_a_lost_target_do_not_change(attachment, target):
    attachment.start()
    wait_until(lambda: bool(attachment.queues))
    target.reachable = False
    target.script.put(ConnectionLost("it hung up"))
    wait_until(lambda: attachment.state is State.LOST)
    assert [row.stat.name for row in attachment.queues] == ["jobs"]


def test_new_queue_has_no_rate_yet(attachment, target):
    attachment.start()
    wait_until(lambda: bool(attachment.queues))
    polls = []
    attachment.queues_changed.connect(lambda: polls.append(attachment.queues))
    target.stats = [stat(puts=5), replace(stat(puts=1000), namespace="new")]
    wait_until(lambda: any(len(rows) == 2 for rows in list(polls)))
    old, new = next(rows for rows in polls if len(rows) == 2)
    assert old.put_rate is not None and new.put_rate is None


def test_meter_is_none_if_the_target_does_not_report_its_cost(attachment):
    attachment.start()
    wait_until(lambda: attachment.polls >= 3)
    assert attachment.meter is None


def test_cost_is_not_compared_across_a_reconnection(attachment, target):
    target.costs.append(ObservationCost(10**6, 0, 0, 0.0))
    attachment.start()
    wait_until(lambda: attachment.polls >= 1)
    target.script.put(ConnectionLost("it hung up"))
    wait_until(lambda: attachment.state is State.LOST)
    target.costs.append(ObservationCost(0, 0, 0, 0.0))
    wait_until(lambda: attachment.state is State.LIVE and not target.costs)
    assert attachment.meter is None, "the target was started again and counts from 0"


def test_clock_of_the_target_is_estimated(attachment, target):
    target.ahead_ns = 5 * 10**9
    attachment.start()
    wait_until(lambda: attachment.log.clock().offset_ns > 0)
    clock = attachment.log.clock()
    assert abs(clock.offset_ns - target.ahead_ns) <= clock.error_ns


def test_events_and_losses_are_logged_in_order(attachment, target, rows):
    attachment.start()
    for arrival in (rows({}), LostEvents(3), rows({}, {})):
        target.script.put(arrival)
    wait_until(lambda: attachment.log.num_rows == 3)
    (loss,) = attachment.log.losses
    assert (loss.row, loss.count) == (1, 3)


@pytest.mark.parametrize(("count", "rested"), [(1, True), (session.FEW, False)])
def test_thread_rests_after_few_events_only(attachment, target, rows, monkeypatch, count, rested):
    rests, wait = [], attachment._stopping.wait
    monkeypatch.setattr(attachment._stopping, "wait", lambda seconds: rests.append(seconds) or wait(0))
    attachment.start()
    target.script.put(rows(*[{}] * count))
    target.script.put(LostEvents(session.FEW))
    wait_until(lambda: bool(attachment.log.losses))
    assert rests == [session.REST] * rested


def test_stopped_attachment_emits_no_state(attachment, target):
    attachment.start()
    wait_until(lambda: attachment.state is State.LIVE)
    states: list[State] = []
    attachment.state_changed.connect(lambda: states.append(attachment.state))
    attachment.stop()
    assert states == [] and target.closed == 1


def test_attachment_can_be_stopped_from_its_own_thread(attachment, target):
    attachment.queues_changed.connect(attachment.stop)
    attachment.start()
    wait_until(lambda: target.closed == 1)


def test_calls_on_exposed_queues_are_in_the_order_of_time(controller_url, controller):
    def puts():
        events = [event for batch in attachment.log.batches for event in read_events(batch)]
        return [event.queue for event in events if event.method == "put"]

    # Given
    jobs, other = queue.Queue(), controller.create("other")
    session = Session()
    with rqcore.expose(jobs, "jobs", url=controller_url) as exposure:
        attachment = session.attach(controller_url)
        wait_until(lambda: exposure._reporter.is_observed and bool(attachment._exposed))
        # When
        for number in range(200):
            jobs.put(number)
            other.put(number)
        wait_until(lambda: len(puts()) == 400)
    # Then
    assert puts() == ["jobs", "other"] * 200
    assert attachment.late == 0
    session.close()


def test_disconnected_target_keeps_its_log_and_goes_on_in_it(attachment, target):
    attachment.start()
    wait_until(lambda: attachment.state is State.LIVE)
    attachment.disconnect()
    wait_until(lambda: attachment.state is State.DISCONNECTED)
    assert target.closed == 1
    attachment.reconnect()
    wait_until(lambda: attachment.state is State.LIVE)
    assert len(attachment.log.gaps) == 1


def test_refused_log_in_is_not_tried_again_until_it_is_another(attachment, target, monkeypatch):
    attempts = []

    def refuse():
        attempts.append(1)
        raise WrongPass("wrong password")

    monkeypatch.setattr(target, "observe", refuse)
    monkeypatch.setattr(session, "FIRST_RETRY", 0.001)
    attachment.start()
    wait_until(lambda: attachment.is_refused)
    attachment.reconnect()
    wait_until(lambda: len(attempts) == 2)
    other = FakeTarget()
    attachment.reconnect(other)
    wait_until(lambda: attachment.state is State.LIVE)
    assert (len(attempts), attachment.is_refused, attachment.target) == (2, False, other)


def test_unexpected_exception_is_a_loss_that_says_so_and_is_tried_again(attachment, target):
    reasons: list[str] = []
    attachment.state_changed.connect(lambda: reasons.append(attachment.reason))
    attachment.start()
    wait_until(lambda: attachment.state is State.LIVE)
    target.script.put(OverflowError("int too big"))
    wait_until(lambda: len(reasons) >= 3)
    assert reasons[:3] == ["", "an unexpected error ended the observation, OverflowError: int too big", ""]
    assert attachment.state is State.LIVE


def test_what_debuggers_have_set_is_known_until_the_connection_is_lost(attachment, target):
    target.interventions = Interventions(frozen_queues=2)
    attachment.start()
    wait_until(lambda: attachment.interventions.frozen_queues == 2)
    target.reachable = False
    target.script.put(ConnectionLost("cut"))
    wait_until(lambda: attachment.state is State.LOST)
    assert not attachment.interventions
