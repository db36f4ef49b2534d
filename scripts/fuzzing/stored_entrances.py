# SPDX-License-Identifier: GPL-3.0-or-later
"""The entrances of what is stored elsewhere: records of a data directory, and queues of rqcore on a Redis."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import Any
from zlib import crc32

from fuzzing.entrance import Entrance
from fuzzing.wire_entrances import REPLIES, REPLY_WORDS, Wire, values_of
from rqcore.codec import Codec
from rqcore.controller.handlers.restored_sessions import restore_sessions
from rqcore.controller.items import Item
from rqcore.controller.storage import change_format
from rqcore.controller.storage.change_format import (
    MALFORMED,
    Absence,
    Change,
    DamagedRecord,
    Figures,
    RestoredTo,
)
from rqcore.controller.storage.journal_replay import JournalReplay
from rqcore.errors import ConnectionLost, ProtocolError, RqError
from rqcore.pressure.key_protocol.protocol_steps import RunScript, Step, Steps
from rqcore.pressure.redis_address import RedisAddress
from rqcore.pressure.redis_connection import RedisConnection
from rqcore.pressure.redis_waiting import Interruptions
from rqcore.protocol import resp
from rqcore.protocol.priority_keys import ZERO_KEY, priority_key
from rqcore.protocol.resp import Push
from rqcore.redis.queue_keys import CallSlots, QueueKeys
from rqcore.redis.redis_queue import RedisQueue

WORDS = (b"$2\r\nOK\r\n", b"$5\r\nEMPTY\r\n", b"$4\r\nFULL\r\n", b"$8\r\npriority\r\n", b"*2\r\n$2\r\nOK\r\n")
NUMBERS = tuple(bytes([change]) for change in Change)
TOKEN = "0" * 31 + "1"


def _created(kind: str, number: int) -> bytes:
    return change_format.pack_created(
        number, {"namespace": f"n{number}", "name": f"{kind}s", "kind": kind, "maxsize": 0}
    )


def _records() -> tuple[bytes, ...]:
    """Return the changes of records, without their checksums."""
    items = [Item(number, Codec.TEXT, b"item", ZERO_KEY) for number in range(1, 5)]
    late = Item(9, Codec.JSON, b"[1]", priority_key(5), 1)
    session = {
        "token": TOKEN,
        "requests": 3,
        "name": "loader",
        "user": "",
        "protocol": 3,
        "command": "RQ.GET",
        "form": "WITH_CODEC",
        "queue": 1,
        "items": [2],
        "value": None,
    }
    absence = Absence(3, 1, 10**18, 7, 10**9, bytes.fromhex(TOKEN))
    fifo = _created("fifo", 1) + b"".join(change_format.pack_puts(1, items, 0))
    return (
        fifo + change_format.pack_figures(1, Figures(4, 0, 4, 0)),
        fifo + change_format.pack_taken(1, [1, 2]) + change_format.pack_number(30),
        fifo
        + change_format.pack_absent(1, absence)
        + change_format.pack_restored(1, items[2], RestoredTo.ITS_NUMBER, 0)
        + change_format.pack_restored(1, items[0], RestoredTo.IN_FRONT_OF, 3)
        + change_format.pack_restored(1, items[3], RestoredTo.IN_FRONT_OF, 1),
        fifo + change_format.pack_taken(1, [2]) + change_format.pack_session(session),
        _created("priority", 2)
        + b"".join(change_format.pack_put(2, late, 1))
        + change_format.pack_finished(2, 9),
        fifo
        + b"".join(change_format.pack_puts(1, items, 0, is_copy=True))
        + change_format.pack_mark(Change.CHECKED, 1),
        fifo + change_format.pack_piece(0, 9) + b"beginning",
        change_format.pack_piece(0, 0) + fifo,
        fifo + change_format.pack_mark(Change.PURGED, 1) + change_format.pack_mark(Change.CLOSED, 1),
    )


def restore(data: bytes) -> None:
    """Start with a record that another program has changed: it is refused, or all clients are served."""
    replay, wire = JournalReplay(), Wire()
    state = wire.controller.state
    replay.read(crc32(data).to_bytes(4, "little") + data)
    try:
        state.restore(replay)
        restore_sessions(state, replay, 0)
    except MALFORMED as error:  # the committer refuses the directory
        raise DamagedRecord from error
    assert state.memory.held >= 0
    wire.check()


class HostileConnection(RedisConnection):
    """A connection to a fake server: its scripts give any replies, the same for each call."""

    client_name = "loader"

    def __init__(self, replies: Sequence[Any]) -> None:
        super().__init__(RedisAddress.parse("redis://127.0.0.1:1"), changes=True)
        self._replies = replies
        self._left: Iterator[Any] = iter(())

    def carry_out(self, steps: Steps, undo: object = None) -> Any:
        """Answer the steps of a call until it ends, or there are no more replies."""
        self._left = iter(self._replies)
        return self._follow(steps, Interruptions())

    def _do(self, step: Step, interruptions: Interruptions) -> Any:
        if type(step) is not RunScript:
            return None
        for reply in self._left:
            return reply
        raise ConnectionLost("no more replies")


class HostileRedis:
    """The handle of this server."""

    own_prefix = b"p"
    allow_pickle = False

    def __init__(self, replies: Sequence[Any]) -> None:
        self.connection = HostileConnection(replies)
        self.callers = CallSlots()
        self.leased_from: dict[bytes, QueueKeys] = {}


CALLS: tuple[Callable[[RedisQueue], object], ...] = (
    lambda queue: queue.create_on_server(),
    lambda queue: queue.put(1, timeout=0.001),
    lambda queue: queue.put_many([1, 2], timeout=0),
    lambda queue: queue.get(timeout=0.001),
    lambda queue: queue.get_many(2, timeout=0),
    lambda queue: queue.lease(timeout=0.001),
    lambda queue: queue.leases(),
    lambda queue: queue.put(1, delay=5),
    lambda queue: queue.peek(),
    lambda queue: queue.previews(0, -1, 10),
    lambda queue: queue.read_payload(1, 0, 10),
    lambda queue: queue.qsize(),
    lambda queue: queue.move("other", 2),
    lambda queue: queue.move("other", items=[1, 2]),
    lambda queue: queue.purge(),
    lambda queue: queue.task_done(),
    lambda queue: queue.join(timeout=0),
    lambda queue: queue.shutdown(),
    lambda queue: queue.waiters(),
    lambda queue: queue.stat(),
    lambda queue: queue.close(),
)
"""All calls on a queue of rqcore on Redis."""
ITEM = (5).to_bytes(8) + b"\0\0" + bytes([Codec.JSON]) + b"1"
MEMBER = priority_key(5) + ITEM + len(priority_key(5)).to_bytes(4)
ANSWERS = (
    resp.encode([b"OK", ITEM, b"fifo", b"7"], 2),
    resp.encode([b"OK", 1700, [[b"7", b"loader.0 1600 30 5 1 9", b"1800"]], 1], 2),
    resp.encode([b"OK"], 2),
    resp.encode(1, 2),
    resp.encode([b"OK", 1, b"ticket"], 2),
    resp.encode([b"FULL", b"ticket", 2, 2], 2),
    resp.encode([b"EMPTY", b"ticket"], 2),
    resp.encode([b"UNORDERED", b"int", b"str"], 2),
    resp.encode([b"MISSING"], 2),
    resp.encode([b"OK", [ITEM], b"fifo"], 2),
    resp.encode([b"OK", [MEMBER], b"priority"], 2),
    resp.encode([b"OK", [[ITEM, 1]]], 2),
    resp.encode(
        [
            b"OK",
            b"fifo",
            1,
            0,
            3,
            2,
            9,
            1,
            b"0",
            1700,
            [b"loader.0", b"get 1500 none", b"x.1", b"put 1 0.5"],
            1,
            2,
            3,
            4,
            b"dead",
        ],
        2,
    ),
)


def answer_calls(data: bytes) -> None:
    """Read the replies of a hostile Redis to each call on a queue of rqcore."""
    values = values_of(resp.PythonParser(), [data])
    replies = [each for each in values if each is not ProtocolError and not isinstance(each, Push | RqError)]
    for kind in ("fifo", "priority"):
        server: Any = HostileRedis(replies)
        for call in CALLS:
            with suppress(RqError):
                call(RedisQueue(server, "jobs", "jobs", kind, 0))


STORED_ENTRANCES = (
    Entrance(
        "journal",
        restore,
        _records(),
        (DamagedRecord,),
        (
            b"null",
            b"[]",
            b"{}",
            b"-1",
            b'"lease"',
            b'"value"',
            b'"kind"',
            b"priority",
            TOKEN.encode(),
            *NUMBERS,
        ),
    ),
    Entrance("redis-queues", answer_calls, (*ANSWERS, *REPLIES), words=(*REPLY_WORDS, *WORDS)),
)
