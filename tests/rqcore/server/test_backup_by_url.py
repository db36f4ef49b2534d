# SPDX-License-Identifier: GPL-3.0-or-later
"""A controller that names another directory than its own makes ``rqcore backup`` copy and change nothing."""

from __future__ import annotations

import os
import shutil
import socket
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

import pytest

import rqcore.server.backup
from rqcore.errors import BadSetting
from rqcore.protocol.requests.request_parser import RequestParser
from rqcore.server.backup import back_up
from rqcore.server.data_directory import APPLICATION, DATABASE, DataDirectory

ROOT = Path(rqcore.__file__).parents[1]


@pytest.fixture
def liar(aside):
    """Start a server whose INFO names any directory. Returns its URL."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve(info):
        with suppress(OSError), closing(listener), listener.accept()[0] as connection:
            parser = RequestParser(1 << 20)
            while data := connection.recv(65536):
                for name, *_ in parser.feed(data):
                    connection.sendall(_answer(name, info))

    def start(info):
        aside(serve, info)
        return f"rq://127.0.0.1:{listener.getsockname()[1]}"

    return start


def _answer(name, info):
    if name == b"HELLO":
        return b"%1\r\n+id\r\n:1\r\n"
    if name == b"INFO":
        text = f"# Persistence\r\ndata:{info}\r\n".encode()
        return b"$%d\r\n%b\r\n" % (len(text), text)
    return b"+PONG\r\n" if name == b"PING" else b"-NOTALLOWED no spool\r\n"


@pytest.fixture
def data(tmp_path):
    """The data directory of another controller of this user, which has stopped."""
    DataDirectory(str(tmp_path / "data"), "always").close()
    return tmp_path / "data"


def refusal(rqcore_command, url, target):
    """Try a backup, and return why it was refused."""
    done = rqcore_command("backup", url, str(target))
    assert (done.returncode, done.stdout) == (2, "")
    assert not target.exists()
    assert "Traceback" not in done.stderr and len(done.stderr.splitlines()) == 1
    return done.stderr


def test_directory_that_no_controller_uses_is_not_copied(liar, rqcore_command, data, tmp_path):
    before = sorted(os.listdir(data))

    message = refusal(rqcore_command, liar(data), tmp_path / "copy")

    assert "no controller of this machine uses it" in message
    assert sorted(os.listdir(data)) == before


def test_link_to_a_directory_in_use_is_not_followed(liar, rqcore_command, tmp_path):
    used = DataDirectory(str(tmp_path / "used"), "always")
    (tmp_path / "link").symlink_to(tmp_path / "used")

    assert "is a link" in refusal(rqcore_command, liar(tmp_path / "link"), tmp_path / "copy")

    used.close()


def test_link_to_a_database_is_not_followed(liar, rqcore_command, data, tmp_path):
    used = DataDirectory(str(tmp_path / "used"), "always")
    used.database.unlink()
    used.database.symlink_to(data / DATABASE)

    assert "not a regular file" in refusal(rqcore_command, liar(tmp_path / "used"), tmp_path / "copy")

    used.close()


@pytest.mark.parametrize("name", [DATABASE, "lock"])
def test_pipe_in_place_of_a_file_stops_no_backup(liar, rqcore_command, data, tmp_path, name):
    (data / name).unlink()
    os.mkfifo(data / name, 0o600)

    assert "not a regular file" in refusal(rqcore_command, liar(data), tmp_path / "copy")


def test_directory_that_others_can_change_is_not_copied(liar, rqcore_command, tmp_path):
    used = DataDirectory(str(tmp_path / "used"), "always")
    used.path.chmod(0o777)

    assert "other users can write to it" in refusal(rqcore_command, liar(used.path), tmp_path / "copy")

    used.close()


@pytest.mark.skipif(os.getuid() != 0, reason="only root can give a directory to another user")
def test_directory_of_another_user_is_not_copied(liar, rqcore_command, tmp_path):
    used = DataDirectory(str(tmp_path / "used"), "always")
    os.chown(used.path, 1234, -1)

    assert "it belongs to another user" in refusal(rqcore_command, liar(used.path), tmp_path / "copy")

    used.close()


@pytest.mark.parametrize("name", [".", "/dev", "/proc/self", "/missing", "/\0", "\x1b[2J", "/" + "x" * 5000])
def test_name_of_no_data_directory_is_refused(liar, rqcore_command, tmp_path, name):
    message = refusal(rqcore_command, liar(name), tmp_path / "copy")

    assert "rq://127.0.0.1" in message and message.strip().isprintable()


def test_refusal_shows_no_password(liar, rqcore_command, tmp_path):
    url = liar("").replace("//", "//:geheim@")

    message = refusal(rqcore_command, url, tmp_path / "copy")

    assert "no data directory" in message and "geheim" not in message


def test_relative_data_directory_is_named_in_full(launch, tmp_path):
    with (
        launch("--data", os.path.relpath(tmp_path / "data", ROOT)) as process,
        process.connect() as controller,
    ):
        named = controller.info()["data"]

    assert os.path.isabs(named) and os.path.samefile(named, tmp_path / "data")


def test_copy_that_does_not_fit_on_the_disk_is_not_begun(data, tmp_path, monkeypatch):
    full = shutil._ntuple_diskusage(1 << 40, (1 << 40) - 100, 100)
    monkeypatch.setattr(rqcore.server.backup, "disk_usage", lambda _: full)

    with pytest.raises(BadSetting, match=r"the copy needs [\d,]+ bytes, and the disk of .* has 100"):
        back_up(data, tmp_path / "copy")

    assert os.listdir(tmp_path / "copy") == []


ENDLESS = """WITH RECURSIVE endless(number, record) AS (
    SELECT 1, (SELECT record FROM one) UNION ALL SELECT number + 1, record FROM endless)
    SELECT number, record FROM endless"""


@pytest.mark.parametrize("what", ["view", "trigger", "another table"])
def test_database_with_more_than_its_table_is_refused(data, tmp_path, what):
    with closing(sqlite3.connect(data / DATABASE)) as database, database:
        if what == "view":
            database.execute("ALTER TABLE journal RENAME TO one")
            database.execute(f"CREATE VIEW journal AS {ENDLESS}")
        elif what == "trigger":
            database.execute("CREATE TRIGGER more AFTER INSERT ON journal BEGIN SELECT 1; END")
        else:
            database.execute("CREATE TABLE more (number)")
        assert database.execute("PRAGMA application_id").fetchone()[0] == APPLICATION

    for use in (lambda: back_up(data, tmp_path / "copy"), lambda: DataDirectory(str(data), "always")):
        with pytest.raises(BadSetting, match="is not the database of a controller"):
            use()

    assert os.listdir(tmp_path / "copy") == []
