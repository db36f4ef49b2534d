# SPDX-License-Identifier: GPL-3.0-or-later
"""Spooled files of puts that a debugger holds."""

from __future__ import annotations

import os
import time

import pytest

from rqcore import debug
from rqcore.errors import BadCall

BIG, ABOVE = bytes(range(256)) * 40, 1000
SWEEPING = """
import sys
import rqcore.__main__, rqcore.server.controller_server
rqcore.server.controller_server.SWEEP_INTERVAL = 0.02
sys.exit(rqcore.__main__.main(sys.argv[1:]))
"""


def test_file_of_a_put_that_a_debugger_holds_is_not_forgotten(launch, tmp_path, aside, until):
    root = tmp_path / "served"
    with (
        launch("--spool", str(root), "--spool-above", str(ABOVE), program=SWEEPING) as process,
        process.connect() as controller,
        debug.attach(process.url) as debugger,
    ):
        jobs = controller.create("jobs")
        stop = debugger.hold(debug.method.is_("put"))
        put = aside(jobs.put, BIG)
        call = stop.wait(timeout=20)
        with pytest.raises(BadCall, match="is a file in the spool, which cannot be changed"):
            call.release(payload=b"other")
        forgotten = next(root.glob("spool-*")) / f"{'0' * 32}.part"
        forgotten.touch()
        for file in root.glob("spool-*/*"):
            os.utime(file, (0, 0))
        time.sleep(0.2)  # ten times as long as between two looks at the files
        assert forgotten.exists()
        call.release()
        put.result(20)
        until(lambda: not forgotten.exists())
        assert jobs.get() == BIG
