# SPDX-License-Identifier: MIT
"""Commands of leases: items that a client has until it acknowledges them."""

from __future__ import annotations

from rqcore.errors import Empty, LeaseLost, ShutDown, TooMany
from rqcore.protocol.arguments import duration, lease_number, natural
from rqcore.protocol.command_spec import Argument, CommandSpec
from rqcore.protocol.command_table.queue_rows import MISSING, QUEUE, TIMEOUT
from rqcore.protocol.command_traits import ALL_LEASES, ONE_ITEM, Right, Storage, refused
from rqcore.protocol.event_values import Method
from rqcore.protocol.reply_types import LeaseReply, OkReply, StructureReply

LEASE = Argument("lease", lease_number)
NO_LEASES = refused("the pressure protocol has no leases")

ROWS = (
    CommandSpec(
        "RQ.LEASE",
        (QUEUE, TIMEOUT, Argument("seconds", duration, "SECONDS")),
        LeaseReply("an array: number of the lease, deliveries, number of the item, codec and payload"),
        (*MISSING, ShutDown, Empty, TooMany),
        "Take the next item until it is acknowledged; wait for one. If RQ.ACK does not come within SECONDS, "
        "or the client leaves, the item returns to the queue. TIMEOUT limits the wait, in seconds; without "
        "it, the wait has no limit. The number of deliveries includes this one.",
        "lease",
        Method.LEASE,
        "block=True, timeout=None, *, seconds=30.0",
        waits=True,
        on_redis=NO_LEASES,
        bound=ONE_ITEM,
        storage=Storage.ITEMS,
        breakable=True,
        required=("seconds_ns",),
    ),
    CommandSpec(
        "RQ.ACK",
        (QUEUE, LEASE),
        OkReply(),
        (*MISSING, LeaseLost),
        "Acknowledge a leased item: the work on it is done, and it is removed for good. Counts as RQ.DONE "
        "for calls to RQ.JOIN.",
        "ack",
        Method.ACK,
        "",
        on_redis=NO_LEASES,
        bound=ONE_ITEM,
        storage=Storage.ITEMS,
        breakable=True,
    ),
    CommandSpec(
        "RQ.NACK",
        (QUEUE, LEASE, Argument("delay", duration, "DELAY"), Argument("unseen", None, "UNSEEN")),
        OkReply(),
        (*MISSING, LeaseLost),
        "Give a leased item back: it returns to its place in the queue, or to the dead-letter queue if it "
        "had too many deliveries. With DELAY, it returns that many seconds later. UNSEEN: the client has "
        "not seen the item, so this delivery does not count.",
        "nack",
        Method.NACK,
        "delay=0.0",
        on_redis=NO_LEASES,
        bound=ONE_ITEM,
        storage=Storage.ITEMS,
        breakable=True,
    ),
    CommandSpec(
        "RQ.EXTEND",
        (QUEUE, LEASE, Argument("seconds", duration, "SECONDS")),
        OkReply(),
        (*MISSING, LeaseLost, TooMany),
        "Let a lease end some seconds from now; without a number, after the same duration as at first. The "
        "lease belongs to the client that extends it.",
        "extend",
        Method.EXTEND,
        "seconds=None",
        on_redis=NO_LEASES,
        storage=Storage.ITEMS,
        breakable=True,
    ),
    CommandSpec(
        "RQ.LEASES",
        (QUEUE, Argument("start", natural, "START"), Argument("count", natural, "COUNT")),
        StructureReply("an array of maps: item, deliveries, size, client, name, held and left in seconds"),
        MISSING,
        "List the leased items, each as a dict: which client has the item, since when, and until when. START "
        "skips that many of them, and COUNT limits how many are listed.",
        "leases",
        Method.LEASES,
        "start=0, count=None",
        is_read_only=True,
        right=Right.OBSERVE,
        on_redis=NO_LEASES,
        bound=ALL_LEASES,
    ),
)
