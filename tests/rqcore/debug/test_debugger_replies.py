# SPDX-License-Identifier: GPL-3.0-or-later
"""What a hostile controller answers to a debugger is refused in one way."""

from __future__ import annotations

import pytest

from rqcore.client.connection import Connection
from rqcore.client.exchange import Exchange
from rqcore.debug import debugger_replies
from rqcore.errors import ConnectionLost, ProtocolError
from rqcore.protocol.resp import Push

PATIENCE = 20
ITEM = {b"payload": b"x", b"size": 1, b"codec": b"raw", b"deliveries": 0}
TEXTS = {name: b"" for name in (b"method", b"queue", b"name", b"address", b"at")}
HELD = {b"call": 1, b"rule": 2, b"count": 1, b"items": [ITEM], **TEXTS}
RULE = dict.fromkeys((b"rule", b"hits", b"acted", b"unknown", b"passed", b"held", b"owner"), 1)
FREEZE = {**RULE, b"freeze": b"jobs", b"side": b"puts", b"steps": {b"puts": 0, b"gets": 0}}
REPLIES = {
    "read_number": 1,
    "read_begun": {b"token": b"t", b"session": 1},
    "read_added": {b"rule": 1, b"waiting": 0},
    "read_rules": [RULE, FREEZE],
    "read_held_calls": [HELD],
}


def changed(value):
    """Yield a value without each of its parts, and with another value in place of each of them."""
    yield from (None, b"9", 1.5, True, [], {})
    members = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    for place, member in members:
        if isinstance(value, dict):
            yield {key: each for key, each in value.items() if key != place}
        for other in changed(member):
            copy = dict(value) if isinstance(value, dict) else list(value)
            copy[place] = other
            yield copy


@pytest.mark.parametrize("name", REPLIES)
def test_reply_is_read_or_refused(name):
    read, reply = getattr(debugger_replies, name), REPLIES[name]
    Exchange(b"", read).result(reply)
    refused = 0
    for other in changed(reply):
        try:
            Exchange(b"", read).result(other)
        except ProtocolError:
            refused += 1
    assert refused > 2


@pytest.mark.parametrize("facts", [5, {}, {b"call": b"x"}, {**HELD, b"items": [{}]}, {**HELD, b"method": 1}])
def test_notice_of_another_form_ends_the_session(debugger, monkeypatch, facts):
    monkeypatch.setattr(Connection, "receive", lambda *_: Push([b"rq.debug", b"held", facts]))
    with pytest.raises(ConnectionLost, match="does not fit"):
        debugger.wait(PATIENCE)
