# SPDX-License-Identifier: MIT
r"""Recognises input for a server of another protocol, such as HTTP.

A web page in a browser can send requests to any address that its machine reaches,
also to ``127.0.0.1``. It cannot choose the first line of a request, but most of the
rest. A server that answers unknown lines with errors would execute commands in the
body of a POST, or in a ticket of TLS. So it hangs up at the first line that is

- a request line of HTTP: it begins with ``POST``, or ends in ``HTTP/`` and a version;
- the header field ``Host``, in case the request line looked like a command;
- binary: TLS, STUN and many other protocols have control characters in the first line.

``GET`` alone is no sign of HTTP, because it is a command of Redis. Redis itself
refuses ``POST`` and ``Host:`` (CVE-2016-10517).

Servers that do speak HTTP use ``may_be_web_page``.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from ipaddress import ip_address

from rqcore.errors import ProtocolError

_BEGINNING = re.compile(rb"\s*+(?:post(?:[\s/]|\Z)|host:)", re.IGNORECASE)
_END = re.compile(rb"\sHTTP/[0-9](?:\.[0-9])?\Z", re.IGNORECASE)
_CONTROL = re.compile(rb"[\x00-\x08\x0a-\x1f]")
"""A control character other than a tab: the bytes of TLS have some, a typed line has none."""
_PAGE_FIELDS = frozenset(("origin", "referer"))
"""Header fields that browsers add to requests of pages, and that other programs do not send."""
_FETCH = "sec-fetch-"
"""How further such fields begin. Browsers add them for addresses that they trust, such as this machine."""
_BROWSER = "mozilla/"
"""How the User-Agent of each browser begins. An image of a page without a referrer may have no other sign."""


class ForeignProtocol(ProtocolError):
    """The client speaks another protocol. It gets no reply."""


def refuse_foreign(line: bytes) -> None:
    """Check a line, without its end, that is not in the form that programs send.

    Raises:
        ForeignProtocol: The line belongs to another protocol.
    """
    if _BEGINNING.match(line) or _END.search(line.rstrip()) or _CONTROL.search(line):
        raise ForeignProtocol("the client speaks another protocol, such as HTTP or TLS")


def may_be_web_page(fields: Mapping[str, str], host_names: Collection[str] = ()) -> bool:
    """Return whether a web page may have caused a request of HTTP.

    Browsers mark the requests of pages, except of a page whose own host name was changed to point to
    this machine (DNS rebinding). But they send that name as the Host. So a Host must be an address,
    a name that is not of the public internet, or one of ``host_names``.

    Args:
        fields: The header fields, with names in lower case.
        host_names: Further names of this server, in lower case.
    """
    if not _PAGE_FIELDS.isdisjoint(fields) or any(name.startswith(_FETCH) for name in fields):
        return True
    if fields.get("user-agent", "").lower().startswith(_BROWSER):
        return True
    name = _name_of(fields.get("host", "").strip().lower())
    if name is None:
        return True
    is_local = "." not in name or name.endswith(".localhost") or name in host_names
    return not (is_local or _is_address(name))


def _name_of(host: str) -> str | None:
    """Return the name or address in a Host, without the port; None if it has no valid form."""
    is_ipv6 = host.startswith("[")
    name, sign, rest = host[1:].partition("]") if is_ipv6 else host.partition(":")
    port = rest if not is_ipv6 else rest.removeprefix(":") if sign and rest[:1] in ("", ":") else "?"
    if (port and not port.isdecimal()) or (is_ipv6 and not _is_address(name)):
        return None
    return name.removesuffix(".")


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True
