# SPDX-License-Identifier: GPL-3.0-or-later
"""What the commands that stop and disturb calls share: the debugger, its condition, and held calls."""

from __future__ import annotations

import re
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

import click

from rqcore.controller.debugging.actions import FAMILIES
from rqcore.controller.debugging.predicates import compile_predicate
from rqcore.debug import CallCondition, Debugger, HeldCall
from rqcore.errors import RqError
from rqcore.protocol.event_values import Method
from rqdebug.cli.common import (
    filter_failure,
    open_saved_filters,
    resolve_urls,
    sigterm_as_interrupt,
    warn_if_unencrypted,
)
from rqdebug.cli.event_lines import MAX_PAYLOAD, format_time
from rqdebug.cli.messages import CommandFailed, print_message, sanitize
from rqdebug.debug import FilterConditions, attach
from rqdebug.errors import FilterError
from rqdebug.events.client_addresses import join_client
from rqdebug.inspection.payload_text import one_line

CONTROLLER_HELP = (
    "The address of a controller, such as rq://edge-1. "
    "By default, the URL in RQ_URL, or the controller on this machine."
)
LOOK = 0.05
"""Seconds to wait for a held call before something else is looked at."""
CHECK = 0.5
"""Seconds between two questions about what a rule has done."""
F = TypeVar("F", bound=Callable[..., Any])
STAGES = ("start", "end")
"""When a rule meets a call."""
_URL = re.compile(r"[a-z][a-z0-9+]*://\S*")


def split_url(words: Sequence[str], least: int, most: int, usage: str) -> tuple[str, list[str]]:
    """Return the URL that the words begin with, or the default one, and the other words.

    Args:
        words: The arguments of a command.
        least: The fewest words without a URL.
        most: The most words without a URL.
        usage: How to type the command.

    Raises:
        CommandFailed: There are too few or too many words.
    """
    has_url = bool(words) and _URL.fullmatch(words[0]) is not None
    rest = list(words[has_url:])
    if not least <= len(rest) <= most:
        raise CommandFailed(f"wrong number of arguments; usage: {usage}")
    return resolve_urls(words[:1] if has_url else ())[0], rest


@contextmanager
def debugging(url: str) -> Iterator[Debugger]:
    """Attach a debugger to a controller. SIGTERM ends the block as Ctrl+C does.

    Raises:
        CommandFailed: The controller cannot be debugged, or something failed in the block.
    """
    warn_if_unencrypted(url)
    try:
        with sigterm_as_interrupt(), attach(url) as debugger:
            yield debugger
    except RqError as error:
        raise CommandFailed(str(error)) from error


def stage_option(help: str) -> Callable[[F], F]:
    """Add the option that chooses when a rule meets a call."""
    return click.option("--at", type=click.Choice(STAGES), metavar="|".join(STAGES), help=help)


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Delay Ctrl+C and SIGTERM to the end of the block: a command that is cut leaves its reply behind."""
    arrived = []
    signals = (signal.SIGINT, signal.SIGTERM)
    before = [signal.signal(each, lambda *_: arrived.append(True)) for each in signals]
    try:
        yield
    finally:
        for each, handler in zip(signals, before, strict=True):
            signal.signal(each, handler)
    if arrived:
        raise KeyboardInterrupt


def compile_condition(expression: str) -> CallCondition:
    """Return the condition of a filter, which can use saved filters.

    Raises:
        CommandFailed: The filter is malformed, or cannot be used on calls that have not happened yet.
    """
    try:
        condition = FilterConditions(open_saved_filters())(expression)
    except FilterError as error:
        raise filter_failure(error) from error
    _warn_of_left_out(compile_predicate(condition.tree).methods or frozenset())
    return condition


def _warn_of_left_out(methods: frozenset[Method]) -> None:
    """Say that calls with several items have a method of their own, if only one of the two matches."""
    for family in FAMILIES.values():
        left_out = [each.name.lower() for each in family if each not in methods]
        if len(left_out) == 1:
            names = ", ".join(each.name.lower() for each in family)
            print_message(
                f"{left_out[0]} does not match; for one and several items, write method in {{{names}}}"
            )


def format_held(call: HeldCall, time_ns: int, payload: bytes | None = None) -> str:
    """Return a line: number, time, method, queue, size, client, beginning of the payload.

    Args:
        call: A held call.
        time_ns: When it was held, in ns since 1970.
        payload: What was edited into it; None shows its own payload.
    """
    size = call.size if payload is None else len(payload)
    shown = payload if payload is not None else (call.payloads or [b""])[0]
    parts = (
        f"{call.number:>6}",
        click.style(format_time(time_ns), dim=True),
        f"{sanitize(call.method):9}",
        click.style(f"{sanitize(call.queue):16}", bold=True),
        click.style("replies" if call.is_at_end else "begins ", fg="yellow"),
        f"{size:>7} B",
        click.style(f"{sanitize(join_client(call.client, call.address)):24}", dim=True),
        _beginning(shown, size),
        click.style("edited", fg="green") if payload is not None else "",
        f"(the first of {call.item_count:,} items)" if call.item_count > 1 else "",
    )
    return " ".join(filter(None, parts)).rstrip()


def _beginning(payload: bytes, size: int) -> str:
    text = one_line(payload[: 4 * MAX_PAYLOAD], size)
    return text if len(text) <= MAX_PAYLOAD else text[:MAX_PAYLOAD].rstrip("…") + "…"
