# SPDX-License-Identifier: GPL-3.0-or-later
"""``rqdebug run``: run a script, and report its results."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import click

from rqdebug.cli.common import file_path, resolve_urls
from rqdebug.cli.documented_command import argument, command, number
from rqdebug.cli.messages import INTERRUPTED, CommandFailed
from rqdebug.cli.outputs import check_outputs, force_option
from rqdebug.cli.script_runs.running import DEFAULT_TIMEOUT, OUTPUTS, parse_targets
from rqdebug.cli.script_runs.script_files import check_scripts, read_scripts
from rqdebug.cli.script_runs.selected_scripts import list_scripts, select_scripts, with_inputs
from rqdebug.cli.script_runs.suite_runs import load_baseline, reported_refusals, run_suite
from rqdebug.scripts.language.script_nodes import Script, walk
from rqdebug.scripts.running.options import Options, Pauses

F = TypeVar("F", bound=Callable[..., Any])

EXIT_CODES = {
    0: "Every vector passed.",
    1: "A vector did not pass, or targets differ with --compare.",
    2: "The script did not run to its end or checked nothing, a target was not reached, or the arguments are "
    "wrong. One sentence on stderr says why.",
    INTERRUPTED: "The run was stopped with Ctrl+C or SIGTERM.",
}
"""The exit codes of commands that execute a script."""


def _lines_and_seconds(
    context: click.Context, parameter: click.Parameter, values: tuple[str, ...]
) -> dict[int, float]:
    """Parse pauses: ``12=0.5`` is for the vectors in line 12; ``0.1`` is for all, and gets line 0."""
    pauses = {}
    for value in values:
        line, _, seconds = value.rpartition("=")
        try:
            pauses[int(line or 0)] = float(seconds)
        except ValueError:
            raise click.BadParameter(
                f"{value!r} is neither seconds nor LINE=SECONDS, such as 12=0.5"
            ) from None
    return pauses


def target_options(command: F) -> F:
    """Add the options for targets and reports."""
    command = force_option(command)
    for name, output in reversed(OUTPUTS.items()):
        text = f"{output.help} - is stdout. By default, none is written."
        command = click.option(f"--{name}", type=file_path, metavar="FILE", help=text)(command)
    return click.option(
        "--target",
        "urls",
        multiple=True,
        metavar="[NAME=]URL",
        help="The target to run on; repeat the option to run on several at the same time. "
        "By default, the URL in RQ_URL, or the controller on this machine.",
    )(command)


@command(
    examples={
        "Run a script in CI:": "rqdebug run orders.rqs --target rq://test --junit report.xml --timeout 60",
        "Run all scripts of a folder, and say what has changed since the last run:": "rqdebug run tests "
        "--json new.json --baseline old.json",
        "Repeat it until something fails:": "rqdebug run orders.rqs --until-failure",
        "Compare an old and a new build:": "rqdebug run orders.rqs --compare "
        "--target old=rq://host-a --target new=rq://host-b",
    },
    exit_codes=EXIT_CODES,
)
@argument(
    "files",
    nargs=-1,
    required=True,
    type=click.Path(path_type=Path),
    help="The scripts, such as orders.rqs, and folders, whose scripts run in the order of their names. "
    "They run one after the other. - is stdin.",
)
@target_options
@click.option(
    "--loop",
    "loops",
    type=number(int, 0),
    metavar="N",
    help="Run the script N times; 0 repeats it until Ctrl+C. By default, once.",
)
@click.option(
    "--for",
    "seconds",
    type=number(float, 0),
    metavar="SECONDS",
    help="Repeat the script until this many seconds have passed. By default, it runs once.",
)
@click.option("--until-failure", is_flag=True, help="Repeat the script until a vector does not pass.")
@click.option(
    "--timeout",
    type=number(float, 0),
    metavar="SECONDS",
    help="Stop the run of all scripts after this many seconds, and exit with 2; 0 sets no limit. By default, "
    f"each pass of a script may take {DEFAULT_TIMEOUT:g} seconds.",
)
@click.option(
    "--seed",
    type=int,
    metavar="N",
    help="The seed of random values; the same seed gives the same values. By default, a random seed.",
)
@click.option(
    "--speed",
    type=number(float, 0),
    metavar="FACTOR",
    default=1.0,
    show_default=True,
    help="The speed of the clock of at(…): 2 is twice as fast, 0 does not wait.",
)
@click.option(
    "--before",
    multiple=True,
    metavar="[LINE=]SECONDS",
    callback=_lines_and_seconds,
    help="Wait this long before each vector, or before the vectors in one line; can be repeated. "
    "By default, do not wait.",
)
@click.option(
    "--after",
    multiple=True,
    metavar="[LINE=]SECONDS",
    callback=_lines_and_seconds,
    help="Wait this long after each vector, or after the vectors in one line; can be repeated. "
    "By default, do not wait.",
)
@click.option(
    "--set",
    "settings",
    multiple=True,
    metavar="NAME=VALUE",
    help="Set a parameter of the script; can be repeated. By default, the script sets its parameters.",
)
@click.option(
    "--set-file",
    type=file_path,
    metavar="FILE",
    help="Set parameters from a TOML file with lines such as count = 5; --set wins. By default, from none.",
)
@click.option(
    "-k",
    "keyword",
    metavar="EXPRESSION",
    help="Run only tests whose name or tags, or whose script's name, contain the words of an expression such "
    "as 'orders and not slow'. Others count as skipped. By default, run all.",
)
@click.option("--fail-fast", is_flag=True, help="End the run after the first vector that does not pass.")
@click.option(
    "--random-order",
    "order",
    type=int,
    metavar="N",
    help="Run scripts, and tests in them, in a random order; the same seed gives the same order. By default, "
    "in the order of names and lines.",
)
@click.option(
    "--check", "only_check", is_flag=True, help="Report all errors of the scripts, and run nothing."
)
@click.option("--list", "only_list", is_flag=True, help="List tests and parameters, and run nothing.")
@click.option(
    "--off",
    multiple=True,
    type=int,
    metavar="LINE",
    help="Skip the statement that begins in this line; can be repeated. By default, skip none.",
)
@click.option(
    "--compare", is_flag=True, help="Report where the results of targets differ, and exit with 1 if they do."
)
@click.option(
    "--baseline",
    type=file_path,
    metavar="FILE",
    help="List what fails or passes now, but did not in an earlier run, whose JSON report this is. The exit "
    "code does not change. By default, compare with none.",
)
def run(
    files: tuple[Path, ...],
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
    keyword: str | None,
    fail_fast: bool,
    order: int | None,
    only_check: bool,
    only_list: bool,
    settings: tuple[str, ...],
    set_file: Path | None,
    compare: bool,
    baseline: Path | None,
    force: bool,
    **outputs: Path | None,
) -> None:
    """Run scripts against targets, and check their results.

    It prints each vector that does not pass when it happens, and a summary at
    the end. A script that checks nothing is not a success.
    """
    if only_check:
        raise SystemExit(2 if check_scripts(files) else 0)
    check_outputs(outputs.values(), force, [*files, *filter(None, [set_file, baseline])])
    endless = seconds is not None or until_failure
    pauses = Pauses(before.pop(0, 0.0), after.pop(0, 0.0), before, after)
    options = Options(
        loops=(0 if endless else 1) if loops is None else loops,
        seconds=seconds,
        until_failure=until_failure,
        speed=speed,
        pauses=pauses,
        off=frozenset(off),
        fail_fast=fail_fast,
    )
    if seed is not None:
        options = replace(options, seed=seed)
    with reported_refusals(urls, outputs):
        scripts = read_scripts(files)
        selected = select_scripts(scripts, keyword, order)
        if only_list:
            list_scripts(selected)
            return
        targets = parse_targets(resolve_urls(urls))
        if compare and len(targets) < 2:
            raise CommandFailed("--compare needs two or more targets; repeat the option --target")
        _check_lines(scripts, {*off, *before, *after})
        runs = with_inputs(selected, options, settings, set_file)
    earlier = load_baseline(baseline) if baseline else None
    chosen = {script.filename for script, _ in selected}
    unselected = [script for script in scripts if script.filename not in chosen]
    run_suite(runs, targets, timeout, compare, outputs, earlier, unselected)


def _check_lines(scripts: Sequence[Script], lines: set[int]) -> None:
    """Check that a statement begins in each line that an option names. Raises CommandFailed."""
    if lines and len(scripts) > 1:
        raise CommandFailed("options that name a line need a single script; run the scripts one by one")
    script = scripts[0]
    wrong = sorted(lines - {statement.line for statement in walk(script.body)}) if lines else []
    if wrong:
        raise CommandFailed(f"no statement of {script.filename} begins in line {wrong[0]}")
