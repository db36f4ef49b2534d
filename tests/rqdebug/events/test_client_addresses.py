# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rqdebug.events.client_addresses import join_client, split_client, split_clients

ADDRESSES = st.sampled_from(
    [
        "127.0.0.1:40312",
        "[::1]:40400",
        "[fe80::1%eth0]:9",
        "edge-1.local:7",
        "unix:512",
        "unix:/run/a@b",
        "?:0",
    ]
)
LABELS = pa.dictionary(pa.int32(), pa.string())


@pytest.mark.parametrize(
    ("label", "name", "address"),
    [
        ("loader@127.0.0.1:40312", "loader", "127.0.0.1:40312"),
        ("127.0.0.1:40312", "", "127.0.0.1:40312"),
        ("celery@worker1@[::1]:6", "celery@worker1", "[::1]:6"),
        ("ops@night:shift@10.0.0.7:1", "ops@night:shift", "10.0.0.7:1"),
        ("saver@unix:512", "saver", "unix:512"),
        ("saver@/run/redis.sock:0", "saver", "/run/redis.sock:0"),
        ("unix:/run/user@1000/redis.sock", "", "unix:/run/user@1000/redis.sock"),
        ("lua", "lua", ""),
        ("celery@worker1", "celery@worker1", ""),
        ("#17", "#17", ""),
        ("", "", ""),
        ("two\nlines@a:1", "two\nlines", "a:1"),
    ],
)
def test_label_is_split_at_the_last_at_sign_before_an_address(label, name, address):
    assert split_client(label) == (name, address)


@given(st.text(), ADDRESSES)
def test_any_name_before_an_address_is_found(name, address):
    assert split_client(join_client(name, address)) == (name, address)


@given(st.text())
def test_nothing_of_a_label_is_lost(label):
    name, address = split_client(label)
    assert join_client(name, address) == label or (not name and label == f"@{address}")


@given(st.lists(st.sampled_from(["a@h:1", "a@h:2", "b@h:1", "h:1", "lua", ""])), st.integers(0, 3))
def test_column_of_labels_becomes_columns_of_names_and_addresses(labels, skip):
    column = pa.array(labels, pa.string()).dictionary_encode().slice(skip)
    names, addresses = split_clients(column)
    assert list(zip(names.to_pylist(), addresses.to_pylist(), strict=True)) == list(
        map(split_client, labels[skip:])
    )
    for part in (names, addresses):
        part.validate(full=True)
        assert part.type == LABELS
        assert len(set(part.dictionary.to_pylist())) == len(part.dictionary)
