# SPDX-License-Identifier: GPL-3.0-or-later
"""The state of a controller: queues, clients and blocked calls, tested without any protocol."""

from __future__ import annotations

import pytest

from rqcore.codec import Codec
from rqcore.controller import queue_registry
from rqcore.controller.calls.queue_calls import first_item, get_item, put_item
from rqcore.controller.exposed_queue import ExposedProgram
from rqcore.controller.handlers.dispatcher import Controller
from rqcore.controller.limits import Limits
from rqcore.controller.queue import BLOCKED
from rqcore.controller.state import NO_VALUE, ControllerState, outcome_of
from rqcore.controller.users import Users
from rqcore.errors import BadCall, Closed, Empty, Exists, Full, NoQueue, NotAllowed, ShutDown, TooMany
from rqcore.protocol.event_batch import Outcome
from rqcore.protocol.memory import ITEM_COST
from rqcore.protocol.priority_keys import priority_key

SECOND = 10**9


@pytest.fixture
def state():
    return ControllerState()


@pytest.fixture
def client(state):
    return state.connect("10.0.0.1:1", 0)


def put(state, client, queue, payload=b"x", timeout_ns=None, now_ns=0):
    return put_item(state, client, now_ns, queue, state.make_item(Codec.RAW, payload), timeout_ns)


def get(state, client, queue, timeout_ns=None, now_ns=0):
    return get_item(state, client, now_ns, queue, timeout_ns, first_item)


def test_queue_is_found_by_its_name_and_by_its_namespace(state):
    jobs = state.create("jobs", "fifo", 0)
    assert state.find(b"jobs") is jobs
    assert state.find(jobs.namespace.encode()) is jobs


def test_unknown_queue_is_not_found(state):
    with pytest.raises(NoQueue, match="no queue is named 'jobs'"):
        state.find(b"jobs")


def test_closed_queue_is_remembered(state):
    jobs = state.create("jobs", "fifo", 0)
    state.close(jobs, 0)
    for reference in (b"jobs", jobs.namespace.encode()):
        with pytest.raises(Closed, match="queue 'jobs' was closed"):
            state.find(reference)


def test_name_of_a_closed_queue_can_be_used_again(state):
    first = state.create("jobs", "fifo", 0)
    state.close(first, 0)
    second = state.create("jobs", "lifo", 0)
    assert state.find(b"jobs") is second
    with pytest.raises(Closed):
        state.find(first.namespace.encode())


def test_only_the_latest_closed_queues_are_remembered(monkeypatch, state):
    monkeypatch.setattr(queue_registry, "MAX_REMEMBERED", 4)
    for name in ("a", "b", "c"):
        state.close(state.create(name, "fifo", 0), 0)
    with pytest.raises(NoQueue):
        state.find(b"a")
    with pytest.raises(Closed):
        state.find(b"c")


def test_name_of_an_existing_queue_is_refused(state):
    jobs = state.create("jobs", "fifo", 0)
    for name in ("jobs", jobs.namespace):
        with pytest.raises(Exists, match=f"a queue named {name!r} already exists"):
            state.create(name, "fifo", 0)


def test_name_with_too_many_bytes_is_refused(state):
    assert state.create("ä" * 500, "fifo", 0).name == "ä" * 500
    with pytest.raises(BadCall, match="1002 bytes; use at most 1000"):
        state.create("ä" * 501, "fifo", 0)


def test_queue_above_the_limit_is_refused_and_counted():
    state = ControllerState(Limits(queues=1))
    state.create(None, "fifo", 0)
    with pytest.raises(TooMany, match="1 queues"):
        state.create(None, "fifo", 0)
    assert state.counters.refused_queues == 1


def test_closing_a_queue_ends_its_blocked_calls_with_an_error(state, client):
    jobs = state.create("jobs", "fifo", 0)
    assert get(state, client, jobs) is BLOCKED
    state.close(jobs, 0)
    ((answered, error),) = state.outgoing
    assert (answered, type(error)) == (client, Closed)
    assert client.call is None


def test_exposed_queue_is_listed_but_cannot_be_called(state, client):
    program, exposed = ExposedProgram(state.memory), state.expose("theirs", "queue.Queue")
    program.add_queue(1, exposed)
    assert exposed in state.listed_queues
    assert state.find_any(b"theirs") is exposed
    with pytest.raises(NotAllowed, match="'theirs' is in another program"):
        state.find(b"theirs")
    assert len(list(state.hide(program, 1, 0))) == 1
    assert state.listed_queues == []
    with pytest.raises(NoQueue):
        state.find_any(b"theirs")


def test_exposed_queue_with_a_used_name_gets_a_number(state):
    state.create("jobs", "fifo", 0)
    first, second = state.expose("jobs", "queue.Queue"), state.expose("jobs", "queue.Queue")
    assert (first.name, second.name) == (f"jobs#{first.number}", f"jobs#{second.number}")
    assert state.find(b"jobs").name == "jobs"


def test_blocked_call_fails_at_its_deadline(state, client):
    jobs = state.create("jobs", "fifo", 0)
    get(state, client, jobs, timeout_ns=2 * SECOND)
    state.expire(2 * SECOND - 1)
    assert not state.outgoing
    state.expire(2 * SECOND)
    ((_, error),) = state.outgoing
    assert type(error) is Empty


def test_item_of_a_blocked_put_counts_until_the_call_ends(state, client):
    jobs = state.create("jobs", "fifo", 1)
    put(state, client, jobs)
    before = state.memory.held
    assert put(state, client, jobs, b"x" * 1000, timeout_ns=SECOND) is BLOCKED
    assert state.memory.held >= before + 1000
    state.expire(SECOND)
    ((_, error),) = state.outgoing
    assert type(error) is Full
    assert state.memory.held == before


def test_cancelled_put_gets_no_reply_and_puts_no_item(state, client):
    jobs = state.create("jobs", "fifo", 1)
    put(state, client, jobs, b"first")
    put(state, client, jobs, b"second")
    state.cancel(client, 0)
    assert (list(state.outgoing), client.call, jobs.size) == ([], None, 1)


def test_call_behind_a_cancelled_call_continues(state, client):
    jobs, other = state.create("jobs", "fifo", 0), state.connect("10.0.0.2:1", 0)
    get(state, client, jobs)
    get(state, other, jobs)
    state.cancel(client, 0)
    put(state, client, jobs)
    ((answered, item),) = state.outgoing
    assert (answered, item.payload) == (other, b"x")


def test_last_taken_items_are_remembered_with_their_queue(state, client):
    jobs = state.create("jobs", "fifo", 0)
    other = state.connect("10.0.0.2:1", 0)
    get(state, client, jobs)
    put(state, other, jobs)
    ((_, item),) = state.outgoing
    assert client.last_taken == (jobs, [item.number])


def test_disconnected_client_is_removed_completely(state, client):
    jobs = state.create("jobs", "fifo", 0)
    state.record_use(client, jobs)
    client.program = ExposedProgram(state.memory)
    client.program.add_queue(1, state.expose("theirs", "queue.Queue"))
    get(state, client, jobs)
    state.disconnect(client, 0)
    assert (state.clients, len(state.exposed), jobs.users, len(jobs.getters)) == ({}, 0, set(), 0)
    assert client.is_leaving
    assert not any(value is not NO_VALUE for _, value in state.outgoing)


def test_client_is_counted_once_per_queue_but_not_for_exposed_queues(state, client):
    jobs, theirs = state.create("jobs", "fifo", 0), state.expose("theirs", "queue.Queue")
    for queue in (jobs, jobs, theirs):
        state.record_use(client, queue)
    assert (len(jobs.users), len(theirs.users)) == (1, 0)
    state.close(jobs, 0)
    assert client.used_queues == set()


def test_client_that_has_used_many_queues_leaves_few_of_them_in_a_step(state, client):
    queues = [state.create(None, "fifo", 0) for _ in range(2 * queue_registry.LEFT + 1)]
    for queue in queues:
        state.record_use(client, queue)
    left = []
    state.disconnect(client, 0)
    while state.background:
        left.append(sum(client in queue.users for queue in queues))
        state.background.step(0)
    assert left == [queue_registry.LEFT + 1, 1]
    assert not any(queue.users for queue in queues)


def test_client_above_the_limit_is_refused_and_counted():
    state = ControllerState(Limits(clients=1))
    state.connect("10.0.0.1:1", 0)
    with pytest.raises(TooMany, match="1 clients"):
        state.connect("10.0.0.2:1", 0)
    assert (state.counters.clients, state.counters.refused_clients) == (1, 1)


@pytest.mark.parametrize(("users", "is_trusted"), [(None, True), (Users({"me": "secret"}), False)])
def test_client_needs_no_login_without_users(users, is_trusted):
    assert ControllerState(users=users).connect("10.0.0.1:1", 0).is_trusted is is_trusted


def test_item_numbers_increase_across_single_and_many_items(state):
    one = state.make_item(Codec.RAW, b"a")
    many = state.make_items(Codec.TEXT, [b"b", b"c"])
    last = state.make_item(Codec.RAW, b"d")
    assert [item.number for item in (one, *many, last)] == [1, 2, 3, 4]
    assert [item.codec for item in many] == [Codec.TEXT, Codec.TEXT]


def test_controller_without_a_spool_refuses_files(state):
    with pytest.raises(NotAllowed, match="no spool"):
        state.adopt(b"file")


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (Empty("x"), Outcome.EMPTY),
        (Full("x"), Outcome.FULL),
        (ShutDown("x"), Outcome.SHUTDOWN),
        (Closed("x"), Outcome.CLOSED),
        (BadCall("x"), Outcome.ERROR),
        (NoQueue("x"), Outcome.NOQUEUE),
    ],
    ids=lambda value: type(value).__name__,
)
def test_outcome_of_a_failed_call_is_the_code_of_its_error(error, outcome):
    assert outcome_of(error) is outcome


def test_long_keys_count_as_memory_as_long_as_their_item_exists(talk):
    # given
    memory, client = talk.controller.state.memory, talk.client()
    key = priority_key("x" * 1000)
    for name, kind in (("urgent", "priority"), ("plain", "fifo")):
        client(f"RQ.CREATE NAME {name} KIND {kind} MAXSIZE 1")
    # when
    client("RQ.PUT urgent a KEY", key)
    # then
    assert memory.held == ITEM_COST + 1 + len(key)
    assert client("RQ.MOVE urgent plain") == 1
    assert memory.held == ITEM_COST + 1 + len(key)
    assert client("RQ.GET plain") == b"a"
    client.client.last_taken = None
    assert memory.held == 0


def test_keys_that_exceed_the_memory_are_refused(conversation):
    client = conversation(Limits(memory=1000)).client()
    client("RQ.CREATE NAME urgent KIND priority")
    assert client("RQ.PUT urgent a KEY", priority_key("x" * 1000)) == "TOOMANY"
    long = [priority_key(letter * 600) for letter in "xy"]
    assert client("RQ.MPUT urgent KEYS", *long, "ITEMS", "a", "b") == "TOOMANY"
    assert client("RQ.MPUT urgent KEYS", priority_key("x"), "ITEMS", "a", "b") == "ERR"
    assert client("RQ.SIZE urgent") == 0
    assert client("RQ.MPUT urgent KEYS", *map(priority_key, "yx"), "ITEMS", "a", "b") == 2
    assert client("RQ.MGET urgent 2") == [b"b", b"a"]


def test_closed_queue_and_client_that_took_its_items_form_no_cycle():
    """The controller collects cycles rarely, so both would stay in memory for long."""
    wire = Controller()
    client = wire.connect("10.0.0.1:1", 0)
    namespace = wire.execute(client, [b"RQ.CREATE"], 0).encode()
    wire.execute(client, [b"RQ.MPUT", namespace, b"ITEMS", b"a", b"b"], 0)
    wire.execute(client, [b"RQ.MGET", namespace, b"1"], 0)
    queue = wire.state.find(namespace)
    wire.execute(client, [b"RQ.CLOSE", namespace], 0)
    assert queue.users == set()
