# SPDX-License-Identifier: GPL-3.0-or-later
"""Targets that the window remembers: their URLs and settings."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from urllib.parse import quote, urlsplit, urlunsplit


@dataclass(frozen=True, slots=True)
class SavedTarget:
    """A target that was attached before. Its URL holds no password: none is ever written down."""

    name: str
    url: str
    color: str = ""
    """``#rrggbb`` of a line that warns which target this is; empty for none."""
    read_only: bool = False
    """The window changes nothing there."""
    favourite: bool = False

    @property
    def title(self) -> str:
        star = "★ " if self.favourite else ""
        return f"{star}{self.name}   {self.url}"


def line_of(known: SavedTarget) -> str:
    """For a file of settings."""
    return json.dumps(asdict(known), ensure_ascii=False)


def read_known(line: str) -> SavedTarget | None:
    """Read a line that ``line_of`` wrote; None for any other line."""
    try:
        return known_of(json.loads(line))
    except ValueError:
        return None


def known_of(row: object) -> SavedTarget | None:
    """A target from the plain values of a file; None where they make no sense."""
    if not isinstance(row, dict):
        return None
    values = {field.name: row.get(field.name, field.default) for field in fields(SavedTarget)}
    texts = all(isinstance(values[name], str) for name in ("name", "url", "color"))
    known = (
        SavedTarget(**values) if texts and all(isinstance(values[name], bool) for name in _SWITCHES) else None
    )
    return known if known and known.url else None


_SWITCHES = ("read_only", "favourite")


def without_password(url: str) -> str:
    """The same place, and the user, without the password."""
    parts = urlsplit(url)
    login, at, place = parts.netloc.rpartition("@")
    user = login.partition(":")[0]
    return urlunsplit(parts._replace(netloc=f"{user}{at if user else ''}{place}"))


def with_login(url: str, user: str, password: str) -> str:
    """The same place with these; an empty user and password change nothing."""
    if not user and not password:
        return url
    parts = urlsplit(url)
    place = parts.netloc.rpartition("@")[2]
    secret = f":{quote(password, safe='')}" if password else ""
    return urlunsplit(parts._replace(netloc=f"{quote(user, safe='')}{secret}@{place}"))
