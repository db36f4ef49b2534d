# SPDX-License-Identifier: MIT
"""Where a controller is: ``rq://[user[:password]@]host[:port]``."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from rqcore.errors import BadUrl

DEFAULT_PORT = 7654
SCHEMES = ("rq",)


@dataclass(frozen=True, slots=True)
class Url:
    """A parsed URL. ``str()`` of it shows no password, so it may be logged."""

    host: str
    port: int = DEFAULT_PORT
    user: str = ""
    password: str = field(default="", repr=False)

    @classmethod
    def parse(cls, text: str) -> Url:
        """Raises BadUrl, which says what a URL looks like."""
        shown = re.sub(r"//[^/]*@", "//…@", text)
        try:
            parts = urlsplit(text.strip())
            port = DEFAULT_PORT if parts.port is None else parts.port
        except ValueError as error:
            raise BadUrl(f"{shown!r} is no URL of a controller: {error}") from error
        if parts.scheme not in SCHEMES or not parts.hostname or port == 0:
            raise BadUrl(f"{shown!r} is no URL of a controller; write rq://host or rq://host:{DEFAULT_PORT}")
        if parts.path not in ("", "/") or parts.query or parts.fragment:
            raise BadUrl(f"{shown!r} has something after the port; write rq://host:{DEFAULT_PORT}")
        return cls(parts.hostname, port, unquote(parts.username or ""), unquote(parts.password or ""))

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        user = f"{self.user}@" if self.user else ""
        return f"rq://{user}{host}:{self.port}"
