# SPDX-License-Identifier: GPL-3.0-or-later
"""Only payloads, keys and reports may be long. All other arguments are handled in one step."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import rqcore
from rqcore.controller.handlers.dispatcher import Controller
from rqcore.errors import LONGEST_NAME, RqError, TooBig, quoted
from rqcore.protocol.command_table import COMMANDS
from rqcore.protocol.request_limits import MAX_WORD
from rqcore.protocol.requests.request_parser import RequestParser
from rqcore.protocol.resp import command
from rqcore.server.client_session import ClientSession

LONG = b"\0" * (MAX_WORD + 1)


def error_of(*words: bytes | str) -> RqError | None:
    parser = RequestParser(1 << 26)
    parser.feed(command(words))
    return parser.error


@pytest.mark.parametrize(
    "words",
    [
        ("RQ.PUT", "jobs", LONG),
        ("rq.put", "jobs", LONG, "CODEC", "json", "KEY", LONG),
        ("RQ.MPUT", "jobs", "ITEMS", LONG, "TIMEOUT", LONG, LONG),
        ("RQ.MPUT", "jobs", "KEYS", LONG, LONG, "items", "x", LONG),
        ("LPUSH", "jobs", "x", LONG),
        ("RQ.REPORT", LONG, LONG),
        ("ECHO", LONG),
        ("PING", LONG),
    ],
)
def test_payloads_keys_and_reports_may_be_long(words):
    assert error_of(*words) is None


@pytest.mark.parametrize(
    "words",
    [
        (LONG,),
        ("UNKNOWN", LONG),
        ("RQ.SIZE", LONG),
        ("RQ.PUT", LONG, "x"),
        ("RQ.PUT", "jobs", "x", LONG),
        ("RQ.PUT", "jobs", "x", "KEY", "k", LONG),
        ("RQ.PUT", "jobs", "x", "TIMEOUT", LONG),
        ("RQ.MPUT", "jobs", "CODEC", LONG),
        ("RQ.MPUT", "jobs", "KEYS", "k", "TIMEOUT", LONG),
        ("RQ.CREATE", "NAME", LONG),
        ("BLPOP", "jobs", LONG, "0"),
        ("AUTH", LONG, "x"),
        ("HELLO", "3", "SETNAME", LONG),
        ("CLIENT", "KILL", LONG),
        ("CONFIG", "GET", LONG),
        ("RQ.OBSERVE", "QUEUE", LONG),
        ("RQ.RESUME", LONG, "1"),
    ],
)
def test_other_arguments_may_not_be_long(words):
    assert isinstance(error_of(*words), TooBig)


def test_longest_word_is_allowed_in_any_argument():
    assert error_of("RQ.SIZE", b"a" * MAX_WORD) is None


def test_long_name_is_refused_before_it_arrives():
    parser = RequestParser(1 << 26)
    parser.feed(b"*2\r\n$7\r\nRQ.SIZE\r\n$62914560\r\n")
    assert isinstance(parser.error, TooBig)
    assert parser.held == 0


def test_every_command_refuses_a_long_word_where_the_table_has_no_long_argument():
    for row in COMMANDS.values():
        if row.positional and not row.positional[0].is_long:
            assert isinstance(error_of(row.name, LONG), TooBig), row.name


def test_long_arguments_are_found_without_a_search_of_all_payloads():
    """Given a request with many payloads, when the next one is long, then only its beginning is read."""
    row = COMMANDS[b"RQ.MPUT"]
    words = [b"RQ.MPUT", b"jobs", b"ITEMS", *[_Untouched(b"x")] * 9000]
    assert row.allows_long(words)


class _Untouched(bytes):
    def upper(self) -> bytes:
        raise AssertionError("this word was read")


@pytest.mark.parametrize(
    "words",
    [
        ("RQ.SIZE",),
        ("RQ.CREATE", "NAME"),
        ("CLIENT", "KILL"),
        ("CLIENT", "SETNAME"),
        ("CONFIG", "GET"),
        ("LPUSH",),
        ("RQ.GET", "jobs", "TIMEOUT"),
        ("RQ.GET", "jobs"),
        ("SELECT",),
        ("HELLO",),
        (),
    ],
)
@pytest.mark.parametrize("sign", [b"\0", b"\xff", b"9", "\u200b".encode()])
def test_reply_to_longest_word_is_short(words, sign):
    """Given a word of the greatest length, when a command fails with it, then the reply quotes a part."""
    controller = Controller()
    session = ClientSession(controller, controller.connect("10.0.0.1:1", 0))
    tail = ("x",) if words == ("LPUSH",) else ()
    data = command((*words, (sign * MAX_WORD)[:MAX_WORD], *tail))
    reply = session.receive(data, 0)
    while session.is_stalled:
        reply += session.resume(0)
    assert reply.startswith(b"-") and len(reply) < 2000


def test_quote_of_a_name_is_cut():
    assert quoted("jobs", LONGEST_NAME) == "'jobs'"
    assert quoted("\0" * 10_000, LONGEST_NAME) == repr("\0" * LONGEST_NAME) + "…"


QUEUES = "self", "queue", "source", "target", "exposed", "existing"
BOUNDED = {"label", *(f"{name}.label" for name in QUEUES), "ALL", "shown", "error"}
"""Names of queues that exist, which have at most ``MAX_NAME`` bytes, constants, and texts that are cut."""
OF_CLIENTS = (
    "protocol",
    "controller",
    "zen/zen_session.py",
    "zen/zen_protocol.py",
    "server/client_session.py",
)
"""Where the messages about data of clients are made."""
OTHERS = {"users.py"}
"""It reads a file of the administrator."""


def test_messages_quote_data_of_clients_only_with_a_bound():
    found = []
    for path in _modules():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FormattedValue) and node.conversion == ord("r"):
                text = ast.unparse(node.value)
                if text not in BOUNDED and not _is_slice(node.value):
                    found.append(f"{path.name}:{node.lineno}: {{{text}!r}}")
    assert not found


def _is_slice(node: ast.expr) -> bool:
    return isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Slice)


def _modules() -> list[Path]:
    base = Path(rqcore.__file__).parent
    places = [base / each for each in OF_CLIENTS]
    paths = [path for place in places for path in (place.rglob("*.py") if place.is_dir() else [place])]
    return [path for path in paths if path.name not in OTHERS]
