# SPDX-License-Identifier: GPL-3.0-or-later
"""``rqdebug format``: format scripts."""

from __future__ import annotations

import difflib
from pathlib import Path

import click

from rqdebug.cli.documented_command import EXIT_CODES, argument, command
from rqdebug.cli.messages import INTERRUPTED, CommandFailed, plural, print_message, sanitize
from rqdebug.cli.outputs import STDOUT
from rqdebug.cli.script_runs.script_files import find_files, text_of
from rqdebug.errors import ScriptError
from rqdebug.scripts.language.parser import check
from rqdebug.scripts.text.formatter import format_script
from rqdebug.support.atomic_files import write_atomically

BOM = b"\xef\xbb\xbf"


@command(
    examples={
        "Format all scripts of a folder:": "rqdebug format tests",
        "Fail in CI if a script is not formatted:": "rqdebug format --check tests",
    },
    exit_codes={
        0: "All scripts are formatted.",
        1: "With --check or --diff: a script is not.",
        2: "A script has errors or cannot be read, or the arguments are wrong.",
        INTERRUPTED: EXIT_CODES[INTERRUPTED],
    },
)
@argument(
    "files",
    nargs=-1,
    required=True,
    type=click.Path(path_type=Path),
    help="The scripts, and folders with scripts. - formats stdin to stdout.",
)
@click.option(
    "--check", "only_check", is_flag=True, help="Name the scripts that are not formatted; write none."
)
@click.option("--diff", "only_diff", is_flag=True, help="Show what would change; write nothing.")
def format(files: tuple[Path, ...], only_check: bool, only_diff: bool) -> None:
    """Format scripts: indentation, spaces and blank lines.

    Lines stay lines, and a script keeps its meaning, its comments, and the
    line ends, byte order mark and permissions of its file.
    """
    changed = wrong = 0
    for file in find_files(files):
        try:
            before, after = _format(file)
        except ScriptError as error:
            print_message(str(error))
            wrong += 1
            continue
        changed += before != after
        if only_diff:
            _print_difference(file, before, after)
        elif file == STDOUT:
            click.echo(after, nl=False)
        elif before != after:
            click.echo(sanitize(f"{file}: {'not formatted' if only_check else 'formatted'}"))
            if not only_check:
                _write(file, after)
    if wrong:
        raise CommandFailed(f"{plural(wrong, 'script has', 'scripts have')} errors; nothing is changed there")
    if (only_check or only_diff) and changed:
        raise SystemExit(1)


def _format(file: Path) -> tuple[str, str]:
    """Return the text of a script before and after. Raises ScriptError at its first error."""
    text = text_of(file).replace("\r\n", "\n").replace("\r", "\n")
    folder = Path() if file == STDOUT else file.parent
    if problems := check(text, "stdin" if file == STDOUT else str(file), folder)[1]:
        raise problems[0]
    return text, format_script(text)


def _write(file: Path, text: str) -> None:
    try:
        before = file.read_bytes()
        data = text.encode()
        if b"\r\n" in before:
            data = data.replace(b"\n", b"\r\n")
        with write_atomically(file) as output:
            output.write((BOM if before.startswith(BOM) else b"") + data)
    except OSError as error:
        raise CommandFailed(f"cannot write {file}: {error.strerror}") from error


def _print_difference(file: Path, before: str, after: str) -> None:
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), str(file), str(file), lineterm="")
    for line in lines:
        click.echo(sanitize(line))
