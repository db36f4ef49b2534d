# SPDX-License-Identifier: GPL-3.0-or-later
"""A controller ends cleanly at the signals that end it."""

from __future__ import annotations

import signal


def test_end_of_the_terminal_stops_the_controller_cleanly(launch, tmp_path):
    with launch("--spool", str(tmp_path / "root")) as process, process.socket() as waiting:
        waiting.sendall(b"BRPOP jobs 0\r\n")
        with process.connect() as controller:
            while controller.info()["blocked_clients"] != "1":
                pass
        process._process.send_signal(signal.SIGHUP)
        assert process._process.wait(20) == 0
        assert waiting.recv(1000).startswith(b"-CLOSED")
    assert not list((tmp_path / "root").glob("spool-*"))
