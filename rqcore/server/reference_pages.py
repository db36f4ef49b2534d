# SPDX-License-Identifier: MIT
"""Reference pages that are made from tables: the commands as Markdown, the settings as a commented file."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from dataclasses import Field
from typing import Any

from rqcore.errors import BY_CODE
from rqcore.protocol.command_spec import CommandSpec
from rqcore.protocol.command_table import GROUPS, METHODS
from rqcore.protocol.command_traits import InTransaction, OnRedis, Right, Role
from rqcore.server.server_settings import ROWS, option, variable
from rqcore.server.setting_types import written

_INTRODUCTIONS = {
    "Queues": "TIMEOUT is in seconds. Without it, a call waits without a limit; with TIMEOUT 0, it does not "
    "wait. A queue is given by its name or its namespace.",
    "Lists": "For any Redis client: a list is a FIFO queue of that name, with both ends as in Redis. "
    "The first push into an empty list decides at which end RQ.PUT puts; RQ.GET takes from the other end. "
    "So programs that push left and pop right and programs that push right and pop left both have a FIFO "
    "queue. A list that becomes empty continues to exist.",
    "Transactions": "As in Redis: the calls between MULTI and EXEC are executed in one step. "
    "The pipelines of many Redis clients use them.",
    "Connection": "Commands that Redis clients expect.",
}


def commands() -> str:
    """Return the reference of all commands and all errors, in Markdown."""
    parts = ["# The commands of a controller\n", _INTRODUCTION]
    for title, text in _INTRODUCTIONS.items():
        parts += [f"## {title}\n", text + "\n", *map(_entry, GROUPS[title])]
    return "\n".join([*parts, _errors()])


_INTRODUCTION = """\
A controller speaks RESP2 and RESP3, the protocols of Redis. Words in capitals are sent
literally. Square brackets enclose optional words, and … follows words that can be repeated.
The first word of an error reply is its code; the codes are explained at the end.
"""

INTRODUCTIONS = (_INTRODUCTION, *_INTRODUCTIONS.values())
"""The introductions of the reference and of its sections."""


def _entry(row: CommandSpec) -> str:
    lines = [f"### {row.name}\n", f"    {row.usage}\n", row.help + "\n"]
    if row.method_name:
        lines.append(f"- In clients: `{row.method_name}`.")
    lines.append(f"- Reply: {row.reply.text}.")
    if row.errors:
        lines.append(f"- Errors: {', '.join(f'`{code}`' for code in row.error_codes)}.")
    if row.waits:
        lines.append("- Can block until another client acts.")
    lines.append(f"- Work of one call: {row.bound}.")
    if row.in_transaction is InTransaction.REFUSED:
        lines.append("- Refused between MULTI and EXEC.")
    lines.append(_right(row))
    return "\n".join(lines) + "\n"


def _right(row: CommandSpec) -> str:
    """Return which users may send a command."""
    if row.before_login:
        return "- May be sent before logging in."
    others = dict.fromkeys(right for right in row.subcommands.values() if right is not row.right)
    words = [_ROLES[row.right]]
    for right in others:
        names = " and ".join(name.decode() for name, each in row.subcommands.items() if each is right)
        words.append(f"{_ROLES[right]} for {names}")
    return f"- Roles: {'; '.join(words)}."


def _names_of_roles(roles: list[Role]) -> str:
    return "any" if len(roles) == len(Role) else ", ".join(f"`{role.value}`" for role in roles)


_ROLES = {
    right: _names_of_roles([role for role in Role if right in role.rights])
    for right in Right
    if any(right in role.rights for role in Role)
}
"""The roles that have each right."""


def _errors() -> str:
    rows = (f"| `{code}` | {(error.__doc__ or '').strip()} |" for code, error in BY_CODE.items())
    return "\n".join(("## Errors\n", "| code | meaning |", "|---|---|", *rows, ""))


def redis_methods() -> str:
    """Return the rows of a table in the documentation: how queues on Redis support each method."""
    groups: dict[OnRedis, list[str]] = {}
    for row in METHODS.values():
        if row.takes_queue or row.script is not None:
            groups.setdefault(row.on_redis, []).append(row.method_name)
    return "".join(
        f"| {', '.join(names)} | {each.own.value} | {each.support.value} |"
        f"{f' {each.note} ' if each.note else ' '}|\n"
        for each, names in groups.items()
    )


def settings() -> str:
    """Return a settings file for ``rqcore serve --config`` in which every default is commented out."""
    return "\n".join([_HEAD, *(_commented(row) for row in ROWS if row.metadata["file"])])


_HEAD = """# Settings of a controller: rqcore serve --config rqcore.toml
#
# The lines that are commented out show the defaults. Each setting can also be an
# option on the command line or an environment variable, as noted in parentheses.
# An option overrides the environment, and the environment overrides this file.
# Sizes are in bytes, or have a unit: 64KiB, 512MiB, 2GiB.
"""


def _commented(row: Field[Any]) -> str:
    help = row.metadata["help"]
    empty = f" Default: {row.metadata['empty']}." if row.metadata["empty"] else ""
    text = f"{help[:1].upper()}{help[1:]}.{empty} ({', '.join(_names(row))})"
    lines = textwrap.wrap(text, 78, break_on_hyphens=False)
    return "".join(f"# {line}\n" for line in lines) + f"#{row.name} = {_value(row)}\n"


def _names(row: Field[Any]) -> Iterable[str]:
    if row.metadata["option"]:
        yield option(row)
    yield variable(row)


def _value(row: Field[Any]) -> str:
    if row.name == "unix_mode":
        return f'"{row.default:o}"'
    if isinstance(row.default, bool | float):
        return written(row.default)
    text = written(row.default)
    return text if text.isdigit() else f'"{text}"'
