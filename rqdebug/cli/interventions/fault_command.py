# SPDX-License-Identifier: GPL-3.0-or-later
"""``rqdebug fault``: disturb calls, to see how programs cope."""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from rqdebug.cli.common import file_path
from rqdebug.cli.documented_command import argument, command, number
from rqdebug.cli.interventions.attached_debugger import (
    CONTROLLER_HELP,
    compile_condition,
    debugging,
    split_url,
    stage_option,
    uninterrupted,
)
from rqdebug.cli.interventions.fault_kinds import FAULT_KINDS, fault_options, read_probability
from rqdebug.cli.interventions.faults_file import FaultsFile
from rqdebug.cli.interventions.set_faults import Fault, SetFaults
from rqdebug.cli.interventions.status_line import StatusLine
from rqdebug.cli.messages import CommandFailed, plural, print_message

INTERVAL = 1.0
"""Seconds between two updates of the counts."""
USAGE = (
    "rqdebug fault [URL] FILTER --delay 200ms, rqdebug fault [URL] --file FILE, or rqdebug fault reset [URL]"
)


@command(
    examples={
        "Delay each tenth put into a queue, by chance:": 'rqdebug fault rq://edge-1 "queue == jobs and '
        'method == put" --delay 200ms --probability 0.1 --seed 7',
        "Deliver items twice:": 'rqdebug fault "method == put" --duplicate',
        "Set the faults that are named in a file:": "rqdebug fault rq://edge-1 --file faults.toml",
        "Remove all rules of all debuggers:": "rqdebug fault reset rq://edge-1",
    }
)
@argument(
    "arguments",
    nargs=-1,
    metavar="[URL] [FILTER]",
    help=f"{CONTROLLER_HELP} Then the filter of the calls to disturb, without --file. Or reset [URL].",
)
@click.option(
    "--file",
    type=file_path,
    metavar="FILE",
    help="Set the faults in this TOML file, and again what differs when it changes. By default, there is one "
    "fault, which the options describe.",
)
@fault_options
@click.option(
    "--probability",
    type=read_probability,
    metavar="P",
    help="Disturb a call only with this probability, from 0 to 1. By default, each call that matches.",
)
@click.option(
    "--seed",
    type=number(int, 1),
    metavar="N",
    default=1,
    show_default=True,
    help="With the same seed and the same order of calls, the same calls are disturbed.",
)
@stage_option(
    "Disturb calls before anything happens, or before their reply is sent. By default at the start."
)
def fault(
    arguments: tuple[str, ...],
    file: Path | None,
    probability: float | None,
    seed: int,
    at: str | None,
    **faults: Any,
) -> None:
    """Disturb the calls that match a filter, until Ctrl+C.

    Choose one fault, or write several into a file. Each table of the file is a
    fault, with the filter and the options as keys: [slow], filter =
    "queue == jobs", delay = "200ms". When the file changes, faults that did not
    change stay as they are, with their counts.

    On a terminal, the counts are shown once a second. At the end they are
    printed, and everything continues undisturbed. rqdebug fault reset ends the
    rules of all debuggers: faults, breakpoints and freezes.
    """
    if arguments[:1] == ("reset",):
        _reset(arguments[1:])
    elif file is not None:
        _check_no_options()
        url, _ = split_url(arguments, 0, 0, USAGE)
        _disturb(url, FaultsFile(file, compile_condition))
    else:
        url, (expression,) = split_url(arguments, 1, 1, USAGE)
        kind, fields = _chosen(faults)
        _disturb(url, Fault("", kind, fields, compile_condition(expression), at, probability, seed))


def _check_no_options() -> None:
    """Refuse options that describe a fault, because the file does."""
    context = click.get_current_context()
    for name in set(context.params) - {"arguments", "file"}:
        if context.get_parameter_source(name) is not ParameterSource.DEFAULT:
            raise CommandFailed(f"--{name} does not apply to a file; write {name} into the file")


def _chosen(faults: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """Return the kind of the fault that was chosen, and its fields.

    Raises:
        CommandFailed: None was chosen, or several.
    """
    chosen = {name: value for name, value in faults.items() if value not in (None, False)}
    if len(chosen) != 1:
        raise CommandFailed(f"choose one of {', '.join(f'--{kind.name}' for kind in FAULT_KINDS)}, or --file")
    ((kind, value),) = chosen.items()
    return kind, value if isinstance(value, dict) else {}


def _disturb(url: str, source: Fault | FaultsFile) -> None:
    """Set one fault, or the faults of a file, until Ctrl+C or until another debugger removes them."""
    file = source if isinstance(source, FaultsFile) else None
    faults = {"": source} if isinstance(source, Fault) else source.read()
    with debugging(url) as debugger:
        disturbing = SetFaults(debugger)
        try:
            with uninterrupted():
                disturbing.replace(faults)
            if file is None:
                print_message(f"{faults[''].kind} disturbs calls that match; Ctrl+C ends it")
            else:
                many = plural(len(faults), "fault disturbs", "faults disturb")
                print_message(f"{many} calls that match; Ctrl+C ends it")
            _follow(disturbing, file)
        except KeyboardInterrupt:
            disturbing.update()
            raise
        finally:
            _report({name: f"has ended: {did}" for name, did in disturbing.describe(only_own=True).items()})


def _follow(disturbing: SetFaults, file: FaultsFile | None) -> None:
    """Show the counts, and read the file again when it changes, until all faults were removed."""
    line = StatusLine()
    try:
        while True:
            with uninterrupted():
                removed = disturbing.update()
                if file is not None and file.has_changed:
                    line.clear()
                    _read_again(disturbing, file)
            if removed:
                line.clear()
                _report({name: f"was removed by another debugger: {did}" for name, did in removed.items()})
                if not disturbing:
                    return
            line.show(
                "; ".join(f"{name}: {did}".removeprefix(": ") for name, did in disturbing.describe().items())
            )
            time.sleep(INTERVAL)
    finally:
        line.clear()


def _read_again(disturbing: SetFaults, file: FaultsFile) -> None:
    """Set what differs in the file. If it has an error, everything stays as it is."""
    try:
        change = disturbing.replace(file.read())
    except CommandFailed as error:
        print_message(f"{error.message}; the faults stay as they are")
        return
    print_message(
        f"the file has changed: {plural(change.added, 'fault', 'faults')} added, {change.removed:,} removed, "
        f"{change.unchanged:,} unchanged"
    )


def _report(sentences: Mapping[str, str]) -> None:
    """Print what has become of faults."""
    for name, sentence in sentences.items():
        print_message(f"the fault {name} {sentence}" if name else f"the fault {sentence}")


def _reset(words: tuple[str, ...]) -> None:
    """Remove all rules of a controller."""
    url, _ = split_url(words, 0, 0, USAGE)
    with debugging(url) as debugger:
        count = int(debugger.run("REMOVE", "ALL"))
    click.echo(f"{plural(count, 'rule is', 'rules are')} removed")
