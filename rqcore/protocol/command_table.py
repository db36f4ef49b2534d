# SPDX-License-Identifier: MIT
"""The table of commands: name, arguments, reply, errors, one line of help.

The controller parses by it, COMMAND answers from it, and so is the reference
page made.
"""

from __future__ import annotations

from rqcore.protocol.arguments import (
    codec,
    index,
    kind,
    method,
    natural,
    outcome,
    priority,
    raw,
    seconds,
    text,
)
from rqcore.protocol.command_spec import Argument, CommandSpec
from rqcore.protocol.event_batch import Method

QUEUE = Argument("queue")
QUEUES = Argument("queue", raw, several=True)
PAYLOAD = Argument("payload")
CODEC = Argument("codec", codec, "CODEC")
TIMEOUT = Argument("timeout", seconds, "TIMEOUT")
WITHCODEC = Argument("withcodec", None, "WITHCODEC")
WITHSPOOL = Argument("withspool", raw, "WITHSPOOL")
SPOOLED = Argument("spooled", None, "SPOOLED")
FRONT = Argument("front", None, "FRONT")
WORDS = Argument("word", raw, several=True)
WAITING = ("NOQUEUE", "CLOSED", "SHUTDOWN")
LOOKING = ("NOQUEUE", "CLOSED")

_ROWS = (
    CommandSpec(
        "RQ.CREATE",
        (
            Argument("name", text, "NAME"),
            Argument("kind", kind, "KIND"),
            Argument("maxsize", natural, "MAXSIZE"),
            Argument("existok", None, "EXISTOK"),
        ),
        "the namespace of the new queue",
        ("EXISTS", "TOOMANY"),
        "Make a queue; with EXISTOK a queue of that name that is there already is as good.",
        Method.CREATE,
    ),
    CommandSpec(
        "RQ.PUT",
        (QUEUE, PAYLOAD, CODEC, Argument("priority", priority, "PRIORITY"), TIMEOUT, SPOOLED, FRONT),
        "OK",
        (*WAITING, "FULL", "TOOBIG", "TOOMANY", "NOTALLOWED"),
        "Put an item; wait for room as long as TIMEOUT says, for ever without it. With SPOOLED the payload "
        "is in a file of the spool, and its name is sent. FRONT gives back an item that the last get of this "
        "client took: it is the next to come out, and needs no room.",
        Method.PUT,
    ),
    CommandSpec(
        "RQ.GET",
        (QUEUE, TIMEOUT, WITHCODEC, WITHSPOOL),
        "the payload; WITHCODEC: codec and payload; WITHSPOOL: codec, payload and 0, or codec, file and 1",
        (*WAITING, "EMPTY"),
        "Take the next item; wait for one as long as TIMEOUT says, for ever without it. Behind WITHSPOOL "
        "comes what the token file of the spool holds: then a payload that lies there is named, not sent.",
        Method.GET,
    ),
    CommandSpec(
        "RQ.MPUT",
        (QUEUE, CODEC, TIMEOUT, Argument("payloads", raw, "ITEMS", several=True, rest=True)),
        "how many items were put",
        (*WAITING, "FULL", "TOOBIG", "TOOMANY"),
        "Put many items in order, as room comes; FULL only when not even the first was put in time.",
        Method.PUT_MANY,
        required=("payloads",),
    ),
    CommandSpec(
        "RQ.MGET",
        (QUEUE, Argument("count", natural), TIMEOUT, WITHCODEC),
        "an array of payloads; WITHCODEC: codec, payload, codec, payload, …",
        (*WAITING, "EMPTY"),
        "Take up to count items; wait for the first only.",
        Method.GET_MANY,
    ),
    CommandSpec(
        "RQ.PEEK",
        (
            QUEUE,
            Argument("start", index),
            Argument("stop", index),
            WITHCODEC,
            Argument("preview", natural, "PREVIEW"),
        ),
        "as RQ.MGET; PREVIEW: number, codec, size and first bytes of each item in turn",
        (*LOOKING, "TOOBIG"),
        "See items without taking them, or with PREVIEW their first bytes; places count as in LRANGE.",
        Method.PEEK,
        looks=True,
    ),
    CommandSpec(
        "RQ.PIECE",
        (QUEUE, Argument("item", index), Argument("start", natural), Argument("count", natural)),
        "bytes of the payload, none behind its end; null where the item is not in the queue",
        LOOKING,
        "See a part of one item without taking it: count bytes from start on. The item has the number that "
        "events and RQ.PEEK PREVIEW tell.",
        Method.PEEK,
        looks=True,
    ),
    CommandSpec(
        "RQ.WAITERS",
        (QUEUE,),
        "an array of maps: client, name, method, waited and timeout in seconds",
        LOOKING,
        "Tell which calls wait, first come first.",
        Method.WAITERS,
        looks=True,
    ),
    CommandSpec(
        "RQ.TASKS",
        (QUEUE,),
        "a map: put, got, failed, waiting, ready, buffered, early, holding, workers; null where unknown",
        LOOKING,
        "Tell of a parallel queue who is at which task, and which task holds the line. A program tells that "
        "of its queue while somebody observes; of rqcore work a controller knows who took what.",
        Method.STAT,
        looks=True,
    ),
    CommandSpec(
        "RQ.PURGE",
        (QUEUE,),
        "how many items were destroyed",
        LOOKING,
        "Destroy all items; calls that wait for room go on.",
        Method.PURGE,
    ),
    CommandSpec(
        "RQ.DONE",
        (QUEUE,),
        "how many items are unfinished still",
        (*LOOKING, "ERR"),
        "Say that the work on one taken item is done.",
        Method.TASK_DONE,
    ),
    CommandSpec(
        "RQ.JOIN",
        (QUEUE, TIMEOUT),
        "how many items are unfinished: 0, or more when the time was up",
        LOOKING,
        "Wait until every item put was called done.",
        Method.JOIN,
    ),
    CommandSpec(
        "RQ.SHUTDOWN",
        (QUEUE, Argument("immediate", None, "IMMEDIATE")),
        "OK",
        LOOKING,
        "Take no more items; what is there can be taken, or is destroyed with IMMEDIATE.",
        Method.SHUTDOWN,
    ),
    CommandSpec(
        "RQ.SIZE",
        (QUEUE,),
        "how many items the queue holds",
        LOOKING,
        "Count the items.",
        Method.QSIZE,
        looks=True,
    ),
    CommandSpec(
        "RQ.MAXSIZE", (QUEUE,), "the bound, or 0", LOOKING, "Tell the bound.", Method.MAXSIZE, looks=True
    ),
    CommandSpec(
        "RQ.STAT", (QUEUE,), "a map of figures", LOOKING, "Tell how a queue stands.", Method.STAT, looks=True
    ),
    CommandSpec(
        "RQ.LIST", (), "an array of such maps", (), "Tell how every queue stands.", Method.LIST, looks=True
    ),
    CommandSpec(
        "RQ.CLOSE",
        (QUEUE,),
        "how many items were destroyed",
        LOOKING,
        "Destroy a queue; every call that waits for it, and every later one, fails with CLOSED.",
        Method.CLOSE,
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
        "OK, then push frames rq.events and rq.lost",
        ("NOTALLOWED", "TOOMANY"),
        "Be told every call whose queue, method, client and outcome match, or one in SAMPLE of them; RESP3 "
        "only. Queues and clients are patterns with * and ?. The start of a call that waits has the outcome "
        "blocked. Sent again, it replaces what was asked before.",
    ),
    CommandSpec("RQ.UNOBSERVE", (), "OK", (), "Be told no more."),
    CommandSpec(
        "RQ.REPORT",
        (Argument("queues"), Argument("batch")),
        "how many observers there are",
        ("ERR", "TOOMANY"),
        "Tell of queues that live in the client's own program: all of them, as a JSON array of objects with "
        "number, name, kind, stat and waiters, and what was called, as a batch of events. They are listed, "
        "and observers told, until the client goes.",
    ),
    CommandSpec(
        "RQ.SPOOL",
        (),
        "a map: directory, token (the name of a file in it), above (bytes)",
        ("NOTALLOWED",),
        "Tell where clients on the same filesystem may put and find large payloads as files.",
    ),
    CommandSpec(
        "LPUSH",
        (QUEUE, Argument("payload", raw, several=True)),
        "how many items the queue holds",
        ("FULL", "CLOSED", "SHUTDOWN", "TOOBIG", "TOOMANY"),
        "Put items into a FIFO queue, made if it is not there; never waits.",
        Method.PUT,
    ),
    CommandSpec(
        "RPOP",
        (QUEUE, Argument("count", raw, several=True)),
        "a payload or null; with a count an array of payloads",
        ("SHUTDOWN",),
        "Take an item, or up to so many; never waits.",
        Method.GET,
    ),
    CommandSpec(
        "BRPOP",
        (QUEUE, Argument("timeout", seconds)),
        "queue and payload, or null when the time is up",
        ("CLOSED", "SHUTDOWN", "TOOMANY"),
        "Take an item of one queue; wait for it, with timeout 0 for ever.",
        Method.GET,
    ),
    CommandSpec("LLEN", (QUEUE,), "a number", (), "Count the items; 0 where there is no queue."),
    CommandSpec(
        "LRANGE",
        (QUEUE, Argument("start", index), Argument("stop", index)),
        "an array of payloads",
        ("TOOBIG",),
        "See items without taking them; place 0 was put last.",
    ),
    CommandSpec("EXISTS", (QUEUES,), "a number", (), "Count those of these queues that are there."),
    CommandSpec("DEL", (QUEUES,), "a number", (), "Close queues; those that are not there do not count."),
    CommandSpec("TYPE", (QUEUE,), "list or none", (), "Tell whether a queue is there."),
    CommandSpec(
        "HELLO",
        (WORDS,),
        "a map that describes the controller",
        ("WRONGPASS", "NOAUTH"),
        "Choose RESP2 or RESP3, log in, set a name: HELLO [2|3] [AUTH user password] [SETNAME name].",
        open=True,
    ),
    CommandSpec("AUTH", (WORDS,), "OK", ("WRONGPASS",), "Log in: AUTH [user] password.", open=True),
    CommandSpec("PING", (WORDS,), "PONG, or the word", (), "Ask whether the controller is there."),
    CommandSpec(
        "TIME", (), "seconds since 1970, and microseconds", (), "Tell what the controller's clock shows."
    ),
    CommandSpec("ECHO", (Argument("word"),), "the word", (), "Give a word back."),
    CommandSpec("SELECT", (Argument("index"),), "OK", (), "Accepted for database 0, the only one."),
    CommandSpec(
        "CLIENT", (WORDS,), "depends", (), "ID, GETNAME, SETNAME, SETINFO, INFO, LIST, KILL or UNBLOCK."
    ),
    CommandSpec("COMMAND", (WORDS,), "an array", (), "Describe the commands: COUNT, LIST, INFO, DOCS."),
    CommandSpec("INFO", (WORDS,), "text", (), "Tell how the controller stands, in sections."),
    CommandSpec("CONFIG", (WORDS,), "a map", (), "GET gives what tools that measure a Redis ask for."),
    CommandSpec("QUIT", (), "OK", (), "Answer, then hang up.", open=True),
    CommandSpec("RESET", (), "RESET", (), "Back to a connection as it began.", open=True),
)

COMMANDS: dict[bytes, CommandSpec] = {row.name.encode(): row for row in _ROWS}
"""Every command by its name in capitals."""
