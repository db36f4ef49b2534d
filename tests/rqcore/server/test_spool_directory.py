# SPDX-License-Identifier: GPL-3.0-or-later
"""The spool: which clients can use its files, and that no file is left or lost."""

from __future__ import annotations

import asyncio
import errno
import gc
import os
import queue
import resource
import shutil
import signal
import subprocess
import sys
import time
from multiprocessing import get_context, resource_tracker
from pathlib import Path

import pytest

import rqcore
from rqcore.aio import connect as aio_connect
from rqcore.errors import BadSetting, ControllerError, NotAllowed, ProtocolError, TooBig, TooMany
from rqcore.protocol.event_batch import decode_batch
from rqcore.protocol.memory import Memory
from rqcore.protocol.spool_api import content
from rqcore.server import spool_directory
from rqcore.server.spool_directory import ORPHANED, SpoolDirectory
from rqcore.transport import shared_spool
from rqcore.transport.shared_spool import open_shared_spool

BIG, ABOVE = bytes(range(256)) * 40, 1000


@pytest.fixture
def root(tmp_path):
    return tmp_path / "root"


@pytest.fixture
def spool(root):
    spool = SpoolDirectory(str(root), ABOVE, 10**6)
    yield spool
    gc.collect()
    spool.close()
    assert not spool.directory.exists()


@pytest.fixture
def client(spool):
    found = open_spool_of(spool)
    assert found is not None
    return found


def open_spool_of(spool, nonce="0" * 32):
    return open_shared_spool(spool.locate(nonce.encode()), nonce)


def files(spool):
    return sorted(name for name in os.listdir(spool.directory) if name not in ("secret", "lock"))


# The files


def test_payload_is_passed_as_a_file(spool, client):
    name, memory = client.write(BIG), Memory()
    spooled = spool.adopt(name, 10**6, memory)
    assert (len(spooled), spooled.read(), spooled.read(3), content(spooled)) == (len(BIG), BIG, BIG[:3], BIG)
    assert (spool.items, spool.size, memory.held) == (1, len(BIG), -len(BIG))
    handed = spooled.hand_over()
    assert client.read(handed) == BIG
    client.delete(handed)
    assert (spool.items, spool.size, memory.held, files(spool)) == (0, 0, 0, [])


def test_file_is_deleted_with_its_item(spool, client):
    spooled = spool.adopt(client.write(BIG), 10**6, Memory())
    assert len(files(spool)) == 1
    del spooled
    assert (files(spool), spool.items) == ([], 0)


def test_file_that_was_handed_over_can_be_returned(spool, client):
    name = spool.adopt(client.write(BIG), 10**6, Memory()).hand_over()
    assert spool.adopt(name, 10**6, Memory()).read() == BIG


@pytest.mark.parametrize(
    "name",
    [b"", b"secret", b"../../../../etc/passwd", b"A" * 32, b"0" * 31, b"0" * 32 + b"/", b"0" * 33, b"0" * 32],
)
def test_invalid_file_name_is_rejected(spool, client, name):
    with pytest.raises(NotAllowed):
        spool.adopt(name, 10**6, Memory())
    with pytest.raises(ProtocolError):
        client.read(name)


def test_file_can_be_put_only_once(spool, client):
    name = client.write(BIG)
    kept = spool.adopt(name, 10**6, Memory())
    with pytest.raises(NotAllowed, match="already"):
        spool.adopt(name, 10**6, Memory())
    assert kept.read() == BIG


def test_links_and_directories_are_refused(spool, client):
    secret = spool.directory / "secret"
    (spool.directory / ("0" * 32 + ".part")).symlink_to(secret)
    (spool.directory / ("1" * 32 + ".part")).mkdir()
    for name in (b"0" * 32, b"1" * 32):
        with pytest.raises(NotAllowed, match="not a regular file"):
            spool.adopt(name, 10**6, Memory())


def test_payload_and_spool_have_bounds(root):
    spool = SpoolDirectory(str(root), ABOVE, 2 * len(BIG))
    client = open_spool_of(spool)
    with pytest.raises(TooBig, match=f"{len(BIG)} bytes"):
        spool.adopt(client.write(BIG), len(BIG) - 1, Memory())
    kept = [spool.adopt(client.write(BIG), 10**6, Memory()) for _ in range(2)]
    with pytest.raises(TooMany, match=f"holds {2 * len(BIG)} of {2 * len(BIG)} bytes"):
        spool.adopt(client.write(BIG), 10**6, Memory())
    assert len(files(spool)) == len(kept) == 2  # refused files are deleted
    kept.clear()
    spool.close()


def test_item_whose_file_was_removed_cannot_be_read(spool, client):
    spooled = spool.adopt(client.write(BIG), 10**6, Memory())
    os.unlink(spool.directory / files(spool)[0])
    with pytest.raises(ControllerError, match="cannot be read"):
        spooled.read()


@pytest.mark.parametrize("size", [0, len(BIG) - 1, len(BIG) + 1])
def test_item_whose_file_was_changed_is_neither_read_nor_handed_over(spool, client, size):
    spooled = spool.adopt(client.write(BIG), 10**6, Memory())
    os.truncate(spool.directory / files(spool)[0], size)
    for take in (spooled.read, spooled.hand_over, lambda: spooled.read(1)):
        with pytest.raises(ControllerError, match=f"has {size} bytes instead of {len(BIG)}"):
            take()


@pytest.mark.parametrize("words", ["RQ.GET jobs", "RPOP jobs", "RQ.MGET jobs 9"])
def test_get_of_an_item_whose_file_was_cut_fails(a, client, spool, words):
    name = client.write(BIG)
    a("RQ.PUT jobs", name, "SPOOLED")
    os.truncate(spool.directory / (name.decode() + ".item"), 5)
    assert a(words) == "ERROR"
    assert f"has 5 bytes instead of {len(BIG)}" in a.complaint
    assert files(spool) == []


def test_full_disk_leaves_no_file(spool, client, monkeypatch):
    def full(path, payload):
        Path(path).write_bytes(payload[:10])
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(shared_spool, "_write", full)
    with pytest.raises(TooMany, match="No space left on device"):
        client.write(BIG)
    assert files(spool) == []


def test_forgotten_files_are_deleted(spool, client):
    forgotten = client.write(BIG).decode() + ".part"
    kept = spool.adopt(client.write(BIG), 10**6, Memory())
    spool.sweep(time.time() + ORPHANED - 60)
    assert forgotten in files(spool)
    spool.sweep(time.time() + ORPHANED + 60)
    assert forgotten not in files(spool)
    assert kept.read() == BIG


def test_files_of_a_dead_controller_are_removed_at_the_next_start(root, spool):
    script = (
        "import os, signal; from rqcore.server.spool_directory import SpoolDirectory; "
        "from rqcore.transport.shared_spool import open_shared_spool;"
        f"s = SpoolDirectory({str(root)!r}, 1, 10**6); n = '0' * 32;"
        "open_shared_spool(s.locate(n.encode()), n).write(b'left over');"
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    assert subprocess.run([sys.executable, "-c", script], timeout=30).returncode == -signal.SIGKILL
    assert len(list(root.glob("spool-*"))) == 2
    other = SpoolDirectory(str(root), ABOVE, 10**6)
    assert set(root.glob("spool-*")) == {
        spool.directory,
        other.directory,
    }  # spools of running controllers stay
    other.close()


def test_directory_that_other_users_can_read_is_refused(tmp_path):
    tmp_path.chmod(0o755)
    with pytest.raises(BadSetting, match="only its owner, this user, can access"):
        SpoolDirectory(str(tmp_path), 1, 1)
    (tmp_path / "file").write_text("")
    with pytest.raises(BadSetting, match="spool cannot use"):
        SpoolDirectory(str(tmp_path / "file"), 1, 1)


# On the wire


@pytest.fixture
def talk(conversation, spool):
    talk = conversation()
    talk.controller.state.spool = spool
    return talk


@pytest.fixture
def a(talk):
    speaker = talk.client()
    speaker("RQ.CREATE NAME jobs MAXSIZE 2")
    return speaker


def test_getter_without_the_spool_receives_the_bytes(talk, a, client, spool):
    assert a("RQ.PUT jobs", client.write(BIG), "SPOOLED", "CODEC", "text") == b"OK"
    assert talk.controller.state.names[b"jobs"].bytes == len(BIG)
    assert a("RQ.PEEK jobs 0 -1") == a("LRANGE jobs 0 -1") == [BIG]
    number, _, size, beginning = a("RQ.PEEK jobs 0 -1 PREVIEW 9")
    assert (size, beginning) == (len(BIG), BIG[:9])
    assert a(f"RQ.PIECE jobs {number} 5 9") == BIG[5:14]
    assert a(f"RQ.PIECE jobs {number} {len(BIG) - 2} 9") == BIG[-2:]
    assert a(f"RQ.PIECE jobs {number} {len(BIG) + 2} 9") == b""
    assert a("RQ.GET jobs WITHCODEC") == [b"text", BIG]
    assert files(spool) == []
    assert talk.controller.state.memory.held == 0


def test_getter_that_shares_the_spool_receives_the_name(a, client, spool):
    a("RQ.PUT jobs", client.write(BIG), "SPOOLED")
    a("RQ.PUT jobs small")
    codec, name, spooled = a("RQ.GET jobs WITHSPOOL", client.proof)
    assert (codec, client.read(name), spooled) == (b"raw", BIG, 1)
    client.delete(name)
    assert a("RQ.GET jobs WITHSPOOL", client.proof) == [b"raw", b"small", 0]
    assert files(spool) == []


def test_wrong_proof_is_refused(a, client):
    a("RQ.PUT jobs", client.write(BIG), "SPOOLED")
    assert a("RQ.GET jobs WITHSPOOL", "0" * 32) == [b"raw", BIG, 0]


@pytest.mark.parametrize(
    "words", ["RQ.PURGE jobs", "RQ.CLOSE jobs", "RQ.SHUTDOWN jobs IMMEDIATE", "RPOP jobs", "RQ.MGET jobs 2"]
)
def test_files_are_deleted_with_their_items(a, client, spool, words):
    a("RQ.PUT jobs", client.write(BIG), "SPOOLED")
    a(words)
    assert files(spool) == []


@pytest.mark.parametrize("timeout", [0, 1])
def test_file_of_a_put_that_found_no_space_is_deleted(talk, a, client, spool, timeout):
    a("RQ.MPUT jobs ITEMS 1 2")
    a("RQ.PUT jobs", client.write(BIG), "SPOOLED", "TIMEOUT", timeout)
    talk.passes(timeout)
    assert files(spool) == []
    assert a("RQ.PURGE jobs") == 2
    assert talk.controller.state.memory.held == 0


def test_failed_put_leaves_no_file(a, client, spool):
    assert a("RQ.PUT missing", client.write(BIG), "SPOOLED") == "NOQUEUE"
    assert files(spool) == []


def test_controller_without_spool_reports_none(conversation):
    a = conversation().client()
    a("RQ.CREATE NAME jobs")
    assert a("RQ.SPOOL", "0" * 32) == "NOTALLOWED"
    assert a("RQ.PUT jobs", "0" * 32, "SPOOLED") == "NOTALLOWED"
    assert a("INFO spool").split() == [b"#", b"Spool", b"spool:"]


def test_missing_spool_file_fails_only_its_getter(talk, a, client, spool):
    b = talk.client()
    a("RQ.PUT jobs", client.write(BIG), "SPOOLED")
    os.unlink(spool.directory / files(spool)[0])
    assert a("RQ.PUT jobs 1") == b"OK"
    b("RQ.GET jobs")
    assert "cannot be read" in b.complaint
    assert b("RQ.GET jobs") == b"1"


def test_observers_see_the_payload_and_its_size(talk, a, client):
    observer = talk.observer("PREVIEW 4")
    a("RQ.PUT jobs", client.write(BIG), "SPOOLED")
    a("RQ.GET jobs")
    ((_, batch),) = observer.observed()
    events = decode_batch(batch)
    sizes = [event["size"] for event, _ in events.events()]
    assert (sizes, bytes(events.previews)) == ([len(BIG)] * 2, BIG[:4] * 2)


@pytest.mark.parametrize("nonce", ["", "x" * 32, "0" * 31, "0" * 33, "client", "A" * 32])
def test_controller_proves_nothing_for_a_nonce_of_another_form(a, nonce):
    assert a("RQ.SPOOL", nonce) == "ERR"


def test_client_that_sends_no_nonce_uses_no_spool(a):
    assert a("RQ.SPOOL") == "ERR"


# Real clients of a real controller


@pytest.fixture
def served(launch, tmp_path):
    root = tmp_path / "served"
    with launch("--spool", str(root), "--spool-above", str(ABOVE)) as process:
        yield process
        assert process.end() == 0
    assert not list(root.glob("spool-*"))


def spooled(handle):
    return int(handle.info()["spooled_items"])


def test_large_payloads_are_spooled_and_returned_unchanged(served):
    with served.connect() as controller:
        jobs = controller.create("jobs", maxsize=9)
        items = [BIG, "é" * ABOVE, {"n": list(range(ABOVE))}, "small"]
        for item in items:
            jobs.put(item)
        assert spooled(controller) == 3
        assert jobs.peek() == items
        assert [jobs.get() for _ in items] == items
        assert spooled(controller) == 0


def test_asyncio_clients_spool_too(served):
    async def put_and_get():
        async with aio_connect(served.url) as controller:
            jobs = await controller.create("jobs")
            await jobs.put(BIG)
            with served.connect() as other:
                assert spooled(other) == 1
            getter = asyncio.create_task(jobs.get())
            assert await getter == BIG
            waiting = asyncio.create_task(jobs.get(timeout=20))
            await asyncio.sleep(0.05)
            waiting.cancel()
            await jobs.put(BIG)
            with pytest.raises(asyncio.CancelledError):
                await waiting
            assert await jobs.get(timeout=20) == BIG

    asyncio.run(put_and_get())


def test_put_to_a_full_queue_leaves_no_file(served):
    with served.connect() as controller:
        jobs = controller.create("jobs", maxsize=1)
        jobs.put(BIG)
        for _ in range(3):
            with pytest.raises(queue.Full):
                jobs.put(BIG, timeout=0.01)
        assert spooled(controller) == 1
        directory = controller.info()["spool"]
        assert len(os.listdir(directory)) == 3  # secret, lock, and one item


def _take(url):
    with rqcore.connect(url) as controller:
        item = controller.queue("jobs").get(timeout=20)
        controller.queue("back").put(len(item))


@pytest.fixture(scope="module")
def spawn():
    resource_tracker.ensure_running()
    return get_context("spawn")


def test_another_process_takes_the_file(served, spawn):
    with served.connect() as controller:
        jobs = controller.create("jobs")
        back = controller.create("back")
        taker = spawn.Process(target=_take, args=(served.url,))
        taker.start()
        jobs.put(BIG)
        taker.join(20)
        assert back.get(timeout=20) == len(BIG)
        assert spooled(controller) == 0
        taker.close()


def test_large_items_work_without_a_spool(launch):
    with launch("--spool", "off") as process, process.connect() as controller:
        assert controller.shared_spool is None
        jobs = controller.create()
        jobs.put(BIG * 100)
        assert jobs.get() == BIG * 100


def test_put_on_a_full_disk_is_too_many(served, tmp_path):
    """A limit on file sizes simulates a full disk: the payload is not put, and no file stays."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        with served.connect() as controller:
            jobs = controller.create("jobs")
            resource.setrlimit(resource.RLIMIT_FSIZE, (2000, before[1]))
            with pytest.raises(TooMany, match="cannot be written to"):
                jobs.put(BIG)
            resource.setrlimit(resource.RLIMIT_FSIZE, before)
            assert jobs.qsize() == 0
            assert len(os.listdir(controller.info()["spool"])) == 2
            jobs.put(BIG)
            assert jobs.get() == BIG
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, ignored)


# Files that are gone


def remove_file(spool, spooled_name):
    os.unlink(spool.directory / (spooled_name.decode() + ".item"))


@pytest.fixture
def half_gone(a, client, spool):
    """The queue jobs holds three items, and the file of the second is gone."""
    a("RQ.CREATE NAME all")
    a("RQ.PUT all first")
    name = client.write(BIG)
    a("RQ.PUT all", name, "SPOOLED")
    a("RQ.PUT all", client.write(BIG), "SPOOLED")
    a("RQ.PUT all last")
    remove_file(spool, name)


@pytest.mark.parametrize(
    ("take", "last"),
    [("RQ.MGET all 9", [b"first"]), ("RPOP all 9", [b"first"]), ("LPOP all 9", [b"last", BIG])],
)
def test_several_items_end_in_front_of_an_item_whose_file_is_gone(talk, a, half_gone, take, last):
    assert a(take) == last
    assert a(take) == "ERROR"
    assert "cannot be read" in a.complaint
    rest = [b"first"] if take.startswith("LPOP") else [BIG, b"last"]
    assert a(take) == rest
    assert a("RQ.SIZE all") == 0
    assert talk.controller.state.memory.held == 0
    assert b"lost_payloads:1" in a("INFO stats")


def test_blocked_call_for_several_items_loses_only_the_item_whose_file_is_gone(
    talk, a, client, spool, monkeypatch
):
    b, name, other = talk.client(), client.write(BIG), client.write(BIG)
    a("RQ.CREATE NAME all")
    assert b("RQ.MGET all 3") == "waits"
    real = spool_directory.read_file

    def read_file(path, *arguments):
        return real("/none" if name.decode() in str(path) else path, *arguments)

    monkeypatch.setattr(spool_directory, "read_file", read_file)
    a("MULTI")
    a("RQ.PUT all", name, "SPOOLED")
    a("RQ.PUT all", other, "SPOOLED")
    a("RQ.PUT all last")
    a("EXEC")
    assert b.heard == ["ERROR"]
    assert b("RQ.MGET all 3") == [BIG, b"last"]


@pytest.mark.parametrize("words", ["RQ.PURGE jobs", "RQ.SHUTDOWN jobs IMMEDIATE", "RQ.CLOSE jobs"])
def test_observed_end_of_an_item_whose_file_is_gone_lets_blocked_calls_continue(
    talk, a, client, spool, words
):
    b, _ = talk.client(), talk.observer()
    name = client.write(BIG)
    a("RQ.PUT jobs", name, "SPOOLED")
    a("RQ.PUT jobs 2")
    assert b("RQ.PUT jobs 3") == "waits"
    remove_file(spool, name)
    a(words)
    assert len(b.heard) == 1


def test_put_goes_over_the_connection_when_the_directory_is_gone(served):
    with served.connect() as controller:
        jobs = controller.create("jobs")
        shutil.rmtree(controller.info()["spool"])
        jobs.put(BIG)
        assert jobs.get() == BIG
