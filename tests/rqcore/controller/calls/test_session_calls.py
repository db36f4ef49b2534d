# SPDX-License-Identifier: GPL-3.0-or-later
"""What sessions do to queues and events. ``tests/rqcore/server/test_resumable_session.py`` tests the wire."""

from __future__ import annotations

import pytest

from rqcore.controller.background import RECORDED
from rqcore.controller.calls.session_calls import (
    MOST_RETURNED,
    begin_session,
    lose_connection,
    resume_session,
)
from rqcore.controller.limits import Limits
from rqcore.controller.queue import Queue
from rqcore.errors import NoSession
from rqcore.protocol.event_batch import Method, Outcome, Phase, decode_batch

HOME, AWAY = "10.9.9.9:9", "10.9.9.9:10"


class Member:
    """A client with a session."""

    def __init__(self, talk):
        self._talk = talk
        self._state = talk.controller.state
        self.client = talk.client("member").client
        self.client.address = HOME
        self.session = begin_session(self._state, self.client)
        self._attach()

    def _attach(self):
        self.client.successor, self.client.is_leaving = None, False

    def __call__(self, words):
        """Execute a request as the server does. Returns its value."""
        self.session.requests += 1
        self.session.forget_value()
        value = self._talk.controller.execute(self.client, words.encode().split(), self._talk.now_ns)
        self.session.keep(value)
        return value

    def lose(self):
        lose_connection(self._state, self.client, self._talk.now_ns)

    def resume(self, received):
        newcomer = self._talk.controller.connect(AWAY, self._talk.now_ns)
        resume_session(self._state, newcomer, self._talk.now_ns, self.session.token, received)
        self._talk.controller.remove_newcomer(newcomer, self._talk.now_ns)
        self._attach()


@pytest.fixture
def member(talk, a):
    a("RQ.CREATE NAME jobs")
    a("RQ.CREATE NAME urgent KIND priority")
    return Member(talk)


@pytest.fixture
def observed(talk):
    """Return method, phase and outcome of each event of the member since the last call."""
    observer = talk.observer("CLIENT member*")

    def observed():
        batches = [decode_batch(data) for _, data in observer.observed()]
        return [
            (Method(event["method"]).name, Phase(event["phase"]).name, Outcome(event["outcome"]).name)
            for batch in batches
            for event, _ in batch.events()
        ]

    return observed


def test_lost_and_resumed_connections_are_events_of_one_client(member, observed):
    member.lose()
    member.resume(0)
    assert [method for method, _, _ in observed()] == ["DISCONNECT", "CONNECT"]
    assert member.client.address == AWAY


def test_items_that_go_back_are_events(talk, a, member, observed):
    a("RQ.MPUT jobs ITEMS 1 2")
    member("RQ.MGET jobs 2")
    member.lose()
    observed()
    talk.passes(31)
    assert [method for method, _, _ in observed()] == ["PUT_MANY", "PUT_MANY"]
    assert a("RQ.MGET jobs 2") == [b"1", b"2"]


def fill(a, name, count):
    a(f"RQ.MPUT {name} ITEMS", *range(count))


def end_session(talk, member):
    """Lose the member for good, without the work that is left for later turns."""
    member.lose()
    talk.now_ns += 31 * 10**9
    talk.controller.expire(talk.now_ns)


@pytest.mark.parametrize("kind", ["fifo", "lifo", "priority"])
def test_many_items_go_back_in_one_step_before_the_next_call(talk, a, member, kind):
    a(f"RQ.CREATE NAME many KIND {kind}")
    fill(a, "many", 9000)
    member("RQ.MGET many 9000")
    end_session(talk, member)
    assert not talk.controller.state.background
    newest_first = kind == "lifo"
    assert a("RQ.MGET many 9000") == [b"%d" % each for each in sorted(range(9000), reverse=newest_first)]


def test_events_of_many_returned_items_are_recorded_in_short_turns_before_they_are_back(talk, a, member):
    fill(a, "jobs", 3 * RECORDED)
    member(f"RQ.MGET jobs {3 * RECORDED}")
    observer, state = talk.observer("VERSION 3 CLIENT member*"), talk.controller.state
    held = state.memory.held
    end_session(talk, member)
    assert state.memory.held == held
    while state.background:
        assert talk.controller.execute(a.client, [b"RQ.SIZE", b"jobs"], talk.now_ns) == 0
        before = state.publisher.buffered
        state.background.step(talk.now_ns)
        assert state.publisher.buffered <= before + RECORDED
    events = [event for _, data in observer.observed() for event, _ in decode_batch(data).events()]
    returned = [event for event in events if event["method"] == Method.PUT_MANY]
    assert [event["part"] for event in returned] == list(range(3 * RECORDED))
    assert [event["depth"] for event in returned] == list(range(1, 3 * RECORDED + 1))
    assert {event["items"] for event in returned} == {3 * RECORDED}
    assert state.sessions.returned_items == 3 * RECORDED
    assert a(f"RQ.MGET jobs {3 * RECORDED}") == [b"%d" % each for each in range(3 * RECORDED)]


@pytest.mark.parametrize("words", ["RQ.CLOSE jobs", "RQ.SHUTDOWN jobs IMMEDIATE"])
def test_queue_that_is_emptied_while_items_go_back_destroys_them(talk, a, member, words):
    fill(a, "jobs", 3 * RECORDED)
    member(f"RQ.MGET jobs {3 * RECORDED}")
    observer, state = talk.observer("CLIENT member*"), talk.controller.state
    end_session(talk, member)
    a(words)
    observer.leave()
    assert (state.sessions.returned_items, state.memory.held) == (0, 0)


def test_sessions_with_many_items_end_in_several_turns(talk, a, b, member):
    fill(a, "jobs", 2 * MOST_RETURNED)
    others = [Member(talk) for _ in range(2)]
    for each in others:
        each(f"RQ.MGET jobs {MOST_RETURNED}")
        each.lose()
    a("RQ.CLOSE jobs")
    talk.now_ns += 31 * 10**9
    talk.controller.expire(talk.now_ns)
    assert talk.controller.state.sessions.lost_count == 1


def lost_member(talk, address):
    each = Member(talk)
    each.client.address = address
    each.lose()
    return each


def test_one_address_does_not_push_out_the_lost_sessions_of_others(conversation):
    talk = conversation(Limits(lost_sessions=10))
    quiet = lost_member(talk, "10.0.0.9:1")
    crowd = [lost_member(talk, f"10.0.0.8:{port}") for port in range(30)]
    late = lost_member(talk, "10.0.0.7:1")
    assert quiet.client.is_lost and quiet.client.number in talk.controller.state.clients
    assert late.client.number in talk.controller.state.clients
    kept = [each.client.number in talk.controller.state.clients for each in crowd]
    assert kept == [False] * 22 + [True] * 8
    talk.passes(31)
    assert talk.controller.state.sessions.lost_count == 0
    assert talk.controller.state.sessions._owned == {}


def transact(member, *calls):
    member("MULTI")
    for words in calls:
        member(words)
    member("EXEC")


def test_items_of_all_gets_in_a_transaction_go_back_in_order(talk, a, member):
    fill(a, "jobs", 6)
    a("RQ.PUT urgent low PRIORITY 9")
    a("RQ.PUT urgent high PRIORITY 1")
    transact(
        member,
        "RQ.GET jobs",
        "RQ.GET urgent",
        "RQ.MGET jobs 2",
        "RQ.GET none",
        "RPOP jobs 1",
        "RQ.GET urgent",
    )
    member.lose()
    talk.passes(31)
    assert a("RQ.MGET jobs 9") == [b"%d" % each for each in range(6)]
    assert a("RQ.MGET urgent 9") == [b"high", b"low"]
    assert talk.controller.state.sessions.returned_items == 6


def test_item_that_a_transaction_has_returned_does_not_go_back_again(talk, a, member):
    fill(a, "jobs", 3)
    transact(member, "RQ.GET jobs", "RQ.MGET jobs 2", "RQ.PUT jobs 2 FRONT")
    member.lose()
    talk.passes(31)
    assert a("RQ.MGET jobs 9") == [b"0", b"1", b"2"]


def test_items_of_an_earlier_transaction_do_not_go_back(talk, a, member):
    fill(a, "jobs", 3)
    transact(member, "RQ.GET jobs", "RQ.GET jobs")
    member("RQ.GET jobs")
    member.lose()
    talk.passes(31)
    assert a("RQ.MGET jobs 9") == [b"2"]


def test_blocked_call_of_a_lost_client_ends_with_its_session(talk, member, observed):
    member("RQ.GET jobs")
    member.lose()
    talk.passes(31)
    assert observed() == [
        ("GET", "START", "BLOCKED"),
        ("DISCONNECT", "END", "OK"),
        ("GET", "END", "CANCELLED"),
    ]
    assert talk.controller.next_deadline is None


def test_item_of_a_priority_queue_comes_out_first_again(talk, a, member):
    a("RQ.PUT urgent low PRIORITY 9")
    a("RQ.PUT urgent high PRIORITY 1")
    member("RQ.GET urgent")
    member.lose()
    a("RQ.PUT urgent higher PRIORITY 0")
    talk.passes(31)
    assert a("RQ.MGET urgent 3") == [b"high", b"higher", b"low"]


def test_item_that_goes_back_ends_the_wait_of_another_client(talk, a, b, member):
    a("RQ.PUT jobs x")
    member("RQ.GET jobs")
    member.lose()
    assert b("RQ.GET jobs") == "waits"
    talk.passes(31)
    assert b.heard == [b"x"]


def test_item_of_a_queue_that_was_closed_is_gone(talk, a, member):
    a("RQ.PUT jobs x")
    member("RQ.GET jobs")
    member.lose()
    a("RQ.CLOSE jobs")
    talk.passes(31)
    assert talk.controller.state.sessions.returned_items == 0
    assert talk.controller.state.memory.held == 0


def test_item_that_was_moved_does_not_go_back(talk, a, member):
    a("RQ.CREATE NAME done")
    a("LPUSH jobs x")
    member("LMOVE jobs done RIGHT LEFT")
    member.lose()
    talk.passes(31)
    assert (a("LLEN jobs"), a("LLEN done")) == (0, 1)


def test_returned_item_counts_as_unfinished_once(talk, a, member):
    a("RQ.PUT jobs x")
    member("RQ.GET jobs")
    member.lose()
    talk.passes(31)
    a("RQ.GET jobs")
    assert a("RQ.DONE jobs") == 0


def test_get_from_several_lists_takes_its_places_again(talk, a, b, member):
    a("RQ.CREATE NAME more")
    member("BRPOP jobs more 0")
    member.lose()
    b("BRPOP more 0")
    member.resume(0)
    talk.controller.execute(a.client, b"LPUSH more 1".split(), talk.now_ns)
    (client, _), *_ = talk.controller.outgoing
    assert client is member.client


def test_session_cannot_be_resumed_on_its_own_connection(talk, member):
    state = talk.controller.state
    with pytest.raises(NoSession):
        resume_session(state, member.client, talk.now_ns, member.session.token, 0)


def test_pop_of_many_lists_that_loses_its_connection_and_resumes_serves_only_lists_with_items(
    talk, a, member, monkeypatch
):
    served, real = [], Queue.serve

    def serve(queue):
        served.append(queue.name)
        return real(queue)

    monkeypatch.setattr(Queue, "serve", serve)
    member(f"BLPOP {' '.join(f'k{number}' for number in range(500))} 0")
    before = talk.controller.state.work
    member.lose()
    while talk.controller.state.background:
        talk.controller.state.background.step(talk.now_ns)
    a("RPUSH k77 x")
    assert served == []
    member.resume(0)
    assert served == ["k77"]
    assert talk.controller.state.work - before >= 250
    assert member.client.call is None
