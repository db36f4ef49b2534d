# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import math

import pytest

from rqcore.codec import Codec
from rqcore.errors import BY_CODE, BadCall
from rqcore.protocol.command_spec import CommandSpec
from rqcore.protocol.command_table import COMMANDS
from rqcore.protocol.event_batch import Method
from rqcore.protocol.priority_keys import priority_key
from rqcore.protocol.queue_values import LEFT, RIGHT
from rqcore.protocol.timeouts import LONGEST_TIMEOUT

BY_ROW = pytest.mark.parametrize("row", COMMANDS.values(), ids=lambda row: row.name)
FIXED = [row for row in COMMANDS.values() if row.arity > 0]


def parse(request: str) -> tuple[list[object], dict[str, object]]:
    name, *words = request.split()
    return COMMANDS[name.encode()].parse([word.encode() for word in words])


@pytest.mark.parametrize(
    ("request_", "values", "options"),
    [
        ("RQ.CREATE", [], {}),
        (
            "RQ.CREATE NAME jobs KIND LIFO MAXSIZE 7 EXISTOK",
            [],
            {"name": "jobs", "kind": "lifo", "maxsize": 7, "existok": True},
        ),
        ("RQ.CREATE existok name é", [], {"existok": True, "name": "é"}),
        ("RQ.PUT q x", [b"q", b"x"], {}),
        (
            "RQ.PUT q x CODEC json PRIORITY -1.5 TIMEOUT 0.25",
            [b"q", b"x"],
            {"codec": Codec.JSON, "priority": priority_key(-1.5), "timeout_ns": 250_000_000},
        ),
        ("RQ.PUT q x FRONT", [b"q", b"x"], {"front": True}),
        ("RQ.PUT q TIMEOUT TIMEOUT 0", [b"q", b"TIMEOUT"], {"timeout_ns": 0}),
        ("RQ.PUT q x PRIORITY inf", [b"q", b"x"], {"priority": priority_key(math.inf)}),
        ("RQ.GET q WITHCODEC timeout 1e-3", [b"q"], {"withcodec": True, "timeout_ns": 1_000_000}),
        ("RQ.GET q TIMEOUT 1e300", [b"q"], {"timeout_ns": LONGEST_TIMEOUT * 10**9}),
        ("RQ.MPUT q ITEMS a b", [b"q"], {"payloads": [b"a", b"b"]}),
        (
            "RQ.MPUT q CODEC text ITEMS TIMEOUT CODEC",
            [b"q"],
            {"codec": Codec.TEXT, "payloads": [b"TIMEOUT", b"CODEC"]},
        ),
        ("RQ.MGET q 3", [b"q", 3], {}),
        ("RQ.PEEK q 0 -1", [b"q", 0, -1], {}),
        ("RQ.WAITERS q", [b"q"], {}),
        ("RQ.PURGE q", [b"q"], {}),
        ("RQ.MOVE q r ITEM 7 8 COUNT 2", [b"q", b"r"], {"items": [7, 8], "count": 2}),
        ("RQ.DONE q", [b"q"], {}),
        ("RQ.JOIN q TIMEOUT 2", [b"q"], {"timeout_ns": 2 * 10**9}),
        ("RQ.SHUTDOWN q IMMEDIATE", [b"q"], {"immediate": True}),
        ("RQ.SIZE q", [b"q"], {}),
        ("RQ.MAXSIZE q", [b"q"], {}),
        ("RQ.STAT q", [b"q"], {}),
        ("RQ.LIST", [], {}),
        ("RQ.CLOSE q", [b"q"], {}),
        ("RQ.OBSERVE", [], {}),
        (
            "RQ.OBSERVE QUEUE a b METHOD put GET CLIENT x SAMPLE 2 PREVIEW 9 QUEUE c",
            [],
            {
                "queues": ["a", "b", "c"],
                "methods": [Method.PUT, Method.GET],
                "clients": ["x"],
                "sample": 2,
                "preview": 9,
            },
        ),
        ("RQ.UNOBSERVE", [], {}),
        ("LPUSH q a b", [b"q", b"a", b"b"], {}),
        ("RPOP q", [b"q"], {}),
        ("RPOP q 2", [b"q", 2], {}),
        ("BRPOP q r 0.5", [b"q", b"r"], {"timeout_ns": 500_000_000}),
        ("LMOVE a b left RIGHT", [b"a", b"b", LEFT, RIGHT], {}),
        ("LLEN q", [b"q"], {}),
        ("LRANGE q -2 -1", [b"q", -2, -1], {}),
        ("EXISTS a b", [b"a", b"b"], {}),
        ("DEL a", [b"a"], {}),
        ("TYPE a", [b"a"], {}),
        ("HELLO 3 SETNAME x", [b"3", b"SETNAME", b"x"], {}),
        ("AUTH me secret", [b"me", b"secret"], {}),
        ("PING", [], {}),
        ("ECHO x", [b"x"], {}),
        ("SELECT 0", [b"0"], {}),
        ("CLIENT SETNAME x", [b"SETNAME", b"x"], {}),
        ("COMMAND COUNT", [b"COUNT"], {}),
        ("INFO server", [b"server"], {}),
        ("CONFIG GET save", [b"GET", b"save"], {}),
        ("QUIT", [], {}),
        ("RESET", [], {}),
    ],
)
def test_request_is_parsed(request_, values, options):
    assert parse(request_) == (values, options)


@pytest.mark.parametrize(
    ("request_", "complaint"),
    [
        ("RQ.CREATE NAME", "NAME needs a value"),
        ("RQ.CREATE KIND heap", "fifo, lifo or priority"),
        ("RQ.CREATE MAXSIZE -1", "from 0"),
        ("RQ.CREATE MAXSIZE 1e3", "from 0"),
        ("RQ.CREATE MAXSIZE 9999999999", "from 0"),
        ("RQ.CREATE SIZE 3", "unknown option 'SIZE'; usage: RQ.CREATE"),
        ("RQ.PUT q x CODEC xml", "unknown codec 'xml'"),
        ("RQ.PUT q x PRIORITY high", "invalid priority 'high'"),
        ("RQ.PUT q x PRIORITY nan", "invalid priority 'nan'"),
        ("RQ.GET q TIMEOUT", "TIMEOUT needs a value"),
        ("RQ.GET q TIMEOUT soon", "number of seconds"),
        ("RQ.GET q TIMEOUT -1", "0 or more seconds"),
        ("RQ.GET q TIMEOUT inf", "omit it"),
        ("RQ.GET q TIMEOUT nan", "0 or more seconds"),
        ("RQ.MPUT q", "wrong number of arguments"),
        ("RQ.MPUT q TIMEOUT 1", "wrong number of arguments"),
        ("RQ.MPUT q ITEMS", "ITEMS needs a value"),
        ("RQ.MGET q -1", "from 0"),
        ("RQ.PEEK q a 1", "invalid position or item number 'a'"),
        ("RQ.PEEK q 0 --1", "invalid position or item number '--1'"),
        ("RQ.OBSERVE METHOD steal", "unknown method 'steal'; choose from put, get"),
        ("RQ.OBSERVE OUTCOME fine", "unknown outcome 'fine'; choose from ok, blocked"),
        ("RQ.OBSERVE QUEUE SAMPLE 2", "QUEUE needs a value"),
    ],
)
def test_invalid_argument_is_reported(request_, complaint):
    with pytest.raises(BadCall, match=complaint):
        parse(request_)


@pytest.mark.parametrize("name", [b"\xff", b"a\nb", b"\x1b[0m", b"\x00"])
def test_name_that_cannot_be_printed_on_one_line_is_refused(name):
    with pytest.raises(BadCall):
        COMMANDS[b"RQ.CREATE"].parse([b"NAME", name])


@BY_ROW
def test_too_few_arguments_are_refused(row: CommandSpec):
    if row.fewest:
        with pytest.raises(BadCall, match=f"wrong number of arguments; usage: {row.name}"):
            row.parse([b"1"] * (row.fewest - 1))


@pytest.mark.parametrize("row", FIXED, ids=lambda row: row.name)
def test_too_many_arguments_are_refused(row: CommandSpec):
    with pytest.raises(BadCall, match=f"wrong number of arguments; usage: {row.name}"):
        row.parse([b"1"] * (len(row.positional) + 1))


@BY_ROW
def test_unknown_option_is_refused(row: CommandSpec):
    if row.options:
        with pytest.raises(BadCall, match=f"unknown option 'OPTION'; usage: {row.name}"):
            row.parse([b"1"] * len(row.positional) + [b"OPTION"])


@pytest.mark.parametrize(
    ("name", "arity"),
    [
        ("RQ.LIST", 1),
        ("RQ.SIZE", 2),
        ("RQ.CREATE", -1),
        ("RQ.PUT", -3),
        ("RQ.PEEK", -4),
        ("LPUSH", -3),
        ("LRANGE", 4),
    ],
)
def test_arity_is_reported_as_in_redis(name, arity):
    assert COMMANDS[name.encode()].arity == arity


def test_usage_comes_from_the_arguments():
    assert COMMANDS[b"RQ.GET"].usage == "RQ.GET queue [TIMEOUT timeout] [WITHCODEC] [WITHSPOOL withspool]"
    assert COMMANDS[b"EXISTS"].usage == "EXISTS queue [queue …]"


@BY_ROW
def test_every_row_is_complete(row: CommandSpec):
    assert row.name == row.name.upper()
    assert row.reply
    assert row.help.endswith(".")
    assert set(row.error_codes) <= set(BY_CODE)
