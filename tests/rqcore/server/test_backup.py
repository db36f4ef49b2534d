# SPDX-License-Identifier: GPL-3.0-or-later
"""A backup has the queues of one moment, also while a controller writes."""

from __future__ import annotations

import os
import sqlite3
import stat
import threading

import pytest

from rqcore.controller.storage.change_format import pack_number, pack_record
from rqcore.errors import BadSetting
from rqcore.server.backup import back_up
from rqcore.server.data_directory import DATABASE, DataDirectory


def test_backup_of_a_busy_controller_has_a_beginning_of_what_was_put(launch, rqcore_command, tmp_path):
    data, copy = tmp_path / "data", tmp_path / "copy"
    put: list[int] = []
    with launch("--data", str(data)) as process, process.connect() as controller:
        jobs = controller.create("jobs", durable=True)
        jobs.put_many(["first"] * 100)
        is_over = threading.Event()

        def produce() -> None:
            while not is_over.is_set():
                jobs.put(len(put))
                put.append(len(put))

        producer = threading.Thread(target=produce)
        producer.start()
        before = len(put)
        done = rqcore_command("backup", str(data), str(copy))
        after = len(put) + 1
        by_url = rqcore_command("backup", process.url, str(tmp_path / "other"))
        is_over.set()
        producer.join()

    assert (done.returncode, done.stderr) == (0, "")
    assert "1 queue" in done.stdout and str(copy) in done.stdout
    assert by_url.returncode == 0, by_url.stderr
    with launch("--data", str(copy)) as process, process.connect() as controller:
        found = controller.queue("jobs").get_many(100_000)
        assert found[:100] == ["first"] * 100
        assert found[100:] == list(range(len(found) - 100))
        assert before <= len(found) - 100 <= after


@pytest.fixture
def data(tmp_path):
    directory = DataDirectory(str(tmp_path / "data"), "always")
    directory.close()
    return directory.path


def test_only_its_user_can_read_a_backup(data, tmp_path):
    back_up(data, tmp_path / "copy")

    assert os.listdir(tmp_path / "copy") == [DATABASE]
    assert stat.S_IMODE((tmp_path / "copy" / DATABASE).stat().st_mode) == 0o600


def test_backup_does_not_replace_another_one(data, tmp_path):
    back_up(data, tmp_path / "copy")

    with pytest.raises(BadSetting, match="already; name another directory"):
        back_up(data, tmp_path / "copy")


def test_directory_without_data_is_refused(tmp_path):
    with pytest.raises(BadSetting, match="name the data directory of a controller"):
        back_up(tmp_path, tmp_path / "copy")
    assert not (tmp_path / "copy").exists()


@pytest.mark.parametrize("damage", ["record", "file"])
def test_damaged_data_makes_no_backup(data, tmp_path, damage):
    if damage == "file":
        (data / DATABASE).write_bytes(b"no database" * 999)
    else:
        with sqlite3.connect(data / DATABASE) as connection:
            connection.execute("INSERT INTO journal VALUES (1, zeroblob(9))")
        connection.close()

    with pytest.raises(BadSetting, match=r"damaged: record 1|cannot be copied"):
        back_up(data, tmp_path / "copy")

    assert os.listdir(tmp_path / "copy") == []


def test_data_without_one_of_its_records_makes_no_backup(data, tmp_path):
    directory = DataDirectory(str(data), "always")
    for number in (1, 3):
        directory.write(number, [pack_record([pack_number(number)])])
    directory.close()

    with pytest.raises(BadSetting, match=r"damaged: record 3 cannot be read: the record in front of it"):
        back_up(data, tmp_path / "copy")

    assert os.listdir(tmp_path / "copy") == []


def test_backup_of_a_queue_in_memory_says_so(launch, rqcore_command, tmp_path):
    with launch() as process:
        done = rqcore_command("backup", process.url, str(tmp_path / "copy"))
    assert done.returncode == 2
    assert "has no data directory" in done.stderr


def test_backup_into_a_directory_that_others_can_read_is_private(tmp_path):
    data, copy = tmp_path / "data", tmp_path / "copy"
    DataDirectory(str(data), "always").close()
    copy.mkdir(mode=0o755)
    (copy / f"{DATABASE}.part").touch(0o644)

    back_up(data, copy)

    assert [(file.name, stat.S_IMODE(file.stat().st_mode)) for file in copy.iterdir()] == [(DATABASE, 0o600)]


def test_backup_into_a_directory_that_others_can_change_is_refused(tmp_path):
    data, copy = tmp_path / "data", tmp_path / "copy"
    DataDirectory(str(data), "always").close()
    copy.mkdir()
    copy.chmod(0o777)

    with pytest.raises(BadSetting, match="other users can write to"):
        back_up(data, copy)

    assert list(copy.iterdir()) == []
