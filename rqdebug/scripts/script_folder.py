# SPDX-License-Identifier: GPL-3.0-or-later
"""Finds and reads the scripts in files and folders."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from rqdebug.errors import SettingsError
from rqdebug.scripts.interventions.target_access import FilterCheck
from rqdebug.scripts.language.parser import parse
from rqdebug.scripts.language.script_nodes import Script
from rqdebug.support.garbage import pause_collection
from rqdebug.support.regular_files import read_text

SUFFIX = ".rqs"


def find_scripts(paths: Sequence[Path]) -> list[Path]:
    """Return the scripts in files and folders, each once.

    Args:
        paths: Files, and folders whose scripts are found in the order of their names, in inner folders too.

    Raises:
        SettingsError: A folder contains no script.
    """
    return list(dict.fromkeys(file for path in paths for file in _scripts_in(path)))


def read_script(file: Path, name: str, check_filter: FilterCheck | None = None) -> Script:
    """Read a script.

    Args:
        file: The file.
        name: What reports call it.
        check_filter: Checks the filters in the script; None checks them in the run.

    Raises:
        OSError: It cannot be read.
        UnicodeDecodeError: It is not UTF-8 text.
        ScriptError: It has an error.
    """
    with pause_collection():
        return parse(read_text(file, "utf-8-sig"), name, file.parent, check_filter)


def leave_out_included(
    paths: Sequence[Path], scripts: Sequence[tuple[Path, Script]]
) -> list[tuple[Path, Script]]:
    """Return scripts without those that another one includes, which runs them.

    Args:
        paths: The paths that were given to ``find_scripts``. A script that is named there stays.
        scripts: Each script with its file.
    """
    named = {path.resolve() for path in paths if not path.is_dir()}
    included = {each.path for _, script in scripts for each in script.files} - named
    return [(file, script) for file, script in scripts if file.resolve() not in included]


def _scripts_in(path: Path) -> Iterator[Path]:
    if not path.is_dir():
        yield path
        return
    found = sorted(file for file in path.rglob(f"*{SUFFIX}") if file.is_file())
    if not found:
        raise SettingsError(f"the folder {path} contains no script; their names end in {SUFFIX}")
    yield from found
