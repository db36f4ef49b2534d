# SPDX-License-Identifier: MIT
"""Servers of other kinds, which give the same handles: by the scheme of the URL, who speaks to them.

Such a package is imported when its URL is met, not before: it may need what
is not installed, and takes its time.
"""

from __future__ import annotations

import os
from importlib import import_module
from typing import Any

from rqcore.errors import NotAllowed

REDIS = (
    "redis",
    "rediss",
    "unix",
    "redis+cluster",
    "rediss+cluster",
    "redis+sentinel",
    "rediss+sentinel",
)
"""The schemes of URLs of a Redis."""
PACKAGES = dict.fromkeys(REDIS, "rqcore.pressure")


def module(url: str | None, name: str) -> tuple[Any, str]:
    """The module of this name that speaks to ``url``, or to what RQ_URL says, and the URL.

    None where that is a controller. Raises NotAllowed when something is not installed.
    """
    text = (os.environ.get("RQ_URL") or "" if url is None else url).strip()
    package = PACKAGES.get(text.partition("://")[0])
    if package is None:
        return None, text
    try:
        return import_module(f"{package}.{name}"), text
    except ModuleNotFoundError as error:
        raise NotAllowed(str(error)) from error
