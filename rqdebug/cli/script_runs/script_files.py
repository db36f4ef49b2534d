# SPDX-License-Identifier: GPL-3.0-or-later
"""Finds and reads the scripts of a run."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from rqdebug.cli.messages import CommandFailed
from rqdebug.cli.outputs import STDOUT
from rqdebug.errors import ScriptError
from rqdebug.scripts.language.parser import parse
from rqdebug.scripts.language.script_nodes import Script
from rqdebug.support.garbage import pause_collection

SUFFIX = ".rqs"


def read_scripts(paths: Sequence[Path]) -> list[Script]:
    """Read the scripts in files and folders, each once.

    Args:
        paths: Files, and folders whose scripts are read in the order of their names, in inner folders too;
            ``-`` is stdin. With several scripts, each is named as it was found, such as ``tests/a.rqs``.

    Raises:
        CommandFailed: There is no script, or one cannot be read or has an error.
    """
    files = list(dict.fromkeys(file for path in paths for file in _files_in(path)))
    is_single = len(files) == 1
    return [_read(file, file.name if is_single else str(file)) for file in files]


def _files_in(path: Path) -> Iterator[Path]:
    if path == STDOUT or not path.is_dir():
        yield path
        return
    found = sorted(file for file in path.rglob(f"*{SUFFIX}") if file.is_file())
    if not found:
        raise CommandFailed(f"the folder {path} contains no script; their names end in {SUFFIX}")
    yield from found


def _read(file: Path, name: str) -> Script:
    try:
        with pause_collection():
            if file == STDOUT:
                return parse(sys.stdin.buffer.read().decode("utf-8-sig"), "stdin", Path())
            return parse(file.read_text("utf-8-sig"), name, file.parent)
    except OSError as error:
        raise CommandFailed(f"cannot read {file}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise CommandFailed(f"cannot read {file}: it is not UTF-8 text") from error
    except ScriptError as error:
        raise CommandFailed(str(error)) from error
