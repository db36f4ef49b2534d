# SPDX-License-Identifier: GPL-3.0-or-later
"""The entrances of Redis: lines of MONITOR, and items that other programs have stored."""

from __future__ import annotations

from contextlib import suppress

from fuzzing.entrance import Entrance
from rqcore import codec
from rqcore.errors import CodecError, ProtocolError
from rqcore.pressure.key_protocol.redis_payloads import unmark
from rqdebug.events.event_log import read_events
from rqdebug.targets.redis.monitor_calls import MonitoredCalls
from rqdebug.targets.redis.monitor_commands import HANDLERS
from rqdebug.targets.redis.monitor_parser import parse_line

LINES = tuple(
    b"\n".join(
        b"13395180%02d.107412 [0 127.0.0.1:%d] %b" % (at, at % 3 + 1, line) for at, line in enumerate(lines)
    )
    for lines in (
        (
            b'"LPUSH" "jobs" "a \\"quoted\\" \\x00 item"',
            b'"BRPOP" "jobs" "0"',
            b'"LPUSH" "jobs" "b"',
            b'"PING"',
        ),
        (b'"SET" "P:q:producer" "x" "NX"', b'"RPUSH" "P:q" "1"', b'"INCR" "P:q:stats:produced_messages"'),
        (
            b'"EVALSHA" "0" "2" "P:q" "P:q:bound"',
            b'"BLMOVE" "a" "b" "LEFT" "RIGHT" "1.5"',
            b'"BLMPOP" "1" "1" "a" "LEFT"',
        ),
        (b'"XADD" "s" "*" "f" "v"', b'"XREAD" "BLOCK" "0" "STREAMS" "s" "0"', b'"CLIENT" "SETNAME" "x"'),
        (b'"DEL" "P:q"', b'"BRPOPLPUSH" "P:q" "P:r" "0.1"', b'"LMPOP" "2" "a" "b" "LEFT" "COUNT" "9"'),
    )
)
WORDS = (
    *(
        b'"',
        b'" "',
        b"\\x0",
        b"\n",
        b"[0 lua] ",
        b'"EVAL" "return" "1" ',
        b'"MULTI"',
        b'"P:q:closed"',
        b'"-1"',
    ),
    *(b'"COUNT"', b'"STREAMS"', b'"nan"', b'"inf"', b'"1e400"', b'"99999999999999999999"'),
)


def monitor(data: bytes) -> None:
    """Infer calls from the output of MONITOR."""
    calls, now_ns = MonitoredCalls(b"P", HANDLERS, all_commands=True), 0
    for line in data.split(b"\n"):
        try:
            parsed = parse_line(line)
        except ProtocolError:
            continue
        now_ns = max(now_ns, parsed.time_ns)
        calls.process(parsed)
        with suppress(ProtocolError, CodecError):
            payload = unmark(parsed.arguments[-1])
            codec.decode(payload.data, payload.codec)
    calls.update_clients({"127.0.0.1:1": "worker"}, ["127.0.0.1:1"], now_ns)
    if (batch := calls.build(now_ns)) is not None:
        batch.validate(full=True)
        assert all(event.waited_ns >= 0 for event in read_events(batch))


REDIS_ENTRANCES = (Entrance("monitor", monitor, LINES, words=WORDS),)
