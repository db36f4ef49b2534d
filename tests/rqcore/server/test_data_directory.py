# SPDX-License-Identifier: GPL-3.0-or-later
"""The data directory keeps records in order, and says clearly why it cannot be used."""

from __future__ import annotations

import os
import resource
import shutil
import sqlite3
import stat
from pathlib import Path

import pytest

from rqcore.errors import BadSetting
from rqcore.server import data_directory
from rqcore.server.data_directory import DATABASE, DataDirectory
from rqcore.server.directory_lock import LOCK


@pytest.fixture
def directory(tmp_path):
    directory = DataDirectory(str(tmp_path / "data"), "always")
    yield directory
    directory.close()


def reopened(directory: DataDirectory) -> DataDirectory:
    directory.close()
    return DataDirectory(str(directory.path), directory.sync)


def test_records_are_found_again_in_order(tmp_path):
    directory = DataDirectory(str(tmp_path), "always")
    for number in (1, 2, 3):
        directory.write(number, [b"record %d" % number])

    directory = reopened(directory)

    assert list(directory.records()) == [(1, b"record 1"), (2, b"record 2"), (3, b"record 3")]
    directory.close()


def test_second_attempt_replaces_a_record(directory):
    directory.write(1, [b"first"])
    directory.reopen()
    directory.write(1, [b"second"])

    assert list(directory.records()) == [(1, b"second")]


def test_record_is_not_written_to_a_file_that_was_moved_away(directory):
    directory.write(1, [b"first"])
    moved = directory.path / "moved"
    directory.database.rename(moved)

    with pytest.raises(OSError, match=DATABASE):
        directory.write(2, [b"second"])
    moved.rename(directory.database)

    assert list(directory.records()) == [(1, b"first")]


def test_old_records_are_deleted_in_parts(directory, monkeypatch):
    monkeypatch.setattr("rqcore.server.data_directory.DELETED_TOGETHER", 2)
    for number in range(1, 6):
        directory.write(number, [b"x"])

    parts = [directory.delete_some(5) for _ in range(3)]

    assert parts == [True, True, False]
    assert list(directory.records()) == [(5, b"x")]


@pytest.fixture
def readable_directory(tmp_path):
    """A directory that others can read, while new files are readable for all."""
    path, before = tmp_path / "public", os.umask(0o022)
    path.mkdir(mode=0o755)
    yield path
    os.umask(before)


def test_files_are_private_in_a_directory_that_others_can_read(readable_directory):
    directory = DataDirectory(str(readable_directory), "always")
    directory.write(1, [b"secret"])

    modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in readable_directory.iterdir()}

    assert modes == dict.fromkeys((DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm", LOCK), 0o600)
    directory.close()


def test_files_of_an_earlier_run_become_private(readable_directory):
    directory = DataDirectory(str(readable_directory), "always")
    directory.write(1, [b"secret"])
    for name in (DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm"):
        (readable_directory / name).chmod(0o644)

    directory.reopen()

    assert {stat.S_IMODE(file.stat().st_mode) for file in readable_directory.iterdir()} == {0o600}
    directory.close()


@pytest.mark.parametrize("mode", [0o777, 0o775, 0o757, 0o1777])
def test_directory_to_which_others_can_write_is_refused(tmp_path, mode):
    tmp_path.chmod(mode)

    with pytest.raises(BadSetting, match=f"other users can write to {tmp_path}, .* chmod go-w {tmp_path}"):
        DataDirectory(str(tmp_path), "always")

    assert list(tmp_path.iterdir()) == []


def test_directory_of_another_user_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "getuid", lambda: tmp_path.stat().st_uid + 1)

    with pytest.raises(BadSetting, match=f"{tmp_path} belongs to another user"):
        DataDirectory(str(tmp_path), "always")


def test_controller_does_not_start_on_a_directory_that_is_open_to_others(rqcore_command, tmp_path):
    tmp_path.chmod(0o777)

    done = rqcore_command("serve", "--port", "0", "--data", str(tmp_path))

    assert (done.returncode, "other users can write to" in done.stderr) == (2, True)


def test_only_its_user_can_read_the_data(directory):
    files = [directory.path, directory.database, directory.path / LOCK]
    assert [stat.S_IMODE(file.stat().st_mode) & 0o077 for file in files] == [0, 0, 0]


def test_directory_is_used_by_one_controller(directory):
    with pytest.raises(BadSetting, match=r"another controller uses the data directory .*; stop it"):
        DataDirectory(str(directory.path), "always")


def test_missing_record_is_reported(directory):
    directory.write(1, [b"x"])
    directory.write(3, [b"x"])

    with pytest.raises(BadSetting, match=r"record 3 of .* cannot be read: the record in front of it"):
        list(directory.records())


@pytest.mark.parametrize("damage", [b"this is no database" * 99, b"SQLite format 3\0" + b"\xff" * 4096])
def test_damaged_file_is_reported(tmp_path, damage):
    (tmp_path / DATABASE).write_bytes(damage)

    with pytest.raises(BadSetting, match=rf"the data directory .* cannot be used: {DATABASE}: .*backup"):
        DataDirectory(str(tmp_path), "always")


def test_database_of_another_program_is_refused(tmp_path):
    with sqlite3.connect(tmp_path / DATABASE) as connection:
        connection.execute("CREATE TABLE notes (text)")
    connection.close()

    with pytest.raises(BadSetting, match="is not the database of a controller; choose another directory"):
        DataDirectory(str(tmp_path), "always")


def test_newer_format_is_refused(tmp_path):
    with sqlite3.connect(tmp_path / DATABASE) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()

    with pytest.raises(BadSetting, match=r"newer version of rqcore \(format 99\); update rqcore"):
        DataDirectory(str(tmp_path), "always")


def test_file_in_place_of_the_directory_is_reported(tmp_path):
    (tmp_path / "file").touch()

    with pytest.raises(BadSetting, match=r"cannot be used: .*choose another directory, or leave out data"):
        DataDirectory(str(tmp_path / "file"), "always")


def test_lock_that_is_no_file_is_reported(tmp_path):
    os.mkfifo(tmp_path / LOCK)

    with pytest.raises(BadSetting, match="its lock is not a regular file"):
        DataDirectory(str(tmp_path), "always")


@pytest.mark.parametrize(("sync", "expected"), [("always", 2), ("second", 1), ("off", 0)])
def test_setting_chooses_how_sqlite_commits(tmp_path, sync, expected):
    directory = DataDirectory(str(tmp_path), sync)

    assert directory._connection.execute("PRAGMA synchronous").fetchone() == (expected,)
    assert directory._connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    directory.close()


def test_log_is_synchronized_also_after_an_error(tmp_path):
    directory = DataDirectory(str(tmp_path), "second")
    directory.write(1, [b"x"])
    directory.sync_log()
    directory.reopen()
    directory.sync_log()
    directory.close()


def log_of(directory: DataDirectory) -> Path:
    return directory.path / f"{DATABASE}-wal"


def test_log_does_not_grow_with_commits(directory):
    reserved = log_of(directory).stat().st_size

    directory.write(1, [b"x" * 100_000])

    assert log_of(directory).stat().st_size == reserved == data_directory.RESERVED_BYTES


def test_records_in_front_of_reserved_space_are_found_after_a_crash(directory, tmp_path):
    directory.write(1, [b"first"])
    directory.write(2, [b"second"])
    left_behind = tmp_path / "left behind"
    left_behind.mkdir()
    for name in (DATABASE, f"{DATABASE}-wal"):
        shutil.copy(directory.path / name, left_behind / name)

    other = DataDirectory(str(left_behind), "always")

    assert list(other.records()) == [(1, b"first"), (2, b"second")]
    assert log_of(other).stat().st_size == data_directory.RESERVED_BYTES
    other.close()


@pytest.fixture
def limited_files():
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, hard))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_without_space_nothing_is_reserved(limited_files, tmp_path):
    directory = DataDirectory(str(tmp_path), "always")

    assert log_of(directory).stat().st_size < 1 << 20
    directory.write(1, [b"first"])
    directory.close()
