# SPDX-License-Identifier: MIT
"""Commands of debuggers, of programs that expose queues of their own, and of clients with a spool."""

from __future__ import annotations

from rqcore.errors import BadCall, Closed, NoQueue, NotAllowed, TooMany
from rqcore.protocol.arguments import natural, text
from rqcore.protocol.command_spec import Argument, CommandSpec
from rqcore.protocol.command_table.queue_rows import Method
from rqcore.protocol.command_traits import ALL_CLIENTS, ONE_REPORT, Role, refused
from rqcore.protocol.event_values import Outcome
from rqcore.protocol.reply_types import IntegerReply, OkReply, StructureReply


def method(word: bytes) -> Method:
    """The name of a method."""
    try:
        return Method[word.decode(errors="replace").upper()]
    except KeyError:
        raise BadCall(f"no method is called {word[:40]!r}") from None


def outcome(word: bytes) -> Outcome:
    """The name of an outcome."""
    try:
        return Outcome[word.decode(errors="replace").upper()]
    except KeyError:
        known = ", ".join(each.name.lower() for each in Outcome)
        raise BadCall(f"no outcome is called {word[:40]!r}; there are {known}") from None


ROWS = (
    CommandSpec(
        "RQ.TASKS",
        (Argument("queue"),),
        StructureReply(
            "a map: put, got, failed, waiting, ready, buffered, early, holding, workers; null if unknown"
        ),
        (NoQueue, Closed),
        "Return which worker of a parallel queue works on which task, and which task blocks the others. "
        "A program reports that of its own queues while there are observers; for rqcore work the "
        "controller knows which worker took what.",
        "tasks",
        Method.STAT,
        only_looks=True,
        role=Role.READ,
        on_redis=refused("Redis does not report which worker took what"),
        bound=ALL_CLIENTS,
    ),
    CommandSpec(
        "RQ.OBSERVE",
        (
            Argument("queues", text, "QUEUE", several=True),
            Argument("methods", method, "METHOD", several=True),
            Argument("clients", text, "CLIENT", several=True),
            Argument("outcomes", outcome, "OUTCOME", several=True),
            Argument("sample", natural, "SAMPLE"),
            Argument("preview", natural, "PREVIEW"),
        ),
        OkReply("OK, then push frames rq.events and rq.lost"),
        (NotAllowed, TooMany),
        "Receive an event of every call whose queue, method, client and outcome match, or of one in SAMPLE "
        "of them. RESP3 only. Queues and clients are patterns with * and ?. The start of a call that waits "
        "has the outcome blocked. A second RQ.OBSERVE replaces the first.",
        role=Role.READ,
    ),
    CommandSpec("RQ.UNOBSERVE", (), OkReply(), (), "Receive no more events.", role=Role.READ),
    CommandSpec(
        "RQ.REPORT",
        (Argument("queues"), Argument("batch")),
        IntegerReply("the number of observers"),
        (BadCall, TooMany),
        "Report queues that live in the client's own program: all of them, as a JSON array of objects with "
        "number, name, kind, stat and waiters, and their calls, as a batch of events. They are listed, "
        "and observers receive the calls, until the client disconnects.",
        bound=ONE_REPORT,
    ),
    CommandSpec(
        "RQ.SPOOL",
        (),
        StructureReply("a map: directory, token (the name of a file in it), above (bytes)"),
        (NotAllowed,),
        "Return where clients on the same filesystem may store and find large payloads as files.",
        "spool",
        only_looks=True,
        role=Role.READ,
    ),
)
