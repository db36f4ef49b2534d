# SPDX-License-Identifier: GPL-3.0-or-later
"""A command that concerns all queues does a bounded amount of work in one turn, however many there are."""

from __future__ import annotations

from collections import Counter
from fnmatch import fnmatchcase

import pytest

from rqcore.controller.access import Access
from rqcore.controller.handlers.dispatcher import Controller
from rqcore.controller.handlers.info import SUMMED
from rqcore.controller.handlers.inspection import FEW
from rqcore.protocol.command_traits import Role
from rqcore.protocol.resp import command
from rqcore.server.client_session import ClientSession
from tests.rqcore.server.visitor import Visitor


@pytest.fixture
def visitor():
    visitor = Visitor(Controller())
    for number in range(2 * SUMMED + 1):
        visitor.state.create(f"q{number}", "fifo", 0)
    return visitor


@pytest.mark.parametrize("patterns", [("q1*", "x*"), ("none",), (), ("q7", "q8*")])
def test_list_of_a_user_with_patterns_looks_at_few_queues_in_a_turn(visitor, monkeypatch, patterns):
    access = Access((Role.USE,), patterns)
    turns, looks, sees, resume = [], Counter(), Access.sees, ClientSession.resume
    monkeypatch.setattr(Access, "sees", lambda self, label: looks.update([len(turns)]) or sees(self, label))
    monkeypatch.setattr(ClientSession, "resume", lambda self, now_ns: turns.append(1) or resume(self, now_ns))
    visitor.session.client.access = access
    reply = visitor.reply("RQ.LIST")
    names = [f"q{number}" for number in range(2 * SUMMED + 1)]
    expected = [name.encode() for name in names if any(fnmatchcase(name, each) for each in patterns)]
    assert [row[row.index(b"name") + 1] for row in reply] == expected
    assert max(looks.values()) <= FEW


def test_info_sums_few_queues_in_a_turn(visitor):
    visitor.state.names[b"q7"].bytes = 5
    turns = visitor.turns(command(["INFO"]) + b"PING\r\n")
    assert len(turns) >= 3
    reply = b"".join(turns)
    assert b"queues:10001\r\n" in reply and b"\r\nbytes:5\r\n" in reply
    assert reply.endswith(b"+PONG\r\n")
