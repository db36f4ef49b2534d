# SPDX-License-Identifier: GPL-3.0-or-later
"""``rqdebug break``: hold calls, and decide what becomes of each."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import nullcontext, suppress

import click

from rqcore.debug import Rule
from rqcore.errors import BadCall
from rqdebug.cli.documented_command import argument, command, number
from rqdebug.cli.interventions.attached_debugger import (
    CHECK,
    CONTROLLER_HELP,
    LOOK,
    compile_condition,
    debugging,
    split_url,
    stage_option,
)
from rqdebug.cli.interventions.stopped_calls import StoppedCalls
from rqdebug.cli.interventions.typed_input import TypedInput
from rqdebug.cli.messages import CommandFailed, plural, print_message

EDIT = "e"
KEYS: dict[str, tuple[str, Callable[[StoppedCalls, int], None]]] = {
    "a": ("release", StoppedCalls.release),
    "A": ("release all", lambda calls, _: calls.release_all()),
    EDIT: ("edit", StoppedCalls.edit),
    "V": ("revert the edit", StoppedCalls.revert),
    "D": ("duplicate", StoppedCalls.duplicate),
    "X": ("discard", StoppedCalls.discard),
    "j": ("next", lambda calls, _: calls.select(1)),
    "k": ("previous", lambda calls, _: calls.select(-1)),
}
"""Key → what it does in a few words, and the function for the selected call."""
LINES = "release N, discard N or fail N CODE"
"""The lines that are understood without a terminal."""


@command(
    "break",
    examples={
        "Hold each put into a queue:": 'rqdebug break rq://edge-1 "method == put and queue == jobs"',
        "Hold the replies of gets, after the item is taken:": "rqdebug break rq://edge-1 "
        '"method == get and queue == jobs" --at end',
        "Hold calls with a certain payload:": 'rqdebug break "payload.order.id == 17"',
    },
)
@argument(
    "arguments",
    nargs=-1,
    required=True,
    metavar="[URL] FILTER",
    help=f"{CONTROLLER_HELP} Then the filter of the calls to hold.",
)
@stage_option(
    "Hold calls before anything happens, or before their reply is sent. By default at the start, and "
    "gets at their end if the filter is about their item."
)
@click.option(
    "--max-hold",
    type=number(float, 0.001),
    metavar="SECONDS",
    default=300,
    show_default=True,
    help="After this time, a held call continues.",
)
def break_(arguments: tuple[str, ...], at: str | None, max_hold: float) -> None:
    """Hold calls, and decide what becomes of each.

    Each held call is printed on a line that begins with its number. On a
    terminal, keys concern the oldest call, or the one selected with j and k:
    a releases it, A releases all, e edits the payload in $EDITOR, V reverts the
    edit, D duplicates its items and releases it, X discards its items.
    Otherwise, lines from stdin do this: release N, discard N, fail N CODE.
    After Ctrl+C everything continues. While a call is held, its timeout stands
    still. Calls of ZenQueue clients are not held.
    """
    url, (expression,) = split_url(arguments, 1, 1, "rqdebug break [URL] FILTER")
    condition = compile_condition(expression)
    held = 0
    try:
        with debugging(url) as debugger, TypedInput() as typed:
            rule = debugger.hold(condition, at=at, max_hold=max_hold)
            calls = StoppedCalls(debugger, rule)
            try:
                _introduce(rule, typed)
                _follow(rule, calls, typed)
            finally:
                held = len(calls)
    except KeyboardInterrupt:
        continues = plural(held, "held call continues", "held calls continue")
        print_message(f"the breakpoint has ended: {continues}, and nothing is stopped any more")
        raise


def _introduce(rule: Rule, typed: TypedInput) -> None:
    """Say what is held, what is not, and what can be typed."""
    if rule.waiting:
        waiting = plural(rule.waiting, "call waits already and is", "calls wait already and are")
        print_message(f"{waiting} not stopped")
    print_message("holding calls that match; Ctrl+C ends it, and everything continues")
    if typed.is_terminal:
        _print_keys()


def _print_keys() -> None:
    print_message(", ".join(f"{key} {text}" for key, (text, _) in KEYS.items()))


def _follow(rule: Rule, calls: StoppedCalls, typed: TypedInput) -> None:
    """Show held calls and obey what is typed, until Ctrl+C or the end of the breakpoint."""
    check = time.monotonic() + CHECK
    while True:
        with suppress(TimeoutError):
            calls.add(rule.wait(LOOK))
        _obey_all(calls, typed)
        if time.monotonic() > check:
            try:
                calls.forget_left()
            except BadCall:
                print_message("another debugger has removed the breakpoint; everything continues")
                return
            check = time.monotonic() + CHECK


def _obey_all(calls: StoppedCalls, typed: TypedInput) -> None:
    """Obey what was typed. What is impossible is reported in one sentence."""
    for word in typed.read():
        try:
            if typed.is_terminal:
                _press(calls, typed, word)
            elif word.strip():
                _obey(calls, word)
        except (BadCall, CommandFailed) as error:
            print_message(str(error))


def _press(calls: StoppedCalls, typed: TypedInput, key: str) -> None:
    if key not in KEYS:
        _print_keys()
        return
    if calls.selected is None:
        raise BadCall("no call is held")
    with typed.lent() if key == EDIT else nullcontext():
        KEYS[key][1](calls, calls.selected)


def _obey(calls: StoppedCalls, line: str) -> None:
    match line.split():
        case ["release", call] if call.isdecimal():
            calls.release(int(call))
        case ["discard", call] if call.isdecimal():
            calls.discard(int(call))
        case ["fail", call, code] if call.isdecimal():
            calls.fail(int(call), code)
        case _:
            raise BadCall(f"{line[:100]!r} is not understood; write {LINES}")
