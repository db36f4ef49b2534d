# SPDX-License-Identifier: GPL-3.0-or-later
"""The meaning of each Redis command on a key of a pressure queue; ``pressure_steps`` has the protocol.

Each function takes the calls, the client, the key, and the arguments. The commands of a script of rqcore only
count items and name payloads: its call ends with the script.
"""

from __future__ import annotations

from hashlib import sha1

from rqcore.pressure.key_protocol.lua_scripts import CLOSE, CREATE, DOOM, GET, PURGE, PUT, RELEASE, STAT
from rqcore.protocol.event_batch import Method, Outcome
from rqdebug.targets.redis.monitor_arguments import read_count
from rqdebug.targets.redis.monitor_calls import MonitoredCalls
from rqdebug.targets.redis.open_call import QueueKey
from rqdebug.targets.redis.pressure_steps import PressureState, may_be_close, outcome_of_role

_SCRIPTS = {
    script.sha.encode(): method
    for script, method in (
        (PUT, Method.PUT),
        (GET, Method.GET),
        (CREATE, Method.CREATE),
        (CLOSE, Method.SHUTDOWN),
        (DOOM, Method.CLOSE),
        (STAT, Method.STAT),
        (PURGE, Method.PURGE),
    )
}
_RELEASE = RELEASE.sha.encode()
_METHODS = {
    b":producer_free": Method.PUT,
    b":not_full": Method.PUT,
    b":consumer_free": Method.GET,
    b"": Method.GET,
    b":closed": Method.GET,
}
"""What a client does that pops from a list of a queue."""


def push(calls: MonitoredCalls, client: str, key: QueueKey, arguments: list[bytes]) -> None:
    """LPUSH puts an item, gives a role back, or closes the queue."""
    call = calls.open_calls.get(client)
    if call is not None and call.in_script:
        if not key.part and call.method is Method.PUT:
            call.payloads += arguments[2:]
            call.items = len(call.payloads)
        return
    match key.part:
        case b"" if call is not None and call.method is Method.PUT:
            calls.end(client, Outcome.OK, arguments[2:])
        case b"" if arguments[0].upper() == b"LPUSH":
            calls.report_call(client, Method.PUT, key, arguments[2:])
        case b":producer_free" | b":consumer_free" if call is not None and call.method is _METHODS[key.part]:
            outcome = outcome_of_role(call, calls.waited_ns(call), calls.state_of(key))
            if may_be_close(call, outcome):
                calls.end_as_commands(client, outcome)
            else:
                calls.end(client, outcome, items=call.items or 1)
        case b":closed" if calls.state_of(key) is not PressureState.DELETED:
            if call is not None and call.method is Method.PUT:
                del calls.open_calls[client]  # it took the role to close the queue
            calls.set_state(key, PressureState.CLOSED)
            calls.report_call(client, Method.SHUTDOWN, key)


def pop(
    calls: MonitoredCalls,
    client: str,
    key: QueueKey,
    arguments: list[bytes],
    timeout_ns: int | None,
    waits: bool,
) -> None:
    """A pop asks for a role, for space, or for an item.

    Args:
        calls: The calls.
        client: The address of the client.
        key: The first key.
        arguments: The command.
        timeout_ns: How long the pop may wait, in nanoseconds; None means no limit.
        waits: Whether it may wait.
    """
    method, call = _METHODS.get(key.part), calls.open_calls.get(client)
    if (
        method is None
        or calls.state_of(key) is PressureState.DELETED
        or (call is not None and call.in_script)
    ):
        return
    if call is not None and call.method is method and not key.part.endswith(b"_free"):
        call.timeout_ns, call.waits, call.was_checked, call.is_blocked = timeout_ns, waits, False, False
        call.waits_since_ns = calls.now_ns
        return
    if call is not None:
        calls.end(client, Outcome.UNKNOWN)
    new = calls.begin_call(client, method, key, timeout_ns, waits)
    new.steps.append(arguments)


def wait_in_place(calls: MonitoredCalls, client: str, key: QueueKey) -> None:
    """A client of rqcore waits with BLMOVE from a list to itself, even to close or delete a queue."""
    call = calls.open_calls.get(client)
    if call is not None and call.is_script:
        call.waits, call.was_checked = True, False


def count(calls: MonitoredCalls, client: str, key: QueueKey, number: int) -> None:
    """INCR and INCRBY count an item after it was taken, and its bytes."""
    call = calls.open_calls.get(client)
    if key.part == b":stats:consumed_bytes" and call is not None and call.method is Method.GET:
        call.size = (call.size or 0) + number
    if key.part != b":stats:consumed_messages":
        return
    if call is None or call.method is not Method.GET:
        calls.report_call(client, Method.GET, key, items=number)
    else:
        call.items += number


def set_bound(calls: MonitoredCalls, client: str, key: QueueKey, only_new: bool) -> None:
    """SET and SETNX of the bound create a queue. The next command of the client shows whether it was new."""
    call = calls.open_calls.get(client)
    if call is not None and call.in_script:
        return
    if only_new:
        calls.begin_call(client, Method.CREATE, key, 0, waits=False)
    else:
        calls.set_state(key, PressureState.OPEN)
        calls.report_call(client, Method.CREATE, key)
        calls.forget_queue(key)  # it may have had items


def delete(calls: MonitoredCalls, client: str, key: QueueKey) -> None:
    """DEL of the bound deletes a queue, if it exists; the rest of the deletion is no call."""
    call = calls.open_calls.get(client)
    if (
        key.part != b":bound"
        or calls.state_of(key) is PressureState.DELETED
        or (call is not None and call.in_script)
    ):
        return
    known = calls.state_of(key) in (PressureState.OPEN, PressureState.CLOSED)
    calls.set_state(key, PressureState.DELETED)
    calls.report_call(client, Method.CLOSE, key, outcome=Outcome.OK if known else Outcome.UNKNOWN)


def evaluate(calls: MonitoredCalls, client: str, arguments: list[bytes]) -> bool:
    """EVALSHA and EVAL: each script of rqcore belongs to one method. Return whether it is one of them."""
    sha = arguments[1]
    if arguments[0][-1:] not in b"Aa":
        sha = sha1(sha, usedforsecurity=False).hexdigest().encode()
    if sha == _RELEASE:
        if client in calls.open_calls:
            calls.end(client, Outcome.CANCELLED)
        return True
    method = _SCRIPTS.get(sha)
    if method is None:
        calls.forget_items(arguments[2:])
        return False
    key = calls.queue_key(arguments[3])
    words = arguments[3 + read_count(arguments[2]) :]
    call = calls.open_calls.get(client)
    if call is None or call.method is not method or call.key.queue != key.queue:
        timeout_ns = None if words[1:2] == [b"1"] else 0
        call = calls.begin_call(client, method, key, timeout_ns, waits=False)
    call.is_script = call.in_script = True
    call.is_patient = method in (Method.PUT, Method.GET) and words[1:2] == [b"1"]
    call.steps.clear()
    return True
