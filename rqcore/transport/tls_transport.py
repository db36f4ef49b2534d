# SPDX-License-Identifier: MIT
"""TLS of the client. Loaded only for ``rqs://`` URLs, because a small Python may lack ssl."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable
from functools import cache

from rqcore.errors import BadUrl
from rqcore.transport.socket_transport import CHUNK, error_reason, is_readable, shut_down
from rqcore.url import Url


@cache
def context(url: Url) -> ssl.SSLContext:
    """Return the TLS settings of a URL: the trusted certificates, and the client's own certificate.

    Raises:
        BadUrl: A file that the URL names cannot be used.
    """
    try:
        tls_context = ssl.create_default_context(cafile=url.cafile or None)
    except OSError as error:
        raise BadUrl(f"the certificates in {url.cafile} cannot be read: {error_reason(error)}") from error
    if url.certfile:
        _load_certificate(tls_context, url.certfile, url.keyfile)
    return tls_context


def _load_certificate(tls_context: ssl.SSLContext, certfile: str, keyfile: str) -> None:
    try:
        tls_context.load_cert_chain(certfile, keyfile or None, password=_refuse_password)
    except OSError as error:
        raise BadUrl(f"the certificate in {certfile} cannot be used: {error_reason(error)}") from error


def _refuse_password() -> str:
    """Raise BadUrl; otherwise OpenSSL would ask for the password on the terminal."""
    raise BadUrl("the key of the certificate has a password; use a key without one")


class TlsTransport:
    """A socket with TLS. It uses Python's timeouts, because TLS reads again when the kernel's expire.

    Args:
        sock: A connected socket.
        url: The address of the controller, with the files for TLS.
        timeout: Maximum seconds for each send.

    Raises:
        BadUrl: A file that the URL names cannot be used.
        OSError: The handshake failed.
    """

    def __init__(self, sock: socket.socket, url: Url, timeout: float) -> None:
        try:
            self._socket = context(url).wrap_socket(sock, server_hostname=url.host)
        except BaseException:
            sock.close()
            raise
        self._send_timeout = timeout
        self.close: Callable[[], None] = self._socket.close

    def send(self, data: bytes) -> None:
        """Send all bytes. Raises OSError."""
        self._socket.settimeout(self._send_timeout)
        self._socket.sendall(data)

    def receive(self, timeout: float | None) -> bytes | None:
        """Return received bytes, empty at the end; None if none come for ``timeout`` seconds."""
        self._socket.settimeout(timeout)
        try:
            return self._socket.recv(CHUNK)
        except (TimeoutError, ssl.SSLWantReadError):
            return None

    @property
    def readable(self) -> bool:
        """Whether bytes, or the end of the stream, have arrived."""
        return self._socket.pending() > 0 or is_readable(self._socket)

    def interrupt(self) -> None:
        """Make the thread that waits in ``receive`` fail immediately."""
        shut_down(self._socket)
