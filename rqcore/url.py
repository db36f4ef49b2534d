# SPDX-License-Identifier: MIT
"""Where a controller is.

::

    rq://[user[:password]@]host[:port]
    rqs://[user[:password]@]host[:port][?file=path&…]    TLS
    rq+unix://[user[:password]@]/path                    a socket of this machine

The files of TLS are ``cafile``, with the certificates that are trusted in
place of the system's, and ``certfile`` and ``keyfile``, with the certificate
to show to a controller that asks for one, and its key.
"""

from __future__ import annotations

import os
import re
from typing import NamedTuple
from urllib.parse import SplitResult, parse_qs, quote, unquote, urlsplit

from rqcore.errors import BadUrl

DEFAULT_PORT = 7654
DEFAULT_URL = f"rq://127.0.0.1:{DEFAULT_PORT}"
FILES = ("cafile", "certfile", "keyfile")
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
    """A parsed URL. ``str()`` of it shows no password, so it may be logged."""

    host: str
    port: int = DEFAULT_PORT
    user: str = ""
    password: str = ""
    tls: bool = False
    cafile: str = ""
    certfile: str = ""
    keyfile: str = ""
    path: str = ""
    """Of a Unix socket; then host and port mean nothing."""

    @classmethod
    def find(cls, text: str | None) -> Url:
        """Without a text, what RQ_URL in the environment says, or else the default. Raises BadUrl."""
        return cls.parse(os.environ.get("RQ_URL") or DEFAULT_URL if text is None else text)

    @classmethod
    def parse(cls, text: str) -> Url:
        """Raises BadUrl, which says what a URL looks like."""
        shown = re.sub(r"//[^/]*@", "//…@", text)
        try:
            parts = urlsplit(text.strip())
            port = DEFAULT_PORT if parts.port is None else parts.port
        except ValueError as error:
            raise BadUrl(f"{shown!r} is no URL of a controller: {error}") from error
        login = unquote(parts.username or ""), unquote(parts.password or "")
        if parts.scheme == "rq+unix":
            return cls("", DEFAULT_PORT, *login, path=_socket_path(parts, shown))
        if parts.scheme not in SCHEMES or not parts.hostname or port == 0:
            raise BadUrl(f"{shown!r} is no URL of a controller; write rq://host or rq://host:{DEFAULT_PORT}")
        tls = parts.scheme == "rqs"
        files = _files(parts.query) if tls else {}
        if parts.path not in ("", "/") or parts.fragment or (parts.query and not files):
            usual = f"{parts.scheme}://host:{DEFAULT_PORT}" + "[?cafile=…][&certfile=…&keyfile=…]" * tls
            raise BadUrl(f"{shown!r} has something else after the port; write {usual}")
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


def _socket_path(parts: SplitResult, shown: str) -> str:
    path = unquote(parts.path)
    if parts.hostname or parts.query or parts.fragment or not path.strip("/"):
        raise BadUrl(f"{shown!r} names no Unix socket; write rq+unix:///path/of/the/socket")
    return path


def _files(query: str) -> dict[str, str]:
    """The files of TLS, each once and nothing else; none when it is anything else."""
    words = parse_qs(query)
    if any(name not in FILES or len(paths) > 1 for name, paths in words.items()):
        return {}
    return {} if "keyfile" in words and "certfile" not in words else {name: words[name][0] for name in words}
