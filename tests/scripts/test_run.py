# SPDX-License-Identifier: GPL-3.0-or-later
"""scripts/run: all processes that it starts end with it, with and without a display."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / os.environ.get("RQDEBUG_VENV", ".venv")

pytestmark = pytest.mark.skipif(
    not (VENV / "installed").exists(), reason="scripts/run would install: use scripts/test"
)


@contextmanager
def running(display: str) -> Iterator[subprocess.Popen[str]]:
    """Start scripts/run in its own process group, and kill the group at the end."""
    environment = {key: value for key, value in os.environ.items() if key != "QT_QPA_PLATFORM"}
    environment |= {"DISPLAY": display, "WAYLAND_DISPLAY": ""}
    with subprocess.Popen(
        [ROOT / "scripts" / "run"],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    ) as process:
        try:
            yield process
        finally:
            if group_exists(process):
                os.killpg(process.pid, signal.SIGKILL)


def group_exists(process: subprocess.Popen[str]) -> bool:
    try:
        os.killpg(process.pid, 0)
    except ProcessLookupError:
        return False
    return True


def read_until(process: subprocess.Popen[str], text: str) -> None:
    assert process.stdout is not None
    assert any(text in line for line in process.stdout), f"{text!r} was never printed"


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_all_processes_end_with_the_window(x_display: str, number: signal.Signals, code: int) -> None:
    with running(x_display) as process:
        read_until(process, "opening the window")
        process.send_signal(number)
        process.communicate(timeout=20)
        assert process.returncode == code
        assert not group_exists(process)


def test_run_without_a_display_uses_the_terminal() -> None:
    with running(display="") as process:
        output, _ = process.communicate(timeout=40)
        assert process.returncode == 0, output
        assert "no display" in output
        assert not group_exists(process)
