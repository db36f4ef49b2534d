# SPDX-License-Identifier: GPL-3.0-or-later
"""Attach a debugger to a controller."""

from __future__ import annotations

from rqcore import debug
from rqcore.errors import BadUrl
from rqcore.url import Address, Url, url_text
from rqdebug.debug.filter_conditions import FilterConditions
from rqdebug.events.filters.saved_filters import SavedFilters
from rqdebug.targets.target_registry import create_target


def attach(
    url: str | Address | None = None,
    *,
    name: str = "rqdebug",
    network_timeout: float = 5.0,
    saved: SavedFilters | None = None,
) -> debug.Debugger:
    """Attach a debugger to a controller. Its conditions can be the texts of filters.

    Args:
        url: The address of the controller; None takes the environment variable ``RQ_URL``, or else
            ``rq://127.0.0.1:7654``.
        name: The name of this client in events and lists.
        network_timeout: Maximum seconds that the network may take for a command.
        saved: The filters that ``@name`` means; None takes the filters of the user.

    Raises:
        BadUrl: The URL is wrong, or that of a target that cannot be debugged.
        ConnectionLost: The controller cannot be reached.
        NotAllowed: This client may not debug the controller.
    """
    check_is_controller(url_text(url))
    parse = FilterConditions(saved)
    return debug.attach(url, name=name, network_timeout=network_timeout, parse=parse)


def check_is_controller(url: str) -> None:
    """Raise BadUrl if a URL is not that of a controller."""
    try:
        Url.parse(url)
    except BadUrl:
        other = create_target(url).url
        raise BadUrl(f"only a controller can be debugged, and {other} is none; write rq://host") from None
