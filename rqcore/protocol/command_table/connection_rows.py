# SPDX-License-Identifier: MIT
"""What every Redis client expects of a connection."""

from __future__ import annotations

from rqcore.errors import NoAuth, UnknownProtocol, WrongPass
from rqcore.protocol.arguments import raw
from rqcore.protocol.command_spec import Argument, CommandSpec
from rqcore.protocol.command_traits import ALL_CLIENTS, ALL_QUEUES, SAME, Role
from rqcore.protocol.reply_types import OkReply, SimpleReply, StructureReply, VariousReply

WORDS = Argument("word", raw, several=True)

ROWS = (
    CommandSpec(
        "HELLO",
        (WORDS,),
        StructureReply("a map that describes the controller"),
        (WrongPass, NoAuth, UnknownProtocol),
        "Choose RESP2 or RESP3, log in, set a name: HELLO [2|3] [AUTH user password] [SETNAME name].",
        before_login=True,
        role=Role.ANYONE,
        on_redis=SAME,
    ),
    CommandSpec(
        "AUTH",
        (WORDS,),
        OkReply(),
        (WrongPass,),
        "Log in: AUTH [user] password.",
        before_login=True,
        role=Role.ANYONE,
        on_redis=SAME,
    ),
    CommandSpec(
        "PING",
        (WORDS,),
        SimpleReply("PONG, or the word"),
        (),
        "Check that the controller answers.",
        "ping",
        role=Role.READ,
        on_redis=SAME,
    ),
    CommandSpec(
        "TIME",
        (),
        StructureReply("seconds since 1970, and microseconds"),
        (),
        "Return the time of the controller's clock.",
        role=Role.READ,
        on_redis=SAME,
    ),
    CommandSpec(
        "ECHO",
        (Argument("word"),),
        StructureReply("the word"),
        (),
        "Return the word.",
        role=Role.READ,
        on_redis=SAME,
    ),
    CommandSpec(
        "SELECT",
        (Argument("index"),),
        OkReply(),
        (),
        "Accepted for database 0, the only one.",
        role=Role.READ,
        on_redis=SAME,
    ),
    CommandSpec(
        "CLIENT",
        (WORDS,),
        VariousReply("depends on the subcommand"),
        (),
        "ID, GETNAME, SETNAME, SETINFO, INFO, LIST, KILL or UNBLOCK.",
        role=Role.ADMIN,
        on_redis=SAME,
        bound=ALL_CLIENTS,
    ),
    CommandSpec(
        "COMMAND",
        (WORDS,),
        VariousReply("an array"),
        (),
        "Describe the commands: COUNT, LIST, INFO, DOCS.",
        role=Role.READ,
        on_redis=SAME,
    ),
    CommandSpec(
        "INFO",
        (WORDS,),
        StructureReply("text"),
        (),
        "Return the state of the controller, in sections.",
        "info",
        role=Role.READ,
        on_redis=SAME,
        bound=ALL_QUEUES,
    ),
    CommandSpec(
        "CONFIG",
        (WORDS,),
        StructureReply("a map"),
        (),
        "CONFIG GET returns the settings that benchmarks of Redis ask for.",
        role=Role.READ,
        on_redis=SAME,
    ),
    CommandSpec(
        "QUIT",
        (),
        OkReply(),
        (),
        "Answer, then close the connection.",
        before_login=True,
        role=Role.ANYONE,
        on_redis=SAME,
    ),
    CommandSpec(
        "RESET",
        (),
        SimpleReply("RESET"),
        (),
        "Return the connection to its initial state.",
        before_login=True,
        role=Role.ANYONE,
        on_redis=SAME,
    ),
)
