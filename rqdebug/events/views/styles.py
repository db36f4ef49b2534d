# SPDX-License-Identifier: GPL-3.0-or-later
"""Styles of events that match a filter. The first matching rule wins."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path

import platformdirs
import pyarrow as pa

from rqdebug.errors import FilterError
from rqdebug.events.filters.filter import Filter, parse
from rqdebug.support.atomic_files import write_json
from rqdebug.support.signals import Signal

_COLOR = re.compile("|#[0-9a-fA-F]{6}")
USUAL = "usual"
"""The name of the set that is in use until another is chosen."""


@dataclass(frozen=True, slots=True)
class Style:
    """A rule. Colours are ``#rrggbb``, or empty for the usual ones."""

    filter: str
    color: str = ""
    background: str = ""
    bold: bool = False
    italic: bool = False
    family: str = ""
    """Of the font; empty for the usual one."""
    on: bool = True

    def problem(self, named: Mapping[str, str] | None = None) -> str:
        """Return why the style cannot be used, in one sentence; empty if it can."""
        try:
            parse(self.filter, named)
        except FilterError as error:
            return str(error)
        wrong = [color for color in (self.color, self.background) if not _COLOR.fullmatch(color)]
        return f"{wrong[0]!r} is no colour such as #c0ffee" if wrong else ""


class StyleSheet:
    """The styles that are on, with their filters parsed. Invalid styles are left out."""

    def __init__(self, styles: Iterable[Style] = (), named: Mapping[str, str] | None = None) -> None:
        usable = [style for style in styles if style.on and style.filter and not style.problem(named)]
        self._rules: list[tuple[Style, Filter]] = [(style, parse(style.filter, named)) for style in usable]

    def __bool__(self) -> bool:
        return bool(self._rules)

    def styles_of(self, batch: pa.RecordBatch) -> list[Style | None]:
        """Return for each event its style, or None for the usual look."""
        found: list[Style | None] = [None] * batch.num_rows
        for style, filter in reversed(self._rules):
            for row, matches in enumerate(filter.mask(batch).to_pylist()):
                if matches:
                    found[row] = style
        return found


class StyleLibrary:
    """Sets of styles by name, one of them in use, in a JSON file."""

    def __init__(self, path: Path | None = None) -> None:
        """Load the sets from ``path``, by default the user's own file. Invalid entries are ignored."""
        self._path = path or platformdirs.user_config_path("rqdebug") / "styles.json"
        self.changed: Signal[[]] = Signal()
        self.sets: dict[str, tuple[Style, ...]] = {USUAL: ()}
        self.current = USUAL
        self._load()

    @property
    def styles(self) -> tuple[Style, ...]:
        """The styles of the set that is in use."""
        return self.sets.get(self.current, ())

    def use(self, name: str) -> None:
        """Use another set; a new one is empty. Raises OSError."""
        self._replace({self.current: self.styles, **self.sets, name: self.sets.get(name, ())}, name)

    def change(self, styles: Iterable[Style]) -> None:
        """Replace the styles of the set in use. Raises OSError."""
        self._replace({**self.sets, self.current: tuple(styles)}, self.current)

    def remove(self, name: str) -> None:
        """Remove a set. Raises OSError."""
        rest = {kept: styles for kept, styles in self.sets.items() if kept != name} or {USUAL: ()}
        self._replace(rest, self.current if self.current in rest else next(iter(rest)))

    def _replace(self, sets: dict[str, tuple[Style, ...]], current: str) -> None:
        document = {
            "current": current,
            "sets": {name: list(map(asdict, each)) for name, each in sets.items()},
        }
        self._path.parent.mkdir(parents=True, exist_ok=True)
        write_json(self._path, document)
        self.sets, self.current = sets, current
        self.changed.emit()

    def _load(self) -> None:
        try:
            document = json.loads(self._path.read_text(encoding="utf-8"))
            sets = {str(name): read_styles(rows) for name, rows in document["sets"].items()}
            current = document["current"]
        except (OSError, ValueError, LookupError, TypeError, AttributeError):
            return
        if current in sets:
            self.sets, self.current = sets, current


def export_styles(styles: Sequence[Style], path: Path) -> None:
    """Write styles to a file that can be imported. Raises OSError."""
    write_json(path, list(map(asdict, styles)))


def import_styles(path: Path) -> tuple[Style, ...]:
    """Read styles that ``export_styles`` wrote. Raises OSError, or ValueError for other contents."""
    rows = json.loads(path.read_text(encoding="utf-8"))
    styles = read_styles(rows)
    if not isinstance(rows, list) or len(styles) < len(rows):
        raise ValueError("these are no styles")
    return styles


def read_styles(rows: object) -> tuple[Style, ...]:
    """Return the rows that are valid styles."""
    found = []
    for row in rows if isinstance(rows, list) else ():
        if isinstance(row, dict) and all(isinstance(row.get(name), kind) for name, kind in _KINDS.items()):
            found.append(Style(**{name: row[name] for name in _KINDS}))
    return tuple(found)


_KINDS = {field.name: bool if field.type == "bool" else str for field in fields(Style)}
