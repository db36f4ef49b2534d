# SPDX-License-Identifier: GPL-3.0-or-later
"""The target kind ``redis``: a Redis or Valkey server or cluster. Needs redis-py."""

from __future__ import annotations

from rqcore.errors import BadUrl
from rqcore.url import REDIS_SCHEMES
from rqdebug.targets.base import Target
from rqdebug.targets.preview_option import PREVIEW
from rqdebug.targets.redis.redis_options import CERTIFICATES, CHANGES, EVENTS
from rqdebug.targets.target_form import TargetForm
from rqdebug.targets.target_kind import TargetKind


def _load(url: str) -> Target:
    try:
        from rqdebug.targets.redis.redis_target import RedisTarget
    except ModuleNotFoundError as error:
        raise BadUrl(f"{error}; to install it: pip install 'rqdebug[redis]'") from error
    return RedisTarget(url)


REDIS_KIND = TargetKind(
    name="redis",
    title="Redis or Valkey",
    schemes=REDIS_SCHEMES,
    example="redis://127.0.0.1:6379",
    loader=_load,
    form=TargetForm((CERTIFICATES, EVENTS, PREVIEW, CHANGES)),
    permission=CHANGES.name,
)
"""The description of the kind for the registry."""
