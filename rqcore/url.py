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
from typing import NamedTuple, Protocol
from urllib.parse import SplitResult, parse_qs, quote, unquote, urlsplit

from rqcore.errors import BadUrl

DEFAULT_PORT = 7654
"""The port of a controller whose URL has no port."""
DEFAULT_URL = f"rq://127.0.0.1:{DEFAULT_PORT}"
"""The URL if neither the caller nor the environment variable RQ_URL gives one."""
FORM = f"rq://host or rq://host:{DEFAULT_PORT}"
"""The form of a URL, for error messages."""
_LOOPBACK = re.compile(r"127(\.[0-9]{1,3}){3}")
UNENCRYPTED = "sends passwords and payloads unencrypted; use rqs:// outside of this machine"
"""What to know about rq:// to other machines."""
ESCAPES = "in a user or a password, write / as %2F, ? as %3F, # as %23 and @ as %40"
"""What to do about special characters, for error messages."""
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


ALL_SCHEMES = SCHEMES + REDIS_SCHEMES
_SCHEME = re.compile("[A-Za-z][A-Za-z0-9+.-]*:")
_AT = re.compile("[@\ufe6b\uff20]")
"""An ``@``, also in another width: Python takes it for one."""
_HOST = re.compile(r"(?:[A-Za-z0-9_.-]+|\[[0-9A-Fa-f:.]+(?:%25\w+)?\])(?::([0-9]{1,5}))?", re.ASCII)
"""A host that is certainly no password, with its port."""
_OPTION = re.compile(
    "db=[0-9]{1,3}|protocol=[23]|changes=(?:yes|no)|events=[a-z]{1,12}|preview=[0-9A-Za-z]{1,8}"
)
"""An option of a URL that is certainly no password."""


class Address(Protocol):
    """A parsed URL of any backend, such as ``controller.url``. ``str()`` of it shows no password."""

    def reveal(self) -> str:
        """Return the complete URL, with its password."""


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
    def find(cls, url: str | Address | None) -> Url:
        """Parse the URL that ``url_text`` returns. Raises BadUrl if it is not the URL of a controller."""
        return cls.parse(url_text(url))

    @classmethod
    def parse(cls, text: str) -> Url:
        """Parse a URL.

        Raises:
            BadUrl: It is not the URL of a controller. The message shows the correct form, but no password.
        """
        shown = hide_password(text)
        check_unicode(text)
        if "@" in text and "@" not in _authority(text):
            raise BadUrl(f"{shown!r} is not the URL of a controller; {ESCAPES}")
        try:
            parts = urlsplit(text.strip())
        except ValueError:  # its message may contain a part of the password
            raise BadUrl(f"{shown!r} is not the URL of a controller; write {FORM}") from None
        check_host(parts.hostname or "localhost", text)
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

    @property
    def is_exposed(self) -> bool:
        """Whether the connection leaves this machine unencrypted."""
        return not (self.tls or self.path or is_loopback(self.host))

    def reveal(self) -> str:
        """Return the complete URL, with its password, for a program that connects. Do not log it."""
        return self._text(f":{quote(self.password, safe='')}" if self.password else "")

    def __repr__(self) -> str:
        return f"<Url {self}>"

    def __str__(self) -> str:
        return self._text("")

    def _text(self, password: str) -> str:
        login = quote(self.user, safe="") + password
        start = f"{login}@" if login else ""
        if self.path:
            return f"rq+unix://{start}{quote(self.path)}"
        host = f"[{self.host}]" if ":" in self.host else self.host
        files = "&".join(f"{name}={quote(path)}" for name in FILES if (path := getattr(self, name)))
        return f"{'rqs' if self.tls else 'rq'}://{start}{host}:{self.port}{files and '?'}{files}"


class UnencryptedWarning(UserWarning):
    """A connection to another machine is not encrypted. Python shows the warning once for each caller."""


def url_text(url: str | Address | None) -> str:
    """Return a URL as text, complete with its password.

    Args:
        url: A text, an address such as ``controller.url``, or None for the environment variable RQ_URL, or
            else ``DEFAULT_URL``.

    Raises:
        BadUrl: It is something else.
    """
    if url is None:
        return os.environ.get("RQ_URL") or DEFAULT_URL
    if isinstance(url, str):
        return url
    if not hasattr(url, "reveal"):
        raise BadUrl(f"a URL must be a text, such as {DEFAULT_URL}, not {url!r}")
    return url.reveal()


def is_loopback(host: str) -> bool:
    """Return whether an address, or a host name, is certainly this machine."""
    return host in ("localhost", "::1") or _LOOPBACK.fullmatch(host) is not None


def check_host(host: str, text: str) -> None:
    """Raise BadUrl if a host, of a URL, cannot be the name or address of one."""
    if not _is_host(host):
        raise BadUrl(f"{hide_password(text)!r} has no valid host name; correct the part in front of the port")


def _is_host(host: str) -> bool:
    if re.search(r"[\s@\[\]]", host):
        return False
    if host.isascii():
        return all(0 < len(label) < 64 for label in host.removesuffix(".").split("."))
    try:
        host.encode("idna")
    except UnicodeError:
        return False
    return True


def check_unicode(text: str) -> None:
    """Raise BadUrl if a text contains lone surrogates, as of bytes that are not UTF-8."""
    if re.search("[\ud800-\udfff]", text):
        raise BadUrl(f"{hide_password(text)!r} is not a URL: it has bytes that are not valid UTF-8")


def hide_password(text: str) -> str:
    """Return a URL, which may be wrong in any way, without anything that may be a password.

    What is not certainly something else is shown as ``…``: the text in front of an ``@``, a port that is
    no number, options that are not known, and whatever follows a part that is wrong.
    """
    start, slashes, rest = text.strip().partition("//")
    if not slashes:
        start, rest = "", text.strip()
    if start.rstrip(":") not in ALL_SCHEMES and not _SCHEME.fullmatch(start):
        start = "…" if start else ""
    at = max((match.end() for match in _AT.finditer(rest)), default=0)
    is_certain = not re.search("[/?#]", rest[:at])
    place = _shown_place(rest[at:], "unix" in start) if is_certain else "…"
    return f"{start}{slashes}{'…@' if at else ''}{place}"


def _shown_place(place: str, is_socket: bool) -> str:
    """Return the part of a URL behind the login without what may be a password."""
    authority = re.split("[/?#]", place, maxsplit=1)[0]
    path, question, query = place[len(authority) :].partition("?")
    if not all(map(_is_shown_host, authority.split(",") if authority else ())):
        host = re.match(r"[\w.-]*(?=:)", authority, re.ASCII)
        return f"{host[0]}:…" if host else "…"
    if not re.fullmatch(r"[\w/. ~-]*" if is_socket and not authority else "/?[0-9]{0,2}", path):
        return f"{authority}/…"
    return authority + path + question + _shown_query(query)


def _is_shown_host(text: str) -> bool:
    match = _HOST.fullmatch(text)
    return match is not None and (match[1] is None or 0 < int(match[1]) < 65536)


def _shown_query(query: str) -> str:
    """Return the options of a URL, without the options that are not known."""
    shown: list[str] = []
    for option in query.split("&") if query else ():
        name = option.partition("=")[0]
        if _OPTION.fullmatch(option) or (name in FILES and shown[-1:] != ["…"] and "#" not in option):
            shown.append(option)
        elif name.lower() == "password":
            shown.append("password=…")
        elif shown[-1:] != ["…"]:
            shown.append("…")
    return "&".join(shown)


def with_password(text: str, password: str) -> str:
    """Return a URL with a password, if it has none."""
    start, slashes, rest = text.partition("//")
    authority = _authority(text)
    login, _, host = authority.rpartition("@")
    if ":" in login:
        return text
    return f"{start}{slashes}{login}:{quote(password, safe='')}@{host}{rest[len(authority) :]}"


def _authority(text: str) -> str:
    """Return the part of a URL between the slashes and the path."""
    return re.split("[/?#]", text.partition("//")[2], maxsplit=1)[0]


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
    is_path = path.startswith("/") and path.strip("/") and "\0" not in path
    if parts.hostname or parts.query or parts.fragment or not is_path:
        raise BadUrl(f"{shown!r} is not the URL of a Unix socket; write rq+unix:///path/of/the/socket")
    return path


def _files(query: str) -> dict[str, str]:
    """Return the files of TLS in a query; empty if it has anything else, or one of them twice."""
    words = parse_qs(query)
    if any(name not in FILES or len(paths) > 1 for name, paths in words.items()):
        return {}
    return {} if "keyfile" in words and "certfile" not in words else {name: words[name][0] for name in words}
