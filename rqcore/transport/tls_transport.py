# SPDX-License-Identifier: MIT
"""TLS on the client's side. Loaded only for ``rqs://`` URLs, because a small Python may lack ssl."""

from __future__ import annotations

import socket
import ssl
from functools import cache

from rqcore.errors import BadUrl
from rqcore.transport.socket_transport import CHUNK, error_reason, is_readable, shut_down
from rqcore.url import Url


@cache
def context(url: Url) -> ssl.SSLContext:
    """Make the settings that a URL asks for: trusted certificates and one to show. Raises BadUrl."""
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
    """Raise, because OpenSSL would ask on the terminal."""
    raise BadUrl("the key of the certificate needs a password; give one that does not")


class TlsTransport:
    """A socket with TLS. It uses Python's timeouts, because TLS reads again when the kernel's expire."""

    def __init__(self, sock: socket.socket, url: Url, timeout: float) -> None:
        try:
            self._socket = context(url).wrap_socket(sock, server_hostname=url.host)
        except BaseException:
            sock.close()
            raise
        self._send_timeout = timeout
        self.close = self._socket.close

    def send(self, data: bytes) -> None:
        self._socket.settimeout(self._send_timeout)
        self._socket.sendall(data)

    def receive(self, timeout: float | None) -> bytes | None:
        self._socket.settimeout(timeout)
        try:
            return self._socket.recv(CHUNK)
        except (TimeoutError, ssl.SSLWantReadError):
            return None

    @property
    def readable(self) -> bool:
        return self._socket.pending() > 0 or is_readable(self._socket)

    def interrupt(self) -> None:
        shut_down(self._socket)
