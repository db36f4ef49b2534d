# SPDX-License-Identifier: GPL-3.0-or-later
"""No client delays another one for long: the work in one turn of the event loop is bounded.

The tests count work, not time. ``scripts/bench fairness`` measures the time.
"""

from __future__ import annotations

import pytest

from rqcore.controller.background import FREED, RECORDED
from rqcore.controller.handlers import long_replies
from rqcore.controller.handlers.connection_setup import FEW_CLIENTS
from rqcore.controller.handlers.dispatcher import Controller
from rqcore.controller.handlers.inspection import FEW
from rqcore.controller.limits import Limits
from rqcore.controller.observation.patterns import MOST_CHARACTERS, MOST_WILDCARDS
from rqcore.controller.state import SERVED
from rqcore.controller.stores import EXTRACTED
from rqcore.errors import BadCall, TooBig
from rqcore.protocol.command_table import COMMANDS
from rqcore.protocol.command_traits import MANY, MOST_TAKEN
from rqcore.protocol.event_batch import decode_batch
from rqcore.protocol.request_limits import MANY_KEYS
from rqcore.protocol.resp import bulk, command
from rqcore.protocol.slices import SLICE_ITEMS
from rqcore.server.base_session import LARGE, REQUESTS, SLICE
from tests.rqcore.server.visitor import CHUNK, Visitor, fill


@pytest.mark.parametrize(
    "request_", [b"PING\r\n", command(["PING"]), b"\n" * 20 + b"PING\r\n", command(["RQ.SIZE", "none"])]
)
def test_pipeline_is_executed_in_short_turns(visitor, request_):
    executed, most = 0, REQUESTS
    for answers in (turns := visitor.turns(request_ * 20_000)):
        executed += answers.count(b"\r\n")
        assert answers.count(b"\r\n") <= most
    assert executed == visitor.state.counters.commands == 20_000
    assert len(turns) >= 20_000 // most


def test_input_is_parsed_in_short_turns(visitor):
    turns = visitor.turns(b"\n" * (16 * SLICE))
    assert len(turns) > 16


def test_large_argument_is_not_slowed_down(visitor):
    payload = b"x" * (20 * CHUNK)
    turns = visitor.turns(command(["ECHO", payload]))
    assert len(turns) <= 22
    assert b"".join(turns) == b"$%d\r\n%b\r\n" % (len(payload), payload)


@pytest.mark.parametrize("words", [["COMMAND", "DOCS"], ["INFO"], ["CONFIG", "GET", "*"], ["COMMAND"]])
def test_slow_command_ends_the_turn(visitor, words):
    one = visitor.turns(command(words))
    assert len(visitor.turns(command(words) * 40)) >= 40 * len(one) // 20


@pytest.mark.parametrize("kind", ["fifo", "lifo", "priority"])
@pytest.mark.parametrize(
    "words", ["RQ.PURGE jobs", "RQ.SHUTDOWN jobs IMMEDIATE", "RQ.CLOSE jobs", "DEL jobs"]
)
def test_destroyed_items_are_freed_in_short_turns_and_count_until_then(visitor, kind, words):
    fill(visitor, 5 * FREED, kind)
    state = visitor.state
    before = state.memory.held
    visitor.reply(*words.split())
    steps = 1
    while state.background:
        held = state.memory.held
        assert 0 < held < before
        state.background.step(0)
        assert held - state.memory.held <= FREED * 170
        steps += 1
    assert (steps, state.memory.held) == (5, 0)


@pytest.mark.parametrize("words", ["RQ.PURGE jobs", "RQ.SHUTDOWN jobs IMMEDIATE", "RQ.CLOSE jobs"])
def test_observer_receives_each_destroyed_item_of_one_call_in_short_turns(visitor, words):
    fill(visitor, 3 * RECORDED)
    observer, publisher = Visitor(visitor.controller), visitor.state.publisher
    observer.reply("HELLO", "3")
    observer.reply("RQ.OBSERVE", "VERSION", "3")
    visitor.reply(*words.split())
    assert publisher.buffered <= RECORDED + 2
    while visitor.state.background:
        before = publisher.buffered
        visitor.state.background.step(0)
        assert publisher.buffered <= before + RECORDED
    publisher.flush()
    batches, lost = publisher.subscriptions[observer.session.client.number].take()
    events = [event for parts in batches for event, _ in decode_batch(b"".join(parts)).events()]
    events = [event for event in events if event["items"]]
    assert len({event["call"] for event in events}) == 1 and not lost
    assert [event["part"] for event in events] == list(range(3 * RECORDED))
    assert [event["depth"] for event in events] == list(range(3 * RECORDED))[::-1]
    assert {event["items"] for event in events} == {3 * RECORDED}
    assert [event["item"] for event in events] == list(range(1, 3 * RECORDED + 1))


def test_queue_can_be_used_while_its_old_items_are_freed(visitor):
    fill(visitor, 5 * FREED)
    assert visitor.reply("RQ.PURGE", "jobs") == 5 * FREED
    visitor.reply("RQ.PUT", "jobs", "new")
    assert (visitor.reply("RQ.SIZE", "jobs"), visitor.reply("RQ.GET", "jobs")) == (1, b"new")
    assert visitor.state.background


@pytest.mark.parametrize("kind", ["fifo", "lifo", "priority"])
@pytest.mark.parametrize(("start", "stop"), [(0, -1), (3, 20_002), (-20_000, -2), (5, 4), (24_999, 99_999)])
def test_long_read_is_made_in_slices_and_complete(visitor, kind, start, stop):
    fill(visitor, 25_000, kind)
    order = [b"%d" % number for number in range(25_000)]
    order = order[::-1] if kind == "lifo" else order
    wanted = order[start : None if stop == -1 else stop + 1]
    assert visitor.reply("RQ.PEEK", "jobs", start, stop) == wanted
    with_codec = visitor.reply("RQ.PEEK", "jobs", start, stop, "WITHCODEC")
    assert with_codec == [part for item in wanted for part in (b"raw", item)]
    previews = visitor.reply("RQ.PEEK", "jobs", start, stop, "PREVIEW", 2)
    assert previews[3::4] == [item[:2] for item in wanted]
    parts = visitor.turns(command(["RQ.PEEK", "jobs", start, stop]))
    assert max(part.count(b"\r\n") for part in parts) <= 2 * SLICE_ITEMS + 1


def test_slices_are_those_of_the_moment_of_the_call(visitor):
    fill(visitor, 3000)
    session, other = visitor.session, Visitor(visitor.controller)
    received = session.receive(command(["LRANGE", "jobs", 0, -1]), 0)
    other.reply("RQ.PURGE", "jobs")
    other.reply("RQ.PUT", "jobs", "new")
    while session.is_stalled:
        received += session.resume(0)
    assert received.count(b"\r\n") == 2 * 3000 + 1 and b"new" not in received


def test_sliced_reply_counts_as_memory_until_it_is_made(visitor):
    fill(visitor, 5000)
    before = visitor.state.memory.held
    visitor.session.receive(command(["RQ.PEEK", "jobs", 0, -1]), 0)
    assert visitor.state.memory.held > before
    visitor.session.end()
    assert visitor.state.memory.held == before


def test_requests_behind_a_sliced_reply_keep_their_order(visitor):
    fill(visitor, 3000)
    received = b"".join(visitor.turns(command(["RQ.PEEK", "jobs", 0, -1]) + b"PING\r\nPING\r\n"))
    assert received.endswith(b"+PONG\r\n+PONG\r\n") and received.startswith(b"*3000\r\n")


@pytest.mark.parametrize("kind", ["fifo", "lifo", "priority"])
def test_item_is_found_by_number_wherever_it_is(visitor, kind):
    fill(visitor, 25_000, kind)
    for number in (1, 12_345, 25_000):
        assert visitor.reply("RQ.PIECE", "jobs", number, 0, 9) == b"%d" % (number - 1)
    assert visitor.reply("RQ.PIECE", "jobs", 25_001, 0, 9) is None
    assert len(visitor.turns(command(["RQ.PIECE", "jobs", 25_001, 0, 9]))) >= 3


@pytest.mark.parametrize("kind", ["fifo", "lifo", "priority"])
def test_move_searches_a_limited_number_of_items(visitor, kind):
    fill(visitor, EXTRACTED + 1, kind)
    visitor.reply("RQ.CREATE", "NAME", "others")
    last = 1 if kind == "lifo" else EXTRACTED + 1
    assert visitor.reply("RQ.MOVE", "jobs", "others", "ITEM", last).code == "TOOBIG"
    visitor.reply("RQ.GET", "jobs")
    assert visitor.reply("RQ.MOVE", "jobs", "others", "ITEM", last) == 1


def test_list_of_many_queues_is_made_in_slices(visitor):
    for number in range(3 * FEW):
        visitor.reply("RQ.CREATE", "NAME", f"q{number}")
    rows = visitor.reply("RQ.LIST")
    assert [row[3] for row in rows] == [b"q%d" % number for number in range(3 * FEW)]
    assert len(visitor.turns(command(["RQ.LIST"]))) >= 3


def test_lists_of_many_clients_and_of_their_calls_are_made_in_slices(visitor):
    visitor.reply("RQ.CREATE", "NAME", "jobs")
    others = [Visitor(visitor.controller) for _ in range(3 * FEW_CLIENTS)]
    for other in others:
        other.session.receive(command(["RQ.GET", "jobs"]), 0)
    assert visitor.reply("CLIENT", "LIST").count(b"\n") == len(others) + 1
    assert len(visitor.turns(command(["CLIENT", "LIST"]))) >= 3
    assert len(visitor.reply("RQ.WAITERS", "jobs")) == len(others)
    assert len(visitor.turns(command(["RQ.WAITERS", "jobs"]))) >= 3


@pytest.mark.parametrize("words", ["RQ.CLOSE jobs", "RQ.SHUTDOWN jobs"])
def test_many_blocked_calls_end_in_short_turns(visitor, words):
    visitor.reply("RQ.CREATE", "NAME", "jobs")
    others = [Visitor(visitor.controller) for _ in range(3 * SERVED + 1)]
    for other in others:
        other.session.receive(command(["RQ.GET", "jobs"]), 0)
    visitor.session.receive(command(words.split()), 0)
    ended = [len(visitor.controller.outgoing)]
    while visitor.state.background:
        visitor.state.background.step(0)
        ended.append(len(visitor.controller.outgoing) - sum(ended))
    assert [each for each in ended if each] == [SERVED, SERVED, SERVED, 1]
    assert not any(other.session.client.call for other in others)


def test_calls_with_the_same_deadline_end_in_short_turns(visitor):
    visitor.reply("RQ.CREATE", "NAME", "jobs")
    for _ in range(SERVED + 1):
        Visitor(visitor.controller).session.receive(command(["RQ.GET", "jobs", "TIMEOUT", 1]), 0)
    visitor.controller.expire(2 * 10**9)
    assert len(visitor.controller.outgoing) == SERVED
    visitor.controller.expire(2 * 10**9)
    assert len(visitor.controller.outgoing) == SERVED + 1


def test_refused_calls_that_are_observed_end_the_turn_earlier(visitor):
    visitor.reply("HELLO", "3")
    unobserved = visitor.turns(command(["RQ.GET", "none"]) * 1000)
    visitor.reply("RQ.OBSERVE")
    assert len(visitor.turns(command(["RQ.GET", "none"]) * 1000)) >= 3 * len(unobserved)


def test_events_of_clients_that_leave_together_are_passed_on_together(visitor):
    visitor.reply("HELLO", "3")
    visitor.reply("RQ.CREATE", "NAME", "jobs")
    visitor.reply("RQ.OBSERVE")
    others = [Visitor(visitor.controller) for _ in range(100)]
    for other in others:
        other.session.receive(command(["RQ.GET", "jobs"]), 0)
    before = visitor.state.publisher.buffered
    for other in others:
        visitor.controller.disconnect(other.session.client, 0)
    assert visitor.state.publisher.buffered == before + 2 * len(others)
    visitor.state.publisher.flush()
    (subscription,) = visitor.state.publisher.subscriptions.values()
    assert len(subscription.take()[0]) == 1


@pytest.mark.parametrize(
    "words",
    [
        ["LPUSH", "jobs", *[b""] * (MANY + 1)],
        ["RQ.MPUT", "jobs", "ITEMS", *[b""] * (MANY + 1)],
        ["RQ.MPUT", "jobs", "KEYS", *[b"\x80"] * (MANY + 1), "ITEMS", "1"],
        ["RQ.MPUT", "jobs", "KEYS", *[b"\2a\0"] * (MANY_KEYS + 1), "ITEMS", *[b"1"] * (MANY_KEYS + 1)],
        ["EXISTS", *[b"q"] * (MANY + 1)],
        ["DEL", *[b"q"] * 1001],
        ["BLPOP", *[b"q"] * 1001, "1"],
        ["HELLO", "3", *["SETNAME", "x"] * 1000],
        ["CONFIG", "GET", "[a]*" * 1000],
        ["RQ.MOVE", "jobs", "jobs", *["ITEM", "1"] * (MANY + 1)],
        ["RQ.OBSERVE", "QUEUE", *["a"] * 101],
        ["RQ.OBSERVE", "METHOD", *["put"] * 101],
        ["RQ.OBSERVE", "QUEUE", *["a*"] * (MOST_WILDCARDS + 1)],
        ["RQ.OBSERVE", "CLIENT", "*" * (MOST_CHARACTERS + 1)],
    ],
    ids=lambda words: " ".join(map(str, words[:2])),
)
def test_command_with_too_many_values_is_refused_and_counted(visitor, words):
    visitor.reply("HELLO", "3")
    visitor.reply("RQ.CREATE", "NAME", "jobs")
    before = visitor.state.counters.refused_payloads
    assert visitor.reply(*words).code == "TOOBIG"
    assert visitor.state.counters.refused_payloads == before + 1


def test_keys_that_are_not_numbers_count_as_work(visitor):
    visitor.reply("RQ.CREATE", "NAME", "jobs", "KIND", "priority")
    keys = [b"\5" + b"\x14" * 90 + b"\2%d\0\0" % number for number in range(MANY_KEYS)]
    for _ in range(2):
        before = visitor.state.work
        visitor.reply("RQ.MPUT", "jobs", "KEYS", *keys, "ITEMS", *[b""] * MANY_KEYS)
        assert visitor.state.work - before >= 90 * MANY_KEYS // 5
    puts = b"".join(command(["RQ.PUT", "jobs", "", "KEY", key]) for key in keys)
    assert len(visitor.turns(puts)) >= 4


class Words(list):
    """A request that counts how many words of it are copied."""

    copied = 0

    def __getitem__(self, key):
        part = super().__getitem__(key)
        self.copied += len(part) if isinstance(key, slice) else 0
        return part


@pytest.mark.parametrize("is_observed", [False, True])
@pytest.mark.parametrize("row", COMMANDS.values(), ids=lambda row: row.name)
def test_request_with_very_many_words_is_refused_without_copying_them(visitor, row, is_observed):
    client = visitor.controller.connect("10.0.0.1:1", 0)
    if is_observed:
        client.protocol = 3
        visitor.controller.execute(client, [b"RQ.OBSERVE"], 0)
    keywords = [*row.options] or [b"x"]
    request = Words([row.name.encode(), *[b"1"] * row.fewest, *(keywords * 300_000)[:300_000]])
    with pytest.raises((TooBig, BadCall)):
        visitor.controller.execute(client, request, 0)
    assert request.copied <= 5 * MANY


@pytest.mark.parametrize("words", ["RQ.MGET jobs 999999", "LPOP jobs 999999", "RPOP jobs 999999"])
def test_command_takes_a_limited_number_of_items_and_replies_in_slices(visitor, words):
    fill(visitor, MOST_TAKEN + MANY)
    turns = visitor.turns(command(words.split()))
    assert b"".join(turns).count(b"\r\n") == 2 * MOST_TAKEN + 1
    assert max(part.count(b"\r\n") for part in turns) <= 2 * SLICE_ITEMS + 1
    assert visitor.reply("RQ.SIZE", "jobs") == MANY


def test_blocked_call_takes_at_most_many_items(visitor):
    fill(visitor, 0)
    other = Visitor(visitor.controller)
    other.session.receive(command(["RQ.MGET", "jobs", 999_999]), 0)
    assert other.session.client.call.wanted == MOST_TAKEN


def test_transaction_has_a_limit_of_work(visitor):
    fill(visitor, MANY)
    visitor.reply("MULTI")
    for _ in range(100):
        visitor.reply("LRANGE", "jobs", 0, 999)
    replies = visitor.reply("EXEC")
    assert 0 < sum(1 for reply in replies if isinstance(reply, list)) <= 12
    assert replies[-1].code == "TOOBIG"


def test_names_of_lists_count_as_work(visitor):
    names = [f"n{number}" for number in range(1000)]
    visitor.turns(command(["RPUSH", names[-1], 1, 2]))
    for words in (["BRPOP", *names, 0], ["DEL", *names]):
        before = visitor.state.work
        visitor.turns(command(words))
        assert visitor.state.work - before >= len(names) // 10


def test_reply_of_too_many_items_is_refused(monkeypatch, visitor):
    monkeypatch.setattr(long_replies, "MOST_READ", 2000)
    fill(visitor, 2001)
    assert visitor.reply("LRANGE", "jobs", 0, -1).code == "TOOBIG"
    assert len(visitor.reply("LRANGE", "jobs", 1, -1)) == 2000


def test_large_items_are_read_one_by_one(visitor):
    visitor.reply("RQ.CREATE", "NAME", "jobs")
    for _ in range(4):
        visitor.reply("RQ.PUT", "jobs", b"x" * (1 << 20))
    turns = visitor.turns(command(["RQ.PEEK", "jobs", 0, -1]))
    assert max(map(len, turns)) < 1 << 21


LARGE_ITEMS = [b"%04d" % number * 50_000 for number in range(30)]


@pytest.mark.parametrize("words", ["RQ.MGET jobs 30", "LPOP jobs 30", "RPOP jobs 30"])
def test_large_items_that_are_taken_together_are_sent_in_short_turns(visitor, words):
    visitor.reply("RQ.CREATE", "NAME", "jobs")
    visitor.reply("RQ.MPUT", "jobs", "ITEMS", *LARGE_ITEMS)
    taken = visitor.turns(command(words.split()) + b"PING\r\n")
    assert max(map(len, taken)) < LARGE
    items = LARGE_ITEMS[::-1] if words.startswith("LPOP") else LARGE_ITEMS
    assert b"".join(taken) == b"*30\r\n" + b"".join(map(bulk, items)) + b"+PONG\r\n"
    assert controller_memory(visitor) == 0


def test_large_items_for_a_blocked_call_are_sent_in_short_turns(visitor):
    visitor.reply("RQ.CREATE", "NAME", "jobs")
    other = Visitor(visitor.controller)
    other.session.receive(command(["RQ.MGET", "jobs", 30]) + b"PING\r\n", 0)
    visitor.session.receive(command(["MULTI"]), 0)
    visitor.turns(command(["RQ.MPUT", "jobs", "ITEMS", *LARGE_ITEMS]))
    visitor.session.receive(command(["EXEC"]), 0)
    ((_, value),) = visitor.controller.outgoing
    taken = [other.session.deliver(value, 0)]
    while other.session.is_stalled:
        taken.append(other.session.resume(0))
    assert max(map(len, taken)) < 2 * LARGE
    assert b"".join(taken) == b"*30\r\n" + b"".join(map(bulk, LARGE_ITEMS)) + b"+PONG\r\n"


def test_large_items_are_taken_in_a_transaction(visitor):
    visitor.reply("RQ.CREATE", "NAME", "jobs")
    visitor.reply("RQ.MPUT", "jobs", "ITEMS", *LARGE_ITEMS)
    visitor.reply("MULTI")
    visitor.reply("RQ.MGET", "jobs", 30)
    assert visitor.reply("EXEC") == [LARGE_ITEMS]


def test_client_puts_any_number_of_items(controller):
    jobs = controller.create()
    assert jobs.put_many(list(range(25_000))) == 25_000
    taken = []
    while len(taken) < 25_000:
        taken += jobs.get_many(25_000)
    assert taken == list(range(25_000))


def test_client_puts_any_number_of_items_with_priorities_that_are_tuples(controller):
    jobs = controller.create(kind="priority")
    items = [(number % 7, f"item {number}") for number in range(3 * MANY_KEYS + 1)]
    assert jobs.put_many(items) == len(items)
    assert jobs.get_many(len(items)) == [list(item) for item in sorted(items)]


def test_client_that_puts_many_items_reports_how_many_were_put(controller):
    jobs = controller.create(maxsize=15_000)
    assert jobs.put_many(list(range(25_000)), timeout=0) == 15_000
    jobs.close()


def test_pipelined_requests_of_a_small_limit_are_all_answered():
    visitor = Visitor(Controller(Limits(output=10)))
    assert b"".join(visitor.turns(b"PING\r\n" * 1000)) == b"+PONG\r\n" * 1000


def test_arguments_of_a_refused_request_are_freed_in_short_turns(visitor):
    assert visitor.reply("EXISTS", *[b"q"] * (3 * MANY)).code == "TOOBIG"
    steps = 0
    while visitor.state.background:
        visitor.state.background.step(0)
        steps += 1
    assert steps == 4


def test_large_reply_is_sent_in_parts_and_requests_behind_it_keep_their_order(visitor):
    payload = b"x" * (3 * LARGE)
    session = visitor.session
    replies = session.receive(command(["RQ.CREATE", "NAME", "big"]), 0)
    visitor.turns(command(["RQ.PUT", "big", payload]))
    replies = session.receive(command(["RQ.GET", "big"]), 0)
    parts = [bytes(session.first_part(replies))]
    assert session.is_stalled and session.counted >= 2 * LARGE
    assert session.receive(b"PING\r\n", 0) == b""
    while session.is_stalled:
        parts.append(session.resume(0))
    assert b"".join(parts) == b"$%d\r\n%b\r\n+PONG\r\n" % (len(payload), payload)
    assert max(map(len, parts)) <= LARGE
    assert controller_memory(visitor) == 0


def controller_memory(visitor):
    return visitor.state.memory.held
