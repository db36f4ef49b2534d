# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

from dataclasses import fields

import pyarrow as pa
import pytest

from rqdebug.events.event_log import Event
from rqdebug.events.schema import NULLABLE, SCHEMA, absent_column


def test_event_has_the_columns_of_the_schema():
    ns = {field.name for field in SCHEMA if pa.types.is_temporal(field.type)}
    assert [field.name for field in fields(Event)] == [
        f"{name}_ns" if name in ns else name for name in SCHEMA.names
    ]


@pytest.mark.parametrize("name", sorted(NULLABLE))
@pytest.mark.parametrize("count", [0, 1, 7, 8, 1000])
def test_absent_column_has_no_values(name, count):
    column = absent_column(name, count)
    column.validate(full=True)
    assert column.type == SCHEMA.field(name).type
    assert column.to_pylist() == [None] * count
