# SPDX-License-Identifier: MIT
"""The methods of queues, and the numbers of all methods in events."""

from __future__ import annotations

import enum

from rqcore.errors import (
    BadCall,
    Closed,
    Empty,
    Exists,
    Full,
    NoQueue,
    NotAllowed,
    ShutDown,
    TooBig,
    TooMany,
)
from rqcore.protocol.arguments import codec, index, kind, natural, priority, raw, seconds, text
from rqcore.protocol.command_spec import Argument, CommandSpec
from rqcore.protocol.command_traits import (
    ALL_ITEMS,
    ALL_QUEUES,
    ALL_WAITERS,
    COUNTED_ITEMS,
    GIVEN_ITEMS,
    ONE_ITEM,
    REPLY_SIZE,
    SAME,
    OnRedis,
    RedisSupport,
    Role,
    Storage,
    WorkBound,
    emulated,
    refused,
)
from rqcore.protocol.reply_types import (
    BulkReply,
    IntegerReply,
    ItemReply,
    ItemsReply,
    OkReply,
    StructureReply,
)


class Method(enum.IntEnum):
    """The number of each method in events. Append only: captures keep the numbers.

    A receiver that is older than a number shows it as it is.
    """

    PUT = 0
    GET = 1
    CREATE = 2
    CLOSE = 3
    QSIZE = 4
    MAXSIZE = 5
    STAT = 6
    LIST = 7
    PUT_MANY = 8
    GET_MANY = 9
    PEEK = 10
    WAITERS = 11
    PURGE = 12
    TASK_DONE = 13
    JOIN = 14
    SHUTDOWN = 15
    COMMAND = 16
    """On another kind of server: a command that is not a call of a queue, with its text."""
    TASK = 17
    """A worker of a parallel queue performs a task; the worker is the client."""
    MOVE = 18


QUEUE = Argument("queue")
PAYLOAD = Argument("payload")
CODEC = Argument("codec", codec, "CODEC")
TIMEOUT = Argument("timeout", seconds, "TIMEOUT")
WITHCODEC = Argument("withcodec", None, "WITHCODEC")
WITHSPOOL = Argument("withspool", raw, "WITHSPOOL")
SPOOLED = Argument("spooled", None, "SPOOLED")
FRONT = Argument("front", None, "FRONT")

MISSING = (NoQueue, Closed)
UNUSABLE = (*MISSING, ShutDown)

MOVE_LIMIT = 10_000
"""How many items one RQ.MOVE moves at most, so that other clients do not wait for long."""

TAKE_TURNS = OnRedis(RedisSupport.SAME, "producers take turns, and so do consumers")
NOT_COUNTED = refused("the protocol does not count finished items")
NOT_NUMBERED = refused("the protocol does not number items")
OF_PROTOCOL = OnRedis(RedisSupport.SAME, "they close and delete the queue of the protocol")

ROWS = (
    CommandSpec(
        "RQ.CREATE",
        (
            Argument("name", text, "NAME"),
            Argument("kind", kind, "KIND"),
            Argument("maxsize", natural, "MAXSIZE"),
            Argument("existok", None, "EXISTOK"),
        ),
        BulkReply("the namespace of the new queue"),
        (Exists, TooMany),
        "Create a queue. With EXISTOK an existing queue of that name is used instead.",
        "create",
        Method.CREATE,
        "name=None, *, kind='fifo', maxsize=0, exist_ok=False",
        on_redis=emulated("the protocol knows FIFO only"),
        storage=Storage.QUEUE,
        breakable=True,
    ),
    CommandSpec(
        "RQ.PUT",
        (QUEUE, PAYLOAD, CODEC, Argument("priority", priority, "PRIORITY"), TIMEOUT, SPOOLED, FRONT),
        OkReply(),
        (*UNUSABLE, Full, TooBig, TooMany, NotAllowed),
        "Put an item; wait for room. TIMEOUT limits the wait; without it there is no limit. With SPOOLED "
        "the payload is the name of a file in the spool. FRONT returns an item that the last get of this "
        "client took: it becomes the next to come out, and needs no room.",
        "put",
        Method.PUT,
        "item, block=True, timeout=None, *, codec=None, priority=None",
        variants=("put_nowait",),
        waits=True,
        on_redis=TAKE_TURNS,
        bound=ONE_ITEM,
        storage=Storage.ITEMS,
        breakable=True,
    ),
    CommandSpec(
        "RQ.GET",
        (QUEUE, TIMEOUT, WITHCODEC, WITHSPOOL),
        ItemReply(
            "the payload; WITHCODEC: codec and payload; WITHSPOOL: codec, payload and 0, or codec, file and 1"
        ),
        (*UNUSABLE, Empty),
        "Take the next item; wait for one. TIMEOUT limits the wait; without it there is no limit. WITHSPOOL "
        "is followed by the content of the spool's token file: then a payload in the spool is returned as "
        "the name of its file.",
        "get",
        Method.GET,
        "block=True, timeout=None",
        variants=("get_nowait",),
        waits=True,
        on_redis=TAKE_TURNS,
        bound=ONE_ITEM,
        storage=Storage.ITEMS,
        breakable=True,
    ),
    CommandSpec(
        "RQ.MPUT",
        (QUEUE, CODEC, TIMEOUT, Argument("payloads", raw, "ITEMS", several=True, rest=True)),
        IntegerReply("the number of items that were put"),
        (*UNUSABLE, Full, TooBig, TooMany),
        "Put a list of items in order as room comes; return how many were put in time. FULL only if not "
        "even the first was put in time.",
        "put_many",
        Method.PUT_MANY,
        "items, timeout=None, *, codec=None",
        waits=True,
        on_redis=TAKE_TURNS,
        bound=GIVEN_ITEMS,
        storage=Storage.ITEMS,
        breakable=True,
        required=("payloads",),
    ),
    CommandSpec(
        "RQ.MGET",
        (QUEUE, Argument("count", natural), TIMEOUT, WITHCODEC),
        ItemsReply("an array of payloads; WITHCODEC: codec and payload of each in turn"),
        (*UNUSABLE, Empty),
        "Take up to count items; wait for the first only.",
        "get_many",
        Method.GET_MANY,
        "count, timeout=None",
        waits=True,
        on_redis=TAKE_TURNS,
        bound=COUNTED_ITEMS,
        storage=Storage.ITEMS,
        breakable=True,
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
        ItemsReply("as RQ.MGET; PREVIEW: number, codec, size and first bytes of each item in turn"),
        (*MISSING, TooBig),
        "Return the items from start to stop without taking them. Positions count as in LRANGE. PREVIEW "
        "returns only the first bytes of each.",
        "peek",
        Method.PEEK,
        "start=0, stop=-1",
        variants=("previews",),
        only_looks=True,
        role=Role.READ,
        on_redis=SAME,
        bound=REPLY_SIZE,
    ),
    CommandSpec(
        "RQ.PIECE",
        (QUEUE, Argument("item", index), Argument("start", natural), Argument("count", natural)),
        BulkReply("bytes of the payload, none after its end; null if the item is not in the queue"),
        MISSING,
        "Return a part of one payload without taking the item: count bytes from start on. The number of "
        "the item is the one in events and in RQ.PEEK PREVIEW.",
        "read_payload",
        Method.PEEK,
        only_looks=True,
        role=Role.READ,
        on_redis=NOT_NUMBERED,
        bound=ALL_ITEMS,
    ),
    CommandSpec(
        "RQ.WAITERS",
        (QUEUE,),
        StructureReply("an array of maps: client, name, method, waited and timeout in seconds"),
        MISSING,
        "List the blocked calls in the order of their arrival, each as a dict.",
        "waiters",
        Method.WAITERS,
        "",
        only_looks=True,
        role=Role.READ,
        on_redis=OnRedis(RedisSupport.SAME, "the holders of roles"),
        bound=ALL_WAITERS,
    ),
    CommandSpec(
        "RQ.PURGE",
        (QUEUE,),
        IntegerReply("the number of items that were destroyed"),
        MISSING,
        "Destroy all items; return how many there were. Calls that wait for room continue.",
        "purge",
        Method.PURGE,
        "",
        on_redis=SAME,
        bound=ALL_ITEMS,
        storage=Storage.ITEMS,
        breakable=True,
    ),
    CommandSpec(
        "RQ.MOVE",
        (
            QUEUE,
            Argument("destination"),
            Argument("count", natural, "COUNT"),
            Argument("items", index, "ITEM", several=True),
        ),
        IntegerReply("the number of items that were moved"),
        (*UNUSABLE, BadCall, NotAllowed),
        "Move items to another queue in one step, and return how many. They keep their order, numbers and "
        "priorities. The command moves as many as the destination has room for, never waits, and moves at "
        f"most {MOVE_LIMIT:,} items. COUNT lowers that number; ITEM moves only items with these numbers.",
        "move",
        Method.MOVE,
        "to: queue, count=None",
        on_redis=refused("the protocol cannot move items in one step"),
        bound=WorkBound("items, and with ITEM one search of the queue", MOVE_LIMIT),
        storage=Storage.ITEMS,
        breakable=True,
    ),
    CommandSpec(
        "RQ.DONE",
        (QUEUE,),
        IntegerReply("the number of items that are still unfinished"),
        (*MISSING, BadCall),
        "Report that the work on one taken item is done.",
        "task_done",
        Method.TASK_DONE,
        "",
        on_redis=NOT_COUNTED,
        bound=ALL_WAITERS,
        storage=Storage.ITEMS,
        breakable=True,
    ),
    CommandSpec(
        "RQ.JOIN",
        (QUEUE, TIMEOUT),
        IntegerReply("the number of unfinished items: 0, or more after the timeout"),
        MISSING,
        "Wait until every item is reported done; return whether that was in time.",
        "join",
        Method.JOIN,
        "timeout=None",
        waits=True,
        on_redis=NOT_COUNTED,
        breakable=True,
    ),
    CommandSpec(
        "RQ.SHUTDOWN",
        (QUEUE, Argument("immediate", None, "IMMEDIATE")),
        OkReply(),
        MISSING,
        "Refuse all further puts. The remaining items can be taken, or are destroyed with IMMEDIATE.",
        "shutdown",
        Method.SHUTDOWN,
        "immediate=False",
        on_redis=OF_PROTOCOL,
        bound=ALL_ITEMS,
        storage=Storage.QUEUE,
        breakable=True,
    ),
    CommandSpec(
        "RQ.SIZE",
        (QUEUE,),
        IntegerReply("the number of items in the queue"),
        MISSING,
        "Return the number of items in the queue.",
        "qsize",
        Method.QSIZE,
        "",
        variants=("empty", "full"),
        only_looks=True,
        role=Role.READ,
        on_redis=SAME,
    ),
    CommandSpec(
        "RQ.MAXSIZE",
        (QUEUE,),
        IntegerReply("the maximum, or 0"),
        MISSING,
        "Return the maximum number of items; 0 means no limit.",
        "maxsize",
        Method.MAXSIZE,
        "",
        only_looks=True,
        role=Role.READ,
        on_redis=SAME,
    ),
    CommandSpec(
        "RQ.STAT",
        (QUEUE,),
        StructureReply("a map of figures"),
        MISSING,
        "Return the state of a queue as a dict: size, maxsize, kind, puts, gets, bytes, ….",
        "stat",
        Method.STAT,
        "",
        variants=("queue",),
        only_looks=True,
        role=Role.READ,
        on_redis=SAME,
    ),
    CommandSpec(
        "RQ.LIST",
        (),
        StructureReply("an array of such maps"),
        (),
        "Return the state of every queue: a list of dicts as stat returns them.",
        "queues",
        Method.LIST,
        "",
        only_looks=True,
        role=Role.READ,
        on_redis=SAME,
        bound=ALL_QUEUES,
    ),
    CommandSpec(
        "RQ.CLOSE",
        (QUEUE,),
        IntegerReply("the number of items that were destroyed"),
        MISSING,
        "Destroy the queue for all clients; return how many items it held. Blocked and later calls fail "
        "with CLOSED.",
        "close",
        Method.CLOSE,
        "",
        on_redis=OF_PROTOCOL,
        bound=ALL_ITEMS,
        storage=Storage.QUEUE,
        breakable=True,
    ),
)
