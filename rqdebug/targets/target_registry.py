# SPDX-License-Identifier: GPL-3.0-or-later
"""The registry of target kinds, which finds the kind of a URL.

The built-in kinds are registered below. Another package adds one with an entry point in the group
``rqdebug.targets``, whose value is a ``TargetKind``::

    [project.entry-points."rqdebug.targets"]
    kafka = "rqdebug_kafka:KIND"

Entry points are loaded only for an unknown scheme, and for the list of all kinds. One that cannot be loaded
is left out, and ``plugin_problems`` returns the reason.
"""

from __future__ import annotations

import threading
from importlib import import_module
from typing import TYPE_CHECKING

from rqcore.errors import BadUrl
from rqcore.url import hide_password
from rqdebug.support.error_reasons import reason_of
from rqdebug.targets.base import Target
from rqdebug.targets.controller_kind import CONTROLLER
from rqdebug.targets.redis.redis_kind import REDIS_KIND
from rqdebug.targets.target_form import scheme_of
from rqdebug.targets.target_kind import TargetKind

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

GROUP = "rqdebug.targets"
"""The group of entry points that add kinds."""


class TargetRegistry:
    """Target kinds by name and by URL scheme. Safe to use from several threads.

    Args:
        *kinds: The kinds to register now.
        group: The group of entry points with further kinds, which are loaded when needed.

    Raises:
        ValueError: Two kinds have the same name or scheme.
    """

    def __init__(self, *kinds: TargetKind, group: str = "") -> None:
        self._kinds: dict[str, TargetKind] = {}
        self._by_scheme: dict[str, TargetKind] = {}
        self._problems: list[str] = []
        self._group = group
        self._lock = threading.RLock()
        for kind in kinds:
            self.register(kind)

    def register(self, kind: TargetKind) -> None:
        """Add a kind.

        Raises:
            ValueError: Its name or one of its schemes is taken.
        """
        with self._lock:
            if kind.name in self._kinds:
                raise ValueError(f"the target kind {kind.name!r} is already registered")
            for scheme in kind.schemes:
                if scheme in self._by_scheme:
                    owner = self._by_scheme[scheme].name
                    raise ValueError(f"the scheme {scheme!r} already belongs to the target kind {owner!r}")
            self._kinds[kind.name] = kind
            self._by_scheme.update(dict.fromkeys(kind.schemes, kind))

    def kinds(self) -> tuple[TargetKind, ...]:
        """Return all kinds in the order of registration, plug-ins last."""
        with self._lock:
            self._load_plugins()
            return tuple(self._kinds.values())

    def problems(self) -> tuple[str, ...]:
        """Return one sentence for each plug-in that could not be loaded so far."""
        return tuple(self._problems)

    def find(self, url: str) -> TargetKind:
        """Return the kind of target for a URL.

        Raises:
            BadUrl: No kind has the scheme of the URL; the message lists the schemes that exist.
        """
        scheme = scheme_of(url)
        kind = self._by_scheme.get(scheme)
        if kind is None:
            self._load_plugins()
            kind = self._by_scheme.get(scheme)
        if kind is None:
            shown = hide_password(url)
            schemes = " or ".join(f"{each.schemes[0]}://" for each in self._kinds.values())
            sentence = f"{shown!r} is not the URL of a target: a URL begins with {schemes}, as in"
            raise BadUrl("; ".join((f"{sentence} {CONTROLLER.example}", *self._problems)))
        return kind

    def _load_plugins(self) -> None:
        with self._lock:
            group, self._group = self._group, ""
            if group:
                metadata = import_module("importlib.metadata")  # takes 10 ms, so not at the start
                for entry in sorted(metadata.entry_points(group=group), key=lambda each: each.name):
                    self._load_plugin(entry)

    def _load_plugin(self, entry: EntryPoint) -> None:
        """Register the kind of an entry point. Its code is foreign, so any exception becomes a problem."""
        try:
            kind = entry.load()
            if not isinstance(kind, TargetKind):
                raise TypeError(f"{entry.value} is not a TargetKind")
            self.register(kind)
        except (Exception, SystemExit) as error:
            self._problems.append(
                f"the plug-in {entry.name!r} for targets cannot be loaded: {reason_of(error)}"
            )


BUILT_IN = (CONTROLLER, REDIS_KIND)
"""The built-in kinds."""
_REGISTRY = TargetRegistry(*BUILT_IN, group=GROUP)


def register_target(kind: TargetKind) -> None:
    """Add a kind of target to this program.

    Raises:
        ValueError: Its name or one of its schemes is taken.
    """
    _REGISTRY.register(kind)


def target_kinds() -> tuple[TargetKind, ...]:
    """Return all kinds, including the kinds of installed plug-ins."""
    return _REGISTRY.kinds()


def plugin_problems() -> tuple[str, ...]:
    """Return one sentence for each plug-in that could not be loaded so far."""
    return _REGISTRY.problems()


def find_kind(url: str) -> TargetKind:
    """Return the kind of target for a URL.

    Raises:
        BadUrl: No kind has the scheme of the URL.
    """
    return _REGISTRY.find(url)


def create_target(url: str, *, allow_changes: bool = False) -> Target:
    """Return the target of a URL, not yet connected.

    Args:
        url: The URL, with a password if it needs one.
        allow_changes: Whether to permit changes, unless the URL itself permits or forbids them.

    Raises:
        BadUrl: The URL is malformed, of an unknown kind, or of a kind that is not installed.
    """
    kind = find_kind(url)
    return kind.loader(kind.allow_changes(url) if allow_changes else url)
