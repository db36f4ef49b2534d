# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest

from rqcore.controller.observation.columns import EventColumns
from rqcore.controller.observation.subscriptions import BATCH_COST, EventSelection, Subscription
from rqcore.controller.observation.templates import EventTemplate
from rqcore.protocol.event_batch import NO_TIMEOUT, Method, NameKind, NameRecord, Outcome, Phase, decode_batch
from rqcore.protocol.event_frames import encode_event_frames
from rqcore.protocol.resp import PythonParser
from rqcore.server.client_session import ClientSession


def records(frames) -> list[dict[str, int]]:
    """Decode the events in push frames as dictionaries."""
    found = []
    for kind, data in frames:
        if kind == b"rq.events":
            found += [fields for fields, _ in decode_batch(data).events()]
    return found


def names(frames) -> list[str]:
    return [name.text for kind, data in frames if kind == b"rq.events" for name in decode_batch(data).names]


def told(observer) -> list[tuple[str, str, str]]:
    """Return method, phase and outcome of each event that an observer received."""
    return [
        (Method(row["method"]).name, Phase(row["phase"]).name, Outcome(row["outcome"]).name)
        for row in records(observer.observed())
    ]


def test_observer_receives_the_end_of_every_call(talk, a):
    observer = talk.observer()
    a("RQ.CREATE NAME jobs MAXSIZE 1")
    a("RQ.PUT jobs x")
    a("RQ.PUT jobs x TIMEOUT 0")
    a("RQ.GET jobs")
    a("RQ.GET jobs TIMEOUT 0")
    a("RQ.SIZE jobs")
    a("RQ.CREATE NAME jobs")
    a("RQ.CLOSE jobs")
    a("RQ.GET jobs")
    a("RQ.GET none")
    a("RQ.GET")
    assert [(method, outcome) for method, _, outcome in told(observer)] == [
        ("CREATE", "OK"),
        ("PUT", "OK"),
        ("PUT", "FULL"),
        ("GET", "OK"),
        ("GET", "EMPTY"),
        ("QSIZE", "OK"),
        ("CREATE", "EXISTS"),
        ("CLOSE", "OK"),
        ("GET", "CLOSED"),
        ("GET", "NOQUEUE"),
        ("GET", "ERROR"),
    ]


def test_blocked_call_is_two_events(talk, a, b):
    a("RQ.CREATE NAME jobs")
    observer = talk.observer()
    talk.passes(5)
    b("RQ.GET jobs TIMEOUT 9")
    talk.passes(2)
    a("RQ.PUT jobs abc CODEC text")
    frames = observer.observed()
    start, put, end = records(frames)
    assert (start["phase"], start["outcome"], start["waited"]) == (Phase.START, Outcome.BLOCKED, 0)
    assert (end["phase"], end["outcome"], end["waited"]) == (Phase.END, Outcome.OK, 2 * 10**9)
    assert (start["time"], end["time"]) == (5 * 10**9, 7 * 10**9)
    assert start["call"] == end["call"] != put["call"]
    assert (start["timeout"], put["timeout"]) == (9 * 10**9, NO_TIMEOUT)
    assert (end["item"], end["size"], end["codec"], end["items"]) == (put["item"], 3, 1, 1)
    assert [row["sequence"] for row in (start, put, end)] == [
        *range(start["sequence"], start["sequence"] + 3)
    ]
    assert names(frames) == ["jobs", "b@10.0.0.2:1000", "a@10.0.0.1:1000"]
    assert decode_batch(frames[0][1]).previews == b"abcabc"


def test_events_have_wall_clock_time(talk, a):
    observer = talk.observer()
    talk.controller.state.publisher.wall_offset_ns = 10**18
    talk.passes(1)
    a("RQ.CREATE")
    assert records(observer.observed())[0]["time"] == 10**18 + 10**9


@pytest.mark.parametrize(
    ("happens", "outcome"),
    [
        (lambda talk, a, b: a("RQ.CLOSE jobs"), "CLOSED"),
        (lambda talk, a, b: a("RQ.SHUTDOWN jobs"), "SHUTDOWN"),
        (lambda talk, a, b: talk.passes(9), "EMPTY"),
        (lambda talk, a, b: b.leave(), "CANCELLED"),
    ],
    ids=["closed", "shutdown", "late", "left"],
)
def test_event_of_a_failed_call_has_its_outcome(talk, a, b, happens, outcome):
    a("RQ.CREATE NAME jobs")
    observer = talk.observer("METHOD get")
    b("RQ.GET jobs TIMEOUT 9")
    happens(talk, a, b)
    assert told(observer) == [("GET", "START", "BLOCKED"), ("GET", "END", outcome)]


@pytest.mark.parametrize(
    ("words", "methods"),
    [
        ("", ["CREATE", "CREATE", "PUT", "PUT", "GET"]),
        ("QUEUE jobs", ["CREATE", "PUT", "GET"]),
        ("QUEUE j* none", ["CREATE", "PUT", "GET"]),
        ("QUEUE none", []),
        ("METHOD put get", ["PUT", "PUT", "GET"]),
        ("METHOD put QUEUE mor?", ["PUT"]),
        ("CLIENT b", ["GET"]),
        ("CLIENT 10.0.0.1:*", ["CREATE", "CREATE", "PUT", "PUT"]),
    ],
)
def test_observer_can_select_events(talk, a, b, words, methods):
    observer = talk.observer(words)
    a("RQ.CREATE NAME jobs")
    a("RQ.CREATE NAME more")
    a("RQ.PUT jobs x")
    a("RQ.PUT more x")
    b("RQ.GET jobs")
    assert [method for method, _, _ in told(observer)] == methods


def test_sample_consists_of_whole_calls(talk, a, b):
    a("RQ.CREATE NAME jobs")
    observer = talk.observer("SAMPLE 4")
    for _ in range(40):
        b("RQ.GET jobs")
        a("RQ.PUT jobs x")
    rows = records(observer.observed())
    ended = [row["call"] for row in rows if row["phase"] == Phase.END]
    started = [row["call"] for row in rows if row["phase"] == Phase.START]
    assert 0 < len(ended) < 40
    assert set(started) <= set(ended)


def test_sample_includes_calls_of_clients_that_take_turns(talk, a, b):
    """A sample must not always hit the same one of two alternating clients."""
    a("RQ.CREATE NAME jobs")
    observer = talk.observer("SAMPLE 4")
    for _ in range(500):
        a("RQ.PUT jobs x")
        b("RQ.GET jobs")
    assert {method for method, _, _ in told(observer)} == {"PUT", "GET"}


def test_preview_has_the_requested_length(talk, a):
    observer = talk.observer("PREVIEW 3 METHOD put put_many")
    a("RQ.CREATE NAME jobs")
    a("RQ.PUT jobs abcdef")
    a("RQ.MPUT jobs ITEMS uvwxyz 1")
    frames = observer.observed()
    assert decode_batch(frames[0][1]).previews == b"abcuvw1"
    assert [(event["size"], event["items"], event["depth"]) for event in records(frames)] == [
        (6, 1, 1),
        (6, 1, 2),
        (1, 1, 3),
    ]


def test_preview_shrinks_when_the_observer_of_more_leaves(talk, a):
    observer, other = talk.observer("PREVIEW 3"), talk.observer("PREVIEW 9")
    publisher = talk.controller.state.publisher
    assert publisher.preview == 9
    other.leave()
    assert publisher.preview == 3
    observer("RQ.UNOBSERVE")
    assert publisher.preview == 0


def test_version_3_previews_have_no_maximum_length(talk, a):
    observer = talk.observer("VERSION 3 PREVIEW 4294967295")
    a("RQ.CREATE NAME jobs")
    a("RQ.PUT jobs", b"x" * 100_000)
    a("RQ.MPUT jobs ITEMS", b"y" * 100_000, b"z" * 100_001)
    batches = [decode_batch(data) for _, data in observer.observed()]
    previews = [preview for batch in batches for _, preview in batch.events()]
    assert previews[1:] == [b"x" * 100_000, b"y" * 100_000, b"z" * 100_001]


def test_version_2_is_the_default(talk, a):
    old, new, newest = talk.observer(), talk.observer("VERSION 3"), talk.observer("VERSION 99")
    a("RQ.CREATE NAME jobs")
    versions = [decode_batch(each.observed()[0][1]).version for each in (old, new, newest)]
    assert versions == [2, 3, 3]
    assert a("RQ.OBSERVE VERSION 1") == "NOTALLOWED"
    assert new("RQ.OBSERVE VERSION 1") == "ERR"


def test_names_and_addresses_are_apart_in_version_3(talk, a):
    old, new = talk.observer(), talk.observer("VERSION 3")
    a("RQ.CREATE NAME jobs")
    nameless = talk.client()
    nameless("RQ.PUT jobs x")
    number = a.client.number
    told = [
        {
            (name.kind, name.number): name.text
            for _, data in each.observed()
            for name in decode_batch(data).names
        }
        for each in (old, new)
    ]
    assert told[0][NameKind.CLIENT, number] == "a@10.0.0.1:1000"
    assert told[1][NameKind.CLIENT, number] == "a"
    assert told[1][NameKind.ADDRESS, number] == "10.0.0.1:1000"
    assert told[1][NameKind.CLIENT, nameless.client.number] == ""
    assert told[1][NameKind.ADDRESS, nameless.client.number] == nameless.client.address


def test_preview_of_version_2_has_a_maximum_length(talk, a):
    observer = talk.observer(f"PREVIEW {0xFFFF + 1}")
    a("RQ.CREATE NAME jobs")
    a("RQ.PUT jobs", b"x" * 70_000)
    assert records(observer.observed())[1]["preview"] == 0xFFFF


def test_name_is_sent_once_and_again_when_it_changes(talk, a):
    observer = talk.observer()
    a("RQ.CREATE NAME jobs")
    assert names(observer.observed()) == ["jobs", "a@10.0.0.1:1000"]
    a("RQ.PUT jobs x")
    assert names(observer.observed()) == []
    a("CLIENT SETNAME boss")
    a("RQ.PUT jobs x")
    assert names(observer.observed()) == ["boss@10.0.0.1:1000"]


def test_names_of_removed_queues_and_clients_are_released(talk, a):
    observer = talk.observer()
    for _ in range(5):
        b = talk.client("b")
        b("RQ.CREATE NAME jobs")
        b("RQ.CLOSE jobs")
        b.leave()
    assert len(talk.controller.state.publisher.subscriptions[observer.client.number]._sent_names) == 0


def test_observer_that_inspects_a_queue_causes_no_event(talk, a):
    observer = talk.observer()
    a("RQ.CREATE NAME jobs")
    for look in ("RQ.LIST", "RQ.STAT jobs", "RQ.SIZE jobs", "RQ.PEEK jobs 0 -1", "RQ.WAITERS jobs"):
        observer(look)
    assert told(observer) == [("CREATE", "END", "OK")]


def test_events_need_resp3(talk, a):
    assert a("RQ.OBSERVE") == "NOTALLOWED"
    a("HELLO 3")
    assert a("RQ.OBSERVE") == b"OK"
    a("HELLO 2")
    assert talk.controller.state.publisher.subscriptions == {}


def test_observer_can_stop_or_disconnect(talk, a):
    observer, other = talk.observer(), talk.observer()
    assert observer("RQ.UNOBSERVE") == b"OK"
    a("RQ.CREATE")
    assert len(told(other)) == 1
    other.leave()
    a("RQ.CREATE")
    assert talk.controller.state.publisher.subscriptions == {}


def test_events_keep_the_client_name_of_their_time(talk, a):
    """One batch cannot contain two names of a client, and selections by name must not mix them."""
    everything, bosses = talk.observer(), talk.observer("CLIENT boss")
    a("RQ.CREATE NAME jobs")
    a("RQ.PUT jobs before")
    a("CLIENT SETNAME boss")
    a("RQ.PUT jobs after")
    frames = everything.observed()
    assert len(told(bosses)) == 1
    assert [row["client"] for row in records(frames)] == [a.client.number] * 3
    assert [len(records([frame])) for frame in frames] == [2, 1]
    assert [names([frame])[-1] for frame in frames] == ["a@10.0.0.1:1000", "boss@10.0.0.1:1000"]


def test_events_of_a_closed_queue_are_delivered(talk, a, b):
    observer = talk.observer("QUEUE jobs")
    a("RQ.CREATE NAME jobs")
    a("RQ.PUT jobs x")
    b("RQ.CLOSE jobs")
    a("RQ.CREATE NAME jobs")
    a("RQ.PUT jobs x")
    b.leave()
    frames = observer.observed()
    assert names(frames).count("jobs") == 2
    assert len({row["queue"] for row in records(frames)}) == 2
    assert len(records(frames)) == 5


def test_observing_again_changes_the_selection(talk, a):
    observer = talk.observer()
    observer("RQ.OBSERVE METHOD put")
    a("RQ.CREATE NAME jobs")
    a("RQ.PUT jobs x")
    assert told(observer) == [("PUT", "END", "OK")]


# An observer that is too slow


def events(talk_client, first: int, *payloads: bytes) -> EventColumns:
    template = EventTemplate(talk_client, Method.PUT, Phase.END, Outcome.OK, None, 0, 0)
    zeros, numbers = [0] * len(payloads), range(first, first + len(payloads))
    return EventColumns([template] * len(payloads), numbers, zeros, zeros, zeros, zeros, payloads)


def taken(subscription: Subscription) -> list[object]:
    parser = PythonParser()
    parser.feed(b"".join(encode_event_frames(*subscription.take())))
    return [parser.gets(), parser.gets()]


def test_events_that_a_slow_observer_misses_are_counted(a):
    subscription = Subscription(EventSelection(), 0xFFFF, max_backlog=1)
    for sequence in range(1, 100):
        subscription.add(events(a.client, sequence, b"x" * 50_000))
    batch, lost = taken(subscription)
    assert lost[0] == b"rq.lost"
    assert len(records([batch])) + lost[1] == 99
    assert (subscription.events, subscription.lost) == (99 - lost[1], lost[1])
    assert lost[1] > 0


def test_batches_are_taken_in_parts_and_the_loss_is_reported_behind_the_last(a):
    subscription = Subscription(EventSelection(), 0xFFFF, max_backlog=300_000)
    for sequence in range(1, 100):
        subscription.add(events(a.client, sequence, b"x" * 50_000))
    lost, parts = subscription.lost, []
    while not parts or not parts[-1][1]:
        parts.append(subscription.take(100_000))
        subscription.add(events(a.client, 100, b""))  # later than what was lost
    assert [len(batches) for batches, _ in parts] == [1, 1]
    assert [count for _, count in parts] == [0, lost + 1]
    assert len(subscription.take()[0]) == 1


def test_many_small_batches_are_taken_in_parts(a):
    subscription = Subscription(EventSelection(), 0xFFFF)
    for number in range(100):
        subscription.add(events(a.client, number, b""))
        subscription.rename(NameKind.CLIENT, a.client.number)
    assert len(subscription.take(10 * BATCH_COST)[0]) == 8


def test_names_are_sent_again_after_a_loss(a):
    subscription = Subscription(EventSelection(), 0xFFFF, max_backlog=1)
    big = b"x" * 65_000
    subscription.add(events(a.client, 1, big, big, big))  # fills the one batch that may wait
    a.client.name = "boss"
    subscription.add(events(a.client, 4, big, big, big))  # lost, and its name with it
    subscription.take()
    subscription.add(events(a.client, 9, b""))
    batch = decode_batch(taken(subscription)[0][1])
    assert batch.names == (NameRecord(NameKind.CLIENT, a.client.number, "boss"),)


def test_outcomes_can_be_selected(talk, a, b):
    ends, starts = talk.observer("OUTCOME empty OK METHOD get"), talk.observer("OUTCOME blocked")
    a("RQ.CREATE NAME jobs")
    a("RQ.GET jobs TIMEOUT 0")
    b("RQ.GET jobs")
    a("RQ.PUT jobs x")
    assert told(ends) == [("GET", "END", "EMPTY"), ("GET", "END", "OK")]
    assert told(starts) == [("GET", "START", "BLOCKED")]
    assert a("HELLO 3") and a("RQ.OBSERVE OUTCOME fine") == "ERR"
    assert "unknown outcome 'fine'; choose from ok, blocked" in a.complaint


def test_each_observer_receives_its_own_selection(talk, a):
    everything, puts, other = talk.observer(), talk.observer("METHOD put"), talk.observer("QUEUE other")
    a("RQ.CREATE NAME jobs")
    a("RQ.PUT jobs x")
    late = talk.observer()
    a("RQ.GET jobs")
    assert [len(told(observer)) for observer in (everything, puts, other, late)] == [3, 1, 0, 1]


def test_runs_are_received_as_single_calls(conversation, request_of):
    """Observers receive the same events, whether puts and gets were executed as a batch or one by one."""
    found = []
    for together in (True, False):
        talk = conversation()
        observer, few, a = talk.observer("PREVIEW 3"), talk.observer("PREVIEW 3 METHOD get"), talk.client("a")
        a("RQ.CREATE NAME jobs")
        a("RQ.PUT jobs first CODEC text")
        session = ClientSession(talk.controller, a.client)
        for words in ("LPUSH jobs abcde", "RQ.PUT jobs xy", "RPOP jobs", "RQ.GET jobs"):
            session.receive(request_of(words), 0)
            data = request_of(words) * 7
            for piece in [data] if together else [request_of(words)] * 7:
                session.receive(piece, 0)
        frames = observer.observed()
        found.append(([[*decode_batch(data).events()] for _, data in frames], told(few)))
    assert found[0] == found[1]
    assert len(found[0][0][0]) == 2 + 4 * 8
