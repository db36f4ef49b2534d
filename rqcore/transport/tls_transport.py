# SPDX-License-Identifier: MIT
"""TLS on the client's side. Only ``rqs://`` URLs load it: whoever has none does without."""

from __future__ import annotations

import socket
import ssl
from functools import cache

from rqcore.errors import BadUrl
from rqcore.transport.socket_transport import CHUNK, hang_up, readable, reason
from rqcore.url import Url


@cache
def context(url: Url) -> ssl.SSLContext:
    """Whom the URL trusts, and the certificate to show. Raises BadUrl when a file is of no use."""
    try:
        made = ssl.create_default_context(cafile=url.cafile or None)
    except OSError as error:
        raise BadUrl(f"the certificates in {url.cafile} cannot be read: {reason(error)}") from error
    if url.certfile:
        _show(made, url.certfile, url.keyfile)
    return made


def _show(made: ssl.SSLContext, certfile: str, keyfile: str) -> None:
    try:
        made.load_cert_chain(certfile, keyfile or None, password=_refuse)
    except OSError as error:
        raise BadUrl(f"the certificate in {certfile} cannot be used: {reason(error)}") from error


def _refuse() -> str:
    """OpenSSL would ask the terminal, where nobody may be."""
    raise BadUrl("the key of the certificate needs a password; give one that does not")


class TlsTransport:
    """TLS needs Python's timeouts: it reads again by itself when the kernel's are over."""

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
        return self._socket.pending() > 0 or readable(self._socket)

    def interrupt(self) -> None:
        hang_up(self._socket)
