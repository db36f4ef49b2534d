# SPDX-License-Identifier: GPL-3.0-or-later
"""The types of keys, which decide whether the server accepted a command on them.

MONITOR also reports commands that the server refused, because the key has another type. So a push counts as
accepted only if the type of its key is known: the observer asks for it with TYPE, and marks in the output of
MONITOR up to where the answer holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rqcore.protocol.event_batch import Outcome
from rqdebug.targets.redis.monitor_parser import MonitorLine

MAX_KEYS = 100_000
"""Maximum number of keys whose type is remembered; with more, all are forgotten."""
MAX_WANTED = 1000
"""Maximum number of keys whose types are asked for together."""
TYPE_OF_COMMAND = {
    **dict.fromkeys((b"LPUSH", b"RPUSH", b"LLEN", b"LRANGE"), b"list"),
    **dict.fromkeys((b"XADD", b"XLEN", b"XRANGE"), b"stream"),
    **dict.fromkeys((b"ZCARD", b"ZRANGE"), b"zset"),
}
"""The type that the key of a command needs."""
HARMLESS = frozenset(
    b"LPUSHX RPUSHX LPOP RPOP BLPOP BRPOP LMOVE BLMOVE RPOPLPUSH BRPOPLPUSH LTRIM LREM LSET LINSERT LINDEX "
    b"LPOS LMPOP BLMPOP XREAD XREADGROUP XACK XTRIM XDEL ZPOPMIN ZPOPMAX BZPOPMIN BZPOPMAX ZREM ZSCORE "
    b"EVAL EVALSHA EVAL_RO EVALSHA_RO FCALL FCALL_RO EXISTS TYPE TTL PTTL PING ECHO SELECT CLIENT".split()
) | frozenset(TYPE_OF_COMMAND)
"""Commands that give no key a type that TYPE_OF_COMMAND lacks. MONITOR lists what scripts do."""


class KeyTypes:
    """The type of each known key, at the point of the output of MONITOR that was processed last.

    Args:
        *prefixes: The starts of the keys of queues, whose types follow from their protocols.
    """

    def __init__(self, *prefixes: bytes) -> None:
        self._prefixes = prefixes
        self._types: dict[bytes, bytes] = {}

    def outcome(self, key: bytes, command: bytes) -> Outcome:
        """Return OK for a command whose key has the right type or does not exist, else UNKNOWN."""
        needed, known = TYPE_OF_COMMAND[command], self._types.get(key)
        if known == b"none":
            self._types[key] = needed
        return Outcome.OK if known in (needed, b"none") else Outcome.UNKNOWN

    def forget(self, arguments: Sequence[bytes]) -> None:
        """Forget the types of keys that a command may have changed: one that is not HARMLESS."""
        if self._types:
            for argument in arguments[1:]:
                self._types.pop(argument, None)

    def wanted(self, lines: Iterable[MonitorLine]) -> list[bytes]:
        """Return the keys whose types must be known to process these lines."""
        types = self._types
        keys = {
            line.arguments[1]: None
            for line in lines
            if len(line.arguments) > 1
            and line.arguments[0].upper() in TYPE_OF_COMMAND
            and line.arguments[1] not in types
            and not line.arguments[1].startswith(self._prefixes)
        }
        return list(keys)[:MAX_WANTED]

    def settle(self, types: dict[bytes, bytes], lines: Iterable[MonitorLine]) -> None:
        """Take the answers of the server.

        Args:
            types: The type of each wanted key.
            lines: Every line from the first that needs a type to a line behind the answers. A key that one
                of these lines may have given another type stays unknown.
        """
        if len(self._types) + len(types) > MAX_KEYS:
            self._types.clear()
        changed = {
            argument
            for line in lines
            if line.arguments[0].upper() not in HARMLESS
            for argument in line.arguments[1:]
        }
        self._types.update({key: kind for key, kind in types.items() if key not in changed})
