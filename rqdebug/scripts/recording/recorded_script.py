# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes scripts of events: the same calls by the same clients, with the observed results expected.

A lane stands for a client; where calls of one client overlap it had several
connections, and each has a lane. Queues are made before the lanes begin, with
what was in them; what kind they are and how they are bounded is concluded from
what happened.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rqdebug.errors import SettingsError
from rqdebug.scripts.language import script_text
from rqdebug.scripts.language.vocabulary import MAX_LANES, METHODS, ValueKind
from rqdebug.scripts.recording.lifetimes import QueueLifetime, find_lifetimes
from rqdebug.scripts.recording.observed_calls import ObservedCall, ObservedItems, start_time
from rqdebug.scripts.recording.statements import OF_A_TARGET, StatementWriter

MAX_CALLS = 100_000
LEAD_TIME = 0.05
"""Seconds before the first call, in which the threads of all lanes can start."""
_ENDING = ("close", "shutdown", "purge")
_NO_CALLS = ("maxsize", "create")
"""Methods that are not repeated: queues are created beforehand."""
_TWO_QUEUES = {
    name
    for name, signature in METHODS.items()
    if any(parameter.kind is ValueKind.QUEUE for parameter in signature.parameters)
}


@dataclass(frozen=True, slots=True)
class RecordedScript:
    """A script, and its number of calls."""

    text: str
    calls: int
    left_out: Mapping[str, int]
    """The number of calls that no script can make, by reason."""


def record(events: Iterable[ObservedCall], *, timed: bool = True, strict: bool = False) -> RecordedScript:
    """Return the script of these events, which must be in order.

    timed: each call waits for its time, counted from the first. strict: expect
    each item where it was seen; otherwise, where clients raced for items, any
    of those that one of them got. Raises SettingsError where no script can hold them.
    """
    all_events = list(events)
    found, calls = find_lifetimes(all_events)
    selected, left_out = _select_calls(calls)
    if not selected:
        raise SettingsError("there is no call that ended, so nothing can be recorded")
    if len(selected) > MAX_CALLS:
        raise SettingsError(
            f"{len(selected):,} calls are too many, a script holds {MAX_CALLS:,}: filter them"
        )
    writer = StatementWriter(ObservedItems(all_events), strict)
    lines = [
        *_write_header(selected, left_out, timed),
        *(line for life in found for line in writer.preamble(life)),
    ]
    for part in [selected] if timed else _split(selected):
        lines += _write_lanes(part, writer, timed)
    return RecordedScript("\n".join([*lines, ""]), len(selected), left_out)


Call = tuple[ObservedCall, QueueLifetime | None]


def _select_calls(calls: Sequence[Call]) -> tuple[list[Call], Counter[str]]:
    """Return the calls that can be repeated, by their start, and the number of others by reason."""
    left_out: Counter[str] = Counter()
    selected = []
    for call in calls:
        event, life = call
        if event.outcome == "cancelled":
            left_out["the client went away"] += 1
        elif event.method in _NO_CALLS and event.outcome != "exists":
            continue
        elif event.method not in METHODS and event.method not in OF_A_TARGET:
            left_out[f"a script cannot call {event.method}"] += 1
        elif event.method in _TWO_QUEUES:
            left_out[f"events do not show the other queue of {event.method}"] += 1
        elif life is None and event.method not in OF_A_TARGET and event.outcome != "noqueue":
            left_out["the queue is not known"] += 1
        else:
            selected.append(call)
    selected.sort(key=lambda call: start_time(call[0]))
    return selected, left_out


def _split(calls: Sequence[Call]) -> list[list[Call]]:
    """Split before each call that ends a queue, unless another call is waiting.

    Lanes that do not keep time would else come to it when others have hardly begun.
    """
    parts: list[list[Call]] = [[]]
    ended = 0
    for call in calls:
        event = call[0]
        if event.method in _ENDING and ended <= start_time(event):
            parts.append([])
        parts[-1].append(call)
        ended = max(ended, event.time)
    return [part for part in parts if part]


def _write_lanes(calls: Sequence[Call], writer: StatementWriter, timed: bool) -> list[str]:
    """Return the lines of a lane for each connection."""
    start = start_time(calls[0][0]) if timed else None
    lanes = {
        name: [line for call in own for line in _write_calls(call, writer, start)]
        for name, own in _assign_lanes(calls).items()
    }
    if len(lanes) > MAX_LANES:
        raise SettingsError(f"{len(lanes)} clients are too many, a script has {MAX_LANES} lanes: filter them")
    return script_text.write_parallel(lanes)


def _assign_lanes(calls: Sequence[Call]) -> dict[str, list[Call]]:
    """Return the calls of each connection: no two of a lane overlap."""
    lanes: dict[str, list[Call]] = {}
    ends: dict[str, int] = {}
    for call in calls:
        event = call[0]
        label = event.client if event.client.strip() else "somebody"
        name, number = label, 1
        while name in ends and ends[name] > start_time(event):
            number += 1
            name = f"{label} #{number}"
        lanes.setdefault(name, []).append(call)
        ends[name] = event.time
    return lanes


def _write_calls(call: Call, writer: StatementWriter, start: int | None) -> list[str]:
    event, life = call
    when = [] if start is None else [f"at({LEAD_TIME + (start_time(event) - start) / 1e9:.6f})"]
    return [*when, *writer.lines(event, life)]


def _write_header(calls: Sequence[Call], left_out: Mapping[str, int], timed: bool) -> list[str]:
    length = (max(event.time for event, _ in calls) - start_time(calls[0][0])) / 1e9
    timing = "at their own pace" if timed else "as fast as they can"
    lines = [f"{len(calls):,} calls that were recorded within {length:.3f} s, {timing}."]
    lines += [f"Left out: {times:,}, because {why}." for why, times in left_out.items()]
    return [*script_text.write_comment("\n".join(lines)), ""]
