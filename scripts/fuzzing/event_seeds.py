# SPDX-License-Identifier: GPL-3.0-or-later
"""Small event batches, from which mutations begin."""

from __future__ import annotations

from rqcore.protocol.event_batch import Method, NameKind, NameRecord, Outcome, Phase, encode_batch
from rqcore.protocol.event_fields import V2, V3, EventFormat, RunKind


def _batch(form: EventFormat, names: tuple[NameRecord, ...]) -> bytes:
    common = {"queue": 1, "client": 1, "outcome": Outcome.OK, "phase": Phase.END, "timeout": -1, "codec": 1}
    records = (
        form.encode_record(
            **common, sequence=1, call=1, method=Method.PUT, size=4, preview=4, item=1, depth=1
        ),
        form.encode_record(
            **common, sequence=2, call=2, method=Method.GET, item=2, depth=1, more=1, run=RunKind.CALLS
        ),
    )
    lengths = b"".join(form.length.pack(3) for _ in range(2))
    return encode_batch(names, 2, b"".join(records), b"jsontwothr", lengths, form.version)


def batch_v2() -> bytes:
    """Return a batch of version 2 with a single event and a run."""
    return _batch(V2, (NameRecord(NameKind.QUEUE, 1, "jobs"), NameRecord(NameKind.CLIENT, 1, "main@a:1")))


def batch_v3() -> bytes:
    """Return a batch of version 3 with a single event and a run."""
    names = (
        NameRecord(NameKind.QUEUE, 1, "jobs"),
        NameRecord(NameKind.CLIENT, 1, "main"),
        NameRecord(NameKind.ADDRESS, 1, "10.0.0.1:1000"),
    )
    return _batch(V3, names)
