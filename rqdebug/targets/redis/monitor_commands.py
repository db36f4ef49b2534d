# SPDX-License-Identifier: GPL-3.0-or-later
"""What each command of Redis says of a queue: a table, and a function for each kind of command."""

from __future__ import annotations

from hashlib import sha1

from rqcore.pressure.lua_scripts import GET, PURGE, PUT, STAT
from rqcore.protocol.event_batch import NO_TIMEOUT, Method
from rqdebug.targets.redis.monitor_calls import FAILED, Handler, Handlers, MonitoredCalls

_SCRIPTS = {
    PUT.sha.encode(): Method.PUT,
    GET.sha.encode(): Method.GET,
    STAT.sha.encode(): Method.STAT,
    PURGE.sha.encode(): Method.PURGE,
}
_ROLES = {b":producer": Method.PUT, b":consumer": Method.GET}


def _push(calls: MonitoredCalls, client: str, words: list[bytes], inside: bool) -> bool:
    key = calls.key(words[1])
    match key.part:
        case b"":
            calls.done(client, Method.PUT, key, words[2:])
        case b":producer_free":
            calls.gave_up(client, Method.PUT)
        case b":consumer_free":
            calls.gave_up(client, Method.GET)
        case b":closed" if key.queue not in calls.gone:
            calls.done(client, Method.SHUTDOWN, key)
    return True


def _pop(calls: MonitoredCalls, client: str, words: list[bytes], inside: bool) -> bool:
    key = calls.key(words[1])
    if not key.pressure:
        calls.done(client, Method.GET, key, items=int(words[2]) if len(words) > 2 else 1)
    return True


def _wait(calls: MonitoredCalls, client: str, words: list[bytes], inside: bool) -> bool:
    """BRPOP and BLPOP: the keys, then the seconds."""
    key = calls.key(words[1])
    puts = key.part in (b":producer_free", b":not_full")
    calls.begin(client, Method.PUT if puts else Method.GET, key, 0 if key.pressure else _ns(words[-1]))
    return True


def _move(calls: MonitoredCalls, client: str, words: list[bytes], inside: bool) -> bool:
    """BLMOVE, LMOVE, RPOPLPUSH, BRPOPLPUSH. To the same place: somebody of ours waits."""
    key = calls.key(words[1])
    waits = words[0][:1] in b"Bb"
    if key.pressure and words[1] == words[2]:
        puts = key.part in (b":producer_free", b":not_full")
        calls.begin(client, Method.PUT if puts else Method.GET, key)
    elif waits and words[1] != words[2]:
        calls.begin(client, Method.GET, key, _ns(words[-1]))
    elif not waits:
        calls.done(client, Method.GET, key, items=1)
    return True


def _count(calls: MonitoredCalls, client: str, words: list[bytes], inside: bool) -> bool:
    """INCR and INCRBY: whoever counts what was consumed has it."""
    key = calls.known(words[1])
    if key is not None and key.part == b":stats:consumed_messages":
        calls.done(client, Method.GET, key, items=int(words[2]) if len(words) > 2 else 1)
    return key is not None and key.pressure


def _set(calls: MonitoredCalls, client: str, words: list[bytes], inside: bool) -> bool:
    """SET and SETNX: of the bound it makes a queue, of a holder that is marked it begins to wait."""
    key = calls.known(words[1])
    if key is None:
        return False
    if key.part == b":bound":
        calls.gone.discard(key.queue)
        calls.done(client, Method.CREATE, key)
    elif key.part in _ROLES and b"@" in words[2]:
        calls.begin(client, _ROLES[key.part], key)
    return key.pressure


def _delete(calls: MonitoredCalls, client: str, words: list[bytes], inside: bool) -> bool:
    key = calls.known(words[1])
    if key is None:
        return False
    if key.part == b":bound" or not key.pressure:
        calls.gone.add(key.queue)
        calls.done(client, Method.CLOSE, key)
    return True


def _evaluate(calls: MonitoredCalls, client: str, words: list[bytes], inside: bool) -> bool:
    """EVALSHA and EVAL: of our scripts the call is known at once."""
    sha = words[1] if words[0][-1:] in b"Aa" else sha1(words[1], usedforsecurity=False).hexdigest().encode()
    method = _SCRIPTS.get(sha)
    if method in FAILED:
        calls.begin(client, method, calls.key(words[3]), waits=False)
    elif method is not None:
        calls.done(client, method, calls.key(words[3]))
    return method is not None


def _looks(method: Method) -> Handler:
    def handler(calls: MonitoredCalls, client: str, words: list[bytes], inside: bool) -> bool:
        key = calls.key(words[1])
        if not inside and not key.part:
            calls.done(client, method, key)
        return True

    return handler


def _ns(seconds: bytes) -> int:
    """Of a timeout; 0 is for ever."""
    return round(float(seconds) * 1e9) or NO_TIMEOUT


def _add(calls: MonitoredCalls, client: str, words: list[bytes], inside: bool) -> bool:
    """XADD: what goes on a stream."""
    calls.done(client, Method.PUT, calls.key(words[1]), [b" ".join(words[2:])], items=1)
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
    b"LLEN": _looks(Method.QSIZE),
    b"XLEN": _looks(Method.QSIZE),
    b"LRANGE": _looks(Method.PEEK),
    b"XRANGE": _looks(Method.PEEK),
    b"XADD": _add,
}
"""What each command says of a queue."""
