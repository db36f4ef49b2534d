# SPDX-License-Identifier: GPL-3.0-or-later
"""Without a display, the window is refused with a sentence."""

from __future__ import annotations

import socket
import subprocess
import sys

import pytest

from rqdebug.support.display import find_display_problem


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({}, "DISPLAY and WAYLAND_DISPLAY are not set"),
        ({"QT_QPA_PLATFORM": "offscreen"}, ""),
        ({"QT_QPA_PLATFORM": "minimal:enable_fonts"}, ""),
        ({"DISPLAY": ":987"}, "there is no X server at :987"),
        ({"DISPLAY": "127.0.0.1:987.0"}, "there is no X server at 127.0.0.1:987.0"),
        ({"WAYLAND_DISPLAY": "wayland-9", "XDG_RUNTIME_DIR": "/none"}, "there is no Wayland server"),
    ],
)
def test_missing_display_is_explained(environment, words):
    problem = find_display_problem(environment)
    assert (words in problem) if words else problem == ""


def test_wayland_socket_is_a_display(tmp_path):
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "wayland-0"))
        environment = {"WAYLAND_DISPLAY": "wayland-0", "XDG_RUNTIME_DIR": str(tmp_path)}
        assert find_display_problem(environment) == ""


def test_window_without_a_display_is_one_sentence_and_no_abort(tmp_path):
    environment = {"PATH": "/usr/bin", "HOME": str(tmp_path), "PYTHONPATH": ":".join(sys.path)}
    result = subprocess.run(
        [sys.executable, "-m", "rqdebug"], env=environment, capture_output=True, text=True, timeout=60
    )
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.startswith("rqdebug: there is no display to open a window on")
    assert result.stderr.count("\n") == 1
