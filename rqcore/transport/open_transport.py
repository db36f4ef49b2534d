# SPDX-License-Identifier: MIT
"""A URL → an open wire to the controller there."""

from __future__ import annotations

import socket
from importlib import import_module
from typing import Any

from rqcore.errors import BadUrl, ConnectionLost
from rqcore.transport.socket_transport import SocketTransport, Transport, reason, tuned
from rqcore.url import Url


def connect(url: Url, timeout: float) -> Transport:
    """Raises ConnectionLost, BadUrl."""
    layer = tls() if url.tls else None
    try:
        sock = _open(url, timeout)
        return layer.TlsTransport(sock, url, timeout) if layer else SocketTransport(sock, timeout)
    except OSError as error:
        raise ConnectionLost(f"cannot reach {url}: {reason(error)}") from error


def tls() -> Any:
    """The module ``tls_transport``, loaded on demand: a small Python may lack ssl. Raises BadUrl."""
    try:
        return import_module("rqcore.transport.tls_transport")
    except ImportError as error:
        raise BadUrl(f"rqs:// needs TLS, which this Python was built without: {error}") from error


def _open(url: Url, timeout: float) -> socket.socket:
    if not url.path:
        return tuned(socket.create_connection((url.host, url.port), timeout))
    sock = socket.socket(socket.AF_UNIX)
    try:
        sock.settimeout(timeout)
        sock.connect(url.path)
    except OSError:
        sock.close()
        raise
    return sock
