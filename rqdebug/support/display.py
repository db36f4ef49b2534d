# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks for a display before Qt is loaded, which would end the process with an abort."""

from __future__ import annotations

import socket
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

_TIMEOUT = 3.0
"""Seconds to wait for an X server on another machine."""
_X_PORT = 6000
_WITHOUT_DISPLAY = ("offscreen", "minimal", "vnc", "linuxfb", "eglfs")
"""Platforms of Qt that need no display."""


def find_display_problem(environment: Mapping[str, str]) -> str:
    """Return why no window can be opened, in one sentence; empty if one can.

    Args:
        environment: The environment of the process. This is for systems that use X or Wayland.
    """
    platform = environment.get("QT_QPA_PLATFORM", "").partition(":")[0]
    if platform in _WITHOUT_DISPLAY:
        return ""
    display, wayland = environment.get("DISPLAY", ""), environment.get("WAYLAND_DISPLAY", "")
    if wayland and platform != "xcb":
        path = Path(environment.get("XDG_RUNTIME_DIR", "/")) / wayland
        if path.exists() or not display:
            return "" if path.exists() else f"there is no Wayland server at {path}; check WAYLAND_DISPLAY"
    if not display:
        return (
            "there is no display to open a window on: DISPLAY and WAYLAND_DISPLAY are not set; "
            "rqdebug tail shows events in the terminal"
        )
    return "" if _is_reachable(display) else f"there is no X server at {display}; check DISPLAY"


def _is_reachable(display: str) -> bool:
    host, _, rest = display.rpartition(":")
    number = rest.partition(".")[0]
    if not number.isdigit():
        return True  # Qt knows more forms
    try:
        if host not in ("", "unix"):
            socket.create_connection((host, _X_PORT + int(number)), _TIMEOUT).close()
            return True
    except OSError:
        return False
    # X servers listen on a socket in a folder, or on one with an abstract name.
    return any(_accepts(f"{prefix}/tmp/.X11-unix/X{number}") for prefix in ("", "\0"))  # noqa: S108  # as X


def _accepts(address: str) -> bool:
    with closing(socket.socket(socket.AF_UNIX)) as connection:
        try:
            connection.connect(address)
        except OSError:
            return False
    return True
