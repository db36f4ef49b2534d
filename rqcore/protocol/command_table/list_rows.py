# SPDX-License-Identifier: MIT
"""Redis commands that treat a FIFO queue as a list. The clients of rqcore have no methods for them."""

from __future__ import annotations

from rqcore.errors import Closed, Full, ShutDown, TooBig, TooMany
from rqcore.protocol.arguments import end, index, natural, raw, seconds
from rqcore.protocol.command_spec import Argument, CommandSpec
from rqcore.protocol.command_traits import (
    COUNTED_ITEMS,
    GIVEN_ITEMS,
    GIVEN_NAMES,
    GIVEN_QUEUES,
    ONE_ITEM,
    REPLY_SIZE,
    SAME,
    Right,
    Storage,
)
from rqcore.protocol.event_values import Method
from rqcore.protocol.reply_types import (
    IntegerReply,
    ItemOrItemsReply,
    ItemReply,
    ItemsReply,
    NamedItemReply,
    SimpleReply,
)

QUEUE = Argument("queue")
QUEUES = Argument("queue", raw, several=True)
MOST_CLOSED = 200
"""The most queues that one call of a transaction closes."""
FEWER_QUEUES = Argument("queue", raw, several=True, most=1000)

ROWS = (
    CommandSpec(
        "LPUSH",
        (QUEUE, Argument("payload", raw, several=True, is_long=True)),
        IntegerReply("the number of items in the queue before waiting clients take some of them"),
        (Full, Closed, ShutDown, TooBig, TooMany),
        "Put items at the left end of a FIFO queue. Creates the queue if it does not exist. Never waits.",
        method=Method.PUT,
        on_redis=SAME,
        bound=GIVEN_ITEMS,
        storage=Storage.ITEMS,
        breakable=True,
    ),
    CommandSpec(
        "RPUSH",
        (QUEUE, Argument("payload", raw, several=True, is_long=True)),
        IntegerReply("the number of items in the queue before waiting clients take some of them"),
        (Full, Closed, ShutDown, TooBig, TooMany),
        "Put items at the right end of a FIFO queue. Creates the queue if it does not exist. Never waits.",
        method=Method.PUT,
        on_redis=SAME,
        bound=GIVEN_ITEMS,
        storage=Storage.ITEMS,
        breakable=True,
    ),
    CommandSpec(
        "RPOP",
        (QUEUE, Argument("count", natural, optional=True)),
        ItemOrItemsReply("a payload or null; with count: an array of payloads"),
        (ShutDown,),
        "Take the rightmost item, or up to count items. Never waits.",
        method=Method.GET,
        on_redis=SAME,
        bound=COUNTED_ITEMS,
        storage=Storage.ITEMS,
        breakable=True,
    ),
    CommandSpec(
        "LPOP",
        (QUEUE, Argument("count", natural, optional=True)),
        ItemOrItemsReply("a payload or null; with count: an array of payloads"),
        (ShutDown,),
        "Take the leftmost item, or up to count items. Never waits.",
        method=Method.GET,
        on_redis=SAME,
        bound=COUNTED_ITEMS,
        storage=Storage.ITEMS,
        breakable=True,
    ),
    CommandSpec(
        "BRPOP",
        (FEWER_QUEUES, Argument("timeout", seconds)),
        NamedItemReply("queue and payload, or null after the timeout"),
        (Closed, ShutDown, TooMany),
        "Take the rightmost item of the first queue that is not empty. Creates queues that do not exist. "
        "Waits up to timeout seconds for an item; 0 means without a limit.",
        method=Method.GET,
        waits=True,
        on_redis=SAME,
        bound=GIVEN_NAMES,
        storage=Storage.ITEMS,
        breakable=True,
    ),
    CommandSpec(
        "BLPOP",
        (FEWER_QUEUES, Argument("timeout", seconds)),
        NamedItemReply("queue and payload, or null after the timeout"),
        (Closed, ShutDown, TooMany),
        "Take the leftmost item of the first queue that is not empty. Creates queues that do not exist. "
        "Waits up to timeout seconds for an item; 0 means without a limit.",
        method=Method.GET,
        waits=True,
        on_redis=SAME,
        bound=GIVEN_NAMES,
        storage=Storage.ITEMS,
        breakable=True,
    ),
    CommandSpec(
        "LMOVE",
        (
            Argument("source"),
            Argument("destination"),
            Argument("wherefrom", end),
            Argument("whereto", end),
        ),
        ItemReply("the payload of the item, or null"),
        (Full, ShutDown, TooMany),
        "Move an item from the LEFT or RIGHT end of a queue to the LEFT or RIGHT end of a queue, which may "
        "be the same. Creates the destination if it does not exist. Never waits.",
        method=Method.MOVE,
        on_redis=SAME,
        bound=ONE_ITEM,
        storage=Storage.ITEMS,
        breakable=True,
    ),
    CommandSpec(
        "RPOPLPUSH",
        (Argument("source"), Argument("destination")),
        ItemReply("the payload of the item, or null"),
        (Full, ShutDown, TooMany),
        "Move the rightmost item of a queue to the left end of a queue. The same as LMOVE with RIGHT LEFT.",
        method=Method.MOVE,
        on_redis=SAME,
        bound=ONE_ITEM,
        storage=Storage.ITEMS,
        breakable=True,
    ),
    CommandSpec(
        "LLEN",
        (QUEUE,),
        IntegerReply("the number of items"),
        (),
        "Return the number of items in a queue. Returns 0 if the queue does not exist.",
        is_read_only=True,
        right=Right.READ,
        on_redis=SAME,
    ),
    CommandSpec(
        "LRANGE",
        (QUEUE, Argument("start", index), Argument("stop", index)),
        ItemsReply("an array of payloads"),
        (TooBig,),
        "Return the items from start to stop without taking them. Position 0 is the leftmost item; "
        "negative positions count from the other end.",
        is_read_only=True,
        right=Right.READ,
        on_redis=SAME,
        bound=REPLY_SIZE,
    ),
    CommandSpec(
        "EXISTS",
        (QUEUES,),
        IntegerReply("the number of queues that exist"),
        (),
        "Return how many of the given queues exist.",
        is_read_only=True,
        right=Right.READ,
        on_redis=SAME,
    ),
    CommandSpec(
        "DEL",
        (FEWER_QUEUES,),
        IntegerReply("the number of queues that were closed"),
        (TooBig,),
        "Close queues and destroy their items. Returns how many of the queues existed. One call of a "
        f"transaction closes at most {MOST_CLOSED} queues.",
        on_redis=SAME,
        bound=GIVEN_QUEUES,
        storage=Storage.QUEUE,
    ),
    CommandSpec(
        "TYPE",
        (QUEUE,),
        SimpleReply("list or none"),
        (),
        "Return list if the queue exists, otherwise none.",
        is_read_only=True,
        right=Right.READ,
        on_redis=SAME,
    ),
)
