# SPDX-License-Identifier: GPL-3.0-or-later
"""The entrances of what is stored elsewhere: records of a data directory."""

from __future__ import annotations

from zlib import crc32

from fuzzing.entrance import Entrance
from fuzzing.wire_entrances import Wire
from rqcore.codec import Codec
from rqcore.controller.handlers.restored_sessions import restore_sessions
from rqcore.controller.items import Item
from rqcore.controller.storage import change_format
from rqcore.controller.storage.change_format import MALFORMED, Absence, Change, DamagedRecord, Figures
from rqcore.controller.storage.journal_replay import JournalReplay
from rqcore.protocol.priority_keys import ZERO_KEY, priority_key

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
        fifo + change_format.pack_absent(1, absence) + change_format.pack_restored(1, items[2], None),
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
)
