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
from rqcore.protocol.command_spec import Arg, Command
from rqcore.protocol.event_batch import Method

QUEUE = Arg("queue")
QUEUES = Arg("queue", raw, several=True)
PAYLOAD = Arg("payload")
CODEC = Arg("codec", codec, "CODEC")
TIMEOUT = Arg("timeout", seconds, "TIMEOUT")
WITHCODEC = Arg("withcodec", None, "WITHCODEC")
WITHSPOOL = Arg("withspool", raw, "WITHSPOOL")
SPOOLED = Arg("spooled", None, "SPOOLED")
FRONT = Arg("front", None, "FRONT")
WORDS = Arg("word", raw, several=True)
WAITING = ("NOQUEUE", "CLOSED", "SHUTDOWN")
LOOKING = ("NOQUEUE", "CLOSED")

_ROWS = (
    Command(
        "RQ.CREATE",
        (
            Arg("name", text, "NAME"),
            Arg("kind", kind, "KIND"),
            Arg("maxsize", natural, "MAXSIZE"),
            Arg("existok", None, "EXISTOK"),
        ),
        "the namespace of the new queue",
        ("EXISTS", "TOOMANY"),
        "Make a queue; with EXISTOK a queue of that name that is there already is as good.",
        Method.CREATE,
    ),
    Command(
        "RQ.PUT",
        (QUEUE, PAYLOAD, CODEC, Arg("priority", priority, "PRIORITY"), TIMEOUT, SPOOLED, FRONT),
        "OK",
        (*WAITING, "FULL", "TOOBIG", "TOOMANY", "NOTALLOWED"),
        "Put an item; wait for room as long as TIMEOUT says, for ever without it. With SPOOLED the payload "
        "is in a file of the spool, and its name is sent. FRONT gives back an item that the last get of this "
        "client took: it is the next to come out, and needs no room.",
        Method.PUT,
    ),
    Command(
        "RQ.GET",
        (QUEUE, TIMEOUT, WITHCODEC, WITHSPOOL),
        "the payload; WITHCODEC: codec and payload; WITHSPOOL: codec, payload and 0, or codec, file and 1",
        (*WAITING, "EMPTY"),
        "Take the next item; wait for one as long as TIMEOUT says, for ever without it. Behind WITHSPOOL "
        "comes what the token file of the spool holds: then a payload that lies there is named, not sent.",
        Method.GET,
    ),
    Command(
        "RQ.MPUT",
        (QUEUE, CODEC, TIMEOUT, Arg("payloads", raw, "ITEMS", several=True, rest=True)),
        "how many items were put",
        (*WAITING, "FULL", "TOOBIG", "TOOMANY"),
        "Put many items in order, as room comes; FULL only when not even the first was put in time.",
        Method.PUT_MANY,
        required=("payloads",),
    ),
    Command(
        "RQ.MGET",
        (QUEUE, Arg("count", natural), TIMEOUT, WITHCODEC),
        "an array of payloads; WITHCODEC: codec, payload, codec, payload, …",
        (*WAITING, "EMPTY"),
        "Take up to count items; wait for the first only.",
        Method.GET_MANY,
    ),
    Command(
        "RQ.PEEK",
        (QUEUE, Arg("start", index), Arg("stop", index), WITHCODEC, Arg("preview", natural, "PREVIEW")),
        "as RQ.MGET; PREVIEW: number, codec, size and first bytes of each item in turn",
        (*LOOKING, "TOOBIG"),
        "See items without taking them, or with PREVIEW their first bytes; places count as in LRANGE.",
        Method.PEEK,
        looks=True,
    ),
    Command(
        "RQ.PIECE",
        (QUEUE, Arg("item", index), Arg("start", natural), Arg("count", natural)),
        "bytes of the payload, none behind its end; null where the item is not in the queue",
        LOOKING,
        "See a part of one item without taking it: count bytes from start on. The item has the number that "
        "events and RQ.PEEK PREVIEW tell.",
        Method.PEEK,
        looks=True,
    ),
    Command(
        "RQ.WAITERS",
        (QUEUE,),
        "an array of maps: client, name, method, waited and timeout in seconds",
        LOOKING,
        "Tell which calls wait, first come first.",
        Method.WAITERS,
        looks=True,
    ),
    Command(
        "RQ.TASKS",
        (QUEUE,),
        "a map: put, got, failed, waiting, ready, buffered, early, holding, workers; null where unknown",
        LOOKING,
        "Tell of a parallel queue who is at which task, and which task holds the line. A program tells that "
        "of its queue while somebody observes; of rqcore work a controller knows who took what.",
        Method.STAT,
        looks=True,
    ),
    Command(
        "RQ.PURGE",
        (QUEUE,),
        "how many items were destroyed",
        LOOKING,
        "Destroy all items; calls that wait for room go on.",
        Method.PURGE,
    ),
    Command(
        "RQ.DONE",
        (QUEUE,),
        "how many items are unfinished still",
        (*LOOKING, "ERR"),
        "Say that the work on one taken item is done.",
        Method.TASK_DONE,
    ),
    Command(
        "RQ.JOIN",
        (QUEUE, TIMEOUT),
        "how many items are unfinished: 0, or more when the time was up",
        LOOKING,
        "Wait until every item put was called done.",
        Method.JOIN,
    ),
    Command(
        "RQ.SHUTDOWN",
        (QUEUE, Arg("immediate", None, "IMMEDIATE")),
        "OK",
        LOOKING,
        "Take no more items; what is there can be taken, or is destroyed with IMMEDIATE.",
        Method.SHUTDOWN,
    ),
    Command(
        "RQ.SIZE",
        (QUEUE,),
        "how many items the queue holds",
        LOOKING,
        "Count the items.",
        Method.QSIZE,
        looks=True,
    ),
    Command(
        "RQ.MAXSIZE", (QUEUE,), "the bound, or 0", LOOKING, "Tell the bound.", Method.MAXSIZE, looks=True
    ),
    Command(
        "RQ.STAT", (QUEUE,), "a map of figures", LOOKING, "Tell how a queue stands.", Method.STAT, looks=True
    ),
    Command(
        "RQ.LIST", (), "an array of such maps", (), "Tell how every queue stands.", Method.LIST, looks=True
    ),
    Command(
        "RQ.CLOSE",
        (QUEUE,),
        "how many items were destroyed",
        LOOKING,
        "Destroy a queue; every call that waits for it, and every later one, fails with CLOSED.",
        Method.CLOSE,
    ),
    Command(
        "RQ.OBSERVE",
        (
            Arg("queues", text, "QUEUE", several=True),
            Arg("methods", method, "METHOD", several=True),
            Arg("clients", text, "CLIENT", several=True),
            Arg("outcomes", outcome, "OUTCOME", several=True),
            Arg("sample", natural, "SAMPLE"),
            Arg("preview", natural, "PREVIEW"),
        ),
        "OK, then push frames rq.events and rq.lost",
        ("NOTALLOWED", "TOOMANY"),
        "Be told every call whose queue, method, client and outcome match, or one in SAMPLE of them; RESP3 "
        "only. Queues and clients are patterns with * and ?. The start of a call that waits has the outcome "
        "blocked. Sent again, it replaces what was asked before.",
    ),
    Command("RQ.UNOBSERVE", (), "OK", (), "Be told no more."),
    Command(
        "RQ.REPORT",
        (Arg("queues"), Arg("batch")),
        "how many observers there are",
        ("ERR", "TOOMANY"),
        "Tell of queues that live in the client's own program: all of them, as a JSON array of objects with "
        "number, name, kind, stat and waiters, and what was called, as a batch of events. They are listed, "
        "and observers told, until the client goes.",
    ),
    Command(
        "RQ.SPOOL",
        (),
        "a map: directory, token (the name of a file in it), above (bytes)",
        ("NOTALLOWED",),
        "Tell where clients on the same filesystem may put and find large payloads as files.",
    ),
    Command(
        "LPUSH",
        (QUEUE, Arg("payload", raw, several=True)),
        "how many items the queue holds",
        ("FULL", "CLOSED", "SHUTDOWN", "TOOBIG", "TOOMANY"),
        "Put items into a FIFO queue, made if it is not there; never waits.",
        Method.PUT,
    ),
    Command(
        "RPOP",
        (QUEUE, Arg("count", raw, several=True)),
        "a payload or null; with a count an array of payloads",
        ("SHUTDOWN",),
        "Take an item, or up to so many; never waits.",
        Method.GET,
    ),
    Command(
        "BRPOP",
        (QUEUE, Arg("timeout", seconds)),
        "queue and payload, or null when the time is up",
        ("CLOSED", "SHUTDOWN", "TOOMANY"),
        "Take an item of one queue; wait for it, with timeout 0 for ever.",
        Method.GET,
    ),
    Command("LLEN", (QUEUE,), "a number", (), "Count the items; 0 where there is no queue."),
    Command(
        "LRANGE",
        (QUEUE, Arg("start", index), Arg("stop", index)),
        "an array of payloads",
        ("TOOBIG",),
        "See items without taking them; place 0 was put last.",
    ),
    Command("EXISTS", (QUEUES,), "a number", (), "Count those of these queues that are there."),
    Command("DEL", (QUEUES,), "a number", (), "Close queues; those that are not there do not count."),
    Command("TYPE", (QUEUE,), "list or none", (), "Tell whether a queue is there."),
    Command(
        "HELLO",
        (WORDS,),
        "a map that describes the controller",
        ("WRONGPASS", "NOAUTH"),
        "Choose RESP2 or RESP3, log in, set a name: HELLO [2|3] [AUTH user password] [SETNAME name].",
        open=True,
    ),
    Command("AUTH", (WORDS,), "OK", ("WRONGPASS",), "Log in: AUTH [user] password.", open=True),
    Command("PING", (WORDS,), "PONG, or the word", (), "Ask whether the controller is there."),
    Command(
        "TIME", (), "seconds since 1970, and microseconds", (), "Tell what the controller's clock shows."
    ),
    Command("ECHO", (Arg("word"),), "the word", (), "Give a word back."),
    Command("SELECT", (Arg("index"),), "OK", (), "Accepted for database 0, the only one."),
    Command("CLIENT", (WORDS,), "depends", (), "ID, GETNAME, SETNAME, SETINFO, INFO, LIST, KILL or UNBLOCK."),
    Command("COMMAND", (WORDS,), "an array", (), "Describe the commands: COUNT, LIST, INFO, DOCS."),
    Command("INFO", (WORDS,), "text", (), "Tell how the controller stands, in sections."),
    Command("CONFIG", (WORDS,), "a map", (), "GET gives what tools that measure a Redis ask for."),
    Command("QUIT", (), "OK", (), "Answer, then hang up.", open=True),
    Command("RESET", (), "RESET", (), "Back to a connection as it began.", open=True),
)

COMMANDS: dict[bytes, Command] = {row.name.encode(): row for row in _ROWS}
"""Every command by its name in capitals."""
