# SPDX-License-Identifier: GPL-3.0-or-later
"""The committer ends calls when their changes are safe, and fails them when they cannot be saved."""

from __future__ import annotations

import asyncio
import itertools
import sqlite3
import threading
import time
from collections.abc import Awaitable, Callable, Iterable
from typing import Any

import pytest

from rqcore.controller.handlers.dispatcher import Controller
from rqcore.controller.queue import BLOCKED
from rqcore.controller.storage import change_format, checkpoint, journal, record_parts
from rqcore.errors import BadSetting, StorageError
from rqcore.server import committer
from rqcore.server.committer import Committer
from rqcore.server.data_directory import DATABASE, DataDirectory


class Disk(DataDirectory):
    """A directory that can be full, or so slow that it waits until it is released."""

    problem = ""
    attempts = 0
    is_last = False
    """The disk is full again after the next write."""

    def write(self, number: int, rows: Iterable[bytes], page_rows: Iterable[tuple[int, bytes]] = ()) -> None:
        self.attempts += 1
        if self.problem:
            raise sqlite3.OperationalError(self.problem)
        super().write(number, rows, page_rows)
        if self.is_last:
            self.problem = "killed"


class SlowDisk(Disk):
    """A directory that writes nothing until it is free."""

    def __init__(self, path: str, sync: str) -> None:
        super().__init__(path, sync)
        self.is_free = threading.Event()

    def write(self, number: int, rows: Iterable[bytes], page_rows: Iterable[tuple[int, bytes]] = ()) -> None:
        self.is_free.wait(20)
        super().write(number, rows, page_rows)


class Running:
    """A controller with its committer, and a client whose calls are awaited."""

    def __init__(self, directory: DataDirectory) -> None:
        self.controller = Controller()
        self.state = self.controller.state
        self.committer = Committer(self.controller, directory, time.monotonic_ns)
        self.committer.on_finished = self._deliver
        self.committer.on_events = lambda: None
        self.committer.start()
        self._replies: dict[int, asyncio.Future[Any]] = {}
        self._names = itertools.count(1)

    def client(self) -> Any:
        return self.controller.connect(f"10.0.0.1:{next(self._names)}", 0)

    async def call(self, words: str, client: Any = None) -> Any:
        """Execute a command, and return its value when it is sent."""
        client = client or self.client()
        value = self.controller.execute(client, words.encode().split(), time.monotonic_ns())
        if value is not BLOCKED:
            return value
        reply = self._replies[client.number] = asyncio.get_running_loop().create_future()
        return await asyncio.wait_for(reply, 20)

    def _deliver(self) -> None:
        while self.state.outgoing:
            client, value = self.state.outgoing.popleft()
            reply = self._replies.pop(client.number)
            if isinstance(value, Exception):
                reply.set_exception(value)
            else:
                reply.set_result(value)

    async def stop(self) -> None:
        self.committer.seal()
        await self.committer.stop()


def run(directory: DataDirectory, work: Callable[[Running], Awaitable[None]]) -> None:
    async def main() -> None:
        running = Running(directory)
        try:
            await work(running)
        finally:
            await running.stop()

    asyncio.run(main())


@pytest.fixture
def disk(tmp_path):
    return Disk(str(tmp_path), "always")


def again(disk: Disk) -> Disk:
    return Disk(str(disk.path), disk.sync)


def test_value_is_sent_only_when_the_change_is_on_the_disk(disk):
    written: list[int] = []

    async def work(running: Running) -> None:
        await running.call("RQ.CREATE NAME jobs DURABLE")
        await running.call("RQ.PUT jobs one")
        reader = sqlite3.connect(disk.database)
        written.append(reader.execute("SELECT count(*) FROM journal").fetchone()[0])
        reader.close()

    run(disk, work)

    assert written == [2]


def test_queue_is_found_again(disk):
    async def fill(running: Running) -> None:
        await running.call("RQ.CREATE NAME jobs KIND lifo MAXSIZE 9 DURABLE")
        await running.call("RQ.MPUT jobs ITEMS a b c")
        assert (await running.call("RQ.GET jobs")).payload == b"c"

    async def take(running: Running) -> None:
        stat = running.state.names[b"jobs"].stat()
        assert (stat.kind, stat.maxsize, stat.puts, stat.gets, stat.unfinished) == ("lifo", 9, 3, 1, 3)
        assert (await running.call("RQ.GET jobs")).payload == b"b"

    run(disk, fill)
    run(again(disk), take)


def test_queue_in_memory_waits_for_nothing(disk):
    async def work(running: Running) -> None:
        client = running.client()
        await running.call("RQ.CREATE NAME fast", client)
        assert running.controller.execute(client, [b"RQ.PUT", b"fast", b"x"], 0) is None
        assert disk.attempts == 0

    run(disk, work)


def test_full_disk_fails_calls_and_keeps_their_items(disk, monkeypatch):
    monkeypatch.setattr(committer, "RETRY", 0.01)

    async def work(running: Running) -> None:
        await running.call("RQ.CREATE NAME jobs DURABLE")
        await running.call("RQ.CREATE NAME fast")
        await running.call("RQ.PUT jobs one")
        disk.problem = "database or disk is full"

        with pytest.raises(StorageError, match="disk is full; it is unknown whether"):
            await running.call("RQ.GET jobs")
        with pytest.raises(StorageError, match=r"'jobs' is durable.*disk is full; nothing was changed"):
            await running.call("RQ.PUT jobs two")
        await running.call("RQ.PUT fast x")
        assert running.state.names[b"jobs"].size == 1

        waiting = asyncio.create_task(running.call("RQ.GET jobs"))
        with pytest.raises(StorageError):
            await waiting
        disk.problem = ""
        while running.state.journal.failure:
            await asyncio.sleep(0.01)
        assert (await running.call("RQ.GET jobs")).payload == b"one"

    run(disk, work)


@pytest.mark.parametrize("is_full", [False, True])
def test_end_says_whether_the_last_changes_were_saved(tmp_path, is_full, caplog):
    disk, found = Disk(str(tmp_path), "second"), []

    async def work(running: Running) -> None:
        await running.call("RQ.CREATE NAME jobs DURABLE")
        await running.call("RQ.PUT jobs one")
        disk.problem = "database or disk is full" if is_full else ""
        found.append(running.committer)

    run(disk, work)

    assert found[0].is_incomplete == is_full
    assert ("could not be saved, and are lost" in caplog.text) == is_full


@pytest.mark.parametrize(
    "words",
    [
        "RPUSH jobs a",
        "RPUSH jobs a b",
        "LPUSH jobs a b",
        "RPOPLPUSH fast jobs",
        "RPOPLPUSH jobs fast",
        "RQ.MOVE fast jobs",
        "RQ.MOVE jobs fast",
        "BLPOP jobs 5",
    ],
)
def test_call_on_a_queue_that_cannot_be_saved_says_so(disk, words):
    async def work(running: Running) -> None:
        await running.call("RQ.CREATE NAME jobs DURABLE")
        await running.call("RQ.CREATE NAME fast")
        await running.call("RPUSH jobs 1 2")
        await running.call("RPUSH fast 1 2")
        running.state.journal.failure = "database or disk is full"

        with pytest.raises(StorageError, match=r"'jobs' is durable.*disk is full; nothing was changed"):
            await running.call(words)

        assert [running.state.names[name].size for name in (b"jobs", b"fast")] == [2, 2]
        running.state.journal.failure = ""

    run(disk, work)


def test_large_record_is_written_in_parts_of_one_transaction(disk, monkeypatch):
    monkeypatch.setattr(record_parts, "MOST_BYTES", 100)
    monkeypatch.setattr(committer, "RETRY", 0.01)
    payloads = [bytes([65 + at]) * 60 for at in range(6)]
    stored: list[Any] = []

    async def work(running: Running) -> None:
        await running.call("RQ.CREATE NAME jobs DURABLE")
        for payload in payloads:
            await running.call(f"RPUSH fast {payload.decode()}")
        disk.attempts = 0
        assert await running.call("RQ.MOVE fast jobs") == 6
        assert disk.attempts == 1
        assert await running.call("LPUSH jobs " + " ".join(["y" * 60] * 3)) == 9
        assert await running.call("RPUSH jobs " + " ".join(["z" * 60] * 3)) == 12
        stored.extend(running.state.names[b"jobs"].store)

    run(disk, work)

    async def check(running: Running) -> None:
        sizes = [len(record) for _, record in running.committer._directory.records()]
        assert max(sizes) < 250 and len(sizes) >= 6
        assert list(running.state.names[b"jobs"].store) == stored

    run(again(disk), check)


def test_what_waits_for_a_full_disk_does_not_grow_with_sessions(disk, monkeypatch):
    monkeypatch.setattr(committer, "RETRY", 0.001)

    async def work(running: Running) -> None:
        await running.call("RQ.CREATE NAME jobs DURABLE")
        disk.problem = "database or disk is full"
        with pytest.raises(StorageError):
            await running.call("RQ.PUT jobs one")
        journal, sizes = running.state.journal, set()
        while disk.attempts < 10:
            client = running.client()
            running.controller.execute(client, [b"HELLO", b"3", b"SESSION"], 0)
            running.controller.disconnect(client, 0)
            client.session = None
            sizes.add(journal.unwritten_bytes)
            await asyncio.sleep(0.001)
        assert max(sizes) < 2 * min(sizes)
        disk.problem = ""

    run(disk, work)


def test_get_whose_item_could_not_be_saved_fails_and_the_item_stays(disk, monkeypatch):
    monkeypatch.setattr(committer, "RETRY", 0.01)

    async def work(running: Running) -> None:
        await running.call("RQ.CREATE NAME jobs DURABLE")
        getter = asyncio.create_task(running.call("RQ.GET jobs"))
        await asyncio.sleep(0)
        disk.problem = "disk I/O error"
        with pytest.raises(StorageError):
            await running.call("RQ.PUT jobs one")
        with pytest.raises(StorageError):
            await getter  # the item that the put brought may be lost
        disk.problem = ""
        while running.state.journal.failure:
            await asyncio.sleep(0.01)
        assert (await running.call("RQ.GET jobs")).payload == b"one"

    run(disk, work)


@pytest.mark.parametrize(
    "words", ["RQ.GET jobs", "RQ.MGET jobs 2", "RPOP jobs", "BLPOP jobs 0", "RQ.LEASE jobs SECONDS 9"]
)
def test_item_of_a_failed_call_is_saved_with_its_return(disk, monkeypatch, words):
    monkeypatch.setattr(committer, "RETRY", 0.01)

    async def fail(running: Running) -> None:
        await running.call("RQ.CREATE NAME jobs DURABLE")
        await running.call("RQ.MPUT jobs ITEMS one two")
        disk.problem = "database or disk is full"
        with pytest.raises(StorageError, match="it is unknown whether"):
            await running.call(words)
        disk.problem, disk.is_last = "", True
        while not disk.problem:
            await asyncio.sleep(0.01)

    async def look(running: Running) -> None:
        assert [item.payload for item in running.state.names[b"jobs"].store] == [b"one", b"two"]

    run(disk, fail)
    run(again(disk), look)


def test_what_could_not_be_written_is_not_found_again(disk):
    async def fail(running: Running) -> None:
        await running.call("RQ.CREATE NAME jobs DURABLE")
        await running.call("RQ.PUT jobs one")
        disk.problem = "disk I/O error"
        with pytest.raises(StorageError):
            await running.call("RQ.PUT jobs two")

    async def look(running: Running) -> None:
        assert [item.payload for item in running.state.names[b"jobs"].store] == [b"one"]

    run(disk, fail)
    run(again(disk), look)


@pytest.mark.parametrize("sync", ["second", "off"])
def test_no_call_waits_with_other_settings(tmp_path, sync):
    disk = Disk(str(tmp_path), sync)

    async def fill(running: Running) -> None:
        client = running.client()
        for words in ("RQ.CREATE NAME jobs DURABLE", "RQ.PUT jobs one", "RQ.PUT jobs two"):
            assert running.controller.execute(client, words.encode().split(), 0) is not BLOCKED
        assert disk.attempts == 0

    async def look(running: Running) -> None:
        assert running.state.names[b"jobs"].size == 2

    run(disk, fill)
    run(again(disk), look)


def test_calls_wait_with_other_settings_while_the_disk_is_too_slow(tmp_path, monkeypatch):
    monkeypatch.setattr(journal, "MOST_UNWRITTEN", 10_000)
    monkeypatch.setattr(journal, "COUNTED", 1)
    disk = SlowDisk(str(tmp_path), "second")
    words = f"RQ.PUT jobs {'x' * 3000}"

    async def fill(running: Running) -> None:
        client, memory = running.client(), running.state.memory
        for each in ("RQ.CREATE NAME jobs DURABLE", "RQ.CREATE NAME fast", words, words, words, words):
            assert running.controller.execute(client, each.encode().split(), 0) is not BLOCKED
            await asyncio.sleep(0)
        waiting = [asyncio.create_task(running.call(each)) for each in (words, "RQ.GET jobs")]
        await asyncio.sleep(0)

        assert len(running._replies) == 2  # both are blocked
        await running.call("RQ.PUT fast x")
        assert memory.held > 2 * running.state.names[b"jobs"].bytes
        disk.is_free.set()
        await asyncio.gather(*waiting)
        while running.state.journal.unwritten_bytes:
            await asyncio.sleep(0)
        assert await running.call("INFO memory") and memory.held < 20_000
        assert running.controller.execute(running.client(), words.encode().split(), 0) is not BLOCKED

    async def look(running: Running) -> None:
        assert running.state.names[b"jobs"].size == 5

    run(disk, fill)
    run(again(disk), look)


def test_journal_is_shortened(disk, monkeypatch):
    monkeypatch.setattr(checkpoint, "LEAST_RECORDS", 20)

    async def fill(running: Running) -> None:
        await running.call("RQ.CREATE NAME jobs DURABLE")
        await running.call("RQ.PUT jobs first")
        for n in range(60):
            await running.call(f"RQ.PUT jobs {n}")
            await running.call("RQ.GET jobs")
        assert running.state.journal.records < 60

    async def look(running: Running) -> None:
        assert [item.payload for item in running.state.names[b"jobs"].store] == [b"59"]

    run(disk, fill)
    run(again(disk), look)


def test_long_names_cause_no_further_checkpoints(disk, monkeypatch):
    monkeypatch.setattr(checkpoint, "LEAST_BYTES", 10_000)
    begun: list[int] = []
    begin = committer.Checkpoint
    monkeypatch.setattr(committer, "Checkpoint", lambda *args: begun.append(1) or begin(*args))

    async def work(running: Running) -> None:
        for n in range(200):
            await running.call(f"RQ.CREATE NAME {'n' * 200}{n} DURABLE")
        await running.call("RQ.CREATE NAME jobs DURABLE")
        created = len(begun)
        for n in range(20):
            await running.call(f"RQ.PUT jobs {n}")
            await running.call("RQ.GET jobs")
        assert 1 <= created <= 4
        assert len(begun) <= created + 1

    run(disk, work)


def test_damaged_record_is_named(disk):
    async def fill(running: Running) -> None:
        await running.call("RQ.CREATE NAME jobs DURABLE")
        await running.call("RQ.PUT jobs one")

    run(disk, fill)
    with sqlite3.connect(disk.database) as connection:
        connection.execute("UPDATE journal SET record = zeroblob(30) WHERE number = 2")
    connection.close()

    directory = again(disk)
    with pytest.raises(BadSetting, match=rf"record 2 of {DATABASE} cannot be read: its checksum is wrong"):
        Committer(Controller(), directory, time.monotonic_ns)
    directory.close()


@pytest.mark.parametrize(
    "change",
    [
        change_format.pack_created(1, {"namespace": 5, "name": "a", "kind": "fifo", "maxsize": 0}),
        change_format.pack_created(1, {"namespace": "a", "name": "a", "kind": "heap", "maxsize": 0}),
        change_format.pack_figures(1, change_format.Figures(1 << 63, 0, 0, 0)),
        change_format.pack_created(1, {}) + change_format.pack_taken(1, []),
        change_format.pack_session({"token": 7, "requests": 1}),
        change_format.pack_session({"token": "x", "queue": 0, "items": 9}),
    ],
)
def test_record_with_values_of_another_form_is_refused(disk, change):
    async def work(running: Running) -> None:
        await running.call("RQ.CREATE NAME jobs DURABLE")

    run(disk, work)
    with sqlite3.connect(disk.database) as connection:
        connection.execute("UPDATE journal SET record = ?", (change_format.pack_record([change]),))
    connection.close()

    directory = again(disk)
    with pytest.raises(BadSetting, match=rf"record 1 of {DATABASE} cannot be read"):
        Committer(Controller(), directory, time.monotonic_ns)
    directory.close()


def test_transaction_is_saved_as_a_whole(disk):
    async def work(running: Running) -> None:
        client = running.client()
        await running.call("RQ.CREATE NAME jobs DURABLE", client)
        before = disk.attempts
        for words in ("MULTI", "RQ.PUT jobs a", "RQ.PUT jobs b"):
            await running.call(words, client)
        await running.call("EXEC", client)
        assert disk.attempts == before + 1

    run(disk, work)
