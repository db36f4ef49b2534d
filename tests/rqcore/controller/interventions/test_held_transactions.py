# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest

WAITS = "waits"
PUT = {"field": "method", "operator": "==", "value": "put"}


@pytest.fixture
def transaction(a, debugger):
    """Client a has queued two calls, and sends EXEC, which a rule holds."""
    a("RQ.CREATE NAME jobs")
    debugger.rule("hold", PUT)
    a("MULTI")
    a("RQ.PUT jobs one")
    a("RQ.PUT jobs two")
    assert a("EXEC") == WAITS


def test_transaction_is_held_as_a_whole(transaction, a, b, debugger):
    assert b("LLEN jobs") == 0
    (held,) = debugger.held
    assert (held["method"], held["queue"]) == (b"put", b"jobs")
    debugger("RQ.DEBUG RELEASE ALL")
    assert a.reply() == [b"OK", b"OK"]
    assert b("LLEN jobs") == 2


def test_held_transaction_fails_as_a_whole(transaction, a, b, debugger):
    debugger("RQ.DEBUG FAIL", debugger.held[0]["call"], "TOOMANY", "later")
    assert (a.reply(), a.complaint, b("LLEN jobs")) == ("TOOMANY", "later", 0)
    assert a("RQ.GET jobs TIMEOUT 0") == "EMPTY"


def test_discarded_transaction_executes_nothing(transaction, a, b, debugger):
    debugger("RQ.DEBUG DISCARD", debugger.held[0]["call"])
    assert (a.reply(), b("LLEN jobs")) == ("EXECABORT", 0)


def test_client_of_a_held_transaction_may_leave(transaction, scene, a, b, debugger):
    a.leave()
    assert (debugger.held, b("LLEN jobs")) == ([], 0)


def test_faults_do_not_act_in_a_transaction(a, b, debugger):
    a("RQ.CREATE NAME jobs")
    debugger.rule("drop")
    a("MULTI")
    a("RQ.PUT jobs one")
    assert a("EXEC") == [b"OK"]
    assert b("LLEN jobs") == 1


def test_transaction_on_a_frozen_queue_is_held(a, b, debugger):
    a("RQ.CREATE NAME jobs")
    debugger("RQ.DEBUG FREEZE jobs")
    a("MULTI")
    a("RQ.PUT jobs one")
    assert a("EXEC") == WAITS
    debugger("RQ.DEBUG THAW jobs")
    assert a.reply() == [b"OK"]
