# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes scripts of events: the same calls by the same clients, which expect the observed results.

Each lane repeats the calls of one client. If calls of a client overlap, it had
several connections, and each of them has a lane. Queues are created before the
lanes begin, with their initial items; their kind and maxsize are inferred from
the calls.
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
"""The maximum number of calls in a script."""
LEAD_TIME = 0.05
"""In seconds: the time before the first call, so that the threads of all lanes can start."""
_ENDING = ("close", "shutdown", "purge")
_NO_CALLS = ("maxsize", "create")
"""Methods that are not repeated: clients read maxsize locally, and queues are created before the lanes."""
_TWO_QUEUES = {
    name
    for name, signature in METHODS.items()
    if any(parameter.kind is ValueKind.QUEUE for parameter in signature.parameters)
}


@dataclass(frozen=True, slots=True)
class RecordedScript:
    """A script made of events."""

    text: str
    calls: int
    """The number of calls in the script."""
    left_out: Mapping[str, int]
    """The number of calls that a script cannot repeat, by reason."""


def record(events: Iterable[ObservedCall], *, timed: bool = True, strict: bool = False) -> RecordedScript:
    """Make a script of events.

    Args:
        events: The events in order.
        timed: Whether each call waits for its original time, relative to the first call.
        strict: Whether each get expects the item that it got. Otherwise, if clients competed for the items
            of a queue, each get accepts any of these items.

    Raises:
        SettingsError: If there is no call to repeat, or too many calls or clients for one script.
    """
    all_events = list(events)
    lifetimes, calls = find_lifetimes(all_events)
    selected, left_out = _select_calls(calls)
    if not selected:
        raise SettingsError("no call that a script can repeat has ended; select other events")
    if len(selected) > MAX_CALLS:
        raise SettingsError(
            f"a script can have at most {MAX_CALLS:,} calls, not {len(selected):,}; filter the events"
        )
    writer = StatementWriter(ObservedItems(all_events), strict)
    lines = [
        *_write_header(selected, left_out, timed),
        *(line for lifetime in lifetimes for line in writer.preamble(lifetime)),
    ]
    for part in [selected] if timed else _split(selected):
        lines += _write_lanes(part, writer, timed)
    return RecordedScript("\n".join([*lines, ""]), len(selected), left_out)


Call = tuple[ObservedCall, QueueLifetime | None]


def _select_calls(calls: Sequence[Call]) -> tuple[list[Call], Counter[str]]:
    """Return the calls that can be repeated, in order of their start, and the number of others by reason."""
    left_out: Counter[str] = Counter()
    selected = []
    for call in calls:
        event, lifetime = call
        if event.outcome == "cancelled":
            left_out["the client disconnected"] += 1
        elif event.method in _NO_CALLS and event.outcome != "exists":
            continue
        elif event.method not in METHODS and event.method not in OF_A_TARGET:
            left_out[f"a script cannot call {event.method}"] += 1
        elif event.method in _TWO_QUEUES:
            left_out[f"events do not show the other queue of {event.method}"] += 1
        elif lifetime is None and event.method not in OF_A_TARGET and event.outcome != "noqueue":
            left_out["the queue is unknown"] += 1
        else:
            selected.append(call)
    selected.sort(key=lambda call: start_time(call[0]))
    return selected, left_out


def _split(calls: Sequence[Call]) -> list[list[Call]]:
    """Split the calls before each call that ends or empties a queue, unless another call is waiting.

    Without timing, a lane could otherwise make this call before the earlier calls of other lanes.
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
        raise SettingsError(
            f"the calls need {len(lanes)} lanes, but a script has at most {MAX_LANES}; filter the events"
        )
    return script_text.write_parallel(lanes)


def _assign_lanes(calls: Sequence[Call]) -> dict[str, list[Call]]:
    """Return the calls of each lane. The calls of one lane do not overlap."""
    lanes: dict[str, list[Call]] = {}
    ends: dict[str, int] = {}
    for call in calls:
        event = call[0]
        label = event.client if event.client.strip() else "unnamed client"
        name, number = label, 1
        # An overlapping call of the same client was made over another connection.
        while name in ends and ends[name] > start_time(event):
            number += 1
            name = f"{label} #{number}"
        lanes.setdefault(name, []).append(call)
        ends[name] = event.time
    return lanes


def _write_calls(call: Call, writer: StatementWriter, start: int | None) -> list[str]:
    event, lifetime = call
    when = [] if start is None else [f"at({LEAD_TIME + (start_time(event) - start) / 1e9:.6f})"]
    return [*when, *writer.lines(event, lifetime)]


def _write_header(calls: Sequence[Call], left_out: Mapping[str, int], timed: bool) -> list[str]:
    length = (max(event.time for event, _ in calls) - start_time(calls[0][0])) / 1e9
    timing = "with their original timing" if timed else "as fast as possible"
    lines = [f"{len(calls):,} calls recorded in {length:.3f} s, repeated {timing}."]
    lines += [f"Left out: {times:,} ({why})." for why, times in left_out.items()]
    return [*script_text.write_comment("\n".join(lines)), ""]
