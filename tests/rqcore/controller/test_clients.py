# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest

from rqcore.controller.clients import BlockedCall, Client
from rqcore.protocol.command_table import COMMANDS
from rqcore.protocol.event_batch import NO_TIMEOUT, Method

SECOND = 10**9


@pytest.fixture
def client():
    return Client(7, "10.0.0.1:1", connected_ns=SECOND, active_ns=3 * SECOND, access=None)


def blocked(client: Client, timeout_ns: int) -> BlockedCall:
    return BlockedCall(1, client, Method.GET, None, 5 * SECOND, timeout_ns, list, wanted=1)


def test_label_is_the_name_and_the_address(client):
    assert client.label == "10.0.0.1:1"
    client.name = "boss"
    assert client.label == "boss@10.0.0.1:1"


def test_description_contains_age_and_last_command(client):
    client.command = COMMANDS[b"RQ.PUT"]
    fields = dict(field.split("=") for field in client.describe(6 * SECOND, is_observer=False).split())
    assert (fields["id"], fields["age"], fields["idle"], fields["cmd"]) == ("7", "5", "3", "rq.put")


@pytest.mark.parametrize(
    ("is_observer", "is_blocked", "flag"),
    [(False, False, "N"), (False, True, "b"), (True, False, "O")],
)
def test_description_shows_whether_the_client_observes_or_waits(client, is_observer, is_blocked, flag):
    client.call = blocked(client, NO_TIMEOUT) if is_blocked else None
    assert f"flags={flag} " in client.describe(6 * SECOND, is_observer)


def test_deadline_is_the_start_plus_the_timeout(client):
    assert blocked(client, 2 * SECOND).deadline_ns == 7 * SECOND
    assert blocked(client, NO_TIMEOUT).deadline_ns is None
