# SPDX-License-Identifier: GPL-3.0-or-later
"""The meaning of each Redis command for a queue: a table, and a function for each group of commands.

The commands on keys of pressure queues are in ``pressure_commands``. Source: the command reference of Redis.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rqcore.protocol.event_batch import Method, Outcome
from rqdebug.targets.redis import pressure_commands as pressure
from rqdebug.targets.redis.monitor_arguments import read_count, read_integer, read_seconds
from rqdebug.targets.redis.monitor_calls import Handler, Handlers, MonitoredCalls


def _push(calls: MonitoredCalls, client: str, arguments: list[bytes], in_script: bool) -> bool:
    key = calls.queue_key(arguments[1])
    if key.pressure:
        pressure.push(calls, client, key, arguments)
        return True
    outcome = calls.types.outcome(arguments[1], arguments[0].upper())
    calls.report_call(client, Method.PUT, key, arguments[2:], outcome=outcome)
    return True


def _push_if_exists(calls: MonitoredCalls, client: str, arguments: list[bytes], in_script: bool) -> bool:
    """LPUSHX and RPUSHX push only onto a list that exists, which no later command shows."""
    key = calls.queue_key(arguments[1])
    calls.report_call(client, Method.PUT, key, arguments[2:], outcome=Outcome.UNKNOWN)
    return True


def _pop(calls: MonitoredCalls, client: str, arguments: list[bytes], in_script: bool) -> bool:
    key = calls.queue_key(arguments[1])
    if key.pressure:
        pressure.pop(calls, client, key, arguments, 0, waits=False)
    else:
        _report_unknown(calls, client, [arguments[1]])
    return True


def _report_unknown(calls: MonitoredCalls, client: str, keys: Sequence[bytes], put_on: bytes = b"") -> None:
    """Report a call that may have taken an item from one of these keys, with a record for each key."""
    number, method = None, Method.MOVE if put_on else Method.GET
    distinct = {key.queue: key for key in map(calls.queue_key, keys)}  # two keys can have the same name
    for key in distinct.values():
        number = calls.report_call(client, method, key, outcome=Outcome.UNKNOWN, number=number)
    if put_on:
        target = calls.queue_key(put_on)
        calls.report_call(client, Method.MOVE_IN, target, outcome=Outcome.UNKNOWN, number=number)


def _wait(calls: MonitoredCalls, client: str, arguments: list[bytes], in_script: bool) -> bool:
    """BLPOP, BRPOP, BZPOPMIN and BZPOPMAX: the arguments are the keys, then the timeout in seconds."""
    return _wait_for(calls, client, arguments[1:-1], arguments[-1], in_script)


def _wait_for(
    calls: MonitoredCalls, client: str, keys: Sequence[bytes], timeout: bytes, in_script: bool
) -> bool:
    key, *others = dict.fromkeys(map(calls.queue_key, keys))
    timeout_ns = _parse_timeout(timeout)
    if key.pressure:
        pressure.pop(calls, client, key, [b"BRPOP", *keys, timeout], timeout_ns, waits=True)
    elif in_script:  # it does not wait there
        _report_unknown(calls, client, keys)
    else:
        calls.begin_call(client, Method.GET, key, timeout_ns).other_keys = tuple(others)
    return True


def _pop_several(calls: MonitoredCalls, client: str, arguments: list[bytes], in_script: bool) -> bool:
    """LMPOP and ZMPOP: the number of keys, the keys, and where to pop; BLMPOP: the timeout first."""
    waits = arguments[0][:1] in b"Bb"
    at = 2 if waits else 1
    keys = arguments[at + 1 : at + 1 + read_count(arguments[at])]
    if waits:
        _wait_for(calls, client, keys, arguments[1], in_script)
        if (call := calls.open_calls.get(client)) is not None:
            call.is_exact = False
        return True
    _report_unknown(calls, client, keys)
    return True


def _move(calls: MonitoredCalls, client: str, arguments: list[bytes], in_script: bool) -> bool:
    """BLMOVE, LMOVE, RPOPLPUSH, BRPOPLPUSH. With the same key twice, a client of rqcore waits."""
    source, destination = arguments[1:3]
    key = calls.queue_key(source)
    if key.pressure and source == destination:
        pressure.wait_in_place(calls, client, key)
    elif arguments[0][:1] in b"Bb" and not in_script:
        call = calls.begin_call(client, Method.MOVE, key, _parse_timeout(arguments[-1]))
        call.destination = calls.queue_key(destination)
    else:
        _report_unknown(calls, client, [source], destination)
    return True


def _count(calls: MonitoredCalls, client: str, arguments: list[bytes], in_script: bool) -> bool:
    """INCR and INCRBY: a client counts an item as consumed after it has taken it."""
    key = calls.known_queue_key(arguments[1])
    if key is None or not key.pressure:
        return False
    pressure.count(calls, client, key, read_integer(arguments[2]) if len(arguments) > 2 else 1)
    return True


def _set(calls: MonitoredCalls, client: str, arguments: list[bytes], in_script: bool) -> bool:
    """SET and SETNX: setting the bound creates a queue."""
    key = calls.known_queue_key(arguments[1])
    if key is None or not key.pressure:
        return False
    if key.part == b":bound":
        only_new = arguments[0].upper() == b"SETNX" or b"NX" in (word.upper() for word in arguments[3:])
        pressure.set_bound(calls, client, key, only_new)
    return True


def _delete(calls: MonitoredCalls, client: str, arguments: list[bytes], in_script: bool) -> bool:
    """DEL and UNLINK: a record for each key that is a queue. Whether it existed is unknown."""
    number = None
    keys = [key for key in map(calls.known_queue_key, dict.fromkeys(arguments[1:])) if key is not None]
    for key in keys:
        if key.pressure:
            pressure.delete(calls, client, key)
        else:
            number = calls.report_call(client, Method.CLOSE, key, outcome=Outcome.UNKNOWN, number=number)
    return bool(keys)


def _evaluate(calls: MonitoredCalls, client: str, arguments: list[bytes], in_script: bool) -> bool:
    return pressure.evaluate(calls, client, arguments)


def _inspect(method: Method) -> Handler:
    def handler(calls: MonitoredCalls, client: str, arguments: list[bytes], in_script: bool) -> bool:
        key = calls.queue_key(arguments[1])
        if not in_script and not key.part and client not in calls.open_calls:
            outcome = calls.types.outcome(arguments[1], arguments[0].upper())
            calls.report_call(client, method, key, outcome=Outcome.OK if key.pressure else outcome)
        return True

    return handler


def _parse_timeout(seconds: bytes) -> int | None:
    """Return a timeout in nanoseconds; None means no limit, which Redis writes as 0.

    Raises:
        ValueError: It is no number that Redis accepts.
    """
    return read_seconds(seconds) or None


def _add(calls: MonitoredCalls, client: str, arguments: list[bytes], in_script: bool) -> bool:
    """XADD appends an entry to a stream."""
    outcome = calls.types.outcome(arguments[1], b"XADD")
    if b"NOMKSTREAM" in (word.upper() for word in arguments[2:]):
        outcome = Outcome.UNKNOWN
    key = calls.queue_key(arguments[1])
    calls.report_call(client, Method.PUT, key, [b" ".join(arguments[2:])], items=1, outcome=outcome)
    return True


def _read_streams(calls: MonitoredCalls, client: str, arguments: list[bytes], in_script: bool) -> bool:
    """XREADGROUP: behind STREAMS follow the keys, and as many identifiers."""
    words = [word.upper() for word in arguments]
    rest = arguments[words.index(b"STREAMS") + 1 :]
    keys = rest[: len(rest) // 2]
    if b"BLOCK" in words and not in_script:
        timeout_ns = read_count(arguments[words.index(b"BLOCK") + 1]) * 1_000_000 or None
        if timeout_ns is not None and timeout_ns >= 2**63:
            raise ValueError(timeout_ns)
        call = calls.begin_call(client, Method.GET, calls.queue_key(keys[0]), timeout_ns)
        others = dict.fromkeys(map(calls.queue_key, keys))
        call.other_keys, call.is_exact = tuple(others)[1:], False
    else:
        _report_unknown(calls, client, keys)
    return True


_GROUPS: tuple[tuple[bytes, Callable[[MonitoredCalls, str, list[bytes], bool], bool]], ...] = (
    (b"LPUSH RPUSH", _push),
    (b"LPUSHX RPUSHX", _push_if_exists),
    (b"LPOP RPOP ZPOPMIN ZPOPMAX", _pop),
    (b"BLPOP BRPOP BZPOPMIN BZPOPMAX", _wait),
    (b"LMPOP BLMPOP ZMPOP BZMPOP", _pop_several),
    (b"LMOVE BLMOVE RPOPLPUSH BRPOPLPUSH", _move),
    (b"INCR INCRBY", _count),
    (b"SET SETNX", _set),
    (b"DEL UNLINK", _delete),
    (b"EVALSHA EVAL", _evaluate),
    (b"LLEN XLEN", _inspect(Method.QSIZE)),
    (b"LRANGE XRANGE", _inspect(Method.PEEK)),
    (b"XADD", _add),
    (b"XREADGROUP", _read_streams),
)
HANDLERS: Handlers = {name: handler for names, handler in _GROUPS for name in names.split()}
"""The function for each command that can belong to a call on a queue."""
