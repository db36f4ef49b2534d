# SPDX-License-Identifier: GPL-3.0-or-later
"""URLs and settings of the targets that the window remembers."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from urllib.parse import quote, urlsplit, urlunsplit

from rqdebug.support.json_text import parse_json


@dataclass(frozen=True, slots=True)
class SavedTarget:
    """A target that was attached before. Its URL has no password: passwords are never written to a file."""

    name: str
    url: str
    color: str = ""
    """Colour of the line below the name of the target, as ``#rrggbb``; empty for no line."""
    read_only: bool = False
    """The window must not change this target."""
    favourite: bool = False

    @property
    def title(self) -> str:
        """Name and URL as shown in lists, with a star for a favourite."""
        star = "★ " if self.favourite else ""
        return f"{star}{self.name}   {self.url}"


def target_line(target: SavedTarget) -> str:
    """Format a target as one line of the settings file."""
    return json.dumps(asdict(target), ensure_ascii=False)


def parse_target(line: str) -> SavedTarget | None:
    """Parse a line that ``target_line`` wrote; None for any other line."""
    try:
        return target_from(parse_json(line))
    except ValueError:
        return None


def target_from(row: object) -> SavedTarget | None:
    """Create a target from a parsed JSON value; None if the value is not valid."""
    if not isinstance(row, dict):
        return None
    values = {field.name: row.get(field.name, field.default) for field in fields(SavedTarget)}
    texts = all(isinstance(values[name], str) for name in ("name", "url", "color"))
    switches = all(isinstance(values[name], bool) for name in _SWITCHES)
    target = SavedTarget(**values) if texts and switches else None
    return target if target and target.url else None


_SWITCHES = ("read_only", "favourite")


def without_password(url: str) -> str:
    """Return the URL without its password; the user name stays."""
    parts = urlsplit(url)
    login, at, host = parts.netloc.rpartition("@")
    user = login.partition(":")[0]
    return urlunsplit(parts._replace(netloc=f"{user}{at if user else ''}{host}"))


def with_login(url: str, user: str, password: str) -> str:
    """Return the URL with this user and password; if both are empty, return it unchanged."""
    if not user and not password:
        return url
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    secret = f":{quote(password, safe='')}" if password else ""
    return urlunsplit(parts._replace(netloc=f"{quote(user, safe='')}{secret}@{host}"))
