# SPDX-License-Identifier: GPL-3.0-or-later
"""scripts/run: everything it starts ends with it, with a display and without."""

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
    """scripts/run in a process group of its own, none of which outlives the test."""
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
            if group_lives(process):
                os.killpg(process.pid, signal.SIGKILL)


def group_lives(process: subprocess.Popen[str]) -> bool:
    try:
        os.killpg(process.pid, 0)
    except ProcessLookupError:
        return False
    return True


def read_until(process: subprocess.Popen[str], text: str) -> None:
    assert process.stdout is not None
    assert any(text in line for line in process.stdout), f"it never said {text!r}"


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_everything_ends_with_the_window(x_display: str, number: signal.Signals, code: int) -> None:
    with running(x_display) as process:
        read_until(process, "opening the window")
        process.send_signal(number)
        process.communicate(timeout=20)
        assert process.returncode == code
        assert not group_lives(process)


def test_without_a_display_it_shows_the_same_in_the_terminal() -> None:
    with running(display="") as process:
        output, _ = process.communicate(timeout=40)
        assert process.returncode == 0, output
        assert "no display" in output
        assert not group_lives(process)
