# SPDX-License-Identifier: MIT
"""Describes commands as ``COMMAND INFO`` and ``COMMAND DOCS`` of Redis 7 do.

Redis clients find the keys of a command with the first, and ``redis-cli`` uses
the second for its help, its hints and its completion. A description is made
from the row of the command alone.

Source: https://redis.io/docs/latest/commands/command-docs/
"""

from __future__ import annotations

from typing import Any

from rqcore.protocol.arguments import end, index, natural, priority, seconds
from rqcore.protocol.command_spec import QUEUE_NAMES, Argument, CommandSpec, Convert
from rqcore.protocol.command_traits import CONSTANT, ONE_ITEM, Right
from rqcore.protocol.queue_values import End
from rqcore.protocol.reply_types import SimpleText

_TYPES: dict[Convert | None, str] = {
    seconds: "double",
    priority: "double",
    natural: "integer",
    index: "integer",
    None: "pure-token",
}
"""The type of an argument for Redis, by its converter. Other arguments are strings."""


def describe(row: CommandSpec, group: str) -> list[Any]:
    """Return the ten members that ``COMMAND INFO`` has for a command.

    Args:
        row: The row of the command.
        group: The group of the command, such as ``list``.

    Returns:
        Name, arity, flags, first key, last key, step between keys, categories, tips, key specifications,
        and subcommands. Tips and subcommands are empty.
    """
    first, last = _key_positions(row)
    keys = [_key_specification(row, first, last)] if first else []
    categories = [SimpleText(f"@{each}") for each in _categories(row, group)]
    return [row.name.lower(), row.arity, _flags(row), first, last, int(bool(first)), categories, [], keys, []]


def document(row: CommandSpec, group: str) -> dict[str, Any]:
    """Return what ``COMMAND DOCS`` says about a command, and beside it its usage, its reply and its errors.

    Args:
        row: The row of the command.
        group: The group of the command, such as ``list``.
    """
    return {
        "summary": row.help,
        "since": row.since,
        "group": group,
        "arguments": [_argument(argument) for argument in row.args],
        "usage": row.usage,
        "reply": row.reply.text,
        "errors": list(row.error_codes),
    }


def _argument(argument: Argument) -> dict[str, Any]:
    is_key = argument.name in QUEUE_NAMES and not argument.keyword
    kind = "key" if is_key else _TYPES.get(argument.convert, "string")
    found: dict[str, Any] = {"name": argument.name, "type": kind}
    if is_key:
        found["key_spec_index"] = 0
    if argument.convert is end:
        words = ({"name": each.value, "type": "pure-token", "token": each.name} for each in End)
        found |= {"type": "oneof", "arguments": list(words)}
    if argument.keyword:
        found["token"] = argument.keyword
    flags = [("optional", argument.optional or argument.keyword), ("multiple", argument.several)]
    if set_flags := [SimpleText(name) for name, is_set in flags if is_set]:
        found["flags"] = set_flags
    return found


def _key_positions(row: CommandSpec) -> tuple[int, int]:
    """Return the position of the first and the last key. A negative position counts from the last word."""
    keys = [at for at, argument in enumerate(row.positional, 1) if argument.name in QUEUE_NAMES]
    if row.variable and row.variable.name in QUEUE_NAMES:
        return len(row.positional) + 1, -1 - len(row.trailing)
    return (keys[0], keys[-1]) if keys else (0, 0)


def _key_specification(row: CommandSpec, first: int, last: int) -> dict[str, Any]:
    access = ["RO", "access"] if row.is_read_only else ["RW"]
    return {
        "flags": [SimpleText(each) for each in access],
        "begin_search": {"type": "index", "spec": {"index": first}},
        "find_keys": {
            "type": "range",
            "spec": {"lastkey": last if last < 0 else last - first, "keystep": 1, "limit": 0},
        },
    }


def _flags(row: CommandSpec) -> list[SimpleText]:
    uses_queues = row.takes_queue or row.method is not None
    flags = {
        "readonly": uses_queues and row.is_read_only,
        "write": uses_queues and not row.is_read_only,
        "admin": row.right is Right.ADMIN or Right.ADMIN in row.subcommands.values(),
        "blocking": row.waits,
        "no_auth": row.before_login,
        "fast": _is_fast(row),
    }
    return [SimpleText(name) for name, is_set in flags.items() if is_set]


def _categories(row: CommandSpec, group: str) -> list[str]:
    flags = _flags(row)
    categories = {
        "read": "readonly" in flags,
        "write": "write" in flags,
        group.removesuffix("s"): True,
        "admin": "admin" in flags,
        "fast": _is_fast(row),
        "slow": not _is_fast(row),
        "blocking": row.waits,
    }
    return [name for name, is_set in categories.items() if is_set]


def _is_fast(row: CommandSpec) -> bool:
    return row.bound in (CONSTANT, ONE_ITEM) and not row.waits
