# SPDX-License-Identifier: GPL-3.0-or-later
"""Which kind of target a URL names: one row for each kind."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from rqcore.errors import BadUrl
from rqcore.url import REDIS_SCHEMES, SCHEMES

if TYPE_CHECKING:
    from rqdebug.targets.base import Target

KINDS = {
    **dict.fromkeys(SCHEMES, ("controller_target", "ControllerTarget")),
    **dict.fromkeys(REDIS_SCHEMES, ("redis.redis_target", "RedisTarget")),
}
"""URL scheme → module of this package, and the class in it.

Imported only when it is asked for: it brings much along, and redis-py may not
be installed.
"""


def changeable(url: str) -> str:
    """The URL with the permission to change queues, which whoever runs a script there gives."""
    return _with_word(url, "changes", "yes")


def with_events(url: str, source: str) -> str:
    """The URL with where the events of a Redis come from: "monitor", which is the usual, "all" or "count"."""
    return url if source == "monitor" else _with_word(url, "events", source)


def is_redis(url: str) -> bool:
    """Whether the URL is of the kind Redis."""
    return url.strip().partition("://")[0] in REDIS_SCHEMES


def _with_word(url: str, name: str, value: str) -> str:
    """For a Redis, and unless the URL says something of it already."""
    if not is_redis(url) or f"{name}=" in url:
        return url
    return f"{url}{'&' if '?' in url else '?'}{name}={value}"


def kind(url: str) -> tuple[str, str]:
    """What KINDS says of the URL. Raises BadUrl."""
    scheme, colon, _ = url.strip().partition("://")
    if not colon or scheme not in KINDS:
        known = ", ".join(f"{known}://" for known in (*SCHEMES, "redis"))
        raise BadUrl(f"{url!r} is no URL of a target; it begins with {known}, as in rq://127.0.0.1:7654")
    return KINDS[scheme]


def target(url: str) -> Target:
    """The target at ``url``, not yet connected. Raises BadUrl."""
    module, name = kind(url)
    try:
        found: Target = getattr(import_module(f"rqdebug.targets.{module}"), name)(url)
    except ModuleNotFoundError as error:
        raise BadUrl(str(error)) from error
    return found
