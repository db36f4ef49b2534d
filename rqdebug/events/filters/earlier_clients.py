# SPDX-License-Identifier: GPL-3.0-or-later
"""Conditions from the time when ``client`` was the name and the address of a client in one text.

``client == "loader@10.0.0.7:40312"`` would match nothing now. It means
``client == loader and address == "10.0.0.7:40312"``, and is read as that.
"""

from __future__ import annotations

from dataclasses import replace

from rqdebug.events.client_addresses import split_client
from rqdebug.events.filters.fields import FIELDS
from rqdebug.events.filters.filter_nodes import And, FilterNode, Not, Or
from rqdebug.events.filters.literals import FilterValue
from rqdebug.events.filters.operands import Operand
from rqdebug.events.filters.operator_base import Operator
from rqdebug.events.filters.operators import Equal, NotEqual, OneOf

CLIENT, ADDRESS = FIELDS["client"], FIELDS["address"]


def separate_address(node: Operator) -> FilterNode:
    """Return a condition on name and address for a condition that compares ``client`` with both.

    Any other condition is returned unchanged.
    """
    if node.field != CLIENT:
        return node
    if isinstance(node, Equal):
        return _equal(node.literal) or node
    if isinstance(node, NotEqual):
        both = _equal(node.literal)
        return Not(both) if both else node
    if isinstance(node, OneOf):
        return _one_of(node)
    return node


def has_address(node: FilterNode) -> bool:
    """Return whether a filter has a condition on the address of a client."""
    return any(getattr(leaf, "field", None) == ADDRESS for leaf in node.leaves())


def _one_of(node: OneOf) -> FilterNode:
    separated = [both for literal in node.literals if (both := _equal(literal))]
    if not separated:
        return node
    names = tuple(literal for literal in node.literals if not _equal(literal))
    others: list[FilterNode] = [replace(node, literals=names)] if names else []
    children = (*others, *separated)
    return children[0] if len(children) == 1 else Or(children)


def _equal(literal: FilterValue) -> FilterNode | None:
    """Return the condition for a client, or None if the value has no address."""
    name, address = split_client(str(literal.value))
    if not address:
        return None
    is_there = Equal.build(ADDRESS, [Operand(address, 1, True)])
    return And((Equal.build(CLIENT, [Operand(name, 1, True)]), is_there)) if name else is_there
