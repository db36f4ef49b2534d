# SPDX-License-Identifier: GPL-3.0-or-later
"""New names count as work for each observer that compares them with its patterns, and are compared once."""

from __future__ import annotations

import pytest

from rqcore.controller.handlers.dispatcher import Controller
from rqcore.controller.observation import publisher, subscriptions
from rqcore.controller.observation.patterns import match_any
from rqcore.controller.queue_registry import COMPARED, MOST_NAMED
from rqcore.protocol.event_batch import decode_batch
from rqcore.protocol.resp import command
from tests.rqcore.server.visitor import Visitor

LENGTH, PATTERNS, OBSERVERS = 990, 20, 4
COST = LENGTH * PATTERNS * OBSERVERS // COMPARED
"""The least work for one long name."""


@pytest.fixture
def compared(monkeypatch):
    """The names that observers compared with their patterns."""
    found = []

    def compare(names, patterns):
        found.extend(names)
        return match_any(names, patterns)

    monkeypatch.setattr(subscriptions, "match_any", compare)
    return found


@pytest.fixture
def observers(talk, compared):
    patterns = [f"*{number:02}zz" for number in range(PATTERNS)]
    return [talk.observer(f"QUEUE {' '.join(patterns)}") for _ in range(OBSERVERS)]


def long_name(number):
    return f"{number:03}".ljust(LENGTH, "a")


@pytest.mark.parametrize("words", ["RQ.GET", "RQ.SIZE", "RQ.CREATE NAME"])
def test_new_name_counts_as_work_for_each_observer(talk, a, observers, words):
    before = talk.controller.state.work
    for number in range(10):
        a(words, long_name(number))
    assert talk.controller.state.work - before >= 10 * COST


@pytest.mark.parametrize("words", ["RQ.GET", "RQ.CREATE NAME"])
def test_new_names_never_wait_together_for_a_flush(talk, a, observers, compared, words):
    most = 0
    for number in range(50):
        before = len(compared)
        a(words, long_name(number))
        most = max(most, sum(len(name) > 100 for name in compared[before:]))
    assert compared
    assert most <= OBSERVERS * (MOST_NAMED // COST + 2)


def test_known_name_is_compared_once_and_costs_no_more_work(talk, a, observers, compared):
    a("RQ.CREATE NAME", long_name(1))
    talk.controller.state.publisher.flush()
    compared.clear()
    before = talk.controller.state.work
    for milliseconds in range(1, 50):  # each timeout is another template
        a("RQ.PUT", long_name(1), "x", "TIMEOUT", milliseconds / 1000)
        talk.controller.state.publisher.flush()
    assert compared == []
    assert talk.controller.state.work - before < COST


def test_name_of_a_renamed_client_is_compared_again(talk, a):
    observer = talk.observer("CLIENT boss*")
    a("RQ.CREATE NAME jobs")
    assert observer.observed() == []
    a("CLIENT SETNAME boss-1")
    a("RQ.PUT jobs x")
    assert len(observer.observed()) == 1
    a("CLIENT SETNAME other")
    a("RQ.PUT jobs x")
    assert observer.observed() == []


def test_renaming_counts_the_new_name(talk, a, observers):
    before = talk.controller.state.work
    a("CLIENT SETNAME", "b" * 190)
    assert talk.controller.state.work - before >= 190 * PATTERNS * OBSERVERS // COMPARED


def test_remembered_matches_are_bounded(talk, a, monkeypatch):
    monkeypatch.setattr(subscriptions, "MOST_MATCHES", 10)
    observer = talk.observer("QUEUE jobs*")
    for number in range(30):
        a(f"RQ.CREATE NAME jobs{number}")
        a(f"RQ.CREATE NAME other{number}")
    assert sum(frame[0] == b"rq.events" for frame in observer.observed()) >= 1
    (subscription,) = talk.controller.state.publisher.subscriptions.values()
    assert len(subscription._matches) <= 10


def test_nothing_is_counted_without_observers(talk, a):
    before = talk.controller.state.work
    a("RQ.GET", long_name(1))
    assert talk.controller.state.work == before


@pytest.fixture
def visitor():
    return Visitor(Controller())


@pytest.fixture
def known(visitor):
    """Names that exist before the observers begin."""
    for number in range(90):
        visitor.reply("RQ.CREATE", "NAME", long_name(number))
    return [long_name(number) for number in range(90)]


def observe(visitor, compared):
    """Let a client observe, and return how many long names it compared in each turn until the reply."""
    other = Visitor(visitor.controller)
    other.reply("HELLO", 3)
    turns, received, session = [], b"", other.session
    data = command(["RQ.OBSERVE", "QUEUE", "*7*", *[f"*?{number:02}zz" for number in range(PATTERNS - 1)]])
    while data or session.is_stalled:
        compared.clear()
        received += session.resume(0) if session.is_stalled else session.receive(data, 0)
        data = b""
        turns.append(sum(len(name) > 100 for name in compared))
    assert received.endswith(b"+OK\r\n")
    return turns


def test_observer_compares_known_names_in_short_turns_before_it_begins(visitor, known, compared):
    turns = observe(visitor, compared)
    assert max(turns) <= 2 * (subscriptions.COMPARED_IN_A_TURN // (LENGTH * PATTERNS) + 1)  # two at first
    assert sum(turns) == len(known)
    compared.clear()
    for name in known:
        visitor.reply("RQ.PUT", name, "x")
    visitor.state.publisher.flush()
    assert [name for name in compared if len(name) > 100] == []
    (subscription,) = visitor.state.publisher.subscriptions.values()
    assert subscription.take()[1] == 0


def test_names_that_are_not_remembered_cost_their_observers_events_and_not_the_others_time(
    visitor, known, compared, monkeypatch
):
    monkeypatch.setattr(subscriptions, "MOST_MATCHES", 10)
    monkeypatch.setattr(publisher, "MOST_COMPARED", 20 * LENGTH * PATTERNS)
    observe(visitor, compared)
    compared.clear()
    for name in known:
        visitor.reply("RQ.PUT", name, "x")
    visitor.state.publisher.flush()
    assert 10 <= sum(len(name) > 100 for name in compared) <= 20
    (subscription,) = visitor.state.publisher.subscriptions.values()
    assert subscription.take()[1] >= 60


def test_names_that_were_sent_are_remembered_up_to_a_limit_and_then_sent_again(talk, a, monkeypatch):
    monkeypatch.setattr(subscriptions, "MOST_SENT", 10)
    talk.observer()
    (subscription,) = talk.controller.state.publisher.subscriptions.values()
    named = []
    for _ in range(2):
        for number in range(30):
            a(f"RPUSH jobs{number} x")
            talk.controller.state.publisher.flush()
        batches, lost = subscription.take()
        named.append({name.text for parts in batches for name in decode_batch(b"".join(parts)).names})
        assert lost == 0 and len(subscription._sent_names) <= 10 + 3
    assert all({f"jobs{number}" for number in range(30)} <= names for names in named)
