# SPDX-License-Identifier: GPL-3.0-or-later
"""A controller whose disk fails: nothing is acknowledged that is not safe, and queues in memory go on."""

from __future__ import annotations

import resource
import shutil
import signal
import sqlite3

import pytest

from rqcore import QueueHandle
from rqcore.errors import StorageError
from rqcore.server.data_directory import DATABASE


@pytest.fixture
def start(launch, tmp_path):
    """Start a controller with the same data directory each time."""
    return lambda *options: launch("--data", str(tmp_path / "data"), *options)


def limit_files(pid: int, size: int) -> None:
    """Let no file of a process grow beyond a size, as on a full disk."""
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


def fill(jobs: QueueHandle, acknowledged: list[int]) -> StorageError:
    """Put items until the disk is full."""
    for number in range(10_000):
        try:
            jobs.put((number, "x" * 5000))
        except StorageError as error:
            return error
        acknowledged.append(number)
    raise AssertionError("the disk was never full")


def test_full_disk_loses_nothing_that_was_acknowledged(start, until):
    acknowledged: list[int] = []
    with start() as process, process.connect() as controller:
        jobs, fast = controller.create("jobs", durable=True), controller.create("fast")
        limit_files(process.pid, 400_000)

        error = fill(jobs, acknowledged)
        assert "it is unknown whether they will be saved" in str(error)
        with pytest.raises(StorageError, match=r"'jobs' is durable.*cannot be saved.*nothing was changed"):
            jobs.get_nowait()
        with pytest.raises(StorageError):
            controller.create("more", durable=True)
        fast.put_many(range(100))
        assert fast.get_many(100) == list(range(100))
        process.end(signal.SIGKILL)

    assert 5 < len(acknowledged) < 500
    with start() as process, process.connect() as controller:
        found = [number for number, _ in controller.queue("jobs").get_many(1000)]
        assert found in (acknowledged, [*acknowledged, len(acknowledged)])


def test_client_connects_while_the_disk_is_full_and_uses_queues_in_memory(start):
    with start() as process, process.connect() as controller:
        controller.create("jobs", durable=True)
        limit_files(process.pid, 1)

        with process.connect() as other:  # the first to notice it
            fast = other.create("fast")
            fast.put("item")
            assert fast.get_nowait() == "item"
            with pytest.raises(StorageError):
                other.queue("jobs").put("item")


def test_queue_goes_on_when_the_disk_has_space_again(start, until):
    acknowledged: list[int] = []
    with start() as process, process.connect() as controller:
        jobs = controller.create("jobs", durable=True)
        limit_files(process.pid, 400_000)
        fill(jobs, acknowledged)

        limit_files(process.pid, resource.RLIM_INFINITY)
        until(lambda: can_put(jobs))
        process.end(signal.SIGKILL)

    unknown = len(acknowledged)
    with start() as process, process.connect() as controller:
        found = [number for number, _ in controller.queue("jobs").get_many(1000)]
        assert found == [*acknowledged, unknown, -1]  # the journal keeps what it could not write


def can_put(jobs: QueueHandle) -> bool:
    try:
        jobs.put((-1, ""))
    except StorageError:
        return False
    return True


def test_directory_that_was_removed_fails_every_later_call(start, tmp_path):
    with start() as process, process.connect() as controller:
        jobs, fast = controller.create("jobs", durable=True), controller.create("fast")
        jobs.put(1)
        shutil.rmtree(tmp_path / "data")

        with pytest.raises(StorageError, match=DATABASE):
            jobs.put(2)
        with pytest.raises(StorageError, match="nothing was changed"):
            jobs.put(3)
        fast.put(4)
        assert fast.get() == 4
        assert process.end() == 1


@pytest.mark.parametrize("damage", ["page", "record", "other"])
def test_damaged_database_ends_the_start_with_a_clear_error(start, tmp_path, rqcore_command, damage):
    with start() as process, process.connect() as controller:
        controller.create("jobs", durable=True).put_many(["x" * 500] * 50)
        process.end()
    file = tmp_path / "data" / DATABASE
    if damage == "page":
        data = bytearray(file.read_bytes())
        data[100:8000] = b"\xee" * 7900
        file.write_bytes(data)
    elif damage == "record":
        with sqlite3.connect(file) as connection:
            connection.execute("UPDATE journal SET record = zeroblob(99) WHERE number = 2")
        connection.close()
    else:
        file.write_bytes(b"something else" * 999)

    ended = rqcore_command("serve", "--port", "0", "--data", str(tmp_path / "data"))

    assert ended.returncode != 0
    assert "Traceback" not in ended.stderr
    assert str(tmp_path / "data") in ended.stderr and "backup" in ended.stderr


@pytest.mark.parametrize("name", ["file", "file/data", "/proc/data"])
def test_directory_that_cannot_be_made_ends_the_start_with_a_clear_error(tmp_path, rqcore_command, name):
    (tmp_path / "file").touch()

    ended = rqcore_command("serve", "--port", "0", "--data", str(tmp_path / name))

    assert ended.returncode != 0
    assert "Traceback" not in ended.stderr
    assert "cannot be used" in ended.stderr and "choose another directory" in ended.stderr
