# SPDX-License-Identifier: MIT
"""Commands of sessions, with which a client continues after its connection was lost."""

from __future__ import annotations

from rqcore.errors import NoSession
from rqcore.protocol.arguments import index
from rqcore.protocol.command_spec import Argument, CommandSpec
from rqcore.protocol.command_traits import InTransaction, Right
from rqcore.protocol.reply_types import IntegerReply, StructureReply

ROWS = (
    CommandSpec(
        "RQ.SESSION",
        (),
        StructureReply("a map: token, grace (seconds to resume it)"),
        (),
        "Begin a session. From now on both ends count the requests of this connection, and each request "
        "proves that the client has received the reply before it, so send one at a time. An item that was "
        "taken belongs to the client when the next request arrives. Until then it is sent again on another "
        "connection that says RQ.RESUME, or goes back to the head of its queue when grace is over.",
        right=Right.LOGIN,
        in_transaction=InTransaction.REFUSED,
    ),
    CommandSpec(
        "RQ.RESUME",
        (Argument("token"), Argument("received", index)),
        IntegerReply("the number of requests that the controller has received in the session"),
        (NoSession,),
        "Continue a session on this connection. received is how many replies its client has received. If the "
        "controller has received one more request than this, its reply follows. If the numbers are equal, "
        "send the last request again.",
        right=Right.LOGIN,
        in_transaction=InTransaction.REFUSED,
    ),
)
