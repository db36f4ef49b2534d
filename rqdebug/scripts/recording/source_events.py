# SPDX-License-Identifier: GPL-3.0-or-later
"""Lets the statements of a recorded script point to the events that they repeat.

The script of a replay is never shown, so its lines say nothing: results name the recorded event instead.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from rqdebug.scripts.language.script_nodes import Check, LaneBlock, Parallel, Script, Statement, Vector


@dataclass(frozen=True, slots=True)
class SourceEvent:
    """The event of a capture that a statement repeats."""

    number: int
    """Its place among the events of the recording, from 1."""
    text: str
    """When it was, and of which client."""


PREPARATION = SourceEvent(0, "before the first event")
"""The source of the statements that create queues and put what was in them."""


def point_to_events(script: Script, sources: Mapping[int, SourceEvent]) -> Script:
    """Return a script whose statements have the numbers of events as lines, and name them.

    Args:
        script: A recorded script.
        sources: The event of each line that repeats one.
    """
    return replace(script, body=tuple(_point(statement, sources) for statement in script.body))


def _point(statement: Statement, sources: Mapping[int, SourceEvent]) -> Statement:
    source = sources.get(statement.line, PREPARATION)
    changes: dict[str, Any] = {"line": source.number}
    if isinstance(statement, (Vector, Check)):
        changes["text"] = f"{source.text}: {statement.text}"
    if isinstance(statement, Parallel):
        lanes = (_point(lane, sources) for lane in statement.lanes)
        return replace(
            statement, **changes, lanes=tuple(lane for lane in lanes if isinstance(lane, LaneBlock))
        )
    body: tuple[Statement, ...] = getattr(statement, "body", ())
    if body:
        changes["body"] = tuple(_point(each, sources) for each in body)
    return replace(statement, **changes)
