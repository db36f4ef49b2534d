# SPDX-License-Identifier: GPL-3.0-or-later
"""Filters: which events of the log to show.

::

    method == put and queue ~ "order" and duration > 5ms
    outcome in {full, empty} or not (client == loader and time > 14:03:20)
    payload.order.id == 17 and duration in 1ms..5ms and last 5min
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, replace

import pyarrow as pa

from rqdebug.errors import FilterError
from rqdebug.events.filters.fields import FIELDS
from rqdebug.events.filters.filter_nodes import NODES, Blocked, Everything, FilterNode, Last, Named
from rqdebug.events.filters.grammar import parse_node
from rqdebug.events.filters.literals import did_you_mean
from rqdebug.events.open_calls import OpenCalls


@dataclass(frozen=True)
class Filter:
    """An expression over events. As text it is what ``parse`` reads back as an equal filter."""

    node: FilterNode = Everything()  # noqa: RUF009  # it has no state

    def mask(self, batch: pa.RecordBatch, calls: OpenCalls | None = None) -> pa.BooleanArray:
        """For each row of a batch in SCHEMA whether it matches; never null.

        ``calls``: those that have not ended by now, for ``blocked``; without
        it every call that began to wait is taken for one of them.
        """
        return self.node.mask(batch, calls)

    @property
    def asks_for_calls(self) -> bool:
        """Whether it matters to it which calls have ended."""
        return any(isinstance(leaf, Blocked) for leaf in self.node.leaves())

    def __str__(self) -> str:
        return str(self.node)


def parse(text: str, named: Mapping[str, str] | None = None, now: int | None = None) -> Filter:
    """The filter that a text stands for; an empty one matches everything.

    ``named`` are the filters that it may use as ``@name``; ``now``, in ns since
    1970, is what ``last 5min`` counts back from: the present, unless told.
    Raises FilterError, with the column where the trouble begins.
    """
    return Filter(_resolved(text, {} if named is None else named, time.time_ns() if now is None else now, ()))


def _resolved(text: str, named: Mapping[str, str], now: int, using: tuple[str, ...]) -> FilterNode:
    """The node of a text, with those of the filters that it names. ``using``: those that it is part of."""

    def resolve(node: FilterNode) -> FilterNode:
        if isinstance(node, Last):
            return replace(node, until=now)
        return replace(node, node=inner(node)) if isinstance(node, Named) else node

    def inner(node: Named) -> FilterNode:
        if node.name not in named:
            hint = did_you_mean(node.name, named) or "; no filter is saved" * (not named)
            raise FilterError(f"no filter is saved as `{node.name}`{hint}", node.column)
        if node.name in using:
            raise FilterError(f"the filter `{node.name}` uses itself", node.column)
        try:
            return _resolved(named[node.name], named, now, (*using, node.name))
        except FilterError as error:
            raise FilterError(f"in the filter `{node.name}`: {error.message}", node.column) from None

    return parse_node(text).resolved(resolve)


def help_text() -> str:
    """How to write a filter: every test, every field."""
    tests = [f"  {node.usage:36}  {node.help}" for node in NODES]
    fields = [
        f"  {field.name:10}  {field.help}\n{'':14}{' '.join(field.kind.operators)}  {field.kind.example}"
        for field in FIELDS.values()
    ]
    return "\n".join(["Tests", *tests, "", "Fields", *fields, ""])
