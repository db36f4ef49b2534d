# SPDX-License-Identifier: MIT
"""Commands of transactions, as in Redis. The pipelines of most Redis clients use them."""

from __future__ import annotations

from rqcore.errors import BadCall, ExecAbort, NotAllowed
from rqcore.protocol.arguments import raw
from rqcore.protocol.command_spec import Argument, CommandSpec
from rqcore.protocol.command_traits import SAME, InTransaction, Right, WorkBound
from rqcore.protocol.reply_types import OkReply, SimpleReply, TransactionReply

MAX_CALLS = 2_500
"""The most calls in one transaction, so that other clients do not wait long."""
COUNTED_TWICE = frozenset(
    ("BLPOP", "BRPOP", "LMOVE", "LRANGE", "RPOPLPUSH", "RQ.MGET", "RQ.MOVE", "RQ.MPUT", "RQ.PEEK")
)
"""Commands that take twice as long as the others, so that each counts as two calls of a transaction."""

ROWS = (
    CommandSpec(
        "MULTI",
        (),
        SimpleReply("OK; then QUEUED for each call until EXEC"),
        (BadCall,),
        "Begin a transaction. The following calls are queued, and EXEC executes them in one step. "
        f"A transaction has at most {MAX_CALLS:,} calls, and together as many bytes as one command may have; "
        f"{', '.join(sorted(COUNTED_TWICE))} count twice. "
        "If a call is refused, EXEC executes none.",
        on_redis=SAME,
        right=Right.LOGIN,
        in_transaction=InTransaction.IMMEDIATE,
    ),
    CommandSpec(
        "EXEC",
        (),
        TransactionReply(
            "an array of the replies of all calls; a call that failed has an error as its reply"
        ),
        (BadCall, ExecAbort),
        "Execute all calls of the transaction. No other client's call comes between them. No call waits: "
        "each behaves as if its timeout had already expired. If one fails, the others are executed all the "
        "same. Clients that wait for an item continue after the last call.",
        on_redis=SAME,
        bound=WorkBound("calls", MAX_CALLS),
        right=Right.LOGIN,
        in_transaction=InTransaction.IMMEDIATE,
    ),
    CommandSpec(
        "DISCARD",
        (),
        OkReply(),
        (BadCall,),
        "End the transaction without executing its calls.",
        on_redis=SAME,
        right=Right.LOGIN,
        in_transaction=InTransaction.IMMEDIATE,
    ),
    CommandSpec(
        "WATCH",
        (Argument("queue", raw, several=True),),
        OkReply("always an error"),
        (BadCall, NotAllowed),
        "Refused: a controller does not cancel a transaction because a queue has changed.",
        right=Right.LOGIN,
        in_transaction=InTransaction.IMMEDIATE,
    ),
)
