# SPDX-License-Identifier: MIT
"""The reporters of this process: one for each controller. They end with the process, and survive a fork."""

from __future__ import annotations

import atexit
import codecs
import os
from typing import Any

from rqcore.exposing.fork_warning import fork_warning
from rqcore.exposing.reporter import Exposure, Reporter
from rqcore.url import Address, Url

_reporters: dict[str, Reporter] = {}


def reporter_of(url: str | Address | None) -> Reporter:
    """Return the reporter of this process for the controller at a URL. Raises BadUrl."""
    address = Url.find(url)
    return _reporters.setdefault(str(address), Reporter(address))


def exposure_of(queue: Any) -> Exposure | None:
    """Return the exposure of a queue at any controller, or None."""
    exposures = (each for reporter in _reporters.values() for each in reporter.exposures)
    return next((each for each in exposures if each.is_of(queue)), None)


def end_all() -> None:
    """Send the remaining records of all reporters, and disconnect."""
    for reporter in _reporters.values():
        reporter.end()


def _before_fork() -> None:
    for reporter in _reporters.values():
        reporter.before_fork()
    if any(reporter.exposures for reporter in _reporters.values()):
        fork_warning.ignore()


def _after_fork_in_parent() -> None:
    for reporter in _reporters.values():
        reporter.after_fork_in_parent()


def _after_fork_in_child() -> None:
    fork_warning.restore()
    for reporter in _reporters.values():
        reporter.after_fork_in_child()


# A connection needs this codec, and a child that is being forked cannot import it.
codecs.lookup("idna")
atexit.register(end_all)
os.register_at_fork(
    before=_before_fork,
    after_in_parent=_after_fork_in_parent,
    after_in_child=_after_fork_in_child,
)
