# SPDX-License-Identifier: GPL-3.0-or-later
"""``rqdebug run``: carry out a script and tell what came of it."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import click
from rich.console import Console
from rich.live import Live

from rqcore.client import DEFAULT_URL, ControllerHandle
from rqcore.errors import BadUrl
from rqdebug.cli.findings import Progress, show, tell
from rqdebug.cli.words import CouldNot, say
from rqdebug.errors import ScriptError
from rqdebug.script.nodes import Script
from rqdebug.script.parser import parse
from rqdebug.script.runner import Run
from rqdebug.targets.kinds import changeable, target

PATIENCE = 10.0
"""Seconds that a stopped run has to close its queues."""
SLICE = 0.1
"""Seconds between two looks at the clock."""


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--target",
    "urls",
    multiple=True,
    metavar="URL",
    default=[DEFAULT_URL],
    show_default=True,
    help="Where to run it; may be given more than once: then on all at the same time.",
)
@click.option(
    "--loop",
    "loops",
    type=click.IntRange(min=0),
    default=1,
    show_default=True,
    help="How many times; 0: until Ctrl-C.",
)
@click.option("--timeout", type=click.FloatRange(min=0, min_open=True), help="Stop after so many seconds.")
def run(file: Path, urls: tuple[str, ...], loops: int, timeout: float | None) -> None:
    """Run the script FILE against controllers.

    Exit code: 0 when every vector passed, 1 when one did not, 2 when the
    script could not be run to its end.
    """
    run = Run(_read(file), _targets(urls), loops)
    console = Console(highlight=False)
    with _terminable():
        trouble = _carry_out(console, run, Progress(run, loops), timeout)
    report = run.report()
    if report.total or not report.unreachable:
        show(console, report)
    for reason in report.unreachable.values():
        say(reason)
    if trouble and loops:  # to be stopped is how an endless run ends
        raise CouldNot(f"{file.name} {trouble}")
    raise SystemExit(CouldNot.exit_code if report.unreachable else 0 if report.ok else 1)


def _read(file: Path) -> Script:
    try:
        return parse(file.read_text("utf-8"), file.name)
    except OSError as error:
        raise CouldNot(f"cannot read {file}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise CouldNot(f"cannot read {file}: it is no UTF-8 text") from error
    except ScriptError as error:
        raise CouldNot(str(error)) from error


def _targets(urls: tuple[str, ...]) -> dict[str, Callable[[], ControllerHandle]]:
    found: dict[str, Callable[[], ControllerHandle]] = {}
    for url in urls:
        try:
            place = target(changeable(url))
        except BadUrl as error:
            raise CouldNot(str(error)) from error
        name = place.url.partition("://")[2]
        if name in found:
            raise CouldNot(f"the target {place.url} is given twice")
        found[name] = place.call
    return found


def _carry_out(console: Console, run: Run, progress: Progress, timeout: float | None) -> str:
    """Start the run and see it to its end; returns why it was stopped before, if it was."""
    run.noted.connect(lambda target, lane, line, text: tell(console, run.script.filename, line, text))
    with Live(get_renderable=progress.__rich__, console=console, transient=True, refresh_per_second=12):
        run.start()
        try:
            trouble = "" if _ended_within(run, timeout) else f"was not done after {timeout:g} s"
        except KeyboardInterrupt:
            trouble = "was stopped before its end"
        if trouble:
            trouble += f": {progress.whereabouts}"
            _stop(run)
    return trouble


def _ended_within(run: Run, timeout: float | None) -> bool:
    deadline = None if timeout is None else time.monotonic() + timeout
    while deadline is None or time.monotonic() < deadline:
        try:
            run.wait(SLICE)
        except TimeoutError:
            continue
        return True
    return False


def _stop(run: Run) -> None:
    run.stop()
    try:
        run.wait(PATIENCE)
    except TimeoutError:
        say("the run could not be stopped in time; queues that it made may be left over")


@contextmanager
def _terminable() -> Iterator[None]:
    """SIGTERM is as good as Ctrl-C: the queues are to be closed then too."""
    before = signal.signal(signal.SIGTERM, _interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt
