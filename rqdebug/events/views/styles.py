# SPDX-License-Identifier: GPL-3.0-or-later
"""Styles: colours and fonts for events that match a filter. The first matching style wins."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path

import platformdirs
import pyarrow as pa

from rqdebug.errors import FilterError
from rqdebug.events.filters.filter import Filter, parse
from rqdebug.events.open_calls import OpenCalls
from rqdebug.support.atomic_files import write_json
from rqdebug.support.json_text import parse_json
from rqdebug.support.regular_files import read_text
from rqdebug.support.signals import Signal

_COLOR = re.compile("|#[0-9a-fA-F]{6}")
USUAL = "usual"
"""The name of the first set of styles."""


@dataclass(frozen=True, slots=True)
class Style:
    """A filter, and the look of events that match it."""

    filter: str
    color: str = ""
    """The colour of the text, ``#rrggbb``; empty for the default."""
    background: str = ""
    """The colour of the background, ``#rrggbb``; empty for the default."""
    bold: bool = False
    italic: bool = False
    family: str = ""
    """The font family; empty for the default."""
    on: bool = True
    """Whether the style is used."""

    def problem(self, named: Mapping[str, str] | None = None) -> str:
        """Return why the style cannot be used, in one sentence; empty if it can.

        Args:
            named: The saved filters by name.
        """
        try:
            parse(self.filter, named)
        except FilterError as error:
            return str(error)
        wrong = [color for color in (self.color, self.background) if not _COLOR.fullmatch(color)]
        return f"{wrong[0]!r} is not a colour; write it as #rrggbb, such as #c0ffee" if wrong else ""


class StyleSheet:
    """The styles that are on and valid, with their filters parsed.

    Args:
        styles: The styles in order; the first matching one wins.
        named: The saved filters by name.
    """

    def __init__(self, styles: Iterable[Style] = (), named: Mapping[str, str] | None = None) -> None:
        usable = [style for style in styles if style.on and style.filter and not style.problem(named)]
        self._rules: list[tuple[Style, Filter]] = [(style, parse(style.filter, named)) for style in usable]

    def __bool__(self) -> bool:
        return bool(self._rules)

    @property
    def changes(self) -> bool:
        """Whether an event can get another style: as time passes, its call ends, or it is marked."""
        return any(filter.changes_with_time or filter.needs_marks for _, filter in self._rules)

    @property
    def needs_open_calls(self) -> bool:
        """Whether ``styles_of`` needs the open calls."""
        return any(filter.needs_open_calls for _, filter in self._rules)

    def at(self, now_ns: int) -> StyleSheet:
        """Return the same styles at another present time, in ns since 1970."""
        sheet = StyleSheet()
        sheet._rules = [(style, filter.at(now_ns)) for style, filter in self._rules]
        return sheet

    def styles_of(self, batch: pa.RecordBatch, calls: OpenCalls | None = None) -> list[Style | None]:
        """Return the style of each event in a batch, or None for the default look.

        Args:
            batch: Events in SCHEMA, with the columns of ``MarkedRows.add_columns`` for filters by marks.
            calls: The open calls, for ``blocked``.
        """
        chosen: list[Style | None] = [None] * batch.num_rows
        for style, filter in reversed(self._rules):
            for row, matches in enumerate(filter.mask(batch, calls).to_pylist()):
                if matches:
                    chosen[row] = style
        return chosen


class StyleLibrary:
    """Sets of styles by name, one of which is in use, in a JSON file.

    Args:
        path: The file; by default, ``styles.json`` in the user's configuration folder. Malformed
            entries are ignored.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._path = path or platformdirs.user_config_path("rqdebug") / "styles.json"
        self.changed: Signal[[]] = Signal()
        """Emitted after the sets, or the one in use, have changed."""
        self.sets: dict[str, tuple[Style, ...]] = {USUAL: ()}
        self.current = USUAL
        """The name of the set that is in use."""
        self._load()

    @property
    def styles(self) -> tuple[Style, ...]:
        """The styles of the set that is in use."""
        return self.sets.get(self.current, ())

    def use(self, name: str) -> None:
        """Use another set. If there is none with this name, create an empty one. Raises OSError."""
        self._replace({self.current: self.styles, **self.sets, name: self.sets.get(name, ())}, name)

    def change(self, styles: Iterable[Style]) -> None:
        """Replace the styles of the set that is in use. Raises OSError."""
        self._replace({**self.sets, self.current: tuple(styles)}, self.current)

    def remove(self, name: str) -> None:
        """Delete a set; if it is in use, another one is used. Raises OSError."""
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
            document = parse_json(read_text(self._path))
            sets = {str(name): read_styles(rows) for name, rows in document["sets"].items()}
            current = document["current"]
        except (OSError, ValueError, LookupError, TypeError, AttributeError):
            return
        if current in sets:
            self.sets, self.current = sets, current


def export_styles(styles: Sequence[Style], path: Path) -> None:
    """Write styles to a JSON file for ``import_styles``. Raises OSError."""
    write_json(path, list(map(asdict, styles)))


def import_styles(path: Path) -> tuple[Style, ...]:
    """Read styles that ``export_styles`` wrote.

    Raises:
        OSError: The file cannot be read.
        ValueError: The file does not contain styles.
    """
    rows = parse_json(read_text(path))
    styles = read_styles(rows)
    if not isinstance(rows, list) or len(styles) < len(rows):
        raise ValueError("the file does not contain styles that rqdebug exported")
    return styles


def read_styles(rows: object) -> tuple[Style, ...]:
    """Return the styles in parsed JSON. Malformed rows are skipped."""
    styles = []
    for row in rows if isinstance(rows, list) else ():
        if isinstance(row, dict) and all(isinstance(row.get(name), kind) for name, kind in _KINDS.items()):
            styles.append(Style(**{name: row[name] for name in _KINDS}))
    return tuple(styles)


_KINDS = {field.name: bool if field.type == "bool" else str for field in fields(Style)}
