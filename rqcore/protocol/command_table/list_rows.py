# SPDX-License-Identifier: MIT
"""Redis commands that treat a FIFO queue as a list. The clients of rqcore have no methods for them."""

from __future__ import annotations

from rqcore.errors import Closed, Full, ShutDown, TooBig, TooMany
from rqcore.protocol.arguments import index, natural, raw, seconds
from rqcore.protocol.command_spec import Argument, CommandSpec
from rqcore.protocol.command_table.queue_rows import Method
from rqcore.protocol.command_traits import (
    COUNTED_ITEMS,
    GIVEN_ITEMS,
    GIVEN_QUEUES,
    ONE_ITEM,
    REPLY_SIZE,
    SAME,
    Role,
    Storage,
)
from rqcore.protocol.reply_types import (
    IntegerReply,
    ItemOrItemsReply,
    ItemsReply,
    NamedItemReply,
    SimpleReply,
)

QUEUE = Argument("queue")
QUEUES = Argument("queue", raw, several=True)

ROWS = (
    CommandSpec(
        "LPUSH",
        (QUEUE, Argument("payload", raw, several=True)),
        IntegerReply("the number of items in the queue before waiting clients take some of them"),
        (Full, Closed, ShutDown, TooBig, TooMany),
        "Put items into a FIFO queue. Creates the queue if it does not exist. Never waits.",
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
        "Take the next item, or up to count items. Never waits.",
        method=Method.GET,
        on_redis=SAME,
        bound=COUNTED_ITEMS,
        storage=Storage.ITEMS,
        breakable=True,
    ),
    CommandSpec(
        "BRPOP",
        (QUEUE, Argument("timeout", seconds)),
        NamedItemReply("queue and payload, or null after the timeout"),
        (Closed, ShutDown, TooMany),
        "Take the next item of one queue. Waits up to timeout seconds for an item; 0 means without a limit.",
        method=Method.GET,
        waits=True,
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
        role=Role.READ,
        on_redis=SAME,
    ),
    CommandSpec(
        "LRANGE",
        (QUEUE, Argument("start", index), Argument("stop", index)),
        ItemsReply("an array of payloads"),
        (TooBig,),
        "Return the items from start to stop without taking them. Position 0 is the item that was put last; "
        "negative positions count from the other end.",
        is_read_only=True,
        role=Role.READ,
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
        role=Role.READ,
        on_redis=SAME,
    ),
    CommandSpec(
        "DEL",
        (QUEUES,),
        IntegerReply("the number of queues that were closed"),
        (),
        "Close queues and destroy their items. Returns how many of the queues existed.",
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
        role=Role.READ,
        on_redis=SAME,
    ),
)
