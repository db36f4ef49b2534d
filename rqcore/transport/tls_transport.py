# SPDX-License-Identifier: MIT
"""TLS of the client. Loaded only for ``rqs://`` URLs, because a small Python may lack ssl."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable
from functools import cache

from rqcore.errors import BadUrl
from rqcore.transport.failure_reasons import error_reason
from rqcore.transport.socket_transport import LONGEST_POLL, ONE_CHUNK, is_readable, shut_down
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
    tls_context.minimum_version = ssl.TLSVersion.TLSv1_2  # Debian's Python leaves it to OpenSSL's settings
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
    """A socket with TLS. It uses Python's timeouts, because TLS may read or write several times.

    Python's module for TLS is written in Python in part. So an exception of a signal handler can fall between
    a read and the storing of its result; then the client gives up the connection, and an item is lost.

    Args:
        sock: A connected socket, whose timeout is that of the handshake.
        url: The address of the controller, with the files for TLS.

    Raises:
        BadUrl: A file that the URL names cannot be used.
        OSError: The handshake failed.
    """

    is_exact: bool = False

    def __init__(self, sock: socket.socket, url: Url) -> None:
        try:
            self._socket = context(url).wrap_socket(sock, server_hostname=url.host)
        except BaseException:
            sock.close()
            raise
        self._send_seconds = 0.0
        self.write: Callable[[bytes | memoryview, int], int] = self._write
        self.read: Callable[[int], bytes] = self._read
        self.close: Callable[[], None] = self._socket.close

    def _write(self, data: bytes | memoryview, flags: int) -> int:
        """Send bytes within the seconds of the last ``wait_to_send``. TLS has no flags."""
        self._socket.settimeout(self._send_seconds)
        self._send_seconds = 0.0
        try:
            return self._socket.send(data)
        except (TimeoutError, ssl.SSLWantWriteError, ssl.SSLWantReadError):
            return 0

    def _read(self, count: int) -> bytes:
        self._socket.settimeout(None)
        return self._socket.recv(count)

    def wait_to_send(self, seconds: float) -> bool:
        """Let the next ``write`` wait up to ``seconds``; TLS may have to read first. Returns False at 0."""
        self._send_seconds = max(seconds, 0.0)
        return seconds > 0

    def receive_within(self, seconds: float, received: list[bytes]) -> None:
        """Append what ``read`` returns, or nothing if no bytes come within ``seconds``."""
        self._socket.settimeout(min(max(seconds, 0.0), LONGEST_POLL))
        try:
            received.extend(map(self._socket.recv, ONE_CHUNK))
        except (TimeoutError, ssl.SSLWantReadError):
            return

    @property
    def readable(self) -> bool:
        """Whether bytes, or the end of the stream, have arrived."""
        return self._socket.pending() > 0 or is_readable(self._socket)

    def interrupt(self) -> None:
        """Make the thread that waits in ``read`` fail immediately."""
        shut_down(self._socket)
