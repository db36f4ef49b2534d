# SPDX-License-Identifier: MIT
"""Connection commands, which every Redis client expects."""

from __future__ import annotations

from rqcore.errors import NoAuth, UnknownProtocol, WrongPass
from rqcore.protocol.arguments import raw
from rqcore.protocol.command_spec import Argument, CommandSpec
from rqcore.protocol.command_traits import (
    ALL_CLIENTS,
    ALL_OBSERVERS,
    ALL_QUEUES,
    COMMAND_DOCS,
    ONE_PATTERN,
    SAME,
    InTransaction,
    Right,
)
from rqcore.protocol.reply_types import OkReply, SimpleReply, StructureReply, VariousReply

WORDS = Argument("word", raw, several=True, optional=True, most=200)

ROWS = (
    CommandSpec(
        "HELLO",
        (WORDS,),
        StructureReply("a map that describes the controller"),
        (WrongPass, NoAuth, UnknownProtocol),
        "Choose RESP2 or RESP3, log in, and set the client's name: "
        "HELLO [2|3] [AUTH user password] [SETNAME name] [SESSION]. SESSION begins a session: the reply has "
        "a secret token as session, and as grace the seconds to resume it with RQ.RESUME. From then on both "
        "ends count the requests of the connection, and each request proves that the client has received the "
        "reply before it, so it sends one at a time. An item that was taken belongs to the client when its "
        "next request arrives. Until then it is sent again after RQ.RESUME, or goes back to its queue.",
        right=Right.ANYONE,
        on_redis=SAME,
        in_transaction=InTransaction.REFUSED,
    ),
    CommandSpec(
        "AUTH",
        (WORDS,),
        OkReply(),
        (WrongPass,),
        "Log in: AUTH [user] password. Without a user name, log in as the user default.",
        right=Right.ANYONE,
        on_redis=SAME,
        in_transaction=InTransaction.REFUSED,
    ),
    CommandSpec(
        "PING",
        (Argument("word", raw, optional=True, is_long=True),),
        SimpleReply("PONG, or the given word"),
        (),
        "Check that the controller answers.",
        "ping",
        right=Right.LOGIN,
        on_redis=SAME,
    ),
    CommandSpec(
        "TIME",
        (),
        StructureReply("seconds since 1970, and microseconds"),
        (),
        "Return the controller's current time.",
        right=Right.LOGIN,
        on_redis=SAME,
    ),
    CommandSpec(
        "ECHO",
        (Argument("word", is_long=True),),
        StructureReply("the word"),
        (),
        "Return the given word.",
        right=Right.LOGIN,
        on_redis=SAME,
    ),
    CommandSpec(
        "SELECT",
        (Argument("index"),),
        OkReply(),
        (),
        "Select database 0. A controller has no other database.",
        right=Right.LOGIN,
        on_redis=SAME,
    ),
    CommandSpec(
        "CLIENT",
        (WORDS,),
        VariousReply("depends on the subcommand"),
        (),
        "Inspect or control client connections. Subcommands: ID, GETNAME, SETNAME, SETINFO, INFO, LIST, "
        "KILL, UNBLOCK and NO-TOUCH. After NO-TOUCH ON, calls of this client that only read cause no events.",
        right=Right.LOGIN,
        subcommands={b"LIST": Right.OBSERVE, b"KILL": Right.ADMIN, b"UNBLOCK": Right.USE},
        on_redis=SAME,
        bound=ALL_CLIENTS,
        in_transaction=InTransaction.REFUSED,
    ),
    CommandSpec(
        "COMMAND",
        (WORDS,),
        VariousReply("depends on the subcommand"),
        (),
        "Describe the commands. Subcommands: COUNT, LIST, INFO and DOCS.",
        right=Right.LOGIN,
        on_redis=SAME,
        bound=COMMAND_DOCS,
        in_transaction=InTransaction.REFUSED,
    ),
    CommandSpec(
        "INFO",
        (WORDS,),
        StructureReply("text"),
        (),
        "Return the state of the controller, in sections of name:value lines.",
        "info",
        right=Right.READ,
        on_redis=SAME,
        bound=ALL_QUEUES,
        in_transaction=InTransaction.REFUSED,
    ),
    CommandSpec(
        "CONFIG",
        (WORDS,),
        StructureReply("a map"),
        (),
        "Return settings by name: CONFIG GET pattern. Only the settings that Redis benchmarks request exist.",
        right=Right.LOGIN,
        on_redis=SAME,
        bound=ONE_PATTERN,
    ),
    CommandSpec(
        "QUIT",
        (),
        OkReply(),
        (),
        "Reply with OK, then close the connection.",
        right=Right.ANYONE,
        on_redis=SAME,
        in_transaction=InTransaction.IMMEDIATE,
    ),
    CommandSpec(
        "RESET",
        (),
        SimpleReply("RESET"),
        (),
        "Return the connection to its initial state.",
        right=Right.ANYONE,
        on_redis=SAME,
        bound=ALL_OBSERVERS,
        in_transaction=InTransaction.IMMEDIATE,
    ),
)
