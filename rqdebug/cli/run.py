# SPDX-License-Identifier: GPL-3.0-or-later
"""``rqdebug run``: run a script and report its results."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from rqdebug.cli.common import resolve_urls
from rqdebug.cli.messages import CommandFailed
from rqdebug.cli.running import OUTPUTS, execute_run, finish_run, parse_targets
from rqdebug.errors import ScriptError
from rqdebug.scripts.language.parser import parse
from rqdebug.scripts.language.script_nodes import Script
from rqdebug.scripts.running.options import Options, Pauses
from rqdebug.scripts.running.script_run import ScriptRun
from rqdebug.support.garbage import pause_collection

F = TypeVar("F", bound=Callable[..., Any])


def _lines_and_seconds(
    context: click.Context, parameter: click.Parameter, values: tuple[str, ...]
) -> dict[int, float]:
    """Parse ``0.1``, for all vectors, as line 0, and ``12=0.5`` for those in line 12."""
    pauses = {}
    for value in values:
        line, _, seconds = value.rpartition("=")
        try:
            pauses[int(line or 0)] = float(seconds)
        except ValueError:
            raise click.BadParameter(f"{value!r} is neither seconds nor LINE=SECONDS, as in 12=0.5") from None
    return pauses


def target_options(command: F) -> F:
    """Add the options for targets and reports."""
    for name, output in reversed(OUTPUTS.items()):
        path = click.Path(path_type=Path, dir_okay=False)
        command = click.option(f"--{name}", type=path, metavar="FILE", help=output.help)(command)
    return click.option(
        "--target",
        "urls",
        multiple=True,
        metavar="[NAME=]URL",
        help="Where to run it; can be repeated to run on all at the same time. "
        "By default the URL in RQ_URL, or the controller on this machine.",
    )(command)


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@target_options
@click.option("--loop", "loops", type=click.IntRange(min=0), help="How many times; 0: until Ctrl-C.")
@click.option("--for", "seconds", type=click.FloatRange(min=0), help="Repeat for this many seconds.")
@click.option("--until-failure", is_flag=True, help="Repeat until something does not pass.")
@click.option("--timeout", type=click.FloatRange(min=0, min_open=True), help="Stop after this many seconds.")
@click.option("--seed", type=int, help="The seed of random values; by default another each time.")
@click.option(
    "--speed",
    type=click.FloatRange(min=0),
    default=1.0,
    show_default=True,
    help="How fast at(…) counts; 0: it does not wait.",
)
@click.option(
    "--before",
    multiple=True,
    metavar="[LINE=]SECONDS",
    callback=_lines_and_seconds,
    help="Wait before each vector, or before that of a line.",
)
@click.option(
    "--after", multiple=True, metavar="[LINE=]SECONDS", callback=_lines_and_seconds, help="Wait after it."
)
@click.option("--off", multiple=True, type=int, metavar="LINE", help="Skip what begins in this line.")
@click.option("--compare", is_flag=True, help="Report where targets differ, and fail if they do.")
def run(
    file: Path,
    urls: tuple[str, ...],
    loops: int | None,
    seconds: float | None,
    until_failure: bool,
    timeout: float | None,
    seed: int | None,
    speed: float,
    before: dict[int, float],
    after: dict[int, float],
    off: tuple[int, ...],
    compare: bool,
    **outputs: Path | None,
) -> None:
    """Run the script FILE against controllers.

    Exit code: 0 when every vector passed, 1 when one did not, 2 when the
    script could not be run to its end.
    """
    endless = seconds is not None or until_failure
    pauses = Pauses(before.pop(0, 0.0), after.pop(0, 0.0), before, after)
    options = Options(
        loops=(0 if endless else 1) if loops is None else loops,
        seconds=seconds,
        until_failure=until_failure,
        speed=speed,
        pauses=pauses,
        off=frozenset(off),
        **({} if seed is None else {"seed": seed}),
    )
    run = ScriptRun(_read(file), parse_targets(resolve_urls(urls)), options)
    problem = execute_run(run, timeout)
    # An endless run ends by being stopped.
    finish_run(run, problem if options.loops else "", compare, outputs)


def _read(file: Path) -> Script:
    try:
        with pause_collection():
            return parse(file.read_text("utf-8"), file.name, file.parent)
    except OSError as error:
        raise CommandFailed(f"cannot read {file}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise CommandFailed(f"cannot read {file}: it is not UTF-8 text") from error
    except ScriptError as error:
        raise CommandFailed(str(error)) from error
