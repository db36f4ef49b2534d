# SPDX-License-Identifier: GPL-3.0-or-later
"""Events for tests, made as a controller makes them: encoded for the wire, then decoded."""

from __future__ import annotations

import pytest

from rqcore.protocol.event_batch import (
    Method,
    NameKind,
    NameRecord,
    Outcome,
    Phase,
    decode_batch,
    encode_batch,
)
from rqcore.protocol.event_fields import FORMATS, NO_TIMEOUT, NOT_TAKEN
from rqdebug.events.batch_decoder import BatchDecoder
from rqdebug.events.event_log import EventLog

NAMES = (
    NameRecord(NameKind.QUEUE, 1, "jobs"),
    NameRecord(NameKind.QUEUE, 2, "order-7"),
    NameRecord(NameKind.QUEUE, 900, "größe"),
    NameRecord(NameKind.CLIENT, 1, "loader@a:512"),
    NameRecord(NameKind.CLIENT, 2, "saver@b:77"),
    NameRecord(NameKind.CLIENT, 3, "loader@10.1.2.3:512"),
    NameRecord(NameKind.CLIENT, 4, "saver@[fd00::7]:77"),
)
USUAL = {
    "sequence": 1,
    "time": 1_700_000_000_000_000_000,
    "waited": 41_000,
    "call": 5,
    "item": 9,
    "timeout": NO_TIMEOUT,
    "queue": 1,
    "client": 1,
    "size": 18,
    "depth": 3,
    "items": 1,
    "method": Method.PUT,
    "phase": Phase.END,
    "outcome": Outcome.OK,
    "codec": 1,
    "took": NOT_TAKEN,
    "part": 0,
    "run": 1,
}


def make_batch(*rows, names=NAMES, version=2):
    """Return a batch as received. A row has the fields that differ from USUAL.

    ``payload`` is the preview. A row whose ``previews`` has previews of several events is a run.
    """
    form = FORMATS[version]
    packed, previews, lengths = [], b"", b""
    for row in rows:
        run = row.get("previews", [row.get("payload", b"")])
        only = len(run[0]) if len(run) == 1 else 0
        packed.append(form.encode_record(**{**USUAL, **row, "preview": only, "more": len(run) - 1}))
        previews += b"".join(run)
        lengths += b"".join(form.length.pack(len(each)) for each in run) if len(run) > 1 else b""
    return decode_batch(encode_batch(names, len(rows), b"".join(packed), previews, lengths, version))


@pytest.fixture(scope="session")
def wire():
    return make_batch


@pytest.fixture(scope="session")
def columns():
    """Rows → a record batch in SCHEMA, decoded by a new observation."""
    return lambda *rows: BatchDecoder().decode(make_batch(*rows))


@pytest.fixture
def log_of(columns, tmp_path):
    """Rows → a log with the rows in one batch."""

    def make(*rows, target=""):
        log = EventLog(target, directory=tmp_path)
        log.append(columns(*rows))
        return log

    return make
