# SPDX-License-Identifier: GPL-3.0-or-later
"""Reports of a program, and what other clients receive of them."""

from __future__ import annotations

import json

from rqcore.protocol.event_batch import NameKind, NameRecord, decode_batch, encode_batch
from rqcore.protocol.event_fields import V2

EMPTY = encode_batch((), 0, b"", b"")


def row(number=1, name="inner", size=0, waiters=()):
    stat = {"size": size, "maxsize": 9, "puts": 5}
    return {"number": number, "name": name, "kind": "queue.Queue", "stat": stat, "waiters": list(waiters)}


def record(**known):
    return V2.encode_record(**{"items": 1, "client": 1, "queue": 1, **known})


def batch(*records, name="Thread-1"):
    return encode_batch([NameRecord(NameKind.CLIENT, 1, name)], len(records), b"".join(records), b"")


def report(speaker, rows, data=EMPTY):
    return speaker("RQ.REPORT", json.dumps(rows), data)


def stats(speaker):
    return [(stat[b"name"], stat[b"kind"], stat[b"size"]) for stat in speaker("RQ.LIST")]


def events_of(observer):
    """Return method, phase, outcome and call of each event that an observer receives."""
    found = []
    for _, data in observer.observed():
        for fields, _ in decode_batch(data).events():
            found.append((fields["method"], fields["phase"], fields["outcome"], fields["call"]))
    return found
