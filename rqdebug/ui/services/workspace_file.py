# SPDX-License-Identifier: GPL-3.0-or-later
"""Workspaces: targets, open tabs with their filters, saved filters, rules, styles and layout, in one file.

The file is JSON and contains no password, so it can be shared.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

from rqdebug.debug.rule_definition import RuleDefinition, read_definition
from rqdebug.events.views.styles import Style, read_styles
from rqdebug.scripts.running.breakpoints import MAX_SKIP, Breakpoint
from rqdebug.support.atomic_files import write_json
from rqdebug.support.regular_files import read_text
from rqdebug.ui.services.saved_targets import SavedTarget, target_from
from rqdebug.ui.style.tr import counted, tr

EXTENSION = ".rqw"
VERSION = 1
"""Version of the file format; workspaces of a later version are refused."""


class WorkspaceError(Exception):
    """A workspace cannot be read: why, in one sentence."""


@dataclass(frozen=True, slots=True)
class SavedTab:
    """An open tab.

    ``where`` is the URL of a target, or the path of a script or capture. For merged targets it is their
    names, one a line, or empty for all targets. For a second view it is the kind and, in the next lines, the
    ``where`` of the tab of its log.
    """

    kind: str
    where: str
    filter: str = ""
    breakpoints: tuple[Breakpoint, ...] = ()
    """Of a script."""


@dataclass(frozen=True, slots=True)
class SavedRule:
    """A breakpoint or a fault. It is switched off when the workspace is opened."""

    url: str
    """The URL of its target, without a password."""
    target: str
    """The name of its target."""
    definition: RuleDefinition


@dataclass(frozen=True, slots=True)
class Workspace:
    """State of a window as saved in a workspace file; without passwords."""

    targets: tuple[SavedTarget, ...] = ()
    places: tuple[SavedTab, ...] = ()
    filters: dict[str, str] = field(default_factory=dict)
    styles: tuple[Style, ...] = ()
    docks: str = ""
    """The layout of the docks, as Qt writes it, in hexadecimal digits."""
    current: int = -1
    """The index of the current tab in ``places``; -1 if it is not among them."""
    run_targets: tuple[str, ...] | None = None
    """The names of the targets that scripts run on; None if unknown, as in files of older versions."""
    runs_on_all: bool = False
    """Whether scripts run on all targets, also on those that are attached later."""
    rules: tuple[SavedRule, ...] = ()
    invalid: tuple[str, ...] = field(default=(), compare=False)
    """The numbers of entries of the file that are invalid and were ignored, such as ``2 targets``."""


def save(workspace: Workspace, path: Path) -> None:
    """Write a workspace atomically.

    Raises:
        OSError: The file cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    document = asdict(workspace)
    del document["invalid"]
    for row, tab in zip(document["places"], workspace.places, strict=True):
        # A plain one is a number, as in older versions, which ignore all others.
        row["breakpoints"] = [each.line if each.is_plain else asdict(each) for each in tab.breakpoints]
    write_json(path, {"rqdebug workspace": VERSION, **document})


def load(path: Path) -> Workspace:
    """Read a workspace. Invalid entries are ignored, and counted in ``invalid``.

    Raises:
        WorkspaceError: The file cannot be read, is not a workspace, or has a later format.
    """
    try:
        document = json.loads(read_text(path))
        version = int(document["rqdebug workspace"])
    except OSError as error:
        raise WorkspaceError(
            tr("cannot read {file}: {why}", file=path, why=error.strerror or error)
        ) from error
    except (ValueError, LookupError, TypeError, OverflowError, RecursionError) as error:
        raise WorkspaceError(tr("{file} is not a workspace file (.rqw)", file=path)) from error
    if version > VERSION:
        raise WorkspaceError(
            tr(
                "{file} has workspace format {version}, but this rqdebug reads up to {latest}; "
                "install a newer rqdebug",
                file=path,
                version=version,
                latest=VERSION,
            )
        )
    reader = _Reader(document)
    docks, current = document.get("docks"), document.get("current")
    run_targets = document.get("run_targets")
    return Workspace(
        tuple(target for row in reader.rows("targets") if (target := target_from(row))),
        tuple(tab for row in reader.rows("places") if (tab := _saved_tab(row))),
        {name: text for name, text in reader.pairs("filters") if isinstance(text, str)},
        read_styles(reader.rows("styles")),
        docks if isinstance(docks, str) else "",
        current if type(current) is int else -1,
        _names(run_targets) if isinstance(run_targets, list) else None,
        document.get("runs_on_all") is True,
        tuple(rule for row in reader.rows("rules") if (rule := _saved_rule(row))),
        tuple(reader.invalid_entries()),
    )


class _Reader:
    """Reads the lists of a workspace, and counts what is invalid in them."""

    def __init__(self, document: dict[str, object]) -> None:
        self._document = document

    def rows(self, name: str) -> list[object]:
        rows = self._document.get(name)
        return rows if isinstance(rows, list) else []

    def pairs(self, name: str) -> list[tuple[str, object]]:
        pairs = self._document.get(name)
        return list(pairs.items()) if isinstance(pairs, dict) else []

    def invalid_entries(self) -> Iterator[str]:
        """Yield the number of invalid entries of each kind that has some."""
        if count := self._invalid("targets", lambda row: target_from(row) is not None):
            yield counted(count, "{n} target", "{n} targets")
        if count := self._invalid("places", lambda row: _saved_tab(row) is not None):
            yield counted(count, "{n} tab", "{n} tabs")
        breakpoints = (row.get("breakpoints") for row in self.rows("places") if isinstance(row, dict))
        if count := sum(
            len(rows) - len(_breakpoints(rows)) for rows in breakpoints if isinstance(rows, list)
        ):
            yield counted(count, "{n} breakpoint", "{n} breakpoints")
        unread = self._document.get("filters") is not None and not isinstance(self._document["filters"], dict)
        if count := unread + sum(not isinstance(text, str) for _, text in self.pairs("filters")):
            yield counted(count, "{n} saved filter", "{n} saved filters")
        if count := self._invalid("styles", lambda row: bool(read_styles([row]))):
            yield counted(count, "{n} style", "{n} styles")
        if count := self._invalid("rules", lambda row: _saved_rule(row) is not None):
            yield counted(count, "{n} breakpoint or fault", "{n} breakpoints and faults")
        if self._invalid("run_targets", lambda row: isinstance(row, str)):
            yield tr("the targets of runs")
        if not isinstance(self._document.get("docks", ""), str):
            yield tr("the layout")

    def _invalid(self, name: str, is_valid: Callable[[object], bool]) -> int:
        """Return the number of invalid rows; 1 if the list itself is invalid."""
        rows = self._document.get(name)
        if rows is None:
            return 0
        return sum(not is_valid(row) for row in rows) if isinstance(rows, list) else 1


def _names(rows: list[object]) -> tuple[str, ...]:
    return tuple(row for row in rows if isinstance(row, str))


def _saved_tab(row: object) -> SavedTab | None:
    match row:
        case {"kind": str(kind), "where": str(where), "filter": str(filter), **more}:
            return SavedTab(kind, where, filter, _breakpoints(more.get("breakpoints")))
    return None


def _saved_rule(row: object) -> SavedRule | None:
    match row:
        case {"url": str(url), "target": str(target), "definition": {"action": {}} as more}:
            definition = read_definition(more)
            return None if definition is None else SavedRule(url, target, definition)
    return None


def _breakpoints(value: object) -> tuple[Breakpoint, ...]:
    rows = value if isinstance(value, list) else []
    return tuple(found for row in rows if (found := _breakpoint(row)) is not None and found.line > 0)


def _breakpoint(row: object) -> Breakpoint | None:
    match row:
        case bool():
            return None
        case int(line):
            return Breakpoint(line)
        case {"line": int(line), "condition": str(condition), "skip": int(skip)} if 0 <= skip <= MAX_SKIP:
            return Breakpoint(int(line), condition, int(skip))
    return None
