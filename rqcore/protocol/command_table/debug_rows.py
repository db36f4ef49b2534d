# SPDX-License-Identifier: MIT
"""The command of debuggers that stop and change calls."""

from __future__ import annotations

from rqcore.errors import BadCall, NotAllowed, TooMany
from rqcore.protocol.arguments import raw
from rqcore.protocol.command_spec import Argument, CommandSpec
from rqcore.protocol.command_traits import ALL_WAITERS, InTransaction, Right
from rqcore.protocol.reply_types import StructureReply

ROWS = (
    CommandSpec(
        "RQ.DEBUG",
        (Argument("subcommand"), Argument("word", raw, several=True, optional=True, most=200, is_long=True)),
        StructureReply("depends on the subcommand"),
        (BadCall, NotAllowed, TooMany),
        "Stop calls, let them continue, and cause faults. BEGIN, JOIN token, HEARTBEAT and END control the "
        "session of a debugger: it ends with its connection, or 10 seconds after its last command, and all "
        "that it has set ends with it. ADD rule, LIST, ENABLE n, DISABLE n and REMOVE n|ALL control rules, "
        "which are JSON objects. FREEZE queue [PUTS|GETS|BOTH] [FAIL], STEP queue PUTS|GETS [n] and THAW "
        "queue control frozen queues. HELD lists the calls that are held; RELEASE n|ALL [PAYLOAD bytes] "
        "[CODEC name] [KEY key], FAIL n code [text] and DISCARD n let them continue. EDIT queue item bytes, "
        "DROP queue item and FRONT queue item change an item in a queue. With RESP3, push frames rq.debug "
        "report what happens. Calls of ZenQueue clients meet no rule.",
        right=Right.DEBUG,
        bound=ALL_WAITERS,
        in_transaction=InTransaction.REFUSED,
    ),
)
