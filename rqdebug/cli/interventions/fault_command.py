# SPDX-License-Identifier: GPL-3.0-or-later
"""``rqdebug fault``: disturb calls, to see how programs cope."""

from __future__ import annotations

import re
import signal
import time
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import click

from rqcore.debug import Rule
from rqcore.errors import BadCall
from rqdebug.cli.documented_command import argument, command, number
from rqdebug.cli.interventions.attached_debugger import (
    CONTROLLER_HELP,
    compile_condition,
    debugging,
    split_url,
)
from rqdebug.cli.interventions.status_line import StatusLine
from rqdebug.cli.messages import CommandFailed, plural, print_message
from rqdebug.events.filters.literals import TIMES

INTERVAL = 1.0
"""Seconds between two updates of the counts."""
USAGE = "rqdebug fault [URL] FILTER --delay 200ms, or rqdebug fault reset [URL]"
FAULTS = (
    *("delay", "drop", "duplicate", "corrupt", "reorder", "throttle", "fail", "empty"),
    *("blackhole", "disconnect"),
)
"""The faults in the order of the help."""
_DURATION = re.compile(r"(\d{1,9}(?:\.\d{1,9})?)(ns|us|ms|s|min)")
_CORRUPT = {"bits": int, "bytes": int, "payload": str}
"""How payloads are corrupted, and the type of its value."""


def _seconds(text: str) -> float:
    found = _DURATION.fullmatch(text)
    if found is None:
        raise click.BadParameter(f"{text!r} is not a duration such as 200ms or 1.5s")
    return float(Fraction(found[1]) * TIMES[found[2]] / 10**9)


def _delay(text: str) -> dict[str, Any]:
    """Return the fields of a delay: ``200ms``, or ``100ms..300ms``."""
    low, dots, high = text.partition("..")
    return {"low": _seconds(low), "high": _seconds(high)} if dots else {"seconds": _seconds(text)}


def _corrupt(text: str) -> dict[str, Any]:
    """Return the fields of a corruption: ``bits=3``, ``bytes=10`` or ``payload=text``."""
    name, _, value = text.partition("=")
    try:
        return {name: _CORRUPT[name](value)}
    except (KeyError, ValueError):
        raise click.BadParameter(
            f"{text!r} is not bits=N (flip N bits), bytes=N (keep N bytes) or payload=TEXT (replace it)"
        ) from None


def _check_probability(text: str) -> float:
    value = number(float, 0)(text)
    if value > 1:
        raise click.BadParameter(f"{text!r} is not a probability from 0 to 1")
    return float(value)


@command(
    examples={
        "Delay each tenth put into a queue, by chance:": 'rqdebug fault rq://edge-1 "queue == jobs and '
        'method == put" --delay 200ms --probability 0.1 --seed 7',
        "Deliver items twice:": 'rqdebug fault "method == put" --duplicate',
        "Remove all rules of all debuggers:": "rqdebug fault reset rq://edge-1",
    }
)
@argument(
    "arguments",
    nargs=-1,
    required=True,
    metavar="[URL] FILTER",
    help=f"{CONTROLLER_HELP} Then the filter of the calls to disturb. Or reset [URL].",
)
@click.option(
    "--delay",
    type=_delay,
    metavar="DURATION",
    help="Delay calls, such as by 200ms, or by 100ms..300ms. By default, no fault is chosen.",
)
@click.option("--drop", is_flag=True, help="Lose items: a put is acknowledged, a get takes the next item.")
@click.option("--duplicate", is_flag=True, help="Put items twice, or leave a copy of taken ones.")
@click.option(
    "--corrupt",
    type=_corrupt,
    metavar="HOW",
    help="Change payloads: bits=3 flips bits, bytes=10 truncates, payload=TEXT replaces. "
    "By default, payloads stay as they are.",
)
@click.option(
    "--reorder",
    type=number(int, 2),
    metavar="N",
    help="Let N puts continue together in another order. By default, the order stays.",
)
@click.option(
    "--throttle",
    type=number(float, 0.001),
    metavar="N",
    help="Let at most N items a second pass. By default, there is no limit.",
)
@click.option(
    "--fail",
    metavar="CODE",
    help="Answer with an error, such as FULL or TOOMANY. By default, calls do not fail.",
)
@click.option("--empty", is_flag=True, help="Answer gets as if the queue were empty.")
@click.option("--blackhole", is_flag=True, help="Never answer, and keep the connection.")
@click.option("--disconnect", is_flag=True, help="End the connection of the client.")
@click.option(
    "--probability",
    type=_check_probability,
    metavar="P",
    help="Disturb a call only with this probability, from 0 to 1. By default, each call that matches.",
)
@click.option(
    "--seed",
    type=number(int, 0),
    metavar="N",
    default=1,
    show_default=True,
    help="With the same seed and the same order of calls, the same calls are disturbed.",
)
@click.option(
    "--at",
    type=click.Choice(["start", "end"]),
    metavar="start|end",
    help="Disturb calls before anything happens, or before their reply is sent. By default at the start.",
)
def fault(
    arguments: tuple[str, ...], probability: float | None, seed: int, at: str | None, **faults: Any
) -> None:
    """Disturb the calls that match a filter, until Ctrl+C.

    Choose one fault. On a terminal, the counts are shown once a second. At the
    end they are printed, and everything continues undisturbed. rqdebug fault
    reset ends the rules of all debuggers: faults, breakpoints and freezes.
    """
    if arguments[0] == "reset":
        _reset(arguments[1:])
        return
    url, (expression,) = split_url(arguments, 1, 1, USAGE)
    kind, fields = _chosen(faults)
    condition = compile_condition(expression)
    counts: dict[str, Any] = {}
    try:
        with debugging(url) as debugger:
            rule = debugger.fault(kind, condition, at=at, probability=probability, seed=seed, **fields)
            _follow(rule, kind, counts)
    finally:
        if counts:
            print_message(f"the fault has ended: {_describe(counts)}")


def _chosen(faults: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """Return the kind of the fault that was chosen, and its fields.

    Raises:
        CommandFailed: None was chosen, or several.
    """
    chosen = {name: value for name, value in faults.items() if value not in (None, False)}
    if len(chosen) != 1:
        raise CommandFailed(f"choose one of {', '.join(f'--{name}' for name in FAULTS)}")
    ((kind, value),) = chosen.items()
    fields = {"fail": "code", "throttle": "rate", "reorder": "window"}
    if kind in fields:
        return kind, {fields[kind]: value.upper() if isinstance(value, str) else value}
    return kind, value if isinstance(value, dict) else {}


def _follow(rule: Rule, kind: str, counts: dict[str, Any]) -> None:
    """Show the counts of a rule until Ctrl+C, or until it is removed."""
    line = StatusLine()
    try:
        print_message(f"{kind} disturbs calls that match; Ctrl+C ends it")
        while True:
            _update(counts, rule)
            line.show(_describe(counts))
            time.sleep(INTERVAL)
    except BadCall:
        line.clear()
        print_message("another debugger has removed the fault")
    except KeyboardInterrupt:
        _update(counts, rule)
        raise
    finally:
        line.clear()


def _update(counts: dict[str, Any], rule: Rule) -> None:
    """Ask the controller for the counts. Ctrl+C must not cut this: the next question would get its reply."""
    arrived = []
    signals = (signal.SIGINT, signal.SIGTERM)
    before = [signal.signal(each, lambda *_: arrived.append(True)) for each in signals]
    try:
        counts.update(rule.describe())
    finally:
        for each, handler in zip(signals, before, strict=True):
            signal.signal(each, handler)
    if arrived:
        raise KeyboardInterrupt


def _describe(counts: Mapping[str, Any]) -> str:
    """Return what a rule has done, as a phrase."""
    parts = [f"{plural(counts['hits'], 'call', 'calls')} matched", f"{counts['acted']:,} disturbed"]
    if counts["held"]:
        parts.append(f"{counts['held']:,} wait")
    if counts["unknown"]:
        parts.append(f"{counts['unknown']:,} unknown, because their payloads are too large")
    return ", ".join(parts)


def _reset(words: tuple[str, ...]) -> None:
    """Remove all rules of a controller."""
    url, _ = split_url(words, 0, 0, USAGE)
    with debugging(url) as debugger:
        count = int(debugger.run("REMOVE", "ALL"))
    click.echo(f"{plural(count, 'rule is', 'rules are')} removed")
