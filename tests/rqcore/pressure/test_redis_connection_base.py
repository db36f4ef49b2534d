# SPDX-License-Identifier: GPL-3.0-or-later
"""The common base of both connections to a Redis: names, keys and read-only access, without a server."""

from __future__ import annotations

import os
import pickle
import re

import pytest

from rqcore.errors import BadCall, NotAllowed
from rqcore.pressure.key_protocol import lua_scripts
from rqcore.pressure.key_protocol.protocol_steps import RunScript
from rqcore.pressure.redis_address import RedisAddress
from rqcore.pressure.redis_connection_base import (
    RedisConnectionBase,
    read_only_error,
    wait_command,
    waiting_clients,
)


class FakeClient:
    """A fake client of redis-py."""

    def __init__(self, name):
        self.name = name


class OfflineConnection(RedisConnectionBase):
    def _open_client(self, client_name):
        return FakeClient(client_name)

    def _open_sender(self, client):
        return f"sender of {client.name}"


def connection(url="redis://127.0.0.1:9", **options):
    return OfflineConnection(RedisAddress.parse(url), **options)


@pytest.mark.parametrize(
    ("seconds", "written"),
    [(0.5, "0.500"), (1.23456, "1.235"), (0.001, "0.002"), (0, "0.002"), (-1, "0.002")],
)
def test_wait_is_long_enough_that_redis_does_not_round_it_to_zero(seconds, written):
    assert wait_command(b"jobs", seconds) == ("BLMOVE", b"jobs", b"jobs", "RIGHT", "RIGHT", written)


def test_client_is_opened_once_with_the_name():
    one = connection(name="loader")
    assert one.client is one.client
    assert one.client.name == one.client_name
    assert re.fullmatch(rf"\S+_pid{os.getpid()}_loader_[0-9a-f]{{4}}", one.client_name)


def test_name_has_no_special_character_of_redis_or_the_protocol():
    name = connection(name="my loader @home größe").client_name
    assert re.fullmatch(r"[!-?A-~]+", name)
    assert "_my-loader--home-gr" in name


def test_forked_process_opens_its_own_client(monkeypatch):
    one = connection()
    parent_client, parent_name = one.client, one.client_name
    monkeypatch.setattr(os, "getpid", lambda: 4_000_000)
    assert one.client is not parent_client
    assert one.client_name != parent_name
    assert "pid4000000" in one.client_name


def test_pickled_connection_has_the_same_server_and_opens_its_own_client():
    one = connection(name="loader", network_timeout=2.5, changes=False)
    client = one.client
    copy = pickle.loads(pickle.dumps(one))
    assert (copy.address, copy.name, copy.network_timeout, copy.changes) == (
        one.address,
        "loader",
        2.5,
        False,
    )
    assert copy.client is not client


def test_keys_on_a_cluster_must_be_in_one_slot():
    cluster = connection("redis+cluster://127.0.0.1:9")
    assert cluster.keys("{jobs}", "app").items == b"app:{jobs}"
    with pytest.raises(BadCall, match=r"as in \{jobs\}"):
        cluster.keys("jobs", "app")


def test_keys_on_one_server_need_no_braces():
    assert connection().keys("jobs", "app").items == b"app:jobs"


@pytest.mark.parametrize(
    ("url", "changes", "expected"),
    [
        ("redis://127.0.0.1:9", None, True),
        ("redis://127.0.0.1:9?changes=no", None, False),
        ("redis://127.0.0.1:9?changes=no", True, True),
        ("redis://127.0.0.1:9", False, False),
    ],
)
def test_address_decides_about_changes_unless_the_caller_does(url, changes, expected):
    assert connection(url, changes=changes).changes is expected


def test_read_only_connection_runs_only_scripts_that_do_not_write():
    one = connection(changes=False)
    one._check(RunScript(lua_scripts.STAT, (), ()))
    with pytest.raises(NotAllowed, match="is read-only"):
        one._check(RunScript(lua_scripts.PUT, (), ()))


def test_error_of_a_read_only_connection_shows_no_password():
    error = read_only_error(RedisAddress.parse("redis://me:secret@127.0.0.1:9"))
    assert "127.0.0.1" in str(error)
    assert "secret" not in str(error)


def test_waiting_clients_are_connections_in_blmove():
    clients = [
        {"id": "1", "name": "edge_pid1", "cmd": "blmove"},
        {"id": "2", "name": "edge_pid1", "cmd": "ping"},
        {"id": "3", "name": "edge_pid2", "cmd": "BLMOVE"},
        {"id": "4", "name": "other", "cmd": "blmove"},
    ]
    assert waiting_clients(clients, ["edge_pid1.7f", "edge_pid2.01"]) == [1, 3]
    assert waiting_clients(clients, []) == []
