# SPDX-License-Identifier: GPL-3.0-or-later
"""The values in JSON are counted without parsing it."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rqcore.protocol.request_limits import has_more_values

TEXTS = st.text('a,:[{"\\\n\0é', max_size=9)
JSON = st.recursive(
    st.none() | st.integers() | TEXTS,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(TEXTS, inner, max_size=5),
    max_leaves=30,
)


def count_of(value):
    """Return how many marks the JSON of a value has: each value but the first follows one."""
    if isinstance(value, list):
        return max(len(value), 1) + sum(map(count_of, value))
    if isinstance(value, dict):
        return max(2 * len(value), 1) + sum(map(count_of, value.values()))
    return 0


@given(JSON, st.booleans())
def test_values_are_counted_exactly_whatever_the_strings_contain(value, is_ascii):
    data = json.dumps(value, ensure_ascii=is_ascii).encode()
    count = count_of(value)
    assert not has_more_values(data, count + 1)
    assert has_more_values(data, count) or not count or len(data) <= count


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32"])
def test_other_encodings_hide_no_values(encoding):
    text = '["\u2222", ' + "[]," * 1000 + "1]"
    assert len(json.loads(text.encode(encoding))) == 1002
    assert has_more_values(text.encode(encoding), 1000)
