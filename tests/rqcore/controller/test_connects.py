# SPDX-License-Identifier: GPL-3.0-or-later
"""Connections and disconnections of clients are events."""

from __future__ import annotations

import pytest

from rqcore.protocol.event_batch import Method, NameKind, Outcome, decode_batch
from rqcore.protocol.event_fields import NO_DEPTH


class Newcomer:
    """A client that has connected and sent nothing yet."""

    def __init__(self, talk):
        self._talk = talk
        self.client = talk.controller.connect("10.9.9.9:9", talk.now_ns)

    def __call__(self, words):
        return self._talk.controller.execute(self.client, words.encode().split(), self._talk.now_ns)

    def leave(self):
        self._talk.controller.disconnect(self.client, self._talk.now_ns)


@pytest.fixture
def newcomer(talk):
    return Newcomer(talk)


@pytest.fixture
def observed(talk, a):
    """Return method, client, address and outcome of each event since the last call."""
    a("RQ.CREATE NAME jobs")
    observer, names = talk.observer("VERSION 3"), {}

    def observed():
        found = []
        for _, data in observer.observed():
            batch = decode_batch(data)
            names.update({(name.kind, name.number): name.text for name in batch.names})
            for event, _ in batch.events():
                client = (names[kind, event["client"]] for kind in (NameKind.CLIENT, NameKind.ADDRESS))
                found.append((Method(event["method"]).name, *client, Outcome(event["outcome"]).name))
        return found

    return observed


HOME = "10.9.9.9:9"


@pytest.mark.parametrize("words", ["HELLO 3 SETNAME loader", "CLIENT SETNAME loader"])
def test_client_connects_when_it_says_its_name(newcomer, observed, words):
    assert observed() == []
    newcomer(words)
    assert observed() == [("CONNECT", "loader", HOME, "OK")]


def test_client_connects_once(newcomer, observed):
    newcomer("HELLO 3 SETNAME loader")
    newcomer("RQ.PUT jobs x")
    newcomer("CLIENT SETNAME other")
    newcomer("RESET")
    newcomer("HELLO 3 SETNAME again")
    newcomer("RQ.SIZE jobs")
    newcomer.leave()
    assert observed() == [
        ("CONNECT", "loader", HOME, "OK"),
        ("PUT", "loader", HOME, "OK"),
        ("QSIZE", "again", HOME, "OK"),
        ("DISCONNECT", "again", HOME, "OK"),
    ]


def test_client_that_says_no_name_connects_with_its_first_call(newcomer, observed):
    for words in ("HELLO 3", "CLIENT SETINFO LIB-NAME redis-py", "SELECT 0"):
        newcomer(words)
        assert observed() == []
    newcomer("RQ.PUT jobs x")
    assert observed() == [("CONNECT", "", HOME, "OK"), ("PUT", "", HOME, "OK")]


def test_client_that_only_connected_and_left_has_both(newcomer, observed):
    newcomer.leave()
    assert observed() == [("CONNECT", "", HOME, "OK"), ("DISCONNECT", "", HOME, "OK")]


def test_disconnection_comes_after_the_end_of_the_blocked_call(newcomer, observed):
    newcomer("RQ.GET jobs")
    newcomer.leave()
    assert observed() == [
        ("CONNECT", "", HOME, "OK"),
        ("GET", "", HOME, "BLOCKED"),
        ("GET", "", HOME, "CANCELLED"),
        ("DISCONNECT", "", HOME, "OK"),
    ]


def test_disconnection_of_a_killed_client_is_cancelled(newcomer, observed, a):
    newcomer("PING")
    a(f"CLIENT KILL ID {newcomer.client.number}")
    newcomer.leave()
    assert observed() == [("CONNECT", "", HOME, "OK"), ("DISCONNECT", "", HOME, "CANCELLED")]


def test_call_without_login_is_recorded_after_its_connection(conversation):
    talk = conversation(passwords={"default": "secret"})
    observer = talk.client()
    observer("HELLO 3 AUTH default secret")
    observer("RQ.OBSERVE VERSION 3")
    newcomer = talk.client()
    newcomer.client.is_announced = False
    assert newcomer("RQ.PUT jobs x") == "NOAUTH"
    assert newcomer("AUTH secret") == b"OK"
    assert newcomer("RQ.PUT jobs x") == "NOQUEUE"
    ((_, data),) = observer.observed()
    assert [Method(event["method"]).name for event, _ in decode_batch(data).events()] == [
        *("CONNECT", "PUT", "PUT"),
    ]


def test_connection_has_neither_queue_nor_depth_nor_item(talk, newcomer, a):
    observer = talk.observer("VERSION 3")
    newcomer("PING")
    ((_, data),) = observer.observed()
    ((event, payload),) = decode_batch(data).events()
    assert (event["queue"], event["depth"], event["item"], event["items"]) == (0, NO_DEPTH, 0, 0)
    assert (event["size"], event["took"], payload) == (0, -1, b"")
