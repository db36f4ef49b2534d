# SPDX-License-Identifier: MIT
"""Opens a transport to the controller at a URL."""

from __future__ import annotations

import socket
import time
from importlib import import_module
from typing import Any

from rqcore.errors import BadUrl, ConnectionLost
from rqcore.transport.failure_reasons import opening_reason
from rqcore.transport.socket_transport import (
    UNREACHABLE,
    SocketTransport,
    Transport,
    tune_socket,
)
from rqcore.url import Url


def open_transport(url: Url, timeout: float, has_answered: bool = False) -> Transport:
    """Connect to a controller.

    Args:
        url: The address of the controller.
        timeout: Maximum seconds for connecting.
        has_answered: The server has answered on an earlier connection.

    Raises:
        BadUrl: The URL needs TLS, and its files or this Python do not support it.
        ConnectionLost: The controller cannot be reached.
    """
    tls, deadline = load_tls() if url.tls else None, time.monotonic() + timeout
    try:
        sock = _open_socket(url, timeout)
        sock.settimeout(max(deadline - time.monotonic(), 0.001))
        return tls.TlsTransport(sock, url) if tls else SocketTransport(sock)
    except OSError as error:
        reason = opening_reason(error, url.tls, has_answered)
        raise ConnectionLost(f"cannot reach {url}: {reason}") from error


def load_tls() -> Any:
    """Load ``tls_transport`` when it is needed, because a small Python may lack ssl. Raises BadUrl then."""
    try:
        return import_module("rqcore.transport.tls_transport")
    except ImportError as error:
        raise BadUrl(f"rqs:// needs TLS, which this Python was built without: {error}") from error


def _open_socket(url: Url, timeout: float) -> socket.socket:
    if not url.path:
        return tune_socket(socket.create_connection((url.host, url.port), timeout), max(UNREACHABLE, timeout))
    sock = socket.socket(socket.AF_UNIX)
    try:
        sock.settimeout(timeout)
        sock.connect(url.path)
    except OSError:
        sock.close()
        raise
    return sock
