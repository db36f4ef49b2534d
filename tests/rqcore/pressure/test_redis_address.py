# SPDX-License-Identifier: GPL-3.0-or-later
"""URLs, and servers that refuse or cannot be reached."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

import pytest
import redis
from redis.exceptions import BusyLoadingError

import rqcore
from rqcore.errors import BadCall, BadUrl, ConnectionLost, NoAuth, NotAllowed, TooMany, WrongPass
from rqcore.pressure import Exists, InUse, Missing, Queue
from rqcore.pressure.redis_address import RedisAddress
from rqcore.pressure.redis_errors import translated

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("redis://h", "redis://h"),
        (" redis://me:secret@h:1/2 ", "redis://me@h:1/2"),
        ("rediss://:secret@h?ssl_ca_certs=x", "rediss://h"),
        ("unix:///run/redis.sock?db=1", "unix:///run/redis.sock"),
        ("redis+cluster://a:1,b", "redis+cluster://a:1,b"),
        ("redis+sentinel://a,b:2/main/0", "redis+sentinel://a,b:2/main/0"),
        ("redis://[::1]:7?prefix=p&changes=no", "redis://[::1]:7?prefix=p&changes=no"),
    ],
)
def test_url_is_parsed_and_shown_without_password(url, shown):
    place = RedisAddress.parse(url)
    assert str(place) == shown
    assert "secret" not in repr(place)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "redis:",
        "redis://",
        "http://h",
        "redis://h:x",
        "redis://h:99999",
        "redis://::1",
        "redis://a,b",
        "redis+sentinel://a",
        "redis://me:secret@h:port",
    ],
)
def test_invalid_url_is_refused_with_an_example(url):
    with pytest.raises(BadUrl, match=r"write (redis|redis\+sentinel)://|write redis\+cluster") as refused:
        RedisAddress.parse(url)
    assert "secret" not in str(refused.value)


def test_unknown_option_is_refused():
    with pytest.raises(BadUrl, match="does not know one of its options"):
        Queue("jobs", url="redis://h?colour=red").qsize()


def test_unreachable_server_is_reported():
    with pytest.raises(ConnectionLost, match=r"cannot reach redis://127\.0\.0\.1:1"):
        rqcore.connect("redis://127.0.0.1:1")
    with pytest.raises(ConnectionLost):
        rqcore.connect("redis+cluster://127.0.0.1:1")
    with pytest.raises(ConnectionLost):
        rqcore.connect("redis+sentinel://127.0.0.1:1/main")


@pytest.fixture
def started(redis_program, redis_server_of):
    """Start a server: ``with started("--option", …) as server``."""
    return lambda *options: redis_server_of(redis_program, *options)


def test_wrong_or_missing_password_is_reported(started):
    with started("--requirepass", "secret") as server:
        where = f"127.0.0.1:{server.port}"
        with pytest.raises(NoAuth, match="needs a password"):
            rqcore.connect(server.url)
        with pytest.raises(WrongPass):
            rqcore.connect(f"redis://:wrong@{where}")
        with rqcore.connect(f"redis://:secret@{where}") as handle:
            handle.create("jobs").put("a")
            handle.connection.ask(
                "ACL", "SETUSER", "viewer", "on", ">x", "~*", "+@all", "-@write", "-@scripting"
            )
        with rqcore.connect(f"redis://viewer:x@{where}") as viewer, pytest.raises(NotAllowed, match="permit"):
            viewer.queue("jobs").put("b")


def test_full_memory_and_replica_are_reported(started):
    with started("--maxmemory", "1") as server, Queue("jobs", url=server.url) as queue:
        with pytest.raises(TooMany, match="out of memory"):
            queue.create(0)
        queue._connection.ask("CONFIG", "SET", "maxmemory", "0")
        queue.create(0).put("a")
        queue._connection.ask("CONFIG", "SET", "maxmemory", "1")
        with pytest.raises(TooMany, match="out of memory"):
            queue.put("b")
        assert queue.get() == b"a", "it lets itself be emptied"
        queue._connection.ask("CONFIG", "SET", "maxmemory", "0")
        queue._connection.ask("REPLICAOF", "127.0.0.1", "1")
        with pytest.raises(NotAllowed, match="replica"):
            queue.put("a")


def test_loading_server_is_reported():
    """A server cannot be kept loading for a test, so the test uses the message of one."""
    place = RedisAddress.parse("redis://h")
    assert "still loading" in str(translated(BusyLoadingError("dataset in memory"), place))


@pytest.mark.parametrize(
    ("key", "call"),
    [
        ("", lambda queue: queue.put("a")),
        ("", lambda queue: queue.get_nowait()),
        (":not_full", lambda queue: queue.put("a")),
        (":producer_free", lambda queue: queue.put("a")),
        (":consumer_free", lambda queue: queue.get_nowait()),
        (":bound", lambda queue: queue.qsize()),
    ],
)
def test_key_of_the_wrong_type_is_reported(make, bare, key, call):
    queue = make(1)
    bare.delete(f"__pressure__:{queue.name}{key}")
    bare.hset(f"__pressure__:{queue.name}{key}", "a", "b")
    with pytest.raises(BadCall, match="wrong type"):
        call(queue)
    bare.delete(f"__pressure__:{queue.name}{key}")
    bare.delete(f"__pressure__:{queue.name}:bound")


def test_counter_that_is_not_a_number_is_reported(make, bare):
    queue = make(1)
    bare.set(f"__pressure__:{queue.name}:stats:produced_bytes", "many")
    with pytest.raises(BadCall, match="not a number"):
        queue.put("a")
    assert bare.llen(f"__pressure__:{queue.name}") == 0, "what failed has put nothing"
    bare.delete(f"__pressure__:{queue.name}:stats:produced_bytes")


def test_half_created_queue_is_reported(make, bare):
    queue = make(name="half")
    bare.set("__pressure__:half:bound", 1)
    with pytest.raises(Exists):
        queue.create(1)
    with pytest.raises(InUse, match="half created"):
        queue.put_nowait("a")
    assert queue.free("producer") and queue.free("consumer")
    queue.put("a", timeout=5)
    assert queue.get() == b"a"


def test_name_on_a_cluster_needs_braces(redis_cluster):
    with pytest.raises(BadCall, match=r"in braces, as in \{jobs\}"):
        Queue("jobs", url=redis_cluster)
    with Queue("{jobs}", url=redis_cluster) as queue:
        queue.create(2)
        queue.put_many("ab")
        assert list(map(bytes.decode, queue.get_many(5))) == ["a", "b"]
        queue.delete()
        with pytest.raises(Missing):
            queue.get()


def test_missing_redis_py_is_reported():
    program = f"""
import sys; sys.path.insert(0, {str(ROOT)!r})
sys.modules["redis"] = None
import rqcore
try:
    rqcore.connect("redis://127.0.0.1")
except rqcore.NotAllowed as error:
    print(error)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=20)
    assert done.stdout == (
        "queues on Redis need redis-py, which is not installed: pip install 'rqdebug[redis]'\n"
    ), done.stderr


def test_importing_rqcore_does_not_import_redis():
    program = "import sys, rqcore; print('redis' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True)
    assert done.stdout == "False\n", done.stderr


def test_tls_connection_checks_the_certificate(redis_program, redis_server_of, certificate):
    key = certificate.with_name("key.pem")
    files = (
        "--tls-cert-file",
        str(certificate),
        "--tls-key-file",
        str(key),
        "--tls-ca-cert-file",
        str(certificate),
    )
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    if b"libssl" not in subprocess.run(["ldd", redis_program], capture_output=True, timeout=20).stdout:
        pytest.skip("this server was built without TLS")
    with redis_server_of(redis_program, "--tls-port", str(port), "--tls-auth-clients", "no", *files):
        with rqcore.connect(f"rediss://127.0.0.1:{port}?cafile={certificate}") as handle:
            handle.create("jobs").put("a")
            assert handle.queue("jobs").get() == "a"
        with pytest.raises(ConnectionLost, match="certificate"):
            rqcore.connect(f"rediss://127.0.0.1:{port}")


def test_sentinel_leads_to_the_primary_also_after_a_failover(redis_sentinel, until):
    with Queue("jobs", url=redis_sentinel.url, network_timeout=2.0) as queue:
        queue.create(0).put("a")
        with redis.Redis(port=redis_sentinel.replica.port) as asked:
            until(lambda: asked.llen("__pressure__:jobs") == 1)
        redis_sentinel.primary.stop()
        with pytest.raises(ConnectionLost):
            queue.qsize()
        until(lambda: answers(queue))
        assert queue.get() == b"a"


def answers(queue):
    try:
        return queue.qsize() == 1
    except (ConnectionLost, NotAllowed):
        return False


@pytest.mark.parametrize(
    "url",
    [
        "redis://127.0.0.1:6379/0",
        "redis://me:p%40ss@cache:1/2?prefix=a&socket_timeout=3",
        "rediss://:secret@cache?cafile=ca.pem",
        "unix:///run/redis.sock?db=1",
        "redis+sentinel://:secret@a:1,b:2/main/3",
    ],
)
def test_revealed_url_opens_the_same_server(url):
    address = RedisAddress.parse(url)
    assert RedisAddress.parse(address.reveal()) == address


def test_address_of_a_handle_connects_to_the_same_redis(redis_server):
    with (
        rqcore.connect(f"redis://127.0.0.1:{redis_server.port}") as controller,
        rqcore.connect(controller.url) as other,
    ):
        assert other.url == controller.url
        with Queue("jobs", url=controller.url) as queue:
            assert not queue.exists()
