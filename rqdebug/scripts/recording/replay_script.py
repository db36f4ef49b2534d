# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the script of a replay: it repeats recorded calls, and its results name the recorded events."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from rqdebug.scripts.language.parser import parse
from rqdebug.scripts.language.script_nodes import Script
from rqdebug.scripts.recording.observed_calls import ObservedCall
from rqdebug.scripts.recording.recorded_script import record
from rqdebug.scripts.recording.source_events import SourceEvent, point_to_events
from rqdebug.support.garbage import pause_collection


@dataclass(frozen=True, slots=True)
class Replay:
    """A script that repeats recorded calls."""

    script: Script
    """The lines of its statements are the numbers of events, from 1."""
    calls: int
    """The number of calls that it repeats."""
    left_out: Mapping[str, int]
    """The number of calls that it cannot repeat, by reason."""
    seconds: float
    """The duration of the recording."""


def make_replay(
    events: Sequence[ObservedCall],
    filename: str,
    describe: Callable[[ObservedCall], str],
    *,
    timed: bool,
    strict: bool = False,
) -> Replay:
    """Make a replay of events.

    Args:
        events: The events in order.
        filename: The name of the capture, for reports.
        describe: Returns the time and the client of an event, for results.
        timed: Whether each call waits for its original time.
        strict: Whether each get expects the item that it got, even if several clients competed for it.

    Raises:
        SettingsError: There is no call to repeat, or there are too many.
        ScriptError: The calls cannot become a script.
    """
    recorded = record(events, timed=timed, strict=strict)
    numbers = {id(event): number for number, event in enumerate(events, 1)}
    sources = {
        line: SourceEvent(numbers[id(event)], describe(event)) for line, event in recorded.sources.items()
    }
    with pause_collection():
        script = point_to_events(parse(recorded.text, filename), sources)
    return Replay(script, recorded.calls, recorded.left_out, recorded.seconds)
