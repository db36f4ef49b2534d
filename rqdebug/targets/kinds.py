# SPDX-License-Identifier: GPL-3.0-or-later
"""Which kind of target a URL names: one row for each kind."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from rqcore.errors import BadUrl
from rqcore.kinds import PACKAGES
from rqdebug.targets.base import Target
from rqdebug.targets.controller import ControllerTarget


def _redis(url: str) -> Target:
    """Imported only when it is asked for: redis-py may not be installed."""
    try:
        found: Target = import_module("rqdebug.targets.redis").RedisTarget(url)
    except ModuleNotFoundError as error:
        raise BadUrl(str(error)) from error
    return found


KINDS: dict[str, Callable[[str], Target]] = {
    **dict.fromkeys(("rq", "rqs", "rq+unix"), ControllerTarget),
    **dict.fromkeys(PACKAGES, _redis),
}
"""URL scheme → kind."""


def changeable(url: str) -> str:
    """The URL with the permission to change queues, which whoever runs a script there gives."""
    if url.strip().partition("://")[0] not in PACKAGES or "changes=" in url:
        return url
    return f"{url}{'&' if '?' in url else '?'}changes=yes"


def target(url: str) -> Target:
    """The target at ``url``, not yet connected. Raises BadUrl."""
    scheme, colon, _ = url.strip().partition("://")
    if not colon or scheme not in KINDS:
        known = ", ".join(f"{known}://" for known in ("rq", "rqs", "rq+unix", "redis"))
        raise BadUrl(f"{url!r} is no URL of a target; it begins with {known}, as in rq://127.0.0.1:7654")
    return KINDS[scheme](url)
