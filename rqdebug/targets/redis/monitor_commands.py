# SPDX-License-Identifier: GPL-3.0-or-later
"""The meaning of each Redis command for a queue: a table, and a function for each group of commands.

Sources: the command reference of Redis, and the pressure protocol (``rqcore.pressure.keys``).
"""

from __future__ import annotations

from hashlib import sha1

from rqcore.pressure.lua_scripts import GET, PURGE, PUT, STAT
from rqcore.protocol.event_batch import Method
from rqdebug.targets.redis.monitor_calls import FAILURES, Handler, Handlers, MonitoredCalls

_SCRIPTS = {
    PUT.sha.encode(): Method.PUT,
    GET.sha.encode(): Method.GET,
    STAT.sha.encode(): Method.STAT,
    PURGE.sha.encode(): Method.PURGE,
}
_ROLES = {b":producer": Method.PUT, b":consumer": Method.GET}


def _push(calls: MonitoredCalls, client: str, arguments: list[bytes], in_script: bool) -> bool:
    key = calls.queue_key(arguments[1])
    match key.part:
        case b"":
            calls.end_call(client, Method.PUT, key, arguments[2:])
        case b":producer_free":
            calls.fail_call(client, Method.PUT)
        case b":consumer_free":
            calls.fail_call(client, Method.GET)
        case b":closed" if not calls.is_deleted(key):
            calls.end_call(client, Method.SHUTDOWN, key)
    return True


def _pop(calls: MonitoredCalls, client: str, arguments: list[bytes], in_script: bool) -> bool:
    key = calls.queue_key(arguments[1])
    if not key.pressure:
        calls.end_call(client, Method.GET, key, items=int(arguments[2]) if len(arguments) > 2 else 1)
    return True


def _wait(calls: MonitoredCalls, client: str, arguments: list[bytes], in_script: bool) -> bool:
    """BRPOP and BLPOP: the arguments are the keys, then the timeout in seconds."""
    key = calls.queue_key(arguments[1])
    puts = key.part in (b":producer_free", b":not_full")
    calls.begin_call(
        client, Method.PUT if puts else Method.GET, key, 0 if key.pressure else _parse_timeout(arguments[-1])
    )
    return True


def _move(calls: MonitoredCalls, client: str, arguments: list[bytes], in_script: bool) -> bool:
    """BLMOVE, LMOVE, RPOPLPUSH, BRPOPLPUSH. With the same key twice, a client of rqcore waits."""
    key = calls.queue_key(arguments[1])
    waits = arguments[0][:1] in b"Bb"
    if key.pressure and arguments[1] == arguments[2]:
        puts = key.part in (b":producer_free", b":not_full")
        calls.begin_call(client, Method.PUT if puts else Method.GET, key)
    elif waits and arguments[1] != arguments[2]:
        calls.begin_call(client, Method.GET, key, _parse_timeout(arguments[-1]))
    elif not waits:
        calls.end_call(client, Method.GET, key, items=1)
    return True


def _count(calls: MonitoredCalls, client: str, arguments: list[bytes], in_script: bool) -> bool:
    """INCR and INCRBY: a client counts an item as consumed after it has taken it."""
    key = calls.known_queue_key(arguments[1])
    if key is not None and key.part == b":stats:consumed_messages":
        calls.end_call(client, Method.GET, key, items=int(arguments[2]) if len(arguments) > 2 else 1)
    return key is not None and key.pressure


def _set(calls: MonitoredCalls, client: str, arguments: list[bytes], in_script: bool) -> bool:
    """SET and SETNX: setting the bound creates a queue; a role with a time means that its holder waits."""
    key = calls.known_queue_key(arguments[1])
    if key is None:
        return False
    if key.part == b":bound":
        calls.mark_deleted(key, False)
        calls.end_call(client, Method.CREATE, key)
    elif key.part in _ROLES and b"@" in arguments[2]:
        calls.begin_call(client, _ROLES[key.part], key)
    return key.pressure


def _delete(calls: MonitoredCalls, client: str, arguments: list[bytes], in_script: bool) -> bool:
    key = calls.known_queue_key(arguments[1])
    if key is None:
        return False
    if key.part == b":bound" or not key.pressure:
        calls.mark_deleted(key, True)
        calls.end_call(client, Method.CLOSE, key)
    return True


def _evaluate(calls: MonitoredCalls, client: str, arguments: list[bytes], in_script: bool) -> bool:
    """EVALSHA and EVAL: each script of rqcore belongs to one method."""
    sha = (
        arguments[1]
        if arguments[0][-1:] in b"Aa"
        else sha1(arguments[1], usedforsecurity=False).hexdigest().encode()
    )
    method = _SCRIPTS.get(sha)
    if method in FAILURES:
        calls.begin_call(client, method, calls.queue_key(arguments[3]), waits=False)
    elif method is not None:
        calls.end_call(client, method, calls.queue_key(arguments[3]))
    return method is not None


def _inspect(method: Method) -> Handler:
    def handler(calls: MonitoredCalls, client: str, arguments: list[bytes], in_script: bool) -> bool:
        key = calls.queue_key(arguments[1])
        if not in_script and not key.part:
            calls.end_call(client, method, key)
        return True

    return handler


def _parse_timeout(seconds: bytes) -> int | None:
    """Return a timeout in nanoseconds; None means no limit, which Redis writes as 0."""
    return round(float(seconds) * 1e9) or None


def _add(calls: MonitoredCalls, client: str, arguments: list[bytes], in_script: bool) -> bool:
    """XADD appends an entry to a stream."""
    calls.end_call(client, Method.PUT, calls.queue_key(arguments[1]), [b" ".join(arguments[2:])], items=1)
    return True


HANDLERS: Handlers = {
    **dict.fromkeys((b"LPUSH", b"RPUSH", b"LPUSHX", b"RPUSHX"), _push),
    **dict.fromkeys((b"LPOP", b"RPOP"), _pop),
    **dict.fromkeys((b"BLPOP", b"BRPOP"), _wait),
    **dict.fromkeys((b"LMOVE", b"BLMOVE", b"RPOPLPUSH", b"BRPOPLPUSH"), _move),
    **dict.fromkeys((b"INCR", b"INCRBY"), _count),
    **dict.fromkeys((b"SET", b"SETNX"), _set),
    **dict.fromkeys((b"DEL", b"UNLINK"), _delete),
    **dict.fromkeys((b"EVALSHA", b"EVAL"), _evaluate),
    b"LLEN": _inspect(Method.QSIZE),
    b"XLEN": _inspect(Method.QSIZE),
    b"LRANGE": _inspect(Method.PEEK),
    b"XRANGE": _inspect(Method.PEEK),
    b"XADD": _add,
}
"""The function for each command that can belong to a call on a queue."""
