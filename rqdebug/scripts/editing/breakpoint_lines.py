# SPDX-License-Identifier: GPL-3.0-or-later
"""The lines of a script at which a run can pause."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from rqdebug.scripts.language.script_nodes import Include, LaneBlock, Script, Statement, children
from rqdebug.scripts.text.loose_tokens import logical_lines


def find_stops(script: Script) -> tuple[int, ...]:
    """Return the lines in which a statement begins that lanes execute, in ascending order.

    A run does not pause at ``with lane(…):`` and ``with raises(…):``, but at the first statement inside them.
    """
    return tuple(sorted(set(_lines(script.body))))


def _lines(statements: Iterable[Statement]) -> Iterator[int]:
    for statement in statements:
        if not isinstance(statement, LaneBlock):
            yield statement.line
        if not isinstance(statement, Include):  # its statements are in another file
            yield from _lines(children(statement))


def stop_for(line: int, stops: Sequence[int], lines: Sequence[str]) -> int | None:
    """Return the line of the breakpoint that a user wants who chooses a line.

    Args:
        line: The chosen line, counted from 1.
        stops: The result of ``find_stops``.
        lines: The lines of the text, from the last stop before the chosen line to this line.

    Returns:
        The line itself if a statement begins in it, the first line of a statement that it continues, or the
        next statement; None if no statement follows.
    """
    place = bisect_left(stops, line)
    if place < len(stops) and stops[place] == line:
        return line
    statement = next(logical_lines("\n".join(lines)), None)
    if place and statement is not None:
        continues = "\n".join(lines)[: statement[-1].end()].count("\n")
        if continues >= len(lines) - 1 and lines[-1].strip():
            return stops[place - 1]
    return stops[place] if place < len(stops) else None
