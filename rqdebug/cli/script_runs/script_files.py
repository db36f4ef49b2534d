# SPDX-License-Identifier: GPL-3.0-or-later
"""Finds and reads the scripts of a run."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from rqdebug.cli.messages import CommandFailed, ScriptRefused, print_message, sanitize
from rqdebug.cli.outputs import STDOUT
from rqdebug.debug.script_filters import check_script_filter
from rqdebug.errors import ScriptError, SettingsError
from rqdebug.scripts.language.parser import check, parse
from rqdebug.scripts.language.script_nodes import Script
from rqdebug.scripts.script_folder import find_scripts, leave_out_included
from rqdebug.support.garbage import pause_collection


def read_scripts(paths: Sequence[Path]) -> list[Script]:
    """Read the scripts in files and folders, each once.

    Args:
        paths: Files, and folders whose scripts are read in the order of their names, in inner folders too;
            ``-`` is stdin. With several scripts, each is named as it was found, such as ``tests/a.rqs``. A
            file of a folder that another script includes is left out.

    Raises:
        CommandFailed: There is no script, or one cannot be read.
        ScriptRefused: A script has an error.
    """
    files = find_files(paths)
    is_single = len(files) == 1
    scripts = [(file, _read(file, file.name if is_single else str(file))) for file in files]
    return [script for _, script in leave_out_included(paths, scripts)]


def check_scripts(paths: Sequence[Path]) -> int:
    """Print all errors of scripts, or for each that it has none. Return how many scripts have errors.

    Raises:
        CommandFailed: There is no script, or one cannot be read.
    """
    files = find_files(paths)
    wrong = 0
    for file in files:
        text, folder = text_of(file), Path() if file == STDOUT else file.parent
        name = "stdin" if file == STDOUT else str(file)
        _, problems = check(text, name, folder, check_filter=check_script_filter)
        wrong += bool(problems)
        for problem in problems:
            print_message(str(problem))
        if not problems:
            click.echo(sanitize(f"{name}: no errors"))
    return wrong


def find_files(paths: Sequence[Path]) -> list[Path]:
    """Return files, and the scripts in folders, each once. Raises CommandFailed if a folder has none."""
    try:
        return find_scripts(paths)
    except SettingsError as error:
        raise CommandFailed(str(error)) from error


def text_of(file: Path) -> str:
    """Return the text of a file, or of stdin. Raises CommandFailed."""
    try:
        if file == STDOUT:
            return sys.stdin.buffer.read().decode("utf-8-sig")
        return file.read_text("utf-8-sig")
    except OSError as error:
        if file.parts[0].endswith(":"):  # as in rq://edge-1
            raise CommandFailed("a script is a file, not a URL; give the target as --target URL") from error
        raise CommandFailed(f"cannot read {file}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise CommandFailed(f"cannot read {file}: it is not UTF-8 text") from error


def _read(file: Path, name: str) -> Script:
    try:
        with pause_collection():
            if file == STDOUT:
                return parse(text_of(file), "stdin", Path(), check_script_filter)
            return parse(text_of(file), name, file.parent, check_script_filter)
    except ScriptError as error:
        raise ScriptRefused(str(error), name) from error
