# SPDX-License-Identifier: GPL-3.0-or-later
"""The faults: how each is written as an option of ``rqdebug fault`` and as a key of its file."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, TypeVar

import click

from rqcore.errors import BY_CODE
from rqdebug.cli.documented_command import number
from rqdebug.events.filters.literals import TIMES, did_you_mean

_DURATION = re.compile(r"(\d{1,9}(?:\.\d{1,9})?)(ns|us|ms|s|min)")
_CORRUPT = {"bits": int, "bytes": int, "payload": str}
"""How payloads are corrupted, and the type of its value."""
F = TypeVar("F", bound=Callable[..., Any])
Read = Callable[[str], dict[str, Any]]
"""Returns the fields of an action for a text. Raises BadParameter."""


def _seconds(text: str) -> float:
    found = _DURATION.fullmatch(text)
    if found is None:
        raise click.BadParameter(f"{text!r} is not a duration such as 200ms or 1.5s")
    return float(Fraction(found[1]) * TIMES[found[2]] / 10**9)


def _delay(text: str) -> dict[str, Any]:
    """Return the fields of a delay: ``200ms``, or ``100ms..300ms``."""
    low, dots, high = text.partition("..")
    if not dots:
        return {"seconds": _seconds(text)}
    if _seconds(low) > _seconds(high):
        raise click.BadParameter(f"{text!r} is no range; begin with the shorter duration")
    return {"low": _seconds(low), "high": _seconds(high)}


def _corrupt(text: str) -> dict[str, Any]:
    """Return the fields of a corruption: ``bits=3``, ``bytes=10`` or ``payload=text``."""
    name, _, value = text.partition("=")
    try:
        return {name: _CORRUPT[name](value)}
    except (KeyError, ValueError):
        raise click.BadParameter(
            f"{text!r} is not bits=N (flip N bits), bytes=N (keep N bytes) or payload=TEXT (replace it)"
        ) from None


def _reorder(text: str) -> dict[str, Any]:
    return {"window": number(int, 2)(text)}


def _throttle(text: str) -> dict[str, Any]:
    return {"rate": number(float, 0.001)(text)}


def _fail(text: str) -> dict[str, Any]:
    code = text.upper()
    if code not in BY_CODE:
        hint = did_you_mean(code, BY_CODE) or f"; choose from {', '.join(sorted(BY_CODE))}"
        raise click.BadParameter(f"{text!r} is not the code of an error{hint}")
    return {"code": code}


def read_probability(text: str) -> float:
    """Return a probability. Raises BadParameter if the text is none."""
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 1:
        raise click.BadParameter(f"{text!r} is not a probability from 0 to 1")
    return value


@dataclass(frozen=True)
class FaultKind:
    """A kind of fault.

    Args:
        name: The name of the option and of the action.
        help: What it does.
        metavar: What is written behind the option; empty if nothing is.
        read: Reads that.
    """

    name: str
    help: str
    metavar: str = ""
    read: Read = lambda text: {}


FAULT_KINDS = (
    FaultKind(
        "delay",
        "Delay calls, such as by 200ms, or by 100ms..300ms. By default, no fault is chosen.",
        "DURATION",
        _delay,
    ),
    FaultKind("drop", "Lose items: a put is acknowledged, a get takes the next item."),
    FaultKind("duplicate", "Put items twice, or leave a copy of taken ones."),
    FaultKind(
        "corrupt",
        "Change payloads: bits=3 flips bits, bytes=10 truncates, payload=TEXT replaces. "
        "By default, payloads stay as they are.",
        "HOW",
        _corrupt,
    ),
    FaultKind(
        "reorder",
        "Let N puts continue together in another order. By default, the order stays.",
        "N",
        _reorder,
    ),
    FaultKind(
        "throttle", "Let at most N items a second pass. By default, there is no limit.", "N", _throttle
    ),
    FaultKind(
        "fail",
        "Answer with an error, such as FULL or TOOMANY. By default, calls do not fail.",
        "CODE",
        _fail,
    ),
    FaultKind("empty", "Answer gets as if the queue were empty."),
    FaultKind("blackhole", "Never answer, and keep the connection."),
    FaultKind("disconnect", "Cut the connection of the client, as a failed network does."),
)
"""All kinds, in the order of the help."""


def fault_options(function: F) -> F:
    """Add an option for each kind of fault to a command."""
    for kind in reversed(FAULT_KINDS):
        attributes: dict[str, Any] = {"is_flag": True}
        if kind.metavar:
            attributes = {"type": kind.read, "metavar": kind.metavar}
        function = click.option(f"--{kind.name}", help=kind.help, **attributes)(function)
    return function
