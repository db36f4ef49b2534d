# SPDX-License-Identifier: GPL-3.0-or-later
"""What one lane has set on a target, and which of its events it has seen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from rqcore.codec import Codec, Payload, encode
from rqcore.debug import Debugger, HeldCall
from rqcore.protocol.priority_keys import priority_key
from rqdebug.errors import ExpectationFailed
from rqdebug.scripts.interventions.target_access import EventWatch
from rqdebug.scripts.item_values import value_of
from rqdebug.scripts.signatures import ValueKind

if TYPE_CHECKING:
    from rqdebug.scripts.interventions.run_interventions import RunInterventions


@dataclass(eq=False, slots=True)
class Effect:
    """Something that a lane has set on a target: a fault, a frozen queue, or a held call."""

    is_judged: ClassVar[bool] = False
    """Whether the end of its block has a verdict, instead of the beginning."""

    target: str
    lane: str
    line: int
    """The line of the script that has set it."""
    ending: str
    """What happens at its end, in one sentence."""
    remove: Callable[[], object]
    frozen: str = ""
    """The namespace of the queue that it freezes; empty for another effect."""
    is_active: bool = True

    def end(self) -> None:
        """End it; a second call does nothing. Raises RqError if that fails."""
        if self.is_active:
            self.is_active = False
            self.remove()


@dataclass(eq=False, slots=True)
class ExpectedEvents:
    """The events that a block expects."""

    is_judged: ClassVar[bool] = True

    target: str
    events: EventWatch
    filter: str
    since: int
    times: int
    within: float

    def end(self) -> None:
        """Wait for the events. Raises ExpectationFailed if there is another number of them."""
        found = self.events.count(self.filter, self.since, self.times, self.within)
        if found != self.times:
            raise ExpectationFailed(f"{self.times:,} matching events", f"{found:,}")


class ScriptHeldCall:
    """A held call; the value of ``break_on()`` in a script. Expressions read its HELD_FIELDS.

    Args:
        call: The call.
        effect: What holds it.
    """

    script_kind: ClassVar[ValueKind] = ValueKind.HELD

    def __init__(self, call: HeldCall, effect: Effect) -> None:
        self._call = call
        self._effect = effect
        self.target = effect.target
        self.method, self.queue = call.method, call.queue
        self.client, self.address = call.client, call.address
        self.size = call.size
        self.items = call.item_count

    @property
    def payload(self) -> Any:
        """The value of its first item. Raises ValueError if it has none, or if it is too large."""
        call = self._call
        if not call.payloads:
            raise ValueError(
                f"this {call.method} has no item yet; write at='end' to hold calls with their item"
            )
        if call.size > len(call.payload):
            raise ValueError(f"only {len(call.payload):,} of {call.size:,} bytes of the item are known")
        return value_of(Payload(Codec.parse(call.codec), call.payload))

    def release(self, payload: Any = None, codec: str | None = None, priority: Any = None) -> None:
        """Let the call continue, unchanged or with another item. Raises BadCall, CodecError, TypeError."""
        name, data = (
            (None, None) if payload is None else encode(payload, Codec.parse(codec) if codec else None)
        )
        key = None if priority is None else priority_key(priority)
        self._call.release(payload=data, codec=None if name is None else str(name), key=key)
        self._effect.end()

    def fail(self, code: str, message: str = "") -> None:
        """Answer the call with an error. Raises BadCall."""
        self._call.fail(code, message)
        self._effect.end()

    def discard(self) -> None:
        """Let the call continue without its items. Raises BadCall."""
        self._call.discard()
        self._effect.end()

    def __repr__(self) -> str:
        return repr(self._call)


class LaneInterventions:
    """What one lane does to a target, and sees of it.

    Args:
        run: What all lanes share.
        target: The name of the target.
        lane: The name of the lane.
        returned: The numbers of the events that were returned to this lane.
    """

    def __init__(self, run: RunInterventions, target: str, lane: str, returned: set[int]) -> None:
        self._run = run
        self._lane = lane
        self.target = target
        self.returned = returned
        self.line = 0
        """The line in which the lane is."""

    @property
    def seed(self) -> int:
        """The seed of faults."""
        return self._run.seed

    @property
    def debugger(self) -> Debugger:
        """The debugger session of the run with the target. Raises RqError."""
        return self._run.debugger(self.target)

    @property
    def events(self) -> EventWatch:
        """The events of the target since the beginning of the pass. Raises RqError."""
        return self._run.watch(self.target)

    @property
    def since(self) -> int:
        """The number of the first event of the test, or else of the pass."""
        return self._run.since(self.target)

    def keep(self, ending: str, remove: Callable[[], object], frozen: str = "") -> Effect:
        """Remember what the lane has set, so that it ends with the lane at the latest.

        Args:
            ending: What happens at its end, in one sentence.
            remove: Ends it.
            frozen: The namespace of the queue that it freezes.
        """
        return self._run.keep(Effect(self.target, self._lane, self.line, ending, remove, frozen))

    def find_freeze(self, namespace: str) -> Effect | None:
        """Return the effect of this run that freezes a queue; None if there is none."""
        return self._run.find_freeze(self.target, namespace)
