# SPDX-License-Identifier: GPL-3.0-or-later
"""Workspaces: targets, open tabs with their filters, saved filters, styles and layout, in one file.

The file is JSON and contains no password, so it can be shared.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

from rqdebug.events.views.styles import Style, read_styles
from rqdebug.scripts.running.breakpoints import MAX_SKIP, Breakpoint
from rqdebug.support.atomic_files import write_json
from rqdebug.support.regular_files import read_text
from rqdebug.ui.services.saved_targets import SavedTarget, target_from
from rqdebug.ui.style.tr import tr

EXTENSION = ".rqw"
VERSION = 1
"""Version of the file format; workspaces of a later version are refused."""


class WorkspaceError(Exception):
    """A workspace cannot be read: why, in one sentence."""


@dataclass(frozen=True, slots=True)
class SavedTab:
    """An open tab.

    ``where`` is the URL of a target, or the path of a script or capture. For merged targets it is their
    names, one a line, or empty for all targets.
    """

    kind: str
    where: str
    filter: str = ""
    breakpoints: tuple[Breakpoint, ...] = ()
    """Of a script."""


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


def save(workspace: Workspace, path: Path) -> None:
    """Write a workspace atomically.

    Raises:
        OSError: The file cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    document = asdict(workspace)
    for row, tab in zip(document["places"], workspace.places, strict=True):
        # A plain one is a number, as in older versions, which ignore all others.
        row["breakpoints"] = [each.line if each.is_plain else asdict(each) for each in tab.breakpoints]
    write_json(path, {"rqdebug workspace": VERSION, **document})


def load(path: Path) -> Workspace:
    """Read a workspace; invalid parts are ignored.

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
    filters = document.get("filters")
    docks, current = document.get("docks"), document.get("current")
    return Workspace(
        tuple(target for row in _rows(document, "targets") if (target := target_from(row))),
        tuple(tab for row in _rows(document, "places") if (tab := _saved_tab(row))),
        {str(name): str(text) for name, text in filters.items()} if isinstance(filters, dict) else {},
        read_styles(document.get("styles")),
        docks if isinstance(docks, str) else "",
        current if type(current) is int else -1,
    )


def _rows(document: dict[str, object], name: str) -> list[object]:
    rows = document.get(name)
    return rows if isinstance(rows, list) else []


def _saved_tab(row: object) -> SavedTab | None:
    match row:
        case {"kind": str(kind), "where": str(where), "filter": str(filter), **more}:
            return SavedTab(kind, where, filter, _breakpoints(more.get("breakpoints")))
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
