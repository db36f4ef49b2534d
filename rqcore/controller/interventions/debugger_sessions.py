# SPDX-License-Identifier: MIT
"""Debugger sessions: who may debug, and how all that a debugger has set ends with it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from itertools import chain

from rqcore.controller.clients import Client
from rqcore.controller.debugger_state import (
    HEARTBEAT_SECONDS,
    MAX_SESSIONS,
    DebuggerSession,
    DebuggerState,
    Freeze,
)
from rqcore.controller.debugging.rules import CallRule, make_rule
from rqcore.controller.interventions.execution import meet_blocked_end
from rqcore.controller.interventions.freezes import thaw
from rqcore.controller.interventions.gradual_steps import TURN, Step, do_gradually
from rqcore.controller.interventions.held_calls import release, release_steps, settle
from rqcore.controller.state import ControllerState
from rqcore.errors import BadCall, NotAllowed, TooMany

READ = 50
"""The bytes of a rule that take as long to read as one unit of work."""


def session_of(state: ControllerState, client: Client, now_ns: int) -> DebuggerSession:
    """Return the debugger session of a client, and note that it is alive. Begins one if it has none.

    Raises:
        NotAllowed: The controller has no users, and the client is not on this machine; or debugging is off.
        TooMany: There are too many debuggers.
    """
    check_allowed(state, client)
    debuggers = state.debuggers
    session = debuggers.session_of.get(client.number)
    if session is None and len(debuggers.sessions) >= MAX_SESSIONS:
        raise TooMany(f"the controller has {MAX_SESSIONS} debuggers; detach one")
    if session is None:
        state.debugging, debuggers.leave = debuggers, partial(leave, state)
        return debuggers.begin_session(client, debuggers.next_number(), now_ns)
    debuggers.beat(session, now_ns)
    return session


def check_allowed(state: ControllerState, client: Client) -> None:
    """Check that a client may debug, apart from its rights.

    Raises:
        NotAllowed: It may not.
    """
    if not state.debuggers.are_allowed:
        raise NotAllowed("this controller was started with --no-debug; start it without, to debug it")
    if client.access is None and not client.is_local:
        raise NotAllowed(
            "without users, a controller can only be debugged from its own machine; add a user with the role "
            "debug to its users file"
        )


def join_session(state: ControllerState, client: Client, token: str) -> DebuggerSession:
    """Let a client belong to the session of another connection of its debugger.

    Raises:
        BadCall: There is no session with this token.
    """
    debugging = state.debugging
    for session in debugging.sessions.values() if debugging else ():
        if session.token == token:
            assert debugging is not None
            debugging.join(client, session)
            return session
    raise BadCall(f"no session has this token; a session ends {HEARTBEAT_SECONDS} s after its last command")


def add_rule(state: ControllerState, session: DebuggerSession, text: bytes) -> CallRule:
    """Add a rule of a debugger.

    Raises:
        BadCall: The rule is invalid.
        TooMany: There are too many rules, or the controller has no memory for it.
    """
    debugging = state.debuggers
    state.work += len(text) // READ
    rule = make_rule(debugging.next_number(), session.number, text)
    debugging.rules.add(rule)
    refresh(state)
    return rule


def refresh(state: ControllerState) -> None:
    """Look again which rules there are, after a change."""
    debugging = state.debuggers
    debugging.rules.refresh()
    debugging.meet_end = partial(meet_blocked_end, state) if debugging.rules.has_ends else None


def remove_rules(state: ControllerState, rules: Iterable[CallRule], now_ns: int) -> None:
    """Remove rules, or the freezes that they belong to. The calls that they hold continue, rule by rule."""
    debugging = state.debuggers
    frozen = freezes_by_rule(debugging)
    steps = list[Iterable[Step]]()
    for rule in rules:
        if rule.number in frozen:
            steps.append(thaw(state, frozen[rule.number], now_ns))
        else:
            debugging.rules.remove(rule)
            steps.append(release_steps(state, list(rule.held.values()), "removed"))
    refresh(state)
    do_gradually(state, chain.from_iterable(steps), now_ns)


def freezes_by_rule(debugging: DebuggerState) -> dict[int, Freeze]:
    """Return the freezes by the numbers of their rules."""
    return {freeze.rule.number: freeze for freeze in debugging.freezes.values()}


def end_session(state: ControllerState, session: DebuggerSession, now_ns: int) -> None:
    """End a debugger session: its rules and freezes are removed, and what they hold continues."""
    remove_rules(state, state.debuggers.remove_session(session), now_ns)
    settle(state)


def end_all(state: ControllerState, now_ns: int) -> None:
    """End all debugger sessions, because the controller ends."""
    debugging = state.debuggers
    for session in list(debugging.sessions.values()):
        end_session(state, session, now_ns)
    for held in list(debugging.held.values()):
        release(state, held, now_ns)


def leave(state: ControllerState, client: Client, now_ns: int) -> None:
    """Forget a client that has disconnected, and end the debugger session that it kept alive."""
    debuggers = state.debuggers
    debuggers.continuing.discard(client.number)
    session = debuggers.session_of.get(client.number)
    if session is not None and session.owner is client:
        end_session(state, session, now_ns)
    elif session is not None:
        session.members.discard(client.number)
        del debuggers.session_of[client.number]
    settle(state)


def expire(state: ControllerState, now_ns: int) -> None:
    """Let held calls continue whose time is over, and end sessions whose debuggers are silent."""
    debugging = state.debugging
    if debugging is None:
        return
    most_work = state.work + TURN
    while state.work < most_work and (due := debugging.held_deadlines.pop_due(now_ns, 1)):
        release(state, due[0], now_ns, "expired")
    for session in debugging.session_deadlines.pop_due(now_ns):
        end_session(state, session, now_ns)
