# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

from types import SimpleNamespace

import pytest

redis = pytest.importorskip("redis")

import rqcore  # noqa: E402
from rqcore.errors import BadCall, ConnectionLost  # noqa: E402
from rqdebug.targets.redis import key_scanner  # noqa: E402
from rqdebug.targets.redis.key_scanner import KeyScanner  # noqa: E402


class Server:
    """Plain keys on a fake server that scans a few at a time and counts commands."""

    prefix = "P"

    def __init__(self, keys, per_scan=2):
        self.keys = keys
        self.asked = []
        self.connection = SimpleNamespace(address=SimpleNamespace(is_cluster=False), ask=self._ask)
        self._per_scan = per_scan

    def _ask(self, command, *arguments, **options):
        self.asked.append(command)
        return getattr(self, command.lower())(*arguments)

    def scan(self, cursor, _count, _keys):
        names = list(self.keys)
        following = cursor + self._per_scan
        return (0 if following >= len(names) else following), names[cursor:following]

    def type(self, key):
        return self.keys[key][0].encode()

    def llen(self, key):
        return self._length(key, "list")

    def xlen(self, key):
        return self._length(key, "stream")

    def _length(self, key, kind):
        found, length = self.keys.get(key, ("none", 0))
        if found not in (kind, "none"):
            raise BadCall("WRONGTYPE")
        return length


def names(stats):
    return [stat.name for stat in stats]


def test_lists_and_streams_are_found_and_other_types_are_not():
    server = Server(
        {b"list": ("list", 2), b"stream": ("stream", 0), b"text": ("string", 0), b"set": ("set", 9)}
    )
    stats = KeyScanner(server).poll()
    assert [(stat.name, stat.kind, stat.size) for stat in stats] == [
        ("list", "list", 2),
        ("stream", "stream", 0),
    ]


def test_type_of_a_key_is_asked_once():
    server = Server({b"jobs": ("list", 1)})
    scanner = KeyScanner(server)
    scanner.poll()
    scanner.poll()
    assert server.asked.count("TYPE") == 1
    assert server.asked.count("LLEN") == 2


def test_poll_scans_only_a_part_of_many_keys(monkeypatch):
    monkeypatch.setattr(key_scanner, "SCANS_PER_POLL", 3)
    server = Server({b"%03d" % number: ("list", 1) for number in range(20)})
    scanner = KeyScanner(server)
    found = [len(scanner.poll()) for _ in range(4)]
    assert found == [6, 12, 18, 20]
    assert server.asked.count("SCAN") == 10


def test_deleted_queue_disappears_immediately_and_its_key_after_the_scan(monkeypatch):
    server = Server({b"a": ("list", 1), b"b": ("list", 1)})
    scanner = KeyScanner(server)
    assert names(scanner.poll()) == ["a", "b"]
    server.keys = {b"b": ("list", 1)}
    assert names(scanner.poll()) == ["b"]
    assert set(scanner._all_kinds()) == {b"b"}


def test_key_that_changed_its_type_is_not_a_queue():
    server = Server({b"a": ("list", 1)})
    scanner = KeyScanner(server)
    scanner.poll()
    server.keys = {b"a": ("stream", 1)}
    assert scanner.poll() == []


def test_empty_stream_is_a_queue_and_an_empty_list_is_not():
    assert names(KeyScanner(Server({b"a": ("list", 0), b"b": ("stream", 0)})).poll()) == ["b"]


def test_number_of_queues_is_limited(monkeypatch):
    monkeypatch.setattr(key_scanner, "MAX_QUEUES", 3)
    server = Server({b"%d" % number: ("list", 1) for number in reversed(range(8))})
    assert names(KeyScanner(server).poll()) == ["0", "1", "2"]


def test_keys_of_pressure_queues_are_not_separate_queues():
    server = Server(
        {b"P:jobs": ("list", 1), b"P:jobs:producer_free": ("list", 1), b"P::bound": ("string", 0)}
    )
    assert KeyScanner(server).poll() == []
    assert "TYPE" not in server.asked


def test_lost_connection_is_not_taken_for_a_missing_queue():
    server = Server({b"a": ("list", 1)})
    scanner = KeyScanner(server)

    def lose(*_):
        raise ConnectionLost("it hung up")

    server.llen = lose
    with pytest.raises(ConnectionLost):
        scanner.poll()


@pytest.fixture
def client(redis_server):
    with redis.Redis(port=redis_server.port) as bare:
        bare.flushall()
    with rqcore.connect(redis_server.url, name="scanner") as handle:
        yield handle


def test_queues_of_a_real_server_are_found_with_their_figures(client, redis_server):
    client.create("box", maxsize=3).put_many(["a", "b"])
    with redis.Redis(port=redis_server.port) as bare:
        bare.rpush("list", "x")
        bare.set("P:no queue:bound", "5")
        bare.set("text", "x")
    box, plain = KeyScanner(client).poll()
    assert (box.name, box.kind, box.size, box.maxsize, box.puts, box.gets) == ("box", "fifo", 2, 3, 2, 0)
    assert (plain.name, plain.kind, plain.size, plain.maxsize) == ("list", "list", 1, 0)


def test_closed_queue_of_a_real_server_disappears(client):
    box = client.create("box")
    scanner = KeyScanner(client)
    assert names(scanner.poll()) == ["box"]
    box.close()
    assert scanner.poll() == []


def test_thousands_of_keys_are_found_after_several_polls(client, redis_server):
    with redis.Redis(port=redis_server.port) as bare:
        bare.mset({f"key:{number}": "x" for number in range(12_000)})
        bare.rpush("zz-list", "x")
    scanner = KeyScanner(client)
    polls = next(poll for poll in range(1, 20) if names(scanner.poll()) == ["zz-list"])
    assert polls <= 4


def test_every_server_of_a_cluster_is_scanned(redis_cluster):
    with rqcore.connect(redis_cluster) as client:
        boxes = [client.create(name) for name in "abcdef"]
        assert set(names(KeyScanner(client).poll())) >= set("abcdef")
        for box in boxes:
            box.close()
