# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest

from rqcore.controller.debugging.networks import ClientNetwork, check_network


@pytest.mark.parametrize(
    ("network", "address", "expected"),
    [
        ("10.0.0.0/8", "10.255.0.7:40312", True),
        ("10.0.0.0/8", "11.0.0.0:1", False),
        ("10.0.0.7/32", "10.0.0.7:1", True),
        ("10.0.0.7/32", "10.0.0.70:1", False),
        ("0.0.0.0/0", "[::1]:1", False),
        ("0.0.0.0/0", "[::ffff:10.0.0.7]:1", True),
        ("::ffff:0:0/96", "[::ffff:10.0.0.7]:1", False),
        ("fd00::/8", "[fd12::7]:40312", True),
        ("fd00::/8", "[fe80::1%eth0]:40312", False),
        ("fe80::/10", "[fe80::1%eth0]:40312", True),
        ("::/0", "10.0.0.7:1", False),
        ("::/0", "unix:/run/rqcore.sock", False),
        ("0.0.0.0/0", "", False),
        ("0.0.0.0/0", "edge-1:7654", False),
        ("0.0.0.0/0", "10.0.0.7", False),
    ],
)
def test_host_of_address_decides(network, address, expected):
    assert ClientNetwork(network).contains(address) is expected


@pytest.mark.parametrize(("text", "network"), [("10.0.0.0/8", "10.0.0.0/8"), ("FD00:0::/8", "fd00::/8")])
def test_network_has_one_form(text, network):
    assert check_network(text) == network


@pytest.mark.parametrize(
    "text",
    ["", "10.0.0.0", "10.0.0/8", "10.0.0.0/33", "::/129", "10.0.0.0/255.0.0.0", "10.0.0.0/", "edge-1/8"],
)
def test_other_texts_are_refused(text):
    with pytest.raises(ValueError, match=r"^a network such as 10\.0\.0\.0/8 or fd00::/8$"):
        check_network(text)


def test_bits_behind_the_prefix_are_refused():
    with pytest.raises(ValueError, match=r"^10\.0\.0\.0/8, with zeros behind its prefix$"):
        check_network("10.1.2.3/8")
