# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

from types import SimpleNamespace

import pytest

redis = pytest.importorskip("redis")

import rqcore  # noqa: E402
import rqcore.redis  # noqa: E402
from rqcore.errors import BadCall, ConnectionLost  # noqa: E402
from rqdebug.targets.redis import key_scanner  # noqa: E402
from rqdebug.targets.redis.key_scanner import KeyScanner  # noqa: E402

KINDS = 2 + len(key_scanner._PLAIN_KINDS)
"""Number of SCAN commands in a step."""


class Server:
    """Plain keys on a fake server that scans a few at a time and counts commands."""

    prefix = "P"

    def __init__(self, keys, per_scan=2):
        self.keys = keys
        self.asked = []
        self.connection = SimpleNamespace(
            address=SimpleNamespace(is_cluster=False), ask=self._ask, ask_many=self._ask_many
        )
        self._per_scan = per_scan

    def _ask(self, command, *arguments, **options):
        self.asked.append(command)
        return getattr(self, command.lower())(*arguments)

    def _ask_many(self, commands):
        return [self._ask(*words) for words in commands]

    def dbsize(self):
        return len(self.keys)

    def scan(self, cursor, _count, _keys, _type, kind, *match):
        names = list(self.keys)
        following = cursor + self._per_scan
        keys = [key for key in names[cursor:following] if self.keys[key][0] == kind]
        if match and kind == "string":
            keys = [key for key in keys if key.startswith(b"P:") and key.endswith(b":bound") and key[2:-6]]
        return (0 if following >= len(names) else following), keys

    def llen(self, key):
        return self._length(key, "list")

    def xlen(self, key):
        return self._length(key, "stream")

    def _length(self, key, kind):
        found, length = self.keys.get(key, ("none", 0))
        if found not in (kind, "none"):
            return BadCall("WRONGTYPE")
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


def test_scan_asks_for_no_type_of_a_single_key():
    server = Server({b"%d" % number: ("string", 0) for number in range(500)} | {b"jobs": ("list", 1)}, 100)
    scanner = KeyScanner(server)
    assert names(scanner.poll()) == ["jobs"]
    assert "TYPE" not in server.asked
    assert server.asked.count("SCAN") == 6 * KINDS


def test_poll_scans_only_a_part_of_many_keys(monkeypatch):
    monkeypatch.setattr(key_scanner, "STEPS_PER_POLL", 3)
    server = Server({b"%03d" % number: ("list", 1) for number in range(20)})
    scanner = KeyScanner(server)
    found = []
    for _ in range(4):
        found.append((len(scanner.poll()), scanner.coverage.is_complete))
    assert found == [(6, False), (12, False), (18, False), (20, True)]
    assert server.asked.count("SCAN") == 10 * KINDS


def test_long_scan_is_followed_by_a_pause(monkeypatch):
    monkeypatch.setattr(key_scanner, "STEPS_PER_POLL", 9)
    scanner = KeyScanner(server := Server({b"%03d" % number: ("list", 1) for number in range(20)}))
    for _ in range(2 + key_scanner.PAUSE):
        scanner.poll()
    assert server.asked.count("SCAN") == 10 * KINDS
    scanner.poll()
    assert server.asked.count("SCAN") == 19 * KINDS


def test_keys_that_were_not_examined_yet_are_counted(monkeypatch):
    monkeypatch.setattr(key_scanner, "STEPS_PER_POLL", 3)
    monkeypatch.setattr(key_scanner, "KEYS_PER_SCAN", 2)
    scanner = KeyScanner(Server({b"%03d" % number: ("list", 1) for number in range(20)}))
    scanner.poll()
    assert (scanner.coverage.is_complete, scanner.coverage.unexamined_keys) == (False, 14)


def test_list_that_ran_empty_stays_and_is_empty():
    server = Server({b"a": ("list", 1), b"b": ("list", 1)})
    scanner = KeyScanner(server)
    assert names(scanner.poll()) == ["a", "b"]
    server.keys = {b"b": ("list", 1)}
    for _ in range(3):
        assert [(stat.name, stat.size) for stat in scanner.poll()] == [("a", 0), ("b", 1)]


def test_number_of_queues_that_ran_empty_is_limited(monkeypatch):
    monkeypatch.setattr(key_scanner, "MAX_QUEUES", 5)
    server = Server({})
    scanner = KeyScanner(server)
    for number in range(20):
        server.keys = {b"%02d" % number: ("list", 1)}
        scanner.poll()
    assert len(scanner._all_kinds()) == 6


def test_key_that_changed_its_type_is_not_a_queue():
    server = Server({b"a": ("list", 1)})
    scanner = KeyScanner(server)
    scanner.poll()
    server.keys = {b"a": ("string", 1)}
    assert scanner.poll() == []


def test_streams_do_not_hide_a_list(monkeypatch):
    monkeypatch.setattr(key_scanner, "MAX_QUEUES", 3)
    streams = {b"%d" % number: ("stream", 1) for number in range(8)}
    scanner = KeyScanner(Server(streams | {b"list": ("list", 1)}))
    assert names(scanner.poll()) == ["0", "1", "2", "list"]
    assert scanner.coverage.hidden_queues == 5


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


def test_keys_of_queues_of_rqcore_are_not_separate_queues(client, redis_server):
    jobs = rqcore.redis.connect(redis_server.url)
    try:
        queue = jobs.create("jobs", kind="priority")
        jobs.create("lines").put(1)
        queue.put(1)
        assert "zset" not in {stat.kind for stat in KeyScanner(client).poll()}
        assert "list" not in {stat.kind for stat in KeyScanner(client).poll()}
    finally:
        for stat in jobs.queues():
            jobs.queue(stat.name).close()
        jobs.close()


def test_lost_connection_is_not_taken_for_a_missing_queue():
    server = Server({b"a": ("list", 1)})
    scanner = KeyScanner(server)

    def lose(*_):
        raise ConnectionLost("it hung up")

    server.connection.ask_many = lose
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


def test_queues_among_200_000_keys_are_found(client, redis_server):
    with redis.Redis(port=redis_server.port) as bare:
        for start in range(0, 200_000, 20_000):
            bare.mset({f"key:{number}": "x" for number in range(start, start + 20_000)})
        pipeline = bare.pipeline(transaction=False)
        for number in range(1200):
            pipeline.xadd(f"a-stream:{number}", {"k": "v"})
        pipeline.rpush("zz-list", "x")
        pipeline.execute()
    scanner = KeyScanner(client)
    polls = 1
    while "zz-list" not in names(found := scanner.poll()) or not scanner.coverage.is_complete:
        polls += 1
        assert polls < 10
    assert len(found) == key_scanner.MAX_QUEUES + 1
    assert scanner.coverage.hidden_queues == 200


def test_every_server_of_a_cluster_is_scanned(redis_cluster):
    with rqcore.connect(redis_cluster) as client:
        boxes = [client.create(name) for name in "abcdef"]
        assert set(names(KeyScanner(client).poll())) >= set("abcdef")
        for box in boxes:
            box.close()


class EndlessServer(Server):
    """A server whose SCAN returns new streams without end."""

    def scan(self, cursor, _count, _keys, _type, kind, *match):
        new = range(cursor, cursor + 10)
        return cursor + 10, [b"%d" % number for number in new] if kind == "stream" else []

    def xlen(self, key):
        return 1


def test_scan_without_end_keeps_a_limited_number_of_queues(monkeypatch):
    monkeypatch.setattr(key_scanner, "MAX_FOUND", 25)
    monkeypatch.setattr(key_scanner, "MAX_QUEUES", 20)
    scanner = KeyScanner(EndlessServer({}))
    for _ in range(3 * key_scanner.PAUSE):
        assert len(scanner.poll()) == 20
        assert scanner.coverage.hidden_queues == 5
    assert scanner.coverage.is_complete
