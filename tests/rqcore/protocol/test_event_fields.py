# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

from rqcore.protocol.event_fields import LATEST, V2, V3


def test_record_has_80_bytes_in_version_2_and_104_in_version_3():
    assert (V2.record.size, V3.record.size) == (80, 104)


def test_fields_of_version_3_have_these_places():
    assert [(field.offset, field.name, field.type, int(field.absent)) for field in V3.fields] == [
        (0, "sequence", "Q", 0),
        (8, "time", "q", 0),
        (16, "waited", "q", 0),
        (24, "call", "Q", 0),
        (32, "item", "Q", 1),
        (40, "timeout", "q", 2),
        (48, "took", "q", 2),
        (56, "queue", "I", 1),
        (60, "client", "I", 0),
        (64, "size", "I", 0),
        (68, "depth", "I", 2),
        (72, "items", "I", 0),
        (76, "part", "I", 0),
        (80, "preview", "I", 0),
        (84, "more", "I", 0),
        (88, "deliveries", "H", 1),
        (90, "method", "B", 0),
        (91, "phase", "B", 0),
        (92, "outcome", "B", 0),
        (93, "codec", "B", 0),
        (94, "run", "B", 0),
        (95, "rule", "I", 1),
    ]


def test_absent_number_is_that_of_the_type():
    numbers = {field.name: field.absent_number for field in V3.fields}
    assert numbers["item"] == 0
    assert numbers["timeout"] == numbers["took"] == -1
    assert numbers["depth"] == 0xFFFFFFFF
    assert numbers["size"] is None


def test_latest_version_is_3():
    assert LATEST == 3
