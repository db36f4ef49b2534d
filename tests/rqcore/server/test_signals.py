# SPDX-License-Identifier: GPL-3.0-or-later
"""A controller ends cleanly at the signals that end it."""

from __future__ import annotations

import signal
import socket

import pytest

LARGE = 16 * 2**20
"""More bytes than the system takes for a client that does not read them."""
PUT_AND_READ = (
    b"*3\r\n$5\r\nLPUSH\r\n$4\r\njobs\r\n$%d\r\n%b\r\n" % (LARGE, bytes(LARGE)) + b"LRANGE jobs 0 -1\r\n"
)


@pytest.fixture
def hangups():
    """The end of the terminal reaches new processes, also if nohup runs the tests."""
    before = signal.signal(signal.SIGHUP, signal.SIG_DFL)
    yield
    signal.signal(signal.SIGHUP, before)


def test_end_of_the_terminal_stops_the_controller_cleanly(hangups, launch, tmp_path):
    with launch("--spool", str(tmp_path / "root")) as process, process.socket() as waiting:
        waiting.sendall(b"BRPOP jobs 0\r\n")
        with process.connect() as controller:
            while controller.info()["blocked_clients"] != "1":
                pass
        process._process.send_signal(signal.SIGHUP)
        assert process._process.wait(20) == 0
        assert waiting.recv(1000).startswith(b"-CLOSED")
    assert not list((tmp_path / "root").glob("spool-*"))


def listens(process):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", process.port)) == 0


def test_client_receives_the_whole_of_a_long_reply_although_the_controller_stops(launch):
    with launch() as process, process.socket() as client:
        client.sendall(PUT_AND_READ)
        begun = client.recv(5, socket.MSG_WAITALL)  # the reply to LRANGE has begun
        process._process.send_signal(signal.SIGTERM)
        reply = begun + b"".join(iter(lambda: client.recv(2**20), b""))
        assert reply == b":1\r\n*1\r\n$%d\r\n%b\r\n" % (LARGE, bytes(LARGE))
        assert process._process.wait(20) == 0


def test_second_signal_still_removes_the_directory_of_the_spool(launch, tmp_path, until):
    with launch("--spool", str(tmp_path / "root")) as process, process.socket() as unread:
        unread.sendall(PUT_AND_READ)
        assert unread.recv(5, socket.MSG_WAITALL) == b":1\r\n*"  # the reply to LRANGE has begun
        process._process.send_signal(signal.SIGTERM)
        until(lambda: not listens(process))  # now it waits until the client reads its reply
        process._process.send_signal(signal.SIGTERM)
        assert process._process.wait(20) == 0
    assert not list((tmp_path / "root").glob("spool-*"))
