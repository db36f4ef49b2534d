# SPDX-License-Identifier: GPL-3.0-or-later
"""Transactions behave as in Redis: all calls in one step, none waits, and none is executed after an error."""

from __future__ import annotations

import pytest

from rqcore.controller.handlers.dispatcher import Controller
from rqcore.controller.limits import Limits
from rqcore.controller.users import Users
from rqcore.errors import RqError
from rqcore.protocol.command_table import COMMANDS
from rqcore.protocol.command_table.transaction_rows import MAX_CALLS
from rqcore.protocol.command_traits import ALL_CLIENTS, ALL_QUEUES, InTransaction
from rqcore.protocol.memory import ITEM_COST

WAITS = "waits"


def run(client, *calls: str):
    """Execute calls in a transaction, and return the reply of EXEC."""
    assert client("MULTI") == b"OK"
    for call in calls:
        assert client(call) == b"QUEUED"
    replies = client("EXEC")
    return [reply.code if isinstance(reply, RqError) else reply for reply in replies]


def test_exec_executes_all_queued_calls(a, b):
    a("MULTI")
    assert a("LPUSH jobs 1 2 3") == a("RPOP jobs 2") == a("LLEN jobs") == b"QUEUED"
    assert b("EXISTS jobs") == 0
    assert a("EXEC") == [3, [b"1", b"2"], 1]
    assert b("LRANGE jobs 0 -1") == [b"3"]
    assert a("PING") == b"PONG"


def test_empty_transaction_has_an_empty_reply(a):
    assert run(a) == []


def test_replies_have_the_form_that_each_call_asked_for(a):
    a("HELLO 3")
    a("RQ.CREATE NAME jobs")
    replies = run(
        a, "RQ.PUT jobs 1 CODEC json", "RQ.GET jobs WITHCODEC", "RQ.PUT jobs x", "RQ.GET jobs", "PING"
    )
    assert replies == [b"OK", [b"json", b"1"], b"OK", b"x", b"PONG"]


def test_no_call_of_a_transaction_waits(talk, a):
    a("RQ.CREATE NAME empty")
    a("RQ.CREATE NAME full MAXSIZE 1")
    a("RQ.PUT full 1")
    calls = ("BRPOP empty 0", "RQ.GET empty", "RQ.MGET empty 2", "RQ.PUT full 2", "RQ.MPUT full ITEMS 2 3")
    assert run(a, *calls) == [None, "EMPTY", "EMPTY", "FULL", "FULL"]
    assert run(a, "RQ.JOIN full", "BRPOP full 9") == [1, [b"full", b"1"]]
    assert talk.controller.next_deadline is None
    assert a("RQ.GET empty") == WAITS


def test_failed_call_does_not_stop_the_others(a):
    a("RQ.CREATE NAME stack KIND lifo")
    assert run(a, "LPUSH jobs 1", "LPUSH stack 1", "LRANGE jobs x y", "LPUSH jobs 2") == [1, "ERR", "ERR", 2]


@pytest.mark.parametrize("wrong", ["RQ.STEAL jobs", "LPUSH jobs", "LLEN jobs more", "RQ.OBSERVE", "HELLO 3"])
def test_exec_executes_nothing_after_a_refused_call(talk, a, b, wrong):
    a("MULTI")
    a("LPUSH jobs 1")
    assert a(wrong) in ("ERR", "NOTALLOWED")
    assert a("LPUSH jobs 2") == b"QUEUED"
    assert a("EXEC") == "EXECABORT"
    assert b("EXISTS jobs") == 0
    assert run(a, "LPUSH jobs 1") == [1]
    assert talk.controller.state.memory.held == ITEM_COST + 1


def test_discard_forgets_the_calls(talk, a):
    a("MULTI")
    a("LPUSH jobs", "x" * 1000)
    assert talk.controller.state.memory.held > 1000
    assert a("DISCARD") == b"OK"
    assert talk.controller.state.memory.held == 0
    assert (a("EXISTS jobs"), a("EXEC"), a("DISCARD")) == (0, "ERR", "ERR")
    assert a.complaint == "DISCARD without MULTI"


def test_transactions_are_not_nested_and_the_first_one_goes_on(a):
    a("MULTI")
    a("LPUSH jobs 1")
    assert a("MULTI") == a("WATCH jobs") == "ERR"
    assert a("EXEC") == [1]


def test_watch_is_refused_with_a_reason(a):
    assert a("WATCH jobs") == "NOTALLOWED"
    assert "does not support WATCH" in a.complaint
    assert a("WATCH") == "ERR"


@pytest.mark.parametrize("end", ["RESET", "leave"])
def test_end_of_a_session_discards_its_transaction(talk, a, end):
    a("MULTI")
    a("LPUSH jobs 1")
    a.leave() if end == "leave" else a("RESET")
    assert talk.controller.state.memory.held == 0
    assert a.client.transaction is None


def test_number_of_calls_is_limited(talk, a):
    a("MULTI")
    for _ in range(MAX_CALLS):
        assert a("LPUSH jobs 1") == b"QUEUED"
    assert a("LPUSH jobs 1") == "TOOBIG"
    assert talk.controller.state.memory.held == 0
    assert a("EXEC") == "EXECABORT"


def test_bytes_of_a_transaction_are_limited(conversation):
    talk = conversation(Limits(payload=1000))
    a = talk.client()
    a("MULTI")
    assert a("LPUSH jobs", "x" * 500) == b"QUEUED"
    assert a("LPUSH jobs", "x" * 500) == "TOOBIG"
    assert a("EXEC") == "EXECABORT"


def test_memory_for_queued_calls_is_limited(conversation):
    talk = conversation(Limits(memory=1000))
    a, b = talk.client(), talk.client()
    a("MULTI")
    assert a("LPUSH jobs", "x" * 600) == b"QUEUED"
    b("MULTI")
    assert b("LPUSH jobs", "x" * 600) == "TOOMANY"
    assert b("EXEC") == "EXECABORT"
    assert a("EXEC") == [1]


def test_reply_of_a_transaction_is_limited(conversation):
    talk = conversation(Limits(payload=1000))
    a = talk.client()
    for _ in range(4):
        a("LPUSH jobs", "x" * 600)
    big = b"x" * 600
    assert run(a, *["RPOP jobs"] * 4) == [big, big, "TOOBIG", "TOOBIG"]
    assert a("LLEN jobs") == 2


def test_waiting_clients_continue_after_the_transaction(a, b, c):
    assert b("BRPOP jobs 0") == c("BRPOP jobs 0") == WAITS
    assert run(a, "LPUSH jobs 1", "LPUSH jobs 2", "LLEN jobs", "RPOP jobs") == [1, 2, 2, b"1"]
    assert (b.heard, c.heard) == ([[b"jobs", b"2"]], [])
    assert run(a, "LPUSH jobs 3", "RPOP jobs") == [1, b"3"]
    assert c.heard == []


def test_observer_sees_the_calls_and_not_the_transaction(talk, a):
    observer = talk.observer()
    run(a, "LPUSH jobs 1", "RPOP jobs")
    assert len(observer.observed()) == 1
    assert talk.controller.state.counters.events == 2


def test_client_in_a_transaction_is_not_served_by_fast_paths(talk, a):
    a("LPUSH jobs 1")
    a("MULTI")
    assert talk.controller.execute_batch(a.client, [b"LPUSH", b"jobs"], [b"1", b"2"], 0, 1000) is None


def test_commands_whose_work_grows_with_queues_or_clients_are_refused_in_transactions():
    unbounded = {row.name for row in COMMANDS.values() if row.bound in (ALL_QUEUES, ALL_CLIENTS)}
    refused = {row.name for row in COMMANDS.values() if row.in_transaction is InTransaction.REFUSED}
    assert unbounded <= refused


def test_transaction_needs_a_login():
    controller = Controller(None, Users({"default": "secret"}))
    client = controller.connect("10.0.0.1:1", 0)
    with pytest.raises(Exception, match="requires a password"):
        controller.execute(client, [b"MULTI"], 0)
    assert client.transaction is None
