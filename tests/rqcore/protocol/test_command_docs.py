# SPDX-License-Identifier: GPL-3.0-or-later
"""Commands are described as Redis 7 describes them."""

from __future__ import annotations

from typing import Any

import pytest

from rqcore.protocol.command_docs import describe, document
from rqcore.protocol.command_spec import CommandSpec
from rqcore.protocol.command_table import COMMANDS, GROUP_NAMES, GROUP_OF, GROUPS

BY_ROW = pytest.mark.parametrize("row", COMMANDS.values(), ids=lambda row: row.name)
REDIS_7: dict[str, tuple[int, list[int]]] = {
    "LPUSH": (-3, [1, 1, 1]),
    "RPOP": (-2, [1, 1, 1]),
    "RPUSH": (-3, [1, 1, 1]),
    "LPOP": (-2, [1, 1, 1]),
    "BRPOP": (-3, [1, -2, 1]),
    "BLPOP": (-3, [1, -2, 1]),
    "LMOVE": (5, [1, 2, 1]),
    "RPOPLPUSH": (3, [1, 2, 1]),
    "LLEN": (2, [1, 1, 1]),
    "LRANGE": (4, [1, 1, 1]),
    "EXISTS": (-2, [1, -1, 1]),
    "DEL": (-2, [1, -1, 1]),
    "TYPE": (2, [1, 1, 1]),
    "MULTI": (1, [0, 0, 0]),
    "EXEC": (1, [0, 0, 0]),
    "DISCARD": (1, [0, 0, 0]),
    "WATCH": (-2, [1, -1, 1]),
    "HELLO": (-1, [0, 0, 0]),
    "PING": (-1, [0, 0, 0]),
    "ECHO": (2, [0, 0, 0]),
    "SELECT": (2, [0, 0, 0]),
    "INFO": (-1, [0, 0, 0]),
    "COMMAND": (-1, [0, 0, 0]),
    "TIME": (1, [0, 0, 0]),
    "RESET": (1, [0, 0, 0]),
}
"""Arity and key positions of commands in Redis 7.0."""


def info(name: str) -> list[Any]:
    return describe(COMMANDS[name.encode()], GROUP_OF[name])


@pytest.mark.parametrize("name", REDIS_7)
def test_arity_and_keys_are_those_of_redis(name):
    assert (info(name)[1], info(name)[3:6]) == REDIS_7[name]


@BY_ROW
def test_description_has_ten_members(row: CommandSpec):
    assert len(describe(row, GROUP_OF[row.name])) == 10


def test_description_has_flags_categories_and_key_specification():
    assert info("LLEN")[2] == ["readonly", "fast"]
    assert info("BRPOP")[6] == ["@write", "@list", "@slow", "@blocking"]
    assert info("LLEN")[8] == [
        {
            "flags": ["RO", "access"],
            "begin_search": {"type": "index", "spec": {"index": 1}},
            "find_keys": {"type": "range", "spec": {"lastkey": 0, "keystep": 1, "limit": 0}},
        }
    ]


@BY_ROW
def test_documentation_has_what_redis_cli_needs(row: CommandSpec):
    found = document(row, GROUP_OF[row.name])
    assert found["summary"] and found["since"] and found["group"] in GROUP_NAMES.values()
    assert [each["name"] for each in found["arguments"]] == [each.name for each in row.args]
    assert all(each["type"] for each in found["arguments"])


def test_documentation_of_arguments_tells_types_tokens_and_repetition():
    queue, payload, *options = document(COMMANDS[b"RQ.PUT"], "queue")["arguments"]
    assert queue == {"name": "queue", "type": "key", "key_spec_index": 0}
    assert payload == {"name": "payload", "type": "string"}
    timeout = next(each for each in options if each["name"] == "timeout")
    assert timeout == {"name": "timeout", "type": "double", "token": "TIMEOUT", "flags": ["optional"]}
    front = next(each for each in options if each["name"] == "front")
    assert front == {"name": "front", "type": "pure-token", "token": "FRONT", "flags": ["optional"]}
    payloads = document(COMMANDS[b"LPUSH"], "list")["arguments"][1]
    assert payloads == {"name": "payload", "type": "string", "flags": ["multiple"]}


def test_every_group_has_a_name():
    assert GROUP_NAMES.keys() == GROUPS.keys()
