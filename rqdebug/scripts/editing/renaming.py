# SPDX-License-Identifier: GPL-3.0-or-later
"""Renames a variable, a parameter or a function of a script, in all files that share it."""

from __future__ import annotations

import keyword
import os
import re
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from pathlib import Path

from rqdebug.scripts.editing.name_places import NamePlace, PlaceKind
from rqdebug.scripts.editing.name_scopes import NameScope, ScopedFile, is_variable
from rqdebug.scripts.language.scope import Scope
from rqdebug.scripts.language.script_functions import is_reserved_function
from rqdebug.scripts.script_folder import SUFFIX
from rqdebug.scripts.signatures import ValueKind

MAX_ENTRIES = 5000
"""The maximum number of files and folders that are searched for scripts which include a file."""
MAX_OUTER = 3
"""The maximum number of folders around that of the script which are searched."""
_INCLUDE = re.compile(r"^[ \t]*include\s*\(\s*([\"'])(.+?)\1", re.MULTILINE)


class ScriptFiles:
    """The files that a script shares names with: those that it includes, and those that include them.

    Args:
        path: The script; None if it is not saved.
        text: Its text.
        read: Returns the text of another file. Raises OSError or UnicodeDecodeError.
    """

    def __init__(self, path: Path | None, text: str, read: Callable[[Path], str]) -> None:
        self.main = path.resolve() if path is not None else Path("/")
        """The key of the script itself."""
        self._texts = {self.main: text}
        self._read = read
        self._scoped: dict[Path, ScopedFile] = {}
        self.is_complete = True
        """Whether all scripts around were searched."""
        if path is not None:
            around, self.is_complete = _scripts_around(self.main)
            for each in around:
                self._has(each)

    def file(self, path: Path) -> ScopedFile:
        """Return the names of a file.

        Raises:
            ScriptError: It has a syntax error.
        """
        if path not in self._scoped:
            self._scoped[path] = ScopedFile(self._texts[path], path.name)
        return self._scoped[path]

    def text(self, path: Path) -> str:
        """Return the text of a file."""
        return self._texts[path]

    @cached_property
    def groups(self) -> list[frozenset[Path]]:
        """The files of each script: itself, and all that it includes."""
        return [frozenset(self._with_included(path)) for path in list(self._texts)]

    def _with_included(self, path: Path) -> set[Path]:
        found, remaining = {path}, [path]
        while remaining:
            each = remaining.pop()
            for match in _INCLUDE.finditer(self._texts[each]):
                included = (each.parent / match[2]).resolve()
                if included not in found and self._has(included):
                    found.add(included)
                    remaining.append(included)
        return found

    def _has(self, path: Path) -> bool:
        if path not in self._texts and path.is_file():
            with suppress(OSError, UnicodeDecodeError):  # then no script can include it
                self._texts[path] = self._read(path)
        return path in self._texts


@dataclass(frozen=True, slots=True)
class Renaming:
    """Something that can be renamed, with all its places."""

    name: str
    places: Mapping[Path, tuple[int, ...]]
    """The index of the first character of each place, by file."""
    main: Path
    """The key of the script in which it was chosen."""
    is_function: bool = False
    used: Callable[[str], tuple[Path, int] | None] = field(default=lambda _: None, repr=False)
    """Returns a file and a line in which another name would clash; None if there is none."""

    def check(self, name: str) -> None:
        """Check that it can have another name.

        Raises:
            ValueError: If it cannot; in one sentence.
        """
        if not name.isidentifier() or keyword.iskeyword(name):
            raise ValueError(
                f"{name!r} is not a name; a name has letters, digits and _, and is no word of Python"
            )
        if self.is_function and is_reserved_function(name):
            raise ValueError(f"{name!r} is a reserved name; choose another name")
        Scope().define(name, ValueKind.VALUE)
        if name != self.name and (found := self.used(name)):
            path, line = found
            if path == self.main:
                raise ValueError(f"{name!r} is already used in line {line}; choose another name")
            raise ValueError(f"{name!r} is already used in line {line} of {path.name}; choose another name")


def find_renaming(files: ScriptFiles, index: int) -> Renaming:
    """Return what can be renamed at a place of the script.

    Args:
        files: The script, and the files that it shares names with.
        index: The index of a character of a name, or of the one after it.

    Raises:
        ValueError: There is no name that the script defines; in one sentence.
        ScriptError: A file has a syntax error.
    """
    main = files.file(files.main)
    word = _word_at(main.text, index)
    place = next((each for each in main.places(word) if each.start <= index <= each.start + len(word)), None)
    if not word or place is None:
        raise ValueError("there is no name of a variable or function at the cursor")
    finder = _Finder(files, word)
    match place.kind:
        case PlaceKind.FUNCTION:
            return finder.function()
        case PlaceKind.ARGUMENT:
            return finder.parameter(place.function)
    scope = finder.scope(files.main, place)
    if scope.outer is None:
        return finder.variable()
    if word in scope.parameters:
        return finder.parameter(scope.function)
    return finder.local(scope)


class _Finder:
    """Finds the places of one name."""

    def __init__(self, files: ScriptFiles, name: str) -> None:
        self._files = files
        self._name = name

    def scope(self, path: Path, place: NamePlace) -> NameScope:
        return self._scope(path, place, self._name)

    def function(self) -> Renaming:
        paths = self._reach(lambda path: any(each.kind is PlaceKind.FUNCTION for each in self._places(path)))
        if not any(self._name in self._file(path).functions for path in paths):
            raise ValueError(f"{self._name!r} is a word of the language, or is not defined")
        return self._renaming(paths, lambda _, place: place.kind is PlaceKind.FUNCTION, is_function=True)

    def parameter(self, function: str) -> Renaming:
        def is_place(path: Path, place: NamePlace) -> bool:
            if place.kind is PlaceKind.ARGUMENT:
                return place.function == function
            return is_variable(place) and self.scope(path, place) is owner

        paths = self._reach(lambda path: bool(self._places(path, function)))
        functions = {path: self._file(path).functions for path in paths if self._places(path, function)}
        home = next((path for path, known in functions.items() if function in known), None)
        owner = functions[home][function] if home is not None else None
        if home is None or owner is None or self._name not in owner.parameters:
            raise ValueError(f"{self._name!r} is a parameter of the language, or is not defined")
        return self._renaming(paths, is_place, within=(home, owner))

    def variable(self) -> Renaming:
        def is_place(path: Path, place: NamePlace) -> bool:
            return is_variable(place) and self.scope(path, place).outer is None

        paths = self._reach(lambda path: any(is_place(path, each) for each in self._places(path)))
        if not any(self._file(path).whole.assigns(self._name) for path in paths):
            raise ValueError(f"{self._name!r} is a word of the language, or is not defined")
        return self._renaming(paths, is_place)

    def local(self, scope: NameScope) -> Renaming:
        def is_place(path: Path, place: NamePlace) -> bool:
            return is_variable(place) and self.scope(path, place) is scope

        return self._renaming({self._files.main}, is_place, within=(self._files.main, scope))

    def _reach(self, has_it: Callable[[Path], bool]) -> set[Path]:
        """Return the files that have the same name, because a script has both of them, directly or not."""
        found, grown = {self._files.main}, True
        while grown:
            near = {path for group in self._files.groups if group & found for path in group} - found
            grown = bool(more := {path for path in near if has_it(path)})
            found |= more
        return found

    def _file(self, path: Path) -> ScopedFile:
        return self._files.file(path)

    def _places(self, path: Path, name: str = "") -> list[NamePlace]:
        """Return the places of a name, by default the one to rename. A file without it needs no parsing."""
        name = name or self._name
        return self._file(path).places(name) if self._has(path, name) else []

    def _scope(self, path: Path, place: NamePlace, name: str) -> NameScope:
        others = {other for group in self._files.groups if path in group for other in group} - {path}
        is_outside = any(self._file(each).whole.assigns(name) for each in others if self._has(each, name))
        return self._file(path).scope_of(place, name, is_outside)

    def _has(self, path: Path, name: str) -> bool:
        return bool(re.search(rf"\b{re.escape(name)}\b", self._files.text(path)))

    def _renaming(
        self,
        paths: set[Path],
        is_place: Callable[[Path, NamePlace], bool],
        is_function: bool = False,
        within: tuple[Path, NameScope] | None = None,
    ) -> Renaming:
        found = {
            path: tuple(each.start for each in self._places(path) if is_place(path, each)) for path in paths
        }
        places = {path: starts for path, starts in sorted(found.items()) if starts}

        def used(name: str) -> tuple[Path, int] | None:
            return next(self._clashes(name, places, within), None)

        return Renaming(self._name, places, self._files.main, is_function, used)

    def _clashes(
        self, name: str, places: Mapping[Path, tuple[int, ...]], within: tuple[Path, NameScope] | None
    ) -> Iterator[tuple[Path, int]]:
        """Yield the places at which another name has a meaning that it would lose, or change."""
        near = {path for group in self._files.groups if group & set(places) for path in group}
        for path in sorted(near, key=lambda each: (each != self._files.main, each)):
            around = [self._file(path).innermost(start) for start in places.get(path, ())]
            for place in self._places(path, name):
                if place.kind is PlaceKind.ARGUMENT:
                    continue
                if within is not None:
                    home, owner = within
                    is_clash = path == home and owner.first <= place.start < owner.last
                else:
                    scope = self._scope(path, place, name) if is_variable(place) else None
                    is_clash = scope is None or scope.outer is None or scope in around
                if is_clash:
                    yield path, self._file(path).line(place.start)


def _word_at(text: str, index: int) -> str:
    start = end = index
    while start > 0 and (text[start - 1].isalnum() or text[start - 1] == "_"):
        start -= 1
    while end < len(text) and (text[end].isalnum() or text[end] == "_"):
        end += 1
    return text[start:end]


def _scripts_around(path: Path) -> tuple[list[Path], bool]:
    """Return the scripts near a script, and whether these are all.

    They are in its folder and the folders around it that have scripts, and in the folders inside these.
    """
    folder = path.parent
    for outer in list(path.parents)[1 : MAX_OUTER + 1]:
        if not any(outer.glob(f"*{SUFFIX}")):
            break
        folder = outer
    found: list[Path] = []
    remaining, seen, entries = deque([path.parent, folder]), set[Path](), 0
    while remaining:
        each = remaining.popleft()
        if each in seen:
            continue
        seen.add(each)
        for entry in _entries(each):
            entries += 1
            if entries > MAX_ENTRIES:
                return found, False
            if entry.is_dir(follow_symlinks=False):
                remaining += [] if entry.name.startswith(".") else [Path(entry.path)]
            elif entry.name.endswith(SUFFIX):
                found.append(Path(entry.path).resolve())
    return found, True


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return sorted(islice(entries, MAX_ENTRIES + 1), key=lambda entry: entry.name)
    except OSError:  # it cannot be read, or was removed
        return []
