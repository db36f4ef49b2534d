# SPDX-License-Identifier: GPL-3.0-or-later
"""The files that commands write: one rule for all of them.

A command never replaces a file without ``--force``, and never writes the file that it reads. Both are
checked, together with the folder of the file, before the command does anything else. ``-`` is the standard
output.
"""

from __future__ import annotations

import io
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, BinaryIO, TypeVar

import click

from rqdebug.cli.messages import CommandFailed
from rqdebug.errors import CaptureError
from rqdebug.events.captures.recording_lock import refuse_recorded

F = TypeVar("F", bound=Callable[..., Any])

STDOUT = Path("-")
"""The name of the standard output, and of the standard input."""


def force_option(command: F) -> F:
    """Add the option ``--force``."""
    return click.option(
        "--force", is_flag=True, help="Replace files that exist. By default, the command refuses to."
    )(command)


def check_outputs(outputs: Iterable[Path | None], force: bool, inputs: Sequence[Path] = ()) -> None:
    """Check that files can be written, and that no other file is lost.

    Args:
        outputs: The files that the command is going to write; None for one that it does not.
        force: Whether files that exist are replaced.
        inputs: The files that the command reads.

    Raises:
        CommandFailed: A file exists, is being recorded, is an input or another output, or cannot be written.
    """
    seen: list[Path] = []
    for path in filter(None, outputs):
        if any(_is_same(path, each) for each in inputs if path != STDOUT):
            raise CommandFailed(f"{path} is also the input; name another file")
        if any(_is_same(path, each) for each in seen):
            raise CommandFailed(f"{path} is named for two outputs; name another file for one of them")
        seen.append(path)
        if path != STDOUT:
            _check_file(path, force)


def _check_file(path: Path, force: bool) -> None:
    if path.is_dir():
        raise CommandFailed(f"cannot write {path}: it is a directory")
    # A device or pipe can be written, and an empty file, as mktemp makes it, has nothing to lose.
    if path.is_file() and path.stat().st_size and not force:
        raise CommandFailed(f"{path} exists; name another file, or replace it with --force")
    try:
        refuse_recorded(path)
    except CaptureError as error:
        raise CommandFailed(str(error)) from None
    folder = path.parent
    if not folder.is_dir():
        raise CommandFailed(f"cannot write {path}: there is no folder {folder}")
    if not os.access(path if path.exists() else folder, os.W_OK):
        raise CommandFailed(f"cannot write {path}: permission denied")


def _is_same(one: Path, other: Path) -> bool:
    """Whether two names, links among them, are of the same file."""
    try:
        return one.samefile(other)
    except OSError:
        return one.resolve() == other.resolve()


def write_text(path: Path, text: str) -> None:
    """Write a text to a file, or to stdout.

    Raises:
        CommandFailed: The file cannot be written.
    """
    if path == STDOUT:
        copy_to_stdout(io.BytesIO(text.encode("utf-8", "backslashreplace")))
        return
    try:
        path.write_text(text, "utf-8", "backslashreplace")
    except OSError as error:
        raise CommandFailed(f"cannot write {path}: {error.strerror}") from error


def copy_to_stdout(file: BinaryIO) -> None:
    """Write the bytes of a file to stdout as they are."""
    sys.stdout.flush()
    shutil.copyfileobj(file, sys.stdout.buffer)
    sys.stdout.buffer.flush()
