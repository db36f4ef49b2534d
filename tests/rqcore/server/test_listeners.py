# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import asyncio
import os
import signal
import socket

import pytest

from rqcore.server import listeners


def listening(path):
    """Open a listener on a path, and close it."""

    async def run() -> str:
        listener = await listeners.unix(asyncio.Protocol, str(path), 0o600)
        assert path.is_socket()
        listener.close()
        await asyncio.sleep(0)
        return listener.url

    return asyncio.run(run())


def test_unix_socket_is_removed_at_the_end(socket_directory):
    assert listening(socket_directory / "s") == f"rq+unix://{socket_directory}/s"
    assert not (socket_directory / "s").exists()


def test_socket_of_a_killed_controller_is_replaced(launch, socket_directory):
    with launch("--unix", str(socket_directory / "s")) as process:
        process.next_line()
        process.end(signal.SIGKILL)
    assert (socket_directory / "s").is_socket()
    listening(socket_directory / "s")


def test_socket_of_another_server_is_not_removed(socket_directory):
    with socket.socket(socket.AF_UNIX) as other:
        other.bind(str(socket_directory / "s"))
        other.listen()
        with pytest.raises(OSError, match="in use"):
            listening(socket_directory / "s")
    assert (socket_directory / "s").is_socket()


def test_file_that_is_not_a_socket_is_not_removed(tmp_path):
    (tmp_path / "s").write_text("precious")
    with pytest.raises(OSError, match="in use"):
        listening(tmp_path / "s")
    assert (tmp_path / "s").read_text() == "precious"


def test_file_that_replaced_the_socket_is_not_removed(socket_directory):
    async def run() -> None:
        listener = await listeners.unix(asyncio.Protocol, str(socket_directory / "s"), 0o600)
        os.unlink(socket_directory / "s")
        (socket_directory / "s").write_text("precious")
        listener.close()
        await asyncio.sleep(0)

    asyncio.run(run())
    assert (socket_directory / "s").read_text() == "precious"


def test_umask_is_restored(socket_directory):
    before = os.umask(0o022)
    try:
        listening(socket_directory / "s")
        assert os.umask(0o022) == 0o022
    finally:
        os.umask(before)


@pytest.mark.parametrize(
    ("host", "place"), [("127.0.0.1", "rq://127.0.0.1:"), ("localhost", "rq://localhost:")]
)
def test_port_0_chooses_a_free_port(host, place):
    async def run() -> str:
        listener = await listeners.tcp(asyncio.Protocol, host, 0)
        listener.close()
        await asyncio.sleep(0)
        return listener.url

    found = asyncio.run(run())
    assert found.startswith(place) and int(found.removeprefix(place)) > 0
