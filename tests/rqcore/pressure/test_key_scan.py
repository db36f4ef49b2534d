# SPDX-License-Identifier: GPL-3.0-or-later
"""The search for queues on a server that never ends it, or that answers with something else."""

from __future__ import annotations

import asyncio
import itertools

import pytest

pytest.importorskip("redis")

from rqcore.errors import ControllerError, ProtocolError, TooMany
from rqcore.pressure import key_scan
from rqcore.pressure.async_redis_connection import AsyncRedisConnection
from rqcore.pressure.key_scan import KeyScan
from rqcore.pressure.redis_address import RedisAddress
from rqcore.pressure.redis_connection import RedisConnection

ADDRESS = RedisAddress.parse("redis://127.0.0.1:1")


def scan_blocking(monkeypatch, reply):
    monkeypatch.setattr(RedisConnection, "ask", lambda _, *__, **___: reply())
    return RedisConnection(ADDRESS, "client", 1.0).scan(b"*", "hash")


def scan_async(monkeypatch, reply):
    async def ask(*_, **__):
        return reply()

    monkeypatch.setattr(AsyncRedisConnection, "ask", ask)
    return asyncio.run(AsyncRedisConnection(ADDRESS, "client", 1.0).scan(b"*", "hash"))


SCANS = pytest.mark.parametrize("scan", [scan_blocking, scan_async])


@SCANS
def test_search_follows_the_cursors(monkeypatch, scan):
    replies = iter([(7, [b"a", b"b"]), (9, []), (0, [b"b", b"c"])])
    assert scan(monkeypatch, lambda: next(replies)) == {b"a", b"b", b"c"}


@SCANS
@pytest.mark.parametrize("keys", [[], [b"key"]])
def test_search_that_the_server_never_ends_takes_a_limited_time(monkeypatch, scan, keys):
    clock = itertools.count()
    monkeypatch.setattr(key_scan.time, "monotonic", lambda: next(clock) / 10)
    with pytest.raises(ControllerError, match="did not list its keys in 12 seconds; raise network_timeout"):
        scan(monkeypatch, lambda: (7, keys))


@SCANS
def test_number_of_keys_is_limited(monkeypatch, scan):
    monkeypatch.setattr(key_scan, "MAX_KEYS", 50)
    numbers = itertools.count()
    with pytest.raises(TooMany, match="has more than 50 queues; open the one you need by its name"):
        scan(monkeypatch, lambda: (7, [b"%d" % next(numbers) for _ in range(10)]))


@SCANS
@pytest.mark.parametrize("reply", [b"OK", None, 5, [], (7, None), (0, [5]), ([], [b"a"]), (0, [[b"a"]])])
def test_reply_of_another_form_is_an_error_of_rqcore(monkeypatch, scan, reply):
    with pytest.raises(ProtocolError):
        scan(monkeypatch, lambda: reply)


def test_each_server_of_a_cluster_has_its_cursor():
    search = KeyScan(ADDRESS, 1.0)
    search.take(({"one": 3, "two": 0}, [b"a"]))
    assert search.following() == [("one", 3)]
    search.take(({"one": 0}, [b"b"]), "one")
    assert (search.following(), search.found) == ([], {b"a", b"b"})
