# SPDX-License-Identifier: MIT
"""The URLs of controllers.

::

    rq://[user[:password]@]host[:port]                   TCP; the port is 7654 by default
    rqs://[user[:password]@]host[:port][?file=path&…]    TCP with TLS
    rq+unix://[user[:password]@]/path                    a Unix socket on this machine

A password without a user (``rq://:secret@host``) is the password of the user "default". Write special
characters in a user, a password or a path as ``%`` and two hexadecimal digits.

The files of TLS are in PEM format: ``cafile`` has the certificates to trust, in place of the system's;
``certfile`` and ``keyfile`` have the certificate of this client and its key, for a controller that asks for
one. The key can also be in ``certfile``.
"""

from __future__ import annotations

import os
import re
from typing import NamedTuple
from urllib.parse import SplitResult, parse_qs, quote, unquote, urlsplit

from rqcore.errors import BadUrl

DEFAULT_PORT = 7654
"""The port of a controller whose URL has no port."""
DEFAULT_URL = f"rq://127.0.0.1:{DEFAULT_PORT}"
"""The URL if neither the caller nor the environment variable RQ_URL gives one."""
FORM = f"rq://host or rq://host:{DEFAULT_PORT}"
"""The form of a URL, for error messages."""
FILES = ("cafile", "certfile", "keyfile")
"""The files of TLS, in the order in which a URL shows them."""
SCHEMES = ("rq", "rqs", "rq+unix")
"""The schemes of the URLs of controllers."""
REDIS_SCHEMES = (
    "redis",
    "rediss",
    "unix",
    "redis+cluster",
    "rediss+cluster",
    "redis+sentinel",
    "rediss+sentinel",
)
"""The schemes of the URLs of Redis and Valkey servers, which ``rqcore.pressure.redis_address`` parses."""


class Url(NamedTuple):
    """A parsed URL. ``str()`` of it does not show the password, so it can be logged."""

    host: str
    """The host name or address, without brackets."""
    port: int = DEFAULT_PORT
    user: str = ""
    """The user name, or empty to log in as the default user."""
    password: str = ""
    """The password, or empty."""
    tls: bool = False
    """Whether the connection uses TLS."""
    cafile: str = ""
    """The path of the trusted certificates. Empty: the system's certificates are trusted."""
    certfile: str = ""
    """The path of the client's certificate."""
    keyfile: str = ""
    """The path of the certificate's key."""
    path: str = ""
    """The path of a Unix socket; then host and port are not used."""

    @classmethod
    def find(cls, text: str | None) -> Url:
        """Parse a URL; for None, the URL in the environment variable RQ_URL, or else ``DEFAULT_URL``.

        Raises:
            BadUrl: It is not the URL of a controller.
        """
        return cls.parse(os.environ.get("RQ_URL") or DEFAULT_URL if text is None else text)

    @classmethod
    def parse(cls, text: str) -> Url:
        """Parse a URL.

        Raises:
            BadUrl: It is not the URL of a controller. The message shows the correct form, but no password.
        """
        shown = re.sub(r"//[^/]*@", "//…@", text)
        try:
            parts = urlsplit(text.strip())
        except ValueError as error:
            raise BadUrl(f"{shown!r} is not the URL of a controller ({error}); write {FORM}") from error
        port = _port(parts, shown)
        login = unquote(parts.username or ""), unquote(parts.password or "")
        if parts.scheme == "rq+unix":
            return cls("", DEFAULT_PORT, *login, path=_socket_path(parts, shown))
        if parts.scheme not in SCHEMES or not parts.hostname:
            raise BadUrl(f"{shown!r} is not the URL of a controller; write {FORM}")
        tls = parts.scheme == "rqs"
        files = _files(parts.query) if tls else {}
        if parts.scheme == "rq" and _files(parts.query):
            raise BadUrl(f"{shown!r} has files for TLS, which rq:// does not use; write rqs:// for rq://")
        if parts.path not in ("", "/") or parts.fragment or (parts.query and not files):
            usual = f"{parts.scheme}://host:{DEFAULT_PORT}" + "[?cafile=…][&certfile=…&keyfile=…]" * tls
            raise BadUrl(f"{shown!r} has an unknown part after the port; write {usual}")
        return cls(parts.hostname, port, *login, tls=tls, **files)

    def __repr__(self) -> str:
        return f"<Url {self}>"

    def __str__(self) -> str:
        user = f"{quote(self.user)}@" if self.user else ""
        if self.path:
            return f"rq+unix://{user}{quote(self.path)}"
        host = f"[{self.host}]" if ":" in self.host else self.host
        files = "&".join(f"{name}={quote(path)}" for name in FILES if (path := getattr(self, name)))
        return f"{'rqs' if self.tls else 'rq'}://{user}{host}:{self.port}{files and '?'}{files}"


def _port(parts: SplitResult, shown: str) -> int:
    try:
        port = DEFAULT_PORT if parts.port is None else parts.port
    except ValueError:  # its own message speaks of casts
        port = 0
    if not port:
        raise BadUrl(f"the port in {shown!r} is not a number from 1 to 65535; write {FORM}")
    return port


def _socket_path(parts: SplitResult, shown: str) -> str:
    path = unquote(parts.path)
    if parts.hostname or parts.query or parts.fragment or not path.strip("/"):
        raise BadUrl(f"{shown!r} is not the URL of a Unix socket; write rq+unix:///path/of/the/socket")
    return path


def _files(query: str) -> dict[str, str]:
    """Return the files of TLS in a query; empty if it has anything else, or one of them twice."""
    words = parse_qs(query)
    if any(name not in FILES or len(paths) > 1 for name, paths in words.items()):
        return {}
    return {} if "keyfile" in words and "certfile" not in words else {name: words[name][0] for name in words}
