# SPDX-License-Identifier: MIT
"""Commands for the methods of a queue, and the number of each method in events."""

from __future__ import annotations

from rqcore.errors import (
    BadCall,
    Closed,
    Empty,
    Exists,
    Full,
    NoQueue,
    NotAllowed,
    NotComparable,
    RqError,
    ShutDown,
    StorageError,
    TooBig,
    TooMany,
)
from rqcore.protocol.arguments import codec, duration, index, kind, natural, priority, raw, seconds, text
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
    InTransaction,
    OnRedis,
    RedisSupport,
    Right,
    Storage,
    WorkBound,
    emulated,
    refused,
)
from rqcore.protocol.event_values import Method
from rqcore.protocol.priority_keys import check_key
from rqcore.protocol.reply_types import (
    BulkReply,
    IntegerReply,
    ItemReply,
    ItemsReply,
    OkReply,
    StructureReply,
)

QUEUE = Argument("queue")
PAYLOAD = Argument("payload", is_long=True)
CODEC = Argument("codec", codec, "CODEC")
TIMEOUT = Argument("timeout", seconds, "TIMEOUT")
WITHCODEC = Argument("withcodec", None, "WITHCODEC")
WITHSPOOL = Argument("withspool", raw, "WITHSPOOL")
SPOOLED = Argument("spooled", None, "SPOOLED")
FRONT = Argument("front", None, "FRONT")

MISSING: tuple[type[RqError], ...] = (NoQueue, Closed)
"""The errors of every command that needs an existing queue."""
UNUSABLE: tuple[type[RqError], ...] = (*MISSING, ShutDown)
"""The errors of every command that puts or takes items."""

MOVE_LIMIT = 10_000
"""The most items that one RQ.MOVE moves, so that other clients do not wait long."""
MOVED_BYTES = 64 << 20
"""The most payload bytes that one RQ.MOVE moves into a durable queue, but at least one item."""

TAKE_TURNS = OnRedis(RedisSupport.SAME, "one producer and one consumer of a pressure queue work at a time")
NOT_COUNTED = refused("the pressure protocol does not count finished items")
NOT_NUMBERED = refused("the pressure protocol does not number items")
OF_PROTOCOL = OnRedis(RedisSupport.SAME, "closes and deletes it for clients of the pressure protocol too")

ROWS = (
    CommandSpec(
        "RQ.CREATE",
        (
            Argument("name", text, "NAME"),
            Argument("kind", kind, "KIND"),
            Argument("maxsize", natural, "MAXSIZE"),
            Argument("existok", None, "EXISTOK"),
            Argument("max_deliveries", natural, "MAXDELIVERIES"),
            Argument("dead_letter", text, "DEADLETTER"),
            Argument("durable", None, "DURABLE"),
        ),
        BulkReply("the namespace of the new queue"),
        (Exists, TooMany, NotAllowed, StorageError),
        "Create a queue. NAME is optional; KIND is fifo (the default), lifo or priority; MAXSIZE limits the "
        "number of items. With EXISTOK, use the queue of that name if it already exists. After MAXDELIVERIES "
        "leases without an acknowledgement, an item goes to the queue DEADLETTER, which is created too if it "
        "does not exist. With DURABLE, a restart of the controller finds the queue again; it "
        "needs a data directory.",
        "create",
        Method.CREATE,
        "name=None, *, kind='fifo', maxsize=0, exist_ok=False, max_deliveries=0, dead_letter=None, "
        "durable=False",
        on_redis=emulated("the pressure protocol supports only FIFO queues"),
        storage=Storage.QUEUE,
        breakable=True,
    ),
    CommandSpec(
        "RQ.PUT",
        (
            QUEUE,
            PAYLOAD,
            CODEC,
            Argument("priority", priority, "PRIORITY"),
            TIMEOUT,
            SPOOLED,
            FRONT,
            Argument("key", check_key, "KEY", is_long=True),
            Argument("delay", duration, "DELAY"),
        ),
        OkReply(),
        (*UNUSABLE, Full, TooBig, TooMany, NotAllowed, NotComparable),
        "Put an item; wait for free space. TIMEOUT limits the wait, in seconds; without it, the wait has no "
        "limit. A priority queue returns the lowest PRIORITY first; it is 0 by default. KEY gives a priority "
        "that is not a number, in the format of rqcore.protocol.priority_keys. With SPOOLED, the payload is "
        "the name of a file in the spool. FRONT returns an item that the last get of this client took: it "
        "becomes the next item again, even if the queue is full. With DELAY, the item enters the queue that "
        "many seconds later; until then it counts towards MAXSIZE, but not as an item in the queue.",
        "put",
        Method.PUT,
        "item, block=True, timeout=None, *, codec=None, priority=None, delay=0.0",
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
        "Take the next item; wait for one. TIMEOUT limits the wait, in seconds; without it, the wait has no "
        "limit. After WITHSPOOL, give the proof that the client can read the spool, to receive a payload "
        "in it as the name of its file.",
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
        (
            QUEUE,
            CODEC,
            TIMEOUT,
            Argument("keys", check_key, "KEYS", several=True, is_long=True),
            Argument("payloads", raw, "ITEMS", several=True, rest=True, is_long=True),
        ),
        IntegerReply("the number of items that were put"),
        (*UNUSABLE, Full, TooBig, TooMany, NotComparable),
        "Put a list of items in order; wait for free space; return how many were put before the timeout. "
        "Fails with FULL only if no item could be put. KEYS gives a priority for each item, as RQ.PUT "
        "KEY: for at most 250 items if they are not numbers.",
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
        ItemsReply("an array of payloads; WITHCODEC: codec and payload of each item in turn"),
        (*UNUSABLE, Empty),
        "Take up to count items; wait only for the first.",
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
        "Return the items from start to stop without taking them. Position 0 is the next item to be taken; "
        "-1 is the last. PREVIEW n returns only the first n bytes of each item.",
        "peek",
        Method.PEEK,
        "start=0, stop=-1",
        variants=("previews",),
        is_read_only=True,
        right=Right.READ,
        on_redis=SAME,
        bound=REPLY_SIZE,
    ),
    CommandSpec(
        "RQ.PIECE",
        (QUEUE, Argument("item", index), Argument("start", natural), Argument("count", natural)),
        BulkReply("bytes of the payload, empty after its end; null if the item is not in the queue"),
        MISSING,
        "Return part of a payload without taking the item: count bytes, beginning at byte start. item is the "
        "item's number, as in events and RQ.PEEK PREVIEW.",
        "read_payload",
        Method.PEEK,
        is_read_only=True,
        right=Right.READ,
        on_redis=NOT_NUMBERED,
        bound=ALL_ITEMS,
    ),
    CommandSpec(
        "RQ.WAITERS",
        (QUEUE,),
        StructureReply("an array of maps: client, name, method, waited and timeout in seconds"),
        MISSING,
        "List the blocked calls in the order in which they began to wait, each as a dict.",
        "waiters",
        Method.WAITERS,
        "",
        is_read_only=True,
        right=Right.OBSERVE,
        on_redis=OnRedis(RedisSupport.SAME, "of a pressure queue the clients that hold its roles"),
        bound=ALL_WAITERS,
    ),
    CommandSpec(
        "RQ.PURGE",
        (QUEUE,),
        IntegerReply("the number of items that were destroyed"),
        MISSING,
        "Destroy all items, also leased and delayed ones; return how many there were. Puts that wait for "
        "free space continue.",
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
        (*UNUSABLE, BadCall, NotAllowed, TooBig),
        "Move items to another queue in one step, and return how many were moved. The items keep their "
        "order, numbers and priorities. The command never waits. It moves as many items as fit into the "
        f"destination, at most {MOVE_LIMIT:,}, and at most {MOVED_BYTES >> 20} MiB into a durable queue. "
        "COUNT sets a lower limit; ITEM moves only the items with these numbers, if they are among the next "
        "20,000.",
        "move",
        Method.MOVE,
        "to: queue, count=None",
        on_redis=refused("the pressure protocol cannot move items in one step"),
        bound=WorkBound("items, and with ITEM one search of the queue", MOVE_LIMIT),
        storage=Storage.ITEMS,
        breakable=True,
    ),
    CommandSpec(
        "RQ.DONE",
        (QUEUE,),
        IntegerReply("the number of items that are still unfinished"),
        (*MISSING, BadCall),
        "Report that the work on one taken item is done. When all items are done, calls to RQ.JOIN return. "
        "A leased item is done with RQ.ACK instead.",
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
        "Wait until all items are reported done; return whether they were done before the timeout.",
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
        "Refuse all further puts. Clients can still take the remaining items; IMMEDIATE destroys them. Gets "
        "wait while leased or delayed items can still return.",
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
        is_read_only=True,
        right=Right.READ,
        on_redis=SAME,
    ),
    CommandSpec(
        "RQ.MAXSIZE",
        (QUEUE,),
        IntegerReply("the maximum number of items, or 0"),
        MISSING,
        "Return the maximum number of items; 0 means no limit.",
        "maxsize",
        Method.MAXSIZE,
        "",
        is_read_only=True,
        right=Right.READ,
        on_redis=SAME,
    ),
    CommandSpec(
        "RQ.STAT",
        (QUEUE,),
        StructureReply("a map of figures"),
        MISSING,
        "Return the state of a queue as a dict: size, maxsize, kind, puts, gets, bytes and more.",
        "stat",
        Method.STAT,
        "",
        variants=("queue",),
        is_read_only=True,
        right=Right.READ,
        on_redis=SAME,
    ),
    CommandSpec(
        "RQ.LIST",
        (),
        StructureReply("an array of maps as in RQ.STAT"),
        (),
        "Return the state of every queue, as a list of dicts.",
        "queues",
        Method.LIST,
        "",
        is_read_only=True,
        right=Right.READ,
        on_redis=SAME,
        bound=ALL_QUEUES,
        in_transaction=InTransaction.REFUSED,
    ),
    CommandSpec(
        "RQ.CLOSE",
        (QUEUE,),
        IntegerReply("the number of items that were destroyed"),
        MISSING,
        "Destroy the queue for all clients; return how many items it contained. Blocked calls and later "
        "calls fail with CLOSED.",
        "close",
        Method.CLOSE,
        "",
        on_redis=OF_PROTOCOL,
        bound=ALL_ITEMS,
        storage=Storage.QUEUE,
        breakable=True,
    ),
)
