# SPDX-License-Identifier: GPL-3.0-or-later
"""Which kind of target a URL names: one row for each kind."""

from __future__ import annotations

from collections.abc import Callable

from rqcore.errors import BadUrl
from rqdebug.targets.base import Target
from rqdebug.targets.controller import ControllerTarget

KINDS: dict[str, Callable[[str], Target]] = dict.fromkeys(("rq", "rqs", "rq+unix"), ControllerTarget)
"""URL scheme → kind."""


def target(url: str) -> Target:
    """The target at ``url``, not yet connected. Raises BadUrl."""
    scheme, colon, _ = url.strip().partition("://")
    if not colon or scheme not in KINDS:
        known = ", ".join(f"{known}://" for known in KINDS)
        raise BadUrl(f"{url!r} is no URL of a target; it begins with {known}, as in rq://127.0.0.1:7654")
    return KINDS[scheme](url)
