# SPDX-License-Identifier: GPL-3.0-or-later
"""The steps of each call, without server and clock: the test sends the replies."""

from __future__ import annotations

import pytest

from rqcore.errors import BadCall, Empty, Exists, Full, ProtocolError, ShutDown
from rqcore.pressure.errors import ConsumerInUse, InUse, Missing, ProducerInUse
from rqcore.pressure.key_protocol import lua_scripts, protocol_steps
from rqcore.pressure.key_protocol.keys import Keys
from rqcore.pressure.key_protocol.protocol_steps import (
    GRACE,
    SLICE,
    RoleClient,
    RunScript,
    WaitForElement,
    Wake,
)

KEYS = Keys.of("jobs")
CONSUMER_FREE, PRODUCER_FREE = KEYS.consumer[2], KEYS.producer[2]


class Interruption(BaseException):
    """An interruption of a call, such as Ctrl+C or a cancelled task."""


class Server:
    """Carries out the steps of a call: answers scripts with given replies, and advances a clock for waits."""

    def __init__(self, *replies):
        self.now = 100.0
        self.steps = []
        self._replies = list(replies)

    def clock(self):
        return self.now

    def caller(self, timeout=None, **options):
        return RoleClient("me", timeout, self.clock, **options)

    def run(self, steps):
        """Return the result of a call; its steps are then in ``steps``."""
        answer = None
        try:
            while True:
                step = steps.send(answer)
                self.steps.append(step)
                answer = self._replies.pop(0) if isinstance(step, RunScript) else None
                self.now += step.seconds if isinstance(step, WaitForElement) else 0.0
        except StopIteration as end:
            assert not self._replies, "it did not ask for all replies"
            return end.value

    @property
    def shapes(self):
        return [step.script.name if isinstance(step, RunScript) else step for step in self.steps]


def test_get_that_finds_an_item_is_one_script():
    server = Server([b"OK", [b"b", b"a"]])
    assert server.run(protocol_steps.get(KEYS, 2, server.caller())) == [b"a", b"b"]
    assert server.steps == [RunScript(lua_scripts.GET, KEYS.consumer, ("me", 1, 2))]


def test_get_waits_for_an_item_and_tries_again():
    server = Server([b"EMPTY"], [b"OK", [b"a"]])
    assert server.run(protocol_steps.get(KEYS, 1, server.caller())) == [b"a"]
    assert server.shapes == ["get", WaitForElement(KEYS.items, SLICE), "get"]


def test_get_waits_for_the_role_while_another_has_it():
    server = Server([b"INUSE", b"other@99.5", b"100"], [b"OK", [b"a"]])
    assert server.run(protocol_steps.get(KEYS, 1, server.caller())) == [b"a"]
    assert server.shapes[1] == WaitForElement(CONSUMER_FREE, SLICE)


def test_get_releases_its_role_after_its_timeout():
    server = Server([b"EMPTY"], [b"EMPTY"], [b"EMPTY"])
    with pytest.raises(Empty, match="queue 'jobs' is empty"):
        server.run(protocol_steps.get(KEYS, 1, server.caller(0.8)))
    waits = [step.seconds for step in server.steps if isinstance(step, WaitForElement)]
    assert waits == pytest.approx([SLICE, 0.3])
    assert [step.arguments[1] for step in server.steps if isinstance(step, RunScript)] == [1, 1, 0]


def test_get_without_waiting_takes_no_role():
    server = Server([b"EMPTY"])
    with pytest.raises(Empty):
        server.run(protocol_steps.get(KEYS, 1, server.caller(0)))
    assert server.steps == [RunScript(lua_scripts.GET, KEYS.consumer, ("me", 0, 1))]


def test_unblocked_get_ends_as_if_its_time_had_passed():
    server = Server([b"EMPTY"], [b"EMPTY"])
    caller = server.caller(unblocked=lambda: server.now > 100)
    with pytest.raises(Empty):
        server.run(protocol_steps.get(KEYS, 1, caller))
    assert server.shapes == ["get", WaitForElement(KEYS.items, SLICE), "get"]


def test_get_whose_role_is_taken_names_the_holder_and_its_age():
    server = Server([b"INUSE", b"other@97.5", b"100"])
    with pytest.raises(ConsumerInUse) as caught:
        server.run(protocol_steps.get(KEYS, 1, server.caller(0)))
    assert (caught.value.holder, caught.value.age) == ("other", 2.5)


def test_error_while_waiting_releases_the_role():
    steps = protocol_steps.get(KEYS, 1, Server().caller())
    next(steps)
    assert isinstance(steps.send([b"EMPTY"]), WaitForElement)
    released = steps.throw(Interruption())
    assert released == RunScript(lua_scripts.RELEASE, KEYS.consumer, ("me", 0))
    with pytest.raises(Interruption):
        steps.send([b"OK"])


def test_put_continues_with_the_rest_when_there_is_space():
    server = Server([b"OK", 2], [b"FULL", 3, 3], [b"OK", 1])
    assert server.run(protocol_steps.put(KEYS, [b"a", b"b", b"c"], server.caller(9))) == 3
    assert [step.arguments[2:] for step in server.steps if isinstance(step, RunScript)] == [
        (b"a", b"b", b"c"),
        (b"c",),
        (b"c",),
    ]
    assert WaitForElement(KEYS.not_full, SLICE) in server.steps


def test_put_of_some_items_returns_their_number():
    server = Server([b"OK", 2], [b"FULL", 3, 3])
    assert server.run(protocol_steps.put(KEYS, [b"a", b"b", b"c"], server.caller(0))) == 2


def test_put_into_a_full_queue_raises_full_with_size_and_bound():
    server = Server([b"FULL", 3, 3])
    with pytest.raises(Full, match="queue 'jobs' holds 3 of 3"):
        server.run(protocol_steps.put(KEYS, [b"a"], server.caller(0)))


@pytest.mark.parametrize(
    ("reply", "error"),
    [
        ([b"SHUTDOWN"], ShutDown),
        ([b"MISSING"], Missing),
        ([b"INUSE", b"other", b"100"], ProducerInUse),
        ([b"NONSENSE"], ProtocolError),
    ],
)
def test_reply_to_put_becomes_its_error(reply, error):
    server = Server(reply)
    with pytest.raises(error):
        server.run(protocol_steps.put(KEYS, [b"a"], server.caller(0)))


def test_create_reports_a_queue_that_exists():
    server = Server([b"EXISTS"])
    with pytest.raises(Exists, match="jobs"):
        server.run(protocol_steps.create(KEYS, 3))
    assert server.steps == [RunScript(lua_scripts.CREATE, KEYS.all, (3,))]


def test_create_rejects_a_negative_bound_without_a_request():
    server = Server()
    with pytest.raises(BadCall, match="the bound is -1"):
        server.run(protocol_steps.create(KEYS, -1))
    assert server.steps == []


@pytest.mark.parametrize(("reply", "expected"), [([b"MISSING"], False), ([b"OK"], True)])
def test_exists_is_whether_stat_finds_the_queue(reply, expected):
    server = Server(reply)
    assert server.run(protocol_steps.exists(KEYS)) is expected


def test_close_wakes_the_holders_that_wait():
    server = Server([b"OK", b"producer_pid1", b"consumer_pid2@99.5"])
    server.run(protocol_steps.close(KEYS, server.caller()))
    assert server.steps[1:] == [Wake(KEYS.items, ["consumer_pid2"])]


def test_close_waits_for_a_producer_for_at_most_its_grace():
    server = Server([b"INUSE", PRODUCER_FREE], [b"OK", b"", b""])
    server.run(protocol_steps.close(KEYS, server.caller()))
    assert server.shapes == ["close", WaitForElement(PRODUCER_FREE, GRACE), "close"]
    assert [step.arguments for step in server.steps if isinstance(step, RunScript)] == [(1,), (0,)]


def test_server_that_always_reports_a_role_cannot_keep_close_in_a_loop():
    server = Server([b"INUSE", PRODUCER_FREE], [b"INUSE", PRODUCER_FREE, b"0"])
    with pytest.raises((InUse, ProtocolError)):
        server.run(protocol_steps.close(KEYS, server.caller()))
    assert server.shapes == ["close", WaitForElement(PRODUCER_FREE, GRACE), "close"]


@pytest.mark.parametrize("number", [0, -1, 3])
def test_server_that_reports_another_number_of_items_cannot_keep_put_in_a_loop(number):
    server = Server([b"OK", number])
    with pytest.raises(ProtocolError, match=f"a script has put {number} of 2 items"):
        server.run(protocol_steps.put(KEYS, [b"1", b"2"], server.caller()))


def test_delete_wakes_holders_deletes_keys_and_returns_the_number_of_items():
    server = Server([b"OK", 4, b"", b"consumer_pid2@99.5"], [b"OK"])
    assert server.run(protocol_steps.delete(KEYS, server.caller())) == 4
    assert server.shapes == ["doom", Wake(KEYS.items, ["consumer_pid2"]), "sweep"]


def test_purge_returns_how_many_items_there_were():
    server = Server([b"OK", 7])
    assert server.run(protocol_steps.purge(KEYS)) == 7


@pytest.mark.parametrize(("reply", "freed"), [([b"OK", 1], True), ([b"OK", 0], False)])
def test_free_returns_whether_the_role_was_taken(reply, freed):
    server = Server(reply)
    assert server.run(protocol_steps.free(KEYS, "producer", "other")) is freed
    assert server.steps[0].arguments == ("producer", "other")


def test_free_refuses_an_unknown_role():
    with pytest.raises(BadCall, match="no role 'janitor'"):
        Server().run(protocol_steps.free(KEYS, "janitor", ""))


def test_put_back_names_the_items_in_their_order():
    server = Server([b"OK"])
    server.run(protocol_steps.put_back(KEYS, [b"a", b"b"]))
    assert server.steps == [RunScript(lua_scripts.PUT_BACK, KEYS.consumer, [b"a", b"b"])]
