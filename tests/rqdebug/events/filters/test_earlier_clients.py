# SPDX-License-Identifier: GPL-3.0-or-later
"""Filters that compare ``client`` with a name and an address, as in earlier versions."""

from __future__ import annotations

import pytest

from rqdebug.events.filters.filter import parse

LOADER = {"client": "loader", "address": "10.0.0.7:40312"}
UNNAMED = {"client": "", "address": "10.0.0.7:40312"}
OTHER = {"client": "loader", "address": "10.0.0.7:1"}
FRIEND = {"client": "friend", "address": "10.0.0.8:9"}


@pytest.mark.parametrize(
    ("text", "now"),
    [
        (
            'client == "loader@10.0.0.7:40312"',
            'client == "loader" and address == "10.0.0.7:40312"',
        ),
        ("client == loader@10.0.0.7:40312", 'client == "loader" and address == "10.0.0.7:40312"'),
        ("client == 10.0.0.7:40312", 'address == "10.0.0.7:40312"'),
        ("client != a@b:1", 'not (client == "a" and address == "b:1")'),
        ('client == "a@b@c:1"', 'client == "a@b" and address == "c:1"'),
        (
            "client in {a@b:1, plain}",
            'client in {"plain"} or (client == "a" and address == "b:1")',
        ),
        ("client == loader", 'client == "loader"'),
        ('client == "mail@home"', 'client == "mail@home"'),
        ('client contains "loader@b:1"', 'client contains "loader@b:1"'),
        ("queue == a@b:1", 'queue == "a@b:1"'),
    ],
)
def test_name_and_address_are_compared_separately(text, now):
    assert str(parse(text)) == str(parse(now))


def test_rows_match_as_they_did(rows):
    batch = rows(LOADER, UNNAMED, OTHER, FRIEND)
    for text, expected in {
        "client == loader@10.0.0.7:40312": [True, False, False, False],
        "client == 10.0.0.7:40312": [True, True, False, False],
        "client != loader@10.0.0.7:40312": [False, True, True, True],
        "client in {loader@10.0.0.7:1, friend}": [False, False, True, True],
    }.items():
        assert parse(text).mask(batch).to_pylist() == expected, text
