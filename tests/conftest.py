# SPDX-License-Identifier: GPL-3.0-or-later
"""What every test may use, whether it needs a window or not."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator

import pytest

if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
if "XDG_RUNTIME_DIR" not in os.environ:  # without it Qt warns, and warnings fail tests
    _runtime_directory = tempfile.TemporaryDirectory(prefix="rqdebug-tests-")
    os.environ["XDG_RUNTIME_DIR"] = _runtime_directory.name


@pytest.fixture(scope="session")
def x_display() -> Iterator[str]:
    """A real X server's display, such as ``:7``, for programs that a test starts.

    Skips the test where Xvfb is not installed.
    """
    xvfb = shutil.which("Xvfb")
    if xvfb is None:
        pytest.skip("Xvfb is not installed")
    command = [xvfb, "-displayfd", "1", "-screen", "0", "1600x1000x24", "-nolisten", "tcp"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        assert server.stdout is not None
        number = server.stdout.readline().strip()
        assert number, "Xvfb did not start"
        try:
            yield f":{number}"
        finally:
            server.terminate()
