# SPDX-License-Identifier: GPL-3.0-or-later
"""Observations of a real controller, and of fake ones that break the protocol."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator

import pyarrow as pa
import pytest

import rqcore
from rqcore.debug import attach, method
from rqcore.errors import ConnectionLost, NotAllowed, ProtocolError
from rqcore.protocol.event_fields import LATEST
from rqcore.protocol.resp import Push, command
from rqdebug.events.event_log import Event, EventLog
from rqdebug.targets import controller_target
from rqdebug.targets.base import Interventions, LostEvents
from rqdebug.targets.controller_target import (
    MAX_BATCHES,
    PREVIEW_BYTES,
    ControllerObservation,
    ControllerTarget,
)

HELLO = b"%1\r\n$2\r\nid\r\n:7\r\n"
OK = b"+OK\r\n"


class Flooded:
    """A connection with endless events."""

    events = 3

    def send(self, request: bytes) -> None:
        pass

    def receive(self, timeout: float | None) -> object:
        return b"OK" if timeout else Push([b"rq.lost", 1])


def test_flood_of_events_is_returned_in_parts():
    observation = ControllerObservation(Flooded())
    assert len(observation.receive(0)) == MAX_BATCHES


class Asked(Flooded):
    """A connection to a controller that offers a version of event batches; it keeps what it is asked."""

    def __init__(self, events: int) -> None:
        self.events = events
        self.requests: list[bytes] = []

    def send(self, request: bytes) -> None:
        self.requests.append(request)


@pytest.mark.parametrize(("offered", "asked"), [(2, []), (3, ["VERSION", 3]), (9, ["VERSION", LATEST])])
def test_latest_version_of_batches_that_both_know_is_asked_for(offered, asked):
    connection = Asked(offered)
    ControllerObservation(connection)
    assert connection.requests == [command(["RQ.OBSERVE", "PREVIEW", PREVIEW_BYTES, *asked])]


@pytest.fixture
def observation(controller_url) -> Iterator[ControllerObservation]:
    observation = ControllerTarget(controller_url).observe()
    yield observation
    observation.close()


def serve_frames(*frames: bytes) -> str:
    """Return the URL of a server that answers each request with one frame, then disconnects."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        connection, _ = listener.accept()
        with listener, connection:
            for frame in frames:
                connection.recv(65536)
                connection.sendall(frame)

    threading.Thread(target=serve).start()
    return f"rq://127.0.0.1:{listener.getsockname()[1]}"


def received(observation: ControllerObservation, rows: int) -> list[Event]:
    """Receive at least ``count`` events."""
    log = EventLog()
    for _ in range(200):
        for arrival in observation.receive(0.05):
            assert isinstance(arrival, pa.RecordBatch)
            log.append(arrival)
        if log.num_rows >= rows:
            return log.events(range(log.num_rows))
    raise AssertionError(f"only {log.num_rows} events came")


def test_calls_become_events(controller_url, observation):
    with rqcore.connect(controller_url, name="loader") as controller:
        box = controller.create("box")
        box.put("a")
        assert box.get() == "a"
        box.close()
    connected, *events, left = received(observation, 6)
    assert (connected.method, connected.queue, left.method, left.queue) == ("connect", "", "disconnect", "")
    assert [event.method for event in events] == ["create", "put", "get", "close"]
    assert {event.queue for event in events} == {"box"}
    assert all(event.client == "loader" and event.address.startswith("127.0.0.1:") for event in events)
    assert events[1].payload == events[2].payload == b"a"
    assert events[1].item == events[2].item


def test_listing_the_queues_causes_no_event(controller_url, observation):
    with rqcore.connect(controller_url) as controller:
        box = controller.create("box")
        assert "box" in {stat.name for stat in observation.list_queues()}
        observation.list_queues()
        box.close()
    methods = [event.method for event in received(observation, 4)]
    assert methods == ["connect", "create", "close", "disconnect"]


def test_each_item_of_a_call_is_an_event(controller_url, observation):
    with rqcore.connect(controller_url) as controller:
        box = controller.create("box")
        box.put_many(["a", "bb"])
        box.close()
    _, _, *events, _ = received(observation, 7)
    assert [(each.method, each.part, each.items, each.item, each.payload) for each in events] == [
        (method, part, 2, events[part].item, payload)
        for method in ("put_many", "close")
        for part, payload in enumerate((b"a", b"bb"))
    ]
    assert events[0].call == events[1].call != events[2].call == events[3].call


def test_receive_returns_an_empty_list_after_its_timeout(observation):
    assert observation.receive(0.01) == []


def test_unreachable_controller_is_a_lost_connection():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(ConnectionLost, match=f"cannot reach rq://127.0.0.1:{port}"):
        ControllerTarget(f"rq://127.0.0.1:{port}").observe()


def test_lost_events_are_reported():
    observation = ControllerTarget(serve_frames(HELLO, OK + b">2\r\n$7\r\nrq.lost\r\n:17\r\n")).observe()
    assert observation.receive(5) == [LostEvents(17)]
    with pytest.raises(ConnectionLost):
        observation.receive(5)
    observation.close()


@pytest.mark.parametrize(
    "frame",
    [
        b">2\r\n$9\r\nrq.events\r\n$3\r\nabc\r\n",
        b">2\r\n$9\r\nrq.lost  \r\n:1\r\n",
        b"+surprise\r\n",
        b"?\r\n",
    ],
)
def test_malformed_frame_is_a_protocol_error(frame):
    observation = ControllerTarget(serve_frames(HELLO, OK + frame)).observe()
    with pytest.raises(ProtocolError):
        observation.receive(5)
    observation.close()


def test_controller_that_refuses_to_be_observed_is_a_protocol_error():
    with pytest.raises(ProtocolError, match="observed"):
        ControllerTarget(serve_frames(HELLO, b"+NO\r\n")).observe()


def test_user_who_may_not_observe_reads_which_role_is_missing():
    refusal = b"-NOTALLOWED this user has the role use; the command needs observe\r\n"
    with pytest.raises(NotAllowed, match="this user has the role use; the command needs observe"):
        ControllerTarget(serve_frames(HELLO, refusal)).observe()


def test_clock_and_cost_can_be_read(controller_url, observation):
    reading = observation.read_clock()
    assert abs(reading.offset_ns) <= reading.error_ns(reading.received_ns) + 10**9  # the same machine
    before = observation.read_cost()
    with rqcore.connect(controller_url) as controller:
        controller.create("costly").close()
    received(observation, 2)
    after = observation.read_cost()
    assert after.events >= before.events + 2
    assert after.sent_bytes > before.sent_bytes
    assert after.busy_seconds > before.busy_seconds


LOSS = b">2\r\n$7\r\nrq.lost\r\n:17\r\n"


def test_events_that_come_before_a_reply_are_kept():
    observation = ControllerTarget(serve_frames(HELLO, OK, LOSS + b"*0\r\n")).observe()
    assert observation.list_queues() == []
    assert observation.receive(0) == [LostEvents(17)]
    observation.close()


def test_events_before_a_loss_are_returned_before_it_is_raised():
    observation = ControllerTarget(serve_frames(HELLO, OK + LOSS + LOSS)).observe()
    received = []
    with pytest.raises(ConnectionLost):
        while True:
            received += observation.receive(5)
    assert received == [LostEvents(17), LostEvents(17)]
    observation.close()


def test_clock_and_cost_of_an_old_controller_are_unknown():
    refusal = b"-ERR unknown command\r\n"
    observation = ControllerTarget(serve_frames(HELLO, OK, refusal, refusal)).observe()
    assert (observation.read_clock(), observation.read_cost()) == (None, None)
    observation.close()


def test_missing_reply_is_a_protocol_error(monkeypatch):
    monkeypatch.setattr(controller_target, "NETWORK_TIMEOUT", 0.2)
    observation = ControllerTarget(serve_frames(HELLO, OK, LOSS)).observe()
    with pytest.raises((ProtocolError, ConnectionLost)):
        observation.list_queues()
    observation.close()


def test_large_payload_is_cut_to_the_preview(controller_url, observation):
    with rqcore.connect(controller_url) as controller:
        box = controller.create("large")
        box.put("x" * 10_000)
        box.close()
    put = next(event for event in received(observation, 3) if event.method == "put")
    assert (len(put.payload), put.size) == (PREVIEW_BYTES, 10_000)


def test_queues_are_listed_with_their_figures(controller_url, observation):
    with rqcore.connect(controller_url) as controller:
        box = controller.create("figures", maxsize=5)
        box.put_many(["a", "b"])
        (stat,) = (stat for stat in observation.list_queues() if stat.name == "figures")
        box.close()
    assert (stat.size, stat.maxsize, stat.puts, stat.gets, stat.bytes) == (2, 5, 2, 0, 2)


def test_handle_can_call_the_queues_and_is_closed_by_its_block(controller_url):
    with ControllerTarget(controller_url).connect() as controller:
        box = controller.create("called")
        box.put("a")
        assert box.get() == "a"
        box.close()


def test_password_is_used_and_not_shown():
    target = ControllerTarget("rq://ann:secret@edge")
    assert target.url == "rq://ann@edge:7654"
    assert "secret" not in repr(target)


def test_interventions_of_a_debugger_can_be_read(controller_url, observation):
    assert observation.read_interventions() == Interventions()
    with (
        rqcore.connect(controller_url) as controller,
        attach(controller_url, name="tester") as debugger,
        debugger.hold(method.is_("peek")),
        debugger.fault("delay", method.is_("peek"), seconds=1),
    ):
        queue = controller.create()
        with debugger.freeze(queue.namespace):
            found = observation.read_interventions()
            assert (found.frozen_queues, found.breakpoints, found.faults, found.held_calls) == (1, 1, 1, 0)
            assert [client.partition("@")[0] for client in found.debuggers] == ["tester"]
        queue.close()
    assert not observation.read_interventions()


def test_interventions_of_an_old_controller_are_none():
    observation = ControllerTarget(serve_frames(HELLO, OK, b"$0\r\n\r\n")).observe()
    assert observation.read_interventions() == Interventions()
    observation.close()
