# SPDX-License-Identifier: GPL-3.0-or-later
"""Commands do what their rows declare: the errors they raise, whether they wait, whether they only read."""

from __future__ import annotations

from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from rqcore.controller.queue import BLOCKED
from rqcore.errors import BadCall, Closed, NoQueue, NotAllowed, RqError
from rqcore.protocol.command_table import COMMANDS
from rqcore.protocol.event_batch import encode_batch

ANY_COMMAND = {BadCall}
"""Wrong arguments."""
QUEUES = ("empty", "full", "shut", "prio", "closed", "missing")
WORDS = [*QUEUES, "0", "1", "-1", "TIMEOUT", "CODEC", "json", "ITEMS", "COUNT", "ITEM", "PREVIEW", "FRONT"]
FIGURES = (b"name", b"size", b"puts", b"gets", b"unfinished", b"shutdown", b"bytes")


def prepare(talk: Any) -> Any:
    a = talk.client()
    a("HELLO 3")
    a("RQ.CREATE NAME empty")
    a("RQ.CREATE NAME full MAXSIZE 1")
    a("RQ.PUT full 1")
    a("RQ.CREATE NAME shut")
    a("RQ.SHUTDOWN shut")
    a("RQ.CREATE NAME prio KIND priority")
    a("RQ.CREATE NAME closed")
    a("RQ.CLOSE closed")
    return a


def figures(client: Any) -> list[list[Any]]:
    return [[stat[name] for name in FIGURES] for stat in client("RQ.LIST")]


@settings(max_examples=600)
@given(
    st.sampled_from(sorted(COMMANDS)),
    st.lists(st.sampled_from(QUEUES), max_size=1),
    st.lists(st.sampled_from(WORDS), max_size=4),
)
@example(b"RQ.GET", ["empty"], [])
@example(b"RQ.JOIN", ["full"], [])
@example(b"RQ.MGET", ["shut"], ["1"])
@example(b"RQ.MPUT", ["full"], ["TIMEOUT", "0", "ITEMS", "x"])
@example(b"RQ.DONE", ["empty"], [])
@example(b"RQ.PUT", ["empty"], ["x", "FRONT"])
@example(b"LPUSH", ["full"], ["x"])
@example(b"BRPOP", ["shut"], ["0"])
def test_commands_do_what_their_rows_declare(conversation, name, queue, words):
    talk = conversation()
    watcher, caller = prepare(talk), talk.client()
    row, before = COMMANDS[name], figures(watcher)
    request = [name, *(word.encode() for word in (*queue, *words))]
    try:
        value = talk.controller.execute(caller.client, request, talk.now_ns)
    except RqError as error:
        assert type(error) in {*row.errors, *ANY_COMMAND}, error
    else:
        assert value is not BLOCKED or row.waits
        if value is not BLOCKED:
            for protocol in (2, 3):
                assert row.reply.encode(value, protocol, caller.client.item_form).endswith(b"\r\n")
    if row.is_read_only:
        assert figures(watcher) == before


def test_queues_of_other_programs_are_refused_by_every_command_that_uses_one(conversation):
    talk = conversation()
    program = talk.client()
    row = '[{"number":1,"name":"theirs","kind":"fifo","stat":{},"waiters":[]}]'
    program("RQ.REPORT", row, empty_batch())
    for each in COMMANDS.values():
        if NoQueue in each.errors and Closed in each.errors:
            arguments = [b"theirs", *[b"1"] * (len(each.positional) - 1)]
            keyword = {"RQ.MPUT": b"ITEMS", "RQ.LEASE": b"SECONDS"}.get(each.name)
            options = [keyword, b"1"] if keyword else []
            try:
                talk.controller.execute(talk.client().client, [each.name.encode(), *arguments, *options], 0)
            except NotAllowed:
                assert not each.is_read_only or each.method_name in ("peek", "read_payload")
            else:
                assert each.is_read_only


def empty_batch() -> bytes:
    return encode_batch((), 0, b"", b"")
