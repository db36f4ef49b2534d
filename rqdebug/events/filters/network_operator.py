# SPDX-License-Identifier: GPL-3.0-or-later
"""The operator ``in 10.0.0.0/8``: which clients are in a network."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from rqcore.controller.debugging.networks import EXAMPLE, ClientNetwork, check_network
from rqcore.controller.debugging.predicate_tree import IN_NETWORK
from rqdebug.errors import FilterError
from rqdebug.events.filters.fields import Field
from rqdebug.events.filters.literals import AddressType, FilterValue, ValueType
from rqdebug.events.filters.operands import Operand
from rqdebug.events.filters.operator_base import Operator

COMMON_NETWORKS = {
    "127.0.0.0/8": "this machine",
    "10.0.0.0/8": "a private network",
    "172.16.0.0/12": "a private network",
    "192.168.0.0/16": "a private network",
    "fd00::/8": "private networks of IPv6",
}
"""Networks that completion proposes, and their meaning."""


class _NetworkType(ValueType):
    """A network of addresses."""

    example = EXAMPLE

    def read(self, text: str, is_quoted: bool = False) -> FilterValue:
        """Parse a network. Raises ValueError for other texts."""
        network = check_network(text)
        return FilterValue(network, network)


@dataclass(frozen=True)
class InNetwork(Operator):
    """``in 10.0.0.0/8``: the address is in a network.

    Args:
        field: The field to compare.
        network: The network.
    """

    sign = "in"
    operand = "NETWORK"
    usage = "address in 10.0.0.0/8"
    help = "is in the network, IPv4 or IPv6; a Unix socket is in none"
    network: FilterValue

    @classmethod
    def applies_to(cls, kind: ValueType) -> bool:
        """Whether the values are addresses."""
        return isinstance(kind, AddressType)

    @classmethod
    def build(cls, field: Field, operands: list[Operand]) -> Operator:
        """Return the node. Raises FilterError if the field has no address, or what follows is no network."""
        if not cls.applies_to(field.kind):
            raise FilterError(f"{field.name} is no address, so it is in no network", operands[0].column)
        return cls(field, operands[0].value_of(_NetworkType(), "the network"))

    def test(self, values: pa.Array) -> pa.BooleanArray:
        """Look up the host of each address."""
        network = ClientNetwork(self.network.value)
        return pa.array([each and network.contains(each) for each in values.to_pylist()], pa.bool_())

    def comparison(self) -> dict[str, Any]:
        """Return the operator and the network."""
        return {"operator": IN_NETWORK, "value": self.network.value}

    def accepts(self, member: Any) -> bool:
        """Return False: members of payloads are no addresses."""
        return False

    def __str__(self) -> str:
        return f"{self.field.name} {self.sign} {self.network.text}"
