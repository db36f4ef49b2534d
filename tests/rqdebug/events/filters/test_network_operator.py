# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest

from rqdebug.errors import FilterError
from rqdebug.events.filters.filter import parse

CLIENTS = {1: "loader@a:512", 3: "loader@10.1.2.3:512", 4: "saver@[fd00::7]:77"}


@pytest.mark.parametrize(
    ("text", "clients"),
    [
        ("address in 10.0.0.0/8", [3]),
        ("address in FD00:0::/8", [4]),
        ("not address in 10.0.0.0/8", [1, 4]),
        ("address in 10.0.0.0/8 or address in ::/0", [3, 4]),
        ("(address in 10.0.0.0/8)and method == put", [3]),
    ],
)
def test_clients_of_a_network_match(columns, text, clients):
    batch = columns(*({"client": number} for number in CLIENTS))
    answers = parse(text).mask(batch).to_pylist()
    assert [number for number, answer in zip(CLIENTS, answers, strict=True) if answer] == clients


def test_network_prints_in_its_usual_form():
    assert str(parse("address in FD00:0::/8")) == "address in fd00::/8"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("address in 10.0.0/8", "column 12: `10.0.0/8` is not valid: the network is a network such as"),
        (
            "address in 10.1.2.3/8",
            "column 12: `10.1.2.3/8` is not valid: the network is 10.0.0.0/8, with zeros",
        ),
        (
            "address in 10.0.0.7",
            "column 12: address has no order, so it cannot be in a range; use a set such as",
        ),
        ("queue in 10.0.0.0/8", "column 10: queue is no address, so it is in no network"),
        ("address == 10.0.0.0/8", "for a network, write address in 10.0.0.0/8"),
        ("address in {10.0.0.0/8}", "for a network, write address in 10.0.0.0/8"),
    ],
)
def test_error_says_what_to_write(text, message):
    with pytest.raises(FilterError) as failure:
        parse(text)
    assert message in str(failure.value)


def test_networks_are_no_values_of_other_fields():
    assert str(parse("queue == 10.0.0.0/8")) == 'queue == "10.0.0.0/8"'
    assert str(parse("payload.size in 1..2")) == "payload.size in 1..2"
