# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes scripts of events: the same calls by the same clients, which expect the observed results.

Each lane repeats the calls of one client. If calls of a client overlap, it had
several connections, and each of them has a lane. Queues are created before the
lanes begin, with their initial items; their kind and maxsize are inferred from
the calls.

The order of the calls on a queue is kept with turns: a call begins when the
call that ended before it on this queue has ended again. So a put comes before
the get of its item, and a queue is full or empty for the same calls, at any
speed. A call that waited is made when its turn comes; with timing, not before
it could first have ended.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from rqdebug.errors import SettingsError
from rqdebug.scripts.language import script_text
from rqdebug.scripts.language.vocabulary import (
    MAX_LANES,
    METHODS,
)
from rqdebug.scripts.recording.lifetimes import CallAtQueue, find_lifetimes
from rqdebug.scripts.recording.observed_calls import (
    GETS,
    PUTS,
    ObservedCall,
    ObservedItems,
    has_succeeded,
    item_count,
    start_time,
)
from rqdebug.scripts.recording.statements import ERROR_OF_OUTCOME, OF_A_TARGET, StatementWriter
from rqdebug.scripts.signatures import ValueKind

MAX_CALLS = 100_000
"""The maximum number of calls in a script."""
MAX_ITEMS = 1_000_000
"""The maximum number of items that the calls of a script move. A damaged capture can claim any number."""
LEAD_TIME = 0.05
"""In seconds: the time before the first call, so that the threads of all lanes can start."""
_NO_CALLS = ("maxsize", "create")
"""Methods that are not repeated: clients read maxsize locally, and queues are created before the lanes."""
_OF_A_PROGRAM = "task"
"""The method of a call that the program itself makes to run an item of an exposed queue."""
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
    seconds: float = 0.0
    """The duration of the recording."""
    sources: Mapping[int, ObservedCall] = field(default_factory=dict)
    """The event of each line that repeats a call; lines count from 1."""


@dataclass(frozen=True, slots=True)
class PlannedCall:
    """An observed call, and when to repeat it."""

    recorded: CallAtQueue
    turns: Mapping[str, int]
    """Its place among the calls on each of its queues, from 1."""
    start: int
    """When to make it, in ns since 1970."""

    @property
    def event(self) -> ObservedCall:
        """The first row of the end of the call."""
        return self.recorded.event

    @property
    def wait(self) -> int | None:
        """For a call that is made later than it was, the remaining time to its end, in ns."""
        is_late = self.start > start_time(self.event)
        return self.event.time_ns - self.start if is_late and not has_succeeded(self.event) else None


def record(events: Iterable[ObservedCall], *, timed: bool = True, strict: bool = False) -> RecordedScript:
    """Make a script of events.

    Args:
        events: The events in order.
        timed: Whether each call waits for its original time, relative to the first call.
        strict: Whether each get expects the item that it got. Otherwise, if clients competed for the items
            of a queue, each get accepts any of these items.

    Raises:
        SettingsError: If there is no call to repeat, or too many calls, items or clients for one script.
    """
    all_events = list(events)
    _check_number_of_items(all_events)
    lifetimes, calls = find_lifetimes(all_events)
    selected, left_out = _select_calls(calls)
    left_out += _count_open_calls(all_events)
    if not selected:
        raise SettingsError("no call that a script can repeat has ended; select other events")
    if len(selected) > MAX_CALLS:
        raise SettingsError(
            f"a script can have at most {MAX_CALLS:,} calls, not {len(selected):,}; filter the events"
        )
    planned = _plan(selected)
    used = {id(queue) for call in planned for queue in (call.recorded.lifetime, call.recorded.target)}
    writer = StatementWriter(ObservedItems(all_events), strict)
    start = min(call.start for call in planned)
    seconds = (max(call.event.time_ns for call in planned) - start) / 1e9
    lines = [
        *_write_header(len(planned), seconds, left_out, timed),
        *(line for each in lifetimes if id(each) in used for line in writer.preamble(each)),
    ]
    first = len(lines) + 1
    written, sources = _write_lanes(planned, writer, start if timed else None)
    return RecordedScript(
        "\n".join([*lines, *written, ""]),
        len(planned),
        left_out,
        seconds,
        {first + line: event for line, event in sources.items()},
    )


def _check_number_of_items(events: Iterable[ObservedCall]) -> None:
    """Raise SettingsError if the calls moved too many items for the memory of a script."""
    moved = sum(item_count(event) for event in events if event.method in (*PUTS, *GETS))
    if moved > MAX_ITEMS:
        raise SettingsError(
            f"a script can have at most {MAX_ITEMS:,} items, not {moved:,}; filter the events"
        )


def _select_calls(calls: Sequence[CallAtQueue]) -> tuple[list[CallAtQueue], Counter[str]]:
    """Return the calls that can be repeated, in the order of their ends, and count the others by reason."""
    left_out: Counter[str] = Counter()
    selected = []
    of_programs = {call.event.queue for call in calls if call.event.method == _OF_A_PROGRAM}
    for call in calls:
        if reason := _left_out_reason(call, of_programs):
            left_out[reason] += 1
        elif call.event.method not in _NO_CALLS or call.event.outcome == "exists":
            selected.append(call)
    return selected, left_out


def _left_out_reason(call: CallAtQueue, of_programs: Container[str]) -> str:
    """Return why a script cannot repeat a call; empty if it can, or does not have to."""
    event, lifetime = call.event, call.lifetime
    if event.queue in of_programs:
        return f"a script cannot run the tasks of {event.queue!r}, which a program exposes"
    if event.outcome == "cancelled":
        return "the client disconnected"
    if event.rule and not has_succeeded(event):
        return "a rule of a debugger acted on them, and they did not succeed"
    if not has_succeeded(event) and event.outcome not in ERROR_OF_OUTCOME:
        return f"their outcome was {event.outcome}"
    if event.method in _NO_CALLS and event.outcome != "exists":
        return ""
    if event.method not in METHODS and event.method not in OF_A_TARGET:
        return f"a script cannot call {event.method}"
    if event.method in _TWO_QUEUES and call.target is None:
        return f"events do not show the other queue of {event.method}"
    if lifetime is None and event.method not in OF_A_TARGET and event.outcome != "noqueue":
        return "the queue is unknown"
    return ""


def _count_open_calls(events: Sequence[ObservedCall]) -> Counter[str]:
    """Count the calls that had not ended when the recording did."""
    waiting: Counter[tuple[str, str, str]] = Counter()
    started: set[int] = set()  # a call that a debugger held starts again if it has to wait
    of_programs = {event.queue for event in events if event.method == _OF_A_PROGRAM}
    for event in events:
        key = event.client_label, event.queue, event.method
        if event.queue in of_programs or event.part:
            continue
        if event.phase == "start":
            waiting[key] += not (event.rule and event.call in started)
            started.add(event.call)
        elif waiting[key]:
            waiting[key] -= 1
    return Counter({"they had not ended when the recording did": waiting.total()} if waiting.total() else {})


def _plan(calls: Sequence[CallAtQueue]) -> list[PlannedCall]:
    """Give each call its turns and its time.

    It is not made before the calls that ended before it on its queues: only then it needs not wait for them.
    """
    turns: Counter[str] = Counter()
    ends: defaultdict[str, int] = defaultdict(int)
    planned = []
    for call in calls:
        event = call.event
        queues = [event.queue, call.target.label] if call.target else [event.queue]
        turns.update(set(queues))
        before = max(ends[queue] for queue in queues)
        start = min(max(start_time(event), before), max(event.time_ns, before))
        planned.append(PlannedCall(call, {queue: turns[queue] for queue in queues}, start))
        ends.update({queue: max(before, event.time_ns) for queue in queues})
    return planned


def _write_lanes(
    calls: Sequence[PlannedCall], writer: StatementWriter, start: int | None
) -> tuple[list[str], dict[int, ObservedCall]]:
    """Return the lines of a lane for each connection, and the event of each line; lines count from 0 here."""
    lanes = _assign_lanes(calls)
    if len(lanes) > MAX_LANES:
        raise SettingsError(
            f"the calls need {len(lanes)} lanes, but a script has at most {MAX_LANES}; filter the events"
        )
    sources: dict[int, ObservedCall] = {}
    written: dict[str, list[str]] = {}
    line = 1  # the line of parallel()
    for name, own in lanes.items():
        written[name] = []
        line += 1
        for call in own:
            lines = _write_call(call, writer, start)
            written[name] += lines
            sources.update(dict.fromkeys(range(line, line + len(lines)), call.event))
            line += len(lines)
    return script_text.write_parallel(written), sources


def _assign_lanes(calls: Sequence[PlannedCall]) -> dict[str, list[PlannedCall]]:
    """Return the calls of each lane. The calls of one lane do not overlap."""
    lanes: dict[str, list[PlannedCall]] = {}
    ends: dict[str, int] = {}
    # By their starts: the calls are in the order of their ends, in which overlaps do not show.
    for call in sorted(calls, key=lambda call: start_time(call.event)):
        event = call.event
        label = event.client_label if event.client_label.strip() else "unnamed client"
        name, number = label, 1
        # An overlapping call of the same client was made over another connection.
        while name in ends and ends[name] > start_time(event):
            number += 1
            name = f"{label} #{number}"
        lanes.setdefault(name, []).append(call)
        ends[name] = event.time_ns
    return lanes


def _write_call(call: PlannedCall, writer: StatementWriter, start: int | None) -> list[str]:
    when = [] if start is None else [f"at({LEAD_TIME + (call.start - start) / 1e9:.6f})"]
    lines = writer.lines(call.recorded, call.wait)
    event = call.event
    if rule := event.rule:
        what = "lost what this call took" if event.outcome == "lost" else "acted on this call"
        lines = [*script_text.write_comment(f"Rule {rule} of a debugger {what}."), *lines]
    for queue, turn in call.turns.items():
        lines = script_text.write_turn(queue or "queues", turn, lines)
    return [*when, *lines]


def _write_header(calls: int, seconds: float, left_out: Mapping[str, int], timed: bool) -> list[str]:
    timing = "with their original timing" if timed else "as fast as possible"
    lines = [f"{calls:,} calls recorded in {seconds:.3f} s, repeated {timing}."]
    lines += [f"Left out: {times:,} ({why})." for why, times in left_out.items()]
    return [*script_text.write_comment("\n".join(lines)), ""]
