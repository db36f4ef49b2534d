# SPDX-License-Identifier: GPL-3.0-or-later
"""Held calls and effects, as a lane has them."""

from __future__ import annotations

import pytest

from rqcore.errors import BadCall
from rqdebug.scripts.interventions.lane_interventions import Effect, ScriptHeldCall


class FakeCall:
    """A held call that records its arguments."""

    method, queue, client, address = "put", "jobs", "worker", "127.0.0.1:5"
    codec = "json"
    item_count = 1

    def __init__(self, *payloads, size=None):
        self.payloads = list(payloads)
        self.size = len(payloads[0]) if size is None and payloads else size or 0
        self.released = []

    @property
    def payload(self):
        return self.payloads[0]

    def release(self, **options):
        self.released.append(options)

    def fail(self, code, message):
        raise BadCall("the call is not held any more")


@pytest.fixture
def ended():
    return []


@pytest.fixture
def effect(ended):
    return Effect("edge", "main", 3, "the held call continues", lambda: ended.append(True))


def test_item_of_a_held_call_is_decoded(effect):
    assert ScriptHeldCall(FakeCall(b'{"n": 1}'), effect).payload == {"n": 1}


def test_item_that_is_not_there_or_too_large_is_explained(effect):
    with pytest.raises(ValueError, match="has no item yet; write at='end'"):
        _ = ScriptHeldCall(FakeCall(), effect).payload
    with pytest.raises(ValueError, match="only 2 of 70,000 bytes"):
        _ = ScriptHeldCall(FakeCall(b"17", size=70_000), effect).payload


def test_changed_item_is_encoded_like_one_that_is_put(effect, ended):
    call = FakeCall(b"17")
    ScriptHeldCall(call, effect).release(payload={"n": 2})
    assert call.released == [{"payload": b'{"n":2}', "codec": "json", "key": None}]
    ScriptHeldCall(call, effect).release(payload=b"a", codec="raw", priority=1)
    assert (call.released[1]["codec"], type(call.released[1]["key"])) == ("raw", bytes)
    assert ended == [True]


def test_effect_stays_if_the_call_cannot_be_answered(effect, ended):
    with pytest.raises(BadCall):
        ScriptHeldCall(FakeCall(b"17"), effect).fail("FULL")
    assert effect.is_active
    assert not ended
