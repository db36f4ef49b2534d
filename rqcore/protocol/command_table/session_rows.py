# SPDX-License-Identifier: MIT
"""The command with which a client continues after its connection was lost. HELLO begins a session."""

from __future__ import annotations

from rqcore.errors import NoSession
from rqcore.protocol.arguments import index
from rqcore.protocol.command_spec import Argument, CommandSpec
from rqcore.protocol.command_traits import KEPT_REPLY, InTransaction, Right
from rqcore.protocol.reply_types import IntegerReply

ROWS = (
    CommandSpec(
        "RQ.RESUME",
        (Argument("token"), Argument("received", index)),
        IntegerReply("the number of requests that the controller has received in the session"),
        (NoSession,),
        "Continue a session, which HELLO SESSION began, on this connection. received is how many replies its "
        "client has received. If the controller has received one more request than this, its reply follows. "
        "If the numbers are equal, send the last request again.",
        right=Right.LOGIN,
        bound=KEPT_REPLY,
        in_transaction=InTransaction.REFUSED,
    ),
)
