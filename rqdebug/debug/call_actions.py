# SPDX-License-Identifier: GPL-3.0-or-later
"""What a user does with a held call, beyond what the controller does itself."""

from __future__ import annotations

from typing import Any

from rqcore.debug import CallCondition, Debugger, HeldCall, address, method, queue
from rqcore.errors import BadCall

DUPLICATED, STEPPED = "duplicated by hand", "step of a call"
"""The names of rules that act once, on one call."""


def duplicate_call(debugger: Debugger, call: HeldCall, payload: bytes | None = None) -> None:
    """Let a call continue, and put or take its item twice.

    Args:
        debugger: The debugger.
        call: The call.
        payload: What was edited; None leaves its payload.

    Raises:
        BadCall: It has happened already, so that it cannot happen twice; or it is not held any more.
    """
    prepare_duplicate(debugger, call)
    call.release(payload=payload)


def prepare_duplicate(debugger: Debugger, call: HeldCall) -> None:
    """Let a call put or take its item twice when it continues. Raises BadCall if it has happened already."""
    if call.is_at_end or not call.address:
        raise BadCall(f"call {call.number} has happened already; only a call at its start can be duplicated")
    _add_once(debugger, call, DUPLICATED, {"kind": "duplicate"})


def step_call(debugger: Debugger, call: HeldCall, payload: bytes | None = None) -> None:
    """Let a call happen, and hold it again before its reply; in a frozen queue, let the next call pass.

    A call whose reply is held continues.

    Args:
        debugger: The debugger.
        call: The call.
        payload: What was edited; None leaves its payload.

    Raises:
        BadCall: The call is not held any more.
    """
    frozen = next((each for each in debugger.rules() if each["rule"] == call.rule and "freeze" in each), None)
    if frozen is not None and payload is None:
        debugger.run("STEP", frozen["freeze"], "gets" if _takes(call) else "puts", 1)
        return
    if not call.is_at_end and call.address:
        _add_once(debugger, call, STEPPED, {"kind": "hold"}, at="end")
    call.release(payload=payload)


def _takes(call: HeldCall) -> bool:
    return call.method.startswith(("get", "lease"))


def _add_once(debugger: Debugger, call: HeldCall, name: str, action: dict[str, Any], **options: Any) -> None:
    """Add a rule behind all others: the call meets it when it continues, before any other call."""
    for rule in debugger.rules():
        if rule["name"] in (DUPLICATED, STEPPED) and rule["acted"] and not rule["held"]:
            debugger.run("REMOVE", rule["rule"])
    debugger.add(action, _same_call(call), name=name, trigger={"kind": "once"}, **options)


def _same_call(call: HeldCall) -> CallCondition:
    return method.is_(call.method) & queue.is_(call.queue) & address.is_(call.address)
