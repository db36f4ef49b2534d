# SPDX-License-Identifier: MIT
"""Finds cheaply the calls on which no rule can act, so that they cost hardly more than without a debugger.

Most rules name a method and a queue, and most calls match none. Such a call is executed as if there were no
debugger: nothing is parsed for it, and calls that arrive together stay a batch. Where an answer would need
more, a check returns True, and ``execution`` finds out. The checks change nothing, and count nothing.
"""

from __future__ import annotations

from typing import Any, Final

from rqcore.codec import Codec
from rqcore.controller.clients import Client
from rqcore.controller.debugging.actions import PUTS
from rqcore.controller.debugging.facts import NOT_PARSED, CallFacts
from rqcore.controller.debugging.predicates import Predicate
from rqcore.controller.debugging.rules import Stage
from rqcore.controller.interventions.started_call import StartedCall
from rqcore.controller.state import ControllerState
from rqcore.protocol.command_spec import QUEUE_NAMES, CommandSpec
from rqcore.protocol.command_table import COMMANDS
from rqcore.protocol.event_values import Method

_END: Final = Stage.END
SMALL_PAYLOAD = 4096
"""The most bytes of a payload that is compared here. It is compared again if a rule may act on its call."""
_CONSTANT = frozenset(("method", "queue", "client", "address", "timeout"))
"""The fields that are the same at the start and at the end of a call."""
_CHANGING: Final = "depth"
"""The field that may differ between the calls of a batch, although only their payloads differ."""


def _place_of_queue(row: CommandSpec) -> int:
    """Return where requests name their only queue; 0 if they may name several, or none."""
    places = [at for at, each in enumerate(row.positional, 1) if each.name in QUEUE_NAMES]
    has_others = (row.variable and row.variable.name in QUEUE_NAMES) or b"NAME" in row.options
    return places[0] if len(places) == 1 and not has_others else 0


_PLACES = {row.name: _place_of_queue(row) for row in COMMANDS.values()}
_PUTS_ONE = frozenset(
    row.name
    for row in COMMANDS.values()
    if row.method in PUTS and (row.variable or row.positional[-1]).name == "payload"
)
"""The commands whose shortest requests end with the payload of their only item."""


def may_act(state: ControllerState, client: Client, row: CommandSpec, request: list[bytes]) -> bool:
    """Return whether rules may act on a request, or something is left to do for an earlier one.

    Args:
        state: The controller.
        client: The client that sent it.
        row: The row of its command.
        request: The request with the name of the command.
    """
    if client.met is not None:
        return True
    debuggers = state.debuggers
    rules = debuggers.rules.rules_of(row.method)
    if not rules:
        return row.name == "EXEC" and len(debuggers.rules) > 0
    at = _PLACES[row.name]
    if not 0 < at < len(request):
        return True
    label = state.label_of(request[at])
    facts: CallFacts | None = None
    try:
        for rule, stage in rules:
            predicate = rule.predicate
            if predicate.queues is not None and label not in predicate.queues:
                continue
            if stage is _END and not predicate.fields <= _CONSTANT:
                return True
            facts = facts or QuickFacts(state, client, row, request, label)
            if predicate.matches(facts) is not False:
                return True
    except _NeedsMoreError:
        return True
    return False


def may_act_on_batch(state: ControllerState, client: Client, common: list[bytes], last: list[bytes]) -> bool:
    """Return whether rules may act on requests that differ only in their last argument."""
    row, debuggers = COMMANDS[common[0]], state.debuggers
    rules = debuggers.rules.rules_of(row.method)
    if not rules or client.number in debuggers.session_of:
        return False
    label = state.label_of(common[1] if len(common) > 1 else last[0])
    concerned = [(rule.predicate, stage) for rule, stage in rules if rule.concerns(label)]
    if not concerned:
        return False
    if any(_CHANGING in predicate.fields for predicate, _ in concerned):
        return True
    reads_items = any(predicate.reads_item for predicate, _ in concerned)
    for each in last if reads_items else last[:1]:
        facts = QuickFacts(state, client, row, [*common, each], label)
        if any(_may_match(predicate, stage, facts) for predicate, stage in concerned):
            return True
    return False


def _may_match(predicate: Predicate, stage: Stage, facts: CallFacts) -> bool:
    """Return whether a call may match a predicate at a stage, or whether it does is unknown."""
    if stage is _END and not predicate.fields <= _CONSTANT:
        return True
    try:
        return predicate.matches(facts) is not False
    except _NeedsMoreError:
        return True


class _NeedsMoreError(Exception):
    """To know a fact, more of the request must be read."""


class QuickFacts(CallFacts):
    """What predicates see of a call before it is executed; each fact is found when a predicate needs it.

    Args:
        state: The controller.
        caller: The client.
        row: The row of its command.
        request: The request with the name of the command.
        label: The label of its queue.
    """

    __slots__ = ("_source",)
    # Type checkers need the types of inherited attributes again where they are assigned.
    queue: str
    client: str
    method: Method

    def __init__(
        self, state: ControllerState, caller: Client, row: CommandSpec, request: list[bytes], label: str
    ) -> None:
        """Find only what costs nothing."""
        self._source = state, caller, row, request
        self.queue = label
        self.client = caller.name
        if len(request) == row.fewest + 1 and (len(request) == 2 or row.name in _PUTS_ONE):
            assert row.method is not None
            self.method = row.method

    def __getattr__(self, name: str) -> Any:
        # called only for a fact that was not found yet
        value = self._find(name)
        setattr(self, name, value)
        return value

    def _find(self, name: str) -> Any:
        state, caller, row, request = self._source
        if name == "address":
            return caller.address
        if name == "document":
            return NOT_PARSED
        if row.name in _PUTS_ONE and len(request) == row.fewest + 1 and name in ("payload", "size", "codec"):
            payload = request[-1]
            if len(payload) > SMALL_PAYLOAD:
                raise _NeedsMoreError
            return payload if name == "payload" else len(payload) if name == "size" else Codec.RAW
        facts = StartedCall(state, caller, row, request).facts
        if len(facts) != 1 or (facts[0].size or 0) > SMALL_PAYLOAD:
            raise _NeedsMoreError
        return getattr(facts[0], name)
