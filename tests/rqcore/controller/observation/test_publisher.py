# SPDX-License-Identifier: GPL-3.0-or-later
"""The publisher: what it records, when it records nothing, and what each observer receives."""

from __future__ import annotations

import sys

import pytest

from rqcore.codec import Codec
from rqcore.controller.clients import BlockedCall, Client
from rqcore.controller.items import Item
from rqcore.controller.limits import Counters, Limits
from rqcore.controller.observation import publisher as publisher_module
from rqcore.controller.observation.columns import MAX_PREVIEWS
from rqcore.controller.observation.event_recorder import EXPOSED_ITEMS
from rqcore.controller.observation.publisher import FORGOTTEN, EventPublisher
from rqcore.controller.observation.subscriptions import EventSelection
from rqcore.controller.queue import Queue
from rqcore.errors import TooMany
from rqcore.protocol.event_batch import Method, NameKind, Outcome, Phase, decode_batch
from rqcore.protocol.memory import Memory

ALL = EventSelection()
OBSERVER, OTHER_OBSERVER = 90, 91


class Observation:
    """A publisher with one client and one queue, and the events that its observers received."""

    def __init__(self, **limits):
        self.counters = Counters()
        self.publisher = EventPublisher(Limits(**limits), self.counters)
        self.client = Client(3, "10.0.0.3:1", 0, 0, True, "saver")
        self.jobs = Queue(7, "jobs")

    def record(self, method=Method.PUT, now_ns=0, **options):
        self.publisher.record(self.client, method, now_ns, queue=self.jobs, **options)

    def batches(self, observer=OBSERVER):
        self.publisher.flush()
        taken, _ = self.publisher.subscriptions[observer].take()
        return [decode_batch(b"".join(parts)) for parts in taken]

    def events(self, observer=OBSERVER):
        """Return the events received since the last call: the fields of each event and its preview."""
        found = [event for batch in self.batches(observer) for event in batch.events()]
        return [fields | {"text": preview} for fields, preview in found]


@pytest.fixture
def observation():
    observation = Observation()
    observation.publisher.subscribe(OBSERVER, ALL, 100)
    return observation


def item(number=1, payload=b"x", codec=Codec.RAW):
    return Item(number, codec, payload)


def test_nothing_is_recorded_without_an_observer():
    observation = Observation()
    assert observation.publisher.record_fast is None
    observation.record()
    assert observation.publisher.buffered == 0
    assert observation.counters.events == 0


def test_recording_stops_with_the_last_observer(observation):
    observation.publisher.subscribe(OTHER_OBSERVER, ALL, 100)
    observation.publisher.unsubscribe(OBSERVER)
    assert observation.publisher.record_fast is not None
    observation.publisher.unsubscribe(OTHER_OBSERVER)
    assert observation.publisher.record_fast is None


def test_observer_receives_the_events_during_its_subscription(observation):
    observation.record(now_ns=1)
    observation.publisher.subscribe(OTHER_OBSERVER, ALL, 100)
    observation.record(now_ns=2)
    assert [event["time"] for event in observation.events(OTHER_OBSERVER)] == [2]
    assert [event["time"] for event in observation.events(OBSERVER)] == [1, 2]


def test_call_is_recorded_with_its_items_and_the_depth_afterwards(observation):
    observation.jobs.put(item())
    observation.record(items=[item(5, b"abc", Codec.TEXT), item(6, b"de", Codec.TEXT)], timeout_ns=None)
    first, second = observation.events()
    names = "items", "part", "item", "size", "depth", "text"
    assert [first[name] for name in names] == [2, 0, 5, 3, 0, b"abc"]
    assert [second[name] for name in names] == [2, 1, 6, 2, 1, b"de"]
    assert first["call"] == second["call"]
    for event in (first, second):
        assert (event["codec"], event["timeout"], event["took"]) == (Codec.TEXT, -1, -1)
        assert (event["client"], event["queue"], event["outcome"]) == (3, 7, Outcome.OK)


def test_fast_recording_gives_the_same_event_as_full_recording(observation):
    publisher, one = observation.publisher, item(5, b"abc")
    publisher.record_fast((observation.client, Method.PUT, observation.jobs, 7, 30, one, 0))
    observation.record(now_ns=30, items=[one], timeout_ns=7)
    first, second = observation.events()
    differing = {name for name in first if first[name] != second[name]}
    assert differing == {"sequence", "call"}


def test_run_gives_the_same_events_as_single_calls(observation):
    items = [item(number, b"p%d" % number) for number in (4, 5, 6)]
    for each in items:
        observation.jobs.put(each)
    publisher, client, jobs = observation.publisher, observation.client, observation.jobs
    publisher.record_run(client, Method.PUT, 30, jobs, items, [each.payload for each in items], 7)
    assert [(event["item"], event["depth"], event["text"]) for event in observation.events()] == [
        (4, 1, b"p4"),
        (5, 2, b"p5"),
        (6, 3, b"p6"),
    ]


@pytest.mark.parametrize(("number", "codec"), [(5, Codec.TEXT), (9, Codec.RAW)])
def test_calls_with_different_items_are_recorded_one_by_one(observation, number, codec):
    items = [item(4, b"a"), item(number, b"b", codec)]
    publisher, client, jobs = observation.publisher, observation.client, observation.jobs
    publisher.record_run(client, Method.GET, 30, jobs, items, [each.payload for each in items], None)
    (batch,) = observation.batches()
    assert batch.count == 2
    found = [(fields["item"], fields["codec"], fields["depth"]) for fields, _ in batch.events()]
    assert found == [(4, Codec.RAW, 1), (number, codec, 0)]


def test_blocked_call_has_one_number_and_its_duration(observation):
    publisher = observation.publisher
    number = publisher.next_call_number()
    call = BlockedCall(number, observation.client, Method.GET, observation.jobs, 100, 5000, list)
    publisher.record_blocked(call, Phase.START, Outcome.BLOCKED, 100, [])
    observation.record(now_ns=200)
    publisher.record_blocked(call, Phase.END, Outcome.OK, 350, [item()])
    start, other, end = observation.events()
    assert start["call"] == end["call"] != other["call"]
    assert (start["waited"], end["waited"], end["timeout"]) == (0, 250, 5000)


def test_sequence_has_no_gap_across_flushes(observation):
    for count in (1, 3, 2):
        for _ in range(count):
            observation.record()
        observation.publisher.flush()
    assert [event["sequence"] for event in observation.events()] == [1, 2, 3, 4, 5, 6]
    assert observation.counters.events == 6


def test_events_have_wall_clock_times(observation):
    observation.publisher.wall_offset_ns = 10**18
    observation.record(now_ns=5)
    assert observation.events()[0]["time"] == 10**18 + 5


def test_event_keeps_the_earlier_name_of_a_renamed_client(observation):
    observation.record()
    observation.publisher.rename(NameKind.CLIENT, 3)
    observation.client.name = "loader"
    observation.record()
    names = [
        name.text for batch in observation.batches() for name in batch.names if name.kind is NameKind.CLIENT
    ]
    assert names == ["saver", "loader"]


def test_names_that_end_are_shown_once_more_and_then_forgotten(observation):
    observation.record()
    assert observation.batches()[0].names
    observation.record()
    observation.publisher.forget_name(NameKind.CLIENT, observation.client.number)
    observation.record(Method.GET)
    assert not observation.batches()[0].names  # the observer still knows it
    observation.record()
    names = observation.batches()[0].names
    assert [(name.kind, name.text) for name in names] == [
        (NameKind.CLIENT, "saver"),
        (NameKind.ADDRESS, "10.0.0.3:1"),
    ]


def test_clients_and_templates_are_forgotten_with_the_last_observer(observation):
    before = sys.getrefcount(observation.client)
    observation.record()
    observation.publisher.forget_name(NameKind.CLIENT, observation.client.number)
    observation.publisher.unsubscribe(OBSERVER)
    after = sys.getrefcount(observation.client)
    assert after == before


def test_payload_is_recorded_up_to_the_longest_requested_preview():
    observation = Observation()
    observation.publisher.subscribe(OBSERVER, ALL, 4)
    observation.publisher.subscribe(OTHER_OBSERVER, ALL, 2)
    observation.record(items=[item(1, b"abcdef")])
    assert observation.events(OBSERVER)[0]["text"] == b"abcd"
    assert observation.events(OTHER_OBSERVER)[0]["text"] == b"ab"


def test_observer_above_the_limit_is_refused_and_counted():
    observation = Observation(observers=1)
    observation.publisher.subscribe(OBSERVER, ALL, 0)
    with pytest.raises(TooMany, match="1 observers"):
        observation.publisher.subscribe(OTHER_OBSERVER, ALL, 0)
    assert observation.counters.refused_observers == 1
    observation.publisher.subscribe(OBSERVER, ALL, 0)  # again: instead of what it observed before


def test_lost_events_of_a_disconnected_observer_are_counted():
    observation = Observation(backlog=1)
    observation.publisher.subscribe(OBSERVER, ALL, 0)
    for _ in range(4):  # each round fills a batch; those behind the first are dropped
        for _ in range(2000):
            observation.record()
        observation.publisher.flush()
    observation.publisher.unsubscribe(OBSERVER)
    assert observation.counters.lost_events > 0
    assert observation.counters.lost_events % 2000 == 0


EXPOSED = {
    "method": Method.GET,
    "phase": Phase.END,
    "codec": Codec.JSON,
    "outcome": Outcome.OK,
    "timeout": 9,
    "time": 1000,
    "item": 4,
    "depth": 2,
    "waited": 30,
    "size": 10,
    "items": 1,
}


def test_call_of_another_program_keeps_its_time_and_gets_an_item_number(observation):
    observation.publisher.wall_offset_ns = 400
    observation.publisher.record_exposed(observation.client, observation.jobs, EXPOSED, b"[1]", 77)
    (event,) = observation.events()
    assert (event["time"], event["call"], event["waited"], event["depth"]) == (1000, 77, 30, 2)
    assert event["item"] == 7 * EXPOSED_ITEMS + 4
    assert (event["text"], event["size"]) == (b"[1]", 10)


def test_call_of_another_program_without_an_item_has_item_number_0(observation):
    observation.publisher.record_exposed(observation.client, observation.jobs, EXPOSED | {"item": 0}, b"", 1)
    assert observation.events()[0]["item"] == 0


@pytest.mark.parametrize("field", ["method", "phase", "codec", "outcome"])
def test_call_of_another_program_with_an_unknown_value_is_refused(observation, field):
    with pytest.raises(ValueError):
        observation.publisher.record_exposed(
            observation.client, observation.jobs, EXPOSED | {field: 99}, b"", 1
        )


def test_backlogs_of_all_observers_count_as_memory_and_have_a_bound():
    # given
    memory, counters = Memory(4 << 20), Counters()
    publisher = EventPublisher(Limits(), counters, memory)
    for number in range(32):
        publisher.subscribe(number, ALL, 1 << 16)
    client, jobs = Client(3, "10.0.0.3:1", 0, 0, True, "saver"), Queue(7, "jobs")
    # when
    for number in range(1, 65):
        publisher.record(client, Method.PUT, 0, queue=jobs, items=(item(number, b"x" * 60_000),))
        publisher.flush()
    # then
    assert 0 < memory.of_observers == memory.held <= (1 << 20) + 33 * 200_000
    assert sum(each.lost for each in publisher.subscriptions.values()) > 0
    for number in range(32):
        publisher.unsubscribe(number)
    assert memory.held == memory.of_observers == 0


def test_what_one_flush_encodes_for_all_observers_together_has_a_bound(monkeypatch):
    # given
    monkeypatch.setattr(publisher_module, "MOST_ENCODED", 4 << 20)
    publisher = EventPublisher(Limits(), Counters())
    for number in range(4):
        publisher.subscribe(number, ALL, 50_000 + number)
    client, jobs = Client(3, "10.0.0.3:1", 0, 0, True, "saver"), Queue(7, "jobs")
    # when
    for number in range(1, 101):
        publisher.record(client, Method.PUT, 0, queue=jobs, items=(item(number, b"x" * 60_000),))
    publisher.flush()
    # then
    taken = [each.take() for each in publisher.subscriptions.values()]
    sizes = [sum(len(part) for batch in batches for part in batch) for batches, _ in taken]
    assert all(1 << 20 <= size < (1 << 20) + MAX_PREVIEWS for size in sizes)
    assert all(lost for _, lost in taken)


def test_events_are_dropped_rather_than_calls_refused_when_memory_is_full():
    memory = Memory(1 << 20)
    publisher = EventPublisher(Limits(), Counters(), memory)
    publisher.subscribe(OBSERVER, ALL, 100)
    memory.held = 1 << 20
    publisher.record(Client(3, "10.0.0.3:1", 0, 0, True), Method.CREATE, 0, queue=Queue(7, "jobs"))
    publisher.flush()
    assert publisher.subscriptions[OBSERVER].take() == ([], 1)


def test_flush_forgets_a_limited_number_of_names(observation):
    for number in range(FORGOTTEN + 1):
        observation.publisher.forget_name(NameKind.QUEUE, number)
    observation.publisher.flush()
    assert observation.publisher._ended_names == [(NameKind.QUEUE, FORGOTTEN)]
    observation.publisher.flush()
    assert observation.publisher._ended_names == []
