# SPDX-License-Identifier: GPL-3.0-or-later
"""``rqdebug freeze``, ``step`` and ``thaw``: stop a queue, and let items through step by step."""

from __future__ import annotations

import time
from contextlib import suppress
from typing import Any

import click

from rqcore.debug import Debugger
from rqdebug.cli.documented_command import argument, command
from rqdebug.cli.interventions.attached_debugger import (
    CHECK,
    CONTROLLER_HELP,
    LOOK,
    debugging,
    format_held,
    split_url,
)
from rqdebug.cli.messages import CommandFailed, plural, print_message

QUEUE_HELP = f"{CONTROLLER_HELP} Then the name of a queue."


@command(
    examples={
        "Let nothing enter or leave a queue until Ctrl+C:": "rqdebug freeze rq://edge-1 jobs",
        "Stop its consumers only:": "rqdebug freeze rq://edge-1 jobs --gets",
    }
)
@argument("arguments", nargs=-1, required=True, metavar="[URL] QUEUE", help=QUEUE_HELP)
@click.option("--puts", is_flag=True, help="Stop only calls that put items.")
@click.option("--gets", is_flag=True, help="Stop only calls that take items.")
def freeze(arguments: tuple[str, ...], puts: bool, gets: bool) -> None:
    """Freeze a queue until Ctrl+C: no item enters or leaves it.

    Each call that is stopped is printed; its timeout stands still meanwhile, and
    it waits a day at the most. In another terminal, rqdebug step lets items
    through, and rqdebug thaw ends the freeze. After Ctrl+C everything continues.
    """
    url, (queue,) = split_url(arguments, 1, 1, "rqdebug freeze [URL] QUEUE")
    side = "both" if puts == gets else "puts" if puts else "gets"
    waiting = 0
    try:
        with debugging(url) as debugger:
            reply = debugger.run("FREEZE", queue, side)
            number, waiting = reply[b"rule"], reply[b"held"]
            what = {"both": "puts and gets", "puts": "puts", "gets": "gets"}[side]
            waits = plural(waiting, "call waits already", "calls wait already")
            print_message(f"{queue} is frozen, {what} are stopped: {waits}; Ctrl+C ends it")
            check, said = 0.0, ""
            while True:
                with suppress(TimeoutError):
                    click.echo(format_held(debugger.wait(LOOK, number), time.time_ns()))
                if time.monotonic() > check:
                    frozen = _find_freeze(debugger, number)
                    if frozen is None:
                        print_message(f"another debugger has thawed {queue}; everything continues")
                        return
                    waiting = frozen["held"]
                    if _describe(frozen) != said:
                        said = _describe(frozen)
                        print_message(said)
                    check = time.monotonic() + CHECK
    except KeyboardInterrupt:
        continues = plural(waiting, "call continues", "calls continue")
        print_message(f"{queue} is not frozen any more: {continues}")
        raise


def _find_freeze(debugger: Debugger, number: int) -> dict[str, Any] | None:
    """Return what is known of the freeze with this number; None if it has ended."""
    return next((each for each in debugger.rules() if each["rule"] == number), None)


def _describe(frozen: dict[str, Any]) -> str:
    """Return how many calls wait, and how many items have passed, as a phrase."""
    steps = ", ".join(_items(side, frozen["steps"][side]) for side in ("puts", "gets"))
    return f"{plural(frozen['held'], 'call waits', 'calls wait')}; {steps} stepped"


def _items(side: str, count: int) -> str:
    return plural(count, side[:-1], side)


@command(
    examples={
        "Let the next call pass:": "rqdebug step rq://edge-1 jobs",
        "Let two items be taken:": "rqdebug step rq://edge-1 jobs 2 --gets",
    }
)
@argument(
    "arguments",
    nargs=-1,
    required=True,
    metavar="[URL] QUEUE [N]",
    help=f"{QUEUE_HELP} Then how many items pass; 1 by default.",
)
@click.option("--puts", is_flag=True, help="Let only calls pass that put items.")
@click.option("--gets", is_flag=True, help="Let only calls pass that take items.")
def step(arguments: tuple[str, ...], puts: bool, gets: bool) -> None:
    """Let items into or out of a frozen queue.

    Calls pass in the order in which they came. Without --puts and --gets, puts
    pass first, if the freeze stops them, and then gets. A call of several items
    passes as a whole.
    """
    url, (queue, *rest) = split_url(arguments, 1, 2, "rqdebug step [URL] QUEUE [N]")
    count = _count(rest[0]) if rest else 1
    with debugging(url) as debugger:
        stopped = _sides(debugger, queue)
        sides = ["puts", "gets"] if puts == gets else ["puts"] if puts else ["gets"]
        passed = {}
        for side in sides:
            if puts != gets or stopped in (side, "both", ""):
                passed[side] = int(debugger.run("STEP", queue, side, count))
                count -= min(passed[side], count)
            if not count:
                break
    click.echo(", ".join(_items(side, number) for side, number in passed.items()) + " passed")


def _sides(debugger: Debugger, queue: str) -> str:
    """Return which side of a queue is frozen; an empty text if it is not known."""
    return next((str(each["side"]) for each in debugger.rules() if each.get("freeze") == queue), "")


def _count(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text[:10]) <= 10**9:
        raise CommandFailed(f"{text!r} is not a number of items; write a whole number of at least 1")
    return int(text)


@command(examples={"End the freeze of a queue:": "rqdebug thaw rq://edge-1 jobs"})
@argument("arguments", nargs=-1, required=True, metavar="[URL] QUEUE", help=QUEUE_HELP)
def thaw(arguments: tuple[str, ...]) -> None:
    """End the freeze of a queue, also that of another debugger.

    All calls that it stops continue, in the order in which they came.
    """
    url, (queue,) = split_url(arguments, 1, 1, "rqdebug thaw [URL] QUEUE")
    with debugging(url) as debugger:
        count = int(debugger.run("THAW", queue))
    click.echo(f"{queue} is not frozen any more: {plural(count, 'call continues', 'calls continue')}")
