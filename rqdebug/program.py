# SPDX-License-Identifier: GPL-3.0-or-later
"""The whole program: the subcommands of ``cli``, and ``open``, which opens the window."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from rqcore.errors import BadUrl
from rqdebug.cli.documented_command import DocumentedCommand, argument
from rqdebug.cli.group import commands as commands
from rqdebug.cli.messages import CommandFailed
from rqdebug.support.display import find_display_problem
from rqdebug.targets.target_registry import find_kind

TOOLKIT = ("PyQt5", "pyqtgraph", "qtawesome")
"""The packages of the extra ``gui``."""
SUFFIX = ".rqs"
CAPTURE = ".arrows"
WORKSPACE = ".rqw"
KINDS = {SUFFIX: "script", CAPTURE: "capture", WORKSPACE: "workspace"}
"""The extensions of files that the window opens, and what each file is."""


@commands.command(
    "open",
    cls=DocumentedCommand,
    examples={
        "Watch a controller and a Redis server:": "rqdebug open rq://edge-1 redis://cache",
        "Open a capture:": "rqdebug open night.arrows",
        "Restore the last session:": "rqdebug",
    },
)
@argument(
    "things",
    nargs=-1,
    metavar="[URL|FILE]...",
    help=f"Addresses of targets, scripts ({SUFFIX}), captures ({CAPTURE}) or workspaces ({WORKSPACE}). "
    "By default, the window shows what it showed when it was closed.",
)
@click.option(
    "--screenshot",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write a picture of the window (PNG) to this file, and exit. By default, none is written.",
)
@click.option("--light", "theme", flag_value="light", help="Show dark text on a light background.")
@click.option("--dark", "theme", flag_value="dark", help="Show light text on a dark background.")
def open_window(things: tuple[str, ...], screenshot: Path | None, theme: str | None) -> None:
    """Open the window.

    Each target, script and capture gets a tab. The command may be left out:
    rqdebug rq://edge-1 does the same.
    """
    files = [Path(thing) for thing in things if "://" not in thing]
    for file in files:
        if file.suffix not in KINDS and not file.is_file():
            raise CommandFailed(
                f"{str(file)!r} is neither a command, nor a URL such as rq://host, nor a file; "
                "see rqdebug --help"
            )
        if not file.is_file():
            raise CommandFailed(f"there is no {KINDS[file.suffix]} {str(file)!r}")
    urls = [thing for thing in things if "://" in thing]
    try:
        for url in urls:
            find_kind(url)
    except BadUrl as error:
        raise CommandFailed(str(error)) from error
    if screenshot is None and sys.platform == "linux" and (problem := find_display_problem(os.environ)):
        raise CommandFailed(problem)
    raise SystemExit(_open(urls, files, screenshot, theme))


def _open(urls: list[str], files: list[Path], screenshot: Path | None, theme: str | None) -> int:
    try:
        from rqdebug.ui.window import app
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in TOOLKIT:
            raise
        raise CommandFailed(
            f"the window needs {error.name}, which is not installed; run pip install 'rqdebug[gui]'"
        ) from error
    return app.run(urls, files, screenshot, theme)
