# SPDX-License-Identifier: GPL-3.0-or-later
"""The names of the keys of a queue on Redis, on which other clients of the protocol rely."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from rqcore.errors import BadCall
from rqcore.pressure.key_protocol.keys import PARTS, Keys, escaped, to_bytes, to_text

NAMES = st.lists(st.sampled_from([b"a", b"b", b":", *PARTS[1:]]), min_size=1, max_size=4).map(b"".join)


def test_keys_have_the_names_that_the_protocol_fixes():
    assert Keys.of("jobs").all == (
        b"__pressure__:jobs",
        b"__pressure__:jobs:bound",
        b"__pressure__:jobs:producer",
        b"__pressure__:jobs:consumer",
        b"__pressure__:jobs:producer_free",
        b"__pressure__:jobs:consumer_free",
        b"__pressure__:jobs:not_full",
        b"__pressure__:jobs:closed",
        b"__pressure__:jobs:stats:produced_messages",
        b"__pressure__:jobs:stats:produced_bytes",
        b"__pressure__:jobs:stats:consumed_messages",
        b"__pressure__:jobs:stats:consumed_bytes",
    )


def test_scripts_of_both_roles_get_their_keys_in_the_same_order():
    keys = Keys.of("jobs", "app")
    assert keys.producer == (
        b"app:jobs",
        b"app:jobs:bound",
        b"app:jobs:producer_free",
        b"app:jobs:producer",
        b"app:jobs:not_full",
        b"app:jobs:closed",
        b"app:jobs:stats:produced_messages",
        b"app:jobs:stats:produced_bytes",
    )
    swapped = [
        key.replace(b"producer", b"consumer").replace(b"produced", b"consumed") for key in keys.producer
    ]
    assert list(keys.consumer) == swapped


def test_items_and_not_full_are_keys_of_the_queue():
    keys = Keys.of("jobs")
    assert keys.items == b"__pressure__:jobs"
    assert keys.not_full == b"__pressure__:jobs:not_full"


def test_empty_name_is_refused():
    with pytest.raises(BadCall, match="at least one character"):
        Keys.of("")


@pytest.mark.parametrize("part", [part.decode() for part in PARTS[1:]])
def test_name_that_ends_like_a_key_is_refused(part):
    with pytest.raises(BadCall, match=f"'jobs{part}': a name must not end in '{part}'"):
        Keys.of(f"jobs{part}")


@given(NAMES, NAMES)
def test_two_queues_share_no_key(one, other):
    assume(one != other)
    try:
        first, second = Keys.of(one), Keys.of(other)
    except BadCall:
        return
    assert not set(first.all) & set(second.all)


@given(st.binary(max_size=20))
def test_any_bytes_survive_as_text(data):
    assert to_bytes(to_text(data)) == data


def test_name_is_utf_8_and_other_bytes_are_kept():
    assert Keys.of("größe").queue == "größe".encode()
    assert Keys.of(b"\xff\x00").name == "\udcff\x00"


@pytest.mark.parametrize(
    ("name", "prefix", "together"),
    [
        ("jobs", "__pressure__", False),
        ("{jobs}", "__pressure__", True),
        ("a{jobs}b", "__pressure__", True),
        ("jobs", "{app}", True),
        ("{}jobs", "__pressure__", False),
        ("{}{jobs}", "__pressure__", False),
        ("{jobs", "__pressure__", False),
    ],
)
def test_cluster_keeps_keys_with_a_hash_tag_together(name, prefix, together):
    assert Keys.of(name, prefix).in_one_slot is together


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        (b"jobs", b"jobs"),
        (b"a*b?", b"a\\*b\\?"),
        (b"[x]", b"\\[x\\]"),
        (b"a\\b", b"a\\\\b"),
        (b"\xff", b"\xff"),
    ],
)
def test_wildcards_of_scan_are_escaped(pattern, expected):
    assert escaped(pattern) == expected
