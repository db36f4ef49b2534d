# SPDX-License-Identifier: GPL-3.0-or-later
"""The whole program: the subcommands of ``cli``, and ``open``, which opens the window."""

from __future__ import annotations

from pathlib import Path

import click

from rqcore.errors import BadUrl
from rqdebug.cli.group import commands as commands
from rqdebug.cli.messages import CommandFailed
from rqdebug.targets.target_registry import find_kind

TOOLKIT = ("PyQt5", "pyqtgraph", "qtawesome")
SUFFIX = ".rqs"
CAPTURE = ".arrows"
WORKSPACE = ".rqw"
KINDS = {SUFFIX: "script", CAPTURE: "capture", WORKSPACE: "workspace"}


@commands.command("open")
@click.argument("things", nargs=-1, metavar=f"[URL|SCRIPT{SUFFIX}|CAPTURE{CAPTURE}|WORKSPACE{WORKSPACE}]...")
@click.option("--screenshot", type=click.Path(path_type=Path), help="Write a picture of the window and end.")
@click.option("--light", "theme", flag_value="light", help="Dark text on light ground.")
@click.option("--dark", "theme", flag_value="dark", help="Light text on dark ground.")
def open_window(things: tuple[str, ...], screenshot: Path | None, theme: str | None) -> None:
    """Open the window, attached to each URL and with each script or capture in a tab.

    Without anything it shows what it showed when it was closed.

    This is what `rqdebug` does when it is given no command.
    """
    files = [Path(thing) for thing in things if "://" not in thing]
    for file in files:
        if file.suffix not in KINDS and not file.is_file():
            raise CommandFailed(
                f"{str(file)!r} is neither a command, nor a URL such as rq://host, nor a file"
            )
        if not file.is_file():
            raise CommandFailed(f"there is no {KINDS[file.suffix]} {str(file)!r}")
    urls = [thing for thing in things if "://" in thing]
    try:
        for url in urls:
            find_kind(url)
    except BadUrl as error:
        raise CommandFailed(str(error)) from error
    raise SystemExit(_open(urls, files, screenshot, theme))


def _open(urls: list[str], files: list[Path], screenshot: Path | None, theme: str | None) -> int:
    try:
        from rqdebug.ui.window import app
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in TOOLKIT:
            raise
        raise CommandFailed(
            f"the window needs {error.name}, which is not installed: pip install 'rqdebug[gui]'"
        ) from error
    return app.run(urls, files, screenshot, theme)
